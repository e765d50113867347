"""How far confidences can be trusted: calibration error, precision, and what they let through."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

from benchmarks.calibration.samples import Sample

SURE, LIKELY = 0.99, 0.9  # what the presets safe and standard ask for
BINS = 20  # of equal width, for the calibration error
# Edges for the diagrams: most answers are far up.
EDGES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99, 0.995, 1.0)


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of some samples; shares are 0 to 1.

    ``ece`` is the expected calibration error: how far the confidence is from the share that is
    right, on average over bins of equal width. ``precision`` is the share of right ones among
    those of a confidence or more, ``kept`` the share of the right ones that have it.
    """

    number: int
    right: float
    ece: float
    precision_sure: float
    kept_sure: float
    precision_likely: float
    kept_likely: float

    def to_dict(self) -> dict[str, Any]:
        """The figures for JSON and TOML, rounded."""
        return {name: round(value, 5) for name, value in asdict(self).items()}


def figures(samples: Sequence[Sample]) -> Figures:
    """The figures of samples, at least one."""
    number = len(samples)
    good = sum(s.right for s in samples)
    sure = [s.right for s in samples if s.confidence >= SURE]
    likely = [s.right for s in samples if s.confidence >= LIKELY]
    return Figures(
        number,
        good / number,
        calibration_error(samples),
        sum(sure) / max(1, len(sure)) if sure else 1.0,
        sum(sure) / max(1, good),
        sum(likely) / max(1, len(likely)) if likely else 1.0,
        sum(likely) / max(1, good),
    )


def calibration_error(samples: Sequence[Sample]) -> float:
    """The expected calibration error over ``BINS`` bins of equal width."""
    off: Counter[int] = Counter()
    for s in samples:
        off[min(BINS - 1, int(s.confidence * BINS))] += s.confidence - s.right
    return sum(map(abs, off.values())) / len(samples)


def groups(samples: Iterable[Sample]) -> dict[str, list[Sample]]:
    """Samples by what they are reported under, the sums last."""
    found: dict[str, list[Sample]] = {}
    for s in samples:
        if s.curve == "misread":
            name = s.group.partition(",")[0]
            if name == "in a line":
                name = "in a clean line"
        elif s.curve == "detection":
            name = f"detection, {s.group}"
        else:
            name = s.curve if s.group.startswith("lossy") else f"{s.curve}, {s.group}"
        found.setdefault(name, []).append(s)
    for s in [s for rows in list(found.values()) for s in rows]:
        if s.curve == "detection":
            found.setdefault(DETECTION, []).append(s)
        elif s.curve == "misread" or s.group.startswith("lossy"):
            found.setdefault(REPAIRS, []).append(s)
    return found


REPAIRS = "all repairs: misread, in lines, fragments, lossy"
DETECTION = "all detections"


def diagram(samples: Sequence[Sample]) -> list[dict[str, float]]:
    """The points of a reliability diagram: one for each bin of ``EDGES`` that is not empty."""
    points = []
    for low, high in pairwise(EDGES):
        inside = [s for s in samples if low <= s.confidence < high or s.confidence == high == 1.0]
        if inside:
            points.append(
                {
                    "from": low,
                    "to": high,
                    "number": len(inside),
                    "confidence": round(sum(s.confidence for s in inside) / len(inside), 4),
                    "right": round(sum(s.right for s in inside) / len(inside), 4),
                }
            )
    return points
