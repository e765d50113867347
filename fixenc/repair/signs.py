"""The signs of a right repair: figures that tell the right ones from the wrong ones.

What is wrong with a repair that passed every test is mostly one of three things: another misread
explains its place nearly as well, its run begins or ends at the wrong character, or it is right
and not enough. Each sign here measures one of these, in bits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log1p
from operator import add

from fixenc.chains import Misread, misreads
from fixenc.model import Model
from fixenc.repair import lexicon
from fixenc.repair.align import Unit, align, decoder, encoder
from fixenc.repair.borders import BORDER_OF_SENTENCE, border_within
from fixenc.repair.candidate import Candidate
from fixenc.repair.decide import UNLIKELY
from fixenc.repair.gate import is_suspicious
from fixenc.repair.heat import heat
from fixenc.repair.lone import are_signs, stand_alone
from fixenc.repair.oddities import anomalies, has_identifiers
from fixenc.repair.runs import WIDE, narrowness
from fixenc.repair.score import undo_units
from fixenc.repair.shape import are_certain_signs

AROUND = 16  # code points beside a run that its signs take in
NEAREST = 2  # units beside a border that its bits are counted with, however far
FARTHEST = 24  # code points by which a word at a border is looked for
LAYERS = 6  # misreads of UTF-8, one under the other, that are looked through
COMMON = ("cp1252", "iso8859-1", "cp1251", "gb18030", "cp437", "cp850", "mac-roman")
# Sequences of UTF-8 that are beyond chance, and what a pair of usual text costs in bits: if what
# comes of so many looks garbled itself, it is no less right for it.
PROVEN, USUAL = 4, 7.0
THROUGHOUT = 0.8  # share of what is beyond ASCII in a run that is part of such a sequence
FREE = 40.0  # bits of a border that could be nowhere else
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
    rivals = (c for c in found if differs(c, winner))
    if _spells(line, winner.units):
        # nonsense is no rival, however much likelier a few rare ideographs are than many letters
        rivals = (c for c in rivals if c.refusal is None or not c.refusal.startswith(UNLIKELY))
    certain = winner.misread.written == "utf-8" and _are_certain(line, winner.units)
    throughout = certain or _share(line, winner.units) >= THROUGHOUT
    if winner.misread.written == "utf-8" and (certain or len(winner.units) > 1) and throughout:
        # bytes that are UTF-8 are no other encoding's by chance, but for one character's
        rivals = (c for c in rivals if c.misread.written == "utf-8")
    rival = max((c.rank for c in rivals), default=0.0)
    repaired, start, end = _undone(line, winner.units)
    ahead = min(winner.rank - max(rival, 0.0), _ahead_of_halves(model, line, winner, repaired))
    cost, proven = winner.gained.cost, False
    if winner.misread.written == "utf-8":
        proven = certain or _has_controls(line, winner.units)
        proven = proven or (throughout and len(winner.units) >= PROVEN and is_suspicious(repaired))
        deepest = repaired[start:end] if proven else _deepest(repaired[start:end], winner.misread)
        if deepest != repaired[start:end]:
            repaired = repaired[:start] + deepest + repaired[end:]
            end = start + len(deepest)
            pairs = list(_pairs(repaired[max(0, start - 1) : end + 1]))
            cost = -model.best(pairs)[0] / max(1, len(pairs))
    if proven:
        cost, left, odd = min(cost, USUAL), 0.0, 0
    else:
        left = heat(model, repaired[max(0, start - AROUND) : end + AROUND]).bits
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


def _share(line: str, units: Sequence[Unit]) -> float:
    """The share of what is beyond ASCII between the ends of a run that the run changes."""
    beyond = sum(char > "\x7f" for char in line[units[0].start : units[-1].end])
    changed = sum(char > "\x7f" for u in units for char in line[u.start : u.end])
    return changed / max(1, beyond)


def _spells(line: str, units: Sequence[Unit]) -> bool:
    """Whether a known word comes of a run."""
    return any(
        change.is_known and len(change.after) >= lexicon.ENOUGH
        for change in lexicon.changes(line, units)
    )


def _has_controls(line: str, units: Sequence[Unit]) -> bool:
    """Whether C1 controls, which no one writes, are part of a sequence of three bytes or more."""
    return any(
        u.end - u.start > 2 and any("\x80" <= c < "\xa0" for c in line[u.start : u.end])
        for u in units
    )


def _odd(text: str, start: int, end: int) -> int:
    """The anomalies of ``text[start:end]``; East Asian words touch others, which is none.

    Nor are capitals behind small letters where identifiers of programs are written with them.
    """
    parts = has_identifiers(text)
    places = (i for i in range(start, end) if text[i] < "\u2e80")
    return sum(anomalies(text, i, i + 1, parts=parts) for i in places)


def _again(line: str, units: Sequence[Unit]) -> bool:
    """Whether a character that is changed stands in the line where it is not."""
    changed = Counter(c for u in units for c in line[u.start : u.end] if c > "\x7f")
    return any(line.count(char) > number for char, number in changed.items())


def _deepest(text: str, misread: Misread) -> str:
    """What comes of a repair when it is garbled in UTF-8 itself, layer under layer.

    Halfway a text garbled twice looks as unlikely as a wrong repair.
    """
    for _ in range(LAYERS):
        for read in dict.fromkeys((misread.read, *COMMON)):
            encode = encoder(read)
            under = align(text, [encode[char] for char in text], "utf-8")
            if under:
                text = undo_units(text, under)
                break
        else:
            break
    return text


def _undone(line: str, units: Sequence[Unit]) -> tuple[str, int, int]:
    """A line with units undone, and where the run begins and ends in it."""
    start = units[0].start
    grown = sum(len(u.after) - (u.end - u.start) for u in units)
    return undo_units(line, units), start, units[-1].end + grown


def border(model: Model, line: str, units: Sequence[Unit], misread: Misread) -> float:
    """Bits by which a run beats those that begin or end elsewhere nearby; at most ``FREE``.

    Elsewhere is a character or a word on either side of where it does. What is left is of the
    language of the text beside the run or of the run's own, which need not be the same.
    """
    best = FREE
    for side in (_beginnings, _ends):
        cuts = side(line, units, misread)
        chosen = next(cuts)
        run = model.best(_pairs(chosen.run))[1]
        left = model.best(_pairs(chosen.left))[1] if any(map(str.isalpha, chosen.left)) else run
        least = _cost_of(model, chosen, left, run)
        best = min([best, *(_cost_of(model, cut, left, run) - least for cut in cuts)])
    return best


@dataclass(frozen=True, slots=True)
class _Cut:
    """The text around a border: what is left and what is undone, which share a character.

    ``due`` is what a border there costs, in bits.
    """

    left: str
    run: str
    due: float


def _cost_of(model: Model, cut: _Cut, left: int, run: int) -> float:
    cost = model.lane_cost
    pairs = list(_pairs(cut.left))
    outside = min(sum(cost(pair, number) for pair in pairs) for number in {left, run})
    inside = sum(cost(pair, run) for pair in _pairs(cut.run.translate(WIDE)))
    return outside + inside + narrowness(cut.run) + cut.due


def _pairs(text: str) -> Iterator[str]:
    return map(add, text, text[1:])


def _beginnings(line: str, units: Sequence[Unit], misread: Misread) -> Iterator[_Cut]:
    """The run's beginning, and others nearby."""
    start = units[0].start
    near = [u for u in units[: AROUND + 1] if u.end <= start + AROUND]
    if len(near) < NEAREST:
        near = list(units[:NEAREST])
    stop = near[-1].end
    outer = max(0, start - AROUND - FARTHEST)

    def cut(begin: int, text: str) -> _Cut:
        left = " " + line[outer:begin]
        due = _due_before(line, outer, begin)
        if text[:1].isupper() and text[1:2].islower() and not left[-1].isalnum():
            due = BORDER_OF_SENTENCE
        return _Cut(left, left[-1] + text, due)

    yield cut(start, _part(line, start, stop, near))
    for number in {1, _first_word(line, near)}:
        if number < len(near):
            begin = near[number].start
            yield cut(begin, _part(line, begin, stop, near[number:]))
    before = line[outer:start]
    for size in {1, 2, 3, len(before) - 1 - before.rstrip(" ").rfind(" ")}:
        part = before[-size:] if 0 < size <= len(before) else ""
        undone = _read_otherwise(part, misread)
        if undone:
            yield cut(start - size, undone + _part(line, start, stop, near))


def _ends(line: str, units: Sequence[Unit], misread: Misread) -> Iterator[_Cut]:
    """The run's end, and others nearby."""
    end = units[-1].end
    near = [u for u in units[-AROUND - 1 :] if u.start >= end - AROUND]
    if len(near) < NEAREST:
        near = list(units[-NEAREST:])
    begin = near[0].start
    outer = min(len(line), end + AROUND + FARTHEST)

    def cut(stop: int, text: str) -> _Cut:
        return _Cut(text[-1:] + line[stop:outer] + " ", text, _due_behind(line, stop, outer))

    yield cut(end, _part(line, begin, end, near))
    for number in {1, _last_word(line, near)}:
        if number < len(near):
            rest = near[: len(near) - number]
            yield cut(rest[-1].end, _part(line, begin, rest[-1].end, rest))
    after = line[end:outer]
    word = (after.find(" ", len(after) - len(after.lstrip(" "))) + 1 or len(after) + 1) - 1
    for size in {1, 2, 3, word}:
        undone = _read_otherwise(after[:size] if 0 < size <= len(after) else "", misread)
        if undone:
            yield cut(end + size, _part(line, begin, end, near) + undone)


def _due_before(line: str, outer: int, at: int) -> float:
    """What a border costs somewhere in the ASCII text before a place."""
    start = at
    while start > outer and line[start - 1].isascii():
        start -= 1
    return BORDER_OF_SENTENCE if not start else border_within(line[start:at])


def _due_behind(line: str, at: int, outer: int) -> float:
    """What a border costs somewhere in the ASCII text behind a place."""
    end = at
    while end < outer and line[end].isascii():
        end += 1
    return BORDER_OF_SENTENCE if end == len(line) else border_within(line[at:end])


def _part(line: str, start: int, end: int, units: Sequence[Unit]) -> str:
    """``line[start:end]`` with units undone."""
    inner = [Unit(u.start - start, u.end - start, u.after) for u in units]
    return undo_units(line[start:end], inner)


def _first_word(line: str, units: Sequence[Unit]) -> int:
    """How many units the first word of a run has."""
    number = 1
    while number < len(units) and " " not in line[units[number - 1].end : units[number].start]:
        number += 1
    return number


def _last_word(line: str, units: Sequence[Unit]) -> int:
    """How many units the last word of a run has."""
    number = 1
    while number < len(units) and " " not in line[units[-number - 1].end : units[-number].start]:
        number += 1
    return number


def _read_otherwise(part: str, misread: Misread) -> str:
    """What a piece of clean text would be if it were garbled too; empty when it cannot be."""
    if part.isascii():
        return ""
    encode = encoder(misread.read)
    codes = [encode[char] for char in part]
    if any(code == b"?" and char != "?" for code, char in zip(codes, part, strict=True)):
        return ""
    undone = decoder(misread.written)[b"".join(codes)]
    return "" if undone == part else undone
