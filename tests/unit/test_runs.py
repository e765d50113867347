"""Which units of a line are undone, by a model of two alphabets that can be reckoned by hand."""

from __future__ import annotations

import pytest

from fixenc.repair.undoing.align import Unit
from fixenc.repair.undoing.borders import BORDER, BORDER_IN_WORD, BORDER_OF_SENTENCE
from fixenc.repair.undoing.runs import (
    ALONE,
    CASE,
    NARROW,
    ODD_NEIGHBOURS,
    TWO_CAPITALS,
    WIDE,
    best_runs,
    narrowness,
)
from tests.alphabets import CYRILLIC, FOREIGN, GREEK, LATIN, OWN, SIGN, Alphabets

# Latin letters with accents stand for Cyrillic ones, as if a text in Windows-1251 had been read as
# Windows-1252; what is in SIGNS becomes signs, and costs more when it is undone.
LETTERS = {chr(0xE0 + i): chr(0x430 + i) for i in range(32)} | {
    chr(0xC0 + i): chr(0x410 + i) for i in range(32)
}
GAIN = FOREIGN - OWN  # bits that undoing a letter gains in a line that is Cyrillic otherwise


def units(text: str, after: dict[str, str] | None = None) -> list[Unit]:
    table = LETTERS if after is None else after
    return [Unit(at, at + 1, table[char]) for at, char in enumerate(text) if char in table]


def undone(text: str, *, model: Alphabets | None = None, **asked: object) -> list[str]:
    """The runs that are undone, as they stand in the line."""
    options = {"before": [LATIN], "after": CYRILLIC, "words": {}, **asked}
    given = options.pop("units", None) or units(text)
    before, after = options.pop("before"), options.pop("after")
    runs = best_runs(model or Alphabets(), text, given, before, after, **options)  # type: ignore[arg-type]
    return [text[run[0].start : run[-1].end] for run in runs]


def test_all_is_undone_that_gains() -> None:
    cheap = {(a + b, LATIN): FOREIGN for a in " äö" for b in "äö"}
    assert undone("äö äö", model=Alphabets(cheap)) == ["äö äö"]


def test_what_costs_more_undone_is_left() -> None:
    dear = {(a + b, CYRILLIC): FOREIGN for a in " дц" for b in "дц"}
    assert undone("äö äö", model=Alphabets(dear)) == []


def test_at_even_odds_nothing_is_done() -> None:
    assert undone("äö") == []
    assert undone("äöü", model=Alphabets({(" ä", LATIN): OWN + 0.25})) == ["äöü"]


def test_one_border_parts_what_is_clean_from_what_is_not() -> None:
    """Three letters gain, then three would lose: between words a border is worth it."""
    told = {0: GAIN, 1: GAIN, 2: GAIN, 3: -GAIN, 4: -GAIN, 5: -GAIN}
    assert undone("äöü äöü", words=told) == ["äöü"]
    assert undone("äöüäöü", words=told) == []  # within a word it is not: all or nothing
    few = {0: GAIN, 1: GAIN, 2: GAIN, 3: -BORDER + 0.25}
    assert undone("äöü äöü", words=few) == ["äöü äöü"]
    few[3] = -BORDER - 0.25
    assert undone("äöü äöü", words=few) == ["äöü"]


@pytest.mark.parametrize("told", [-BORDER_OF_SENTENCE - 0.25, -BORDER_OF_SENTENCE + 0.25])
@pytest.mark.parametrize("end", [". ", "? ", "; "])
def test_a_border_is_cheaper_where_a_sentence_ends(end: str, told: float) -> None:
    wanted = "äöü" if told < -BORDER_OF_SENTENCE else f"äöü{end}äöü"
    assert undone(f"äöü{end}äöü", words={0: GAIN, 3: told}) == [wanted]


@pytest.mark.parametrize(("garbled", "wanted"), [("Äöü", ["Äöü"]), ("äöü", ["äöü äöü"])])
def test_a_run_begins_sooner_where_a_sentence_would(garbled: str, wanted: list[str]) -> None:
    """Left ones first: the border to what is undone is cheap before a capital."""
    told = {0: -BORDER_OF_SENTENCE - 1, 3: GAIN}
    assert undone(f"äöü {garbled}", words=told) == wanted


def test_a_capital_of_ascii_between_begins_one_too() -> None:
    told = {0: -BORDER_OF_SENTENCE - 1, 3: GAIN}
    assert undone("äöü a b äöü", words=told) == ["äöü a b äöü"]
    assert undone("äöü Ab äöü", words=told) == ["äöü"]


def test_two_runs_around_a_clean_word() -> None:
    told = {0: 3 * GAIN, 1: -4 * GAIN, 2: 3 * GAIN}
    assert undone("ä ö ü", words=told) == ["ä", "ü"]


def test_the_first_unit_may_be_left_and_the_last_undone() -> None:
    assert undone("ä ö", words={0: -2 * GAIN, 1: 2 * GAIN}) == ["ö"]
    assert undone("ä ö", words={0: 2 * GAIN, 1: -2 * GAIN}) == ["ä"]


def test_two_runs_of_which_the_first_is_longer() -> None:
    told = {0: 2 * GAIN, 1: 2 * GAIN, 2: -4 * GAIN, 3: 3 * GAIN}
    assert undone("äö ü ä", words=told) == ["äö", "ä"]


# -- words that were left for sure ----------------------------------------------------------------


@pytest.mark.parametrize("gain", [BORDER - 0.25, BORDER + 0.25])
def test_a_word_that_was_left_is_a_border_on_either_side(gain: float) -> None:
    wanted = ["ä"] if gain > BORDER else []
    assert undone("é ä", units=[Unit(2, 3, "д")], enclosed=(1, None), words={0: gain}) == wanted
    assert undone("ä é", units=[Unit(0, 1, "д")], enclosed=(None, 2), words={0: gain}) == wanted


def test_within_a_word_it_is_dearer_unless_the_garble_stands_out() -> None:
    told = {0: BORDER + 1}
    assert undone("éä", units=[Unit(1, 2, "д")], enclosed=(1, None), words=told) == []
    assert undone("äé", units=[Unit(0, 1, "д")], enclosed=(None, 1), words=told) == []
    assert undone("бä", units=[Unit(1, 2, "д")], enclosed=(1, None), words=told) == ["ä"]
    assert undone("äб", units=[Unit(0, 1, "д")], enclosed=(None, 1), words=told) == ["ä"]
    told = {0: BORDER_IN_WORD + 1}
    assert undone("éä", units=[Unit(1, 2, "д")], enclosed=(1, None), words=told) == ["ä"]


def test_a_word_that_was_left_ends_a_sentence() -> None:
    for text, units_, enclosed in (
        ("б. ä", [Unit(3, 4, "д")], (1, None)),
        ("ä. б", [Unit(0, 1, "д")], (None, 3)),
    ):
        found = undone(text, units=units_, enclosed=enclosed, words={0: BORDER_OF_SENTENCE + 1})
        assert found == ["ä"]


@pytest.mark.parametrize(
    ("text", "at", "after", "enclosed"),
    [("-é’- ö", 2, "д-", (2, None)), ("ö -’é-", 3, "-д", (None, 4))],
)
def test_what_touches_a_word_that_was_left_counts_as_it_comes_to_stand(
    text: str, at: int, after: str, enclosed: tuple[int | None, int | None]
) -> None:
    """A letter for a mark joins the word, whatever stands and comes to stand on its other side."""
    given = sorted([Unit(at, at + 1, after), Unit(text.index("ö"), text.index("ö") + 1, "ц")])
    number = given.index((at, at + 1, after))
    due = BORDER_IN_WORD + BORDER + OWN  # the letter, and a border to the unit that is left
    for gain, wanted in ((due - 1, []), (due + 1, ["’"])):
        told = {number: gain, 1 - number: -due}
        assert undone(text, units=given, enclosed=enclosed, words=told) == wanted


# -- plain text between -----------------------------------------------------------------------


@pytest.mark.parametrize(("between", "reaches"), [("abcdef", False), ("abcde", True)])
def test_a_run_does_not_reach_across_plain_text_of_another_language(
    between: str, reaches: bool
) -> None:
    """Of eight characters, spaces included. A border costs more than the two letters behind it."""
    told = {0: 2 * GAIN, 1: -BORDER / 2 + 1, 2: -BORDER / 2 + 1}
    text = f"ä {between} ö ü"
    assert undone(text, words=told) == [text if reaches else "ä"]


def test_to_a_run_in_latin_letters_plain_text_is_no_stranger() -> None:
    told = {0: 2 * GAIN, 1: -BORDER / 2 + 1, 2: -BORDER / 2 + 1}
    text = "ä abcdefgh ö ü"
    given = units(text, {"ä": "à", "ö": "ò", "ü": "\u036f"})
    asked = {"units": given, "after": CYRILLIC, "before": [LATIN], "words": told}
    level = Alphabets({(pair, CYRILLIC): OWN for pair in (" à", " ò", " \u036f")})
    assert undone(text, model=level, **asked) == [text]


def test_text_that_is_only_of_the_run_s_language_is_none_either() -> None:
    told = {0: 2 * GAIN, 1: -BORDER / 2 + 1, 2: -BORDER / 2 + 1}
    text = "ä abcdefgh ö ü"
    assert undone(text, before=[CYRILLIC], words=told) == [text]


@pytest.mark.parametrize(
    ("text", "reaches"),
    [
        ("latin words ä 1234567 ö ü", True),  # only what is between counts
        ("ä 1234567 ö ü latin words", True),
        ("äa1234567 ö ü", True),  # its first character stands behind none of it
        ("ä1a23456 ö ü", False),
    ],
)
def test_only_plain_text_between_is_strange(text: str, reaches: bool) -> None:
    told = {0: 5 * GAIN, 1: -BORDER / 2 + 1, 2: -BORDER / 2 + 1}
    found = undone(text, words=told)
    assert found == ([text[text.index("ä") : text.index("ü") + 1]] if reaches else ["ä"])


def test_it_is_strange_if_any_of_the_line_s_languages_fits_it_better() -> None:
    told = {0: 2 * GAIN, 1: -BORDER / 2 + 1, 2: -BORDER / 2 + 1}
    assert undone("ä abcdef ö ü", before=[LATIN, GREEK], words=told) == ["ä"]
    assert undone("ä abcdef ö ü", before=[GREEK], words=told) == ["ä abcdef ö ü"]


@pytest.mark.parametrize("told", [-BORDER / 2 - 0.25, -BORDER / 2 + 0.25])
def test_plain_text_that_fits_the_run_better_says_nothing(told: float) -> None:
    """Neither for it nor against it."""
    cheap = {(pair, CYRILLIC): 1.0 for pair in (" a", "aa", "a ")}
    text = "ä aaaaaaa ö ü"
    wanted = ["ä"] if told < -BORDER / 2 else [text]
    assert undone(text, model=Alphabets(cheap), words={0: 2 * GAIN, 1: told, 2: told}) == wanted


def test_no_plain_text_is_stranger_than_a_border() -> None:
    """So what gains more than a border and what is between behind it is undone as well."""
    told = {0: 2 * GAIN, 1: -1.0, 2: 2 * BORDER}
    text = f"ä {'abcdefgh' * 20} ö ü"
    assert undone(text, words=told) == [text]


# -- what no one writes -------------------------------------------------------------------------


def costs_more(
    text: str, table: dict[str, str], by: float, *, model: Alphabets | None = None
) -> None:
    """That undoing the one unit of a line costs so much more than leaving it, in the language."""
    given = units(text, table)
    for told, wanted in ((by - 0.25, 0), (by + 0.25, 1)):
        said = {0: told}
        found = undone(text, units=given, words=said, model=model, before=[LATIN], after=LATIN)
        assert len(found) == wanted, (text, told)


def test_an_accented_letter_for_another_costs_nothing() -> None:
    costs_more("xäx", {"ä": "à"}, 0)


@pytest.mark.parametrize("text", ["xä", "äx", "Xä"])
def test_a_letter_of_another_script_beside_one_of_ascii(text: str) -> None:
    costs_more(text, {"ä": "д"}, GAIN + ODD_NEIGHBOURS)


@pytest.mark.parametrize("text", ["7ä", "ä7", "-ä", "ñä", "äñ"])
def test_beside_anything_else_it_is_not_odd(text: str) -> None:
    costs_more(text, {"ä": "д"}, GAIN)


@pytest.mark.parametrize(
    ("text", "after", "odd"),
    [("xä", "À", 1), ("Xä", "À", 0), ("äx", "À", 0), ("äX", "À", -1), ("ÀX", "à", 1)],
)
def test_a_capital_behind_a_small_letter(text: str, after: str, odd: int) -> None:
    """Odd when it is undone, or as it stands."""
    costs_more(text, {text.strip("xX"): after}, odd * ODD_NEIGHBOURS)


@pytest.mark.parametrize(
    ("after", "odd"), [("ạ", 0), ("ỿ", 0), ("ἀ", 1), ("ᴀ", 1), ("ƿ", 0), ("Ḁ", 1)]
)
def test_which_letters_are_latin(after: str, odd: int) -> None:
    """Ḁ is, but a capital behind a small letter."""
    costs_more("xä", {"ä": after}, odd * ODD_NEIGHBOURS)


@pytest.mark.parametrize("text", [" ä ", "ä", "-ä-"])
def test_a_letter_by_itself(text: str) -> None:
    """A sign in its place is none: marks stand alone."""
    costs_more(text, {"ä": "€"}, SIGN - OWN - ALONE)
    costs_more(text.replace("ä", "€"), {"€": "ä"}, OWN - SIGN + ALONE)


def test_what_is_behind_a_space_is_not_beside_it() -> None:
    costs_more(" € x", {"€": "ä"}, OWN - SIGN + ALONE)


@pytest.mark.parametrize("text", ["x€", "€x", "7€", "€7"])
def test_one_beside_another_is_not_by_itself(text: str) -> None:
    costs_more(text, {"€": "ä"}, OWN - SIGN)


@pytest.mark.parametrize(("after", "alone"), [("字", 0.0), ("か", 0.0), ("ⴰ", ALONE)])
def test_an_ideograph_may_stand_by_itself(after: str, alone: float) -> None:
    costs_more(" € ", {"€": after}, OWN - SIGN + alone)


def test_two_letters_are_no_letter_by_itself() -> None:
    costs_more(" € ", {"€": "äö"}, 2 * OWN - SIGN)


def test_two_capitals_before_a_small_letter() -> None:
    costs_more("ÄNu", {"Ä": "Ç"}, 0)  # as odd as it was
    costs_more("€Nu", {"€": "Ç"}, OWN - SIGN + TWO_CAPITALS)
    costs_more("€Nux", {"€": "Ç"}, OWN - SIGN + TWO_CAPITALS)
    costs_more("€NU", {"€": "Ç"}, OWN - SIGN)
    costs_more("€nu", {"€": "Ç"}, OWN - SIGN)
    costs_more("€N", {"€": "Ç"}, OWN - SIGN)
    costs_more("€Nu", {"€": "ç"}, OWN - SIGN + ODD_NEIGHBOURS)


@pytest.mark.parametrize(("text", "after"), [("x€", "д-"), ("€x", "-д")])
def test_of_several_the_one_that_touches_is_odd(text: str, after: str) -> None:
    costs_more(text, {"€": after}, FOREIGN + ODD_NEIGHBOURS)
    costs_more(text, {"€": after[::-1]}, FOREIGN)


# -- letter case and width ------------------------------------------------------------------------


def test_capitals_cost_what_small_letters_do_and_a_bit_each() -> None:
    """Where that is less than what they cost themselves."""
    costs_more("X€", {"€": "Ñ"}, 1.0 + 2 * CASE - SIGN, model=Alphabets({("xñ", LATIN): 1.0}))
    costs_more("X€", {"€": "Ñ"}, OWN - SIGN, model=Alphabets({("xñ", LATIN): 2.5}))


def test_small_letters_before_capitals_are_no_capitals() -> None:
    model = Alphabets({("xñ", LATIN): 0.5})
    costs_more("x€", {"€": "Ñ"}, OWN - SIGN + ODD_NEIGHBOURS, model=model)


def test_capitals_before_small_letters_may_be_small_ones() -> None:
    costs = {("xñ", LATIN): 1.0, ("ña", LATIN): 1.0, ("ab", LATIN): 1.0}
    costs_more("X€", {"€": "Ñab"}, 3.0 + 4 * CASE - SIGN, model=Alphabets(costs))
    costs_more("X€", {"€": "aÑb"}, 3 * OWN - SIGN, model=Alphabets({("xa", LATIN): 0.0}))


def test_half_width_katakana_are_read_as_wide_ones_and_cost_more() -> None:
    assert WIDE[0xFF71] == "ア" and WIDE[0xFF9D] == "ン" and WIDE[0xFF66] == "ヲ"
    assert 0xFF65 not in WIDE and 0xFF9E not in WIDE
    assert narrowness("ｱaｲア") == 2 * NARROW
    assert narrowness("ｦﾝ") == 2 * NARROW and narrowness("･ﾞ") == 0
    cheap = Alphabets({(" ア", LATIN): 1.0})
    costs_more(" €", {"€": "ｱ"}, 1.0 + NARROW - SIGN, model=cheap)
    costs_more(" ｱ", {"ｱ": "€"}, SIGN - FOREIGN, model=Alphabets({(" ｱ", LATIN): FOREIGN}))


def test_left_it_may_be_in_either_language_undone_only_in_its_own() -> None:
    own = {("xä", LATIN): 9.0, ("xä", CYRILLIC): 7.0, ("xñ", LATIN): 1.0, ("xñ", CYRILLIC): 8.0}
    given = units("xä", {"ä": "ñ"})
    asked = {"units": given, "model": Alphabets(own), "before": [LATIN], "after": CYRILLIC}
    assert undone("xä", words={0: 0.75}, **asked) == []
    assert undone("xä", words={0: 1.25}, **asked) == ["ä"]


def test_what_stands_before_counts_as_it_comes_to_stand() -> None:
    """Of two units that touch, the second follows what the first became."""
    model = Alphabets({("дц", CYRILLIC): 1.0, (" ц", CYRILLIC): 9.0, ("äц", CYRILLIC): 9.0})
    told = {0: 1.0, 1: -2.75}
    assert undone("äö", words=told, model=model) == ["äö"]
    told[1] = -BORDER_IN_WORD - 4
    assert undone("äö", words=told, model=model) == []


def test_what_stands_before_counts_as_it_was_where_it_is_left() -> None:
    model = Alphabets({("äц", CYRILLIC): 1.0, ("дц", CYRILLIC): 9.0})
    for gain, wanted in ((-0.25, []), (0.25, ["ö"])):
        told = {0: -100.0, 1: BORDER_IN_WORD + 1.0 - OWN + gain}
        assert undone("äö", words=told, model=model) == wanted


def test_of_two_characters_undone_the_last_stands_before_the_next() -> None:
    model = Alphabets({("жц", CYRILLIC): 1.0, ("дц", CYRILLIC): 9.0})
    given = [Unit(0, 1, "дж"), Unit(1, 2, "ц")]
    for gain, wanted in ((-0.25, []), (0.25, ["äö"])):
        told = {0: 2 * OWN + 1.0 - 2 * OWN + gain}
        assert undone("äö", units=given, words=told, model=model) == wanted


@pytest.mark.parametrize(
    ("text", "given", "sure", "due"),
    [
        ("€ö", [Unit(0, 1, "-д"), Unit(1, 2, "ц")], 0, BORDER_IN_WORD),
        ("-ö€", [Unit(1, 2, "ц"), Unit(2, 3, "д-")], 1, BORDER_IN_WORD + OWN),
    ],
)
def test_a_border_within_a_word_is_dear(
    text: str, given: list[Unit], sure: int, due: float
) -> None:
    """What else there is of a unit than the letter that touches does not matter."""
    for gain in (due - 1, due + 1):
        found = undone(text, units=given, words={sure: gain, 1 - sure: -gain})
        assert (found == ["€"]) is (gain > due)
