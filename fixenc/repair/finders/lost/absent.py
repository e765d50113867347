"""Letters that one reader never shows: put back by the sums over all ways to put them back.

Where a soft hyphen vanishes, each of them does, and where a no-break space turns into a plain one,
so does every other. So a letter of that byte is nowhere in the line, and to put it back costs no
more than the language says. The letters are weighed by the forward and backward algorithm.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from math import log2
from typing import NamedTuple

from fixenc.repair.finders.lost.beam import Budget
from fixenc.repair.finders.lost.costs import Costs
from fixenc.repair.finders.lost.states import SHARPNESS, Reading, Stretch
from fixenc.repair.lists import lexicon

WIDTH = 16  # states kept at one place; 24 gave the same on 77 sentences, 8 two letters fewer
IN_A_ROW = 2  # letters that are put in at one place at most
_LEAST = 1e-6
# The shares of all ways are probabilities as they are: of 1,734 places in 365 sentences, those that
# were given 0.8 to 0.9 were right in 77 %, 0.95 to 0.98 in 94 %, 0.99 and more in 99 %. Readings
# found by the beam are taken for less sure than they seem.
_SURE = 1 / SHARPNESS
_NEGLIGIBLE = 30.0  # bits
UNKNOWN = 6.0  # bits for a word that is not known
AROUND = 24  # characters on either side that its words may reach to


class Absent(NamedTuple):
    """The letters that a line does not show: those that vanish, and the one shown as a space.

    ``missed``: how many of them a text of its length has.
    """

    vanished: str
    spaced: str
    missed: float

    def pieces(self, char: str, last: str) -> Iterator[str]:
        """What may have stood where ``char`` stands after ``last``; capitals begin words."""
        ends = (char, self.spaced) if char == " " and self.spaced else (char,)
        starts = [""]
        for _ in range(IN_A_ROW + 1):
            for start in starts:
                yield from (start + end for end in ends)
            starts = [
                start + more
                for start in starts
                for more in self.vanished
                if len(start) < IN_A_ROW
                and not (more.isupper() and (start or last).isalpha())
                and not (start + last).endswith(more + more)
            ]


class _Arc(NamedTuple):
    source: str
    piece: str
    bits: float


_Column = dict[str, list[_Arc]]  # the ways to each state; a state is the characters before


def put_back(
    text: str, start: int, absent: Absent, costs: Costs, budget: Budget
) -> tuple[float, list[Stretch]]:
    """What a run costs with its letters, in bits, and its stretches.

    ``text`` is what undoing the run gives, and begins at ``start`` of the line. There is a stretch
    for each character of it, with the likeliest reading first; ``plain`` is what stands there.
    """
    columns, forward = _columns(text + "\n", absent, costs, budget)
    backward = dict.fromkeys(columns[-1], 0.0)
    least = _sum(forward[-1].values())
    found: list[Stretch] = []
    best = min(forward[-1], key=forward[-1].__getitem__)
    for at in range(len(columns) - 1, -1, -1):
        shares: dict[str, float] = {}
        behind: dict[str, list[float]] = {}
        for target, arcs in columns[at].items():
            for source, piece, bits in arcs:
                if target not in backward:
                    continue
                ahead = bits + backward[target]
                behind.setdefault(source, []).append(ahead)
                worse = forward[at][source] + ahead - least
                if worse < _NEGLIGIBLE:
                    shares[piece] = shares.get(piece, 0.0) + 2.0**-worse
        arc = min(columns[at][best], key=lambda arc: forward[at][arc.source] + arc.bits)
        best = arc.source
        found.append(_stretch(text, start, at, arc.piece, shares))
        backward = {source: _sum(ways) for source, ways in behind.items()}
    return least, found[::-1]


def told_by_words(stretches: Sequence[Stretch]) -> list[Stretch]:
    """The stretches, each with that reading first of which the words around it are known."""
    found = list(stretches)
    for i, stretch in enumerate(found):
        readings = [r for r in stretch.readings if r.cost < stretch.readings[0].cost + UNKNOWN]
        if len(readings) < 2:
            continue
        left = "".join(s.readings[0].text for s in found[max(0, i - AROUND) : i])
        right = "".join(s.readings[0].text for s in found[i + 1 : i + 1 + AROUND])
        weighed = [r._replace(cost=r.cost + _of_unknown(left, r.text, right)) for r in readings]
        best = min(weighed)
        if best.text != readings[0].text:
            others = sorted(r for r in weighed if r != best)
            found[i] = replace(stretch, readings=(best, *others))
    return found


def _of_unknown(left: str, text: str, right: str) -> float:
    """The bits against the words at a place that are not known."""
    start, end = len(left), len(left) + len(text)
    words = lexicon.WORD.finditer(left + text + right)
    beside = [word[0] for word in words if word.start() <= end and word.end() >= start]
    return UNKNOWN * sum(not lexicon.knows(w) for w in beside if len(w) >= lexicon.SHORTEST)


def _columns(
    text: str, absent: Absent, costs: Costs, budget: Budget
) -> tuple[list[_Column], list[dict[str, float]]]:
    """The ways from each place to the next, and what it costs to come to each state."""
    reach = costs.reach
    now = {" ": 0.0}
    forward, columns = [now], []
    for char in text:
        ways: _Column = {}
        for state in now:
            for piece in absent.pieces(char, state):
                bits, last = 0.0, state
                for one in piece:
                    bits += costs[last + one]
                    last = (last + one)[-reach:]
                ways.setdefault(last, []).append(_Arc(state, piece, bits))
                budget.moves -= 1
        sums = {
            state: _sum(now[arc.source] + arc.bits for arc in arcs) for state, arcs in ways.items()
        }
        kept = sorted(sums, key=sums.__getitem__)[:WIDTH]
        now = {state: sums[state] for state in kept}
        columns.append({state: ways[state] for state in kept})
        forward.append(now)
    return columns, forward


def _stretch(text: str, start: int, at: int, best: str, shares: dict[str, float]) -> Stretch:
    """The readings of one place by their shares, the one of the best way first."""
    plain = text[at : at + 1]
    best, others = best.rstrip("\n"), {piece.rstrip("\n"): p for piece, p in shares.items()}
    end = start + min(at + 1, len(text))
    if best == plain:
        return Stretch(start + at, end, (Reading(0.0, best, ()),))
    total = sum(others.values())
    readings = [
        Reading(
            -_SURE * log2(max(others.get(piece, 0.0) / total, _LEAST)), piece, _filled(piece, plain)
        )
        for piece in (best, *sorted(others.keys() - {best}, key=lambda p: (-others[p], p)))
    ]
    return Stretch(start + at, end, tuple(readings), plain=plain)


def _filled(piece: str, plain: str) -> tuple[int, ...]:
    """The places of a piece that were filled in."""
    return tuple(range(len(piece) - (piece[-1:] == plain and plain != "")))


def _sum(costs: Iterable[float]) -> float:
    """The cost in bits of any of several ways."""
    ways: Sequence[float] = list(costs)
    least = min(ways)
    if len(ways) == 1:
        return least
    return least - log2(sum(2.0 ** (least - bits) for bits in ways if bits < least + _NEGLIGIBLE))
