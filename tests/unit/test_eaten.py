"""ASCII and marks that a mark for lost bytes took along, in messages and source code."""

from __future__ import annotations

import pytest

import fixenc
from fixenc.repair.finders.lost.eaten import LACKING, Eaten
from tests.oracles import lossy

LINES = (
    "请保存%(name)s的内容",
    'table["最新价格"] = parsed(table["最新价格"])',
    "가이드를 참고하세요.",
    "9月",
    "セッションデータ",
    "パスワード(確認用)",
    "处理失败: %s",
    'print(f"处理结果: {value}")',
    "**注意：** 今天下雨",
    "**天气：** 多云 **温度：** 九度",
)


@pytest.mark.parametrize("line", LINES)
def test_lines_come_back(line: str) -> None:
    read = "cp932" if any("\u3041" <= char <= "\u30fe" for char in line) or "月" in line else "gbk"
    garbled = lossy.garble(line, "utf-8", read, "question" if read == "cp932" else "private")
    assert garbled != line
    assert fixenc.repair(garbled).text == line


def _lacks(line: str, language: str = "zh-hans") -> str:
    likely = Eaten(line, language).likely(line.index("?") + 1)
    return "".join(char for char, bits in likely if bits == LACKING)


def test_what_a_line_lacks() -> None:
    assert _lacks("鐨?(name)s") == "%"
    assert _lacks("鐨?(name)") == ""
    assert _lacks('a["鏍?] = b["x"]') == '"'
    assert _lacks('"""鐨?abc') == ""
    assert _lacks("'毵?") == "'"
    assert _lacks("**鐨?* a") == "*"
    assert _lacks("鐨?* a") == ""
    assert _lacks("**a** 鐨?* a") == ""


def test_only_the_first_mark_or_one_at_an_end_closes() -> None:
    line = "'毵? 氤€瓴? 靾?鞐?"
    marks = [at + 1 for at, char in enumerate(line) if char == "?"]
    eaten = Eaten(line, "ko")
    assert ("'", LACKING) in eaten.likely(marks[0])
    assert ("'", LACKING) not in eaten.likely(marks[2])


def test_spaces_at_an_end_are_more_than_one() -> None:
    garbled = lossy.garble("请打开所有窗口  ", "utf-8", "gbk", "private")
    assert garbled.endswith("? ")
    assert fixenc.repair(garbled).text == "请打开所有窗口  "
