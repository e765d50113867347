"""Dashes between words that are garbled beyond doubt: ``Southâ€“Central``.

Words seldom have one between them, so that little is gained by undoing it; but nobody writes what
it is shown as within a word, or between two brackets: ``(1)â€“(3)``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from fixenc.chains import Misread
from fixenc.repair.undoing.align import Unit

_DASHES = "–—"
_READERS = ("cp1252", "cp850")  # what other readers show gains enough


@cache
def _shown() -> Mapping[str, tuple[str, Misread]]:
    misreads = [Misread("utf-8", read) for read in _READERS]
    return {misread.garble(dash): (dash, misread) for misread in misreads for dash in _DASHES}


@cache
def _pattern() -> re.Pattern[str]:
    shown = "|".join(map(re.escape, _shown()))
    return re.compile(rf"(?<=[^\W_]|\))(?:{shown})(?=[^\W_]|\()")


def found(line: str) -> Iterator[tuple[Misread, list[Unit]]]:
    """The dashes of a line that stand between words, by misread.

    >>> [[unit.after for unit in units] for _, units in found("Southâ€“Central")]
    [['–']]
    """
    units: dict[Misread, list[Unit]] = {}
    for match in _pattern().finditer(line) if "â€" in line or "ÔÇ" in line else ():
        dash, misread = _shown()[match[0]]
        units.setdefault(misread, []).append(Unit(*match.span(), dash))
    yield from units.items()
