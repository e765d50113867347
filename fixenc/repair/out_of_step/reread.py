"""Stretches of a double-byte file read again, and the text put together with what they give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from fixenc import codecs, model
from fixenc.repair.out_of_step.orphans import (
    ALONE,
    REPLACEMENT,
    Costs,
    Piece,
    Reading,
    best_way,
    character,
    next_character,
    proposal,
    readings,
    tells,
)
from fixenc.spans import Edit

# Half-open, in bytes.
Range = tuple[int, int]

# Characters on either side of what looks strange that are read again: the first ones out of step
# may look well, of 240 stretches at most four.
AROUND = 12
# Bits by which another way must be likelier than the decoder's: 8 left 0.2 characters more wrong
# for each byte lost from Big5; with 4, 0 of 20,687 clean lines changed.
MARGIN = 4.0
# More bits for each further lone byte in one stretch: two losses side by side are rare, and out of
# step from one of them to the other anything can be read.
AGAIN = 20.0
# Code points read again after which their mean cost decides whether this is text at all: text
# costs 6 to 10 bits, old poems 14, random bytes 17 to 22. The same of one stretch.
PATIENCE, READABLE = 1000, 16.0


@dataclass(slots=True)
class Reader:
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
    seen: int = 0  # code points that were searched for newlines
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
        self.tried += len(found)
        self.bits += self.costs.of(found, ends[0])
        if not self._is_better(found, shown, ends):
            pieces = self._as_decoded(shown, first, last)
        self._copy(at + first, low)
        self._write(data, pieces, low, (ends[0], ends[1] or "\n"))
        self.taken = at + last
        while self.passed < len(self.ranges) and self.ranges[self.passed][0] < high:
            self.passed += 1

    def _as_decoded(self, shown: str, first: int, last: int) -> list[Piece]:
        """The characters ``first:last`` of the line as the decoder has them, as pieces."""
        offset, low = self.line[1], self.grid[first]
        pieces: list[Piece] = []
        for char, start, end in zip(
            shown, self.grid[first:last], self.grid[first + 1 :], strict=False
        ):
            whole = self.data[offset + start : offset + end]
            bad = char == REPLACEMENT and character(whole, self.encoding) is None
            pieces.append((start - low, end - low, None if bad else char))
        return pieces

    def _is_better(self, found: str, shown: str, ends: tuple[str, str]) -> bool:
        """Whether what was found is so much likelier than what the decoder shows."""
        first = next((i for i, (a, b) in enumerate(zip(found, shown, strict=False)) if a != b), -1)
        if first < 0:
            return False
        last = 0
        while last < min(len(found), len(shown)) - first and found[-1 - last] == shown[-1 - last]:
            last += 1
        before = (ends[0] + shown)[first]
        after = (shown + ends[1])[len(shown) - last : len(shown) - last + 1]
        new, old = found[first : len(found) - last], shown[first : len(shown) - last]
        more = new.count(REPLACEMENT) - max(1, old.count(REPLACEMENT))
        wanted = MARGIN + AGAIN * max(0, more)
        bits = self.costs.of(new + after, before)
        if bits - ALONE * new.count(REPLACEMENT) > READABLE * len(new + after):
            return False
        if self.costs.of(old + after, before) - bits < wanted:
            return False
        once = self.costs.once(old + after, before) - self.costs.once(new + after, before)
        elsewhere = ALONE * old.count(REPLACEMENT) - model.load().score(
            before + old.replace(REPLACEMENT, "") + after
        )
        return once >= wanted and elsewhere >= bits

    def _go_to_line_of(self, place: int) -> None:
        newline = self.text.rfind("\n", self.seen, place)
        if newline >= 0 or not self.grid:
            offset = self.line[1]
            for _ in range(self.text.count("\n", self.seen, newline + 1)):
                offset = self.data.index(b"\n", offset) + 1
            end = self.data.find(b"\n", offset) + 1 or len(self.data)
            self.line = newline + 1, offset
            self.grid = _grid(self.data[offset:end], self.encoding)
        self.seen = place

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
        fill = proposal(place, REPLACEMENT, [(r.char, r.cost) for r in found], self.encoding)
        sides = chars[best.place], chars[best.place + 2]
        if fill is None or not tells(sides) or (self.fills and self.fills[-1].end >= place):
            return
        self.fills.append(fill)

    def finish(self) -> str:
        """Take over what is left, and return the whole text."""
        self._copy(len(self.text), len(self.data))
        return "".join(self.parts)


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
