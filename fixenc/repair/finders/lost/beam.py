"""Search for the bytes that were lost between pieces that can still be undone.

The garbled text is walked through one character at a time. A state is what the writer has not
finished and the character before it; a state keeps its few cheapest readings. Where bytes may have
been lost, each possible one opens states of its own; they fall together again as soon as what
follows is certain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

from fixenc.repair.finders.lost.costs import Costs
from fixenc.repair.finders.lost.eaten import (
    BEFORE_STARS,
    BEHIND_WIDE,
    BELOW,
    DIGIT,
    LACKING,
    WIDE_MARKS,
    Eaten,
)
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
from fixenc.repair.finders.lost.states import (
    BEHIND,
    FINISHED,
    Reading,
    State,
    States,
    Stretch,
    Zone,
    best,
    cheapest,
    different,
    extend,
    pruned,
)
from fixenc.repair.finders.lost.writers import Fed, Layered, Utf8, Writer, is_whole

# Moves weighed in a text of few lines to search, a second of work; lines of longer ones get their
# own (``finder.EACH``).
MOVES = 110_000
NEAR = 10.0  # bits behind the best at which a state is not searched for characters lost whole
# Bits of the character after a fill where an unlikely one stands, or none: bytes of it may have
# vanished too. Without them 作 of 作成 that lost both its first bytes is not followed up.
LOST = 12.0
LONGEST = 48  # characters of the garble after which the search settles for the best so far

_NOT_ASCII = re.compile("(?<![?])[?]*+[^\0-\x7f][^\0-\x7f?]*+[?]*+")
_ASCII_OR_NOT = re.compile("[\0-\x7f]+|[^\0-\x7f]+")


@dataclass(slots=True)
class Budget:
    """How many more moves the search of a line may weigh, under all readers together."""

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
        self._eaten = Eaten(text, costs.language)
        self._marks = marks
        self._costs = costs
        self._reach = costs.reach
        self._is_bottom = isinstance(writer, Utf8)
        self._end = len(text)
        self._silent: frozenset[int] = frozenset()
        self._limit = inf  # bits from which on a step leads nowhere
        self._next: dict[tuple[bytes, int], str] = {}  # see ``_coming``

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
                found = self._search(at, end, state, settled) if self._budget.moves > 0 else None
                if found is None:
                    stretch = self._given_up(at, min(zone.stop, end))
                    state = b"", self._text[max(0, stretch.end - self._reach) : stretch.end]
                else:
                    stretch, state = found
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
    ) -> tuple[Stretch, State] | None:
        """Read on from ``start`` until all readings agree on where they are.

        None where the moves come to an end amid characters.
        """
        now: States = {state: [Reading(0.0, "", ())]}
        after: States = {}  # those that are one character further
        at = start
        while at < end:
            now, after = self._step(now, after, at)
            at += 1
            if not after and len(now) == 1 and at in settled:
                state = next(iter(now))
                if is_whole(state[0]):
                    return Stretch(start, at, tuple(different(now[state]))), state
            gone = self._budget.moves <= 0
            if gone or at - start >= LONGEST:
                whole = {key: found for key, found in now.items() if is_whole(key[0])}
                if whole and not after:
                    state = min(whole, key=lambda key: min(whole[key])[0])
                    return Stretch(start, at, best(whole), gave_up=True), state
                if gone:
                    return None
        now = self._finish(now, end == len(self._text))
        state = min(now, key=lambda key: now[key][0].cost)
        return Stretch(start, at, best(now)), state

    def _step(self, now: States, after: States, at: int) -> tuple[States, States]:
        found: States = after
        further: States = {}
        moves: dict[bytes, list[Move]] = {}
        silent = at in self._silent
        self._limit = min((r[0].cost for r in after.values()), default=inf) + BEHIND
        near = min((readings[0].cost for readings in now.values()), default=0.0) + NEAR
        for (rest, last), readings in sorted(now.items(), key=_cost):  # the limit is soon near
            if rest not in moves:
                moves[rest] = list(self._moves(rest, at, silent))
            self._budget.moves -= len(moves[rest])
            self._apply(readings, last, moves[rest], found, further, at)
            if readings[0].cost <= near and (more := self._whole(rest, at, silent)):
                self._budget.moves -= len(more)
                self._apply(readings, last, list(more), found, further, at)
        return pruned(found), further

    def _apply(
        self,
        readings: list[Reading],
        last: str,
        moves: list[Move],
        found: States,
        further: States,
        at: int,
    ) -> None:
        """Take the moves over ``text[at]`` from one state, or the cheapest of them."""
        priced = self._priced(last, moves, self._limit - readings[0].cost)
        if len(priced) > FINISHED:
            priced = cheapest(priced, lambda move: self._ahead(last, move, at))
        least = readings[0].cost
        for bits, move in priced:
            if move.width > 1:
                states, limit = further, inf
            else:
                # what would be dropped anyway is not spelt out
                states, limit = found, self._limit - least
                if bits > limit:
                    continue
            before = self._last(last, move.bottom)
            if move.tail:
                self._eat(readings, bits, move, before, states, at + move.width, limit)
            else:
                if states is found:
                    self._limit = min(self._limit, least + bits + BEHIND)
                key = move.rest, before
                extend(states, key, readings, bits, move.text, move.filled, least + limit)

    def _priced(self, last: str, moves: list[Move], limit: float) -> list[tuple[float, Move]]:
        """The moves with what they cost, but none of one step that costs more than ``limit``."""
        row = self._costs.behind(last)
        found = [
            (
                move.bits + row[bottom]
                if len(bottom := move.bottom) == 1 and bottom != HOLE
                else self._bits(last, move, limit),
                move,
            )
            for move in moves
        ]
        return [one for one in found if one[0] <= limit or (one[1].width > 1 and one[0] < inf)]

    def _bits(self, last: str, move: Move, limit: float) -> float:
        """What a move costs behind ``last``; no matter how much, if it is more than ``limit``."""
        costs, reach = self._costs, self._reach
        bits = move.bits
        for char in move.bottom:
            if char == HOLE:
                bits += UNKNOWN
                last = " "
            else:
                bits += costs.once(last, char)
                last = (last + char)[-reach:]
            if bits > limit and move.width == 1:
                return inf
        return bits

    def _last(self, last: str, text: str) -> str:
        """The last characters of a text behind ``last``, as many as count."""
        if HOLE in text:
            last, text = " ", text.rpartition(HOLE)[2]
        return (last + text)[-self._reach :]

    def _eat(
        self,
        readings: list[Reading],
        bits: float,
        move: Move,
        before: str,
        states: States,
        at: int,
        limit: float,
    ) -> None:
        """Take a move whose mark took along what stood before ``text[at]``, for so many bits."""
        filled = (*move.filled, len(move.text))
        most = readings[0].cost + limit
        if BELOW in move.tail:
            total = bits + self._below(move.rest, before)
            extend(states, (b"", " "), readings, total, move.text + BELOW, filled, most)
        for char, more in self._eaten.likely(at):
            if char not in move.tail:
                continue
            if more != LACKING:
                more += self._costs.once(before, char)
            elif char == "*":
                more += BEFORE_STARS.get(before[-1:], 0.0)
            if char == " " and before[-1:] in WIDE_MARKS and self._eaten.is_item(at):
                more += BEHIND_WIDE
            if bits + more > limit:
                continue
            key = move.rest, (before + char)[-self._reach :]
            shown = HOLE if char == DIGIT else char
            extend(states, key, readings, bits + more, move.text + shown, filled, most)

    def _below(self, rest: bytes, before: str) -> float:
        """What the likeliest character costs of which the layer below shows a mark.

        Which one it is will be asked when this layer is undone.
        """
        found = self._writer.endings(rest) if isinstance(self._writer, Layered) else []
        row = self._costs.behind(before)
        return min((row[char] for char in found), default=UNKNOWN)

    def _ahead(self, last: str, move: Move, at: int) -> float:
        """The bits of what comes next after a move, as far as that is known."""
        if move.tail:
            before = self._last(last, move.bottom)
            return 0.0 if self._is_bottom else self._below(move.rest, before)
        char = self._coming(move.rest, at + move.width)
        unsure = self._losses.single and at in self._silent
        if not char:
            return LOST if unsure else 0.0
        known = self._costs.once(self._last(last, move.bottom), char)
        return min(known, LOST) if unsure else known

    def _coming(self, rest: bytes, at: int) -> str:
        """The character that is finished next, if nothing was lost of it; none if none is."""
        char = self._next.get((rest, at))
        if char is None:
            char = self._next[rest, at] = self._finished_next(rest, at)
        return char

    def _finished_next(self, rest: bytes, at: int) -> str:
        for i in range(at, min(at + 3, self._end)):
            fed = self._fed(rest, i)
            if fed is None or self._text[i] in self._marks:
                return ""
            if fed.bottom:
                return fed.bottom[0]
            rest = fed.rest
        return ""

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
            genuine = GENUINE if is_mark and self._is_bottom and self._touches(at) else 0.0
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
            yield Move(b"", HOLE + " ", HOLE + " ", BROKEN, (0, 1), "", 2)
            yield Move(b"", HOLE, HOLE, BROKEN + PASSED, (0,), "", 2)

    def _whole(self, rest: bytes, at: int, may_vanish: bool) -> Sequence[Move]:
        """The steps over ``text[at]`` by which all of a character is lost, or all but a byte."""
        char, losses = self._text[at], self._losses
        if losses.single:
            return ()
        if char in self._marks:
            if rest or self._follows(at) != MARK:
                return ()
            return losses.whole(self._costs.daily(), char, self._follows(at + 1))
        part = self._parts[at]
        if not may_vanish or not self._is_bottom or not rest or part == b"?":
            return ()
        if self._fed(rest, at) is not None:
            return ()
        return losses.sunk(rest, part, self._costs.usual())

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
                moves = list(self._losses.at_end(rest))
                if self._is_bottom and ends:
                    moves += self._losses.sunk(rest, b"", self._costs.usual())
                self._apply(readings, last, moves, found, found, self._end)
        if not ends:
            return pruned(found)
        ended: States = {}
        for (rest, last), readings in found.items():
            extend(ended, (rest, last), readings, self._costs[last + "\n"], "", (), inf)
        return pruned(ended)


def _cost(state: tuple[State, list[Reading]]) -> float:
    return state[1][0].cost
