"""Signs as classes of characters: few ranges, and few branches for the pairs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, compress, pairwise
from typing import NamedTuple

from corpus.build.signs import ALIKE, RANGES, Clean, Sign, is_coarse, script

BRANCHES = 40  # a class of characters takes 0.1 ms to compile, and a branch has two
SEEDS, COLUMNS = 6, 400  # what is tried for each branch; more found nothing better
WIDTH = 2e-3  # what a character must add to a branch
DEAR = 0.03  # cost of a pair that counts double in a branch, so that it does not hide in it
RARE = 0.2  # share of the hits given to rare East Asian characters, met in a fragment or not
FREE = 0.2  # and to rare characters between those chosen, for fewer ranges
SHORT = 12  # characters of a run that is left out if no fragment had any of them


class Branch(NamedTuple):
    """Any of ``chars`` with any of ``neighbours`` on that side of it."""

    side: str
    chars: str
    neighbours: str


@dataclass(slots=True)
class Grid:
    """What each pair is worth: its gain less its cost, by character and neighbour."""

    side: str
    chars: list[str]
    neighbours: list[str]
    values: list[list[float]]

    def take(self) -> tuple[float, Branch]:
        """The best rows and columns found, all of whose pairs are worth nothing from then on."""
        columns_of = zip(*self.values, strict=True)
        sums = [sum(value for value in column if value > 0) for column in columns_of]
        seeds = sorted(range(len(sums)), key=lambda i: (-sums[i], i))[:SEEDS]
        worth, rows, columns = max(map(self._grown, seeds))
        for row in compress(self.values, rows):
            for i in compress(range(len(row)), columns):
                row[i] = 0.0
        chars, neighbours = compress(self.chars, rows), compress(self.neighbours, columns)
        return worth, Branch(self.side, "".join(chars), "".join(neighbours))

    def _grown(self, seed: int) -> tuple[float, list[bool], list[bool]]:
        """From one column: the rows it is worth having in, the columns those are worth, ..."""
        columns = [i == seed for i in range(len(self.neighbours))]
        worth = 0.0
        while True:
            rows = [sum(compress(row, columns)) > WIDTH for row in self.values]
            sums = [sum(column) for column in zip(*compress(self.values, rows), strict=True)]
            found = sum(value for value in sums if value > WIDTH)
            if found <= worth * 1.001:
                return worth, rows, columns
            worth, columns = found, [value > WIDTH for value in sums]


def group(gains: Mapping[Sign, float], clean: Clean, least: float) -> list[Branch]:
    """The branches worth most, from one grid for each script and side.

    A pair is worth its gain less ``least`` times its cost.
    """
    by_grid: defaultdict[tuple[str, str], list[Sign]] = defaultdict(list)
    for sign in gains:
        by_grid[script(sign.char), sign.side].append(sign)
    found = []
    for (_, side), signs in sorted(by_grid.items()):
        grid = _grid(side, signs, gains, clean, least)
        found.append((*grid.take(), grid))
    branches: list[Branch] = []
    while len(branches) < BRANCHES:
        worth, branch, grid = max(found, key=lambda f: f[0])
        if worth <= 0:
            break
        branches.append(branch)
        found = [f for f in found if f[2] is not grid] + [(*grid.take(), grid)]
    return sorted(branches, key=lambda b: (script(b.chars[0]), b.side, -len(b.chars), b.chars))


def _grid(
    side: str, signs: list[Sign], gains: Mapping[Sign, float], clean: Clean, least: float
) -> Grid:
    chars = sorted({sign.char for sign in signs})
    by_gain: defaultdict[str, float] = defaultdict(float)
    for sign in signs:
        by_gain[sign.neighbour] += gains[sign]
    neighbours = sorted(sorted(by_gain, key=lambda n: (-by_gain[n], n))[:COLUMNS])

    def worth(sign: Sign) -> float:
        cost = clean.cost(sign)
        return gains.get(sign, 0.0) - least * cost * (1 + cost / DEAR)

    values = [[worth(Sign(char, side, n)) for n in neighbours] for char in chars]
    return Grid(side, chars, neighbours, values)


def rare_characters(clean: Clean) -> Iterator[str]:
    """Ideographs and syllables that clean text hardly ever has, the rarest first."""
    spent = 0.0
    ranges = chain(range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0xAC00, 0xD7A4))
    for cost, char in sorted((clean.chars.get(char, 0.0), char) for char in map(chr, ranges)):
        spent += cost
        if spent > RARE:
            return
        yield char


def widened(alone: set[str], paired: set[str], clean: Clean) -> set[str]:
    """``alone`` with the rare characters, in few ranges: those are compiled sooner.

    A short run of rare characters of which no fragment had any is left out; a gap that clean text
    hardly ever uses is filled, the cheapest first.
    """
    outside = set(map(ord, paired))
    kept = set(map(ord, alone))
    for run in runs({ord(char) for char in rare_characters(clean)} - outside | kept):
        if len(run) >= SHORT or not kept.isdisjoint(run):
            kept.update(run)
    gaps = []
    for first, last in pairwise(sorted(kept | outside)):
        if last - first > 1:
            between = range(first + 1, last)
            gaps.append((sum(clean.chars.get(chr(point), 0.0) for point in between), between))
    spent = 0.0
    for cost, between in sorted(gaps, key=lambda gap: (gap[0], gap[1].start)):
        spent += cost
        if spent > FREE:
            break
        kept.update(between)
    return set(map(chr, kept))


def runs(points: Iterable[int]) -> Iterator[range]:
    """Code points as ranges, in order.

    >>> list(runs({5, 2, 3}))
    [range(2, 4), range(5, 6)]
    """
    ordered = sorted(points)
    start = 0
    for i, point in enumerate(ordered):
        if i + 1 == len(ordered) or ordered[i + 1] != point + 1:
            yield range(ordered[start], point + 1)
            start = i + 1


def classes(chars: Iterable[str]) -> str:
    """Characters as the inside of a class of a pattern, in ranges.

    >>> classes("cab-x")
    '\\\\-a-cx'
    """
    parts: list[str] = []
    for run in runs({ord(char) for char in chars}):
        first, last = _escaped(run[0]), _escaped(run[-1])
        parts.append(first if len(run) == 1 else first + ("-" if len(run) > 2 else "") + last)
    return "".join(parts)


def _escaped(point: int) -> str:
    return "\\" + chr(point) if chr(point) in "\\]^-[&~|" else chr(point)


def packed(alone: set[str], branches: list[Branch]) -> dict[str, object]:
    """The gate's data: classes of characters as in patterns."""
    paired = {char for branch in branches for char in branch.chars}
    groups: dict[str, list[Branch]] = {}
    for branch in branches:
        groups.setdefault(script(branch.chars[0]), []).append(branch)
    return {
        "alone": classes(alone - paired),
        "paired": [
            {"within": _within(name, members), "branches": list(map(_as_classes, members))}
            for name, members in groups.items()
        ],
    }


def _within(name: str, branches: list[Branch]) -> str:
    """What tells the characters of a script from those of the others."""
    if name in RANGES:
        return RANGES[name]
    return classes(char for branch in branches for char in branch.chars)


def _as_classes(branch: Branch) -> dict[str, str]:
    return {
        "chars": classes(branch.chars),
        branch.side: classes(unfolded(branch.neighbours, branch.chars[0])),
    }


def unfolded(neighbours: str, of: str) -> str:
    """The neighbours as they stand in text: digits, white space, all that ALIKE puts together.

    >>> unfolded("x0", "é")
    'x0123456789'
    """
    found = neighbours.replace("0", "0123456789").replace(" ", " \t\r")
    return "".join(ALIKE.get(char, char) for char in found) if is_coarse(of) else found
