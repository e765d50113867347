"""From margins in bits to probabilities."""

from __future__ import annotations

from math import exp, log1p

# The margin between the best two texts is nearly log-odds: a logistic in ln(1 + margin).
SLOPE, AT_ZERO = 2.75, -1.6
MOST = 0.9999
FAR = 100.0  # bits; what is farther apart is not surer


def of_margin(margin: float) -> float:
    """The probability that the best of several texts is right, by its margin in bits.

    >>> round(of_margin(0), 2), of_margin(8) > 0.97
    (0.17, True)
    """
    return min(MOST, 1 / (1 + exp(-(AT_ZERO + SLOPE * log1p(min(FAR, max(0.0, margin)))))))
