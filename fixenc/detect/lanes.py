"""The model's costs in one language, for stretches of text that are read many times."""

from __future__ import annotations

from functools import cache
from itertools import filterfalse
from operator import add

from fixenc import model

SHOUTED = 6.0  # bits for reading capitals as if they were small letters
_KEPT = 1 << 13  # pairs kept of a language; a hostile text only makes it slower


def pairs_above_ascii(text: str) -> list[str]:
    """The pairs of characters that are not all ASCII; the text stands between two newlines.

    >>> pairs_above_ascii("für")
    ['fü', 'ür']
    """
    line = "\n" + text + "\n"
    return list(filterfalse(str.isascii, map(add, line, line[1:])))


class Lane(dict[str, float]):
    """The cost of a pair of characters in one language, in bits.

    ASCII reads the same in every encoding, in whatever language it is, and what does not decode
    is charged elsewhere: pairs of ASCII are free, U+FFFD is, and stands for a space before others.
    """

    def __init__(self, language: str) -> None:
        self._mind = model.load()
        self.language = language

    def __missing__(self, pair: str) -> float:
        if len(self) >= _KEPT:
            self.clear()
        if pair.isascii() or pair[1] == "\ufffd":
            cost = 0.0
        else:
            known = pair.replace("\ufffd", " ")
            cost = 0.0 if known.isascii() else self._mind.pair_cost(known, self.language)
        self[pair] = cost
        return cost

    def cost(self, text: str) -> tuple[float, int]:
        """What the pairs that are not all ASCII cost in bits, and how many they are."""
        pairs = pairs_above_ascii(text)
        cost = sum(map(self.__getitem__, pairs))
        if text.isupper():
            cost = min(cost, SHOUTED + sum(map(self.__getitem__, pairs_above_ascii(text.lower()))))
        return cost, len(pairs)


lane_of = cache(Lane)  # one a language: what it has looked up serves the next file too
