"""The strategies: what they promise of each example, how they shrink, how little they reject."""

from __future__ import annotations

import inspect
import sys
import typing
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import UnsatisfiedAssumption
from hypothesis.strategies import SearchStrategy

from fixenc import testing
from fixenc.chains import Chain
from fixenc.codecs import lookup
from fixenc.testing import Garbled
from tests.oracles import garble as oracle

ALL: dict[str, Callable[[], SearchStrategy[Any]]] = {
    "any texts": testing.any_texts,
    "clean texts": testing.clean_texts,
    "clean letters": lambda: testing.clean_texts(scripts=["greek", "thai", "han"]),
    "encodings": testing.encodings,
    "chains": lambda: testing.chains(3),
    "garbled texts": testing.garbled_texts,
    "garbled twice": lambda: testing.garbled_texts(max_depth=2, min_size=10),
    "lossy texts": testing.lossy_texts,
    "mixed lines": testing.mixed_lines,
    "mixed files": testing.mixed_files,
    "edited pages": testing.byte_edited_pages,
    "chunked files": testing.chunked_files,
    "chunkings": lambda: testing.chunkings("Ça va 你好".encode()),
}
FEW = settings(max_examples=200, deadline=None)


def test_no_strategy_is_left_out() -> None:
    made = {
        name
        for name in testing.__all__
        if "SearchStrategy"
        in str(getattr(getattr(testing, name), "__annotations__", {}).get("return"))
    }
    source = inspect.getsource(sys.modules[__name__])
    tried = source[source.index("ALL: dict") : source.index("FEW = ")]
    assert made and all(f"testing.{name}" in tried for name in made)


@pytest.mark.parametrize("name", ALL)
def test_fewer_than_one_in_twenty_is_rejected(name: str) -> None:
    drawn = rejected = 0

    @settings(max_examples=400, database=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def run(data: st.DataObject) -> None:
        nonlocal drawn, rejected
        drawn += 1
        try:
            data.draw(ALL[name]())
        except UnsatisfiedAssumption:
            rejected += 1
            raise

    run()
    assert drawn >= 20
    assert rejected < 0.05 * drawn


@FEW
@given(testing.clean_texts(min_size=5, max_size=30))
def test_clean_texts_keep_their_size(text: str) -> None:
    assert 5 <= len(text) <= 30


@FEW
@given(testing.clean_texts(["ru", "uk"]))
def test_clean_texts_are_in_their_language(text: str) -> None:
    assert any("а" <= char.lower() <= "ґ" for char in text)


@settings(max_examples=500, deadline=None)
@given(testing.garbled_texts(max_depth=2))
def test_garbled_texts_are_what_the_oracle_makes_of_them(garbled: Garbled) -> None:
    assert garbled.text != garbled.original
    assert garbled.lossless
    assert oracle.garble(garbled.original, garbled.chain) == garbled.text


@FEW
@given(testing.lossy_texts())
def test_lossy_texts_do_not_come_back_by_their_chain(garbled: Garbled) -> None:
    assert not garbled.lossless
    assert oracle.garble(garbled.original, garbled.chain) != garbled.text


@FEW
@given(testing.mixed_lines())
def test_mixed_lines_are_lines_of_the_original_garbled(garbled: Garbled) -> None:
    texts, originals = garbled.text.split("\n"), garbled.original.split("\n")
    assert len(texts) == len(originals) >= 2
    for text, original in zip(texts, originals, strict=True):
        shared = 0
        while text[shared:] != original[shared:] and not any(
            oracle.garble(original[shared:], chain) == text[shared:]
            for chain in garbled.chain.split("+")
        ):
            assert text[shared] == original[shared]
            shared += 1


@FEW
@given(testing.mixed_files(["ru"]))
def test_lines_of_mixed_files_are_in_one_encoding_each(data: bytes) -> None:
    for line in data.split(b"\n"):
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError:
            # all bytes but one stand for a character, and that one is a control of C1
            text = line.replace(b"\x98", b"?").decode("cp1251")
        assert text


@FEW
@given(st.data(), st.binary(max_size=80))
def test_chunks_joined_are_the_bytes(data: st.DataObject, whole: bytes) -> None:
    assert b"".join(data.draw(testing.chunkings(whole))) == whole


@FEW
@given(testing.encodings())
def test_encodings_are_known(name: str) -> None:
    assert lookup(name).name == name
    assert "a".encode(name)


@FEW
@given(testing.chains(2, lossless=True), st.binary(min_size=1, max_size=20))
def test_lossless_chains_read_every_byte(chain: Chain, data: bytes) -> None:
    for misread in chain.misreads:
        assert oracle.encode(oracle.decode(data, misread.read), misread.read) == data


# -- shrinking ----------------------------------------------------------------------------------

SHRUNK: list[tuple[str, SearchStrategy[Any], Callable[[Any], bool], Callable[[Any], bool]]] = [
    ("a text", testing.clean_texts(["fr"]), lambda t: "é" in t, lambda t: " " not in t),
    ("a size", testing.clean_texts(["fr"]), lambda t: len(t) > 9, lambda t: len(t) <= 11),
    ("no chain", testing.garbled_texts(), lambda g: True, lambda g: len(g.original) == 1),
    (
        "a chain",
        testing.garbled_texts(max_depth=2),
        lambda g: g.chain.count(">") > 1,
        lambda g: len(g.original) <= 2 and g.chain == "utf-8>cp1252>utf-8>cp1252",
    ),
    (
        "a line",
        testing.mixed_lines(),
        lambda g: "\n" in g.text and g.text != g.original,
        lambda g: g.text.count("\n") == 1 and len(g.original) <= 4,
    ),
    ("a loss", testing.lossy_texts(), lambda g: "?" in g.text, lambda g: len(g.original) <= 4),
    ("bytes", testing.mixed_files(), lambda d: any(b > 127 for b in d), lambda d: len(d) <= 6),
    (
        "chunks",
        testing.chunkings(b"abcdef"),
        lambda c: len([p for p in c if p]) > 1,
        lambda c: len(c) == 2,
    ),
]


@pytest.mark.parametrize(
    ("strategy", "wanted", "small"), [s[1:] for s in SHRUNK], ids=[s[0] for s in SHRUNK]
)
def test_examples_shrink(
    strategy: SearchStrategy[Any], wanted: Callable[[Any], bool], small: Callable[[Any], bool]
) -> None:
    found = find(
        strategy, wanted, settings=settings(max_examples=2000, database=None, deadline=None)
    )
    assert wanted(found)
    assert small(found), found


# -- types and mistakes -------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [Garbled, Chain])
def test_types_have_strategies(kind: type) -> None:
    assert isinstance(find(st.from_type(kind), lambda _: True), kind)


def test_every_public_name_is_there_and_typed() -> None:
    for name in testing.__all__:
        value = getattr(testing, name)
        if not isinstance(value, type):
            assert "return" in typing.get_type_hints(value), name
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        testing.nothing  # noqa: B018


@pytest.mark.parametrize(
    "call",
    [
        lambda: testing.clean_texts(["xx"]),
        lambda: testing.clean_texts([]),
        lambda: testing.clean_texts(scripts=["klingon"]),
        lambda: testing.clean_texts(min_size=5, max_size=4),
        lambda: testing.garbled_texts(min_size=-1),
        lambda: testing.garbled_texts(chains=[]),
        lambda: testing.garbled_texts(chains=["utf-8"]),
        lambda: testing.chains(0),
        lambda: testing.garbled_corpus(1, languages=["en"], chains=["utf-8>cp1252"]),
        lambda: testing.assert_idempotent(str, examples=0),
    ],
)
def test_what_cannot_be_is_refused_at_once(call: Callable[[], object]) -> None:
    with pytest.raises(ValueError):
        call()
