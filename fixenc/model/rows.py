"""The cost of a pair of characters, looked up once for all languages at a time."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from functools import cache
from operator import add

from fixenc.model.classes import FLOOR, NAMES, SHARED, UNWANTED, class_of
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
FIRST_WIDE = "\u2e80"  # from here on only pairs that count as CJK end so
CEILING = 30 * UNIT  # no character costs more, so that one freak does not decide a text
FOLD = {ord(d): "0" for d in "123456789"} | {0xFF10 + i: "０" for i in range(1, 10)}
FOLD |= {ord(c): " " for c in "\t\n\r"}

# Romanian is written with commas below, and with cedillas where the encoding has no others, as
# windows-1250 and ISO 8859-2 have not: text that was in these has no commas.
WITH_COMMA = {"ş": "ș", "ţ": "ț", "Ş": "Ș", "Ţ": "Ț"}

# Rows kept, 20 MB of them at 90 languages, and characters by themselves, 10 MB. A hostile text only
# makes it slower.
_KEPT, _KEPT_ALONE = 1 << 16, 1 << 14


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
            if len(self._alone) >= _KEPT_ALONE:
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
