"""What all ways through a lattice cost together, and so which share of them takes a step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import log2
from typing import NamedTuple

from fixenc.repair.finders.shifted.lattice import Arc, Lattice, Node

_BEHIND = 14.0  # bits by which a step may be worse than the best path and still count
_NEGLIGIBLE = 40.0

# Bits to add to each character that may have been lost before a mark, by the place of the hole.
Added = Mapping[int, Mapping[str, float]]


class Step(NamedTuple):
    """A step to a node, with the share of all paths that take it."""

    arc: Arc
    target: Node
    share: float


class Sums:
    """The costs of all ways to a node and from it, by the forward and backward algorithm."""

    def __init__(self, lattice: Lattice, added: Added) -> None:
        self.root = lattice.root
        self.added = added
        self.ends = dict(lattice.ends())
        self.nodes = _leading_to(self.ends)
        self.forward: dict[Node, float] = {self.root: 0.0}
        self.least: dict[Node, float] = {self.root: 0.0}
        self.way: dict[Node, Arc] = {}
        for node in self.nodes:
            ways = [(self.cost(arc), arc) for arc in node.arcs if arc.source in self.forward]
            if ways:
                self.forward[node] = _sum(self.forward[arc.source] + bits for bits, arc in ways)
                best = min(ways, key=lambda way: self.least[way[1].source] + way[0])
                self.least[node] = self.least[best[1].source] + best[0]
                self.way[node] = best[1]
        self.total = _sum(self.forward[node] + bits for node, bits in self.ends.items())

    def cost(self, arc: Arc) -> float:
        """What a step costs, with what other runs say of the character."""
        bits = arc.bits + arc.extra
        if arc.lost and arc.source.at in self.added:
            char = arc.piece[:1] if arc.source is self.root else arc.piece[1:2]
            bits += self.added[arc.source.at].get(char, 0.0)
        return bits

    def best(self) -> tuple[Node, list[tuple[Arc, Node]]]:
        """The end of the best path, and its steps in order."""
        end = node = min(self.ends, key=lambda end: self.least[end] + self.ends[end])
        found = []
        while node is not self.root:
            found.append((self.way[node], node))
            node = self.way[node].source
        return end, found[::-1]

    def steps(self) -> list[Step]:
        """All steps that count, with the share of the paths that take each."""
        backward = {node: [bits] for node, bits in self.ends.items()}
        found = []
        for node in reversed(self.nodes):
            if node not in backward or node not in self.forward:
                continue
            behind = _sum(backward[node])
            for arc in node.arcs:
                if arc.source not in self.forward:
                    continue
                bits = behind + self.cost(arc)
                worse = self.forward[arc.source] + bits - self.total
                if worse < _BEHIND:
                    backward.setdefault(arc.source, []).append(bits)
                    found.append(Step(arc, node, 2.0**-worse))
        return found


def _leading_to(ends: Iterable[Node]) -> list[Node]:
    """The nodes from which a path leads to any of ``ends``, each behind all that lead to it.

    Their places do not order them: a step may take no character of the text.
    """
    found: list[Node] = []
    seen: set[Node] = set()
    for end in ends:
        if end in seen:
            continue
        seen.add(end)
        stack = [(end, iter(end.arcs))]
        while stack:
            node, arcs = stack[-1]
            source = next((arc.source for arc in arcs if arc.source not in seen), None)
            if source is None:
                found.append(node)
                stack.pop()
            else:
                seen.add(source)
                stack.append((source, iter(source.arcs)))
    return found


def _sum(costs: Iterable[float]) -> float:
    """The cost in bits of any of several ways, from the cost of each."""
    ways = list(costs)
    least = min(ways)
    if len(ways) == 1:
        return least
    return least - log2(sum(2.0 ** (least - bits) for bits in ways if bits < least + _NEGLIGIBLE))


class Shares:
    """The shares of all paths that take a step: by its places and piece, by places and bytes."""

    def __init__(self, steps: Iterable[Step]) -> None:
        self.whole: dict[tuple[int, int], dict[str, float]] = defaultdict(_zeros)
        self.shape: dict[tuple[int, int, int, int], float] = defaultdict(float)
        self._behind: dict[tuple[int, str, int], dict[str, float]] = defaultdict(_zeros)
        self._passing: dict[tuple[int, str], float] = defaultdict(float)
        for arc, target, share in steps:
            source = arc.source
            self.whole[source.at, target.at][arc.piece] += share
            self.shape[source.at, source.carry, target.at, target.carry] += share
            self._behind[source.at, source.last, target.at][arc.piece] += share
            self._passing[source.at, source.last] += share

    def given(self, start: int, last: str, end: int) -> Mapping[str, float]:
        """The pieces from one place to another, if ``last`` is the character before them.

        What is unsure of that character must not make them unsure too.
        """
        found = self._behind.get((start, last, end))
        if found is None:
            return self.whole[start, end]
        passing = self._passing[start, last]
        return {piece: share / passing for piece, share in found.items()}


def _zeros() -> dict[str, float]:
    return defaultdict(float)
