"""Short lines of Cyrillic that are likelier in another alphabet or table: ``ртшы ўхь``.

A few letters of one table of Cyrillic are as many of another, and each pair of them stands in some
word, so that none is a sign of garble. But the letters that are frequent in one are rare in the
other: what undoing a misread gains is summed letter by letter, over all misreads at once, and
where that looks good the line is scored as it would be. Letter case does not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from fixenc import chains, codecs, model
from fixenc.chains import Misread
from fixenc.model.format import UNIT
from fixenc.repair.undoing.families import Family, family

LONGEST = 24  # code points of a short line: longer ones have signs
# Bits that a line must gain by its letters and by its pairs. Of 110,220 clean short lines 1,337
# gain so much by the former, and some dozen by both.
DUE, DUE_BY_PAIRS = 4.0, 10.0
MOST, NONE = 12.0, -6.0  # bits that one letter may gain or lose, and where undoing gives none

_CYRILLIC = re.compile("[\u0400-\u04ff]")


def is_likelier(line: str) -> bool:
    """Whether a short line is likelier if a misread of one table of single bytes is undone.

    False for longer lines.

    >>> is_likelier("ртшы ўхь"), is_likelier("ложка сметаны")
    (True, False)
    """
    return len(line) <= LONGEST and _CYRILLIC.search(line) is not None and _is_likelier(line)


@lru_cache(maxsize=4096)  # headers, footers and menus come again and again
def _is_likelier(line: str) -> bool:
    letters = [char for char in line if char > "\x7f"]
    known = model.load()
    return any(
        known.score(line.translate(table)) >= known.score(line) + DUE_BY_PAIRS
        for table in _gains().tables(letters)
    )


class _Gains(dict[str, int]):
    """What a letter gains by each misread, 16 bits each: quarter bits above a base."""

    BASE = round(MOST * UNIT)

    def __init__(self) -> None:
        self._tables = [dict(_undone(misread)) for misread in _misreads()]
        self._ones = sum(1 << 16 * place for place in range(len(self._tables)))

    def tables(self, letters: list[str]) -> Iterator[dict[int, str]]:
        """What undoes the misreads by which those letters gain enough together."""
        enough = round(DUE * UNIT) + self.BASE * len(letters)
        # the topmost bit of 16 is there where the sum is no less than that
        found = sum(map(self.__getitem__, letters)) + ((1 << 15) - enough) * self._ones
        found &= self._ones << 15
        while found:
            place = found.bit_length() - 1
            found ^= 1 << place
            yield self._tables[place // 16]

    def __missing__(self, letter: str) -> int:
        if len(self) >= 1 << 12:
            self.clear()
        least = model.load().least
        packed = self.BASE * self._ones
        for place, table in enumerate(self._tables):
            after = table.get(ord(letter))
            gain = NONE if after is None else least[letter] - least[after]
            packed += round(max(-MOST, min(MOST, gain)) * UNIT) << 16 * place
        self[letter] = packed
        return packed


def _undone(misread: Misread) -> Iterator[tuple[int, str]]:
    """The characters beyond ASCII that a reader shows, and what undoing makes of each."""
    written = codecs.charmap(misread.written)
    for point, byte in codecs.encoding_map(misread.read).items():
        if byte > 0x7F and written[byte] != "\ufffd":
            yield point, written[byte]


@cache
def _misreads() -> tuple[Misread, ...]:
    return tuple(m for m in chains.misreads() if family(m) is Family.SINGLE_SINGLE)


_gains = cache(_Gains)
