"""The signs of a right repair: figures that tell the right ones from the wrong ones.

What is wrong with a repair that passed every test is mostly one of three things: another misread
explains its place nearly as well, its run begins or ends at the wrong character, or it is right
and not enough. Each sign here measures one of these, in bits.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log1p

from fixenc.chains import Misread, misreads
from fixenc.model import Model
from fixenc.repair.deciding.certain import are_certain_signs
from fixenc.repair.deciding.decide import DRAWN, REPEATED
from fixenc.repair.deciding.lone import are_signs, stand_alone
from fixenc.repair.deciding.oddities import anomalies, has_identifiers
from fixenc.repair.finders.misread.elsewhere import AROUND, FREE, border
from fixenc.repair.gate.bound_wide import pairs_within
from fixenc.repair.gate.look import is_suspicious
from fixenc.repair.lists import lexicon
from fixenc.repair.search.candidate import Candidate
from fixenc.repair.search.heat import heat_by_script
from fixenc.repair.undoing.align import Unit, align, encoder
from fixenc.repair.undoing.borders import CLASS_OF_UNSPACED
from fixenc.repair.undoing.score import undo_units

LAYERS = 6  # misreads of UTF-8, one under the other, that are looked through
COMMON = ("cp1252", "iso8859-1", "cp1251", "gb18030", "cp437", "cp850", "mac-roman")
# Sequences of UTF-8 that are beyond chance, and what a pair of usual text costs in bits: if what
# comes of so many looks garbled itself, it is no less right for it.
PROVEN, USUAL = 4, 7.0
THROUGHOUT = 0.8  # share of what is beyond ASCII in a run that is part of such a sequence
FAR = 30.0  # bits: what is ahead by more is not surer
NEAR = 8.0  # bits: what is ahead by less may as well be behind
SHORTEST = 3.0  # times NEAR, below which nothing is less sure
MOST_ODD = 3


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for a repair, in bits.

    ``margin``: over the text as it is. ``ahead``: over the best other explanation of the place.
    ``border``: over the same run, begun or ended nearby. ``left``: how unlikely the result still
    is where it is least likely. ``cost``: of a pair of characters of the result, on average.
    ``units``: how many of them change. ``odd``: characters that no one would write
    where they come to stand. ``again``: whether a character that the run changes stands elsewhere
    in the line, unchanged.
    """

    margin: float
    ahead: float
    border: float
    left: float
    cost: float
    units: int
    odd: int
    again: bool

    def figures(self) -> tuple[float, ...]:
        """The signs as a curve takes them, each within a few units of zero."""
        return (
            log1p(min(FAR, max(0.0, self.margin))),
            log1p(min(FAR, max(0.0, self.ahead))),
            _short(self.ahead),
            log1p(max(0.0, self.border)),
            _short(self.border),
            log1p(max(0.0, self.left)),
            self.cost / 10,
            log1p(self.units),
            min(self.odd, MOST_ODD),
            float(self.again),
        )


def _short(bits: float) -> float:
    """How far a lead falls short of ``NEAR``; 0 when it does not."""
    return max(0.0, min(SHORTEST, 1.0 - bits / NEAR))


def signs_of(model: Model, line: str, winner: Candidate, found: Sequence[Candidate]) -> Signs:
    """The signs of the candidate ``winner`` of a line, among all that were found.

    Takes time in proportion to the run.
    """
    rivals = (c for c in found if differs(c, winner) and not is_in_capitals(c, winner))
    # what reads letters into a ruler explains no letters beside it
    rivals = (c for c in rivals if c.refusal not in (DRAWN, REPEATED))
    if lexicon.spells(line, winner.units, lexicon.ENOUGH):
        # where known words come of it, what was refused is no rival, but for more of the same
        own = {*winner.units}
        rivals = (c for c in rivals if c.refusal is None or own < {*c.units})
    certain = winner.misread.written == "utf-8" and _are_certain(line, winner.units)
    throughout = certain or _share(line, winner.units) >= THROUGHOUT
    if winner.misread.written == "utf-8" and (certain or len(winner.units) > 1) and throughout:
        # bytes that are UTF-8 are no other encoding's by chance, but for one character's; a reader
        # that lacks some of them tells nothing of those
        own = {*winner.units}
        rivals = (c for c in rivals if c.misread.written == "utf-8" and not own.issuperset(c.units))
    rival = max((c.rank_in_any_case for c in rivals), default=0.0)
    repaired, start, end = _undone(line, winner.units)
    ahead = min(
        winner.rank_in_any_case - max(rival, 0.0), _ahead_of_halves(model, line, winner, repaired)
    )
    cost, proven = winner.gained.cost, False
    if winner.misread.written == "utf-8":
        proven = certain or _has_controls(line, winner.units)
        proven = proven or (throughout and len(winner.units) >= PROVEN and is_suspicious(repaired))
        deepest = repaired[start:end]
        if not proven:
            deepest = _deepest(model, deepest, winner.misread)
        if deepest != repaired[start:end]:
            repaired = repaired[:start] + deepest + repaired[end:]
            end = start + len(deepest)
            pairs = list(pairs_within(repaired[max(0, start - 1) : end + 1]))
            cost = -model.best(pairs)[0] / max(1, len(pairs))
    if proven:
        cost, left, odd = min(cost, USUAL), 0.0, 0
    else:
        left = heat_by_script(model, repaired[max(0, start - AROUND) : end + AROUND])
        odd = _odd(repaired, max(0, start - 1), min(len(repaired), end + 1))
    return Signs(
        margin=max(winner.gained.strict, winner.gained.in_context),
        ahead=ahead,
        border=border(model, line, winner.units, winner.misread),
        left=left,
        cost=cost,
        units=len(winner.units),
        odd=odd,
        again=_again(line, winner.units),
    )


# Letters whose second byte in UTF-8 is A0 or AD: most readers show a no-break space or a soft
# hyphen for it, and many a program a space or nothing for those. ``_HALF`` is what is left.
_HALF, _HALVED = b"\xc3", "àí"


def _ahead_of_halves(model: Model, line: str, winner: Candidate, repaired: str) -> float:
    """Bits by which a repair is likelier than that its one letter is half of a character in UTF-8.

    ``FREE`` where it changes several, or is of UTF-8 itself.
    """
    changed = {line[u.start : u.end] for u in winner.units}
    if winner.misread.written == "utf-8" or len(changed) > 1 or not _is_half(*changed):
        return FREE
    places = [(u.start, u.end) for u in winner.units]
    others = (undo_units(line, [Unit(*place, char) for place in places]) for char in _HALVED)
    return model.score(repaired) - max(map(model.score, others))


@lru_cache(maxsize=1024)
def _is_half(char: str) -> bool:
    """Whether some reader of single bytes shows a character for that byte."""
    readers = {m.read for m in misreads() if m.written == "utf-8"}
    return any(encoder(read).single and encoder(read)[char] == _HALF for read in readers)


def _are_certain(line: str, units: Sequence[Unit]) -> bool:
    """Whether units become signs, and show what no one writes."""
    if are_certain_signs(line, units):
        return True
    return are_signs(line, units) and stand_alone(line, units)


def differs(other: Candidate, winner: Candidate) -> bool:
    """Whether a candidate explains the winner's place otherwise."""
    if other is winner or other.end <= winner.start or winner.end <= other.start:
        return False
    return other.units != winner.units


def is_in_capitals(other: Candidate, winner: Candidate) -> bool:
    """Whether a candidate makes the same words as the winner, but in capitals."""
    return (
        other.start == winner.start
        and other.end == winner.end
        and ((small := winner.after) != other.after == small.upper())
    )


def _share(line: str, units: Sequence[Unit]) -> float:
    """The share of what is beyond ASCII between the ends of a run that the run changes."""
    beyond = sum(char > "\x7f" for char in line[units[0].start : units[-1].end])
    changed = sum(char > "\x7f" for u in units for char in line[u.start : u.end])
    return changed / max(1, beyond)


def _has_controls(line: str, units: Sequence[Unit]) -> bool:
    """Whether C1 controls, which no one writes, are part of a sequence of three bytes or more."""
    return any(
        u.end - u.start > 2 and any("\x80" <= c < "\xa0" for c in line[u.start : u.end])
        for u in units
    )


@cache
def _unspaced() -> re.Pattern[str]:
    return re.compile(f"[{CLASS_OF_UNSPACED}]")


def _odd(text: str, start: int, end: int) -> int:
    """The anomalies of ``text[start:end]``; words of East Asia touch others, which is none.

    Nor are capitals behind small letters where identifiers of programs are written with them.
    """
    parts = has_identifiers(text)
    alphabets = _unspaced().sub(" ", text)
    return anomalies(alphabets, start, end, parts=parts)


def _again(line: str, units: Sequence[Unit]) -> bool:
    """Whether a character that is changed stands in the line where it is not."""
    changed = Counter(c for u in units for c in line[u.start : u.end] if c > "\x7f")
    return any(line.count(char) > number for char, number in changed.items())


def _deepest(model: Model, text: str, misread: Misread) -> str:
    """What comes of a repair when it is garbled in UTF-8 itself, layer under layer.

    Halfway a text garbled twice looks as unlikely as a wrong repair. What is less likely yet lies
    under no layer: a third of the ideographs of GBK are two bytes of UTF-8 as well.
    """
    for _ in range(LAYERS):
        for read in dict.fromkeys((misread.read, *COMMON)):
            encode = encoder(read)
            under = align(text, [encode[char] for char in text], "utf-8")
            if under and model.score(lower := undo_units(text, under)) > model.score(text):
                text = lower
                break
        else:
            break
    return text


def _undone(line: str, units: Sequence[Unit]) -> tuple[str, int, int]:
    """A line with units undone, and where the run begins and ends in it."""
    start = units[0].start
    grown = sum(len(u.after) - (u.end - u.start) for u in units)
    return undo_units(line, units), start, units[-1].end + grown
