"""Side by side with ftfy on what both repair: every difference has a reason, or the test fails."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass

import ftfy
import pytest
from ftfy.badness import is_bad

import fixenc
from fixenc import testing
from fixenc.chains import Chain
from fixenc.errors import ChainError
from fixenc.testing import Garbled

# The chains that ftfy knows: UTF-8 read as one of its single-byte encodings.
CHAINS = [
    *("utf-8>cp1252", "utf-8>iso8859-1", "utf-8>cp1251", "utf-8>cp1250", "utf-8>cp1253"),
    *("utf-8>cp1254", "utf-8>cp1257", "utf-8>iso8859-2", "utf-8>mac-roman", "utf-8>cp437"),
]

# Texts of the sample that ftfy repairs and fixenc leaves, each with the reason.
LEFT = {
    "Þet ogndild effli ld siðura eganu": "two letters that Central European words have too",
    "chadàm n s mpleng dealltheaich nac loidàthaotre coth antce n": "two times the same letter",
    "è daunda lsta dina hua csenadadalal daunda asares cuechev?": "one letter, by itself",
}


@dataclass(frozen=True, slots=True)
class Both:
    """What the two made of one text."""

    one: Garbled
    ours: str
    theirs: str


@pytest.fixture(scope="module")
def differing() -> list[Both]:
    sample = testing.garbled_corpus(1000, seed=3, chains=CHAINS)
    both = [Both(one, fixenc.fix(one.text), ftfy.fix_encoding(one.text)) for one in sample]
    return [pair for pair in both if pair.ours != pair.theirs]


def ours_is_better(pair: Both) -> str | None:
    """Why ftfy does not give the first text, as ftfy itself tells; None for no known reason."""
    if pair.theirs == pair.one.text:
        return None if is_bad(pair.one.text) else "it sees nothing bad in it"
    for chain in CHAINS:
        with suppress(ChainError):
            if Chain.parse(chain).undo(pair.one.text) == pair.theirs:
                return f"it takes it for {chain}"
    return None


def test_every_difference_has_a_reason(differing: list[Both]) -> None:
    better = [pair for pair in differing if pair.ours == pair.one.original]
    reasons = Counter(ours_is_better(pair) for pair in better)
    assert None not in reasons
    assert reasons["it sees nothing bad in it"] >= 100 and len(reasons) >= 2
    worse = {pair.one.original for pair in differing if pair not in better}
    assert worse <= LEFT.keys()


def test_where_ftfy_does_more_fixenc_does_nothing(differing: list[Both]) -> None:
    for pair in differing:
        if pair.ours != pair.one.original:
            assert pair.ours == pair.one.text and pair.theirs == pair.one.original


def test_on_clean_text_both_do_nothing() -> None:
    for text in testing.clean_corpus(400, seed=3):
        assert fixenc.fix(text) == text
        if ftfy.fix_encoding(text) != text:
            assert "\xa0" in text or any("\x80" <= c <= "\x9f" for c in text), text
