"""Floors: the least that every figure must reach. They may only rise.

``benchmarks/floors.toml`` has a table for each scale (``sampled``, ``full``); in it ``least``
holds floors, and ``most`` ceilings, of figures where less is better.
"""

from __future__ import annotations

import json
import math
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("floors.toml")
HEAD = """\
# The least that every figure must reach, and the most of those where less is better. Floors only
# rise: `python -m benchmarks gate --update` raises them and refuses to lower one. Figures of speed
# are ratios with slack for a busy machine; figures of accuracy are exact.
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure by name. ``slack`` is the share of it that a machine's noise may take."""

    name: str
    value: float
    more: bool = True  # whether more is better
    slack: float = 0.0
    timed: bool = False  # whether it is read off the clock, and may be better the next time

    @property
    def bound(self) -> float:
        """The floor or ceiling that the figure itself would give, rounded to its worse side.

        >>> Figure("", 0.98765).bound, Figure("", 10.0, slack=0.3).bound, Figure("", 2, False).bound
        (0.9876, 7.0, 2.0)
        """
        value = self.value * (1 - self.slack if self.more else 1 + self.slack)
        if self.more:
            return math.floor(value * 10_000 + 1e-6) / 10_000
        return math.ceil(value * 10_000 - 1e-6) / 10_000


@dataclass(frozen=True, slots=True)
class Floors:
    """Floors and ceilings by the name of the figure."""

    least: dict[str, float]
    most: dict[str, float]

    def of(self, figure: Figure) -> float | None:
        """The bound of a figure; None when it has none yet."""
        return (self.least if figure.more else self.most).get(figure.name)


def misses(floors: Floors, figures: Iterable[Figure]) -> list[str]:
    """A line for each figure that is worse than its bound, or has none, and each bound unmet."""
    found: list[str] = []
    seen: set[str] = set()
    for figure in figures:
        seen.add(figure.name)
        bound = floors.of(figure)
        if bound is None:
            found.append(f"{figure.name}: {figure.value:.4f} has no floor; use --update")
        elif is_worse(figure, bound):
            word = "below its floor" if figure.more else "above its ceiling"
            found.append(f"{figure.name}: {figure.value:.4f} is {word} {bound:g}")
    gone = [name for name in (*floors.least, *floors.most) if name not in seen]
    return found + [f"{name}: was not measured" for name in gone]


def is_worse(figure: Figure, bound: float) -> bool:
    """Whether a figure is on the wrong side of a bound."""
    return figure.value < bound - 1e-9 if figure.more else figure.value > bound + 1e-9


def is_short(floors: Floors, figure: Figure) -> bool:
    """Whether a figure has a bound and is worse than it."""
    bound = floors.of(figure)
    return bound is not None and is_worse(figure, bound)


def better(figure: Figure, other: Figure) -> Figure:
    """The better of two measurements of a figure that is timed; else the first.

    >>> better(Figure("", 2.0, timed=True), Figure("", 3.0, timed=True)).value
    3.0
    >>> better(Figure("", 2.0), Figure("", 3.0)).value
    2.0
    """
    return other if figure.timed and is_worse(figure, other.value) else figure


def raised(floors: Floors, figures: Iterable[Figure]) -> Floors:
    """The floors with those raised that the figures allow; none is lowered."""
    least, most = dict(floors.least), dict(floors.most)
    for figure in figures:
        if figure.more:
            least[figure.name] = max(least.get(figure.name, -math.inf), figure.bound)
        else:
            most[figure.name] = min(most.get(figure.name, math.inf), figure.bound)
    return Floors(least, most)


def load(scale: str, path: Path = FILE) -> Floors:
    """The floors of a scale; none when the file has none."""
    table = tomllib.loads(path.read_text("utf-8")).get(scale, {}) if path.exists() else {}
    return Floors(table.get("least", {}), table.get("most", {}))


def save(scale: str, floors: Floors, path: Path = FILE) -> None:
    """Write the floors of a scale; those of the others stay."""
    table = tomllib.loads(path.read_text("utf-8")) if path.exists() else {}
    table[scale] = {"least": floors.least, "most": floors.most}
    parts = [HEAD]
    for name in sorted(table):
        for side in ("least", "most"):
            parts.append(f"\n[{name}.{side}]\n")
            rows = sorted(table[name].get(side, {}).items())
            parts += (f"{json.dumps(key, ensure_ascii=False)} = {value}\n" for key, value in rows)
    path.write_text("".join(parts), "utf-8")
