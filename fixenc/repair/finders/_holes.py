"""Where a line may have lost bytes: the islands of garble in it and the troubled places in those."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fixenc.repair.align import Unit, align, encoder
from fixenc.repair.decide import EAST_ASIAN
from fixenc.repair.finders._beam import Zone

# An island goes on over so many characters that cannot be undone; past that, the garble ended.
# The longest gap between undoable pieces in 75 real lines is 8.
GAP = 24
EXACT, ASCII, LIKE, TROUBLED = 1, 2, 3, 0
_OF_UTF8 = bytes([*range(0x80, 0xC0), *range(0xE1, 0xF0)])
AROUND = 2  # characters around a troubled one in which bytes may have been lost


@dataclass(frozen=True, slots=True)
class Island:
    """``text[start:end]``, garbled, with the ranges in which bytes may be lost.

    ``exact`` counts the characters that can be undone for certain, ``like`` those whose bytes are
    such as UTF-8 has, and ``troubled`` the rest beyond ASCII.
    """

    start: int
    end: int
    zones: tuple[Zone, ...]
    exact: int
    like: int
    troubled: int


@dataclass(frozen=True, slots=True)
class Layout:
    """A line as one misread sees it."""

    parts: tuple[bytes, ...]
    units: tuple[Unit, ...]
    islands: tuple[Island, ...]
    settled: frozenset[int]


def layout(text: str, read: str, written: str, marks: frozenset[str]) -> Layout:
    """The islands of ``text``, one line, under a misread."""
    encode = encoder(read)
    # four bytes are never what a reader of GBK saw
    parts = [part if len(part := encode[char]) < 4 else b"?" for char in text]
    units = [u for u in align(text, parts, written) if not _holds_mark(text, u, marks)]
    if read in EAST_ASIAN:
        units = _of_one_script(units)
    kinds = bytearray(len(text))
    settled = set()
    for unit in units:
        kinds[unit.start : unit.end] = bytes([EXACT]) * (unit.end - unit.start)
        settled.add(unit.end)
    for i, char in enumerate(text):
        if kinds[i]:
            continue
        if char <= "\x7f":
            kinds[i] = ASCII
            settled.add(i + 1)
        elif len(parts[i]) > 1 and not parts[i].translate(None, _OF_UTF8):
            kinds[i] = LIKE
    islands = tuple(_islands(text, kinds, marks))
    return Layout(tuple(parts), tuple(units), islands, frozenset(settled))


def _of_one_script(units: list[Unit]) -> list[Unit]:
    """The units without those of two bytes a character if most are of three: these are chance."""
    far = [u for u in units if all(c >= "\u0800" or c <= "\x7f" for c in u.after)]
    return far if 2 * len(far) >= len(units) else units


def _holds_mark(text: str, unit: Unit, marks: frozenset[str]) -> bool:
    """Whether a unit takes the reader's mark for a character."""
    return any(text[i] in marks for i in range(unit.start, unit.end))


def _islands(text: str, kinds: bytearray, marks: frozenset[str]) -> Iterator[Island]:
    start = last = -1  # the first and the last character that can be undone, or nearly
    for i, kind in enumerate(kinds):
        if kind in (EXACT, LIKE) or (kind == TROUBLED and last < 0):
            if start < 0:
                start = i
            last = i
        elif start >= 0 and i - last > GAP:
            yield _island(text, kinds, start, last + 1, marks)
            start = last = -1
    if start >= 0:
        yield _island(text, kinds, start, last + 1, marks)


def _island(text: str, kinds: bytearray, start: int, end: int, marks: frozenset[str]) -> Island:
    start, end = max(0, start - AROUND), min(len(text), end + AROUND)
    zones: list[Zone] = []
    for at in range(start, end):
        if kinds[at] not in (TROUBLED, LIKE):
            continue
        zone = _zone(text, start, end, at, marks)
        if zones and zone.start <= zones[-1].stop:
            last = zones.pop()
            zone = Zone(min(last.start, zone.start), zone.stop, last.silent or zone.silent)
        zones.append(zone)
    count = kinds[start:end].count
    return Island(start, end, tuple(zones), count(EXACT), count(LIKE), count(TROUBLED))


def _zone(text: str, start: int, end: int, at: int, marks: frozenset[str]) -> Zone:
    """The zone around a troubled character: up to the marks beside it, or where it might be."""
    low, high = at, at + 1
    while low > start and text[low - 1] in marks:
        low -= 1
    while high < end and text[high] in marks:
        high += 1
    if high - low > 1 or text[at] in marks:
        return Zone(low, high, False)
    return Zone(max(start, at - AROUND), min(end, at + 2), True)
