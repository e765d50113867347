"""From the readings of a run to edits: what is filled in, what is marked, what is left alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from math import prod

from fixenc.calibration import calibrated
from fixenc.model import Model
from fixenc.policy import Policy
from fixenc.repair import score
from fixenc.repair.align import Unit, align, encoder
from fixenc.repair.finders._beam import SHARPNESS, Reading, Stretch
from fixenc.repair.finders._holes import has_twin
from fixenc.repair.finders._losses import HOLE
from fixenc.repair.finders._scripts import unmixed
from fixenc.repair.finders._utf8 import Found, units_gain
from fixenc.repair.quoted import is_cited
from fixenc.spans import Alternative, Certainty, Damage, Edit, Evidence, Kind

# Bits that a repair must gain over the text as it is. Of 1,200 genuine question marks 15 changes
# none and keeps 98.5 % of damage; 8 changes 8 of them.
DUE = 15.0
PER_HOLE = 20.0  # bits that a hole costs: as much as an unlikely character
PAIRS_ALONE = 0.6  # of those bits where the model has no longer runs: of 40 fills 5 were wrong
SUREST = 0.9999
CURVE = "lost"  # caps the confidence of an edit at the share right among the surest
# Bits a character that a reading may cost, with so many characters filled in, in alphabets and in
# CJK. Right ones cost 1 to 4 and 1 to 8, wrong ones 5 and 10 and more.
MUCH, SENSE, SENSE_CJK = 3, 4.8, 8.5
ALTERNATIVES = 3


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a run that becomes one edit; ``after`` has U+FFFD for holes."""

    start: int
    end: int
    after: str
    confidence: float
    filled: bool
    others: tuple[tuple[str, float], ...]


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


def gain(known: Model, line: str, unit: Unit) -> float:
    """The bits that a repair gains; less than none when what comes of it is unlikely too."""
    return units_gain(known, line, [unit]) - PER_HOLE * unit.after.count(HOLE)


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
    line: str, offset: int, found: Found, bits: float, policy: Policy
) -> tuple[list[Edit], list[Damage]]:
    """The edits that a run comes to, and its damage; positions are in the text of the line."""
    proposed: list[Edit] = []
    damage: list[Damage] = []
    for piece in _pieces(line, found, policy):
        holes = piece.after.count(HOLE)
        whole = sum(1 for char in piece.after if char > "\x7f") - holes
        start, end = offset + piece.start, offset + piece.end
        if holes:
            share = holes / max(1, holes + whole)
            damage.append(Damage(start, end, _reason(found), share))
        if is_cited(line, piece.start, piece.end):
            continue
        if holes and not whole and _is_of_word(line, piece):
            continue
        chain = str(found.misread)
        # what is only taken out cannot be had again: no chain makes something of nothing
        filled = (
            piece.filled
            or not piece.after
            or has_twin(line[piece.start : piece.end], found.misread.read)
        )
        proposed.append(
            Edit(
                start,
                end,
                line[piece.start : piece.end],
                piece.after.replace(HOLE, policy.hole),
                chain=chain,
                kind=Kind.LOST if filled else Kind.MISREAD,
                certainty=Certainty.INFERRED if filled else Certainty.LOSSLESS,
                confidence=piece.confidence,
                evidence=(Evidence("model", round(bits, 2)),),
                alternatives=tuple(
                    Alternative(other.replace(HOLE, policy.hole), chain, p)
                    for other, p in piece.others
                ),
            )
        )
    return proposed, damage


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


def _doubted(found: Found) -> tuple[Stretch, ...]:
    """The stretches of a run; with readings nearer to each other where only pairs were weighed."""
    if found.costs.reach > 1:
        return found.stretches
    return tuple(
        Stretch(
            stretch.start,
            stretch.end,
            tuple(
                Reading(best + PAIRS_ALONE * (r.cost - best), r.text, r.filled)
                for r in stretch.readings
            ),
            stretch.gave_up,
            stretch.plain,
        )
        for stretch in found.stretches
        for best in (stretch.readings[0].cost,)
    )


def _pieces(line: str, found: Found, policy: Policy) -> Iterator[Piece]:
    """The stretches of a run between those that do not change."""
    marks = found.misread.written == "utf-8"
    group: list[Stretch] = []
    for stretch in _doubted(found):
        best = stretch.readings[0]
        same = best.text == line[stretch.start : stretch.end]
        if same and not best.filled and best.text.isascii():
            if group and (piece := _piece(line, group, policy, marks)):
                yield piece
            group = []
        else:
            group.append(stretch)
    if group and (piece := _piece(line, group, policy, marks)):
        yield piece


def _piece(line: str, stretches: Sequence[Stretch], policy: Policy, marks: bool) -> Piece | None:
    open_ = (_weights(s.readings)[0] for s in stretches if s.plain is not None)
    if prod(open_) < policy.min_confidence:
        stretches = [_as_shown(stretch) for stretch in stretches]
    texts, confidence = _settled(stretches, policy, marks)
    start, end = stretches[0].start, stretches[-1].end
    unit = trimmed(line, Unit(start, end, "".join(texts)))
    if unit is None:
        return None
    lead, trail = unit.start - start, end - unit.end
    others: list[tuple[str, float]] = []
    worst = _least_sure(stretches)
    if worst >= 0:
        readings = stretches[worst].readings
        for reading, weight in zip(readings, _weights(readings), strict=True):
            whole = "".join([*texts[:worst], reading.text, *texts[worst + 1 :]])
            whole = whole[lead : len(whole) - trail]
            if whole != unit.after:
                others.append((whole, weight))
    filled = any(stretch.readings[0].filled for stretch in stretches)
    if filled:
        unit = Unit(unit.start, unit.end, unmixed(unit.after))
    return Piece(*unit, confidence, filled, tuple(others[:ALTERNATIVES]))


def _as_shown(stretch: Stretch) -> Stretch:
    """A stretch with nothing put in, if that is an answer."""
    if stretch.plain is None:
        return stretch
    return Stretch(stretch.start, stretch.end, (Reading(0.0, stretch.plain, ()),))


def _least_sure(stretches: Sequence[Stretch]) -> int:
    open_ones = [(_weights(s.readings)[0], i) for i, s in enumerate(stretches) if s.readings[1:]]
    return min(open_ones, default=(1.0, -1))[1]


def _weights(readings: Sequence[Reading]) -> list[float]:
    """The probabilities of readings, by their costs."""
    raw = [2.0 ** (SHARPNESS * (readings[0].cost - r.cost)) for r in readings]
    total = sum(raw)
    return [weight / total for weight in raw]


def _settled(stretches: Sequence[Stretch], policy: Policy, marks: bool) -> tuple[list[str], float]:
    """The text of each stretch, and the probability that all of it but the holes is right.

    The surest are filled in first, as long as the whole stays as sure as the policy wants it.
    Without ``marks`` all are: where nothing shows that a byte is missing, a hole would be worse.
    """
    due = max(policy.min_confidence, 0.5) if marks else 0.0
    texts = [stretch.readings[0].text for stretch in stretches]
    weights = [_weights(stretch.readings) for stretch in stretches]
    total = SUREST
    for i in sorted(range(len(stretches)), key=lambda i: -weights[i][0]):
        best = stretches[i].readings[0]
        if not best.filled:
            continue
        if not _makes_sense(best):
            texts[i] = "".join(HOLE if j in best.filled else c for j, c in enumerate(best.text))
        elif total * weights[i][0] >= due:
            total *= weights[i][0]
        else:
            texts[i], sure = _marked(stretches[i].readings, weights[i], due / total)
            total *= sure
    # after all is chosen: what is found right less often than it seems is still the likeliest
    return texts, calibrated(CURVE, total)


def _makes_sense(best: Reading) -> bool:
    """Whether a reading of which much was filled in is as likely as text is.

    Of so many only few are kept, so that it is not enough to be the likeliest of those.
    """
    filled = sum(best.text[i] > "\x7f" and best.text[i] != HOLE for i in best.filled)
    if filled < MUCH:
        return True
    cjk = 2 * sum(char >= "\u2e80" for char in best.text) > len(best.text)
    return best.cost <= len(best.text) * (SENSE_CJK if cjk else SENSE)


def _marked(readings: Sequence[Reading], weights: Sequence[float], due: float) -> tuple[str, float]:
    """The likeliest reading with holes where others differ, until what is left is sure enough.

    Of the readings that differ, those go first that add most probability for a hole.
    """
    text = readings[0].text
    others = [
        (_differing(text, reading.text), weight)
        for reading, weight in zip(readings[1:], weights[1:], strict=True)
    ]
    doubtful: set[int] = set()
    total = weights[0]
    while others and total < due:
        best = max(others, key=lambda other: other[1] / max(0.5, len(other[0] - doubtful)))
        doubtful |= best[0]
        total += sum(weight for places, weight in others if places <= doubtful)
        others = [other for other in others if not other[0] <= doubtful]
    marked = "".join(HOLE if i in doubtful else c for i, c in enumerate(text))
    return marked, min(total, SUREST)


def _differing(text: str, other: str) -> set[int]:
    """The indices of ``text`` at which ``other`` has something else; none if it only goes on."""
    if other.startswith(text):
        return set()  # in ASCII that the last byte took along
    if len(text) == len(other):
        return {i for i, (a, b) in enumerate(zip(text, other, strict=True)) if a != b}
    same: set[int] = set()
    for at, _, size in SequenceMatcher(None, text, other, autojunk=False).get_matching_blocks():
        same.update(range(at, at + size))
    return set(range(len(text))) - same or {len(text) - 1}
