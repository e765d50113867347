"""What a benchmark reads off the clock."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time


def least(
    work: Callable[[], object], runs: int, clock: Callable[[], float] = process_time
) -> float:
    """Seconds that ``work`` takes, the least of some runs; of processor time unless told."""
    best = float("inf")
    for _ in range(runs):
        start = clock()
        work()
        best = min(best, clock() - start)
    return best


def speed(work: Callable[[], object], size: int, runs: int) -> float:
    """MB/s of processor time at which ``work`` goes through ``size`` bytes, the best of some."""
    return size / least(work, runs) / 1e6
