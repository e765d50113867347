"""Misreads that explain a run about as well as the one it was found by.

A window of a line tells most misreads apart, but not those that differ in one letter of it, nor
``ä`` from ``õ`` where one letter is all that changes. They are looked for once a run is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from heapq import nlargest

from fixenc import chains
from fixenc.chains import Misread
from fixenc.model import Model
from fixenc.repair.undoing.align import Unit, substitution
from fixenc.repair.undoing.families import prior
from fixenc.repair.undoing.score import changed_pairs

NEAR = 12.0  # bits by which a twin may be behind: known words may tell
MOST = 2  # twins that are tried on the whole line
LONGEST = 24  # units of a run that its twins are told by
FEW = 2  # distinct characters that change, for twins of all readers and not of the same alone


def twins(model: Model, text: str, units: Sequence[Unit], misread: Misread) -> Iterator[Misread]:
    """The misreads of single bytes by which a run of ``text`` is likely too; the likeliest first.

    None where a unit is of several characters. Takes time in proportion to the run, up to
    ``LONGEST`` units.
    """
    if substitution(misread) is None:
        return
    units = units[:LONGEST]
    changed = {text[unit.start] for unit in units}
    known = {"".join(unit.after for unit in units)}
    own = _score(model, text, units) - prior(misread)
    found: list[tuple[float, Misread]] = []
    for other in _commonest_first():
        if other.read != misread.read and len(changed) > FEW:
            continue
        table = substitution(other)
        if table is None or any(ord(char) not in table for char in changed):
            continue
        undone = [Unit(start, end, table[ord(text[start])]) for start, end, _ in units]
        after = "".join(unit.after for unit in undone)
        if after not in known:
            known.add(after)
            bits = _score(model, text, undone) - prior(other)
            if bits >= own - NEAR:
                found.append((bits, other))
    yield from (other for _, other in nlargest(MOST, found, key=lambda pair: pair[0]))


@cache
def _commonest_first() -> tuple[Misread, ...]:
    return tuple(sorted(chains.misreads(), key=lambda misread: (prior(misread), str(misread))))


def _score(model: Model, text: str, units: Sequence[Unit]) -> float:
    return model.best(changed_pairs(text, units)[1])[0]
