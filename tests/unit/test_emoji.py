"""Emoji of which Shift_JIS shows the last two bytes come back in lines that are garbled so."""

from __future__ import annotations

from collections.abc import Container

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixenc import is_suspicious, repair
from fixenc.repair.damage import emoji, emoji_by_pairs
from fixenc.spans import Certainty


def by_pairs(data: bytes, read: str, mark: str, singles: Container[int] = ()) -> str:
    """What a reader of pairs shows, with a mark for each two bytes that are none.

    ``singles`` are the bytes beyond ASCII that it shows by themselves.
    """
    found, at = "", 0
    while at < len(data):
        size = 1 if data[at] < 0x80 or data[at] in singles else 2
        try:
            found += data[at : at + size].decode(read)
        except UnicodeDecodeError:
            found += mark
        at += size
    return found


def shown(text: str) -> str:
    """UTF-8 as Windows shows it in Japanese, without the pair that it leaves to its users.

    That is a pair only where an even number of bytes is before it.
    """
    return by_pairs(text.encode().replace(b"\xf0\x9f", b""), "cp932", "・", range(0xA0, 0xE0))


@pytest.mark.parametrize(
    "written",
    [
        "🚀 すべてはここから",
        "# 🎉 みんなでおいわい",
        "おまたせ🎉",
        'print("📁 これはメモ", 2)',
        "('💡 みんなのファイル')",
    ],
)
def test_they_come_back(written: str) -> None:
    report = repair(shown(written))
    assert report.text == written
    assert any(edit.certainty is Certainty.INFERRED for edit in report.edits)


def test_a_sign_that_asks_for_an_emoji_goes_with_it() -> None:
    garbled = shown("🛠️ なおすところ")
    assert "・・" in garbled
    (part,) = emoji.found(garbled)
    assert part.unit.after == "🛠️ "


@pytest.mark.parametrize(
    "line",
    [
        "噫 はじめ",
        "噫 Start",
        "🚀 はじめ",
        '"女","縺薙％縺九ｉ"',  # all of a field
        "高さ 縺薙％縺九ｉ",
    ],
)
def test_what_is_not_garbled_is_none(line: str) -> None:
    assert not list(emoji.found(line))


@given(st.text(st.sampled_from("縺ｯ縺倥ａ噫脂高は・ a'\ufffd"), max_size=40))
def test_parts_are_in_order_and_within(line: str) -> None:
    at = 0
    for part in emoji.found(line):
        assert at <= part.unit.start < part.unit.end <= len(line)
        at = part.unit.end


def shown_in_korean(text: str) -> str:
    """UTF-8 as Windows shows it in Korean."""
    return by_pairs(text.encode(), "cp949", "?")


@pytest.mark.parametrize(
    "written",
    [
        "🎤 음성 인식 오류",
        "console.log('🔍 Looking')",
        "### 📋 To do",
        "<h1>📊 Report</h1>",
        "🛠️ Tools",
        "🎉",
    ],
)
def test_they_come_back_from_korean_readers(written: str) -> None:
    garbled = shown_in_korean(written)
    assert is_suspicious(garbled)
    report = repair(garbled)
    assert report.text == written
    assert all(edit.certainty is Certainty.INFERRED for edit in report.edits)


def test_each_is_a_sign_to_the_gate() -> None:
    missed = [char for char in emoji_by_pairs.syllables() if not is_suspicious(f"?{char} Start")]
    wide = [char for char in missed if emoji_by_pairs.stands_in(f"?{char} Start")]
    assert wide == []


@pytest.mark.parametrize("line", ["뭐라고?뵇", "어디?뵇 거기", "왜 ?ㅋㅋ", "?뷁 정말"])
def test_question_marks_of_korean_stay(line: str) -> None:
    assert repair(line).text == line
