"""Margins in bits to probabilities."""

from __future__ import annotations

from math import exp, log

from fixenc.chains import Misread
from fixenc.repair.decide import EAST_ASIAN, LATIN

# Of 2,430 texts (sentences, fragments of 8 and 16 characters, sentences inside clean lines; every
# misread of the catalogue) that the finder changed, 97.9 % came out right. A logistic in
# ln(1 + margin) fits best with these two numbers; what is wrong at any margin is the border of a
# run or a twin encoding, which the highest value of each kind of misread allows for.
INTERCEPT = -1.0
SLOPE = 1.8
HIGHEST_UTF8 = 0.999  # 0 of 453 wrong
HIGHEST = 0.995  # 18 of 1,713 wrong above 0.9, nearly all sentences inside clean lines
HIGHEST_CJK = 0.975  # 5 of 193 wrong: no spaces tell where a run ends


def of_margin(bits: float, misread: Misread) -> float:
    """The probability that the best reading is right, from its margin in bits.

    The margin is that over the second different text, or over the text as it is. Not yet
    calibrated on texts of its own.

    >>> utf8 = Misread("utf-8", "cp1252")
    >>> of_margin(0.5, utf8) < 0.7 < 0.99 < of_margin(40.0, utf8) < 1.0
    True
    """
    if bits <= 0:
        return 0.2
    return highest(misread) / (1 + exp(-(INTERCEPT + SLOPE * log(1 + bits))))


def highest(misread: Misread) -> float:
    """The probability that no margin exceeds."""
    if misread.written == "utf-8":
        return HIGHEST_UTF8
    if misread.written in EAST_ASIAN and misread.read not in LATIN:
        return HIGHEST_CJK
    return HIGHEST
