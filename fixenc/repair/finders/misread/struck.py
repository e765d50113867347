"""Text that is struck out, over- or underlined, its combining marks misread: ``4Ì¶9Ì¶9Ì¶``.

No language has such pairs of characters, before or after, so that bits do not tell; but the same
mark behind every character is nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from fixenc.chains import Misread
from fixenc.repair.undoing.align import Unit

# Overline, low lines, strokes, slash, tilde (source: Unicode's Combining Diacritical Marks).
_MARKS = "\u0305\u0332\u0333\u0334\u0335\u0336\u0337\u0338\u033f"
_READERS = ("cp1252", "cp1254", "cp1250", "cp1251", "cp1253", "cp1257")
_FEWEST = 3


@cache
def _shown() -> tuple[re.Pattern[str], Mapping[str, tuple[str, Misread]]]:
    """Characters with a misread mark behind each, and the mark and the misread by what is shown."""
    found: dict[str, tuple[str, Misread]] = {}
    for read in _READERS:
        misread = Misread("utf-8", read)
        for mark in _MARKS:
            found.setdefault(misread.garble(mark, holes=True), (mark, misread))
    several = (f"(?:[ -~]{re.escape(shown)}){{{_FEWEST},}}+" for shown in found)
    return re.compile("|".join(several)), found


@cache
def _any() -> re.Pattern[str]:
    """What two characters of any misread mark look like, which nearly no other text has."""
    leads, trails = ({shown[at] for shown in _shown()[1]} for at in (0, 1))
    return re.compile("".join(f"[{re.escape(''.join(sorted(part)))}]" for part in (leads, trails)))


def struck_out(line: str) -> Iterator[tuple[Misread, list[Unit]]]:
    """The runs of a line that are struck out, each with its misread.

    >>> [[unit.after for unit in units] for _, units in struck_out("now $4Ì¶9Ì¶ Ì¶")]
    [['̶', '̶', '̶']]
    """
    if _any().search(line) is None:  # it takes a hundredth of what all the marks take
        return
    pattern, shown = _shown()
    for match in pattern.finditer(line):
        text = match[0][1:3]
        mark, misread = shown[text]
        places = range(match.start() + 1, match.end(), 1 + len(text))
        yield misread, [Unit(at, at + len(text), mark) for at in places]
