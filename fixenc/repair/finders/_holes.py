"""Where a line may have lost bytes: the islands of garble in it and the troubled places in those."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fixenc.repair.align import Unit, align, encoder

# An island goes on over so many characters that cannot be undone; past that, the garble ended.
# The longest gap between undoable pieces in 75 real lines is 8.
GAP = 10
AROUND = 4  # characters around a troubled one in which bytes may have been lost


@dataclass(frozen=True, slots=True)
class Island:
    """``text[start:end]``, garbled, with the ranges in which bytes may be lost.

    ``exact`` counts the characters that can be undone for certain, ``troubled`` those that cannot.
    """

    start: int
    end: int
    zones: tuple[range, ...]
    exact: int
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
    parts = [encode[char] for char in text]
    units = align(text, parts, written)
    covered = bytearray(len(text))
    settled = set()
    for unit in units:
        covered[unit.start : unit.end] = b"\x01" * (unit.end - unit.start)
        settled.add(unit.end)
    for i, char in enumerate(text):
        if char <= "\x7f" and not covered[i]:
            covered[i] = 2
            settled.add(i + 1)
    islands = tuple(_islands(text, covered, marks))
    return Layout(tuple(parts), tuple(units), islands, frozenset(settled))


def _islands(text: str, covered: bytearray, marks: frozenset[str]) -> Sequence[Island]:
    found: list[Island] = []
    start = -1
    last = -1  # the last character that can be undone
    troubled: list[int] = []
    for i in range(len(text) + 1):
        kind = covered[i] if i < len(text) else 2
        ends = i == len(text) or (start >= 0 and i - last > GAP)
        if kind == 0 and not ends:
            if start < 0:
                start, last = i, i - 1
            troubled.append(i)
        elif kind == 1 and not ends:
            if start < 0:
                start = i
            last = i
        if start >= 0 and ends:
            found.append(_island(text, covered, start, max(last, *troubled, start) + 1, troubled))
            start, troubled = -1, []
    return found


def _island(
    text: str, covered: bytearray, start: int, end: int, troubled: list[int]
) -> Island:
    start, end = max(0, start - AROUND), min(len(text), end + AROUND)
    zones: list[range] = []
    for at in troubled:
        low, high = max(start, at - AROUND), min(end, at + AROUND + 1)
        if zones and low <= zones[-1].stop:
            zones[-1] = range(zones[-1].start, high)
        else:
            zones.append(range(low, high))
    exact = sum(1 for i in range(start, end) if covered[i] == 1)
    return Island(start, end, tuple(zones), exact, len(troubled))
