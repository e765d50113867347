"""Finder of lost bytes: misreads that cannot be undone exactly, because bytes of them are gone.

Looks at one line at a time. What can be undone is undone; what was lost is searched for, and filled
in where one reading stands out, or else marked as a hole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fixenc import codecs, model
from fixenc.chains import Misread
from fixenc.model import Model, pairs_of
from fixenc.policy import Policy
from fixenc.repair import score
from fixenc.repair.align import align, encoder
from fixenc.repair.candidates import USUAL, USUAL_CJK
from fixenc.repair.finders._legacy import read_legacy
from fixenc.repair.finders._settle import DUE, deeper, edits, filled_unit, gain
from fixenc.repair.finders._utf8 import Found, likeliest, read_as
from fixenc.repair.gate import lines_to_look_at
from fixenc.repair.proposal import Findings
from fixenc.repair.quoted import is_quoted
from fixenc.spans import Damage, Edit

# Bits above what is usual that the least likely stretch of a line must cost. Of 900 lines with
# losses the least had 12.
COOL = 8.0
COOL_LEGACY = 12.0
DUE_OVER_EXACT = 0.0  # bits that filling in gains over undoing without


def find(text: str, policy: Policy) -> Findings:
    """Propose the undoing of misreads in ``text`` that lost bytes.

    >>> from fixenc.policy import STANDARD
    >>> found = find("杈撳嚭缂撳啿鍖?", STANDARD)
    >>> found.proposals[0].after, found.proposals[0].certainty.value
    ('输出缓冲区', 'inferred')
    """
    known = model.load()
    proposals: list[Edit] = []
    damage: list[Damage] = []
    for offset, line in lines_to_look_at(text):
        hot = _heat(known, line)
        if hot < COOL:
            continue
        for found, bits in _found(known, line, hot, policy):
            some, damaged = edits(line, offset, found, bits, policy)
            proposals += some
            damage += damaged
    return Findings(tuple(proposals), tuple(damage))


def _heat(known: Model, line: str) -> float:
    """How many bits the least likely stretch of a line costs above what is usual."""
    pairs = list(pairs_of(line))
    number = known.best(pairs)[1]
    hottest = current = 0.0
    cost = known.lane_cost
    for pair in pairs:
        current += cost(pair, number) - (USUAL_CJK if pair[1] >= "\u2e80" else USUAL)
        current = max(current, 0.0)
        hottest = max(hottest, current)
    return hottest


def _found(known: Model, line: str, hot: float, policy: Policy) -> list[tuple[Found, float]]:
    """The runs of a line that lost bytes, under the reader that explains them best."""
    best: list[tuple[Found, float]] = []
    most, as_is = 0.0, known.score(line)
    for read in likeliest(line):
        if not _allowed(Misread("utf-8", read), policy):
            continue
        found = list(_worth(known, line, read_as(known, line, read)))
        total = sum(rank - as_is - run.prior for run, _, rank in found)
        if found and (not best or total > most):
            best, most = [(run, bits) for run, bits, _ in found], total
    if best or hot < COOL_LEGACY:
        return best
    for run, bits, rank in _worth(known, line, read_legacy(known, line)):
        better = rank - as_is > most and _allowed(run.misread, policy)
        if better and _over_exact(known, line, run) >= DUE_OVER_EXACT:
            best, most = [(run, bits)], rank - as_is
    return best


def _worth(known: Model, line: str, found: Iterable[Found]) -> Iterator[tuple[Found, float, float]]:
    """The runs that gain enough, with the bits they gain and the score of the line after that."""
    for run in found:
        if not any(stretch.readings[0].filled for stretch in run.stretches):
            continue  # nothing was lost
        unit = filled_unit(line, run)
        if unit is None:
            continue
        filled = gain(known, line, unit)
        if filled < DUE and run.misread.written == "utf-8":
            filled = max(filled, gain(known, line, deeper(line, unit, run.misread.read)))
        bits = max(filled, run.exact_bits)
        if bits >= DUE and not is_quoted(line, [unit], run.misread):
            yield run, bits, known.score(score.undo_units(line, [unit]))


def _over_exact(known: Model, line: str, run: Found) -> float:
    """What filling in gains over undoing the misread as if nothing were lost."""
    encode = encoder(run.misread.read)
    inside = line[run.start : run.end]
    units = align(inside, [encode[char] for char in inside], run.misread.written)
    exact = score.undo_units(inside, units)
    whole = "".join(stretch.readings[0].text for stretch in run.stretches)
    head, tail = line[: run.start], line[run.end :]
    return known.score(head + whole + tail) - known.score(head + exact + tail)


def _allowed(misread: Misread, policy: Policy) -> bool:
    names = {misread.written, misread.read}
    if policy.encodings and not names <= {codecs.lookup(n).name for n in policy.encodings}:
        return False
    return not names & {codecs.lookup(n).name for n in policy.exclude}
