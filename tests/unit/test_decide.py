"""When a misread is undone: each rule on both sides of its line.

The lines are fitted on text that is not here. Who fits them anew changes them here too, and sees
what else that moves.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

import fixenc
from fixenc.chains import Chain, Misread
from fixenc.repair.deciding import decide, oddities
from fixenc.repair.deciding.certain import are_certain_signs, is_certain_sign
from fixenc.repair.deciding.decide import why_not
from fixenc.repair.deciding.shape import Shape, is_alphabet, shape_of
from fixenc.repair.undoing import families
from fixenc.repair.undoing.align import Unit
from fixenc.repair.undoing.families import Family
from fixenc.repair.undoing.score import Gains

OF: dict[Family, Misread] = {
    Family.UTF8_SINGLE: Misread("utf-8", "cp1252"),
    Family.UTF8_CJK: Misread("utf-8", "gb18030"),
    Family.CJK_LATIN: Misread("gb18030", "cp1252"),
    Family.CJK_CJK: Misread("cp932", "gb18030"),
    Family.CJK_SINGLE: Misread("gb18030", "cp1251"),
    Family.SINGLE_CJK: Misread("cp1251", "gb18030"),
    Family.SINGLE_LATIN: Misread("cp1251", "cp1252"),
    Family.SINGLE_SINGLE: Misread("koi8-r", "cp1251"),
    Family.LATIN_SINGLE: Misread("cp1252", "cp1251"),
    Family.LATIN_LATIN: Misread("cp1250", "cp1252"),
}

WORD = Shape(
    before="бруь",
    after="щгжы",
    odd=0,
    units=4,
    distinct=4,
    length=30,
    left_odd=0,
    touching=True,
    repeats=False,
    accented=False,
    capitals=False,
    listed=False,
    touched=4,
    in_class=False,
    certain=False,
    covered=1.0,
    in_rows=1.0,
    formula=False,
    lookalike=False,
    accents=False,
    maths=False,
    alone=False,
    lone_signs=False,
    drawn=False,
    framed=False,
    boxed=False,
    spelt=False,
)


def gains(bits: float, *, context: float | None = None, pairs: int = 5, cost: float = 6.0) -> Gains:
    other = bits if context is None else context
    return Gains(bits, bits, bits, other, pairs, "ru", cost, native=False, likelier=bits)


def shape(**changes: object) -> Shape:
    return replace(WORD, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", OF)
def test_families(kind: Family) -> None:
    assert families.family(OF[kind]) is kind


# -- what is due --------------------------------------------------------------------------------

LATIN = {"before": "ìùøþ", "after": "ěůřţ"}
UTF8 = {"before": "Ã©Ã¨", "after": "éè", "odd": 2, "distinct": 3, "units": 2}
# a name, the family, what is unlike WORD, and the bits that are due
DUE: list[tuple[Family, dict[str, object], float]] = [
    (Family.UTF8_CJK, {}, 9.0),
    (Family.UTF8_CJK, {"before": "鍛ㄦ", "after": "周日"}, 9.0),
    (Family.UTF8_CJK, {"before": "茅a", "after": "é", "odd": 4}, 12.0),
    (Family.UTF8_CJK, {"before": "茅猫", "after": "éè", "odd": 4}, 12.0),
    (Family.CJK_LATIN, {}, 30.0),
    (Family.CJK_SINGLE, {}, 30.0),
    (Family.CJK_CJK, {}, 20.0),
    (Family.SINGLE_CJK, {}, 9.0),
    (Family.SINGLE_LATIN, {}, 12.0),
    (Family.SINGLE_LATIN, {"odd": 1}, 12.0),
    (Family.SINGLE_SINGLE, {}, 15.0),
    (Family.SINGLE_SINGLE, {"odd": 1}, 10.0),
    (Family.SINGLE_SINGLE, {"before": "БРУЬ"}, 30.0),
    (Family.LATIN_SINGLE, {}, 6.0),
    (Family.LATIN_SINGLE, {"before": "б", "after": "á", "distinct": 1, "units": 1}, 12.0),
    (Family.LATIN_SINGLE, {"before": "ЧФП", "after": "þæð", "touched": 0}, 18.0),
    (Family.LATIN_SINGLE, {"before": "ЧФП", "after": "þæð"}, 6.0),
    (Family.LATIN_LATIN, LATIN, 24.0),
    (Family.LATIN_LATIN, {**LATIN, "before": "ÌÙØÞ"}, 16.0),
    (Family.LATIN_LATIN, {**LATIN, "odd": 1}, 7.0),
    (Family.LATIN_LATIN, {**LATIN, "odd": 1, "distinct": 1}, 18.0),
    (Family.LATIN_LATIN, {**LATIN, "odd": 1, "distinct": 1, "units": 1}, 12.0),
    (Family.LATIN_LATIN, {**LATIN, "distinct": 1}, 30.0),
    (Family.LATIN_LATIN, {**LATIN, "distinct": 1, "units": 2}, 24.0),
    (Family.LATIN_LATIN, {"before": "\x9a\x9e", "after": "šž", "units": 2, "distinct": 2}, 5.0),
    (
        Family.LATIN_LATIN,
        {"before": "\x9a", "after": "š", "units": 1, "distinct": 1, "touched": 0},
        30.0,
    ),
    (Family.LATIN_LATIN, {"before": "\x9a", "after": "š", "units": 1, "distinct": 1}, 5.0),
    (Family.LATIN_LATIN, {**LATIN, "distinct": 1, "units": 3}, 30.0),
    (Family.LATIN_LATIN, {"before": "ãÃ", "after": "ăĂ", "units": 2, "distinct": 2}, 99.0),
    (Family.LATIN_LATIN, {"before": "\x9a\xa0", "after": "šž", "odd": 1}, 7.0),
    (Family.LATIN_LATIN, {"before": "\x9aé", "after": "šž", "odd": 1}, 7.0),
    (Family.LATIN_LATIN, {"before": "\x9a\x9e", "after": "šž", "units": 2, "touched": 0}, 5.0),
    (Family.LATIN_LATIN, {"before": "\x96", "after": "–", "units": 1, "touched": 0}, 5.0),
    (Family.SINGLE_CJK, {"before": "БРУЬ", "touched": 0}, 9.0),
    (Family.SINGLE_CJK, {"distinct": 1}, 9.0),
    (Family.SINGLE_CJK, {"after": "жы", "odd": 4}, 9.0),
    (Family.UTF8_CJK, {"before": "茅猫锚", "after": "éèê", "odd": 4}, 9.0),
    (Family.LATIN_SINGLE, {"touched": 0}, 6.0),
    (Family.LATIN_LATIN, {**LATIN, "odd": 1, "distinct": 1, "units": 2}, 18.0),
    (Family.UTF8_SINGLE, {**UTF8, "before": "РђРІ", "after": "Ав", "odd": 0}, 8.0),
    (Family.UTF8_SINGLE, {**UTF8, "before": "Ͱé", "after": "é", "odd": 0, "units": 1}, 20.0),
    (Family.UTF8_SINGLE, {**UTF8, "before": "Ãé", "after": "À", "odd": 0, "units": 1}, 15.0),
    (Family.UTF8_SINGLE, {**UTF8, "before": "Ã\x97", "after": "×", "odd": 1, "units": 1}, 15.0),
    (
        Family.UTF8_SINGLE,
        {**UTF8, "before": "ë…”", "after": "녔", "odd": 0, "units": 1, "touching": False},
        15.0,
    ),
    (Family.UTF8_SINGLE, {**UTF8, "odd": 0}, 8.0),
    (Family.UTF8_SINGLE, {**UTF8, "before": "Ã©Ã©Ã©", "after": "ééé"}, 5.0),
    (Family.UTF8_SINGLE, {**UTF8, "before": "éИ", "after": "И", "odd": 0, "units": 1}, 15.0),
    (Family.UTF8_SINGLE, {**UTF8, "before": "ã’", "after": "Ò", "odd": 0, "units": 1}, 15.0),
    (
        Family.UTF8_SINGLE,
        {**UTF8, "before": "ã’", "after": "Ò", "odd": 0, "units": 1, "capitals": True},
        40.0,
    ),
    (Family.UTF8_SINGLE, UTF8, 6.0),
    (Family.UTF8_SINGLE, {**UTF8, "before": "Ã©Ã¨Ãª", "after": "éèê"}, 5.0),
    (Family.UTF8_SINGLE, {**UTF8, "before": "Å¡", "after": "š", "odd": 1, "units": 1}, 8.0),
    (
        Family.UTF8_SINGLE,
        {**UTF8, "before": "Ã\xa0", "after": "à", "odd": 1, "units": 1},
        6.0,
    ),
    (Family.UTF8_SINGLE, {**UTF8, "before": "Ã©â€”â€“", "after": "é—–"}, 5.0),
    (Family.UTF8_SINGLE, {**UTF8, "certain": True}, 10.0),
    (Family.UTF8_SINGLE, {**UTF8, "before": "â€”â€“", "after": "—–", "odd": 1}, 15.0),
    (Family.UTF8_SINGLE, {**UTF8, "before": "аИ", "after": "И", "odd": 0, "units": 1}, 20.0),
    (
        Family.UTF8_SINGLE,
        {**UTF8, "before": "Ã’", "after": "Ò", "odd": 0, "units": 1},
        40.0,
    ),
    (
        Family.UTF8_SINGLE,
        {**UTF8, "before": "Ãa’", "after": "Ò", "odd": 0, "units": 1},
        40.0,
    ),
    (
        Family.UTF8_SINGLE,
        {**UTF8, "before": "√©", "after": "é", "odd": 0, "units": 1},
        12.0,
    ),
    (
        Family.UTF8_SINGLE,
        {**UTF8, "before": "√©", "after": "é", "odd": 0, "units": 1, "touching": False},
        60.0,
    ),
    (
        Family.UTF8_SINGLE,
        {**UTF8, "before": "Â£", "after": "£", "odd": 0, "units": 2},
        10.0,
    ),
    (
        Family.UTF8_SINGLE,
        {**UTF8, "before": "ë…”", "after": "녔", "odd": 0, "units": 1},
        60.0,
    ),
]


@pytest.mark.parametrize(("kind", "changes", "due"), DUE)
def test_no_less_than_what_is_due_is_enough(
    kind: Family, changes: dict[str, object], due: float
) -> None:
    form = shape(**changes)
    assert why_not(form, OF[kind], gains(due, pairs=1)) is None
    refused = why_not(form, OF[kind], gains(due - 0.1, pairs=1))
    assert refused is not None and refused.startswith("it gains")


@pytest.mark.parametrize(("units", "due"), [(4, 9.0), (2, 9.0), (1, 15.0)])
def test_what_is_a_language_s_own_owes_less_in_its_context(units: int, due: float) -> None:
    form, kind = shape(**LATIN, units=units), OF[Family.LATIN_LATIN]
    own = replace(gains(99.0, context=due), changed=1.0, native=True)
    assert why_not(form, kind, own) is None
    assert why_not(form, kind, replace(own, context=due - 0.1)) is not None


def test_signs_that_become_letters_owe_more() -> None:
    form, kind = shape(before="¢¤áé", after="ěůřţ"), OF[Family.LATIN_LATIN]
    own = replace(gains(99.0, context=24.0, cost=5.0), native=True)
    assert why_not(form, kind, own) is None
    assert why_not(form, kind, replace(own, context=23.9)) is not None


def test_in_which_view_a_run_must_gain() -> None:
    in_its_context = replace(gains(99.0, context=12.0, pairs=1), changed=5.0)
    assert why_not(WORD, OF[Family.SINGLE_LATIN], in_its_context) is None
    assert why_not(shape(odd=1), OF[Family.SINGLE_LATIN], in_its_context) is not None
    assert why_not(WORD, OF[Family.SINGLE_SINGLE], gains(14.9, context=99.0)) is not None


@pytest.mark.parametrize(
    "kind", [Family.CJK_LATIN, Family.CJK_SINGLE, Family.SINGLE_CJK, Family.SINGLE_LATIN]
)
def test_each_pair_must_gain(kind: Family) -> None:
    assert why_not(WORD, OF[kind], gains(40.0, pairs=20)) is None
    assert why_not(WORD, OF[kind], gains(39.0, pairs=20)) == "it gains only 1.9 bits a pair"
    assert why_not(WORD, OF[Family.SINGLE_SINGLE], gains(39.0, pairs=20)) is None


def test_a_letter_by_a_rare_misread_owes_its_prior() -> None:
    form = shape(**LATIN, odd=1, distinct=1, units=1)
    rare = Misread("cp1250", "cp852")
    assert families.prior(rare) == 3.0
    assert why_not(form, rare, gains(14.9)) is not None
    assert why_not(form, rare, gains(15.0)) is None
    assert why_not(shape(**LATIN, odd=1), rare, gains(7.0)) is None  # several owe none


# -- what no bits are enough for ----------------------------------------------------------------

LOTS = gains(500.0)
NEVER: list[tuple[Family, dict[str, object], str]] = [
    (Family.SINGLE_SINGLE, {"before": "б\ufffd"}, "U+FFFD"),
    (Family.LATIN_SINGLE, {"before": "εγ", "after": "ĺă"}, "borrowed"),
    (Family.LATIN_LATIN, {**LATIN, "accented": True}, "accent"),
    (Family.SINGLE_SINGLE, {"left_odd": 1}, "odder"),
    (Family.SINGLE_SINGLE, {"units": 8, "left_odd": 2}, "odder"),
    (Family.SINGLE_SINGLE, {"in_class": True}, "list"),
    (Family.SINGLE_SINGLE, {"before": "абвг", "after": "бвгд"}, "list"),
    (Family.SINGLE_SINGLE, {"repeats": True}, "repeats"),
    (Family.SINGLE_SINGLE, {"repeats": True, "distinct": 9}, "repeats"),
    (Family.CJK_CJK, {"before": "字学", "after": "漢字学"}, "again and again"),
    (Family.SINGLE_CJK, {"after": "ab"}, "too few letters"),
    (Family.SINGLE_SINGLE, {"after": "жa"}, "too few letters"),
    (Family.SINGLE_SINGLE, {"after": "жы"}, "too few letters"),
    (Family.SINGLE_SINGLE, {"before": "┬╜┐└", "after": "щгжы", "touched": 0}, "only symbols"),
    (Family.SINGLE_SINGLE, {"before": "│ш│", "after": "ива", "framed": True}, "drawing"),
    (Family.UTF8_SINGLE, {"before": "█░█▒", "after": "۰۱", "framed": True}, "drawing"),
    (Family.SINGLE_SINGLE, {"before": "“”", "after": "яж", "touched": 0}, "only typography would"),
    (Family.SINGLE_SINGLE, {"after": "щгжы\ufffd"}, "U+FFFD"),
    (Family.LATIN_SINGLE, {"before": "εγχ", "after": "ĺăá"}, "borrowed"),
    (Family.LATIN_LATIN, {"before": "“\xad", "units": 2, "touched": 2}, "only typography"),
    (Family.LATIN_LATIN, {"before": "“", "units": 1, "touched": 1}, "only typography"),
    (Family.SINGLE_SINGLE, {"after": "жa", "odd": 1}, "too few letters"),
    (Family.SINGLE_SINGLE, {"after": "ab", "odd": 4}, "too few letters"),
    (Family.UTF8_CJK, {"after": "ab", "odd": 4}, "too few letters"),
    (Family.SINGLE_SINGLE, {"before": "\x9a\x9e", "left_odd": 1}, "odder"),  # not even controls
    (Family.SINGLE_SINGLE, {"units": 7, "left_odd": 1}, "odder"),
    (Family.LATIN_LATIN, {"before": "\x9aé", "after": "šž", "accented": True}, "accent"),
    (Family.SINGLE_CJK, {"after": "ab", "odd": 3}, "too few letters"),
    (Family.UTF8_CJK, {"after": "é"}, "too few letters"),
    (Family.UTF8_SINGLE, {**UTF8, "units": 7, "left_odd": 3}, "odder"),
    (Family.UTF8_SINGLE, {**UTF8, "left_odd": 3}, "odder"),
    (Family.UTF8_SINGLE, {**UTF8, "listed": True}, "list"),
]


@pytest.mark.parametrize(("kind", "changes", "reason"), NEVER)
def test_no_bits_are_enough(kind: Family, changes: dict[str, object], reason: str) -> None:
    refused = why_not(shape(**changes), OF[kind], LOTS)
    assert refused is not None and reason in refused


def test_typography_within_words_needs_great_proof() -> None:
    form = shape(before="“”", after="ěů", units=2, distinct=2, touched=2)
    refused = why_not(form, OF[Family.LATIN_LATIN], gains(39.9, cost=5.0))
    assert refused == "only typography would change"
    assert why_not(form, OF[Family.LATIN_LATIN], gains(40.0, cost=5.0)) is None
    for strict, context in ((99.0, 39.9), (39.9, 99.0)):
        one = gains(strict, context=context, cost=5.0)
        assert why_not(form, OF[Family.LATIN_LATIN], one) == refused
    apart = replace(form, touched=1)
    assert why_not(apart, OF[Family.LATIN_LATIN], gains(99.0, cost=5.0)) == refused
    odd = replace(form, odd=1, touched=0)
    assert why_not(odd, OF[Family.LATIN_LATIN], gains(39.9, cost=5.0)) is None


def test_typography_and_one_letter_are_little() -> None:
    form = shape(before="“”á", after="ěůř")
    refused = why_not(form, OF[Family.LATIN_LATIN], gains(29.9))
    assert refused == "only typography and one other sign would change"
    assert why_not(form, OF[Family.LATIN_LATIN], gains(30.0)) is None
    assert why_not(form, OF[Family.SINGLE_SINGLE], gains(39.9)) == refused
    assert why_not(form, OF[Family.SINGLE_SINGLE], gains(40.0)) is None
    assert why_not(replace(form, odd=1), OF[Family.SINGLE_SINGLE], gains(39.9)) is None
    for one in (gains(99.0, context=39.9), gains(39.9, context=99.0)):
        assert why_not(form, OF[Family.SINGLE_SINGLE], one) == refused
    sign = shape(before="°á")  # which is no quotation mark
    assert why_not(sign, OF[Family.LATIN_LATIN], gains(29.0)) is None
    assert why_not(sign, OF[Family.SINGLE_SINGLE], gains(39.9)) == refused
    two = shape(before="“áé", after="ěůř")
    assert why_not(two, OF[Family.LATIN_LATIN], gains(26.0)) is None


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        (Family.SINGLE_CJK, shape(after="ab", odd=4)),
        (Family.UTF8_CJK, shape(before="茅a", after="é", odd=1)),
    ],
)
def test_few_letters_are_enough_within_words_and_with_great_proof(
    kind: Family, form: Shape
) -> None:
    assert why_not(form, OF[kind], gains(25.0)) is None
    assert why_not(form, OF[kind], gains(24.9)) == "too few letters come of it"


def test_certain_signs_may_be_unlikely() -> None:
    form = shape(**UTF8, certain=True, covered=0.4)
    assert why_not(form, OF[Family.UTF8_SINGLE], gains(10.0, cost=13.0)) is None
    refused = why_not(form, OF[Family.UTF8_SINGLE], gains(9.9, cost=13.0))
    assert refused is not None and refused.startswith("what comes of it")


EVER: list[tuple[Family, dict[str, object]]] = [
    (Family.SINGLE_SINGLE, {"units": 8, "left_odd": 1}),
    (Family.SINGLE_SINGLE, {"repeats": True, "distinct": 10}),
    (Family.CJK_CJK, {"before": "字学漢", "after": "漢字学"}),
    (Family.SINGLE_CJK, {"after": "жыр"}),
    (Family.SINGLE_CJK, {"before": "字学", "after": "жыр"}),
    (Family.SINGLE_SINGLE, {"after": "ж", "odd": 4}),
    (Family.SINGLE_SINGLE, {"after": "ж", "odd": 5}),
    (Family.SINGLE_SINGLE, {"before": "┬╜┐└├", "after": "щгжыр", "distinct": 5}),
    (Family.UTF8_SINGLE, {**UTF8, "left_odd": 2}),
    (Family.SINGLE_SINGLE, {"before": "εγ", "after": "жыр"}),  # borrowed by Latin letters only
    (Family.SINGLE_SINGLE, {"accented": True}),
    (Family.LATIN_LATIN, {"before": "\x9a\x9e", "after": "šž", "accented": True}),
    (Family.UTF8_SINGLE, {**UTF8, "units": 8, "left_odd": 3}),
    (Family.SINGLE_SINGLE, {"after": "абвг"}),  # a list on one side only
]


@pytest.mark.parametrize(("kind", "changes"), EVER)
def test_what_is_just_inside_is_done(kind: Family, changes: dict[str, object]) -> None:
    assert why_not(shape(**changes), OF[kind], gains(500.0, cost=5.0)) is None


@pytest.mark.parametrize(
    ("kind", "most"),
    [
        (Family.SINGLE_SINGLE, 8.5),
        (Family.SINGLE_LATIN, 8.5),
        (Family.LATIN_SINGLE, 10.0),
        (Family.LATIN_LATIN, 9.5),
        (Family.SINGLE_CJK, 8.0),
        (Family.CJK_LATIN, 14.0),
        (Family.CJK_SINGLE, 14.0),
        (Family.CJK_CJK, 14.0),
    ],
)
def test_what_comes_of_it_must_be_likely(kind: Family, most: float) -> None:
    assert why_not(WORD, OF[Family.UTF8_CJK], gains(39.0, cost=99.0)) is None  # its own proof
    form = shape(**LATIN) if kind is Family.LATIN_LATIN else WORD
    assert why_not(form, OF[kind], gains(39.0, cost=most)) is None
    refused = why_not(form, OF[kind], gains(39.0, cost=most + 0.1))
    assert refused == f"what comes of it is unlikely too ({most + 0.1:.1f} bits a pair)"


def test_great_proof_may_cost_more_where_names_do() -> None:
    for kind, form in ((Family.LATIN_LATIN, shape(**LATIN)), (Family.CJK_LATIN, WORD)):
        most = decide.LIKELY[kind] + 2.5
        assert why_not(form, OF[kind], gains(40.0, cost=most)) is None
        assert why_not(form, OF[kind], gains(40.0, cost=most + 0.1)) is not None
        assert why_not(form, OF[kind], gains(39.9, cost=most)) is not None
    assert why_not(WORD, OF[Family.SINGLE_SINGLE], gains(90.0, cost=8.6)) is not None


@pytest.mark.parametrize(
    ("kind", "changes", "most"),
    [
        (Family.SINGLE_SINGLE, {"distinct": 5}, 5.5),
        (Family.SINGLE_SINGLE, {"distinct": 9}, 5.5),
        (Family.SINGLE_SINGLE, {"distinct": 10}, 7.0),
        (Family.CJK_LATIN, {"distinct": 5}, 8.0),
        (Family.CJK_LATIN, {"distinct": 10}, 8.0),
        (Family.CJK_LATIN, {"distinct": 10, "repeats": True}, 7.0),
        (Family.SINGLE_SINGLE, {"odd": 1}, 8.5),
        (Family.UTF8_CJK, {}, 99.0),
    ],
)
def test_of_symbols_alone_likelier_text_must_come(
    kind: Family, changes: dict[str, object], most: float
) -> None:
    form = shape(before="┬╜┐└├", after="щгжыр", **changes)
    assert why_not(form, OF[kind], gains(39.0, cost=most)) is None
    if kind is not Family.UTF8_CJK:
        assert why_not(form, OF[kind], gains(39.0, cost=most + 0.1)) is not None


def test_of_jamo_likelier_text_must_come() -> None:
    form = shape(before="ㅋㅎㅛ字学", after="漢字学校生", distinct=5)
    kind = OF[Family.CJK_CJK]
    assert why_not(form, kind, gains(39.0, cost=9.2)) is None
    assert why_not(form, kind, gains(39.0, cost=9.3)) is not None
    assert why_not(replace(form, distinct=10), kind, gains(39.0, cost=9.3)) is None
    assert why_not(replace(form, before="ㅋㅎ字学"), kind, gains(39.0, cost=9.3)) is None


@pytest.mark.parametrize(("touched", "due"), [(2, 25.0), (1, 40.0), (0, 999.0)])
def test_symbols_spell_latin_words_beyond_doubt(touched: int, due: float) -> None:
    form = shape(before="¢¤", after="őű", units=2, distinct=2, touched=touched)
    assert why_not(form, OF[Family.LATIN_LATIN], gains(due - 0.1, cost=5.0)) is not None
    if touched:
        assert why_not(form, OF[Family.LATIN_LATIN], gains(due, cost=5.0)) is None
        for strict, context in ((99.0, due - 0.1), (due - 0.1, 99.0)):
            one = gains(strict, context=context, cost=5.0)
            assert why_not(form, OF[Family.LATIN_LATIN], one) is not None


def test_utf8_that_is_unlikely_still_must_cover_its_run() -> None:
    kind = OF[Family.UTF8_SINGLE]
    form = shape(**UTF8)
    assert why_not(form, kind, gains(25.0, cost=23.5)) is None
    assert why_not(form, kind, gains(25.0, cost=23.6)) is not None
    assert why_not(replace(form, covered=0.5), kind, gains(25.0, cost=15.1)) is None
    assert why_not(replace(form, covered=0.49), kind, gains(25.0, cost=15.1)) is not None
    assert why_not(replace(form, covered=0.49), kind, gains(25.0, cost=12.0)) is None
    assert why_not(form, kind, gains(24.9, cost=15.1)) is not None
    assert why_not(form, kind, gains(16.0, cost=15.0)) is None
    assert why_not(form, kind, gains(15.9, cost=15.0)) is not None
    outside = replace(form, odd=0)
    assert why_not(outside, kind, gains(25.0, cost=13.0)) is None
    assert why_not(outside, kind, gains(24.9, cost=13.0)) is not None
    signs = replace(form, before="¬©¬®", after="©®")
    assert why_not(signs, kind, gains(99.0, cost=13.0)) is not None
    emoji = replace(form, before="ðŸ˜€", after="😀", units=1)
    assert why_not(emoji, kind, gains(25.0, cost=24.0)) is None
    assert why_not(replace(form, after="é—"), kind, gains(25.0, cost=24.0)) is not None


# -- shapes -------------------------------------------------------------------------------------


def units(text: str, *places: tuple[int, int, str]) -> list[Unit]:
    return [Unit(start, end, after) for start, end, after in places]


def test_the_shape_of_a_run() -> None:
    text = "déjÃ  vu, trÃ¨s bien"
    form = shape_of(text, units(text, (3, 5, "à"), (12, 14, "è")))
    assert (form.before, form.after) == ("Ã Ã¨", "àè")
    assert (form.units, form.distinct, form.length) == (2, 2, len(text))
    assert form.touching and form.touched == 2 and not form.capitals
    # a capital in a word, twice, and a sign in a word
    assert form.odd == 3 and form.left_odd == 0 and form.heals
    assert form.covered == 1.0 and not form.repeats and not form.in_class


def test_what_stands_before_a_run() -> None:
    for text, capitals, certain in (("xxxAÂ£", True, False), ("xxxaÂ£", False, True)):
        form = shape_of(text, units(text, (4, 6, "£")))
        assert (form.capitals, form.certain) == (capitals, certain)


@pytest.mark.parametrize(
    ("text", "certain"),
    [("aÂ\xa0b", True), (".Â\xa0b", True), ("AÂ\xa0b", False), ("-Â\xa0b", False)],
)
def test_no_break_spaces_behind_words(text: str, certain: bool) -> None:
    assert are_certain_signs(text, units(text, (1, 3, "\xa0"))) is certain


def test_what_is_left_odd() -> None:
    text = "aÃ©b"
    assert shape_of(text, units(text, (1, 3, "©"))).left_odd == 1
    assert shape_of(text, units(text, (1, 3, ""))).left_odd == 0
    assert shape_of(text, units(text, (1, 3, "字"))).left_odd == 0


@pytest.mark.parametrize(
    ("text", "places", "listed", "in_class"),
    [
        ("ñ, ğ, ş", (0, 3, 6), False, True),
        ("añ, ğ, ş", (1, 4, 7), False, False),
        ("ñb, ğ, ş", (0, 4, 7), False, False),
        ("ñ, ş", (0, 3), False, False),
        ("àáâãäå", (0, 1, 2), True, False),
        ("[a-zà]", (4,), False, True),
        ("a-zà]", (3,), False, False),
        ("[az] a-zà", (8,), False, False),
    ],
)
def test_lists_of_letters(text: str, places: tuple[int, ...], listed: bool, in_class: bool) -> None:
    form = shape_of(text, [Unit(at, at + 1, "x") for at in places])
    assert (form.listed, form.in_class) == (listed, in_class)


def test_a_sign_three_times_and_an_accent_behind() -> None:
    run = "───├"
    assert shape_of(run, [Unit(i, i + 1, "x") for i in range(4)]).repeats
    assert not shape_of("──├─", [Unit(i, i + 1, "x") for i in range(4)]).repeats
    assert shape_of("aé\u0301", [Unit(1, 2, "x")]).accented
    assert not shape_of("aéb", [Unit(1, 2, "x")]).accented


def test_of_what_changes_only_a_part_is_covered() -> None:
    text = "Ã©éééÃ©"
    form = shape_of(text, units(text, (0, 2, "é"), (5, 7, "é")))
    assert form.covered == 4 / 7


@pytest.mark.parametrize(
    ("text", "places", "touched"),
    [
        ("a12b", [(1, 2), (2, 3)], 2),
        ("-12b", [(1, 2), (2, 3)], 2),
        ("-12-", [(1, 2), (2, 3)], 0),
        ("a1-2-3b", [(1, 2), (3, 4), (5, 6)], 2),
        ("1", [(0, 1)], 0),
    ],
)
def test_units_that_letters_touch(text: str, places: list[tuple[int, int]], touched: int) -> None:
    run = [Unit(start, end, "x") for start, end in places]
    assert shape_of(text, run).touched == touched


@pytest.mark.parametrize(
    ("text", "start", "end", "found"),
    [
        ("a\x85b", 1, 2, 1),  # a control
        ("a©b", 1, 2, 1),  # a sign within a word
        ("a© b", 1, 2, 0),
        ("xxa©b", 3, 4, 1),
        ("a’b", 1, 2, 0),  # an apostrophe is none
        ("aÉ", 1, 2, 1),  # a capital behind a small letter
        ("AÉ", 1, 2, 0),
        ("aя", 1, 2, 1),  # two scripts
        ("яa", 0, 1, 1),
        ("ae\u0301", 2, 3, 0),
        ("so\xadft", 2, 3, 0),
        ("a©b", 0, 1, 0),  # only what lies within the range counts
    ],
)
def test_anomalies(text: str, start: int, end: int, found: int) -> None:
    assert oddities.anomalies(text, start, end) == found


def test_letters_of_east_asia_count_twice() -> None:
    assert [oddities.letters(text) for text in ("", "abc", "é", "字", "é字-©")] == [0, 0, 1, 2, 3]


@pytest.mark.parametrize(
    ("before", "after", "certain"),
    [
        ("Â£", "£", True),
        ("Ã£", "£", False),
        ("Âé", "é", False),
        ("â€™", "’", True),
        ("â€™", "é", False),
        ("âbc", "’", False),  # letters throughout
        ("â”’", "─", False),  # may follow a letter in clean text
        ("ï¬\x81", "ﬁ", True),
        ("ï¬\x81", "i", False),
        ("a€™", "’", False),
        ("â€", "’", False),
        ("ï", "ﬁ", False),
    ],
)
def test_signs_that_are_certain(before: str, after: str, certain: bool) -> None:
    assert is_certain_sign(before, after) is certain


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("àáâã", True),
        ("àáâ", False),  # too short to tell
        ("àá", False),
        ("àáéè", False),
        ("àâäæ", True),  # every other one
        ("aàbáâãä", True),
        ("аАбБ", True),  # letters in both cases
    ],
)
def test_alphabets(text: str, found: bool) -> None:
    assert is_alphabet(text) is found


@pytest.mark.parametrize(
    "alphabet",
    ["абвгдежзиклмнопрстуфхцчшщыьэюя", "αβγδεζηθικλμνξοπρστυφχψω", "אבגדהוזחטיכלמנסעפצקרשת"],
)
@pytest.mark.parametrize("between", [" ", ", ", "\t"])
def test_combinations_of_letters_stay(alphabet: str, between: str) -> None:
    for first in alphabet:
        text = between.join(first + second for second in alphabet)
        assert fixenc.fix(text) == text


@pytest.mark.parametrize(
    ("misread", "bits"),
    [
        (Misread("utf-8", "cp1252"), 0.0),
        (Misread("utf-8", "iso8859-1"), 0.5),
        (Misread("cp1258", "cp1252"), 3.0),
        (Misread("iso8859-15", "mac-roman"), 3.0),
        (Misread("koi8-u", "koi8-u"), 1.5),
        (Misread("utf-8", "cp437"), 2.0),
        (Misread("utf-8", "cp850"), 3.0),
        (Misread("cp857", "cp857"), 8.0),
        (Misread("iso8859-5", "cp852"), 5.0),
        (Misread("cp852", "mac-cyrillic"), 7.0),
    ],
)
def test_priors(misread: Misread, bits: float) -> None:
    assert families.prior(misread) == bits


def test_few_controls_are_those_of_windows() -> None:
    few = shape(before="\x9a\x9e", distinct=2)
    assert decide.of_controls(few, Misread("mac-roman", "iso8859-1")) == 8.0
    assert decide.of_controls(few, Misread("cp1250", "iso8859-1")) == 0.0
    assert decide.of_controls(replace(few, distinct=3), Misread("mac-roman", "iso8859-1")) == 0.0
    for before in ("\x9aé", "\x9a\xa0", "\x7f\x9a"):
        other = shape(before=before, distinct=2)
        assert decide.of_controls(other, Misread("mac-roman", "iso8859-1")) == 0.0


@pytest.mark.parametrize(
    ("refusal", "kind", "unproven"),
    [
        ("it gains 3.0 bits where 24 are due", Family.LATIN_LATIN, True),
        ("it gains 3.0 bits where 15 are due", Family.SINGLE_SINGLE, True),
        ("it gains 3.0 bits where 9 are due", Family.UTF8_CJK, False),
        ("only symbols would change", Family.LATIN_SINGLE, True),
        ("only symbols would change", Family.SINGLE_SINGLE, True),
        ("too few letters come of it", Family.SINGLE_SINGLE, True),
        (decide.LISTED, Family.LATIN_LATIN, False),
        ("only typography would change", Family.LATIN_LATIN, True),
        ("what comes of it is unlikely too (9.9 bits a pair)", Family.LATIN_SINGLE, True),
        ("too few letters come of it", Family.LATIN_SINGLE, False),
        ("only typography and one other sign would change", Family.SINGLE_SINGLE, True),
    ],
)
def test_refusals_for_want_of_proof(refusal: str, kind: Family, unproven: bool) -> None:
    assert decide.is_unproven(refusal, OF[kind]) is unproven


# -- formulas, rows of signs, drawings, what stands alone ---------------------------------------

SURE = 60.0  # bits that are enough for anything


def refusal(kind: Family, bits: float = SURE, cost: float = 6.0, **changes: object) -> str | None:
    return why_not(shape(**changes), OF[kind], gains(bits, cost=cost))


def test_signs_of_formulas_stay() -> None:
    assert refusal(Family.UTF8_SINGLE, **UTF8) is None
    assert refusal(Family.UTF8_SINGLE, **UTF8, maths=True) == "only signs of formulas would change"
    assert refusal(Family.LATIN_SINGLE) is None
    greek = "Greek letters of formulas would change"
    assert refusal(Family.LATIN_SINGLE, formula=True) == greek
    assert refusal(Family.SINGLE_SINGLE, formula=True) is None  # which are no formulas of Latin


@pytest.mark.parametrize("kind", [Family.LATIN_SINGLE, Family.SINGLE_SINGLE])
def test_letters_that_look_like_latin_ones_stay(kind: Family) -> None:
    alike = "letters that look like Latin ones would change"
    assert refusal(kind, lookalike=True) == alike
    assert refusal(kind, lookalike=False) is None


def test_a_small_part_of_a_row_stays() -> None:
    least = decide.IN_ROWS
    assert refusal(Family.UTF8_SINGLE, **UTF8, in_rows=least) is None
    found = refusal(Family.UTF8_SINGLE, **UTF8, in_rows=least - 0.01)
    assert found == "it is a small part of a row of signs"


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({}, True),
        ({"lone_signs": True}, False),
        ({"lone_signs": True, "odd": 0}, False),
        ({"alone": True}, False),
        ({"alone": True, "odd": 0}, True),
        ({"certain": True}, False),
    ],
)
def test_what_stands_alone_may_be_unlikely(changes: dict[str, object], refused: bool) -> None:
    cost, bits = decide.LIKELY_WITHIN_WORD + 1, decide.SURELY - 1
    found = refusal(Family.UTF8_SINGLE, bits, cost, **{**UTF8, **changes})
    assert (found is not None) is refused
    assert not refused or found == f"{decide.UNLIKELY} ({cost:.1f} bits a pair)"


def test_a_sign_alone_in_utf8_read_as_chinese_needs_no_letters() -> None:
    sign = {"before": "鈥檚", "after": "’s", "odd": 0}
    for alone, bits in ((True, decide.SURELY), (True, decide.SURELY - 1), (False, decide.SURELY)):
        found = refusal(Family.UTF8_CJK, bits, **sign, alone=alone)
        enough = alone and bits >= decide.SURELY
        assert found == (None if enough else "too few letters come of it")


def test_letters_of_a_language_stay_unless_words_come_of_them() -> None:
    likely = decide.AS_WORDS
    assert refusal(Family.SINGLE_SINGLE, cost=likely, accents=True) == decide.LISTED
    assert refusal(Family.SINGLE_SINGLE, cost=likely - 0.25, accents=True) is None
    assert refusal(Family.SINGLE_SINGLE, cost=likely) is None


def test_rows_of_code_pages_stay() -> None:
    row = {"before": "бруьщгжы", "units": 8, "distinct": 8}
    assert refusal(Family.SINGLE_SINGLE, **row, after="абвгдежз") == decide.LISTED
    assert refusal(Family.SINGLE_SINGLE, **row, after="щгжыабрю") is None


def test_drawings_stay() -> None:
    signs = {"before": "╨┬╜┐╪", "distinct": 5}
    for kind, repeats, drawing in (
        (Family.SINGLE_SINGLE, False, True),
        (Family.CJK_LATIN, True, True),
        (Family.CJK_LATIN, False, False),  # pairs of cells are ideographs
    ):
        found = refusal(kind, cost=5.0, **signs, drawn=True, repeats=repeats)
        assert (found == "it is a drawing") is drawing
        assert refusal(kind, cost=5.0, **signs, repeats=repeats) != "it is a drawing"


def test_capitals_that_read_well_owe_less() -> None:
    form = {"before": "РЮРЙН", "after": "татко", "distinct": 5}
    assert refusal(Family.SINGLE_SINGLE, 16.0, 5.5, **form) is None
    assert refusal(Family.SINGLE_SINGLE, 16.0, 5.6, **form) is not None
    assert refusal(Family.SINGLE_SINGLE, 16.0, 5.5, **{**form, "distinct": 4}) is not None


def test_box_drawing_within_words_of_cyrillic() -> None:
    form = {"before": "╨▀╨■", "after": "апаў", "distinct": 3}
    assert refusal(Family.SINGLE_SINGLE, decide.VERY_SURELY, 4.0, **form, touched=3) is None
    for changes, bits in (({"touched": 3}, decide.VERY_SURELY - 1), ({"touched": 0}, 90.0)):
        found = refusal(Family.SINGLE_SINGLE, bits, 4.0, **form, **changes)
        assert found == "only symbols would change"


def test_small_letters_and_signs_become_capitals_and_small_letters() -> None:
    """KOI8-R in cp866 shows capitals as small letters, and small letters as parts of boxes."""
    text = "Ципеле су удобне и лепе, али се брзо троше."
    garbled = Chain.parse("koi8-r>cp866").garble(text)
    assert fixenc.repair(garbled).text == text
    assert fixenc.repair("дюйм²").text == "дюйм²"
