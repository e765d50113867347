"""A model of three languages that is small enough to reckon with by hand.

A letter costs ``OWN`` bits in the language whose alphabet it is of and ``FOREIGN`` in the others;
what is no letter costs ``SIGN`` in all. What stands before a character does not matter, unless
``pairs`` says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fixenc.model.format import UNIT

OWN, FOREIGN, SIGN = 4.0, 12.0, 6.0
LATIN, CYRILLIC, GREEK = range(3)  # the numbers of the languages


class Costs(dict[str, float]):
    """What each pair costs in one language, asked of the model."""

    def __init__(self, model: Alphabets, number: int) -> None:
        self._model, self._number = model, number

    def __missing__(self, pair: str) -> float:
        return self._model.lane_cost(pair, self._number)


class Alphabets:
    """What the rules of runs and gains ask of a model."""

    languages = ("latin", "cyrillic", "greek")

    def __init__(self, pairs: Mapping[tuple[str, int], float] | None = None) -> None:
        self._pairs = pairs or {}

    def lane_cost(self, pair: str, number: int) -> float:
        return self._pairs.get((pair, number), self.char_cost(pair[1], number))

    def lane(self, number: int) -> Costs:
        return Costs(self, number)

    def char_cost(self, char: str, number: int) -> float:
        if not char.isalpha():
            return SIGN
        own = GREEK if "Ͱ" <= char < "Ѐ" else CYRILLIC if "Ѐ" <= char <= "ӿ" else LATIN
        return OWN if number == own else FOREIGN

    def totals(self, pairs: Iterable[str]) -> list[int]:
        known = list(pairs)
        return [
            round(UNIT * sum(self.lane_cost(pair, number) for pair in known))
            for number in range(len(self.languages))
        ]

    def best(self, pairs: Iterable[str]) -> tuple[float, int]:
        totals = self.totals(pairs)
        return -min(totals) / UNIT, totals.index(min(totals))

    def score(self, text: str) -> float:
        return self.best(map("".join, zip(" " + text, text, strict=False)))[0]
