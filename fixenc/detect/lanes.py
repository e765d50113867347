"""The model's costs in one language, for stretches of text that are read many times."""

from __future__ import annotations

from operator import add

from fixenc import model

_KEPT = 1 << 16  # pairs kept of a language; a hostile text only makes it slower


class Lane(dict[str, float]):
    """The cost of a pair of characters in one language, in bits."""

    def __init__(self, language: str) -> None:
        self._mind = model.load()
        self.language = language

    def __missing__(self, pair: str) -> float:
        if len(self) >= _KEPT:
            self.clear()
        cost = self[pair] = self._mind.pair_cost(pair, self.language)
        return cost

    def cost(self, text: str) -> float:
        """The cost of a line of text in bits, every pair counted."""
        return sum(map(self.__getitem__, map(add, "\n" + text, text)))
