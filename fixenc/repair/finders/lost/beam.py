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
from fixenc.repair.finders.lost.losses import Losses
from fixenc.repair.finders.lost.moves import BROKEN, HOLE, Move
from fixenc.repair.finders.lost.prices import Prices
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
from fixenc.repair.finders.lost.steps import Steps
from fixenc.repair.finders.lost.writers import Fed, Writer, is_whole

# Moves weighed in a text of few lines to search, a second of work; lines of longer ones get their
# own (``finder.EACH``).
MOVES = 110_000
NEAR = 10.0  # bits behind the best at which a state is not searched for characters lost whole
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
        self._losses = losses
        self._steps = Steps(text, parts, writer, losses, marks, costs)
        self._prices = Prices(costs, writer, losses, self._steps)
        self._eaten = Eaten(text, costs.language)
        self._costs = costs
        self._reach = costs.reach
        self._is_bottom = self._steps.is_bottom
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
        self._steps.end = end
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
            fed = self._steps.fed(rest, at) or Fed(b"", self._text[at], self._text[at])
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
                moves[rest] = list(self._steps.moves(rest, at, silent))
            self._budget.moves -= len(moves[rest])
            self._apply(readings, last, moves[rest], found, further, at)
            if readings[0].cost <= near and (more := self._steps.whole(rest, at, silent)):
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
        priced = self._prices.of(last, moves, self._limit - readings[0].cost)
        if len(priced) > FINISHED:
            silent = at in self._silent
            priced = cheapest(
                priced, lambda move: self._prices.ahead(last, move, at, silent=silent)
            )
        least = readings[0].cost
        for bits, move in priced:
            if move.width > 1:
                states, limit = further, inf
            else:
                # what would be dropped anyway is not spelt out
                states, limit = found, self._limit - least
                if bits > limit:
                    continue
            before = self._prices.last(last, move.bottom)
            if move.tail:
                self._eat(readings, bits, move, before, states, at + move.width, limit)
            else:
                if states is found:
                    self._limit = min(self._limit, least + bits + BEHIND)
                key = move.rest, before
                extend(states, key, readings, bits, move.text, move.filled, least + limit)

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
            total = bits + self._prices.below(move.rest, before)
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
                self._apply(readings, last, moves, found, found, self._steps.end)
        if not ends:
            return pruned(found)
        ended: States = {}
        for (rest, last), readings in found.items():
            extend(ended, (rest, last), readings, self._costs[last + "\n"], "", (), inf)
        return pruned(ended)


def _cost(state: tuple[State, list[Reading]]) -> float:
    return state[1][0].cost
