"""The laws of the filter: chunking, counts, and agreement with ``repair`` string by string."""

from __future__ import annotations

import json
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

import fixenc
from fixenc.filter import Filter

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


def cut_up(data: bytes, places: list[int]) -> list[bytes]:
    ends = sorted({place % (len(data) + 1) for place in places} | {0, len(data)})
    return [data[a:b] for a, b in pairwise(ends)]


def run(data: bytes, format: str, places: list[int], limit: int) -> tuple[bytes, Filter]:
    sieve = Filter(format=format, max_record=limit)
    sieve._enough = 0  # look at each chunk, however small
    out = []
    for chunk in cut_up(data, places):
        out.append(sieve.feed(chunk))
        sieve._enough = 0
    return b"".join([*out, sieve.close()]), sieve


@settings(max_examples=60)
@given(
    st.lists(lines(), max_size=12),
    st.booleans(),
    st.lists(st.integers(0, 500), max_size=8),
    st.sampled_from([30, 10**6]),
)
def test_text_comes_out_the_same_however_it_is_cut_up(
    parts: list[bytes], mark: bool, places: list[int], limit: int
) -> None:
    data = b"\xef\xbb\xbf" * mark + b"\n".join(parts)
    whole, one = run(data, "text", [], limit)
    pieces, two = run(data, "text", places, limit)
    assert whole == pieces
    assert one.counts == two.counts
    assert one.counts.balanced
    text = data.removeprefix(b"\xef\xbb\xbf")
    assert one.counts.records == text.count(b"\n") + (text[-1:] not in (b"", b"\n"))
    assert (one.counts.bytes_in, one.counts.bytes_out) == (len(data), len(whole))


@settings(max_examples=60)
@given(
    st.lists(json_lines(), max_size=12),
    st.lists(st.integers(0, 500), max_size=8),
    st.sampled_from([30, 10**6]),
)
def test_json_lines_come_out_the_same_however_they_are_cut_up(
    parts: list[bytes], places: list[int], limit: int
) -> None:
    data = b"\n".join(parts)
    whole, one = run(data, "jsonl", [], limit)
    pieces, two = run(data, "jsonl", places, limit)
    assert whole == pieces
    assert one.counts == two.counts
    assert one.counts.balanced


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
    out = run(data, "jsonl", [], 10**6)[0].split(b"\n")
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
    out = run("\n".join(parts).encode(), "text", [], 10**6)[0]
    assert out.decode().removeprefix("\ufeff").split("\n") == [fixenc.fix(part) for part in parts]
