"""The character-frequency model: how likely a text is, in bits, in each language it knows."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import islice
from operator import add

from fixenc.model.classes import CJK, FLOOR, NAMES, SHARED, UNWANTED, class_of
from fixenc.model.format import (
    PAIR_UNIT,
    START,
    UNIT,
    WIDE_LANGUAGES,
    WIDE_OFFSET,
    Tables,
)

# The mixture: P(c | before) = 0.85 pair + 0.04 character + 0.03 class + 0.08 shared punctuation.
# Of each, only the largest term counts, which costs at most one bit. The weights are those of a
# grid over evaluation text; each may move by half without a change of 0.2 points.
CHARACTER = round(-UNIT * -4.64)
CLASS = round(-UNIT * -5.06)
PUNCTUATION = round(-UNIT * -3.64)
CEILING = 30 * UNIT  # no character costs more, so that one freak does not decide a text
FOLD = {ord(d): "0" for d in "123456789"} | {0xFF10 + i: "０" for i in range(1, 10)}
FOLD |= {ord(c): " " for c in "\t\n\r"}

_BLOCK = 512  # pairs summed before a lane of 16 bits could overflow: 512 * 30 bits * 4 < 65,536
_KEPT = 1 << 16  # rows kept; about 20 MB at 90 languages. A hostile text only makes it slower


class Rows(dict[str, int]):
    """The cost of a pair of characters in all languages at once.

    A value holds one 16-bit lane a language, in quarter bits, the first language lowest, so that
    ``sum`` over the pairs of a text adds up every language.
    """

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._width = len(tables.languages)
        self._wide = [tables.languages.index(lang) for lang in WIDE_LANGUAGES]
        self._alone: dict[tuple[int, str], bytes] = {}
        self._weights = [0 if cost == 255 else cost for cost in tables.priors]

    def __missing__(self, pair: str) -> int:
        if len(self) >= _KEPT:
            self.clear()
        lanes = bytearray(2 * self._width)
        lanes[::2] = self.row(pair)
        value = self[pair] = int.from_bytes(lanes, "little")
        return value

    def row(self, pair: str) -> bytes:
        """The costs of a pair in quarter bits, one byte a language."""
        tables = self._tables
        folded = pair.translate(FOLD)
        before, char = folded
        kind = class_of(char)
        if kind in UNWANTED:
            return bytes([round(FLOOR[kind] * UNIT)]) * self._width
        key = (class_of(before) if kind in SHARED else -1, char)
        alone = self._alone.get(key)
        if alone is None:
            if len(self._alone) >= _KEPT:
                self._alone.clear()
            alone = self._alone[key] = self._fallback(*key)
        number = tables.pairs.get(folded)
        if number is not None:
            row = bytearray(alone)
            first, last = tables.offsets[number], tables.offsets[number + 1]
            for lane, cost in zip(tables.lanes[first:last], tables.costs[first:last], strict=True):
                row[lane] = min(row[lane], cost * (UNIT // PAIR_UNIT))
            return bytes(row)
        nibbles = self._wide_nibbles(before, char)
        if nibbles is None:
            return alone
        row = bytearray(alone)
        for lane, cost in zip(self._wide, nibbles, strict=True):
            if cost:
                row[lane] = min(row[lane], cost * UNIT)
        return bytes(row)

    def _wide_nibbles(self, before: str, char: str) -> tuple[int, int, int, int] | None:
        tables = self._tables
        number = tables.firsts.get(before)
        if number is None or char > "\uffff":
            return None
        first, last = tables.wide_offsets[number], tables.wide_offsets[number + 1]
        point = ord(char)
        at = bisect_left(tables.seconds, point, first, last)
        if at == last or tables.seconds[at] != point:
            return None
        low, high = tables.wide_low[at], tables.wide_high[at]
        return low >> 4, low & 15, high >> 4, high & 15

    def _fallback(self, before: int, char: str) -> bytes:
        """The costs of a character whatever stands before it (punctuation: its class counts)."""
        tables = self._tables
        own = [255] * self._width
        number = tables.pairs.get(START + char)
        if number is not None:
            first, last = tables.offsets[number], tables.offsets[number + 1]
            for lane, cost in zip(tables.lanes[first:last], tables.costs[first:last], strict=True):
                own[lane] = cost * (UNIT // PAIR_UNIT)
        nibbles = self._wide_nibbles(START, char)
        if nibbles is not None:
            for lane, cost in zip(self._wide, nibbles, strict=True):
                if cost:
                    own[lane] = (cost + WIDE_OFFSET) * UNIT
        kind = class_of(char)
        # the character among those of its class, all languages together
        merged = min(map(add, own, self._weights), default=255)
        floor = round(FLOOR[kind] * UNIT)
        merged = min(merged, floor)
        classes = tables.classes[kind :: len(NAMES)]
        of_class = min(map(add, classes, self._weights))
        within = max(0, merged - of_class) + CLASS
        shared = 255
        if before >= 0:
            shared = tables.shared.get((before, char), 255) + PUNCTUATION
            shared = min(shared, merged + PUNCTUATION + UNIT * 2)
        return bytes(
            min(own_cost + CHARACTER, class_cost + within, shared, CEILING)
            for own_cost, class_cost in zip(own, classes, strict=True)
        )


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
        lanes = bytearray(self._width)
        lanes[::2] = tables.priors
        self._priors = int.from_bytes(lanes, "little")
        self._index = {language: i for i, language in enumerate(tables.languages)}

    def totals(self, pairs: Iterable[str]) -> list[int]:
        """The summed costs of ``pairs`` by language, in quarter bits, priors included."""
        totals: list[int] = []
        rows = map(self._lookup, pairs)
        while block := sum(islice(rows, _BLOCK)):
            lanes = memoryview(block.to_bytes(self._width, "little")).cast("H")
            totals = list(map(add, totals, lanes)) if totals else lanes.tolist()
        priors = memoryview(self._priors.to_bytes(self._width, "little")).cast("H")
        return list(map(add, totals, priors)) if totals else priors.tolist()

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

    def lane_cost(self, pair: str, number: int) -> float:
        """``pair_cost`` by the language's number."""
        return (self._lookup(pair) >> (16 * number) & 0xFFFF) / UNIT


def pairs_of(text: str) -> Iterable[str]:
    """The pairs of a text, the first character after a space (a CJK one after a full stop)."""
    if not text:
        return ()
    before = "。" if class_of(text[0]) in CJK else " "
    return map(add, before + text[:-1], text)
