"""The laws on fixenc itself, by the harness that is sold; what it breaks is a strict xfail."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest

import fixenc
from fixenc import testing
from fixenc.filter import Filter
from fixenc.testing import pace
from fixenc.testing.chooser import RandomChooser
from fixenc.testing.pages import edited_page
from fixenc.testing.samples import Bounds
from tests import clock
from tests.oracles.garble import garble

# Runs of garbled text without a space, in which blocks of 8,000 characters would be cut.
CUT = ("锛屽湪", "Ã¢â‚¬â„¢")


@pytest.mark.parametrize("unit", pace.UNITS)
def test_time_grows_as_the_text_does(unit: str) -> None:
    testing.assert_linear_time(fixenc.fix, units=[unit])


@pytest.mark.parametrize("unit", CUT)
def test_a_cut_does_not_slow_down(unit: str) -> None:
    """Cut inside characters, they took 25 to 60 times as long for twice the text."""
    salt = count()  # a number in the text keeps caches from answering for it

    def fixing(size: int) -> Callable[[], str]:
        return lambda: fixenc.fix(f"{next(salt)} {unit * (size // len(unit))}")

    assert clock.ratio(fixing(16400), fixing(7900), limit=10) <= 10


@pytest.mark.parametrize("unit", ["Ã©", *CUT])
def test_a_long_line_comes_back_as_a_short_one_does(unit: str) -> None:
    once = fixenc.fix("7 " + unit * 100)
    assert fixenc.fix("7 " + unit * 4000) == "7 " + once[2:] * 40


def test_a_paragraph_is_not_repaired_by_halves() -> None:
    text = (
        "门等你，穿红黑。会变计说，判将星期续行”要删照片吗？"
        "删后将38日，学校图书馆重新开放，读者凭借书内。"
    )
    garbled = garble(text, "gb18030>cp1252")
    assert garbled is not None
    assert fixenc.fix(garbled) in (text, garbled)


def test_confidence_is_kept() -> None:
    bins = testing.assert_calibrated(fixenc.repair)
    assert sum(one.rate.total for one in bins) > 100


@pytest.mark.parametrize("format", ["text", "jsonl"])
def test_a_filter_gives_the_same_however_its_input_is_cut(format: str) -> None:
    def run(pieces: list[bytes]) -> bytes:
        sieve = Filter(format=format)
        done: list[bytes] = []
        for piece in pieces:
            sieve._enough = 0  # look at each piece, however small
            done.append(sieve.feed(piece))
        return b"".join([*done, sieve.close()])

    testing.assert_chunk_invariant(run)


def test_a_good_third_of_edited_pages_comes_back() -> None:
    """Most pages have a few readings only, which may as well have been written so."""
    pages = [edited_page(RandomChooser(number), Bounds(1, 40)) for number in range(100)]
    assert sum(fixenc.fix(page.text) == page.original for page in pages) >= 33
    assert all(fixenc.repair(page.text).undo() == page.text for page in pages)


def test_paragraphs_come_back_whole_or_stay() -> None:
    sample = testing.garbled_corpus(
        40,
        chains=["gb18030>cp1252", "euc_jp>iso8859-1", "cp866>mac-roman"],
        languages=["zh-hans", "ja", "ru"],
        min_size=300,
        max_size=600,
    )
    assert all(fixenc.fix(one.text) in (one.text, one.original) for one in sample)
