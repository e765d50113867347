"""Bytes in multi-byte encodings that lost their step: one byte is missing, too many or wrong.

Where a byte is lost from GBK, its neighbour pairs with the next character's first byte, and so on
until something of one byte comes: a line of a novel is gone for one byte. A decoder sees nothing
wrong, or only at the end. Here the text is searched for stretches that look it, and of each the
likeliest way through its bytes is taken, in which a byte may stand alone: there the byte was lost,
and all around it is right. UTF-8 keeps its step; there only the lost characters are looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from fixenc import codecs, model
from fixenc.repair.orphans import (
    PUT_IN,
    REPLACEMENT,
    Costs,
    Piece,
    Reading,
    best_way,
    confidence,
    next_character,
    ratio,
    readings,
    restored,
    wholes,
)
from fixenc.spans import Alternative, Certainty, Edit, Evidence, Kind

# Half-open, in bytes.
Range = tuple[int, int]

# A stretch is looked at where a character that costs RARE bits by itself touches one that costs
# ODD, or one that costs ODD stands before a single ASCII sign: 0.2 to 3 % of the characters of
# clean text, and all but 1 in 20 of stretches with two wrong characters or more. Of those, where
# the four characters there cost STRANGE bits (clean text: 1 in 5 of them).
RARE, ODD, STRANGE = 18.0, 14.0, 52.0
# Characters on either side of what looks strange that are read again: the first ones out of step
# may look well, of 240 stretches at most four.
AROUND = 12
WIDEST = 2000  # characters of a stretch; a longer one is read piece by piece
# Bits by which another way must be likelier than the decoder's.
MARGIN = 8.0
SAMPLE = 4000  # characters that the language is told by
# Code points read again after which their mean cost decides whether this is text at all: text
# costs 6 to 10 bits, random bytes 17 to 22.
PATIENCE, READABLE = 1000, 14.0
# The same for UTF-8, by the holes: so many, and one in so many bytes.
MANY, DENSE = 200, 25
LEAST = 0.5  # confidence of a reading that is proposed
ALTERNATIVES = 3
SUREST = 0.999  # no inferred edit is certain
LONGEST = 5  # bytes of UTF-8 that one byte more or less makes well-formed


@dataclass(frozen=True, slots=True)
class Resynced:
    """The text of bytes, brought back into step.

    ``text`` has one U+FFFD for each of ``defects``: sorted, half-open ranges of bytes that stand
    alone or do not decode. ``fills`` is a set of edits of ``text``, each of one U+FFFD that may be
    told from what surrounds it (or, where a byte was put in, dropped); all are inferred.
    """

    text: str
    defects: tuple[Range, ...]
    fills: tuple[Edit, ...] = ()


def resync(data: bytes, encoding: str) -> Resynced:
    """The text of ``data``, with the stretches that lost their step read right.

    Bytes without defects come back as ``codecs.decode`` has them. Takes time in proportion to the
    bytes. Never raises for any bytes; raises ``EncodingNotFound`` for an unknown name.

    >>> data = "学而时习之，不亦说乎？有朋自远方来，不亦乐乎？".encode("gbk")
    >>> found = resync(data[:5] + data[6:], "gbk")
    >>> found.text, found.defects
    ('学而�习之，不亦说乎？有朋自远方来，不亦乐乎？', ((4, 5),))
    """
    entry = codecs.lookup(encoding)
    text, ranges = codecs.decode_with_defects(data, entry.name)
    if entry.name == "utf-8":
        return _filled(data, text, ranges) if ranges else Resynced(text, ())
    if entry.kind is not codecs.Kind.MULTI or data.isascii():
        return Resynced(text, ranges)
    costs = _costs(_language(text))
    stretches = list(_stretches(text, costs))
    if not stretches:
        return Resynced(text, ranges)
    reader = _Reader(data, entry.name, text, ranges, costs)
    for start, end in stretches:
        reader.read_again(start, end)
    return reader.result()


_costs = lru_cache(8)(Costs)


def _language(text: str) -> str:
    """The language of what is not ASCII; of all, where words hold both."""
    sample: list[str] = []
    size = 0
    for found in re.finditer("[^\x00-\x7f]+", text):
        sample.append(found[0])
        size += len(found[0])
        if size >= SAMPLE:
            break
    if size < 2 * len(sample):
        return model.load().language(text[:SAMPLE])
    return model.load().language(" ".join(sample))


def _stretches(text: str, costs: Costs) -> Iterator[Range]:
    """The stretches of ``text``, in code points and within lines, that may be out of step."""
    start = end = -1
    for found in _strange(text, costs).finditer(text):
        first, last = max(0, found.start() - 1), found.end() + 1
        if found[0] != REPLACEMENT:
            before = text[first - 1] if first else "\n"
            if costs.of(text[first:last], before) < STRANGE:
                continue
        near = 0 <= found.start() - end <= 2 * AROUND and found.end() - start < WIDEST
        if start < 0 or not near or "\n" in text[end : found.start()]:
            if start >= 0:
                yield start, end
            start = found.start()
        end = found.end()
    if start >= 0:
        yield start, end


def _strange(text: str, costs: Costs) -> re.Pattern[str]:
    """Two characters of ``text`` that are rare in its language, and U+FFFD."""
    chars = sorted(char for char in set(text) - {REPLACEMENT} if char > "\x7f")
    odd = "".join(char for char in chars if costs.alone(char) >= ODD)
    rare = "".join(char for char in odd if costs.alone(char) >= RARE)
    if not rare:
        return re.compile(REPLACEMENT)
    odd, rare = f"[{re.escape(odd)}]", f"[{re.escape(rare)}]"
    return re.compile(f"{rare}{odd}|{odd}{rare}|{odd}[!-~](?=[^\x00-\x7f])|{REPLACEMENT}")


@dataclass(slots=True)
class _Reader:
    """Reads stretches of a file again, from left to right, and puts the text together."""

    data: bytes
    encoding: str
    text: str
    ranges: Sequence[Range]
    costs: Costs
    parts: list[str] = field(default_factory=list)
    defects: list[Range] = field(default_factory=list)
    fills: list[Edit] = field(default_factory=list)
    written: int = 0  # code points in parts
    taken: int = 0  # code points of text that are in parts
    passed: int = 0  # ranges that are in defects, or in stretches read again
    tried: int = 0  # code points read again, and what they cost
    bits: float = 0.0
    line: Range = (0, 0)  # where the line begins, in code points and in bytes
    grid: list[int] = field(default_factory=list)  # where its characters begin, in bytes

    def read_again(self, start: int, end: int) -> None:
        """Read what is around ``text[start:end]`` again."""
        self._go_to_line_of(start)
        at, offset = self.line
        first = max(start - AROUND, self.taken, at) - at
        last = min(end + AROUND - at, len(self.grid) - 1)
        if first >= last or (self.tried > PATIENCE and self.bits > self.tried * READABLE):
            return
        ends = self.text[at + first - 1 : at + first] or "\n", self.text[at + last : at + last + 1]
        low, high = offset + self.grid[first], offset + self.grid[last]
        data = self.data[low:high]
        shown = self.text[at + first : at + last]
        pieces = best_way(data, self.encoding, self.costs, ends[0], ends[1])
        found = "".join(char or REPLACEMENT for _, _, char in pieces)
        bits = self.costs.of(found + ends[1], ends[0])
        self.tried += len(found)
        self.bits += bits
        if found == shown or self.costs.of(shown + ends[1], ends[0]) - bits < MARGIN:
            bytes_of = [place - self.grid[first] for place in self.grid[first : last + 1]]
            pieces = [
                (a, b, None if char == REPLACEMENT else char)
                for a, b, char in zip(bytes_of, bytes_of[1:], shown, strict=False)
            ]
        self._copy(at + first, low)
        self._write(data, pieces, low, (ends[0], ends[1] or "\n"))
        self.taken = at + last
        while self.passed < len(self.ranges) and self.ranges[self.passed][0] < high:
            self.passed += 1

    def _go_to_line_of(self, place: int) -> None:
        at, offset = self.line
        newline = self.text.rfind("\n", at, place)
        if newline < 0 and self.grid:
            return
        for _ in range(self.text.count("\n", at, newline + 1) if newline >= 0 else 0):
            offset = self.data.index(b"\n", offset) + 1
        end = self.data.find(b"\n", offset) + 1 or len(self.data)
        self.line = max(newline + 1, at), offset
        self.grid = _grid(self.data[offset:end], self.encoding)

    def _copy(self, upto: int, offset: int) -> None:
        """Take over the text up to a code point, which is at byte ``offset``, as it is."""
        self.parts.append(self.text[self.taken : upto])
        self.written += upto - self.taken
        while self.passed < len(self.ranges) and self.ranges[self.passed][0] < offset:
            self.defects.append(self.ranges[self.passed])
            self.passed += 1

    def _write(self, data: bytes, pieces: list[Piece], offset: int, ends: tuple[str, str]) -> None:
        lone = [n for n, (a, b, char) in enumerate(pieces) if char is None and b - a == 1]
        for number in lone:
            self._fill(data, pieces, number, ends)
        for start, end, char in pieces:
            if char is None:
                self.defects.append((offset + start, offset + end))
        self.parts.append("".join(char or REPLACEMENT for _, _, char in pieces))
        self.written += len(pieces)

    def _fill(self, data: bytes, pieces: list[Piece], number: int, ends: tuple[str, str]) -> None:
        """Move a lone byte to its likeliest place in ``pieces``, and propose what it was."""
        found = readings(data, pieces, number, ends, self.encoding, self.costs)
        best = found[0]
        pieces[best.first : best.last] = _pieces_of(data, pieces, best, self.encoding)
        chars = [ends[0], *(char for _, _, char in pieces), ends[1]]
        place = self.written + best.place
        fill = _edit(place, REPLACEMENT, [(r.char, r.cost) for r in found], self.encoding)
        sides = chars[best.place], chars[best.place + 2]
        if fill is None or not _tell(sides) or (self.fills and self.fills[-1].end >= place):
            return
        self.fills.append(fill)

    def result(self) -> Resynced:
        """The whole text."""
        self._copy(len(self.text), len(self.data))
        return Resynced("".join(self.parts), tuple(self.defects), tuple(self.fills))


def _tell(sides: Sequence[str | None]) -> bool:
    """Whether what stands on both sides of a hole can tell what stood there.

    Another hole does not. Between ASCII a byte may well be a letter in a single-byte encoding.
    """
    if None in sides or REPLACEMENT in sides:
        return False
    return any(side is not None and not side.isascii() for side in sides)


def _grid(line: bytes, encoding: str) -> list[int]:
    """Where the characters of a line begin, as its decoder has it, and the end.

    Only the start where the decoder makes two characters of one sequence: such a line is left.
    """
    text, ranges = codecs.decode_with_defects(line, encoding)
    bad = dict(ranges)
    grid, at = [0], 0
    while at < len(line):
        step = None if at in bad else next_character(line, at, encoding)
        at = bad.get(at, at + 1) if step is None else step[1]
        grid.append(at)
    return grid if len(grid) == len(text) + 1 else [0]


def _pieces_of(data: bytes, pieces: Sequence[Piece], best: Reading, encoding: str) -> list[Piece]:
    """The pieces that a reading is about, with the lone byte in its place."""
    made: list[Piece] = []
    at = pieces[best.first][0]
    for number in range(best.first, best.last):
        if number == best.place:
            made.append((at, at + 1, None))
            at += 1
        else:
            made.append((at, at + 2, codecs.decode(data[at : at + 2], encoding)))
            at += 2
    return made


def _edit(
    place: int, before: str, found: Sequence[tuple[str, float]], encoding: str
) -> Edit | None:
    """The proposal to put the first of ``found`` where ``before`` is; None if it is unlikely.

    ``found`` are texts with their bits, the likeliest first. What they share with ``before`` at
    their start is no part of the edit.
    """
    bits = [cost for _, cost in found]
    sure = confidence(bits)
    if sure < LEAST:
        return None
    shared = 1 if len(before) > 1 and found[0][0].startswith(before[0]) else 0
    others = tuple(
        Alternative(text[shared:], encoding, round(sure * ratio(bits[0], cost), 4))
        for text, cost in found[1:]
        if text.startswith(before[:shared])
    )
    return Edit(
        place + shared,
        place + len(before),
        before[shared:],
        found[0][0][shared:],
        kind=Kind.LOST,
        certainty=Certainty.INFERRED,
        confidence=min(sure, SUREST),
        evidence=(Evidence("model", round(bits[1] - bits[0], 2)),) if len(bits) > 1 else (),
        alternatives=others[:ALTERNATIVES],
    )


def _filled(data: bytes, text: str, ranges: Sequence[Range]) -> Resynced:
    """UTF-8 with one U+FFFD for all bytes side by side that do not decode, and what they were."""
    costs = _costs(_language(text))
    holes = list(_joined(data, ranges))
    parts: list[str] = []
    places: list[int] = []
    at = written = 0
    for start, end in holes:
        part = data[at:start].decode("utf-8") + REPLACEMENT
        parts.append(part)
        written += len(part)
        places.append(written - 1)
        at = end
    whole = "".join((*parts, data[at:].decode("utf-8")))
    fills: list[Edit] = []
    for place, (start, end) in zip(places, holes, strict=True):
        ends = whole[place - 1 : place] or "\n", whole[place + 1 : place + 2] or "\n"
        sides = ends if end - start == 1 else (ends[0] + "\u3000", ends[1])
        if end - start > LONGEST or not _tell(ends if end - start == 1 else 2 * ends):
            continue
        before = whole[place - 2 : place - 1] or "\n"
        read = restored(data[start:end], ends, before, costs)
        found = sorted(read, key=lambda entry: entry[1])
        fill = _edit(place - 1, ends[0] + REPLACEMENT, found, "utf-8") if found else None
        if fill is not None and (not fills or fills[-1].end < fill.start):
            fills.append(fill)
    return Resynced(whole, tuple(holes), tuple(fills))


def _joined(data: bytes, ranges: Sequence[Range]) -> Iterator[Range]:
    """The defects, as one those that touch, and those that one byte put in between made two."""
    first, last = ranges[0]
    for start, end in ranges:
        split = start - last == 2 and end - first <= LONGEST
        if start > last and not (split and _is_split(data[first:end])):
            yield first, last
            first = start
        last = end
    yield first, last


def _is_split(part: bytes) -> bool:
    return any(bits == PUT_IN for _, bits in wholes(part))
