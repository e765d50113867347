"""Short lines of East Asian text: no character of them is a sign, and their pairs tell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import fixenc
from fixenc.repair.gate import look, short_lines
from tests.oracles.garble import garble

SENTENCES = Path(__file__).parents[2] / "corpus" / "cases" / "sentences.jsonl"

MENUS = {
    "cp949>gb18030": ["파일 열기", "도구 모음 숨기기", "새 문서", "이름 바꾸기", "오스트리아"],
    "cp949>big5hkscs": ["비디오 설정", "오디오 장치", "이름 바꾸기"],
    "gb18030>euc_jp": ["打开文件夹", "视频输出设备", "保存所有更改", "新建窗口"],
    "gb18030>cp949": ["打开文件夹", "视频输出", "保存所有更改", "字体大小"],
    "gb18030>big5hkscs": ["打开文件夹", "视频输出设备", "重新启动"],
    "euc_jp>gb18030": ["文字列の検索", "保存先を選択", "印刷の設定"],
    "big5hkscs>gb18030": ["開啟檔案", "影像品質", "重新命名"],
    "utf-8>gb18030": ["не може", "не дадим", "мына бул"],
    "utf-8>cp949": ["не може", "два дома"],
}
GARBLED = [(chain, text) for chain, texts in MENUS.items() for text in texts]


@pytest.mark.parametrize(("chain", "text"), GARBLED)
def test_a_menu_comes_back(chain: str, text: str) -> None:
    garbled = garble(text, chain)
    assert garbled is not None
    assert garbled != text
    assert look.is_suspicious(garbled)
    assert fixenc.fix(garbled) == text


@pytest.mark.parametrize("text", sorted({text for _, text in GARBLED}))
def test_a_clean_one_is_sent_home(text: str) -> None:
    assert not short_lines.is_likelier(text)
    assert not look.is_suspicious(text)


@pytest.mark.parametrize(
    ("chain", "text"),
    [
        ("cp1251>cp866", "авил чем"),
        ("iso8859-5>koi8-r", "апали ла"),
        ("cp1255>cp1251", "יבלתי את"),
    ],
)
def test_a_few_words_of_an_alphabet(chain: str, text: str) -> None:
    garbled = garble(text, chain)
    assert garbled is not None
    assert short_lines.is_likelier(garbled) and not short_lines.is_likelier(text)
    assert look.is_suspicious(garbled)
    assert fixenc.fix(garbled) == text


def test_letters_of_two_bytes_are_asked_for_together() -> None:
    assert short_lines.is_likelier("芯 薪懈褏") and short_lines.is_likelier("3 脿 4 毛")
    assert not short_lines.is_likelier("芯 薪懈褏 字")  # no letter of any alphabet
    assert not short_lines.is_likelier("一条路 A")


def test_clean_beginnings_of_sentences_are_not_likelier_otherwise() -> None:
    rows = map(json.loads, filter(None, SENTENCES.read_text(encoding="utf-8").split("\n")))
    texts = [row["text"] for row in rows if row["lang"] in ("zh-hans", "zh-hant", "ja", "ko")]
    tried = [text[at : at + size] for text in texts for size in (4, 8, 16) for at in (0, 4)]
    assert len(tried) > 200
    assert not list(filter(short_lines.is_likelier, tried))


def test_longer_lines_are_not_asked() -> None:
    short = "磐虐 府扼"
    assert short_lines.is_likelier(short)
    assert not short_lines.is_likelier(short * 10)


@pytest.mark.parametrize(
    "text", ["", "a", "字", "\ud800\udc00", "é" * 9, "字\x00字", "\uff0a\uffee"]
)
def test_any_text_is_answered(text: str) -> None:
    assert not short_lines.is_likelier(text)


def test_a_long_text_is_looked_at_as_its_lines_are() -> None:
    clean = "公园里的人很多，天气也很好，大家都在湖边慢慢地散步、聊天，很晚才回家去。\n"
    assert len(clean) > short_lines.LONGEST
    many = clean * (look.SHORT // len(clean) + 1)
    text = f"{many}磐虐 府扼\n{many}"
    assert look.is_suspicious(text)
    assert list(look.lines_to_look_at(text)) == [(len(many), "磐虐 府扼")]
    assert not look.is_suspicious(many)


def test_where_lines_stand() -> None:
    assert short_lines.places("打开\n磐虐 府扼\n\n磐虐 府扼") == (3, 10)
    assert short_lines.are_in("打开\n磐虐 府扼")
    assert not short_lines.are_in("打开\n文件")
