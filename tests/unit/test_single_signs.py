"""Signs of Latin-1 that East Asian readers show as one character, told by their places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixenc import fix, is_suspicious, repair
from fixenc.repair.damage import single_signs
from tests.oracles.garble import garble

WRITTEN = [
    "Copyright © 2024 Miller and Sons",
    "© 2019-2021 Miller",
    "boiled at 90 °C for 5 minutes",
    "5 ± 0.2 mm",
    "Fensterwerk® for offices",
    "costs £20 today",
    "as said in § 5.2",
    "Hello,\xa0world",
    "   \xa0All rights are kept.",
    "90°C",
    "30 µs",
    "20 km²",
]


@pytest.mark.parametrize("chain", ["utf-8>gb18030", "utf-8>cp949"])
@pytest.mark.parametrize("written", WRITTEN)
def test_a_sign_comes_back(written: str, chain: str) -> None:
    garbled = garble(written, chain)
    assert garbled is not None
    assert is_suspicious(garbled)
    report = repair(garbled)
    assert report.text == written
    assert report.undo() == garbled


@pytest.mark.parametrize("written", ["1920×1080", "3 × 4", "3 × 4 × 5"])
def test_a_cross_between_numbers(written: str) -> None:
    assert fix(written.encode().decode("gb18030")) == written


@pytest.mark.parametrize(
    "text",
    [
        "水管漏 2020 次",
        "Copyright 漏 2020 变成 Copyright © 2020",
        "聽 listen",
        "聽 (tīng)",
        "3째",
        "째 2",
        "A庐",
        "第 3 脳 4",
        "卤 5",
        "拢 5",
        "漏",
        "m虏",
        "Windows速",
    ],
)
def test_such_a_character_by_itself_stays(text: str) -> None:
    assert fix(text) == text


def test_none_of_the_characters_is_what_stands_between_words_of_ascii() -> None:
    assert set("路陆录多息速").isdisjoint(single_signs.characters())


@given(st.text(st.sampled_from(single_signs.characters() + "水C2 0.()am©")))
def test_only_lines_whose_first_such_character_stands_for_a_sign_have_any(line: str) -> None:
    wide = [char for char in line if char >= "\u1100"]
    places = list(single_signs._pattern().finditer(line))
    whole = any(set(wide) <= signs.keys() for signs in single_signs.shown().values())
    stand = sum(len(place[0]) for place in places) == len(wide)
    assert single_signs.stands_in(line) is bool(places and whole and stand)
