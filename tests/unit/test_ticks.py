"""Ticks and crosses that lost their last byte, and what it took along, are told by their places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixenc import fix, repair
from fixenc.policy import STANDARD, Policy
from fixenc.repair.damage import ticks
from fixenc.repair.finders import sign
from fixenc.repair.gate.look import is_suspicious
from fixenc.spans import Certainty

MARKS = {"gbk": "?", "cp932": "・"}


def by_pairs(text: str, read: str) -> str:
    """UTF-8 read as Windows reads it: a pair that it lacks is one mark."""
    data, shown, at = text.encode(), "", 0
    while at < len(data):
        size = 1 if data[at] < 0x80 or (read == "cp932" and 0xA0 <= data[at] < 0xE0) else 2
        try:
            shown += data[at : at + size].decode(read)
        except UnicodeDecodeError:
            shown += MARKS[read]
        at += size
    return shown


@pytest.mark.parametrize("read", MARKS)
@pytest.mark.parametrize(
    "written",
    [
        'print("✅ Saved all files")',
        "echo ❌ Nothing was found",
        'mark = done ? "✅" : "❌";',
        "| backups | ✅ | ❌ |",
        "<td>✅<br>by hand</td>",
        "console.log('❌ [queue] is empty')",
    ],
)
def test_they_come_back(written: str, read: str) -> None:
    garbled = by_pairs(written, read)
    assert MARKS[read] in garbled.replace("done ?", "")
    assert is_suspicious(garbled)
    report = repair(garbled)
    assert report.text == written
    assert report.undo() == garbled
    assert all(edit.certainty is Certainty.INFERRED for edit in report.edits)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('print("✅ 备份成功")', "gbk"),
        ("| 备份 | ✅ | ❌ |", "gbk"),
        ("❌ ファイルがない", "cp932"),
    ],
)
def test_beside_text_that_is_garbled_as_they_are(written: str, read: str) -> None:
    garbled = by_pairs(written, read)
    assert fix(garbled) == written


@pytest.mark.parametrize(
    "line",
    ["你怎么这么笨?", "笨?", "他真笨?不会吧", "a鉁? b", "乱码 鉁?", "in GBK ✅ becomes 鉁? there"],
)
def test_clean_text_stays(line: str) -> None:
    assert fix(line) == line


def test_a_mark_is_no_byte() -> None:
    assert "✁E" not in fix("x 笨・ |竏・ |縺ゅ＞")


def test_other_ticks_are_told_of() -> None:
    (edit,) = repair('print("鉁?Saved")').edits
    assert edit.after == "✅ "
    assert [other.after for other in edit.alternatives] == ["✓ "]


def test_the_policy_names_readers() -> None:
    line = "鉁?Saved"
    assert sign.find(line, STANDARD).proposals
    assert not sign.find(line, Policy(exclude=frozenset({"gb18030"}))).proposals


@given(st.text(st.sampled_from("鉁鉂笨笶? \ufffd・\"'a/>|*码"), max_size=40))
def test_parts_are_in_order_and_within(line: str) -> None:
    for _, parts in ticks.found(line):
        at = 0
        for part in parts:
            assert at <= part.unit.start < part.unit.end <= len(line)
            at = part.unit.end
