"""Logistic regression, by Newton's method, on the standard library alone."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log

Row = Sequence[float]
STEPS, HALVINGS = 40, 30
ENOUGH = 1e-6  # nats gained by a step, below which there is nothing more to gain
LEAST = 1e-12


def logistic(
    rows: Sequence[Row], right: Sequence[bool], toward: Sequence[float], strength: float
) -> list[float]:
    """The weights that explain best which rows are right, pulled ``toward`` others.

    The first figure of each row should be 1. ``strength`` is how hard the pull is: half of it in
    nats for a weight that leaves its aim by one, a quarter of that for the first.
    """
    size = len(toward)
    weights = list(toward)
    pull = [strength / 4] + [strength] * (size - 1)
    loss = _loss(rows, right, weights, toward, pull)
    for _ in range(STEPS):
        step = _step(rows, right, weights, toward, pull)
        # a whole step may overshoot where nearly all rows are right
        for _ in range(HALVINGS):
            moved = [w + s for w, s in zip(weights, step, strict=True)]
            new = _loss(rows, right, moved, toward, pull)
            if new <= loss:
                break
            step = [s / 2 for s in step]
        else:
            break
        weights, gained, loss = moved, loss - new, new
        if gained < ENOUGH:
            break
    return weights


def _loss(
    rows: Sequence[Row],
    right: Sequence[bool],
    weights: Sequence[float],
    toward: Sequence[float],
    pull: Sequence[float],
) -> float:
    """How badly weights explain the rows, in nats, with what the pull takes."""
    loss = sum(p * (t - w) ** 2 / 2 for p, t, w in zip(pull, toward, weights, strict=True))
    for row, good in zip(rows, right, strict=True):
        p = chance(weights, row)
        loss -= log(max(LEAST, p if good else 1 - p))
    return loss


def _step(
    rows: Sequence[Row],
    right: Sequence[bool],
    weights: Sequence[float],
    toward: Sequence[float],
    pull: Sequence[float],
) -> list[float]:
    """The step to where the loss would be least if it were a parabola."""
    size = len(weights)
    slope = [p * (t - w) for p, t, w in zip(pull, toward, weights, strict=True)]
    curve = [[pull[i] if i == j else 0.0 for j in range(size)] for i in range(size)]
    for row, good in zip(rows, right, strict=True):
        p = chance(weights, row)
        spread = p * (1 - p)
        for i, a in enumerate(row):
            slope[i] += (good - p) * a
            line = curve[i]
            for j in range(i + 1):
                line[j] += spread * a * row[j]
    for i in range(size):
        for j in range(i):
            curve[j][i] = curve[i][j]
    return solved(curve, slope)


def chance(weights: Sequence[float], row: Row) -> float:
    """The probability that a row is right."""
    total = sum(w * x for w, x in zip(weights, row, strict=True))
    return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


def solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """The solution of a small set of linear equations, by elimination.

    >>> solved([[2.0, 0.0], [0.0, 4.0]], [2.0, 2.0])
    [1.0, 0.5]
    """
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    size = len(rows)
    for i in range(size):
        pivot = max(range(i, size), key=lambda r: abs(rows[r][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        lead = rows[i][i] or LEAST
        rows[i] = [value / lead for value in rows[i]]
        for j in range(size):
            if j != i and rows[j][i]:
                factor = rows[j][i]
                rows[j] = [a - factor * b for a, b in zip(rows[j], rows[i], strict=True)]
    return [row[-1] for row in rows]
