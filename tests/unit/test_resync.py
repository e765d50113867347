"""Bytes that lost their step: the stretch is right again, the place is told, clean stays clean."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixenc import codecs, spans
from fixenc.errors import EncodingNotFound
from fixenc.repair.out_of_step.resync import Resynced, resync
from fixenc.spans import Certainty, Kind
from tests import clock
from tests.oracles import byte_loss

CASES = Path(__file__).resolve().parents[2] / "corpus" / "cases"
MULTI = ("gb18030", "big5hkscs", "cp932", "euc_jp", "cp949")
ENCODINGS = (*MULTI, "utf-8")


def load(name: str) -> list[dict[str, str]]:
    text = (CASES / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


def page(name: str) -> str:
    return (CASES / "pages" / f"{name}.txt").read_text(encoding="utf-8")


def lines_of(language: str) -> str:
    rows = [row["text"] for row in load("sentences.jsonl") if row["lang"] == language]
    return "\n".join(rows) + "\n"


TEXTS = {
    "gb18030": page("mainland-simp-02-metro"),
    "gbk": page("mainland-trad-05-weather"),
    "big5hkscs": page("taiwan-01-market"),
    "cp932": lines_of("ja"),
    "euc_jp": lines_of("ja"),
    "cp949": lines_of("ko"),
    "utf-8": page("mainland-simp-03-tea"),
}


def check(found: Resynced, data: bytes) -> None:
    """What holds for any bytes."""
    assert found.text.count("\ufffd") >= len(found.defects)
    at = 0
    for start, end in found.defects:
        assert at <= start < end <= len(data)
        at = end
    spans.check(found.fills, len(found.text))
    for fill in found.fills:
        assert found.text[fill.start : fill.end] == fill.before
        assert fill.certainty is Certainty.INFERRED
        assert fill.kind is Kind.LOST
        assert 0.5 <= fill.confidence < 1.0
    assert spans.undo(spans.apply(found.text, found.fills), found.fills) == found.text


def wrong(clean: str, found: Resynced, sure: float = 2.0) -> int:
    fills = [fill for fill in found.fills if fill.confidence >= sure]
    return len(clean) - byte_loss.right(clean, spans.apply(found.text, fills))


@pytest.mark.parametrize("encoding", TEXTS)
def test_one_byte_lost_costs_a_character_or_two(encoding: str) -> None:
    clean = TEXTS[encoding]
    data = codecs.encode(clean, encoding)
    chance = random.Random(encoding)
    total = tries = 0
    for _ in range(30):
        place = chance.randrange(len(data))
        broken = data[:place] + data[place + 1 :]
        found = resync(broken, encoding)
        check(found, broken)
        total, tries = total + wrong(clean, found), tries + 1
    assert total <= 1.5 * tries


@pytest.mark.parametrize("encoding", TEXTS)
@pytest.mark.parametrize("damage", [byte_loss.lose, byte_loss.insert, byte_loss.flip])
def test_one_byte_in_two_thousand(encoding: str, damage: object) -> None:
    # numbered, so that a line is compared with itself
    lines = (TEXTS[encoding] * 6).split("\n")
    clean = "\n".join(f"{line} {number}" for number, line in enumerate(lines))
    data = codecs.encode(clean, encoding)
    ours = naive = 0
    for seed in range(3):
        broken = damage(data, 2000, seed)  # type: ignore[operator]
        found = resync(broken, encoding)
        check(found, broken)
        ours += wrong(clean, found, sure=0.9)
        naive += len(clean) - byte_loss.right(
            clean, codecs.decode_with_defects(broken, encoding)[0]
        )
    assert ours <= naive
    assert ours / (3 * len(clean)) < 0.0015


def test_the_place_of_a_lost_byte_is_told() -> None:
    clean = "今天的天气很好，我们一起去公园散步吧。"
    data = clean.encode("gbk")
    found = resync(data[:2] + data[3:], "gbk")
    assert found.defects == ((2, 3),)
    assert found.text == clean.replace("天", "�", 1)
    best = found.fills[0]
    assert spans.apply(found.text, (best,)) == clean
    assert len(best.alternatives) == 3
    assert all(other.confidence < best.confidence for other in best.alternatives)


def test_a_byte_put_in_is_dropped() -> None:
    clean = "今天的天气很好，我们一起去公园散步吧。"
    data = clean.encode("gbk")
    found = resync(data[:8] + b"\xb7" + data[8:], "gbk")
    assert [fill.after for fill in found.fills] == [""]
    assert spans.apply(found.text, found.fills) == clean


def test_a_byte_put_into_a_character_of_utf8() -> None:
    clean = "今天的天气很好，我们一起去公园散步吧。"
    data = clean.encode()
    for place in (13, 14):
        for byte in (b"\xc2", b"\xb7"):
            found = resync(data[:place] + byte + data[place:], "utf-8")
            assert spans.apply(found.text, found.fills) == clean


def test_a_second_byte_in_the_ascii_range() -> None:
    clean = "我們一起去公園散步，看看今天的風景。"
    data = clean.encode("big5")
    assert data[5:6] == b"@"
    found = resync(data[:4] + data[5:], "big5")
    assert found.text.startswith("我們@起")
    assert spans.apply(found.text, found.fills) == clean


def test_letters_of_another_encoding_are_not_dropped() -> None:
    for encoding in ("utf-8", "gb18030", "cp949"):
        found = resync("Das fünfte Rad, très bien\n".encode("latin-1"), encoding)
        assert [fill for fill in found.fills if fill.after == ""] == []


CLEAN = [
    *("ﾊﾝｶｸｶﾅのテストです。ﾃﾞｰﾀ入力ｴﾗｰ｡", "ﾄｳｷｮｳﾄ ﾁﾖﾀﾞｸ ｶｽﾐｶﾞｾｷ", "請求書No.ｱ-12 ｶﾌﾞｼｷｶﾞｲｼｬ ﾔﾏﾀﾞ"),
    *("이것은 보통 АБВГД 문장입니다.", "これは普通の文です。А Б В русский текст 中文も普通です。"),
    *("┌──────────┬───────┐", "─────────────", "饣饤饥饦饧饨饩饪饫饬饭饮饯饰", "ㄅㄆㄇㄈㄉㄊㄋㄌ"),
    *(
        "魑魅魍魉饕餮貔貅",
        "龘靐齉齾爩鱻麤",
        "똠방각하 펲시콜라 쀍쀎쀏",
        "①②③ⅠⅡⅢ㈱",
        "維他命C的功效",
        "X和Y座標",
    ),
]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_clean_files_come_back_as_decoded(encoding: str) -> None:
    rows = [*load("clean.jsonl"), *load("sentences.jsonl"), *load("readings.jsonl")]
    for text in [*CLEAN, *(row["text"] for row in rows), *TEXTS.values()]:
        try:
            data = codecs.encode(text, encoding)
        except UnicodeEncodeError:
            continue
        assert resync(data, encoding) == Resynced(codecs.decode(data, encoding), ()), text


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-16", "hz", "iso2022_jp"])
def test_other_encodings_are_only_decoded(encoding: str) -> None:
    data = b"plain \xe4 ~{!"
    assert resync(data, encoding) == Resynced(*codecs.decode_with_defects(data, encoding))


def test_unknown_encodings_are_an_error() -> None:
    with pytest.raises(EncodingNotFound):
        resync(b"", "no such encoding")


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=60), st.sampled_from((*ENCODINGS, "johab", "euc_jis_2004", "gbk")))
def test_no_bytes_make_it_fail(data: bytes, encoding: str) -> None:
    check(resync(data, encoding), data)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_nothing_is_lost_but_bytes_that_stand_alone(data: st.DataObject) -> None:
    encoding = data.draw(st.sampled_from(MULTI))
    clean = codecs.encode(TEXTS[encoding][:120], encoding)
    places = data.draw(st.sets(st.integers(0, len(clean) - 1), max_size=3))
    broken = bytes(byte for at, byte in enumerate(clean) if at not in places)
    found = resync(broken, encoding)
    check(found, broken)
    # what stands between the defects is decoded as it is, two encodings of one character as well
    ends = [0, *(end for defect in found.defects for end in defect), len(broken)]
    between = [broken[start:end] for start, end in zip(ends[::2], ends[1::2], strict=True)]
    pieces = found.text.split("\ufffd")
    assert [codecs.decode(piece, encoding) for piece in between] == pieces


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("lines", [True, False])
def test_time_is_linear(encoding: str, lines: bool) -> None:
    clean = codecs.encode(TEXTS[encoding] * 40, encoding)
    clean = clean if lines else clean.replace(b"\n", b"")

    def syncing(size: int) -> Callable[[], object]:
        broken = byte_loss.lose(clean[:size], 2000)
        return lambda: resync(broken, encoding)

    assert clock.ratio(syncing(80_000), syncing(20_000), limit=12) <= 12


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_random_bytes_are_given_up(encoding: str) -> None:
    data = random.Random(encoding).randbytes(60_000)
    begun = time.process_time()
    check(resync(data, encoding), data)
    assert time.process_time() - begun < 10
