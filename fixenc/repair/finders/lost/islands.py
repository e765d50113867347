"""Where a line may have lost bytes: the islands of garble in it and the troubled places there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from unicodedata import normalize

from fixenc.repair.finders.lost.states import Zone
from fixenc.repair.gate.patterns import MARK
from fixenc.repair.undoing.align import Unit, align, encoder

# An island goes on over so many characters that cannot be undone; past that, the garble ended.
# The longest gap between undoable pieces in 75 real lines is 8.
GAP = 24
EXACT, ASCII, LIKE, TROUBLED, LEAD = 1, 2, 3, 0, 4
_SILENT = frozenset({"cp949", "big5hkscs"})  # readers to which 0x80 is nothing at all
_OF_UTF8 = bytes([*range(0x80, 0xC0), *range(0xE0, 0xF0)])
# Question marks among letters: these readers lack both pairs of many a syllable.
_SEVERAL = re.compile(r"(?<=[^\0-\x7f])\?{2,}+(?=[^\0-\x20]|\s*+$)")
AROUND = 2  # characters around a troubled one in which bytes may have been lost


def has_mark(line: str) -> bool:
    """Whether a line shows that bytes may have been lost.

    >>> has_mark("鍖?"), has_mark("Où ?"), has_mark("?")
    (True, False, False)
    """
    return MARK.search(line) is not None


@dataclass(frozen=True, slots=True)
class Island:
    """``text[start:end]``, garbled, with the ranges in which bytes may be lost.

    ``exact`` counts the characters that can be undone for certain, ``like`` those whose bytes are
    such as UTF-8 has, ``marked`` what the reader put there for others, and ``troubled`` the rest
    beyond ASCII.
    """

    start: int
    end: int
    zones: tuple[Zone, ...]
    exact: int
    like: int
    troubled: int
    marked: int


@dataclass(frozen=True, slots=True)
class Layout:
    """A line as one misread sees it.

    ``broken`` are units that would take the reader's mark for a character.
    """

    parts: tuple[bytes, ...]
    units: tuple[Unit, ...]
    broken: tuple[Unit, ...]
    islands: tuple[Island, ...]
    settled: frozenset[int]


def layout(
    text: str, read: str, marks: frozenset[str], wanted: Callable[[Unit], bool] | None = None
) -> Layout:
    """The islands of ``text``, one line, if UTF-8 was read as ``read``.

    Units that are not ``wanted`` are taken for chance.
    """
    parts = parts_of(text, read)
    found = align(text, parts, "utf-8")
    units = [unit for unit in found if not _holds_mark(text, unit, marks)]
    broken = tuple([unit for unit in found if _holds_mark(text, unit, marks)])
    if wanted is not None:
        units = [unit for unit in units if wanted(unit)]
    like = _OF_UTF8 + bytes({c.encode("utf-8", "surrogatepass")[0] for u in units for c in u.after})
    kinds = bytearray(len(text))
    single = encoder(read).single
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
        elif len(parts[i]) > 1 and not parts[i].translate(None, like):
            kinds[i] = LIKE
        elif single and b"\xc2" <= parts[i] < b"\xf5":
            kinds[i] = LEAD  # the rest of a character vanished
    if read in _SILENT:
        for match in _SEVERAL.finditer(text):
            start, end = match.span()
            if kinds[start - 1] == EXACT:
                kinds[start:end] = bytes(end - start)  # all of a character is lost
    islands = tuple(_islands(text, kinds, marks, read in _SILENT))
    return Layout(tuple(parts), tuple(units), broken, islands, frozenset(settled))


def parts_of(text: str, read: str) -> list[bytes]:
    """The bytes of each character as ``read`` has them, ``?`` for one that it does not hold."""
    encode = encoder(read)
    # four bytes are never what a reader of GBK saw
    parts = [part if len(part := encode[char]) < 4 else b"?" for char in text]
    if read == "cp949":
        twins = _twins()
        parts = [twins.get(char, part) for char, part in zip(text, parts, strict=True)]
    return parts


def has_twin(text: str, read: str) -> bool:
    """Whether a text holds a hanja that stands for its twin in KS X 1001."""
    return read == "cp949" and not _twins().keys().isdisjoint(text)


@cache
def _twins() -> dict[str, bytes]:
    """The second places of hanja in KS X 1001 that are such as UTF-8 has, by hanja.

    It has 268 hanja twice, once for each of their readings (source: Unicode's compatibility
    ideographs F900 to FA0B). Text that was normalised afterwards, as nearly all is, shows the
    first of them for the second.
    """
    encode = encoder("cp949")
    found: dict[str, bytes] = {}
    for point in range(0xF900, 0xFA0C):
        part, char = encode[chr(point)], normalize("NFC", chr(point))
        if part[0] in range(0xEA, 0xEE) and part[1] < 0xC0 and encode[char][0] not in _OF_UTF8:
            found.setdefault(char, part)
    return found


def is_near(unit: Unit) -> bool:
    """Whether a unit holds characters of two bytes: alphabets, or chance."""
    return any("\x7f" < char < "\u0800" for char in unit.after)


def is_alphabetic(text: str) -> bool:
    """Whether most of a text beyond ASCII is letters of two bytes."""
    near = sum("\x7f" < char < "\u0800" for char in text)
    return near > sum(char >= "\u2e80" for char in text)


def _holds_mark(text: str, unit: Unit, marks: frozenset[str]) -> bool:
    """Whether a unit takes the reader's mark for a character."""
    return any(text[i] in marks for i in range(unit.start, unit.end))


def _islands(text: str, kinds: bytearray, marks: frozenset[str], silent: bool) -> Iterator[Island]:
    start = last = -1  # the first and the last character that can be undone, or nearly
    for i, kind in enumerate(kinds):
        if kind in (EXACT, LIKE, LEAD) or (kind == TROUBLED and last < 0):
            if start < 0:
                start = i
            last = i
        elif start >= 0 and i - last > GAP:
            yield _island(text, kinds, start, last + 1, marks, silent)
            start = last = -1
    if start >= 0:
        yield _island(text, kinds, start, last + 1, marks, silent)


def _island(
    text: str, kinds: bytearray, start: int, end: int, marks: frozenset[str], silent: bool
) -> Island:
    start, end = max(0, start - AROUND), min(len(text), end + AROUND)
    zones: list[Zone] = []
    for at in range(start, end):
        if kinds[at] not in (TROUBLED, LIKE, LEAD):
            continue
        zone = _zone(text, start, end, at, marks, silent)
        if zones and zone.start <= zones[-1].stop:
            last = zones.pop()
            zone = Zone(min(last.start, zone.start), zone.stop, last.silent or zone.silent)
        zones.append(zone)
    count = kinds[start:end].count
    marked = sum(text[i] in marks and kinds[i] == TROUBLED for i in range(start, end))
    troubled = count(TROUBLED) - marked
    return Island(start, end, tuple(zones), count(EXACT), count(LIKE), troubled, marked)


def _zone(text: str, start: int, end: int, at: int, marks: frozenset[str], silent: bool) -> Zone:
    """The zone around a troubled character: up to the marks beside it, or where it might be.

    ``silent`` says that bytes may vanish beside marks too.
    """
    low, high = at, at + 1
    while low > start and text[low - 1] in marks:
        low -= 1
    while high < end and text[high] in marks:
        high += 1
    if (high - low > 1 or text[at] in marks) and not silent:
        return Zone(low, high, False)
    return Zone(max(start, min(low, at - AROUND)), min(end, max(high, at + 2)), True)
