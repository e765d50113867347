"""Search for the bytes that were lost between pieces that can still be undone.

The garbled text is walked through one character at a time. A state is what the writer has not
finished and the character before it; a state keeps its few cheapest readings. Where bytes may have
been lost, each possible one opens states of its own; they fall together again as soon as what
follows is certain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from heapq import nsmallest
from math import inf
from typing import NamedTuple

from fixenc.model import Model
from fixenc.model.longer import BEFORE, EXTRA, STEP, checksum, reach_of, runs_of
from fixenc.repair.finders.lost.losses import (
    BROKEN,
    GENUINE,
    HOLE,
    MARK,
    PASSED,
    UNKNOWN,
    Losses,
    Move,
)
from fixenc.repair.finders.lost.writers import Fed, Writer, is_whole

# How wide the beam is. Of 900 sentences garbled with losses, 12 fills of a place, 24 states and 30
# bits read as many right as 24, 96 and 40, and 6, 8 and 20 one in a hundred less.
FINISHED = 8  # fills of one place that are followed up
STATES = 12
BEHIND = 40.0  # bits behind the best at which a state is dropped
READINGS = 5  # kept of a state: the best, and alternatives
# Moves weighed in one text, about a second of work. A page of 100,000 bytes with a loss in every
# line takes a third of them.
MOVES = 150_000
LONGEST = 48  # characters of the garble after which the search settles for the best so far
# Probability by margin: the odds are 2 to this many times the bits. Of 330 places filled in, a
# margin of 3 to 5 bits was right in 84 %, 6 to 8 in 88 %, 9 to 11 in 97 %, more in 99 %.
SHARPNESS = 0.6

KNOWN = 22.0  # bits above which a pair occurs in no text, and no longer run of it either
CAPITALS = 1.0  # bits that a pair of capitals costs more than the same in small letters


class Zone(NamedTuple):
    """``text[start:stop]``, where bytes were lost; ``silent`` if they may have left no mark."""

    start: int
    stop: int
    silent: bool


class Reading(NamedTuple):
    """One reading of a stretch: its cost in bits, its text, and where it had to be filled in.

    ``filled`` are indices into ``text``; ``text`` has U+FFFD where nothing could be.
    """

    cost: float
    text: str
    filled: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """``text[start:end]`` of the garble and its readings, the best first.

    ``plain`` is what it comes to where none of them is sure enough; None if holes are.
    """

    start: int
    end: int
    readings: tuple[Reading, ...]
    gave_up: bool = False
    plain: str | None = None


State = tuple[bytes, str]  # what is unfinished, and the characters before, as they were written
States = dict[State, list[Reading]]


class Costs(dict[str, float]):
    """The cost in bits of the last character of a string after those before it, in one language.

    ``reach`` is how many of them count, ``language`` the model's name for the language.
    """

    def __init__(self, known: Model, number: int) -> None:
        self._known = known
        self._number = number
        self.language = known.languages[number]
        self._runs = runs_of(self.language)
        self.reach = reach_of(self.language)

    def __missing__(self, run: str) -> float:
        if len(self) >= 1 << 17:
            self.clear()
        pair = run[-2:]
        value = self._known.lane_cost(pair, self._number)
        if pair.isupper() and len(small := pair.lower()) == 2:
            value = min(value, self._known.lane_cost(small, self._number) + CAPITALS)
        if self._runs and value < KNOWN and not run.isascii():
            for length in range(2, len(run) + 1):
                units = self._runs.get(checksum(run[-length:]))
                if units is not None:
                    value = min(value, units * STEP + EXTRA)
                elif (more := self._runs.get(checksum(BEFORE + run[-length:-1]))) is not None:
                    value += more * STEP
        self[run] = value
        return value

    def is_rare(self, char: str) -> bool:
        """Whether the language has next to no use for a character."""
        return self._known.char_cost(char, self._number) >= RARE

    def daily(self) -> tuple[str, ...]:
        """The characters of three bytes that the language writes most often."""
        return _daily(self._known, self._number)

    def of(self, text: str) -> float:
        """The cost of a text after a space."""
        reach = self.reach
        spaced = " " + text
        return sum(self[spaced[max(0, i - reach) : i + 1]] for i in range(1, len(spaced)))


# Characters of which all is lost are looked for among those that cost so many bits at most, and
# of these among so many.
DAILY, MOST_DAILY = 11.0, 150
RARE = 20.0  # bits that a character costs by itself that is not tried in a hole
NEAR = 10.0  # bits behind the best at which a state is not searched for those
_THREE_BYTES = (
    *(range(0x0E00, 0x0E80), range(0x3040, 0x3100)),
    *(range(0x4E00, 0xA000), range(0xAC00, 0xD7A4)),
)


@cache
def rarity(known: Model, number: int) -> Callable[[str], bool]:
    """A test for characters that a language has next to no use for; one for each language."""
    return lambda char: known.char_cost(char, number) >= RARE


@cache
def _daily(known: Model, number: int) -> tuple[str, ...]:
    costs = {
        char: cost
        for points in _THREE_BYTES
        for char in map(chr, points)
        if (cost := known.char_cost(char, number)) <= DAILY
    }
    return tuple(nsmallest(MOST_DAILY, costs, key=costs.__getitem__))


@cache
def costs_of(known: Model, number: int) -> Costs:
    """The costs in one language, by its number."""
    return Costs(known, number)


_NOT_ASCII = re.compile("(?<![?])[?]*+[^\0-\x7f][^\0-\x7f?]*+[?]*+")
_ASCII_OR_NOT = re.compile("[\0-\x7f]+|[^\0-\x7f]+")


@dataclass(slots=True)
class Budget:
    """How many more moves a search may weigh, all lines of a text together."""

    moves: int = MOVES


class Search:
    """The search through one line."""

    def __init__(
        self,
        text: str,
        parts: Sequence[bytes],
        writer: Writer,
        losses: Losses,
        marks: frozenset[str],
        costs: Costs,
        budget: Budget,
    ) -> None:
        self._text = text
        self._budget = budget
        self._parts = parts
        self._writer = writer
        self._losses = losses
        self._marks = marks
        self._costs = costs
        self._reach = costs.reach
        self._end = len(text)
        self._silent: frozenset[int] = frozenset()
        self._limit = inf  # bits from which on a step leads nowhere

    def read(
        self, start: int, end: int, zones: Sequence[Zone], settled: frozenset[int]
    ) -> Iterator[Stretch]:
        """Read ``text[start:end]``: stretch by stretch, those that are certain and the others.

        ``zones`` are in order and disjoint;
        ``settled`` the indices at which the exact reading has a character boundary.
        """
        state = b"", self._text[max(0, start - self._reach) : start] or " "
        self._end = end
        # a search goes on past its zone, and into the next one
        self._silent = frozenset(at for z in zones if z.silent for at in range(z.start, z.stop))
        at = start
        for zone in zones:
            if zone.stop <= at:
                continue
            if at < zone.start:
                for piece in self._pieces(at, zone.start):
                    certain, state = self._exact(*piece, state)
                    yield certain
                at = zone.start
            while at < min(zone.stop, end):
                if self._budget.moves <= 0:
                    stretch = self._given_up(at, min(zone.stop, end))
                    state = b"", self._text[max(0, stretch.end - self._reach) : stretch.end]
                else:
                    stretch, state = self._search(at, end, state, settled)
                yield stretch
                at = stretch.end
        for piece in self._pieces(at, end):
            certain, state = self._exact(*piece, state)
            yield certain

    def _pieces(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """``start:end`` cut where ASCII begins and ends."""
        for match in _ASCII_OR_NOT.finditer(self._text, start, end):
            yield match.span()

    def _exact(self, start: int, end: int, state: State) -> tuple[Stretch, State]:
        rest, last = state
        text: list[str] = []
        for at in range(start, end):
            fed = self._fed(rest, at) or Fed(b"", self._text[at], self._text[at])
            rest, last = fed.rest, (last + fed.bottom)[-self._reach :]
            text.append(fed.text)
        return Stretch(start, end, (Reading(0.0, "".join(text), ()),)), (rest, last)

    def _given_up(self, start: int, end: int) -> Stretch:
        """A stretch with a hole for each run of what is not ASCII."""
        text = _NOT_ASCII.sub(HOLE, self._text[start:end])
        filled = tuple(i for i, char in enumerate(text) if char == HOLE)
        return Stretch(start, end, (Reading(BROKEN, text, filled),), gave_up=True)

    def _search(
        self, start: int, end: int, state: State, settled: frozenset[int]
    ) -> tuple[Stretch, State]:
        """Read on from ``start`` until all readings agree on where they are."""
        now: States = {state: [Reading(0.0, "", ())]}
        after: States = {}  # those that are one character further
        at = start
        while at < end:
            now, after = self._step(now, after, at)
            at += 1
            if not after and len(now) == 1 and at in settled:
                state = next(iter(now))
                if is_whole(state[0]):
                    return Stretch(start, at, tuple(_different(now[state]))), state
            if at - start >= LONGEST and not after:
                whole = {key: found for key, found in now.items() if is_whole(key[0])}
                if whole:
                    state = min(whole, key=lambda key: min(whole[key])[0])
                    return Stretch(start, at, _best(whole), gave_up=True), state
        now = self._finish(now, end == len(self._text))
        state = min(now, key=lambda key: now[key][0].cost)
        return Stretch(start, at, _best(now)), state

    def _step(self, now: States, after: States, at: int) -> tuple[States, States]:
        found: States = after
        further: States = {}
        moves: dict[bytes, list[Move]] = {}
        silent = at in self._silent
        self._limit = min((r[0].cost for r in after.values()), default=inf) + BEHIND
        near = min((readings[0].cost for readings in now.values()), default=0.0) + NEAR
        for (rest, last), readings in now.items():
            if rest not in moves:
                moves[rest] = list(self._moves(rest, at, silent))
            self._budget.moves -= len(moves[rest])
            self._apply(readings, last, moves[rest], found, further)
            if not rest and readings[0].cost <= near and (whole := self._whole(at)):
                self._budget.moves -= len(whole)
                self._apply(readings, last, list(whole), found, further)
        return _pruned(found), further

    def _apply(
        self, readings: list[Reading], last: str, moves: list[Move], found: States, further: States
    ) -> None:
        """Take the moves from one state, or the cheapest of them."""
        costs, reach = self._costs, self._reach
        priced: list[tuple[float, Move, str]] = []
        for move in moves:
            bits = move.bits
            before = last
            for char in move.bottom:
                if char == HOLE:
                    bits += UNKNOWN
                    before = " "
                else:
                    before += char
                    bits += costs[before]
                    before = before[-reach:]
            priced.append((bits, move, before))
        if len(priced) > FINISHED:
            priced = _cheapest(priced)
        least = readings[0].cost
        for bits, move, before in priced:
            states = found
            if move.width == 1:
                # what would be dropped anyway is not spelt out
                if least + bits > self._limit:
                    continue
                if not move.tail:
                    self._limit = min(self._limit, least + bits + BEHIND)
            else:
                states = further
            if not move.tail:
                _extend(states, (move.rest, before), readings, bits, move.text, move.filled)
                continue
            filled = (*move.filled, len(move.text))
            for char, price in move.tail.items():
                total = bits + price + costs[before + char]
                key = move.rest, (before + char)[-reach:]
                _extend(states, key, readings, total, move.text + char, filled)

    def _fed(self, rest: bytes, at: int) -> Fed | None:
        part, char = self._parts[at], self._text[at]
        if (part == b"?" or char in self._marks) and char != "?":
            return None
        if char <= "\x7f" and not is_whole(rest) and self._writer.name == "utf-8":
            return None
        return self._writer.feed(rest, part)

    def _moves(self, rest: bytes, at: int, may_vanish: bool) -> Iterator[Move]:
        """The steps over ``text[at]`` after the unfinished ``rest``."""
        char, part = self._text[at], self._parts[at]
        whole, is_mark = is_whole(rest), char in self._marks
        known = part != b"?"
        fed = self._fed(rest, at)
        if fed is not None:
            genuine = GENUINE if is_mark and self._touches(at) else 0.0
            yield Move(fed.rest, fed.text, fed.bottom, genuine)
        if may_vanish and known and not is_mark:
            yield from self._losses.vanished(rest, part)
        if is_mark:
            yield from self._marked(rest, at)
        if char == " ":
            yield from self._losses.spaces(rest)
        if not whole and fed is None:
            yield from self._broken(char, part, known)
        elif whole and char > "\x7f":
            lost = char == HOLE
            yield Move(rest, char, char, BROKEN if lost else PASSED, (0,) if lost else ())
            if known and fed is None:
                yield self._resumed(part)  # what it continues is lost
        elif fed is None:
            yield Move(b"", char, char, PASSED)

    def _marked(self, rest: bytes, at: int) -> Iterator[Move]:
        """The steps over a mark, or over two in a row."""
        mark = self._text[at]
        follows = self._follows(at)
        yield from self._losses.marked(rest, mark, follows)
        if follows != MARK:
            return
        yield from self._losses.marked_twice(rest, mark, self._follows(at + 1))
        if is_whole(rest):
            # all of a character is lost; the second mark took a space along, or did not
            yield Move(b"", HOLE + " ", HOLE + " ", BROKEN, (0, 1), None, 2)
            yield Move(b"", HOLE, HOLE, BROKEN + PASSED, (0,), None, 2)

    def _whole(self, at: int) -> Sequence[Move]:
        """The characters of which all is lost, where two marks stand."""
        mark = self._text[at]
        if self._losses.single or mark not in self._marks or self._follows(at) != MARK:
            return ()
        return self._losses.whole(self._costs.daily(), mark, self._follows(at + 1))

    def _follows(self, at: int) -> bytes:
        """The bytes of the character after ``text[at]``: none at the end, ``MARK`` for a mark."""
        if at + 1 >= self._end:
            return b""
        return MARK if self._text[at + 1] in self._marks else self._parts[at + 1]

    def _touches(self, at: int) -> bool:
        """Whether a mark stands directly before or after what is not ASCII."""
        return self._text[max(0, at - 1) : at + 2].isascii() is False

    def _broken(self, char: str, part: bytes, known: bool) -> Iterator[Move]:
        """What was begun is beyond recovery."""
        if char in self._marks:
            yield Move(b"", HOLE, HOLE, BROKEN, (0,))
            if char == "?":
                yield Move(b"", HOLE + char, HOLE + char, BROKEN, (0,))
        elif not known:
            yield Move(b"", HOLE + char, HOLE + char, BROKEN + PASSED, (0,))
        else:
            yield self._resumed(part)

    def _resumed(self, part: bytes) -> Move:
        """A hole, and what can be read from the first byte that may begin a character."""
        for skip in range(len(part)):
            fed = self._writer.feed(b"", part[skip:])
            if fed is not None:
                return Move(fed.rest, HOLE + fed.text, HOLE + fed.bottom, BROKEN, (0,))
        return Move(b"", HOLE, HOLE, BROKEN, (0,))

    def _finish(self, states: States, ends: bool) -> States:
        """Finish what is unfinished at the end of the line or of the stretch."""
        found: States = {}
        self._limit = inf
        for (rest, last), readings in states.items():
            if is_whole(rest):
                found.setdefault((rest, last), []).extend(readings)
            else:
                self._apply(readings, last, list(self._losses.at_end(rest)), found, found)
        if not ends:
            return _pruned(found)
        ended: States = {}
        for (rest, last), readings in found.items():
            _extend(ended, (rest, last), readings, self._costs[last + "\n"], "", ())
        return _pruned(ended)


def _cheapest(priced: list[tuple[float, Move, str]]) -> list[tuple[float, Move, str]]:
    """The cheapest moves, but each kind by itself: some have paid for more than others."""
    kinds: dict[tuple[int, bool, int], list[tuple[float, Move, str]]] = {}
    for found in priced:
        move = found[1]
        kinds.setdefault((move.width, move.tail is None, len(move.text)), []).append(found)
    kept: list[tuple[float, Move, str]] = []
    for several in kinds.values():
        if len(several) > FINISHED:
            texts = nsmallest(FINISHED, {(bits, move.text) for bits, move, _ in several})
            best = {text for _, text in texts}
            several = [found for found in several if found[1].text in best]
        kept += several
    return kept


def _extend(
    states: States,
    key: State,
    readings: list[Reading],
    bits: float,
    text: str,
    filled: tuple[int, ...],
) -> None:
    known = states.get(key)
    if known is None:
        known = states[key] = []
    if filled:
        if filled[-1] >= len(text):  # bytes that came back may be the start of a character only
            filled = tuple([i for i in filled if i < len(text)])
        for cost, before, gaps in readings:
            length = len(before)
            more = gaps + tuple([length + i for i in filled])
            known.append(Reading(cost + bits, before + text, more))
    else:
        for cost, before, gaps in readings:
            known.append(Reading(cost + bits, before + text, gaps))


def _pruned(states: States) -> States:
    """The states worth following, each with its few cheapest readings of different text."""
    if len(states) < 2:
        return {key: _different(readings) for key, readings in states.items()}
    cheapest = [(min(readings)[0], key) for key, readings in states.items()]
    limit = min(cheapest)[0] + BEHIND
    kept = [c for c in cheapest if c[0] <= limit]
    if len(kept) > STATES:
        kept = nsmallest(STATES, kept)
    return {key: _different(states[key]) for _, key in kept}


def _different(readings: list[Reading]) -> list[Reading]:
    if len(readings) == 1:
        return readings
    found: dict[str, Reading] = {}
    for reading in sorted(readings):
        if reading.text not in found:
            found[reading.text] = reading
            if len(found) == READINGS:
                break
    return list(found.values())


def _best(states: States) -> tuple[Reading, ...]:
    return tuple(_different([r for readings in states.values() for r in readings]))
