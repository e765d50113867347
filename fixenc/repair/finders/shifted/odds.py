"""How sure each step of a repaired run is: sums over all paths of the lattice.

The best path of a run may be certain but for one character, such as the last, whose second byte was
lost together with what stood behind it. What is not sure becomes a hole; what is sure stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from math import log2
from typing import NamedTuple

from fixenc.repair.damage.byte_pairs import HOLES
from fixenc.repair.finders.shifted.by_words import NEAR, weighed_by_words
from fixenc.repair.finders.shifted.lattice import Arc, Lattice, Node
from fixenc.repair.finders.shifted.sums import Added, Shares, Sums

HOLE = "\ufffd"
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


def outcome(lattice: Lattice, added: Added) -> Outcome:
    """The best path of a lattice that has ended, and how sure it is."""
    sums = Sums(lattice, added)
    end, best = sums.best()
    shares = Shares(sums.steps())
    whole, shape = shares.whole, shares.shape
    pieces = [arc.piece for arc, _ in best]
    firm, slots, twins, length, last = 1.0, [], [], 0, lattice.root.last
    doubtful = _doubtful(best, whole, shape)
    for number, (arc, target) in enumerate(best):
        source = arc.source
        options = whole[source.at, target.at]
        if number in doubtful:
            slots.append(Slot(length, doubtful[number], len(pieces[number])))
        elif arc.lost:
            firm = min(firm, shape[source.at, source.carry, target.at, target.carry])
            options = weighed_by_words(
                shares.given(source.at, last, target.at),
                *_around(lattice, pieces, number, end.at),
                lattice.page.told,
            )
            pieces[number] = max(options, key=lambda piece: options[piece])
            slots += _slots(pieces[number], options, length, arc.lost)
            following = "".join(pieces[number + 1 : number + 3])[:1]
            twins += _twin(lattice, source, options, following)
        else:
            firm = min(firm, shape[source.at, source.carry, target.at, target.carry])
            firm = min(firm, options[arc.piece])
        length += len(pieces[number])
        last = pieces[number][-1:] or last
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
