"""The character-frequency model: how likely a text is, in bits, in each language it knows."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from math import ceil, inf
from operator import add

from fixenc.model.classes import CJK, FLOOR, NAMES, SHARED, UNWANTED, class_of
from fixenc.model.format import (
    START,
    UNIT,
    WIDE_LANGUAGES,
    WIDE_OFFSET,
    Index,
    Tables,
)

# What a character may fall back on where its pair is not kept, in quarter bits: itself in the
# language (weight 0.04), its class (0.008) or, for punctuation, what any language writes there
# (0.08). Only the likeliest of them counts, which costs at most one bit. Right decodings of 3,000
# fragments at 8/16/32/64 characters added up: 393.6; with half the weight of the character 393.3,
# twice 393.0; of the class 0.03 393.3, 0.004 393.6; of punctuation 0.23 393.4.
CHARACTER = 19
CLASS = 28
PUNCTUATION = 15
# Bits a character above which text reads as unusual: alphabets, and from U+2E80 on (CJK). Clean
# sentences of 76 languages have 3 to 5 and 8 to 10.
USUAL, USUAL_CJK = 6.5, 11.0
FIRST_WIDE = "\u2e80"  # from here on only pairs that count as CJK end so
CEILING = 30 * UNIT  # no character costs more, so that one freak does not decide a text
FOLD = {ord(d): "0" for d in "123456789"} | {0xFF10 + i: "０" for i in range(1, 10)}
FOLD |= {ord(c): " " for c in "\t\n\r"}

# Romanian is written with commas below, and with cedillas where the encoding has no others, as
# windows-1250 and ISO 8859-2 have not: text that was in these has no commas.
WITH_COMMA = {"ş": "ș", "ţ": "ț", "Ş": "Ș", "Ţ": "Ț"}

_BLOCK = 512  # pairs summed before a lane of 16 bits could overflow: 512 * 30 bits * 4 < 65,536
# Pairs kept of one language by themselves, and languages: 5 MB together if all are full.
_KEPT_IN_LANE, _LANES = 1 << 12, 8
_COMPARED = 270  # pairs of which no lane reaches its topmost bit: 270 * 30 bits * 4 < 32,768
_KEPT = 1 << 16  # rows kept; about 20 MB at 90 languages. A hostile text only makes it slower


class _Behind(dict[str, tuple[int, int]]):
    """The pairs that begin with a character, looked up once each."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def __missing__(self, before: str) -> tuple[int, int]:
        if len(self) >= _KEPT:
            self.clear()
        pairs = self[before] = self._index.behind(before)
        return pairs


class Rows(dict[str, int]):
    """The cost of a pair of characters in all languages at once.

    A value holds one 16-bit lane a language, in quarter bits, the first language lowest, so that
    ``sum`` over the pairs of a text adds up every language.
    """

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._pairs, self._wides = _Behind(tables.pairs), _Behind(tables.wide)
        self._width = len(tables.languages)
        self._wide = [tables.languages.index(lang) for lang in WIDE_LANGUAGES]
        languages = tables.languages
        self._romanian = languages.index("ro") if "ro" in languages else -1
        # the costs of a character where its pair is not kept, one byte a language, and packed
        self._alone: dict[tuple[int, str], tuple[bytes, int]] = {}
        self._classes = [tables.classes[kind :: len(NAMES)] for kind in range(len(NAMES))]
        # what a class costs in its likeliest language
        self._least = [min(map(add, row, tables.priors), default=0) for row in self._classes]

    def __missing__(self, pair: str) -> int:
        if len(self) >= _KEPT:
            self.clear()
        value = self[pair] = self._row(*pair.translate(FOLD))
        return value

    def _row(self, before: str, char: str) -> int:
        kind = class_of(char)
        if kind in UNWANTED:
            return self._packed(bytes([round(FLOOR[kind] * UNIT)]) * self._width)
        key = (class_of(before) if kind in SHARED else -1, char)
        alone = self._alone.get(key)
        if alone is None:
            if len(self._alone) >= _KEPT:
                self._alone.clear()
            costs = self._fallback(*key)
            alone = self._alone[key] = costs, self._packed(costs)
        if before == START or not (known := self._known(before, char)):
            return alone[1]
        row = bytearray(alone[0])
        for lane, cost in known:
            if cost < row[lane]:
                row[lane] = cost
        return self._packed(row)

    def alone_in(self, pair: str, number: int) -> int:
        """The cost of a pair in the language of this number alone, in quarter bits.

        A third of the time of all languages, for pairs that are asked for once.
        """
        folded = pair.translate(FOLD)
        before, char = folded[0], folded[1]
        kind = class_of(char)
        if kind in UNWANTED:
            return round(FLOOR[kind] * UNIT)
        key = (class_of(before) if kind in SHARED else -1, char)
        alone = self._alone.get(key)
        if alone is None:
            self._row(before, char)
            alone = self._alone[key]
        value = alone[0][number]
        if before != START:
            for lane, cost in self._known(before, char):
                if lane == number and cost < value:
                    value = cost
        return value

    def _packed(self, row: bytes | bytearray) -> int:
        lanes = bytearray(2 * self._width)
        lanes[::2] = row
        return int.from_bytes(lanes, "little")

    def alone(self, char: str, number: int) -> int:
        """The cost of a character by itself in one language, in quarter bits."""
        return next((c for lane, c in self._known(START, char) if lane == number), CEILING)

    def wide_alone(self, char: str) -> tuple[int, ...]:
        """The costs of an East Asian character by itself in ``WIDE_LANGUAGES``."""
        tables = self._tables
        number = tables.wide.find(self._wides[START], char)
        if number < 0:
            return (CEILING,) * len(WIDE_LANGUAGES)
        costs = self._wide_bits(number)
        return tuple((cost + WIDE_OFFSET) * UNIT if cost else CEILING for cost in costs)

    def all_alone(self, number: int) -> Iterator[tuple[str, int]]:
        """The characters that one language holds, with what they cost by themselves."""
        tables = self._tables
        offsets, seconds = tables.offsets, tables.pairs.seconds
        for at in range(*self._pairs[START]):
            place = tables.lanes.find(number, offsets[at], offsets[at + 1])
            if place >= 0:
                yield chr(seconds[at]), tables.costs[place]
        if number in self._wide:
            place = self._wide.index(number)
            for at in range(*self._wides[START]):
                if cost := self._wide_bits(at)[place]:
                    yield chr(tables.wide.seconds[at]), (cost + WIDE_OFFSET) * UNIT

    def least(self, char: str) -> int:
        """The cost of a character by itself in its likeliest language, in quarter bits."""
        return min((cost for _, cost in self._known(START, char)), default=CEILING)

    def _known(self, before: str, char: str) -> Iterable[tuple[int, int]]:
        """The languages that hold a pair, by number, with its costs in quarter bits."""
        known = self._held(before, char)
        if before not in WITH_COMMA and char not in WITH_COMMA:
            return known
        costs = dict(known)
        for lane, cost in self._held(WITH_COMMA.get(before, before), WITH_COMMA.get(char, char)):
            if lane == self._romanian:
                costs[lane] = min(cost, costs.get(lane, cost))
        return costs.items()

    def _held(self, before: str, char: str) -> Iterable[tuple[int, int]]:
        tables = self._tables
        number = tables.pairs.find(self._pairs[before], char) if char < FIRST_WIDE else -1
        if number >= 0:
            first, last = tables.offsets[number], tables.offsets[number + 1]
            return zip(tables.lanes[first:last], tables.costs[first:last], strict=True)
        number = tables.wide.find(self._wides[before], char)
        if number < 0:
            return ()
        offset = WIDE_OFFSET if before == START else 0
        costs = zip(self._wide, self._wide_bits(number), strict=True)
        return [(lane, (cost + offset) * UNIT) for lane, cost in costs if cost]

    def _wide_bits(self, number: int) -> tuple[int, int, int, int]:
        """What a CJK pair costs in ``WIDE_LANGUAGES``, by its number: whole bits, 0 for none."""
        low, high = self._tables.wide_low[number], self._tables.wide_high[number]
        return low >> 4, low & 15, high >> 4, high & 15

    def _fallback(self, before: int, char: str) -> bytes:
        """The costs of a character whatever stands before it (punctuation: its class counts)."""
        own = list(self._known(START, char))
        kind = class_of(char)
        # the character among those of its class, all languages together
        priors = self._tables.priors
        merged = min([cost + priors[lane] for lane, cost in own], default=255)
        merged = min(merged, round(FLOOR[kind] * UNIT))
        within = max(0, merged - self._least[kind]) + CLASS
        most = CEILING
        if before >= 0:
            shared = self._tables.shared.get((before, char), 255)
            most = min(most, shared + PUNCTUATION, merged + PUNCTUATION + 2 * UNIT)
        row = bytearray(self._classes[kind].translate(_plus(within, most)))
        for lane, cost in own:
            if cost + CHARACTER < row[lane]:
                row[lane] = cost + CHARACTER
        return bytes(row)


_RAMP = bytes(range(256))


@cache
def _plus(term: int, most: int) -> bytes:
    """A table for ``bytes.translate`` that adds ``term`` to every byte, up to ``most``."""
    rising = _RAMP[term : max(term, most)]
    return (rising + bytes([most]) * 256)[:256]


def lanes_of(packed: int, count: int) -> list[int]:
    """The numbers that stand in the lanes of 16 bits of another, the lowest first.

    >>> lanes_of(3 << 16 | 7, 2)
    [7, 3]
    """
    lanes = memoryview(packed.to_bytes(2 * count, sys.byteorder)).cast("H").tolist()
    return lanes if sys.byteorder == "little" else lanes[::-1]


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
