"""From margins in bits to probabilities."""

from __future__ import annotations

from math import log1p

from fixenc.calibration import curves

CURVE = "detection"
FAR = 100.0  # bits; what is farther apart is not surer
USUAL = 7.0  # bits that a pair of characters costs in real text; see READABLE in detect.closer
FITTED = 10  # bytes; the curve was fitted on texts of so many and more
MOST_ODD = 8.0  # bits above that which still count


def signs_of(margin: float, cost: float = USUAL) -> tuple[float, float]:
    """The signs of a detection, as its curve takes them.

    ``margin`` is in bits between the best two texts, ``cost`` in bits for a pair of characters of
    the best that are not all ASCII.
    """
    return log1p(min(FAR, max(0.0, margin))), min(MOST_ODD, max(0.0, cost - USUAL))


def of_margin(margin: float, cost: float = USUAL) -> float:
    """The probability that the best of several texts is right, by its margin in bits.

    It falls with the ``cost`` of what is read, in bits for a pair of characters.

    >>> of_margin(0) < 0.5 < 0.9 < of_margin(20) < 1.0
    True
    """
    return curves()[CURVE].probability(signs_of(margin, cost))


def of_length(size: int) -> float:
    """What is left of a confidence for ``size`` bytes, of which at least one is not ASCII.

    The margin counts what the bytes say, but in a few it is chance which they are. Of cuts anywhere
    in sentences of 30 languages, 816 of each size, 35 % of one byte are read right, 68 % of two,
    84 % of three, 87 % of four, 93 % of six and 95 % of eight, where margins alone say 68, 80, 89,
    91, 94 and 96 %.

    >>> [round(of_length(size), 3) for size in (1, 2, 3, 4, 6, 8, 10)]
    [0.5, 0.875, 0.944, 0.969, 0.986, 0.992, 1.0]
    """
    return 1 - 0.5 / size**2 if size < FITTED else 1.0
