"""A line with all undone that can be undone exactly: what stands around a letter in question."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from fixenc import model
from fixenc.model import pairs_of
from fixenc.spans import Edit, apply, fuse


@dataclass(frozen=True, slots=True)
class Mended:
    """A line with all else undone, the number of its language, and by how much what stands moved.

    ``shifts`` are sums over the edits, which end at ``ends``, in order.
    """

    text: str
    number: int
    ends: Sequence[int]
    shifts: Sequence[int]

    def place(self, at: int) -> int:
        """Where a place of the line is after it was mended."""
        return at + self.shifts[bisect_right(self.ends, at)]


def mended(line: str, exact: Sequence[Edit]) -> Mended:
    """``line`` with the edits made.

    >>> mended("cafÃ© Ã ", [Edit(3, 5, "Ã©", "é")]).place(6)
    5
    """
    edits = fuse(exact)
    text = apply(line, edits) if edits else line
    number = model.load().best(pairs_of(text))[1]
    moved = accumulate((len(edit.after) - len(edit.before) for edit in edits), initial=0)
    return Mended(text, number, [edit.end for edit in edits], list(moved))
