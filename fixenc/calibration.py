"""What the signs of an answer are worth: curves fitted on text that made neither model nor tests.

``data/calibration.toml`` holds the curves, with what they were fitted on and what they reach;
``python -m benchmarks calibrate`` makes it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import exp, log
from operator import mul
from typing import Any

from fixenc import data

FAR = 30.0  # log-odds beyond which a probability is 0 or 1 to all purposes


@dataclass(frozen=True, slots=True)
class Curve:
    """A logistic curve: ``weights`` of the signs, the first by itself; ``highest`` caps it."""

    weights: tuple[float, ...]
    highest: float

    def probability(self, signs: Sequence[float]) -> float:
        """The probability of being right, for as many signs as there are weights but one.

        >>> Curve((0.0, 1.0), 0.99).probability([0.0])
        0.5
        """
        bits = self.weights[0] + sum(map(mul, self.weights[1:], signs))
        return min(self.highest, 1 / (1 + exp(-max(-FAR, min(FAR, bits)))))


@cache
def curves() -> dict[str, Curve]:
    """The curves by name."""
    table: dict[str, Any] = tomllib.loads(data.read("calibration.toml").decode())["curves"]
    return {name: Curve(tuple(row["weights"]), row["highest"]) for name, row in table.items()}


def calibrated(name: str, raw: float) -> float:
    """The probability that an estimate ``raw`` stands for, by the curve of that name.

    ``raw`` itself where there is no such curve. Rises with ``raw``.

    >>> calibrated("no such curve", 0.75)
    0.75
    """
    curve = curves().get(name)
    return raw if curve is None else curve.probability((log_odds(raw),))


def log_odds(probability: float) -> float:
    """The natural logarithm of the odds of a probability, within plus or minus 10."""
    if probability <= 0 or probability >= 1:
        return 10.0 if probability >= 1 else -10.0
    return max(-10.0, min(10.0, log(probability / (1 - probability))))
