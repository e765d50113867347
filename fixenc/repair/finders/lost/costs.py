"""What characters cost after those before them: pairs, and longer runs where they are known."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from heapq import nsmallest
from typing import TypeAlias
from unicodedata import category
from zlib import crc32

from fixenc.model import Model
from fixenc.model.longer import (
    BEFORE,
    CHECKSUM,
    EXTRA,
    STEP,
    checksum,
    folded,
    reach_of,
    runs_of,
    unfinished,
)
from fixenc.repair.finders.lost.memory import Kept, count

KNOWN = 22.0  # bits above which a pair occurs in no text, and no longer run of it either
BEGUN = 4.0  # bits that a character which begins a word costs more than behind a space
CAPITALS = 1.0  # bits that a pair of capitals costs more than the same in small letters
# Bits that a capital costs behind a small letter, which the model takes for its small one. Of the
# letters there one in 340 to 2,500 is one, for names as McDonald, and of those beyond ASCII one in
# 4,000 at most (training text of eleven languages).
WITHIN = 13.0

_OF_A_ROW = 4  # answers that a row takes the room of, or what goes on from a character


class Row(dict[str, float]):
    """The cost in bits of each character behind the same few others, made when it is asked for."""

    __slots__ = ("_before", "_costs")

    def __init__(self, costs: Costs, before: str) -> None:
        self._costs = costs
        self._before = before

    def __missing__(self, char: str) -> float:
        count(1)
        value = self[char] = self._costs.once(self._before, char)
        return value


class _Folded(dict[str, bytes]):
    """Characters as the checksums of runs see them."""

    def __missing__(self, char: str) -> bytes:
        if len(self) >= 1 << 16:
            self.clear()
        value = self[char] = folded(char)
        return value


_FOLDED = _Folded()

# For what precedes a character, from its last character alone to all of it: the checksum to go on
# from, and the bits more for what no run goes on to.
_Chain: TypeAlias = tuple[tuple[int, float], ...]


class Costs:
    """The cost in bits of the last character of a string after those before it, in one language.

    ``reach`` is how many of them count, ``language`` the model's name for the language.
    """

    def __init__(self, known: Model, number: int) -> None:
        self._known = known
        self._number = number
        self.language = known.languages[number]
        self._runs = runs_of(self.language)
        self.reach = reach_of(self.language)
        self._rows = Kept[str, Row]()
        self._pairs = Kept[str, dict[str, float]]()
        self._chains = Kept[str, _Chain]()

    def __getitem__(self, run: str) -> float:
        return self.behind(run[:-1])[run[-1]]

    def behind(self, before: str) -> Row:
        """The costs of characters behind ``before``, to ask for several of."""
        row = self._rows.get(before)
        if row is None:
            row = self._rows.keep(before, Row(self, before), _OF_A_ROW)
        return row

    def once(self, before: str, char: str) -> float:
        """The cost of ``char`` behind ``before``, where no other is likely to be asked for."""
        last = before[-1:]
        if char > "\x7f" and char.isupper() and last.islower():
            return self._once(before, char.lower()) + WITHIN
        return self._once(before, char)

    def _once(self, before: str, char: str) -> float:
        last = before[-1:]
        pairs = self._pairs.get(last)
        if pairs is None:
            pairs = self._pairs.keep(last, {})
        value = pairs.get(char)
        if value is None:
            count(1)
            value = pairs[char] = self._of_pair(last + char)
        runs = self._runs
        if not runs or value >= KNOWN or (char.isascii() and before.isascii()):
            return value
        chain = self._chains.get(before)
        if chain is None:
            chain = self._chain(before)
        end = _FOLDED[char]
        for begun, others in chain:
            units = runs.get(crc32(end, begun) & CHECKSUM)
            if units is None:
                value += others
            elif (bits := units * STEP + EXTRA) < value:
                value = bits
        return value

    def _chain(self, before: str) -> _Chain:
        others = STEP * self._runs.get(checksum(BEFORE + before), 0)
        chain: _Chain = ((unfinished(before), others),)
        if shorter := before[1:]:
            chain = (self._chains.get(shorter) or self._chain(shorter)) + chain
        return self._chains.keep(before, chain, _OF_A_ROW)

    def _of_pair(self, pair: str) -> float:
        value = self._known.lane_cost_once(pair, self._number)
        if pair.isupper() and len(small := pair.lower()) == 2:
            value = min(value, self._known.lane_cost_once(small, self._number) + CAPITALS)
        if pair[1:] == "ー" and not _is_kana(pair[:1]):
            value = max(value, KNOWN)
        elif _begins(pair):
            value = min(value, self._known.lane_cost_once(" " + pair[1], self._number) + BEGUN)
        return value

    def is_rare(self, char: str) -> bool:
        """Whether the language has next to no use for a character."""
        return self._known.char_cost(char, self._number) >= RARE

    def daily(self) -> tuple[str, ...]:
        """The characters of three bytes that the language writes most often."""
        return _commonest(self._known, self._number, DAILY, MOST_DAILY)

    def usual(self) -> tuple[str, ...]:
        """Those that it writes often enough to be looked for where hardly anything is left."""
        return _commonest(self._known, self._number, USUAL, MOST_USUAL)

    def of(self, text: str) -> float:
        """The cost of a text after a space."""
        reach = self.reach
        spaced = " " + text
        return sum(self[spaced[max(0, i - reach) : i + 1]] for i in range(1, len(spaced)))


_WITHIN = frozenset("ーッャュョァィゥェォヮヽヾっゃゅょぁぃぅぇぉゎ")


def _begins(pair: str) -> bool:
    """Whether the second of two characters begins a word by what stands before it.

    Quotation marks, brackets and slashes begin a CJK text as spaces do, and katakana a word behind
    other characters. Of most such pairs the model knows nothing. ー and small kana begin none.
    """
    before, char = pair[:1], pair[1:]
    if before == " " or char < "\u2e80" or char in _WITHIN:
        return False
    if before < "\x80":
        return not before.isalnum()
    return _is_katakana(char) and not _is_katakana(before)


def _is_kana(char: str) -> bool:
    return "\u3041" <= char <= "\u30fe"


def _is_katakana(char: str) -> bool:
    return "\u30a1" <= char <= "\u30fe"


# Characters of which all is lost are looked for among those that cost so many bits at most, and
# of these among so many.
DAILY, MOST_DAILY = 11.0, 150
USUAL, MOST_USUAL = 14.0, 2000  # the same where a byte of them is left
RARE = 20.0  # bits that a character costs by itself that is not tried in a hole
_THREE_BYTES = (
    *(range(0x0E00, 0x0E80), range(0x3040, 0x3100)),
    *(range(0x4E00, 0xA000), range(0xAC00, 0xD7A4)),
)


class _Rare(Kept[str, bool]):
    """Whether a language has next to no use for a character, looked up once each."""

    __slots__ = ("_known", "_number")

    def __init__(self, known: Model, number: int) -> None:
        super().__init__()
        self._known, self._number = known, number

    def __missing__(self, char: str) -> bool:
        rare = self._known.char_cost(char, self._number) >= RARE or category(char) == "Cf"
        return self.keep(char, rare)


@cache
def rarity(known: Model, number: int) -> Callable[[str], bool]:
    """A test for characters that a language has next to no use for; one for each language.

    Nor is anything filled in that is not seen, though some texts are full of zero-width spaces.
    """
    return _Rare(known, number).__getitem__


@cache
def _commonest(known: Model, number: int, dearest: float, most: int) -> tuple[str, ...]:
    costs = known.char_costs(number)
    found = (
        char
        for char, cost in costs.items()
        if cost <= dearest and any(ord(char) in points for points in _THREE_BYTES)
    )
    return tuple(nsmallest(most, sorted(found), key=costs.__getitem__))


@cache
def costs_of(known: Model, number: int) -> Costs:
    """The costs in one language, by its number."""
    return Costs(known, number)
