"""Curves out of samples, and the file that holds them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.calibration.fit import logistic
from benchmarks.calibration.samples import Sample
from fixenc.repair.finders.lost.choice import MARKED
from fixenc.repair.finders.lost.confidence import FAMILIES, FILLED
from fixenc.repair.finders.misread.confidence import PLAIN, name_of
from fixenc.repair.undoing.families import Family

FILE = Path(__file__).parents[2] / "fixenc" / "data" / "calibration.toml"
POOLED = 1.0  # strength that pulls the weights of all misreads together toward none
APART = 12.0  # and those of a family toward them
ON_TOP = 2.0  # and those of a curve on top of an estimate toward the estimate as it is
# Without a curve on top: shifted runs have theirs in their own module, what is exact goes by signs.
ITSELF = frozenset({"shifted", "exact"})
FEWEST = 200  # answers for a curve on top
MOST = 0.9995
# Which way each sign of a misread may count, as in Signs.figures: 1 for it, -1 against, 0 either.
WAYS = (0, 1, 1, -1, 1, -1, -1, -1, 0, -1, -1)
# The same for lost bytes, as in finders/lost/confidence.py.
WAYS_LOST = (0, 1, 0, -1, -1, -1, -1, -1, -1, -1, 0, 0, 1)
HEAD = """\
# From the signs of an answer to the probability that it is right: the curves of
# fixenc/calibration.py. Made by `python -m benchmarks calibrate`; do not edit. Each is a logistic
# in the signs that its user names: signs.py of fixenc/repair/finders/misread/, confidence.py of
# fixenc/detect/, or the log-odds of a finder's own estimate.
"""


def fitted(samples: Sequence[Sample]) -> dict[str, dict[str, Any]]:
    """The curves by name: weights, cap, and what they were fitted on."""
    by_curve: dict[str, list[Sample]] = {}
    for sample in samples:
        by_curve.setdefault(sample.curve, []).append(sample)
    plain = by_curve.pop(PLAIN)
    misreads = {name: rows for name, rows in by_curve.items() if name.startswith("misread ")}
    everything = [s for rows in misreads.values() for s in rows]
    found = {PLAIN: _row([9.0], plain, of=len(plain) + len(everything))}
    pooled = _one_way(everything, [0.0] * len(WAYS), POOLED)
    for kind in Family:
        name = name_of(kind)
        # the catalogue may have no misread of a family; then it goes by the others
        rows = misreads.get(name, everything)
        found[name] = _row(_one_way(rows, pooled, APART), rows, of=len(everything))
    detections = [s for s in by_curve.pop("detection") if s.signs]
    found["detection"] = _row(_weights(detections, [0.0] * 3, POOLED), detections)
    found |= of_lost([s for name in FAMILIES for s in by_curve.pop(name, ())])
    for name in sorted(by_curve.keys() - misreads.keys()):
        if len(by_curve[name]) < FEWEST or name in ITSELF:
            continue
        weights = _weights(by_curve[name], [0.0, 1.0], ON_TOP)
        # what a finder is surer of may not come out less sure
        found[name] = _row([weights[0], max(0.0, weights[1])], by_curve[name])
    return found


def of_lost(samples: Sequence[Sample]) -> dict[str, dict[str, Any]]:
    """The curves of lost bytes by name, each pulled toward that of all."""
    if not samples:
        return {}
    pooled = _one_way(samples, [0.0] * len(WAYS_LOST), POOLED, WAYS_LOST)
    found = {}
    for name in FAMILIES:
        rows = [s for s in samples if s.curve == name] or samples
        weights = _one_way(rows, pooled, ON_TOP, WAYS_LOST)
        found[name] = _row(weights, rows)
    return found


def of_fills(samples: Sequence[Sample]) -> dict[str, dict[str, Any]]:
    """The curve on top of those of lost bytes, for what becomes of them in a report."""
    made = [s for s in samples if s.curve == FILLED and s.confidence != MARKED]
    weights = _weights(made, [0.0, 1.0], ON_TOP)
    return {FILLED: _row([weights[0], max(0.0, weights[1])], made)}


def _one_way(
    samples: Sequence[Sample],
    toward: Sequence[float],
    strength: float,
    ways: Sequence[int] = WAYS,
) -> list[float]:
    """As ``_weights``, without the signs that would count the wrong way."""
    left_out: set[int] = set()
    while True:
        rows = [
            (1.0, *(0.0 if i in left_out else x for i, x in enumerate(s.signs, 1))) for s in samples
        ]
        aim = [0.0 if i in left_out else weight for i, weight in enumerate(toward)]
        weights = logistic(rows, [s.right for s in samples], aim, strength)
        wrong = {i for i, (w, way) in enumerate(zip(weights, ways, strict=True)) if w * way < 0}
        if not wrong:
            return weights
        left_out |= wrong


def _weights(samples: Sequence[Sample], toward: Sequence[float], strength: float) -> list[float]:
    rows = [(1.0, *s.signs) for s in samples]
    return logistic(rows, [s.right for s in samples], toward, strength)


def _row(weights: Sequence[float], samples: Sequence[Sample], *, of: int = 0) -> dict[str, Any]:
    """A curve for the file. No answer is surer than 1 - 1/(n + 2), n the answers it was fitted on.

    ``of`` is that number where the curve leans on more answers than its own.
    """
    right = sum(s.right for s in samples)
    return {
        "weights": [round(w, 4) for w in weights],
        "highest": round(min(MOST, 1 - 1 / ((of or len(samples)) + 2)), 5),
        "fitted": len(samples),
        "right": round(right / len(samples), 4),
    }


def write(
    curves: Mapping[str, Mapping[str, Any]], figures: Mapping[str, Mapping[str, Any]], date: str
) -> None:
    """Write the file."""
    parts = [HEAD, f"date = {json.dumps(date)}\n"]
    for section, table in (("curves", curves), ("figures", figures)):
        for name, row in table.items():
            parts.append(f"\n[{section}.{json.dumps(name)}]\n")
            parts += (f"{key} = {json.dumps(value)}\n" for key, value in row.items())
    FILE.write_text("".join(parts), "utf-8")
