"""From the readings of a run to edits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import prod

from fixenc.model import Model
from fixenc.policy import Policy
from fixenc.repair.damage import vanished
from fixenc.repair.finders.lost.beside import is_likelier_left
from fixenc.repair.finders.lost.choice import doubted, settled, shares
from fixenc.repair.finders.lost.confidence import Signs
from fixenc.repair.finders.lost.islands import has_mark, has_twin
from fixenc.repair.finders.lost.moves import HOLE, PER_HOLE
from fixenc.repair.finders.lost.scripts import unmixed
from fixenc.repair.finders.lost.states import Reading, Stretch
from fixenc.repair.finders.lost.utf8 import Found, units_gain
from fixenc.repair.finders.lost.worded import is_of_words
from fixenc.repair.gate.plain_signs import is_known
from fixenc.repair.quoted import is_cited
from fixenc.repair.undoing import score
from fixenc.repair.undoing.align import Unit, align, encoder
from fixenc.spans import Alternative, Certainty, Damage, Edit, Evidence, Kind

# Bits that a repair must gain over the text as it is. Of 1,200 genuine question marks 15 changes
# none and keeps 98.5 % of damage; 8 changes 8 of them.
DUE = 15.0
ALTERNATIVES = 3
# The most that a word claims which comes back beside others that do not: of 91 that the curves gave
# 0.9 and more 76 % were right.
BY_WORD = 0.85
# The most that a piece claims which a reader of pairs shows, and of which as much is holes as comes
# back: of 80 that the curves gave 0.9 and more 56 were right but for those, of 191 with fewer 184.
MOSTLY_HOLES = 0.75
# The most that a space claims that was filled in between ideographs: of 16 in evaluation sentences
# two stood there, of 7 in own messages two; the others were commas and slashes.
SPACED = 0.6
_SPACED = re.compile("[\u3400-\u9fff] (?=[\u3400-\u9fff])")
FEW = 6  # holes: so much is UTF-8 by chance where no more characters come of it than holes


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a run that becomes one edit; ``after`` has U+FFFD for holes.

    ``signs`` are those that ``confidence`` was made of.
    """

    start: int
    end: int
    after: str
    confidence: float
    filled: bool
    others: tuple[tuple[str, float], ...]
    signs: Signs | None


@dataclass(frozen=True, slots=True)
class Signed:
    """An edit with the signs of its confidence."""

    edit: Edit
    signs: Signs | None


def deeper(line: str, unit: Unit, read: str) -> Unit:
    """A unit whose repair is itself garbled in the same way, with that undone too."""
    encode = encoder(read)
    whole = score.undo_units(line, [unit])
    under = align(whole, [encode[char] for char in whole], "utf-8")
    inside = [
        Unit(u.start - unit.start, u.end - unit.start, u.after)
        for u in under
        if u.start >= unit.start and u.end <= unit.start + len(unit.after)
    ]
    return Unit(unit.start, unit.end, score.undo_units(unit.after, inside))


def gain(known: Model, line: str, unit: Unit, language: str) -> float:
    """The bits that a repair gains; less than none when what comes of it is unlikely too.

    ``language`` is the one that the repair is in, by the model's name.
    """
    are_words = HOLE not in unit.after and is_of_words(unit.after, language)
    bits = units_gain(known, line, [unit], are_words=are_words)
    return bits - PER_HOLE * unit.after.count(HOLE)


def filled_unit(line: str, found: Found) -> Unit | None:
    """A run with every hole filled by its best reading, without what does not change."""
    text = "".join(stretch.readings[0].text for stretch in found.stretches)
    return trimmed(line, Unit(found.start, found.end, text))


def trimmed(line: str, unit: Unit) -> Unit | None:
    """A unit without what it does not change; None when it changes nothing."""
    before, after = line[unit.start : unit.end], unit.after
    if before == after:
        return None
    shorter = min(len(before), len(after))
    lead = 0
    while lead < shorter and before[lead] == after[lead]:
        lead += 1
    trail = 0
    while trail < shorter - lead and before[-1 - trail] == after[-1 - trail]:
        if min(before[-1 - trail], before[-2 - trail : -1 - trail]) > "\x7f":
            break  # of Â» the first character was the byte before
        trail += 1
    return Unit(unit.start + lead, unit.end - trail, after[lead : len(after) - trail])


def edits(
    line: str, found: Found, bits: float, policy: Policy
) -> tuple[list[Signed], list[Damage]]:
    """The edits that a run comes to, and its damage; positions are in the line."""
    proposed: list[Signed] = []
    damage: list[Damage] = []
    pieces = [(piece, *_counted(piece.after)) for piece in _pieces(line, found, policy)]
    lost, kept = sum(holes for _, holes, _ in pieces), sum(whole for _, _, whole in pieces)
    if 0 < lost < FEW and kept <= lost and HOLE not in line[found.start : found.end]:
        return [], []
    for piece, holes, whole in pieces:
        if holes and whole <= holes and vanished.is_one(line[piece.start : piece.end]):
            continue  # nothing but its words tells that it is garbled
        if holes > 2 * whole and not has_mark(line[piece.start : piece.end]):
            continue  # clean text beside a run, which its reader holds as well
        if holes:
            share = holes / max(1, holes + whole)
            damage.append(Damage(piece.start, piece.end, _reason(found), share))
        if is_cited(line, piece.start, piece.end):
            continue
        if holes and not whole and _is_of_word(line, piece):
            continue
        if piece.filled and is_known(line, piece.start, piece.end):
            continue  # François, whatever the bytes of its ç might begin
        chain = str(found.misread)
        # what is only taken out cannot be had again: no chain makes something of nothing
        filled = (
            piece.filled
            or not piece.after
            or has_twin(line[piece.start : piece.end], found.misread.read)
        )
        paired = not encoder(found.misread.read).single
        most = MOSTLY_HOLES if paired and 0 < holes >= whole else 1.0
        edit = Edit(
            piece.start,
            piece.end,
            line[piece.start : piece.end],
            piece.after.replace(HOLE, policy.hole),
            chain=chain,
            kind=Kind.LOST if filled else Kind.MISREAD,
            certainty=Certainty.INFERRED if filled else Certainty.LOSSLESS,
            confidence=min(piece.confidence, most),
            evidence=(Evidence("model", round(bits, 2)),),
            alternatives=tuple(
                Alternative(other.replace(HOLE, policy.hole), chain, p) for other, p in piece.others
            ),
        )
        proposed.append(Signed(edit, piece.signs))
    return proposed, damage


def _counted(after: str) -> tuple[int, int]:
    """How many holes a text has, and how many other characters beyond ASCII."""
    holes = after.count(HOLE)
    return holes, sum(char > "\x7f" for char in after) - holes


def _is_of_word(line: str, piece: Piece) -> bool:
    """Whether a piece is letters of a word that is ASCII else: clean, though they may be bytes."""
    beside = line[piece.start - 1 : piece.start] + line[piece.end : piece.end + 1]
    touches = any(char.isascii() and char.isalpha() for char in beside)
    return touches and line[piece.start : piece.end].isalpha()


def _reason(found: Found) -> str:
    reason = f"bytes were lost when {found.misread.written} was read as {found.misread.read}"
    if any(stretch.gave_up for stretch in found.stretches):
        reason += "; there are so many that the search for them was cut short"
    return reason


def _pieces(line: str, found: Found, policy: Policy) -> Iterator[Piece]:
    """The stretches of a run between those that do not change."""
    group: list[Stretch] = []
    for stretch in doubted(line, found):
        best = stretch.readings[0]
        shown = line[stretch.start : stretch.end]
        same = best.text == shown and not best.filled and best.text.isascii()
        # only of UTF-8 is a search known to have gone on over what it cannot undo
        if same or (found.misread.written == "utf-8" and is_likelier_left(shown, best)):
            yield from _of_group(line, group, policy, found)
            group = []
        else:
            group.append(stretch)
    yield from _of_group(line, group, policy, found)


def _of_group(line: str, group: Sequence[Stretch], policy: Policy, run: Found) -> Iterator[Piece]:
    """What stretches come to that touch: one piece, or one for each word if more comes back so.

    A long piece of which much was filled in is never sure, though most of its words are.
    """
    whole = _piece(line, group, policy, run) if group else None
    if whole is None:
        return
    holes = whole.after.count(HOLE)
    words = [*_by_word(line, group, policy, run)] if holes else []
    due = policy.due(Kind.LOST)
    sure = bool(words) and all(word.confidence >= due for word in words)
    if sure and sum(word.after.count(HOLE) for word in words) < holes:
        yield from words
    else:
        yield whole


def _by_word(line: str, group: Sequence[Stretch], policy: Policy, run: Found) -> Iterator[Piece]:
    """The words of a group as a piece each; none where there is one."""
    words = _words(group)
    for word in words if len(words) > 1 else ():
        if (piece := _piece(line, word, policy, run)) is not None:
            sure = min(piece.confidence, BY_WORD) if piece.filled else piece.confidence
            yield replace(piece, confidence=sure)


def _words(stretches: Sequence[Stretch]) -> list[list[Stretch]]:
    """The stretches word by word: up to those that end in a space whatever they are read as."""
    found: list[list[Stretch]] = [[]]
    for stretch in stretches:
        found[-1].append(stretch)
        if all(reading.text.endswith(" ") for reading in stretch.readings):
            found.append([])
    return [word for word in found if word]


def _piece(line: str, stretches: Sequence[Stretch], policy: Policy, run: Found) -> Piece | None:
    open_ = (shares(s.readings)[0] for s in stretches if s.plain is not None)
    if prod(open_) < policy.due(Kind.LOST):
        stretches = [_as_shown(stretch) for stretch in stretches]
    texts, found, confidence = settled(line, stretches, policy, run)
    start, end = stretches[0].start, stretches[-1].end
    unit = trimmed(line, Unit(start, end, "".join(texts)))
    if unit is None:
        return None
    lead, trail = unit.start - start, end - unit.end
    others: list[tuple[str, float]] = []
    worst = _least_sure(stretches)
    if worst >= 0:
        readings = stretches[worst].readings
        for reading, weight in zip(readings, shares(readings), strict=True):
            whole = "".join([*texts[:worst], reading.text, *texts[worst + 1 :]])
            whole = whole[lead : len(whole) - trail]
            if whole != unit.after:
                others.append((whole, weight))
    filled = any(stretch.readings[0].filled for stretch in stretches)
    if filled:
        unit = Unit(unit.start, unit.end, unmixed(unit.after))
        if len(_SPACED.findall(unit.after)) > line.count(" ", unit.start, unit.end):
            confidence = min(confidence, SPACED)
    return Piece(*unit, confidence, filled, tuple(others[:ALTERNATIVES]), found)


def _as_shown(stretch: Stretch) -> Stretch:
    """A stretch with nothing put in, if that is an answer."""
    if stretch.plain is None:
        return stretch
    return Stretch(stretch.start, stretch.end, (Reading(0.0, stretch.plain, ()),))


def _least_sure(stretches: Sequence[Stretch]) -> int:
    open_ones = [(shares(s.readings)[0], i) for i, s in enumerate(stretches) if s.readings[1:]]
    return min(open_ones, default=(1.0, -1))[1]
