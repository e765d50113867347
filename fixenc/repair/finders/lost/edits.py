"""From the readings of a run to edits: what is filled in, what is marked, what is left alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from math import prod

from fixenc.model import Model
from fixenc.policy import Policy
from fixenc.repair import score
from fixenc.repair.align import Unit, align, encoder
from fixenc.repair.finders.lost.confidence import SUREST, Fills, Signs, probability, signs
from fixenc.repair.finders.lost.islands import has_twin
from fixenc.repair.finders.lost.losses import HOLE
from fixenc.repair.finders.lost.scripts import unmixed
from fixenc.repair.finders.lost.states import SHARPNESS, Reading, Stretch
from fixenc.repair.finders.lost.utf8 import Found, units_gain
from fixenc.repair.patterns import MARKS
from fixenc.repair.quoted import is_cited
from fixenc.spans import Alternative, Certainty, Damage, Edit, Evidence, Kind

# Bits that a repair must gain over the text as it is. Of 1,200 genuine question marks 15 changes
# none and keeps 98.5 % of damage; 8 changes 8 of them.
DUE = 15.0
PER_HOLE = 20.0  # bits that a hole costs: as much as an unlikely character
PAIRS_ALONE = 0.6  # of those bits where the model has no longer runs: of 40 fills 5 were wrong
# Bits a character that a reading may cost, with so many characters filled in, in alphabets and in
# CJK. Right ones cost 1 to 4 and 1 to 8, wrong ones 5 and 10 and more.
MUCH, SENSE, SENSE_CJK = 3, 4.8, 8.5
# What the search itself must make of fills: in Chinese and Japanese its doubts are of one place
# among some that are sure, and the curve knows better.
IDEOGRAPHIC = frozenset({"zh-hans", "zh-hant", "ja", "ko"})
DUE_OF_IDEOGRAPHS = 0.4
ALTERNATIVES = 3
# Shares of the places that are left to holes at a time, so that long lines take no longer each.
PARTS = (0.0, 0.1, 0.25, 0.5, 1.0)
# Of a line whose places all became holes where U+FFFD says that bytes are missing: of what is left
# there nine of ten are right.
MARKED = 0.9
NEARLY_SURE = 0.995  # of a place whose doubtful characters were left to holes


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
    line: str, found: Found, bits: float, policy: Policy
) -> tuple[list[Signed], list[Damage]]:
    """The edits that a run comes to, and its damage; positions are in the line."""
    proposed: list[Signed] = []
    damage: list[Damage] = []
    for piece in _pieces(line, found, policy):
        holes = piece.after.count(HOLE)
        whole = sum(1 for char in piece.after if char > "\x7f") - holes
        if holes:
            share = holes / max(1, holes + whole)
            damage.append(Damage(piece.start, piece.end, _reason(found), share))
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
        edit = Edit(
            piece.start,
            piece.end,
            line[piece.start : piece.end],
            piece.after.replace(HOLE, policy.hole),
            chain=chain,
            kind=Kind.LOST if filled else Kind.MISREAD,
            certainty=Certainty.INFERRED if filled else Certainty.LOSSLESS,
            confidence=piece.confidence,
            evidence=(Evidence("model", round(bits, 2)),),
            alternatives=tuple(
                Alternative(other.replace(HOLE, policy.hole), chain, p) for other, p in piece.others
            ),
        )
        proposed.append(Signed(edit, piece.signs))
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
    group: list[Stretch] = []
    for stretch in _doubted(found):
        best = stretch.readings[0]
        same = best.text == line[stretch.start : stretch.end]
        if same and not best.filled and best.text.isascii():
            if group and (piece := _piece(line, group, policy, found)):
                yield piece
            group = []
        else:
            group.append(stretch)
    if group and (piece := _piece(line, group, policy, found)):
        yield piece


def _piece(line: str, stretches: Sequence[Stretch], policy: Policy, run: Found) -> Piece | None:
    open_ = (_weights(s.readings)[0] for s in stretches if s.plain is not None)
    if prod(open_) < policy.due(Kind.LOST):
        stretches = [_as_shown(stretch) for stretch in stretches]
    texts, found, confidence = _settled(line, stretches, policy, run)
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
    return Piece(*unit, confidence, filled, tuple(others[:ALTERNATIVES]), found)


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


def _settled(
    line: str, stretches: Sequence[Stretch], policy: Policy, run: Found
) -> tuple[list[str], Signs, float]:
    """The text of each stretch, and the probability that all of it but the holes is right.

    The surest are filled in first, as long as the whole stays as sure as the policy wants it.
    In older encodings all are: where nothing shows that a byte is missing, a hole would be worse.
    Between the two are the signs of the probability.
    """
    due = max(policy.due(Kind.LOST), 0.5) if run.misread.written == "utf-8" else 0.0
    texts = [stretch.readings[0].text for stretch in stretches]
    weights = [_weights(stretch.readings) for stretch in stretches]
    kept: dict[int, float] = {}  # how sure each stretch is that is filled in, the surest first
    total = SUREST
    due_by_search = DUE_OF_IDEOGRAPHS if run.costs.language in IDEOGRAPHIC else due
    for i in sorted(range(len(stretches)), key=lambda i: -weights[i][0]):
        best, sure = stretches[i].readings[0], weights[i][0]
        if not best.filled:
            continue
        if not _makes_sense(best):
            texts[i] = _emptied(best)
            continue
        if total * sure < min(due, due_by_search):
            texts[i], sure = _marked(stretches[i].readings, weights[i], due / total)
        total *= sure
        kept[i] = sure
    found, sure = _rated(line, stretches, texts, kept, run)
    # What is found right less often than it seems is left to holes, the least sure first: where
    # readings differ, and then all of it.
    doubtful = tuple(reversed(kept))
    for emptied in (False, True):
        done = 0
        for part in PARTS:
            if sure >= due or done == len(doubtful):
                break
            upto = max(done + 1, round(part * len(doubtful)))
            for i in doubtful[done:upto]:
                if emptied:
                    del kept[i]
                    texts[i] = _emptied(stretches[i].readings[0])
                else:
                    texts[i], kept[i] = _marked(stretches[i].readings, weights[i], NEARLY_SURE)
            done = upto
            found, sure = _rated(line, stretches, texts, kept, run)
    # what U+FFFD leaves is given whatever became of the rest
    return texts, found, max(sure, MARKED) if not kept and HOLE in line else sure


def _rated(
    line: str,
    stretches: Sequence[Stretch],
    texts: Sequence[str],
    kept: Mapping[int, float],
    run: Found,
) -> tuple[Signs, float]:
    """The signs of a run that comes to ``texts``, and its probability."""
    fills = Fills()
    for i, sure in kept.items():
        fills = _more(fills, sure, line, stretches[i], texts[i])
    marked = not frozenset(MARKS).isdisjoint(line[run.start : run.end])
    found = signs(
        _judged(texts, run), fills, run.costs, run.misread, layered=run.layered, marked=marked
    )
    return found, probability(found, fills)


def _judged(texts: Sequence[str], run: Found) -> str:
    """What a run is judged by: what it comes to, or what lies under that."""
    text = "".join(texts)
    if not run.layered:
        return text
    encode = encoder(run.misread.read)
    return score.undo_units(text, align(text, [encode[char] for char in text], "utf-8"))


def _emptied(reading: Reading) -> str:
    """A reading with holes for what was filled in."""
    return "".join(HOLE if i in reading.filled else c for i, c in enumerate(reading.text))


def _more(before: Fills, sure: float, line: str, stretch: Stretch, text: str) -> Fills:
    """The fills with those of another stretch, which comes to ``text`` with that probability."""
    filled = [text[i] for i in stretch.readings[0].filled if text[i : i + 1] not in ("", HOLE)]
    eaten = sum(map(str.isascii, filled))
    return Fills(
        before.total * sure,
        min(before.worst, sure),
        before.filled + len(filled) - eaten,
        before.eaten + eaten,
        before.silent + frozenset(MARKS).isdisjoint(line[stretch.start : stretch.end]),
    )


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
