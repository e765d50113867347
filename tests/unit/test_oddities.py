"""What no one writes where it stands: each kind of character, in each place that it may have."""

from __future__ import annotations

import pytest

from fixenc.repair.deciding import oddities


@pytest.mark.parametrize("char", "─\xa0ʰㅋㄅ\u0301ªº©€")
def test_what_words_are_not_made_of(char: str) -> None:
    assert oddities.is_symbol(char)


@pytest.mark.parametrize("char", "aéЯاא字かカ가")
def test_what_words_are_made_of(char: str) -> None:
    assert not oddities.is_symbol(char)


@pytest.mark.parametrize("text", ["日か", "かカ", "カｶ", "日Ａ", "Ａか", "日龘", "aé", "\x7fa"])
def test_what_is_written_together_is_not_odd(text: str) -> None:
    assert oddities.anomalies(text, 0, len(text)) == 0


@pytest.mark.parametrize("sign", "\xad´’‘ʼ·‑–—‐•")
def test_signs_within_words_are_not_odd(sign: str) -> None:
    assert oddities.anomalies(f"a{sign}b", 1, 2) == 0


@pytest.mark.parametrize(
    ("text", "start", "end", "found"),
    [
        ("©ab", 0, 1, 0),  # nothing stands before the first
        ("ab©", 2, 3, 0),
        ("-©b", 1, 2, 0),
        ("a©-", 1, 2, 0),
        ("\x85", 0, 1, 1),  # a control is odd anywhere
        (" \x85 ", 1, 2, 1),
        ("e\u0301a", 1, 2, 0),
        ("aªb", 1, 2, 0),  # a letter, though words are not made of it
        ("字©字", 1, 2, 1),
        ("aか", 1, 2, 1),
        ("가a", 0, 1, 1),
        ("Éa", 0, 1, 0),
    ],
)
def test_where_they_stand(text: str, start: int, end: int, found: int) -> None:
    assert oddities.anomalies(text, start, end) == found


def test_typography_is_all_typography() -> None:
    assert oddities.is_typography("“…”\xa0") is True
    assert oddities.is_typography("“a”") is False
    assert oddities.is_typography("é") is False


@pytest.mark.parametrize(
    ("text", "at", "found"),
    [
        ("sinθ", 3, 0),
        ("θx", 0, 0),
        ("kΩ", 1, 1),  # a capital behind a small letter all the same
        ("KΩ", 1, 0),
        ("xς", 1, 1),  # no formula has it
        ("éθ", 1, 1),  # beside ASCII only
        ("θд", 0, 1),
        ("дθ", 1, 1),
    ],
)
def test_greek_letters_of_formulas_touch_ascii(text: str, at: int, found: int) -> None:
    assert oddities.anomalies(text, at, at + 1) == found


@pytest.mark.parametrize(
    ("text", "at", "found", "within"),
    [
        ("aÔb", 1, 1, 0),
        ("файлMenu", 3, 1, 0),  # before the capital
        ("menuФайл", 4, 1, 0),
        ("MенюM", 1, 1, 1),  # behind one
        ("файлmenu", 3, 1, 1),
        ("ФMenu", 0, 1, 1),
        ("Фm", 0, 1, 1),
        ("фaB", 0, 1, 1),  # the capital stands further on
    ],
)
def test_capitals_begin_parts_of_identifiers(text: str, at: int, found: int, within: int) -> None:
    assert oddities.anomalies(text, at, at + 1) == found
    assert oddities.anomalies(text, at, at + 1, parts=True) == within


@pytest.mark.parametrize(
    ("line", "has"),
    [("onClick", True), ("onCLick", False), ("on Click", False), ("ONclick", False)],
)
def test_identifiers(line: str, has: bool) -> None:
    assert oddities.has_identifiers(line) is has
