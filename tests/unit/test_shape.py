"""The shape of a run, field by field, on both sides of where it changes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fixenc.repair.deciding.certain import are_certain_signs, is_certain_sign
from fixenc.repair.deciding.shape import (
    BESIDE,
    Shape,
    is_alphabet,
    is_table,
    is_typed,
    shape_of,
)
from fixenc.repair.undoing.align import Unit
from tests import clock


def single(text: str, at: int, after: str = "x") -> list[Unit]:
    return [Unit(at, at + 1, after)]


@pytest.mark.parametrize(
    ("text", "at", "touching"),
    [
        ("aé-", 1, True),
        ("-éa", 1, True),
        ("é", 0, False),
        ("a-é-a", 2, False),
        ("字é字", 1, False),
        ("1é1", 1, False),
    ],
)
def test_only_the_next_letter_touches(text: str, at: int, touching: bool) -> None:
    assert shape_of(text, single(text, at)).touching is touching


def test_a_letter_further_off_does_not_touch() -> None:
    assert shape_of("a-1-b", single("a-1-b", 2)).touched == 0


@pytest.mark.parametrize(
    ("behind", "accented"),
    [("\u02ff", False), ("\u0300", True), ("\u036f", True), ("\u0370", False), ("b\u0301", False)],
)
def test_an_accent_right_behind(behind: str, accented: bool) -> None:
    text = f"e\u0301é{behind}"
    assert shape_of(text, single(text, 2)).accented is accented


def test_a_long_row_is_gone_through_once() -> None:
    def shaping(size: int) -> Callable[[], object]:
        text = "б" * size + "Ã©"
        return lambda: shape_of(text, [Unit(size, size + 2, "é")])

    assert clock.ratio(shaping(64_000), shaping(8_000), limit=16) <= 16


def test_one_character_covers_its_run() -> None:
    assert shape_of("aéb", single("aéb", 1)).covered == 1.0


def test_a_list_is_of_single_letters_that_become_single_letters() -> None:
    text = "ñ ğ ş"
    assert shape_of(text, [Unit(at, at + 1, "x") for at in (0, 2, 4)]).in_class
    assert not shape_of(text, [Unit(at, at + 1, "xy") for at in (0, 2, 4)]).in_class
    two = "Ã© Ã¨ Ãª"
    assert not shape_of(two, [Unit(at, at + 2, "x") for at in (0, 3, 6)]).in_class


def test_of_several_units_each_may_leave_something_odd() -> None:
    text = "xÃ©y zÃ©w"
    assert shape_of(text, [Unit(1, 3, "©"), Unit(6, 8, "©")]).left_odd == 2


@pytest.mark.parametrize(("gap", "listed"), [(BESIDE - 3, True), (BESIDE - 2, False)])
def test_a_list_shows_in_what_is_near(gap: int, listed: bool) -> None:
    before, behind = f"àáâ{'.' * gap}ã", f"à{'.' * gap}áâã"
    assert shape_of(before, single(before, len(before) - 1)).listed is listed
    assert shape_of(behind, single(behind, 0)).listed is listed


@pytest.mark.parametrize(
    ("text", "place", "after", "certain"),
    [
        ("-Â£", (1, 3), "£", True),
        ("Aâ€™", (1, 4), "’", True),  # only of Â may the capital before be another letter's
        ("aÂ\xa0b", (1, 3), "é", False),
        ("AÂ£", (1, 3), "£", False),
    ],
)
def test_what_is_certain_by_what_stands_before(
    text: str, place: tuple[int, int], after: str, certain: bool
) -> None:
    assert are_certain_signs(text, [Unit(*place, after)]) is certain


@pytest.mark.parametrize(
    ("before", "after", "certain"),
    [
        ("Î±", "α", True),
        ("Ï‰", "ω", True),
        ("Ïˆ", "ψ", False),  # a letter to Unicode
        ("Î»", "λ", False),  # a quotation that ends behind Î
        ("Î±", "x", False),
        ("Ã±", "α", False),
        ("Î±±", "α", False),
    ],
)
def test_greek_letters_of_formulas_are_certain(before: str, after: str, certain: bool) -> None:
    assert is_certain_sign(before, after) is certain


@pytest.mark.parametrize(("text", "certain"), [("Â¿q", True), ("Â¿ q", False), ("Â¿", False)])
def test_marks_that_open_a_sentence_stand_before_a_letter(text: str, certain: bool) -> None:
    assert are_certain_signs(text, [Unit(0, 2, "¿")]) is certain
    both = [Unit(0, 2, "¿"), Unit(len(text) + 1, len(text) + 3, "£")]
    assert are_certain_signs(f"{text} Â£", both) is certain


def test_a_dash_is_certain() -> None:
    assert is_certain_sign("â€”", "—") is True


def test_letters_in_both_cases_go_through_their_code_points() -> None:
    assert is_alphabet("АаБб", 0.75)
    assert is_alphabet("аАбБвВ")
    assert not is_alphabet("аБгЕ")


def test_letters_typed_for_want_of_others() -> None:
    def form(after: str) -> bool:
        return is_typed(shape_of("ãÃ", [Unit(0, 1, after[0]), Unit(1, 2, after[1:])]))

    assert form("ăĂ") is True
    assert form("ăx") is False
    assert form("ăĂx") is True  # what has nothing beside it says nothing


def of(text: str, *changes: tuple[int, str]) -> Shape:
    return shape_of(text, [Unit(at, at + 1, after) for at, after in changes])


def test_letters_of_formulas_make_no_words() -> None:
    assert of("sinθ", (3, "è")).formula is True
    assert of("systθme", (4, "è")).formula is False  # which is a word
    assert of("ΰ l'eau", (0, "à")).formula is False  # no one writes that letter in a formula


def test_few_units_in_a_row_of_signs() -> None:
    assert shape_of("[ÕØâ€™œƒ]", [Unit(3, 6, "’")]).in_rows == pytest.approx(3 / 7)
    assert shape_of("Ø lâ€™eau", [Unit(3, 6, "’")]).in_rows == 1.0
    assert shape_of("中文â€™中文", [Unit(2, 5, "’")]).in_rows == 1.0


def test_rows_that_units_stand_in() -> None:
    def share(text: str, *starts: int) -> float:
        return shape_of(text, [Unit(at, at + 2, "é") for at in starts]).in_rows

    assert share("Ã©×× Ã©×× ××", 0, 5) == 4 / 8  # and not of those behind
    assert share("×× Ã©××", 3) == 2 / 4  # nor before
    assert share("×Ã©××", 1) == 2 / 5
    assert share("Ã©×× Ã©×× Ã©××", 0, 5, 10) == 1.0  # of many units it is not asked


def test_of_several_letters_one_may_be_of_a_formula() -> None:
    assert of("sinθ, λù", (3, "è"), (6, "ë"), (7, "ľ")).formula is True


def test_rows_of_a_code_page_and_words() -> None:
    row = [Unit(i, i + 1, after) for i, after in enumerate("абвгдежз")]
    assert is_table(shape_of("╨╤╥╙╘╒╓╫", row)) is True
    assert is_table(shape_of("╨╤╥╙╘╒╓", row[:7])) is False
    word = [Unit(i, i + 1, after) for i, after in enumerate("перемены")]
    assert is_table(shape_of("╨╤╥╤╘╤╓╫", word)) is False


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("╔══╗ ╚══╝ ├──┤", True),
        ("█ ▄▀ ▌ █ ▀▄ ▐", True),
        ("╨╤╥╙╘ ╒╓╫╪┘ ┌▐▄█▌", False),
        ("██ ▄▀ ▌█ ▀▄ ▐█ ▀▌", True),  # two signs a row
        ("██▌ ▄▀▌ ▌█ ▀▄▌ ▐█ ▀▌", False),  # two and a half
        ("██ ▄▀ ▌█ ▀▄ ▐█", False),  # five rows
        ("╔═╗╚═╝╔═╝╚══", False),  # one in eleven is as the one before
        ("╔══╝╚══╝╔═╝╚", True),
        ("╔══╝╚══╝╔═╝", False),  # eleven signs
        ("══╗", False),
    ],
)
def test_drawings(text: str, drawn: bool) -> None:
    units = [Unit(i, i + 1, "я") for i, char in enumerate(text) if char > "\x7f"]
    assert shape_of(text, units).drawn is drawn


@pytest.mark.parametrize(
    ("text", "accents"),
    [("éèà", True), ("éè", False), ("éèé", False), ("éèþ", False), ("éèàx", False), ("éè¿", False)],
)
def test_letters_of_one_language_each_once(text: str, accents: bool) -> None:
    units = [Unit(i, i + 1, "ж") for i, char in enumerate(text) if char > "\x7f"]
    assert shape_of(text, units).accents is accents


def test_letters_of_one_language_that_make_a_word() -> None:
    units = [Unit(i, i + 1, after) for i, after in enumerate("полк")]
    assert shape_of("ïîëê", units).accents is False


def test_capitals_begin_the_parts_of_identifiers() -> None:
    assert of("x = aÔb", (5, "Ф")).odd == 1
    assert of("onClick = aÔb", (11, "Ф")).odd == 0
