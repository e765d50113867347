"""Finder of text garbled twice of which bytes of the upper layer were lost: ``Ã�Â½Ã�ÂµÃ‘Â�``.

All Cyrillic letters begin with two bytes, which cp1252 shows as Ð and Ñ; of Ð in UTF-8 it lacks the
last byte. So the same mark stands again and again for the same byte, and the right one makes UTF-8
of nearly all that lies below. A mark behind Â was a byte that is lost below as well, and ``ï¿½``
the mark for such a byte. What lies below is characters that the reader shows, so that behind ``â€``
only the last byte of ” can be missing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from fixenc import codecs, model
from fixenc.chains import Misread
from fixenc.model import pairs_of
from fixenc.policy import Policy
from fixenc.repair.finders.lost.readers import reader
from fixenc.repair.finders.misread import allows, by_line
from fixenc.repair.finders.no_break import with_bytes
from fixenc.repair.proposal import Findings, inferred
from fixenc.repair.quoted import is_quoted
from fixenc.repair.undoing.align import Unit, align, encoder
from fixenc.repair.undoing.score import regions, undo_units
from fixenc.spans import Edit, moved

_MISREADS = (Misread("utf-8", "cp1252"), Misread("utf-8", "cp1254"))
_MARK = "\N{REPLACEMENT CHARACTER}"
_BELOW = "\x81"  # stands for a byte lost below: a control that neither table has a character for
# Where bytes are missing; behind a first byte also the first one of what is shown next.
_MARKED = re.compile(f"(?:[ÂÃ]|â€)[{_MARK}?]|ï¿½|[ÂÃ][ÂÃÅÆËâ]")
_CLOSING = "”".encode()
_HYPHEN = "\xad"  # seldom shown: the last byte of í, and the byte that this is
FEWEST = 2  # characters that come of the layer below
# Share of what comes of the upper layer that must be UTF-8 again, holes aside, and bits by which
# the line is likelier for each character beyond ASCII in it, of which garble costs 15 to 20.
SHARE, DUE = 0.75, 4.0
SURE = 0.95


@dataclass(frozen=True, slots=True)
class _Reading:
    """The upper layer undone: its units, what comes of them, and how likely what lies below is."""

    bits: float
    units: Sequence[Unit]
    added: Sequence[int]  # where soft hyphens were put in, which the line does not show

    def regions(self) -> Iterator[Unit]:
        """What to change in the line as it stands."""
        for start, end, after in regions(self.units):
            start, end = (at - bisect_left(self.added, at) for at in (start, end))
            yield Unit(start, end, after)


def find(text: str, policy: Policy) -> Findings:
    """Propose to undo the upper layer, with U+FFFD for what is lost below it.

    >>> from fixenc.policy import STANDARD
    >>> [edit.after for edit in find("Ã\\ufffdÂ½Ã\\ufffdÂµÃ\\ufffdÂ´Ã‘Æ’", STANDARD).proposals]
    ['Ð½ÐµÐ´Ñƒ']
    """
    proposals: list[Edit] = []
    for offset, line, _ in by_line(text, policy):
        if _MARKED.search(line) is not None and _BELOW not in line:
            proposals += (moved(edit, offset) for edit in _of_line(line, policy))
    return Findings(tuple(proposals))


def _of_line(line: str, policy: Policy) -> Iterator[Edit]:
    loaded = model.load()
    as_is = loaded.best(pairs_of(line.replace(_MARK, "")))[0]
    high = sum(char > "\x7f" for char in line)
    mark = _MARK if _MARK in line else "?"
    for misread in _MISREADS:
        found = list(_readings(line, misread.read, mark)) if allows(misread, policy) else []
        best = max(found, key=lambda reading: reading.bits, default=None)
        if best is None or best.bits - as_is < DUE * high:
            continue
        found_in_line = list(best.regions())
        if is_quoted(line, found_in_line, misread):
            return
        for start, end, after in found_in_line:
            yield inferred(line, Unit(start, end, after.replace(_BELOW, _MARK)), misread, SURE)
        return


def _readings(line: str, read: str, mark: str) -> Iterator[_Reading]:
    """The line with each byte that the marks behind Ã may stand for, where all of it is UTF-8."""
    known, encode = reader(read), encoder(read)
    table = codecs.charmap(read)
    closing = "".join([table[byte] for byte in _CLOSING])
    shown = re.escape("".join([table[byte] for byte in range(0x80, 0xC0)]))
    # where lost bytes have marks, what vanished was no lost one
    has_marks = re.search(rf"[^\0-\x7f][{_MARK}?][^\0-\x7f]", line) is not None
    bare = f"[ÂÃ](?![{shown} {re.escape(mark)}])" if has_marks else "(?!)"
    line, added = _with_hyphens(line, re.compile(bare))
    for byte in sorted(known.alone - known.unseen) if f"Ã{mark}" in line else (0x81,):
        if 0x80 <= byte < 0xC0:
            restored = line.replace(f"Ã{mark}", f"Ã{table[byte]}")
            restored = restored.replace(f"{closing[:-1]}{mark}", closing)
            restored = with_bytes(restored.replace(f"Â{mark}", f"Â{_BELOW}"), read)
            units = align(restored, [encode[char] for char in restored], "utf-8")
            covered = sum(unit.end - unit.start for unit in units)
            if covered == sum(char > "\x7f" for char in restored):
                upper = undo_units(restored, units)
                below = align(upper, [encode[char] for char in upper], "utf-8")
                if len(below) >= FEWEST and _share(upper, below) >= SHARE:
                    bottom = undo_units(upper, below).replace(_BELOW, "").replace(_MARK, "")
                    yield _Reading(model.load().best(pairs_of(bottom))[0], units, added)


def _with_hyphens(line: str, bare: re.Pattern[str]) -> tuple[str, Sequence[int]]:
    """A line with soft hyphens behind first bytes that are ``bare``, and where those are then."""
    ends = [match.end() for match in bare.finditer(line)]
    parts = [line[start:end] for start, end in pairwise([0, *ends, len(line)])]
    return _HYPHEN.join(parts), [end + i for i, end in enumerate(ends)]


def _share(upper: str, below: Sequence[Unit]) -> float:
    """The share of what is beyond ASCII that is UTF-8 again, or a hole with its first byte."""
    whole = sum(unit.end - unit.start for unit in below)
    holes = 2 * (upper.count(_BELOW) + upper.count(_MARK))
    return (whole + holes) / max(1, sum(char > "\x7f" for char in upper))
