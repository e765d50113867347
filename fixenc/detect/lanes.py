"""The model's costs in one language, for stretches of text that are read many times."""

from __future__ import annotations

import re
from functools import cache
from operator import add

from fixenc import model

_HIGH_RUN = re.compile(r"[^\x00-\x7f]+")
_KEPT = 1 << 16  # pairs kept of a language; a hostile text only makes it slower


def pairs_above_ascii(text: str) -> list[str]:
    """The pairs of characters that are not all ASCII; the text stands between two newlines.

    >>> pairs_above_ascii("für")
    ['fü', 'ür']
    """
    line = "\n" + text + "\n"
    pairs: list[str] = []
    for match in _HIGH_RUN.finditer(line):
        window = line[match.start() - 1 : match.end() + 1]
        pairs += map(add, window, window[1:])
    return pairs


class Lane(dict[str, float]):
    """The cost of a pair of characters in one language, in bits.

    ASCII reads the same in every encoding, in whatever language it is, and what does not decode
    is charged elsewhere: pairs of ASCII, and those with U+FFFD, are free.
    """

    def __init__(self, language: str) -> None:
        self._mind = model.load()
        self.language = language

    def __missing__(self, pair: str) -> float:
        if len(self) >= _KEPT:
            self.clear()
        free = pair.isascii() or "\ufffd" in pair
        cost = self[pair] = 0.0 if free else self._mind.pair_cost(pair, self.language)
        return cost

    def cost(self, text: str) -> tuple[float, int]:
        """What the pairs that are not all ASCII cost in bits, and how many they are."""
        pairs = pairs_above_ascii(text)
        return sum(map(self.__getitem__, pairs)), len(pairs)


lane_of = cache(Lane)  # one a language: what it has looked up serves the next file too
