"""Bytes that stand alone: where in a stretch they are, and which character each was part of.

``best_way`` finds the likeliest way through bytes in which a byte may stand alone. What such a
byte is left of, ``readings`` ranks: every character that it may have been part of is weighed
between its neighbours, at the byte's own place and at those next to it, where the same bytes pair
otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from fixenc import codecs, model
from fixenc.calibration import calibrated
from fixenc.spans import Alternative, Certainty, Edit, Evidence, Kind

# (start, end, character) of bytes, half open; None for the character where they stand alone.
Piece = tuple[int, int, str | None]

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# Bits for a byte that stands alone. 18 broke 1 of 4 clean texts of 28 to 47 kB, 21 none; 25 and 32
# left 0.1 and 0.2 characters more wrong for each byte lost.
ALONE = 21.0
# More for one behind another, and for one that is a character by itself: without these, four
# half-width kana in a clean file of 75 kB were taken for four bytes left over.
TWICE, WHOLE = 15.0, 8.0
# Characters on either side between which the place of a lone byte is looked for: 4 found as much.
REACH = 2
# Bits that a character may cost by itself to be thought of; 23 takes in all that a language has
# never shown, and found 3 more in 1,256 at half the speed.
USUAL = 21.0
# Bits for a byte that was put in, and for one of which a bit was changed, above those for one that
# was lost: 8 for the value of the first, 3 for the place of the bit, and a little for either.
PUT_IN, CHANGED = 12.0, 7.0
# The model is too sure of itself by so much: of readings at 0.99 by their bits 96 in 100 are right.
SOBER = 1.7
LEAST = 0.5  # confidence of a reading that is proposed
ALTERNATIVES = 3
SUREST = 0.999  # no inferred edit is certain
_LENGTHS = (1, 2, 3, 4)  # bytes of a character
_KEPT = 1 << 16


class Costs(dict[str, float]):
    """The cost in bits of the second character of a pair, in one language."""

    def __init__(self, language: str) -> None:
        self._mind = model.load()
        self._language = language
        self._usual: dict[tuple[bytes, str], str] = {}

    def __missing__(self, pair: str) -> float:
        if len(self) >= _KEPT:
            self.clear()
        cost = self[pair] = self._mind.pair_cost(pair, self._language)
        return cost

    def alone(self, char: str) -> float:
        """The cost of a character whatever stands before it."""
        return self[REPLACEMENT + char]

    def of(self, text: str, before: str) -> float:
        """The cost of a text behind the character ``before``; U+FFFD counts as a lone byte."""
        total = 0.0
        for char in text:
            total += ALONE if char == REPLACEMENT else self[before + char]
            before = char
        return total

    def once(self, text: str, before: str) -> float:
        """``of`` with every pair counted once, so that a ruler is not made likely by its length."""
        pairs = {a + b for a, b in zip(before + text, text, strict=False)}
        alone = text.count(REPLACEMENT) * ALONE
        return alone + sum(self[pair] for pair in pairs if pair[1] != REPLACEMENT)

    def usual(self, part: bytes, encoding: str) -> str:
        """The characters worth a look of which ``part`` is what is left."""
        found = self._usual.get((part, encoding))
        if found is None:
            chars = parents(part, encoding)
            found = "".join(char for char in chars if self.alone(char) < USUAL)
            self._usual[part, encoding] = found
        return found


@dataclass(frozen=True, slots=True)
class Reading:
    """What may have stood at a lone byte.

    ``char`` ("" if the byte was put in) stands behind the first ``place`` pieces; ``text`` is all
    of the pieces ``first:last`` with it. ``cost`` is in bits.
    """

    cost: float
    first: int
    last: int
    place: int
    char: str
    text: str


@lru_cache(_KEPT)
def character(sequence: bytes, encoding: str) -> str | None:
    """The character that a sequence of bytes is, if it is exactly one.

    >>> character(b"\\xb5\\xb1", "gb18030"), character(b"\\xb5", "gb18030")
    ('当', None)
    """
    try:
        text = codecs.decode(sequence, encoding)
    except UnicodeDecodeError:
        return None
    return text if len(text) == 1 else None


@cache
def parents(part: bytes, encoding: str) -> str:
    """The characters that ``part`` with one byte more is, wherever that byte was lost.

    >>> "当" in parents(b"\\xb5", "gb18030"), "当" in parents(b"\\xb1", "gb18030")
    (True, True)
    """
    more = [bytes((byte,)) for byte in range(0x40, 0xFF)]
    wholes = (part[:at] + byte + part[at:] for at in range(len(part) + 1) for byte in more)
    found = (character(whole, encoding) for whole in wholes)
    return "".join(dict.fromkeys(char for char in found if char is not None and char > "\x7f"))


def next_character(data: bytes, at: int, encoding: str) -> tuple[str, int] | None:
    """The character that begins at a byte, and where it ends; None where none begins."""
    if data[at] < 0x80:
        return chr(data[at]), at + 1
    for length in _LENGTHS:
        sequence = data[at : at + length]
        char = character(sequence, encoding)
        if char is not None:
            return char, at + len(sequence)
    return None


def best_way(data: bytes, encoding: str, costs: Costs, before: str, after: str) -> list[Piece]:
    """The likeliest pieces of ``data``, between the characters ``before`` and ``after``.

    Of all ways to the same byte only the best is kept, so the time is in proportion to the bytes.
    """
    size = len(data)
    never = float("inf")
    cost = [0.0] + [never] * size
    last = [before] * (size + 1)
    came = [0] * (size + 1)
    for at in range(size):
        here = cost[at]
        if here == never:
            continue
        step = next_character(data, at, encoding)
        if step is not None and step[1] <= size:
            char, end = step
            total = here + costs[last[at] + char]
            if total < cost[end]:
                cost[end], last[end], came[end] = total, char, at
        if data[at] > 0x7F:
            total = here + ALONE + (TWICE if last[at] == REPLACEMENT else 0.0)
            if step is not None and step[1] == at + 1:
                total += WHOLE
            if total < cost[at + 1]:
                cost[at + 1], last[at + 1], came[at + 1] = total, REPLACEMENT, at
    pieces: list[Piece] = []
    end = size
    while end:
        at = came[end]
        alone = last[end] == REPLACEMENT and end == at + 1  # GB 18030 can write it, in four bytes
        pieces.append((at, end, None if alone else last[end]))
        end = at
    return pieces[::-1]


def readings(
    data: bytes,
    pieces: Sequence[Piece],
    number: int,
    around: tuple[str, str],
    encoding: str,
    costs: Costs,
) -> list[Reading]:
    """What may have stood at the lone byte ``pieces[number]``, the likeliest first.

    ``around`` are the characters before and after ``data``; for a double-byte encoding.
    """
    first, last = _bounds(pieces, number)
    left = (pieces[first - 1][2] if first else around[0]) or REPLACEMENT
    right = (pieces[last][2] if last < len(pieces) else around[1]) or REPLACEMENT
    stretch = data[pieces[first][0] : pieces[last - 1][1]]
    found: dict[str, Reading] = {}
    for place in range(last - first):
        head = _paired(stretch[: 2 * place], encoding)
        tail = _paired(stretch[2 * place + 1 :], encoding)
        if head is None or tail is None:
            continue
        fixed = costs.of(head, left) + costs.of((tail + right)[1:], (tail + right)[0])
        ends = (left + head)[-1], (tail + right)[0]
        for char, cost in weighed(stretch[2 * place : 2 * place + 1], ends, encoding, costs):
            text = head + char + tail
            if text not in found or fixed + cost < found[text].cost:
                found[text] = Reading(fixed + cost, first, last, first + place, char, text)
    return sorted(found.values(), key=lambda reading: reading.cost)


def weighed(
    part: bytes, ends: tuple[str, str], encoding: str, costs: Costs
) -> Iterable[tuple[str, float]]:
    """The characters that ``part`` may be left of, and "" if it was put in, with their bits."""
    before, after = ends
    yield "", costs[before + after] + PUT_IN
    flipped = chr(part[0] ^ 0x80)
    if flipped.isprintable():
        yield flipped, costs[before + flipped] + costs[flipped + after] + CHANGED
    for char in costs.usual(part, encoding):
        yield char, costs[before + char] + costs[char + after]


def _bounds(pieces: Sequence[Piece], number: int) -> tuple[int, int]:
    """The pieces around a lone byte that are pairs of bytes, and may pair otherwise."""
    first, last = number, number + 1
    while first > max(0, number - REACH) and _is_pair(pieces[first - 1]):
        first -= 1
    while last < min(len(pieces), number + 1 + REACH) and _is_pair(pieces[last]):
        last += 1
    return first, last


def _is_pair(piece: Piece) -> bool:
    return piece[2] is not None and piece[1] - piece[0] == 2


def _paired(data: bytes, encoding: str) -> str | None:
    """The text of pairs of bytes; None if one is no character."""
    chars = [character(data[i : i + 2], encoding) for i in range(0, len(data), 2)]
    return None if None in chars else "".join(filter(None, chars))


def ratio(best: float, other: float) -> float:
    """How likely a reading of ``other`` bits is, measured by one of ``best`` bits."""
    return float(2 ** max(-60.0, (best - other) / SOBER))


def confidence(bits: Sequence[float]) -> float:
    """The probability of the first of readings that cost so many bits, against the others.

    >>> round(confidence([10.0, 22.0]), 3), confidence([10.0, 10.0])
    (0.993, 0.5)
    """
    return 1 / sum(ratio(bits[0], other) for other in bits)


def tells(sides: Sequence[str | None]) -> bool:
    """Whether what stands on both sides of a hole can tell what stood there.

    Another hole does not. Between ASCII a byte may well be a letter in a single-byte encoding.
    """
    if None in sides or REPLACEMENT in sides:
        return False
    return any(side is not None and not side.isascii() for side in sides)


def proposal(
    place: int, before: str, found: Sequence[tuple[str, float]], encoding: str
) -> Edit | None:
    """The proposal to put the first of ``found`` where ``before`` is; None if it is unlikely.

    ``found`` are texts with their bits, the likeliest first. What the first shares with ``before``
    at either end is no part of the edit.
    """
    bits = [cost for _, cost in found]
    sure = confidence(bits)
    if sure < LEAST:
        return None
    after = found[0][0]
    head = 1 if len(before) > 1 and after[:1] == before[0] else 0
    tail = 1 if len(before) > 1 and len(after) > head and after[-1] == before[-1] else 0
    others = tuple(
        Alternative(text[head : len(text) - tail], encoding, round(sure * ratio(bits[0], cost), 4))
        for text, cost in found[1:]
        if text[:head] == before[:head] and text[len(text) - tail :] == before[len(before) - tail :]
    )
    return Edit(
        place + head,
        place + len(before) - tail,
        before[head : len(before) - tail],
        after[head : len(after) - tail],
        kind=Kind.LOST,
        certainty=Certainty.INFERRED,
        confidence=min(calibrated("gap", sure), SUREST),
        evidence=(Evidence("model", round(bits[1] - bits[0], 2)),) if len(bits) > 1 else (),
        alternatives=others[:ALTERNATIVES],
    )
