"""The model's costs in one language, for stretches of text that are read many times."""

from __future__ import annotations

import re

from fixenc import model

# Every pair of characters that is not all ASCII, those that overlap included.
PAIR = re.compile(r"(?s)(?=([^\x00-\x7f].|.[^\x00-\x7f]))")
_KEPT = 1 << 16  # pairs kept of a language; a hostile text only makes it slower


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
        pairs = PAIR.findall("\n" + text)
        return sum(map(self.__getitem__, pairs)), len(pairs)
