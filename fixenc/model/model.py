"""The character-frequency model: how likely a text is, in bits, in each language it knows."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Sequence
from itertools import islice
from math import ceil, inf
from operator import add

from fixenc.model.classes import CJK, class_of
from fixenc.model.format import UNIT, Tables
from fixenc.model.rows import FIRST_WIDE, Rows, lanes_of

# Bits a character above which text reads as unusual: alphabets, and from U+2E80 on (CJK). Clean
# sentences of 76 languages have 3 to 5 and 8 to 10.
USUAL, USUAL_CJK = 6.5, 11.0
_BLOCK = 512  # pairs summed before a lane of 16 bits could overflow: 512 * 30 bits * 4 < 65,536
# Pairs kept of one language by themselves, and languages: 5 MB together if all are full.
_KEPT_IN_LANE, _LANES = 1 << 12, 8
_COMPARED = 270  # pairs of which no lane reaches its topmost bit: 270 * 30 bits * 4 < 32,768


class Least(dict[str, float]):
    """The bits that each character costs by itself, in its likeliest language and letter case."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def __missing__(self, char: str) -> float:
        least = self._rows.least
        cost = self[char] = min(least(char), least(char.lower()[0])) / UNIT
        return cost


class Lane(dict[str, float]):
    """The bits that each pair costs in one language: above ``usual``, or all of them."""

    def __init__(self, rows: Rows, number: int, usual: float = 0.0, usual_cjk: float = 0.0) -> None:
        self._rows, self._shift = rows, 16 * number
        self._usual, self._usual_cjk = usual, usual_cjk

    def __missing__(self, pair: str) -> float:
        if len(self) >= _KEPT_IN_LANE:
            self.clear()
        bits = (self._rows[pair] >> self._shift & 0xFFFF) / UNIT
        value = self[pair] = bits - (self._usual_cjk if pair[1] >= FIRST_WIDE else self._usual)
        return value


class Model:
    """How likely texts are, in bits.

    Immutable in what it answers: the same text always scores the same. Scores are log2
    probabilities, so they are negative, and higher is likelier; they add up over a text.
    """

    def __init__(self, tables: Tables) -> None:
        self.languages: tuple[str, ...] = tables.languages
        self._width = 2 * len(tables.languages)
        self._rows = Rows(tables)
        self._lookup = self._rows.__getitem__
        self.least = Least(self._rows)
        lanes = bytearray(self._width)
        lanes[::2] = tables.priors
        self._priors = int.from_bytes(lanes, "little")
        self._tops = int.from_bytes(b"\0\x80" * len(tables.languages), "little")
        self._ones = self._tops >> 15
        self._index = {language: i for i, language in enumerate(tables.languages)}
        self._lanes: dict[int, Lane] = {}
        self._above: dict[int, Lane] = {}

    def prior(self, number: int) -> float:
        """The bits that the language of this number costs before anything is known of a text."""
        return (self._priors >> 16 * number & 0xFFFF) / UNIT

    def totals(self, pairs: Iterable[str]) -> list[int]:
        """The summed costs of ``pairs`` by language, in quarter bits, priors included."""
        if isinstance(pairs, list) and len(pairs) <= _BLOCK:
            return self.unpacked(sum(map(self._lookup, pairs), self._priors))
        rows = map(self._lookup, pairs)
        # the priors fit into a block besides: they are one byte a lane
        totals = self.unpacked(sum(islice(rows, _BLOCK), self._priors))
        while block := sum(islice(rows, _BLOCK)):
            totals = list(map(add, totals, self.unpacked(block)))
        return totals

    def beyond(self, pairs: Sequence[str], bits: float) -> float:
        """The log2 probability of ``pairs`` in their best language if it is above ``bits``.

        -inf if not: to tell so takes half of the time that ``best`` takes.
        """
        if len(pairs) > _COMPARED:
            score = self.best(pairs)[0]
            return score if score > bits else -inf
        total = sum(map(self._lookup, pairs), self._priors)
        most = ceil(-bits * UNIT)
        # The topmost bit of a lane stays where it is no less than that.
        if most <= 0 or ((total | self._tops) - most * self._ones) & self._tops == self._tops:
            return -inf
        return -min(self.unpacked(total)) / UNIT

    def packed(self, pairs: Iterable[str]) -> int:
        """The summed costs of up to 500 pairs in all languages, as one number to reckon with.

        Sums of such numbers are those of the texts, and differences too where no language's is
        below zero. Priors are not included.
        """
        return sum(map(self._lookup, pairs))

    def pack(self, costs: Iterable[int]) -> int:
        """Costs by language, in quarter bits and below 16384 bits each, as such a number."""
        lanes = array("H", costs)
        if sys.byteorder == "big":
            lanes.byteswap()
        return int.from_bytes(lanes.tobytes(), "little")

    def unpacked(self, packed: int) -> list[int]:
        """The costs that a number of ``packed`` stands for, by language, in quarter bits."""
        return lanes_of(packed, len(self.languages))

    def lesser(self, one: int, other: int) -> int:
        """Language by language the lesser of two numbers of ``packed``, of up to 270 pairs each."""
        # The topmost bit of a lane stays where ``one`` is no less than ``other``.
        tops = self._tops
        behind = ((((one | tops) - other) & tops) >> 15) * 0xFFFF
        return (other & behind) | (one & ~behind)

    def best(self, pairs: Iterable[str]) -> tuple[float, int]:
        """The log2 probability of ``pairs`` in their best language, and its number."""
        totals = self.totals(pairs)
        cost = min(totals)
        return -cost / UNIT, totals.index(cost)

    def score(self, text: str) -> float:
        """The log2 probability of a text in its best language, in bits.

        >>> from fixenc import model
        >>> model.load().score("naïve café") > model.load().score("naÃ¯ve cafÃ©")
        True
        """
        return -min(self.totals(pairs_of(text))) / UNIT

    def score_in(self, text: str, language: str) -> float:
        """The log2 probability of a text in one language; ``KeyError`` for an unknown one."""
        return -self.totals(pairs_of(text))[self._index[language]] / UNIT

    def language(self, text: str) -> str:
        """The language in which a text scores best."""
        return self.languages[self.best(pairs_of(text))[1]]

    def pair_cost(self, pair: str, language: str) -> float:
        """The cost in bits of the second character of ``pair`` after the first."""
        return self.lane_cost(pair, self._index[language])

    def char_cost(self, char: str, number: int) -> float:
        """The cost in bits of a character by itself in the language of this number.

        30 for one that no training text of the language holds.
        """
        return self._rows.alone(char, number) / UNIT

    def wide_char_costs(self, char: str) -> tuple[float, ...]:
        """``char_cost`` of an East Asian character, U+2E80 and beyond, in ``WIDE_LANGUAGES``."""
        return tuple(cost / UNIT for cost in self._rows.wide_alone(char))

    def char_costs(self, number: int) -> dict[str, float]:
        """``char_cost`` of all the characters that training text of a language holds."""
        return {char: cost / UNIT for char, cost in self._rows.all_alone(number)}

    def lane_cost(self, pair: str, number: int) -> float:
        """``pair_cost`` by the language's number."""
        return (self._lookup(pair) >> (16 * number) & 0xFFFF) / UNIT

    def lane(self, number: int) -> Lane:
        """``lane_cost`` of each pair in the language of this number, to look up."""
        if (lane := self._lanes.get(number)) is None:
            if len(self._lanes) >= _LANES:
                self._lanes.clear()
            lane = self._lanes[number] = Lane(self._rows, number)
        return lane

    def lane_cost_once(self, pair: str, number: int) -> float:
        """The same for a pair whose cost nobody else is likely to ask for."""
        return self._rows.alone_in(pair, number) / UNIT

    def above_usual(self, pair: str, number: int) -> float:
        """The bits that a pair costs above what is usual, in the language of this number."""
        return self.lane_cost(pair, number) - (USUAL_CJK if pair[1] >= FIRST_WIDE else USUAL)

    def above(self, number: int) -> Lane:
        """``above_usual`` of each pair in the language of this number, to look up."""
        if (lane := self._above.get(number)) is None:
            if len(self._above) >= _LANES:
                self._above.clear()
            lane = self._above[number] = Lane(self._rows, number, USUAL, USUAL_CJK)
        return lane


def pairs_of(text: str) -> Iterable[str]:
    """The pairs of a text, the first character after a space (a CJK one after a full stop)."""
    if not text:
        return ()
    before = "。" if class_of(text[0]) in CJK else " "
    return map(add, before + text[:-1], text)
