"""Search for the bytes that were lost between pieces that can still be undone.

The garbled text is walked through one character at a time. A state is what the writer has not
finished and the character before it; a state keeps its few cheapest readings. Where bytes may have
been lost, each possible one opens states of its own; they fall together again as soon as what
follows is certain.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from heapq import nsmallest
from operator import itemgetter
from typing import NamedTuple

from fixenc.model import Model
from fixenc.repair.finders._readers import EATEN, Reader
from fixenc.repair.finders._writers import Fed, Writer

# Of the fills of one place this many are followed up when they finish a character; all are when
# they do not, since nothing is known of them yet. Of right readings of 2,000 garbled lines none
# was beyond the 12th; 24 leaves room.
FINISHED = 12
UNFINISHED = 600  # states: 6 leads of hanzi by 64 bytes, and some
READINGS = 4  # kept of a state: the best, and three alternatives
BEHIND = 40.0  # bits behind the best at which a state is dropped
LONGEST = 48  # characters of the garble after which the search settles for the best so far

# Bits that events cost.
BROKEN = 28.0  # a character is beyond recovery
PASSED = 6.0  # a character stands there as it was written, amid garble
VANISHED = 5.0  # bytes vanished without a mark
COLLAPSED = 5.0  # the no-break space and a space became one
SPARED = 3.0  # the reader's mark replaced one byte and spared the next
EATEN_AT_END = 6.0

HOLE = "\ufffd"


class Reading(NamedTuple):
    """One reading of a stretch: its cost in bits, its text, and where it had to be filled in.

    ``filled`` are indices into ``text``; ``text`` has U+FFFD where nothing could be.
    """

    cost: float
    text: str
    filled: tuple[int, ...]
    last: str  # the character by which the next one is judged


@dataclass(frozen=True, slots=True)
class Stretch:
    """``text[start:end]`` of the garble and its readings, the best first."""

    start: int
    end: int
    readings: tuple[Reading, ...]
    gave_up: bool = False


class Move(NamedTuple):
    """A step over one character of the garble."""

    rest: bytes
    text: str
    bottom: str
    bits: float
    filled: tuple[int, ...]
    tail: dict[str, float] = {}  # what may follow that was lost too, with the bits it costs


State = tuple[bytes, str, bool]  # what is unfinished, the character before, was any of it lost
States = dict[State, list[Reading]]


class Costs(dict[str, float]):
    """The cost in bits of each pair in one language."""

    def __init__(self, known: Model, number: int) -> None:
        self._known = known
        self._number = number

    def __missing__(self, pair: str) -> float:
        if len(self) >= 1 << 18:
            self.clear()
        value = self[pair] = self._known.lane_cost(pair, self._number)
        return value


class Search:
    """The search through one line."""

    def __init__(
        self,
        text: str,
        parts: Sequence[bytes],
        writer: Writer,
        reader: Reader,
        costs: Costs,
    ) -> None:
        self._text = text
        self._parts = parts
        self._writer = writer
        self._reader = reader
        self._costs = costs
        present = {p[0] for p in parts if len(p) == 1}
        self._alone = tuple(sorted(reader.alone - present))
        self._lost: dict[tuple[str, bytes], list[tuple[bytes, Fed]]] = {}

    def read(
        self, start: int, end: int, zones: Sequence[range], settled: set[int]
    ) -> Iterator[Stretch]:
        """Read ``text[start:end]``: stretch by stretch, those that are certain and the others.

        ``zones`` are ranges of indices near which bytes may have been lost, in order and disjoint;
        ``settled`` the indices at which the exact reading has a character boundary.
        """
        state = b"", self._text[start - 1] if start else " ", False
        at = start
        for zone in zones:
            if zone.stop <= at:
                continue
            if at < zone.start:
                certain, state = self._exact(at, zone.start, state)
                yield certain
                at = zone.start
            stretch, state = self._search(at, end, zone.stop, state, settled)
            yield stretch
            at = stretch.end
        if at < end:
            yield self._exact(at, end, state)[0]

    def _exact(self, start: int, end: int, state: State) -> tuple[Stretch, State]:
        rest, last, _ = state
        text: list[str] = []
        for char, part in zip(self._text[start:end], self._parts[start:end], strict=True):
            fed = self._writer.feed(rest, part) if part != b"?" or char == "?" else None
            fed = fed or Fed(b"", char, char)
            rest, last = fed.rest, fed.bottom[-1:] or last
            text.append(fed.text)
        whole = Reading(0.0, "".join(text), (), last)
        return Stretch(start, end, (whole,)), (rest, last, False)

    def _search(
        self, start: int, end: int, stop: int, state: State, settled: set[int]
    ) -> tuple[Stretch, State]:
        """Read on from ``start`` until, past ``stop``, all readings agree on where they are."""
        states = {state: [Reading(0.0, "", (), state[1])]}
        at = start
        while at < end:
            states = self._step(states, at)
            at += 1
            if at >= stop and len(states) == 1 and at in settled:
                ((state, readings),) = states.items()
                if state[0][:1] in (b"", b"\xff"):
                    return Stretch(start, at, tuple(_different(readings))), state
            if at - start >= LONGEST and at < end:
                whole = {key: found for key, found in states.items() if not key[0]}
                if whole:
                    state = min(whole, key=lambda key: whole[key][0].cost)
                    return Stretch(start, at, _best(whole), gave_up=True), state
        states = self._finish(states, end)
        return Stretch(start, at, _best(states)), (b"", " ", False)

    def _step(self, states: States, at: int) -> States:
        found: States = {}
        moves: dict[tuple[bytes, bool], list[Move]] = {}
        for (rest, last, is_open), readings in states.items():
            key = rest, is_open
            if key not in moves:
                moves[key] = list(self._moves(rest, at, is_open))
            self._apply(readings, last, is_open, moves[key], found)
        return _pruned(found)

    def _apply(
        self, readings: list[Reading], last: str, was_open: bool, moves: list[Move], found: States
    ) -> None:
        """Take the moves from one state: all that leave a character open, the best of the others."""
        priced: list[tuple[float, Move]] = []
        costs = self._costs
        for move in moves:
            bits = move.bits
            before = last
            for char in move.bottom:
                if char == HOLE:
                    before = " "
                else:
                    bits += costs[before + char]
                    before = char
            priced.append((bits, move))
        if len(priced) > FINISHED:
            unfinished = [p for p in priced if not p[1].bottom]
            finished = [p for p in priced if p[1].bottom]
            priced = unfinished + nsmallest(FINISHED, finished, key=itemgetter(0))
        best = readings[0].cost
        for bits, move in priced:
            after = move.bottom[-1:] or last
            after = " " if after == HOLE else after
            still = move.rest[:1] not in (b"", b"\xff") and bool(
                move.filled or (was_open and not move.text)
            )
            for more, price in move.tail.items() if move.tail else (("", 0.0),):
                total = bits + price + (costs[after + more] if more else 0.0)
                if more:
                    key = move.rest, more, still
                    filled: tuple[int, ...] = (*move.filled, len(move.text))
                else:
                    key = move.rest, after, still
                    filled = move.filled
                known = found.setdefault(key, [])
                if known and known[0].cost + BEHIND < best + total:
                    continue
                text = move.text + more
                for cost, before, gaps, _ in readings:
                    if filled:
                        length = len(before)
                        gaps += tuple([length + i for i in filled])
                    known.append(Reading(cost + total, before + text, gaps, key[1]))

    def _moves(self, rest: bytes, at: int, is_open: bool) -> Iterator[Move]:
        char, part = self._text[at], self._parts[at]
        whole = rest[:1] in (b"", b"\xff")
        fits = False
        if part != b"?" or char == "?":
            fed = self._writer.feed(rest, part)
            if fed is not None and (char > "\x7f" or whole or self._takes_ascii()):
                fits = True
                yield Move(fed.rest, fed.text, fed.bottom, 0.0, ())
            if not is_open:
                yield from self._vanished(rest, part)
        if char in self._reader.marks and not is_open:
            yield from self._marked(rest, at)
        if char == " " and self._reader.space >= 0:
            yield from self._spaces(rest)
        if whole and char > "\x7f":
            lost = char == HOLE
            yield Move(rest, char, char, BROKEN if lost else PASSED, (0,) if lost else ())
        elif not whole and not fits:
            yield from self._broken(rest, char, part)
        if whole and not fits and char > "\x7f" and part != b"?":
            yield self._resumed(part, char)  # what it continues is lost

    def _takes_ascii(self) -> bool:
        return self._writer.name != "utf-8"

    def _broken(self, rest: bytes, char: str, part: bytes) -> Iterator[Move]:
        """What was begun is beyond recovery."""
        if part == b"?" and char != "?":
            yield Move(b"", HOLE + char, HOLE + char, BROKEN + PASSED, (0,))
        elif char in self._reader.marks:
            yield Move(b"", HOLE, HOLE, BROKEN, (0,))
            if char == "?":
                yield Move(b"", HOLE + char, HOLE + char, BROKEN, (0,))
        else:
            yield self._resumed(part, char)

    def _resumed(self, part: bytes, char: str) -> Move:
        """A hole, and what can be read from the first byte that may begin a character."""
        for skip in range(len(part)):
            fed = self._writer.feed(b"", part[skip:])
            if fed is not None:
                return Move(fed.rest, HOLE + fed.text, HOLE + fed.bottom, BROKEN, (0,))
        return Move(b"", HOLE, HOLE, BROKEN, (0,))

    def _singles(self, rest: bytes) -> list[tuple[bytes, Fed]]:
        """The fills of one byte that the reader shows nothing for."""
        key = "one", rest
        if key not in self._lost:
            possible = set(self._writer.nexts(rest))
            lost = [b for b in self._alone if b in possible]
            self._lost[key] = [
                (bytes([b]), fed) for b in lost if (fed := self._writer.feed(rest, bytes([b])))
            ]
        return self._lost[key]

    def _leading(self, rest: bytes) -> list[tuple[bytes, Fed]]:
        """The fills of one byte that begins a pair for the reader."""
        key = "lead", rest
        if key not in self._lost:
            self._lost[key] = [
                (bytes([b]), fed)
                for b in self._writer.nexts(rest)
                if b in self._reader.leads and (fed := self._writer.feed(rest, bytes([b])))
            ]
        return self._lost[key]

    def _doubles(self, rest: bytes) -> list[tuple[bytes, Fed]]:
        """The fills of two bytes that the reader shows nothing for."""
        key = "two", rest
        if key not in self._lost:
            found: list[tuple[bytes, Fed]] = []
            if self._reader.single:
                firsts = self._singles(rest)
                for data, fed in firsts:
                    if fed.text:
                        continue
                    found += [
                        (data + more, Fed(then.rest, then.text, then.bottom))
                        for more, then in self._singles(fed.rest)
                    ]
            else:
                for data, fed in self._leading(rest):
                    for second in self._writer.nexts(fed.rest):
                        if (data[0], second) in self._reader.pairs and (
                            both := self._writer.feed(rest, bytes([data[0], second]))
                        ):
                            found.append((bytes([data[0], second]), both))
            self._lost[key] = found
        return self._lost[key]

    def _vanished(self, rest: bytes, part: bytes) -> Iterator[Move]:
        """Bytes that vanished before a character."""
        for one in (self._singles(rest), self._doubles(rest)):
            for data, fed in one:
                then = self._writer.feed(fed.rest, part)
                if then is None or (part < b"\x80" and fed.rest and not self._takes_ascii()):
                    continue
                text, bottom = fed.text + then.text, fed.bottom + then.bottom
                bits = VANISHED * (len(data) if self._reader.single else 1)
                yield Move(then.rest, text, bottom, bits, (0,))

    def _spaces(self, rest: bytes) -> Iterator[Move]:
        """A space that was the byte shown as a no-break space, alone or with a space after it."""
        fed = self._writer.feed(rest, bytes([self._reader.space]))
        if fed is None:
            return
        yield Move(fed.rest, fed.text, fed.bottom, 0.0, (0,))
        if fed.rest[:1] in (b"", b"\xff"):
            yield Move(fed.rest, fed.text + " ", fed.bottom + " ", COLLAPSED, (0,))

    def _marked(self, rest: bytes, at: int) -> Iterator[Move]:
        """A mark that stands for bytes."""
        mark = self._text[at]
        follows = self._parts[at + 1] if at + 1 < len(self._parts) else b""
        for _, fed in self._singles(rest):
            yield Move(fed.rest, fed.text, fed.bottom, 0.0, (0,))
        if self._reader.single:
            return
        for _, fed in self._doubles(rest):
            yield Move(fed.rest, fed.text, fed.bottom, 0.0, (0,))
        for data, fed in self._leading(rest):
            if not follows or self._reader.breaks(data[0], follows[0]):
                spared = SPARED if follows and mark != HOLE else 0.0
                yield Move(fed.rest, fed.text, fed.bottom, spared, (0,))
        yield from self._eaten(rest, mark, follows)

    def _eaten(self, rest: bytes, mark: str, follows: bytes) -> Iterator[Move]:
        """A mark that stands for a byte and for the ASCII after it."""
        bits = 0.0 if follows else EATEN_AT_END
        if mark == HOLE:
            bits += EATEN_AT_END
        for data, fed in self._leading(rest):
            if fed.rest[:1] in (b"", b"\xff"):
                tail = _tail(self._reader, data[0])
                if tail:
                    yield Move(fed.rest, fed.text, fed.bottom, bits, (0,), tail)

    def _finish(self, states: States, end: int) -> States:
        """Finish what is unfinished at the end of the line or of the stretch."""
        found: States = {}
        for (rest, last, is_open), readings in states.items():
            if rest[:1] in (b"", b"\xff"):
                found.setdefault((rest, last, is_open), []).extend(readings)
                continue
            moves = [Move(b"", HOLE, HOLE, BROKEN, (0,))]
            for data, fed in (*self._singles(rest), *self._doubles(rest)):
                if fed.rest[:1] in (b"", b"\xff"):
                    bits = VANISHED * (len(data) if self._reader.single else 1)
                    moves.append(Move(fed.rest, fed.text, fed.bottom, bits, (0,)))
            self._apply(readings, last, is_open, moves, found)
        return _pruned(found)


@cache
def _tail(reader: Reader, byte: int) -> dict[str, float]:
    """The ASCII that a byte may have taken along, with the bits it costs."""
    return {char: bits for char, bits in EATEN.items() if reader.breaks(byte, ord(char))}


@cache
def costs_of(known: Model, number: int) -> Costs:
    """The costs of pairs in one language, by its number."""
    return Costs(known, number)


def _pruned(states: States) -> States:
    """The states worth following, each with its few cheapest readings of different text."""
    best = min(r.cost for readings in states.values() for r in readings)
    kept: list[tuple[float, State, list[Reading]]] = []
    for key, readings in states.items():
        if len(readings) > 1:
            readings = _different(readings)
        if readings[0].cost <= best + BEHIND:
            kept.append((readings[0].cost, key, readings))
    if len(kept) > UNFINISHED:
        kept = nsmallest(UNFINISHED, kept, key=itemgetter(0))
    return {key: readings for _, key, readings in kept}


def _different(readings: list[Reading]) -> list[Reading]:
    found: dict[str, Reading] = {}
    for reading in sorted(readings):
        if reading.text not in found:
            found[reading.text] = reading
            if len(found) == READINGS:
                break
    return list(found.values())


def _best(states: States) -> tuple[Reading, ...]:
    return tuple(_different([r for readings in states.values() for r in readings]))
