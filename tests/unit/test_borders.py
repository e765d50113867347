"""Borders between text that is undone and text that is left: where they are dear."""

from __future__ import annotations

import pytest

from fixenc.repair.undoing.align import Unit
from fixenc.repair.undoing.borders import (
    BORDER,
    BORDER_CJK,
    BORDER_IN_WORD,
    BORDER_OF_SENTENCE,
    CAPITAL,
    alike,
    begins_sentence,
    border,
    border_between,
    border_within,
    join,
)


def test_the_less_it_is_seen_the_dearer_it_is() -> None:
    assert 0 < BORDER_OF_SENTENCE < BORDER < BORDER_CJK < BORDER_IN_WORD


@pytest.mark.parametrize(
    ("left", "right", "cost"),
    [
        ("a", "б", BORDER_IN_WORD),
        ("a", "7", BORDER_IN_WORD),
        ("a", " ", BORDER),
        ("…", "б", BORDER),
        ("", "б", BORDER),
        ("字", "本", BORDER_CJK),
        ("字", "a", BORDER_CJK),
        ("a", "⺀", BORDER),  # a sign, no letter
        ("a", "〇", BORDER_CJK),
        ("ก", "ข", BORDER_CJK),
        ("ຂ", "ก", BORDER_CJK),
        ("ဗ", "က", BORDER_CJK),
        ("ខ", "ក", BORDER_CJK),
        ("က", "ក", BORDER_CJK),
        ("ಇ", "ಅ", BORDER_IN_WORD),
        ("ก", "ༀ", BORDER_IN_WORD),
        ("ก", "ა", BORDER_IN_WORD),
        ("က", "᠐", BORDER_IN_WORD),
    ],
)
def test_between_two_that_touch(left: str, right: str, cost: float) -> None:
    assert join(left, right) == cost
    assert border("", left, right) == cost


@pytest.mark.parametrize("char", "กฯໟကႁ႙កឳ៩")
def test_scripts_without_spaces(char: str) -> None:
    assert join("a", char) == join(char, "a") == BORDER_CJK


@pytest.mark.parametrize(
    ("between", "cost"),
    [
        ("ab", BORDER_IN_WORD),
        ("字", BORDER_CJK),
        ("a字", BORDER_CJK),
        ("7", BORDER_IN_WORD),
        (" ", BORDER),
        (", ", BORDER),
        ("a b", BORDER),
        ("a, b", BORDER),
        *((mark + " ", BORDER_OF_SENTENCE) for mark in '.!?:;|\t"'),
        ("a. b", BORDER_OF_SENTENCE),
    ],
)
def test_in_the_text_between(between: str, cost: float) -> None:
    assert border(between, "б", "в") == cost
    if not between.isalnum():
        assert border_within(between) == cost


@pytest.mark.parametrize(
    ("text", "left", "right", "cost"),
    [
        ("éñ", "a", "b", BORDER_IN_WORD),
        ("é©", "a", "b", BORDER_IN_WORD),  # as it was, or as it comes to stand
        ("éñ", "a", "-", BORDER_IN_WORD),
        ("é©", "-", "b", BORDER),
        ("é ñ", "a", "b", BORDER),
        ("é. ñ", "a", "b", BORDER_OF_SENTENCE),
        ("éxñ", "a", "b", BORDER_IN_WORD),
    ],
)
def test_between_units(text: str, left: str, right: str, cost: float) -> None:
    last, unit = Unit(0, 1, left), Unit(len(text) - 1, len(text), right)
    assert border_between(text, last, unit, left, right) == cost


@pytest.mark.parametrize(("text", "cost"), [("©éñ", BORDER_IN_WORD), ("é©ñ", BORDER)])
def test_of_a_unit_of_two_characters_the_one_that_touches_counts(text: str, cost: float) -> None:
    assert border_between(text, Unit(0, 2, "-"), Unit(2, 3, "-"), "-", "-") == cost


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ("a", "é", True),
        ("a", "б", False),
        ("б", "в", True),
        ("字", "か", True),
        ("字", "a", False),
        ("“", "б", True),
        ("б", "…", True),
        ("б", "→", False),
        *((mark, "б", True) for mark in "«»“”„‘’…–—"),
    ],
)
def test_of_one_text(one: str, other: str, wanted: bool) -> None:
    assert alike(one, other) is alike(other, one) is wanted


@pytest.mark.parametrize(
    ("text", "units", "number", "begins"),
    [
        ("äy", [Unit(0, 1, "Д")], 0, True),  # what is behind is left, and small
        ("äY", [Unit(0, 1, "Д")], 0, False),
        ("ä", [Unit(0, 1, "Д")], 0, True),
        ("ä", [Unit(0, 1, "д")], 0, False),
        ("xä", [Unit(1, 2, "Д")], 0, False),  # not at the start of a word
        (" ä", [Unit(1, 2, "Д")], 0, True),
        ("(ä", [Unit(1, 2, "Д")], 0, True),
        ("äö", [Unit(0, 1, "Д"), Unit(1, 2, "у")], 0, True),
        ("äö", [Unit(0, 1, "Д"), Unit(1, 2, "У")], 0, False),
        ("äö", [Unit(0, 1, "Д"), Unit(1, 2, "Уж")], 0, False),
        ("ä ö", [Unit(0, 1, "Д"), Unit(2, 3, "У")], 0, True),  # the next is another word
        ("ä ö", [Unit(0, 1, "Д"), Unit(2, 3, "У")], 1, True),
        ("äöY", [Unit(0, 2, "Ду")], 0, True),  # of two, the second counts
        ("äöy", [Unit(0, 2, "ДУ")], 0, False),
        ("ä", [Unit(0, 1, "")], 0, False),
        ("-xä", [Unit(2, 3, "Д")], 0, False),  # only what touches counts
        ("äYy", [Unit(0, 1, "Д")], 0, False),
        ("äö", [Unit(0, 1, "Д"), Unit(1, 2, "уЖ")], 0, True),
        ("äöü", [Unit(0, 1, "Д"), Unit(1, 2, "У"), Unit(2, 3, "ж")], 0, False),
    ],
)
def test_where_a_sentence_begins(text: str, units: list[Unit], number: int, begins: bool) -> None:
    assert begins_sentence(text, units, number) is begins


def test_a_capital_behind_a_space_may_begin_one() -> None:
    assert CAPITAL.search("so. The")
    assert not CAPITAL.search("so. THE the x.The T")
