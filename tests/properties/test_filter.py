"""The laws of the filter: chunking, counts, and agreement with ``repair`` string by string."""

from __future__ import annotations

import csv
import io
import json
from itertools import pairwise
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fixenc
from fixenc.filter import Filter, Quarantined, sieve
from fixenc.formats.table import make

WORDS = [
    *("plain", "déjà vu", "Привет, мир", "你好，世界", "", " ", "a?b", "what??", "\u2028", "\x85"),
    *("cafÃ©", "naÃ¯ve", "РџСЂРёРІРµС‚", "浣犲ソ锛屼笘鐣", "Ã", "\ufffd\ufffd", "‰", '"', "\\"),
]
texts = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
encodings = st.sampled_from(["utf-8", "utf-8", "cp1251", "gb18030", "utf-16-le"])


@st.composite
def lines(draw: st.DrawFn) -> bytes:
    """A line in some encoding, or just bytes."""
    if draw(st.integers(0, 9)) == 0:
        return draw(st.binary(max_size=20))
    return draw(texts).encode(draw(encodings), "replace")


@st.composite
def json_lines(draw: st.DrawFn) -> bytes:
    """A JSON line, or something that is not."""
    if draw(st.integers(0, 9)) == 0:
        return draw(
            st.sampled_from([b"{", b"", b" ", b'{"a":1} x', b'"\\ud800"', b"[1,2", b"\xff"])
        )
    keys = st.sampled_from(["text", "a", "é", "", "[]"])
    values = st.recursive(
        st.one_of(texts, st.integers(), st.none()),
        lambda v: st.one_of(st.lists(v, max_size=3), st.dictionaries(keys, v, max_size=3)),
        max_leaves=5,
    )
    tree = draw(st.dictionaries(keys, values, max_size=3))
    return json.dumps(tree, ensure_ascii=draw(st.booleans())).encode()


@st.composite
def rows(draw: st.DrawFn, delimiter: str) -> bytes:
    """A row of a table, well-formed or not."""
    cells = []
    for text in draw(st.lists(texts, min_size=1, max_size=4)):
        cell = draw(st.sampled_from([text, text + "\nnext, line", 'say "hi"', "1", ""]))
        quoted = draw(st.sampled_from([True, True, False]))
        cells.append('"' + cell.replace('"', '""') + '"' if quoted else cell)
    row = delimiter.join(cells) + draw(st.sampled_from(["", "", "", "\r", "\r\r", '"x', '"']))
    return row.encode(draw(st.sampled_from(["utf-8", "utf-8", "cp1252"])), "replace")


@st.composite
def cues(draw: st.DrawFn) -> bytes:
    """A cue of subtitles, or something that is not."""
    number = draw(st.sampled_from(["1\n", "12\r\n", "", "WEBVTT\n"]))
    times = draw(
        st.sampled_from(["00:00:01,000 --> 00:00:02,000\n", "00:01.000 --> 00:02.000\n", ""])
    )
    text = draw(st.lists(texts, max_size=3).map("\n".join))
    return (number + times + text + draw(st.sampled_from(["\n", "\n\n", "\r\n"]))).encode()


def cut_up(data: bytes, places: list[int]) -> list[bytes]:
    ends = sorted({place % (len(data) + 1) for place in places} | {0, len(data)})
    return [data[a:b] for a, b in pairwise(ends)]


def run(
    data: bytes,
    format: str,
    places: list[int],
    limit: int = 10**6,
    encoding: str | None = None,
) -> tuple[bytes, Filter]:
    """The output, when each chunk is looked at however small it is."""
    with (
        mock.patch.multiple("fixenc.filter.core", BLOCK=0, HEAD=40),
        mock.patch("fixenc.filter.source.HEAD", 40),
    ):
        sieve = Filter(format=format, max_record=limit, encoding=encoding)
        sieve._enough = 0
        out = [sieve.feed(chunk) for chunk in cut_up(data, places)]
        return b"".join([*out, sieve.close()]), sieve


PARTS = {
    "text": lines(),
    "jsonl": json_lines(),
    "csv": rows(","),
    "tsv": rows("\t"),
    "srt": cues(),
    "vtt": cues(),
}


@pytest.mark.parametrize("format", PARTS)
@settings(max_examples=60)
@given(data=st.data())
def test_the_output_is_the_same_however_the_input_is_cut_up(
    format: str, data: st.DataObject
) -> None:
    parts = data.draw(st.lists(PARTS[format], max_size=12))
    mark = b"\xef\xbb\xbf" * data.draw(st.booleans())
    places = data.draw(st.lists(st.integers(0, 500), max_size=8))
    limit = data.draw(st.sampled_from([30, 10**6]))
    whole = mark + b"\n".join(parts)
    out, one = run(whole, format, [], limit)
    pieces, two = run(whole, format, places, limit)
    assert out == pieces
    assert one.counts == two.counts
    assert one.counts.balanced
    assert (one.counts.bytes_in, one.counts.bytes_out) == (len(whole), len(out))
    if format in ("text", "jsonl") and one.encoding in ("ascii", "utf-8", "utf-8-sig"):
        text = whole.removeprefix(mark)
        assert one.counts.records == text.count(b"\n") + (text[-1:] not in (b"", b"\n"))


@pytest.mark.parametrize("format", PARTS)
@settings(max_examples=60)
@given(data=st.data())
def test_no_record_is_lost(format: str, data: st.DataObject) -> None:
    whole = b"\n".join(data.draw(st.lists(PARTS[format], max_size=12)))
    held: list[Quarantined] = []
    sieve = Filter(format=format, on_damaged="quarantine", quarantine=held.append)
    records = list(sieve.records([whole]))
    assert sieve.counts.balanced
    assert len(records) == sieve.counts.records
    if sieve.encoding in ("ascii", "utf-8", "utf-8-sig"):
        assert b"".join(record.source for record in records) == whole
        assert all(whole.startswith(one.data, one.offset) for one in held)
        assert all(whole.count(b"\n", 0, one.offset) + 1 == one.line for one in held)
    b"".join(record.data for record in records).decode()  # all of it is UTF-8


def mended(tree: object) -> object:
    if isinstance(tree, str):
        return fixenc.fix(tree)
    if isinstance(tree, list):
        return [mended(part) for part in tree]
    if isinstance(tree, dict):
        return {key: mended(part) for key, part in tree.items()}
    return tree


@settings(max_examples=60)
@given(st.lists(json_lines(), max_size=12))
def test_each_string_of_json_is_repaired_by_itself(parts: list[bytes]) -> None:
    data = b"\n".join(parts)
    out = run(data, "jsonl", [], encoding="utf-8")[0].split(b"\n")
    for before, after in zip(data.split(b"\n"), out, strict=True):
        try:
            tree = json.loads(before)
        except ValueError:
            continue
        assert json.loads(after) == mended(tree)
        if mended(tree) == tree:
            assert before == after


@settings(max_examples=60)
@given(st.lists(texts.filter(lambda text: "\n" not in text), min_size=1, max_size=12))
def test_each_line_of_text_is_repaired_by_itself(parts: list[str]) -> None:
    out = run("\n".join(parts).encode(), "text", [])[0]
    assert out.decode().removeprefix("\ufeff").split("\n") == [fixenc.fix(part) for part in parts]


@settings(max_examples=200)
@given(st.lists(rows(","), max_size=8))
def test_rows_and_cells_are_those_of_the_csv_module(parts: list[bytes]) -> None:
    data = b"\n".join(parts)
    shape = make("csv", (), b"a,b\n")
    records = [record.decode("latin-1") for record in shape.split(data)]
    try:
        expected = list(csv.reader(io.StringIO(data.decode("latin-1"), newline=""), strict=True))
    except csv.Error:
        return
    if "\r" in data.decode("latin-1").replace("\r\n", ""):
        return  # the module ends rows there as well
    found = [[value.text for value in shape.values(record)] for record in records]
    assert found == [cells or [""] for cells in expected]


@settings(max_examples=300)
@given(st.lists(st.lists(texts, max_size=3), max_size=8), st.sampled_from([10, 100_000]))
def test_the_sieve_misses_nothing_that_the_gate_stops(groups: list[list[str]], short: int) -> None:
    with mock.patch("fixenc.repair.gate.look.SHORT", short):
        found = sieve.suspects(groups)
        stopped = [i for i, group in enumerate(groups) if any(map(fixenc.is_suspicious, group))]
        assert set(stopped) <= set(found)
        text = "\n".join(line for group in groups for line in group)
        lines = [text[start:end].removesuffix("\n") for start, end in sieve.lines(text)]
    assert [
        line for line in text.split("\n") if fixenc.is_suspicious(line) and line not in lines
    ] == []


def test_a_cell_that_is_never_closed_is_too_long_however_it_comes() -> None:
    whole = b'"","","",""\n"","plain plain""x\nplain plain plain'
    out, one = run(whole, "csv", [], 30)
    for place in range(len(whole)):
        pieces, two = run(whole, "csv", [place], 30)
        assert (pieces, two.counts) == (out, one.counts)
    assert one.counts.verdicts["oversized"] == 1
