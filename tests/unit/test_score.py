"""What undoing gains, by a model of two alphabets that can be reckoned by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fixenc.repair.undoing.align import Unit
from fixenc.repair.undoing.score import (
    FLUENT,
    LAG,
    MOST_LAG,
    NEARBY,
    NO_LANGUAGE,
    PART,
    RESPELT,
    Gains,
    best_spelling,
    changed_pairs,
    gains,
    line_of,
    regions,
    small,
    told_apart,
    undo_units,
)
from fixenc.repair.undoing.score import (
    FOREIGN as ANOTHER,
)
from tests.alphabets import CYRILLIC, FOREIGN, LATIN, OWN, SIGN, Alphabets

MODEL = Alphabets()
GAINS = Gains(9.0, 8.0, 7.0, 6.0, 4, "ru", 5.0, native=False, likelier=9.0)


def of(text: str, *units: Unit, model: Alphabets = MODEL) -> Gains:
    return gains(model, line_of(model, text), units)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("whole", "changed", "distinct", "context", "strict", "in_context"),
    [
        (9.0, 8.0, 7.0, 6.0, 7.0, 6.0),
        (1.0, 8.0, 7.0, 6.0, 1.0, 1.0),
        (9.0, 3.0, 7.0, 6.0, 3.0, 6.0),
        (9.0, 8.0, 7.0, 10.0, 7.0, 9.0),
    ],
)
def test_the_least_of_what_it_gains(
    whole: float, changed: float, distinct: float, context: float, strict: float, in_context: float
) -> None:
    one = replace(GAINS, whole=whole, changed=changed, distinct=distinct, context=context)
    assert (one.strict, one.in_context) == (strict, in_context)


def test_what_it_gains_by_pair() -> None:
    assert GAINS.density == 2.0
    assert replace(GAINS, pairs=1).density == replace(GAINS, pairs=0).density == 8.0


# -- units --------------------------------------------------------------------------------------

UNITS = [Unit(1, 2, "bc"), Unit(2, 4, "d"), Unit(5, 6, "")]


def test_units_are_put_in() -> None:
    assert undo_units("aÃ©ü-ß!", UNITS) == "abcd-!"
    assert undo_units("ab", []) == "ab"


def test_units_that_touch_are_one_region() -> None:
    assert regions(UNITS) == [(1, 4, "bcd"), (5, 6, "")]
    more = [*UNITS, Unit(6, 7, "e"), Unit(7, 9, "f")]
    assert regions(more) == [(1, 4, "bcd"), (5, 9, "ef")]


def test_the_pairs_that_a_change_touches() -> None:
    assert changed_pairs("xäöy", [Unit(1, 2, "б"), Unit(2, 3, "в")]) == (
        ["xä", "äö", "öy"],
        ["xб", "бв", "вy"],
    )
    assert changed_pairs("ä", [Unit(0, 1, "бв")]) == ([" ä"], [" б", "бв"])
    assert changed_pairs("xä y", [Unit(1, 2, "")]) == (["xä", "ä "], ["x "])


# -- spelling -----------------------------------------------------------------------------------


def test_small_letters_are_as_many_as_the_capitals() -> None:
    assert small("İSTANBUL ÀÉ") == "istanbul àé"
    assert len(small("İİ")) == 2


def spelt(text: str, costs: dict[str, float]) -> float:
    model = Alphabets({(pair, LATIN): cost for pair, cost in costs.items()})
    return -best_spelling(model, text)  # type: ignore[arg-type]


def test_a_line_counts_as_it_is_likeliest_spelt() -> None:
    assert spelt("XY", {}) == 2 * OWN
    assert spelt("XY", {" X": 9.0}) == 2 * OWN + RESPELT  # in small letters
    assert spelt("xy", {" x": 9.0}) == 2 * OWN + RESPELT  # with a capital
    assert spelt("XY", {" x": 1.0}) == 1.0 + OWN + RESPELT
    assert spelt("XY", {" x": OWN - RESPELT}) == 2 * OWN  # as it stands
    spaced = 2 * OWN + SIGN
    assert spelt("x\xa0y", {"x\xa0": 30.0, "\xa0y": 30.0}) == spaced + RESPELT
    assert spelt("X\xa0Y", {"X\xa0": 30.0, "X ": 30.0}) == spaced + RESPELT
    assert spelt("x\xa0yz", {"x\xa0": 30.0, " y": 30.0}) == spaced + OWN + RESPELT
    # by one of the ways alone: as it stands but for spaces, in small letters, in capitals
    assert spelt("XY\xa0Z", {"XY": 1.0, "Y ": 1.0, " x": 30.0, "Xy": 30.0}) == (
        OWN + 1.0 + 1.0 + OWN + RESPELT
    )
    dear = {"x\xa0": 30.0, "X\xa0": 30.0}
    assert spelt("X\xa0Y", {**dear, " Y": 30.0}) == spaced + RESPELT
    assert spelt("x\xa0y", {**dear, " y": 30.0}) == spaced + RESPELT


# -- gains --------------------------------------------------------------------------------------

# € costs SIGN in both languages, a letter OWN in its own.
BY_LETTER = SIGN - OWN


def test_signs_that_become_letters() -> None:
    found = of("€ab€", Unit(0, 1, "x"), Unit(3, 4, "y"))
    assert found.whole == found.likelier == found.changed == 2 * BY_LETTER
    assert found.distinct == found.context == 2 * BY_LETTER
    assert (found.pairs, found.language, found.native) == (3, "latin", False)
    assert found.cost == OWN  # " x", "xa" and "by"


def test_what_is_repeated_counts_once_where_it_is_no_proof() -> None:
    found = of("€€€€", *(Unit(i, i + 1, "x") for i in range(4)))
    assert found.changed == found.whole == 4 * BY_LETTER
    assert found.distinct == found.context == 2 * BY_LETTER  # " x" and "xx"
    assert found.pairs == 2


def test_what_becomes_the_same_counts_once_too() -> None:
    found = of("€$£", *(Unit(i, i + 1, "x") for i in range(3)))
    assert (found.changed, found.distinct) == (3 * BY_LETTER, 3 * SIGN - 2 * OWN)


def test_a_gain_is_more_than_another_spelling_would_bring() -> None:
    """Both cost 1 bit as small letters, in which the line might have been before."""
    model = Alphabets({("xé", LATIN): 1.0, ("xñ", LATIN): 1.0, ("xÉ", LATIN): 9.0})
    found = of("XÉ", Unit(1, 2, "Ñ"), model=model)
    assert found.changed == 0.0
    assert found.cost == 1.0 + RESPELT
    assert of("xÉ", Unit(1, 2, "Ñ"), model=model).cost == OWN  # no capital beside it stays


def test_a_pair_that_would_be_more_in_capitals_is_left_out() -> None:
    assert of("x€", Unit(1, 2, "İ")).changed == BY_LETTER


def test_another_language_than_the_line_s_pays_for_its_lag() -> None:
    """Of twelve Latin letters that stay, when two signs become Cyrillic."""
    found = of("abcdef ghijkl €$", Unit(14, 15, "д"), Unit(15, 16, "ц"))
    assert found.changed == found.distinct == 2 * BY_LETTER
    assert LAG * 10 * (FOREIGN - OWN) > 2 * (FOREIGN - OWN)  # so they are taken for foreign ones
    assert found.context == 2 * (SIGN - FOREIGN)
    assert found.language == "latin"
    assert found.whole == 2 * BY_LETTER  # by itself
    assert of("ab €$", Unit(3, 4, "д"), Unit(4, 5, "ц")).context == 2 * BY_LETTER  # no lag
    lag = FOREIGN - OWN  # of three Latin letters beside two Cyrillic ones
    few = of("abc €$", Unit(4, 5, "д"), Unit(5, 6, "ц"))
    assert few.context == pytest.approx(2 * BY_LETTER - LAG * lag)


def test_a_run_by_itself_is_only_the_run() -> None:
    """Letters for letters gain nothing there, and lose where the rest is of another language."""
    assert of("abcdef ghi ä-ö klmno", Unit(11, 12, "д"), Unit(13, 14, "ц")).whole == 0.0


def test_what_becomes_nothing_costs_nothing() -> None:
    found = of("€", Unit(0, 1, ""))
    assert (found.changed, found.cost, found.pairs) == (SIGN, 0.0, 0)


@pytest.mark.parametrize(
    ("before", "behind", "own"), [("abcd", " efg", True), ("abcd ", "ef", False)]
)
def test_a_run_in_a_language_of_its_own_in_a_longer_line(
    before: str, behind: str, own: bool
) -> None:
    """Candidates are compared by what the line costs in two languages, if that is less."""
    assert (len(before + behind) >= NO_LANGUAGE) is own
    many = 10
    run = [Unit(i, i + 1, "д") for i in range(len(before), len(before) + many)]
    found = of(before + "€" * many + behind, *run)
    letters = sum(map(str.isalpha, before + behind))
    alike = letters * FOREIGN + many * OWN
    apart = letters * OWN + many * OWN + MOST_LAG
    assert apart < alike < letters * OWN + many * FOREIGN
    assert found.likelier == letters * OWN + many * SIGN - (apart if own else alike)


def test_letters_that_a_language_never_uses_become_those_it_uses_daily() -> None:
    class Czech(Alphabets):
        def char_cost(self, char: str, number: int) -> float:
            own = {"ì": 15.0, "ù": 14.75, "ě": 10.0, "ů": 10.25}.get(char, OWN)
            return own if number == LATIN else 29.0

    def native(before: str, after: str) -> bool:
        run = [Unit(i, i + 1, char) for i, char in enumerate(after, 1)]
        return of(f"š{before}š", *run, model=Czech()).native

    assert native("ì", "ě")
    assert not native("ù", "ě")
    assert not native("ì", "ů")
    assert not native("ìù", "ěě")
    assert not native("ìì", "ěů")
    assert not native("ì", "x")  # no letter of its own
    assert native("ì-", "ě-")
    assert not native("ì€", "ě€")
    assert not native("ì", "€")


def test_a_line_that_changes_its_language_becomes_native_to_none() -> None:
    class Odd(Alphabets):
        def char_cost(self, char: str, number: int) -> float:
            return 20.0 if char == "ä" else 9.0 if char == "д" and number == CYRILLIC else 9.5

    found = of("ä", Unit(0, 1, "д"), model=Odd())
    assert found.language == "cyrillic" and not found.native


# -- languages of a line --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "languages"),
    [
        ("д" * PART, (LATIN, CYRILLIC)),
        ("д" * 3, (LATIN, CYRILLIC)),
        ("д" * 2, (LATIN,)),  # which fit Cyrillic better by less than FOREIGN bits
        ("é" * PART, (LATIN,)),
        ("€" * PART, (LATIN,)),
    ],
)
def test_a_part_of_a_line_may_be_in_another_language(part: str, languages: list[int]) -> None:
    assert 2 * (FOREIGN - OWN) < ANOTHER < 3 * (FOREIGN - OWN)
    text = "a" * 3 * PART + part + "-" * (PART - len(part))
    dash = {(pair, number): OWN for pair in ("--", "д-") for number in (LATIN, CYRILLIC)}
    line = line_of(Alphabets(dash), text)  # type: ignore[arg-type]
    assert (line.text, line.languages) == (text, languages)


def test_a_part_ends_before_the_next() -> None:
    text = "a" * PART + "д" * PART + "a" * 9 * PART
    assert line_of(MODEL, text).languages == (LATIN, CYRILLIC)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cost", "languages"), [(FLUENT, (LATIN, CYRILLIC)), (FLUENT + 0.25, (LATIN,))]
)
def test_a_part_that_costs_much_is_in_no_language(cost: float, languages: list[int]) -> None:
    model = Alphabets({("дд", CYRILLIC): cost, (" д", CYRILLIC): cost})
    line = line_of(model, "a" * 3 * PART + "д" * PART)  # type: ignore[arg-type]
    assert line.languages == languages


def test_a_line_of_one_part_is_of_one_language() -> None:
    assert line_of(MODEL, "a" * (PART - 4) + "дддд").languages == (LATIN,)  # type: ignore[arg-type]
    two = line_of(MODEL, "a" * PART + "дддд")  # type: ignore[arg-type]
    assert two.languages == (LATIN, CYRILLIC)


def test_what_stands_around_units_and_what_they_become() -> None:
    text = "abc " * 30 + "€€€€€ xyz"
    run = [Unit(120 + i, 121 + i, "д") for i in range(5)]
    assert told_apart(MODEL, text, run, run) == ((LATIN,), CYRILLIC)  # type: ignore[arg-type]
    # one letter fits by less than what Cyrillic pays for its lag behind what is around
    few = [Unit(120, 121, "д")]
    assert told_apart(MODEL, text, run, few) == ((LATIN,), LATIN)  # type: ignore[arg-type]


def test_a_lag_is_dear_up_to_a_point() -> None:
    """Two letters fit Cyrillic by less than it may pay at most, three by more."""
    assert 2 * (FOREIGN - OWN) < MOST_LAG < 3 * (FOREIGN - OWN)
    for many, language in ((2, LATIN), (3, CYRILLIC)):
        text = "abc " * 9 + "€" * many
        run = [Unit(i, i + 1, "д") for i in range(36, 36 + many)]
        assert told_apart(MODEL, text, run, run)[1] == language  # type: ignore[arg-type]
    short = told_apart(MODEL, "ab €", [Unit(3, 4, "д")], [Unit(3, 4, "д")])  # type: ignore[arg-type]
    assert short == ((LATIN,), CYRILLIC)


def test_what_is_undone_counts_around_as_it_comes_to_stand() -> None:
    for text in ("-" * 2 * NEARBY + "ääääää", "ääääää" + "-" * 2 * NEARBY):
        run = [Unit(at, at + 1, "д") for at, char in enumerate(text) if char == "ä"]
        assert told_apart(MODEL, text, run, run) == ((CYRILLIC,), CYRILLIC)  # type: ignore[arg-type]
    first, third = [Unit(0, 1, "-")], [Unit(2, 3, "д")]
    assert told_apart(MODEL, "€abcд", first, first) == ((LATIN,), LATIN)  # type: ignore[arg-type]
    assert told_apart(MODEL, "дa€", third, third)[0] == (CYRILLIC,)  # type: ignore[arg-type]


def test_around_all_that_could_be_undone_counts() -> None:
    text = "€" + "-" * 3 * NEARBY + "€" + "д" * 5
    first, last = Unit(0, 1, "x"), Unit(3 * NEARBY + 1, 3 * NEARBY + 2, "ц")
    around = told_apart(MODEL, text, [first, last], [first])[0]  # type: ignore[arg-type]
    assert around == (CYRILLIC,)


def test_only_what_is_near_tells() -> None:
    at = 300
    run = [Unit(at + i, at + i + 1, "-") for i in range(3)]
    for near, language in ((NEARBY, CYRILLIC), (3, LATIN)):
        text = "a" * (at - near) + "д" * near + "€€€"
        assert told_apart(MODEL, text, run, run)[0][0] == language  # type: ignore[arg-type]
        text = "-" * at + "€€€" + "д" * near + "a" * at
        assert told_apart(MODEL, text, run, run)[0][0] == language  # type: ignore[arg-type]
