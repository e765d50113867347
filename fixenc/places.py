"""Lines and columns of places in a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Place(NamedTuple):
    """A place in a text: line and column count from 1, the column in code points."""

    line: int
    column: int


def places(text: str, positions: Iterable[int]) -> dict[int, Place]:
    """The places of positions, which count code points from 0.

    Lines end at "\\n" only: U+0085 and the like belong to their line. Linear in the length of the
    text, however many positions there are.

    >>> places("a\\nbc", [0, 3])
    {0: Place(line=1, column=1), 3: Place(line=2, column=2)}
    """
    ordered = sorted(set(positions))
    return dict(zip(ordered, in_turn(text, ordered), strict=True))


def in_turn(text: str, positions: Iterable[int]) -> Iterator[Place]:
    """The places of positions one by one.

    Linear in the length of the text where they are in order; one that is not is looked for from the
    beginning.

    >>> [place.column for place in in_turn("a\\nbc", [0, 3, 2])]
    [1, 2, 1]
    """
    line, start, at = 1, 0, 0  # of the last position: its line, where that begins, the position
    for position in positions:
        if position < at:
            line, start, at = 1, 0, 0
        newlines = text.count("\n", at, position)
        if newlines:
            line += newlines
            start = text.rindex("\n", at, position) + 1
        at = position
        yield Place(line, position - start + 1)
