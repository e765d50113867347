"""The stretch of neighbours that add up to the most: where a line is least likely."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence


def running(bits: Iterable[float]) -> Iterator[float]:
    """The most that a stretch ending at each of ``bits`` adds up to; 0.0 where none is above it.

    >>> list(running([1.0, -3.0, 2.0, 1.0]))
    [1.0, 0.0, 2.0, 3.0]
    """
    total = 0.0
    for term in bits:
        total += term
        if total < 0.0:
            total = 0.0
        yield total


def greatest(bits: Sequence[float]) -> tuple[float, int, int]:
    """The greatest sum of a stretch, and where that begins and ends (half open).

    >>> greatest([1.0, -3.0, 2.0, 1.0])
    (3.0, 2, 4)
    """
    sums = list(running(bits))
    total = max(sums, default=0.0)
    if not total:
        return 0.0, 0, 0
    end = sums.index(total) + 1
    start = end - 1
    while start and sums[start - 1] > 0.0:
        start -= 1
    return total, start, end
