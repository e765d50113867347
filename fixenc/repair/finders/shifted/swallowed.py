"""Which ASCII characters follow the characters of a page, and so may have been swallowed there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from math import log2

from fixenc.repair.damage.byte_pairs import HOLES, is_han
from fixenc.repair.finders.shifted.quotation import CLOSERS, OPENERS

# What a bad lead byte may swallow: ASCII that no character of GBK ends in. One "0" is all digits.
CANDIDATES = "\n 0()<"
_FOLLOWING = re.compile(f"[^\x00-\x7f{HOLES}][\n -/0-9:->]")
_DIGITS = str.maketrans("123456789", "000000000")
# What NFKC and its like make of full-width marks: on such a page they do not count.
_FOLDED = frozenset(",:?!;()")
# The share of each kind of character that ASCII follows, before a page says otherwise. Counted
# on news in simplified characters, 430,000 characters in 400 pieces; tags were not among them.
_USUAL: dict[str, dict[str, float]] = {
    "han": {"\n": 0.004, "0": 0.012},
    "。": {"\n": 0.33, "0": 0.02},
    "！": {"\n": 0.31, "0": 0.006},
    "？": {"\n": 0.26, "0": 0.006},
    "；": {"\n": 0.09, "0": 0.02},
    "：": {"\n": 0.08, "0": 0.02},
    "，": {"\n": 0.0004, "0": 0.015},
    "、": {"\n": 0.0002, "0": 0.017},
    "…": {"\n": 0.2, "0": 0.005},
    "closer": {"\n": 0.08, "0": 0.013},
    "closed": {"\n": 0.35, "0": 0.01},  # a quotation mark behind a full stop
    "opener": {"\n": 0.0001, "0": 0.016},
    "other": {"\n": 0.004, "0": 0.1},
}
_RARE = 2e-5
_PRIOR = 30.0  # characters that the shares above count for


class Following:
    """How likely each ASCII character is behind each kind of character on one page."""

    __slots__ = ("_bits", "_counts", "_totals")

    def __init__(self, parts: Iterable[str], *, folded: bool) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()
        self._totals: Counter[str] = Counter()
        self._bits: dict[tuple[str, str], float] = {}
        for part in parts:
            for char, times in Counter(part).items():
                if char > "\x7f":
                    self._totals[kind(char)] += times
            for found in _FOLLOWING.finditer(part):
                char, after = found[0][0], found[0][1].translate(_DIGITS)
                if not (folded and after in _FOLDED):
                    self._counts[kind(char), after] += 1

    def bits(self, of: str, after: str) -> float:
        """The bits that ``after`` costs behind a character of the kind ``of``."""
        bits = self._bits.get((of, after))
        if bits is None:
            count = self._counts[of, after] + _PRIOR * _USUAL[of].get(after, _RARE)
            bits = self._bits[of, after] = -log2(count / (self._totals[of] + _PRIOR))
        return bits

    def seen(self) -> str:
        """The ASCII characters that follow any other on the page, and the usual candidates.

        In order, so that ties among them fall the same way in every process.
        """
        return "".join(sorted({*CANDIDATES, *(after for _, after in self._counts)}))


def kind(char: str, *, stopped: bool = False) -> str:
    """The kind of a character; ``stopped`` says that a full stop or the like is right before it.

    >>> kind("火"), kind("。"), kind("”", stopped=True)
    ('han', '。', 'closed')
    """
    if char in _USUAL:
        return char
    if is_han(char):
        return "han"
    if char in CLOSERS:
        return "closed" if stopped else "closer"
    return "opener" if char in OPENERS else "other"
