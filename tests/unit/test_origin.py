"""Text and the bytes that it was read from: every byte is accounted for."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fixenc import codecs, repair_bytes
from fixenc.codecs.units import units
from fixenc.detect import detect
from fixenc.detect.detection import Defect, Detection, Segment
from fixenc.origin import byte_ranges, pieces
from tests import clock
from tests.properties import strategies as own

TEXTS = {
    "utf-8": "naïve 😀\n日本\n",
    "utf-8-sig": "naïve 😀\n",
    "utf-16": "naïve 😀\n日本\n",
    "utf-16-be": "naïve 😀\n日本\n",
    "utf-32": "naïve 😀\n",
    "utf-7": "naïve\n日本 +\n",
    "cp1252": "naïve €\n",
    "koi8-r": "Привет\n",
    "mac-roman": "naïve\n",
    "gb18030": "学而时习之，不亦说乎？\n😀€\n",
    "big5": "學而時習之\n",
    "big5hkscs": "香港 Ê̄\n",
    "cp932": "日本語ﾃｽﾄ①≒髙\n二行目\n",
    "shift_jis_2004": "か゚き\n",
    "euc_jp": "日本語\nテスト\n",
    "euc_kr": "가나다\n뷁\n",
    "iso2022_jp": "日本語\nabc テスト\n",
    "iso2022_kr": "가나다 abc\n",
    "hz": "学而~时\nabc习\n",
}


def written_again(detection: Detection) -> bytes:
    text = detection.decode()
    return b"".join(
        detection.data[piece.low : piece.high]
        if piece.encoding is None
        else codecs.encode(text[piece.start : piece.end], piece.encoding)
        for piece in pieces(detection)
    )


def explained(detection: Detection) -> float:
    """The share of the bytes that an encoding writes."""
    known = sum(piece.high - piece.low for piece in pieces(detection) if piece.encoding)
    return known / len(detection.data)


def is_whole(detection: Detection) -> bool:
    found = pieces(detection)
    ends = [(0, 0), *((piece.end, piece.high) for piece in found)]
    starts = [*((piece.start, piece.low) for piece in found), ends[-1]]
    return starts == ends and ends[-1] == (len(detection.decode()), len(detection.data))


@pytest.mark.parametrize("name", TEXTS)
def test_clean_files_need_no_bytes_but_their_mark(name: str) -> None:
    data = TEXTS[name].encode(name)
    detection = detect(data, encoding=name)
    assert detection.decode() == TEXTS[name] and not detection.defects
    assert written_again(detection) == data and is_whole(detection)
    if name not in ("utf-7", "cp932"):  # those have two ways to write some characters
        mark = codecs.after_mark(data, name)[1]
        assert explained(detection) == pytest.approx(1 - mark / len(data))


@pytest.mark.parametrize("name", TEXTS)
@given(edits=st.lists(st.tuples(st.integers(0, 300), st.integers(0, 255), st.sampled_from("dix"))))
@settings(max_examples=25)
def test_damaged_files_are_written_again(name: str, edits: list[tuple[int, int, str]]) -> None:
    data = bytearray((TEXTS[name] * 3).encode(name))
    for place, byte, kind in edits:
        at = place % (len(data) or 1)
        data[at : at + (kind != "i")] = b"" if kind == "d" else bytes([byte])
    for detection in (
        detect(bytes(data), encoding=name),
        repair_bytes(bytes(data), encoding=name).detection,
    ):
        assert detection is not None
        assert written_again(detection) == data and is_whole(detection)


@given(own.files())
@example(b"\xed\xa0\xbd\xed\xb8\x80 CESU-8 na\xc3\xafve \xed\xa0\xbd\xed\xb8\x80")
@example(b"na\xc3\xafve \xc0\x80 modified")
@example("日本語のテキスト".encode()[1:-1])
@example(b"\xff\xfe")
@settings(max_examples=150)
def test_any_bytes_are_written_again(data: bytes) -> None:
    detection = repair_bytes(data).detection
    assert detection is not None
    assert written_again(detection) == data and is_whole(detection)


def test_of_what_is_written_otherwise_only_that_is_kept() -> None:
    data = "日本語".encode("cp932") + b"\xed\x40\xfa\x5c" + "テスト".encode("cp932")
    detection = detect(data, encoding="cp932")  # NEC's and IBM's way to write U+7E8A
    assert detection.decode() == "日本語纊纊テスト"
    kept = [data[piece.low : piece.high] for piece in pieces(detection) if not piece.encoding]
    assert written_again(detection) == data
    assert kept == [b"\xfa\x5c"]


def test_a_line_of_iso2022_is_kept_whole_where_it_is_broken() -> None:
    lines = ["日本語".encode("iso2022_jp"), b"\x1b$B&\xff\x1b(B", "テスト".encode("iso2022_jp")]
    detection = detect(b"\n".join(lines), encoding="iso2022_jp")
    kept = [
        detection.data[piece.low : piece.high]
        for piece in pieces(detection)
        if piece.encoding is None
    ]
    assert kept == [lines[1] + b"\n"]


def test_what_contradicts_itself_is_kept_whole() -> None:
    for detection in (
        Detection(b"abc", "utf-8", 1.0, decoded="something else"),
        Detection(b"abc", "utf-8", 1.0, defects=(Defect(1, b"b"), Defect(0, b"abcd"))),
        Detection(b"abcdef", "utf-8", 1.0, segments=(Segment(2, 9, "cp1251", 1.0),)),
        Detection(b"abc", "utf-8", 1.0, cut=(2, 2)),
        Detection(b"", "utf-8", 1.0, bom=b"abc"),
    ):
        assert written_again(detection) == detection.data
        byte_ranges(detection, [(0, 1)])


# In the others several characters share bytes.
@pytest.mark.parametrize("name", sorted(TEXTS.keys() - {"utf-7", "big5hkscs", "shift_jis_2004"}))
def test_bytes_of_each_character(name: str) -> None:
    text = TEXTS[name]
    data = text.encode(name)
    found = byte_ranges(detect(data, encoding=name), [(i, i + 1) for i in range(len(text))])
    stateful = codecs.lookup(name).kind is codecs.Kind.STATEFUL
    bare, mark = codecs.after_mark(data, name)
    for i, char in enumerate(text):
        low, high = found[i, i + 1]
        if stateful:
            if char.isascii():
                assert data[low:high] in (char.encode(), b"~~")
            else:
                assert data[low:high] in char.encode(name) and high - low in (2, 3)
        else:
            assert data[low:high] == char.encode(bare)
    ends = [span for _, span in sorted(found.items())]
    assert ends[0][0] >= mark
    assert all(high <= low for (_, high), (low, _) in pairwise(ends))


def test_bytes_of_characters_in_shifted_states() -> None:
    data = b'a\x1b$B$"$$\x1b(Bb'
    found = byte_ranges(detect(data, encoding="iso2022_jp"), [(0, 1), (1, 2), (1, 3), (3, 4)])
    assert found == {(0, 1): (0, 1), (1, 2): (4, 6), (1, 3): (4, 8), (3, 4): (11, 12)}


def test_bytes_around_defects_and_of_insertions() -> None:
    detection = detect("é".encode() + b"\xff\xfe" + "ü".encode(), encoding="utf-8")
    assert detection.decode() == "é\ufffd\ufffdü"
    wanted = {(0, 1): (0, 2), (3, 4): (4, 6), (1, 3): (2, 4), (4, 4): (6, 6), (1, 1): (2, 2)}
    assert byte_ranges(detection, wanted) == wanted


def test_units_are_the_text() -> None:
    for name, text in TEXTS.items():
        if name not in ("utf-8-sig", "utf-16", "utf-32"):
            found = list(units(text.encode(name), name))
            assert "".join(char for _, _, char in found) == text
            assert [start for start, _, _ in found[1:]] == [end for _, end, _ in found[:-1]]
    # What only browsers read, and what they read otherwise.
    assert list(units(b"\x80\xa6\xd9", "gbk")) == [(0, 1, "€"), (1, 3, "\ufe10")]
    assert list(units(b"\x80@", "gb18030")) == [(0, 1, "€"), (1, 2, "@")]


def test_time_is_linear() -> None:
    def mapping(count: int) -> Callable[[], object]:
        data = ("日本語 abc".encode("cp932") + b"\xfa\x5c\n") * count  # no line is written so again
        detection = detect(data, encoding="cp932")
        spans = [(i, i + 2) for i in range(0, len(detection.decode()) - 2, 3)]
        return lambda: byte_ranges(detection, spans)

    assert clock.ratio(mapping(8_000), mapping(1_000), limit=24) <= 24
