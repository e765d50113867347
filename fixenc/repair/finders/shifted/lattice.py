"""The ways in which the text behind a hole may be shifted: a lattice, and its best paths.

A node is a place in the text, the byte carried over from there (0 when the characters are in step
again) and the last true character. What a path emits is the text as first written; its cost is
that of the model less what the text as it stands costs over the same stretch, so that paths of
different length can be compared.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from typing import NamedTuple

from fixenc.repair.finders.shifted.page import Page
from fixenc.repair.finders.shifted.quotation import QUOTES, after, weigh
from fixenc.repair.finders.shifted.zones import ZONE

SLACK = 45.0  # bits by which a path may fall behind the text as it stands before it is dropped
BEHIND = 30.0  # bits by which a node may be worse than the best at its place
_STEPS = 500  # steps back through the lattice for the best paths


class Arc(NamedTuple):
    """A step into a node: from where, what it emits, and what it costs in bits."""

    source: Node
    piece: str
    bits: float  # of the model, less those of the text as it stands
    extra: float  # of the explanation
    lost: int = 0  # characters at the start of the piece that were filled in

    @property
    def total(self) -> float:
        """What the step costs, in bits."""
        return self.bits + self.extra


@dataclass(slots=True, eq=False)
class Node:
    """A place in the text, the byte carried over, the last true character; the way to it."""

    at: int
    carry: int
    last: str
    opened: str  # the quotation marks and brackets that are open
    best: float = 0.0
    arcs: list[Arc] = field(default_factory=list)


class Path(NamedTuple):
    """One reading of the text from the hole to ``end``: where the characters are in step again."""

    end: int
    after: str
    bits: float
    extra: float

    @property
    def total(self) -> float:
        """What the path costs against the text as it stands, in bits; below 0 is better."""
        return self.bits + self.extra


class Lattice:
    """All paths from one hole; ``walk`` adds the steps, ``paths`` reads off the result.

    ``start`` is the hole's place, in code points; ``before`` the true character before it and
    ``opened`` the quotation marks open there. ``drops``: pairs may be gone without a trace.
    """

    def __init__(
        self, page: Page, start: int, before: str, opened: str, *, drops: bool = False
    ) -> None:
        self.page = page
        self.drops = drops
        self.start = start
        self.root = Node(start, 0, before, opened)
        # what does not depend on the way to a hole, by its place; see hole
        self.endings: dict[int, list[str]] = {}
        self.partners: dict[tuple[int, int], list[tuple[float, int, str]]] = {}
        zone = ZONE.match(page.text, start)
        self._counted = zone.end() if zone else start  # from here on the page counted its pairs
        self._standing = [0.0]  # what the text as it stands costs, from the hole on
        self._previous = [before]  # the character before each of these places
        self._open: dict[int, dict[tuple[int, str, str], Node]] = {}
        self._least: dict[int, float] = {}
        self._queue: list[int] = []
        self._done: list[Node] = []

    def stands(self, at: int) -> float:
        """The cost of the text as it stands from the hole up to a place; readings are free."""
        page, costs = self.page, self._standing
        while len(costs) <= at - self.start:
            here = self.start + len(costs) - 1
            end = page.brackets.get(here, here + 1)
            before, bits, char = self._previous[-1], costs[-1], self._previous[-1]
            if end == here + 1:
                char = page.text[here]
                cost = page.cost if here < self._counted else page.cost_elsewhere
                bits += cost(before, char)
                if here in page.keys:
                    end = page.keys[here][1]
            costs += [bits] * (end - here)
            self._previous += [char] * (end - here)
        return costs[at - self.start]

    def cost(self, opened: str, last: str, char: str) -> float:
        """The cost of a character after another, given the quotation marks that are open."""
        bits = self.page.cost(last, char)
        if char in QUOTES and char not in self.page.unused:
            return weigh(opened, last, char, bits)
        return bits

    def go(
        self,
        node: Node,
        at: int,
        carry: int,
        piece: str,
        extra: float = 0.0,
        kept: str = "",
        lost: int = 0,
        shown: str | None = None,
    ) -> None:
        """Add a step that emits ``piece`` and leads to ``at``.

        ``kept`` is a reading that stays behind the piece: part of the output, but free. The first
        ``lost`` characters of the piece were filled in. ``shown`` is what the output has instead.
        """
        self.page.budget -= 1
        last, opened, bits = node.last, node.opened, 0.0
        for char in piece:
            bits += self.cost(opened, last, char)
            opened = after(opened, char)
            last = char
        bits -= self.stands(at) - self.stands(node.at)
        best = node.best + bits + extra
        if best > SLACK or best > self._least.get(at, SLACK) + BEHIND:
            return
        if at not in self._open:
            self._open[at] = {}
            heapq.heappush(self._queue, at)
        self._least[at] = min(best, self._least.get(at, SLACK))
        key = carry, last, opened
        found = self._open[at].get(key)
        if found is None:
            found = self._open[at][key] = Node(at, carry, last, opened, best)
        found.best = min(found.best, best)
        found.arcs.append(Arc(node, (piece if shown is None else shown) + kept, bits, extra, lost))

    def take(self) -> tuple[int, list[Node]] | None:
        """The first place that is still open, and its nodes, the best first; None at the end."""
        if not self._queue:
            return None
        at = heapq.heappop(self._queue)
        return at, sorted(self._open.pop(at).values(), key=_best)

    def finish(self, node: Node) -> None:
        """Let a path end at a node, where the characters are in step again."""
        self._done.append(node)

    def ended(self) -> bool:
        """Whether any path came to an end."""
        return bool(self._done)

    def ends(self) -> list[tuple[Node, float]]:
        """The nodes where a path may end, and what closing it there costs."""
        return [(node, self._close(node)) for node in self._done]

    def paths(self, most: int) -> list[Path]:
        """The best paths, up to ``most``, the cheapest first, each with a text of its own."""
        heap: list[tuple[float, int, Node, str, float, float, int]] = []
        for number, (node, closing) in enumerate(self.ends()):
            heap.append((node.best + closing, number, node, "", closing, 0.0, node.at))
        heapq.heapify(heap)
        number = len(heap)
        found: dict[tuple[int, str], Path] = {}
        for _ in range(_STEPS):
            if not heap or len(found) == most:
                break
            _, _, node, after, bits, extra, end = heapq.heappop(heap)
            if node is self.root:
                found.setdefault((end, after), Path(end, after, bits, extra))
                continue
            for arc in node.arcs:
                number += 1
                ahead = bits + arc.bits, extra + arc.extra
                rank = arc.source.best + sum(ahead)
                heapq.heappush(heap, (rank, number, arc.source, arc.piece + after, *ahead, end))
        return list(found.values())

    def _close(self, node: Node) -> float:
        """What the character behind the run costs after the run, less after what stands there."""
        following = self.page.after(node.at)
        self.stands(node.at)
        standing = self._previous[node.at - self.start]
        return self.page.cost(node.last, following) - self.page.cost(standing, following)


def _best(node: Node) -> float:
    return node.best
