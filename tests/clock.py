"""How long one thing takes beside another, on machines that are busy with something else."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

SHORTEST = 0.02
"""Seconds of processor time below which a measurement is repeated and averaged."""


def seconds(act: Callable[[], object]) -> float:
    """Seconds of processor time that ``act`` takes, the mean of as many calls as are needed.

    >>> seconds(lambda: sum(range(1_000))) > 0
    True
    """
    spent, calls = 0.0, 0
    while spent < SHORTEST:
        begun = process_time()
        act()
        spent += process_time() - begun
        calls += 1
    return spent / calls


def ratio(
    one: Callable[[], object], other: Callable[[], object], *, limit: float, rounds: int = 8
) -> float:
    """How many times as long as ``other`` takes ``one`` takes, each at its best.

    The two are measured in turn, since another process that shares the core slows down both.
    Ends as soon as the ratio is at most ``limit``: noise can only make a good ratio look bad for
    some rounds, while a bad one stays bad in all of them.

    >>> ratio(lambda: sum(range(10_000)), lambda: sum(range(100)), limit=1) > 1
    True
    """
    least = [float("inf"), float("inf")]
    found = float("inf")
    for _ in range(rounds):
        least = [min(old, seconds(act)) for old, act in zip(least, (one, other), strict=True)]
        found = least[0] / least[1]
        if found <= limit:
            break
    return found
