"""Misreads and chains, against the standard library where it knows better."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fixenc import ChainError, EncodingNotFound
from fixenc.chains import Chain, Known, Misread, canonical, catalogue, misreads
from tests.oracles import garble as oracle

CASES = Path(__file__).resolve().parents[2] / "corpus" / "cases"
SENTENCES = [
    json.loads(line)["text"]
    for line in (CASES / "sentences.jsonl").read_text("utf-8").split("\n")
    if line
]
KNOWN = catalogue()


def spelling(known: Known) -> str:
    return str(known.misread)


# -- names --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("UTF8", "utf-8"),
        ("gb2312", "gb18030"),
        ("GBK", "gb18030"),
        ("Shift_JIS", "cp932"),
        ("big5", "big5hkscs"),
        ("EUC-KR", "cp949"),
        ("Windows-1252", "cp1252"),
    ],
)
def test_chains_call_an_encoding_by_its_superset(label: str, name: str) -> None:
    assert canonical(label) == name


def test_an_unknown_label_is_no_encoding() -> None:
    with pytest.raises(EncodingNotFound):
        canonical("utf-9")


def test_a_chain_is_spelt_as_it_is_read() -> None:
    chain = Chain.parse("UTF-8 > GBK>utf8>windows-1252")
    assert chain.misreads == (Misread("utf-8", "gb18030"), Misread("utf-8", "cp1252"))
    assert str(chain) == "utf-8>gb18030>utf-8>cp1252"
    assert Chain.parse(str(chain)) == chain


@pytest.mark.parametrize("spelt", ["", "utf-8", "utf-8>cp1252>utf-8", "utf-8 cp1252"])
def test_what_is_no_chain_is_refused(spelt: str) -> None:
    with pytest.raises(ChainError):
        Chain.parse(spelt)


@pytest.mark.parametrize("spelt", [">", "utf-8>", "utf-8>klingon", "utf-8>cp1252>>"])
def test_what_names_no_encoding_is_refused(spelt: str) -> None:
    with pytest.raises(EncodingNotFound):
        Chain.parse(spelt)


# -- there and back -----------------------------------------------------------------------------


def test_the_first_misread_comes_first() -> None:
    chain = Chain.parse("utf-8>gb18030>utf-8>cp1252")
    once = Misread("utf-8", "gb18030").garble("привет")
    assert chain.garble("привет") == Misread("utf-8", "cp1252").garble(once)
    assert chain.undo(chain.garble("привет")) == "привет"


def test_bytes_without_a_character_are_controls_unless_that_is_forbidden() -> None:
    assert Misread("utf-8", "cp1252").garble("Н") == "Ð\x9d"
    assert Chain.parse("utf-8>cp1252").undo("Ð\x9d") == "Н"
    with pytest.raises(ChainError):
        Chain.parse("utf-8>cp1252").garble("Н", holes=False)


def test_the_euro_sign_stands_for_byte_80_in_gbk() -> None:
    misread = Misread("utf-8", "gb18030")
    assert misread.garble("一") == "涓€"  # E4 B8, and 80 by itself
    assert misread.undo("涓€") == "一"


@pytest.mark.parametrize(
    ("chain", "text"),
    [
        ("cp1252>cp1251", "Привет"),  # cp1252 does not hold it
        ("utf-8>gb18030", "é1"),  # C3 A9 and an ASCII digit: well and good ...
        ("utf-8>gb18030", "ééé1é"),
        ("utf-8>cp1252", "\ud800"),
        ("gb18030>cp1252", "\udfff"),
    ],
)
def test_text_passes_a_chain_or_is_refused(chain: str, text: str) -> None:
    parsed = Chain.parse(chain)
    try:
        garbled = parsed.garble(text)
    except ChainError:
        assert parsed.is_lossless(text) is False
    else:
        assert parsed.is_lossless(text) == (parsed.undo(garbled) == text)


@pytest.mark.parametrize(
    ("chain", "text"),
    [
        ("utf-8>cp1252", "Ã"),
        ("utf-8>cp1252", "é"),
        ("utf-8>cp1251", "字"),
        ("cp932>cp1252", "\x81"),
    ],
)
def test_what_cannot_come_of_a_chain_is_not_undone(chain: str, text: str) -> None:
    with pytest.raises(ChainError):
        Chain.parse(chain).undo(text)


def test_no_misreads_change_nothing() -> None:
    assert Chain(()).garble("é") == Chain(()).undo("é") == "é" and str(Chain(())) == ""


# -- the catalogue ------------------------------------------------------------------------------


def test_the_catalogue_holds_each_misread_once() -> None:
    assert len({known.misread for known in KNOWN}) == len(KNOWN) > 150


@pytest.mark.parametrize("known", KNOWN, ids=spelling)
def test_the_example_shows_the_misread(known: Known) -> None:
    before, after = known.example
    assert known.misread.garble(before) == after != before
    assert known.misread.undo(after) == before
    assert known.misread.written != known.misread.read
    assert canonical(known.misread.written) == known.misread.written
    assert canonical(known.misread.read) == known.misread.read
    assert known.source


@pytest.mark.parametrize("known", KNOWN, ids=spelling)
def test_sentences_are_garbled_as_by_the_standard_library(known: Known) -> None:
    chain = Chain((known.misread,))
    for text in (known.example[0], *SENTENCES[::7]):
        expected = oracle.garble(text, spelling(known))
        # Python shows byte A0 of code page 932 as U+F8F0, Windows as U+00A0.
        if expected is not None and "\uf8f0" not in expected:
            assert chain.garble(text) == expected
            assert chain.undo(expected) == text


@pytest.mark.parametrize(("text", "back"), [("¢", "￠"), ("‾", "¯")])
def test_a_text_that_comes_back_as_another_is_not_lossless(text: str, back: str) -> None:
    chain = Chain.parse("big5hkscs>cp1252")
    assert chain.undo(chain.garble(text)) == back
    assert not chain.is_lossless(text)


@pytest.mark.parametrize("text", ["€", "啊€", "€啊"])
def test_a_euro_sign_that_no_misread_gave_is_refused(text: str) -> None:
    with pytest.raises(ChainError, match="did not give this text"):
        Misread("utf-8", "gb18030").undo(text)


def test_chains_stay_as_they_are() -> None:
    chain = Chain.parse("utf-8>cp1252")
    known = catalogue()[0]
    for value, name in ((chain, "misreads"), (known, "source"), (chain.misreads[0], "read")):
        with pytest.raises(AttributeError):
            setattr(value, name, None)
    assert catalogue() is catalogue()
    assert misreads() == tuple(known.misread for known in catalogue())
    assert len({chain, Chain.parse("UTF-8 > windows-1252")}) == 1
