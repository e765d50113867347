"""How sure each step of a repaired run is: sums over all paths of the lattice.

The best path of a run may be certain but for one character, such as the last, whose second byte was
lost together with what stood behind it. What is not sure becomes a hole; what is sure stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log2
from typing import NamedTuple

from fixenc.repair.byte_pairs import HOLES
from fixenc.repair.finders.shifted.by_words import NEAR, weighed_by_words
from fixenc.repair.finders.shifted.lattice import Arc, Lattice, Node

HOLE = "\ufffd"
_BEHIND = 14.0  # bits by which a step may be worse than the best path and still count
_NEGLIGIBLE = 40.0
FIRM = 0.97  # share of the paths that must take a step for it to stand whatever follows


class Slot(NamedTuple):
    """Characters of the best path that are not sure: one that was filled in, or a whole step.

    ``share`` is the share of all paths, by probability, that have ``text[at : at + size]`` there.
    """

    at: int
    share: float
    size: int = 1


class Twin(NamedTuple):
    """A character whose first byte was lost before a mark: its place, and what may stand there.

    Those of a page with the same ``key``, the mark and the character behind it, are mostly the
    same; ``costs`` holds the bits of each character.
    """

    at: int
    key: str
    costs: Mapping[str, float]


# Bits to add to each character that may have been lost before a mark, by the place of the hole.
Added = Mapping[int, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The best path of a run: where it ends, its text, and what it costs in bits.

    ``firm`` is the share of all paths that differ from it in nothing but the ``slots``; ``torn``
    says that holes in it are the halves of two characters each.
    """

    end: int
    after: str
    bits: float
    extra: float
    firm: float
    slots: tuple[Slot, ...]
    twins: tuple[Twin, ...]
    torn: bool

    @property
    def total(self) -> float:
        """What the path costs against the text as it stands; below 0 is better."""
        return self.bits + self.extra


class Step(NamedTuple):
    """A step to a node, with the share of all paths that take it."""

    arc: Arc
    target: Node
    share: float


class _Sums:
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


def outcome(lattice: Lattice, added: Added) -> Outcome:
    """The best path of a lattice that has ended, and how sure it is."""
    sums = _Sums(lattice, added)
    end, best = sums.best()
    whole: dict[tuple[int, int], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    shape: dict[tuple[int, int, int, int], float] = defaultdict(float)
    for arc, target, share in sums.steps():
        source = arc.source
        whole[source.at, target.at][arc.piece] += share
        shape[source.at, source.carry, target.at, target.carry] += share
    pieces = [arc.piece for arc, _ in best]
    firm, slots, twins, length = 1.0, [], [], 0
    doubtful = _doubtful(best, whole, shape)
    for number, (arc, target) in enumerate(best):
        source = arc.source
        options = whole[source.at, target.at]
        if number in doubtful:
            slots.append(Slot(length, doubtful[number], len(pieces[number])))
        elif arc.lost:
            firm = min(firm, shape[source.at, source.carry, target.at, target.carry])
            options = weighed_by_words(options, *_around(lattice, pieces, number, end.at))
            pieces[number] = max(options, key=lambda piece: options[piece])
            slots += _slots(pieces[number], options, length, arc.lost)
            following = "".join(pieces[number + 1 : number + 3])[:1]
            twins += _twin(lattice, source, options, following)
        else:
            firm = min(firm, shape[source.at, source.carry, target.at, target.carry])
            firm = min(firm, options[arc.piece])
        length += len(pieces[number])
    if 3 * sum(slot.size for slot in slots if slot.size > 1) > length:
        firm = min(firm, *doubtful.values())  # next to nothing of it is sure
    return Outcome(
        end.at,
        "".join(pieces),
        sum(arc.bits for arc, _ in best) + sums.ends[end],
        sum(arc.extra for arc, _ in best),
        min(1.0, firm),
        tuple(slots),
        tuple(twins),
        any(_is_torn(lattice, arc) for arc, _ in best),
    )


def _is_torn(lattice: Lattice, arc: Arc) -> bool:
    """Whether a step fills in two characters for a hole that no mark stands behind."""
    if arc.lost < 2 or arc.source is lattice.root or not arc.piece[1:2] > "\x7f":
        return False
    page, at = lattice.page, arc.source.at + 1
    found = page.coding.pair(page.text[at : at + 1]) if page.text[at : at + 1] else None
    return found is not None and found[0] != page.coding.row


def _doubtful(
    best: list[tuple[Arc, Node]],
    whole: Mapping[tuple[int, int], Mapping[str, float]],
    shape: Mapping[tuple[int, int, int, int], float],
) -> dict[int, float]:
    """The steps by number that other paths take otherwise, with the share that takes them.

    Where two holes stand together, some paths fall in step between them, and some do not.
    """
    found = {}
    for number, (arc, target) in enumerate(best):
        share = shape[arc.source.at, arc.source.carry, target.at, target.carry]
        if not arc.lost:
            share = min(share, whole[arc.source.at, target.at][arc.piece])
        if share < FIRM and arc.piece:
            found[number] = share
    return found


def _twin(
    lattice: Lattice, source: Node, options: Mapping[str, float], following: str
) -> list[Twin]:
    """The character lost before a mark, if the hole at a node is such a one."""
    page, place = lattice.page, int(source is not lattice.root)
    mark = page.text[source.at + 1 : source.at + 2]
    if source.at in page.keys or not following or (mark in HOLES and not page.folded):
        return []
    shares: dict[str, float] = defaultdict(float)
    for piece, share in options.items():
        if len(piece) > place and piece[place] > "\x80" and piece[place] != HOLE:
            shares[piece[place]] += share
    if not shares:
        return []
    costs = {char: -log2(min(1.0, share)) for char, share in shares.items()}
    return [Twin(source.at, mark + following, costs)]


def _around(lattice: Lattice, pieces: list[str], number: int, end: int) -> tuple[str, str]:
    """The text before and behind one of the pieces that a run up to ``end`` is made of."""
    page, start = lattice.page, lattice.start
    before = page.bare(max(0, start - NEAR), start) + "".join(pieces[:number])
    after = "".join(pieces[number + 1 :])[:NEAR]
    if len(after) < NEAR:
        after += page.bare(end, min(end + NEAR, len(page.text)))
    return before[-NEAR:].rpartition("\n")[2], after[:NEAR].partition("\n")[0]


def _slots(piece: str, options: Mapping[str, float], at: int, lost: int) -> list[Slot]:
    """The characters of a piece that were filled in, each with the share of all that agree."""
    found = []
    for place in range(min(lost, len(piece))):
        agree = (share for other, share in options.items() if other[place:][:1] == piece[place])
        found.append(Slot(at + place, min(1.0, sum(agree))))
    return found
