"""Words of UTF-8 read as GBK that a pair of bytes vanished from without a mark."""

from __future__ import annotations

import pytest

import fixenc
from fixenc.repair.damage import vanished
from fixenc.spans import Certainty
from tests.oracles import lossy

# Words of which the second or third pair is one of GBK's user-defined ones.
WORDS = ("中文", "中国", "支持", "内容", "执行", "太阳", "公证", "商业银行", "新闻自由")
# Clean words and names that begin with a character that such words begin with.
CLEAN = ("楠木", "璀璨", "淇县", "浣熊", "涓涓", "缱绻", "瀛瀛", "楂子", "璇玑", "楠", "淇")
LINES = ("{}", '"{}",', "// {}", "1042,{},2024-01-01", "<td>{}</td>", '    name = "{}"  # TODO')


@pytest.mark.parametrize("word", WORDS)
def test_words_come_back_wherever_they_stand_alone(word: str) -> None:
    garbled = lossy.garble(word, "utf-8", "gbk", "private")
    assert "?" not in garbled
    for line in LINES:
        report = fixenc.repair(line.format(garbled))
        assert report.text == line.format(word)
        assert [edit.certainty for edit in report.edits] == [Certainty.INFERRED]
        assert report.confidence < 0.99


@pytest.mark.parametrize("word", CLEAN)
def test_rare_clean_words_stay(word: str) -> None:
    for line in LINES:
        report = fixenc.repair(line.format(word), policy=fixenc.EAGER)
        assert not report.changed


def test_text_that_goes_on_is_no_such_word() -> None:
    assert not vanished.stands_in("这是涓枃的一部分")
    assert not vanished.stands_in("涓")
    assert vanished.stands_in("x 涓枃.")
    assert vanished.stands_at("涓枃", 0)
    assert not vanished.stands_at("涓枃", 1)


def test_what_several_words_explain_is_left() -> None:
    # 大多, 大学, 大家 and others lose the same two bytes
    garbled = lossy.garble("大学", "utf-8", "gbk", "private")
    assert fixenc.repair(garbled).text == garbled
