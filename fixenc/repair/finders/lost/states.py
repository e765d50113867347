"""The states of the search for lost bytes, their readings, and which are worth following."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from fixenc.repair.finders.lost.moves import NEXT, Move

# How wide the beam is. Of 111 lines 8 fills and 40 bits read no more right than these (4,721
# characters for 4,728); 8 states and 20 bits read 4,736, faster, but make テ�タ of データ. Of 303
# messages of programs 10 fills bring 195 back, 14 and 20 do 206: 记 is rare behind 到, 记录 is not.
FINISHED = 12  # fills of one place that are followed up
STATES = 12
ENDS = 4
BEHIND = 24.0  # bits behind the best at which a state is dropped
READINGS = 8  # kept of a state: the best, and those that words may find better
# Probability by margin: the odds are 2 to this many times the bits. Of 330 places filled in, a
# margin of 3 to 5 bits was right in 84 %, 6 to 8 in 88 %, 9 to 11 in 97 %, more in 99 %.
SHARPNESS = 0.6


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


def cheapest(
    priced: list[tuple[float, Move]], ahead: Callable[[Move], float]
) -> list[tuple[float, Move]]:
    """The cheapest moves, but each kind by itself: some have paid for more than others.

    ``ahead`` gives the bits of what follows one: what it is next to on the right counts as well.
    They are never less than none, so that not all need be asked for.
    """
    kinds: dict[tuple[int, bool, int], list[tuple[float, Move]]] = {}
    for found in priced:
        move = found[1]
        kinds.setdefault((move.width, not move.tail, len(move.text)), []).append(found)
    kept: list[tuple[float, Move]] = []
    for several in kinds.values():
        if len(several) > FINISHED:
            likeliest = _likeliest(several, ahead)
            several = [one for one in several if one[1].text in likeliest]
        kept += several
    return kept


def _likeliest(several: list[tuple[float, Move]], ahead: Callable[[Move], float]) -> set[str]:
    """The texts of the cheapest moves with what is ahead of them."""
    found: list[tuple[float, str]] = []  # in order
    for bits, move in sorted(several, key=itemgetter(0)):
        if len(found) == FINISHED and bits > found[-1][0]:
            break
        one = bits + ahead(move), move.text
        if one not in found:
            insort(found, one)
            del found[FINISHED:]
    return {text for _, text in found}


def extend(
    states: States,
    key: State,
    readings: list[Reading],
    bits: float,
    text: str,
    filled: tuple[int, ...],
    most: float,
) -> None:
    """Add ``readings``, each gone on by ``text`` for ``bits`` more, to the state ``key``.

    But none that costs more than ``most`` then; the readings come in order.
    """
    most -= bits
    if readings[0].cost > most:
        return
    known = states.get(key)
    if known is None:
        known = states[key] = []
    if filled:
        if filled == (NEXT,):
            filled = (len(text),)
        elif filled[-1] >= len(text):  # a mark may be the start of a character only
            filled = tuple([i for i in filled if i < len(text)])
    for cost, before, gaps in readings:
        if cost > most:
            break
        if filled:
            length = len(before)
            gaps += tuple([length + i for i in filled])
        known.append(Reading(cost + bits, before + text, gaps))


def pruned(states: States) -> States:
    """The states worth following, each with its few cheapest readings of different text."""
    if len(states) < 2:
        return {key: different(readings) for key, readings in states.items()}
    cheapest = [(min(readings)[0], key) for key, readings in states.items()]
    limit = min(cheapest)[0] + BEHIND
    kept = [c for c in cheapest if c[0] <= limit]
    if len(kept) > STATES:
        kept = _varied(sorted(kept))
    return {key: different(states[key]) for _, key in kept}


def _varied(states: list[tuple[float, State]]) -> list[tuple[float, State]]:
    """The cheapest states, and those that end in the few likeliest characters.

    The first byte of the character that comes next, where it is lost as well, makes ten states of
    one: of データ and テータ only the one that began better was left.
    """
    ends = {last: None for _, (_, last) in states}
    likeliest = list(ends)[:ENDS]
    others = [one for one in states[STATES:] if one[1][1] in likeliest]
    return states[:STATES] + others[:STATES]


def different(readings: list[Reading]) -> list[Reading]:
    """The cheapest readings of different text."""
    if len(readings) == 1:
        return readings
    found: dict[str, Reading] = {}
    for reading in sorted(readings):
        if reading.text not in found:
            found[reading.text] = reading
            if len(found) == READINGS:
                break
    return list(found.values())


def best(states: States) -> tuple[Reading, ...]:
    """The cheapest readings of all states."""
    return tuple(different([r for readings in states.values() for r in readings]))
