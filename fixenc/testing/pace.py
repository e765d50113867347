"""How time grows with the length of a text."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from time import process_time

FACTOR = 8  # how much longer the longer text is
MOST = 2 * FACTOR  # a quadratic function takes 64 times as long; caches and sorting take 10
LONG_ENOUGH = 0.01  # seconds that a timing should last, for the clock
SMALLEST = 2048  # code points; below, what is done once for each text weighs most
LARGEST = 200_000  # code points of the shorter text
TRIES = 6  # a busy machine slows one run or the other, but seldom six times

# What makes a search run away: one letter over and over, lead bytes, holes, brackets, runs of
# garbled text, and one word without end.
UNITS = (
    *("a", "?", "\ufffd", "字", "Ã", "é", "\x85", "\ud800", "字?", "字(zì)", "(", "%20", "&amp;"),
    *("naÃ¯ve cafÃ© ", "Р’СЃС‚СЂРµС‡Р°", "锛屽湪", "Ã¢â‚¬â„¢", "ґ’", "a\n", "РџСЂРёРІРµС‚\n"),
)

_SALT = count()


def growth(fn: Callable[[str], object], unit: str) -> float:
    """How many times longer a text of the unit takes that is ``FACTOR`` times as long.

    Texts that even so take no time to speak of count as if they took some.
    """
    size = SMALLEST
    taken = _time(fn, unit, size)
    while taken < LONG_ENOUGH and size < LARGEST:
        size *= 2
        taken = _time(fn, unit, size)
    ratios: list[float] = []
    while len(ratios) < TRIES:
        shorter = max(taken, _time(fn, unit, size), LONG_ENOUGH)
        ratios.append(_time(fn, unit, FACTOR * size) / shorter)
        if ratios[-1] <= MOST:
            break
    return min(ratios)


def _time(fn: Callable[[str], object], unit: str, size: int) -> float:
    """Seconds of processor time; a number in the text keeps caches from answering for it."""
    text = f"{next(_SALT)} {unit * (size // len(unit))}"
    start = process_time()
    fn(text)
    return process_time() - start
