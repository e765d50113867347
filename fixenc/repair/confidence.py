"""Margins in bits to probabilities."""

from __future__ import annotations

from math import exp, log

from fixenc.chains import Misread

# The margin between the best and the second different text is nearly log-odds: 0-1 bit 48 % right,
# 2-4 84 %, 4-6 93 %, 6-8 97 %, 8-12 99.6 % (measured with a prototype of the model). A logistic in
# ln(1 + margin) fits that with these two numbers. Not yet calibrated by family.
INTERCEPT = -1.6
SLOPE = 2.9
HIGHEST = 0.9999


def of_margin(bits: float, misread: Misread | None = None) -> float:
    """The probability that the best reading is right, from its margin in bits.

    >>> of_margin(0.5) < 0.7 < 0.99 < of_margin(12.0) < 1.0
    True
    """
    del misread  # one curve serves all families as yet
    if bits <= 0:
        return 0.2
    return min(HIGHEST, 1 / (1 + exp(-(INTERCEPT + SLOPE * log(1 + bits)))))
