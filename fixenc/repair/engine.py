"""The engine: rounds of finders to a fixpoint. The only code that changes text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import merge
from itertools import pairwise

from fixenc import spans
from fixenc.composition import compose, composed
from fixenc.packed import Damages, Edits, Packing
from fixenc.policy import Policy
from fixenc.repair.finders import (
    er,
    layers,
    letter,
    misread,
    no_break,
    pairs_below,
    sign,
    space,
    sunken,
    unrecoverable,
)
from fixenc.repair.gate.look import cut, has_anchors, has_readings, is_suspicious
from fixenc.repair.gate.patterns import may_lack
from fixenc.repair.proposal import NOTHING, Finder, Findings
from fixenc.repair.withheld import carried_back
from fixenc.spans import Certainty, Damage, Edit, Kind

# Finders that most texts do not need are imported on demand: they take 10 ms each to load.


def _shifted(text: str, policy: Policy) -> Findings:
    if not has_anchors(text):
        return NOTHING
    from fixenc.repair.finders import shifted

    return shifted.find(text, policy)


def _annotation(text: str, policy: Policy) -> Findings:
    if not has_readings(text):
        return NOTHING
    from fixenc.repair.finders import annotation

    return annotation.find(text, policy)


def _lost(text: str, policy: Policy) -> Findings:
    lines = misread.by_line(text, policy)
    if not any(exact or may_lack(line) for _, line, exact in lines):
        return NOTHING
    from fixenc.repair.finders import lost

    return lost.find(text, policy)


# In the order of the evidence they need. A run with lost bytes is mended whole, before misread
# could undo the parts of it that are intact, or shifted take a hole in it for its own.
# Shifted runs use the readings that annotation strips; what is beyond repair is told from the rest.
FINDERS: tuple[Finder, ...] = (
    layers.find,
    pairs_below.find,
    sunken.find,
    sign.find,
    no_break.find,
    space.find,
    letter.find,
    _lost,
    er.find,
    _shifted,
    _annotation,
    misread.find,
    unrecoverable.find,
)

EDITED: tuple[Finder, ...] = (
    _shifted,
    _annotation,
    layers.find,
    pairs_below.find,
    sunken.find,
    sign.find,
    no_break.find,
    space.find,
    letter.find,
    _lost,
    er.find,
    misread.find,
    unrecoverable.find,
)

# A text misread six times over needs six rounds, and one more to see that nothing is left; a text
# that still changes after sixteen is not converging, and is left alone.
ROUNDS = 16
AGAIN = "every repair of this text leads to another; it was left alone"

# Code points that are repaired together. What finders hold on their way is up to 80 times as long
# as garbled text; what tells of a place stands nearer to it, and pages are shorter.
SECTION = 1 << 15


# Stands for a hole that an edit left, where that must not be taken for one of a shifted run: it is
# a character of no text, and of no encoding that is edited byte by byte.
ACCOUNTED = "\ufdd0"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the engine made of a text; positions as in ``Report``."""

    text: str
    edits: Sequence[Edit] = ()
    damage: Sequence[Damage] = ()
    suggestions: Sequence[Edit] = ()


def order(text: str) -> tuple[Finder, ...]:
    """The finders in the order in which they look at a text.

    Readings in brackets are an edited page's, and its marks are holes of shifted runs.
    """
    return EDITED if has_readings(text) else FINDERS


def run(text: str, policy: Policy, finders: tuple[Finder, ...] | None = None) -> Outcome:
    """Repair ``text``: let the finders propose, settle, apply, and look again.

    A long text goes through them in sections, unless ``finders`` are given.
    """
    if finders is not None or len(text) <= SECTION:
        return _run(text, policy, order(text) if finders is None else finders)
    current, edits = text, Edits()
    for _ in range(ROUNDS):
        found = _by_section(current, policy, _holes(edits, policy.hole))
        if not found.edits:
            damage = Damages(_with_holes(found.damage, edits, current, policy.hole))
            return Outcome(current, edits, damage, Edits(carried_back(edits, found.suggestions)))
        edits = Edits(composed(text, edits, found.edits)) if edits else Edits(found.edits)
        # Sections begin elsewhere now, and may show more.
        current = found.text
    return Outcome(text, damage=(Damage(0, len(text), AGAIN),))


def _run(
    text: str, policy: Policy, finders: tuple[Finder, ...], holes: Sequence[int] = ()
) -> Outcome:
    current = text
    edits: tuple[Edit, ...] = ()
    for _ in range(ROUNDS):
        # of earlier rounds through all sections, until this one has edits of its own
        known = _holes(edits, policy.hole) if edits else holes
        chosen, withheld, damage = _round(current, policy, finders, known)
        if not chosen:
            in_order = sorted(damage, key=_place)
            left = tuple(_with_holes(in_order, edits, current, policy.hole))
            held = tuple(carried_back(edits, spans.in_order(withheld)))
            return Outcome(current, edits, left, held)
        edits = compose(text, edits, chosen)
        current = spans.apply(current, chosen)
    return Outcome(text, damage=(Damage(0, len(text), AGAIN),))


def _by_section(text: str, policy: Policy, holes: Sequence[int]) -> Outcome:
    """Each section that may hold garble repaired; damage and suggestions where nothing was.

    ``holes`` are those that edits of earlier rounds left.
    """
    edits, held, damage = Packing(Edits), Packing(Edits), Packing(Damages)
    parts: list[str] = []
    done = 0
    last: tuple[Edit, ...] = ()
    for start, end in _sections(text):
        part = text[start:end]
        if not is_suspicious(part):
            continue
        own = holes[bisect_left(holes, start) : bisect_left(holes, end)]
        found = _run(part, policy, order(part), [at - start for at in own])
        held.add(spans.moved(edit, start) for edit in found.suggestions)
        damage.add(replace(d, start=d.start + start, end=d.end + start) for d in found.damage)
        if found.edits:
            parts += (text[done:start], found.text)
            done = end
            # it may touch the first of the next section, where a line was cut
            made = spans.fuse([*last, *(spans.moved(edit, start) for edit in found.edits)])
            edits.add(made[:-1])
            last = made[-1:]
    edits.add(last)
    parts.append(text[done:])
    return Outcome("".join(parts), edits.done(), damage.done(), held.done())


def _sections(text: str) -> Iterator[tuple[int, int]]:
    """The sections of a text, half open: whole lines, from left to right.

    A line that is longer is cut where the gate would cut it.
    """
    end = 0
    while end < len(text):
        start, end = end, min(len(text), end + SECTION)
        if end < len(text):
            end = text.rfind("\n", start, end) + 1 or cut(text, start, SECTION, len(text))
        yield start, end


def _with_holes(
    damage: Iterable[Damage], edits: Iterable[Edit], text: str, hole: str
) -> Iterator[Damage]:
    """The damage, with that of edits that brought back all but some characters of ``text``."""
    if not hole or hole not in text:
        return iter(damage)
    return merge(_left(edits, hole), _beside(damage, _left(edits, hole)), key=_place)


def _place(span: Damage) -> tuple[int, int]:
    return span.start, span.end


def _left(edits: Iterable[Edit], hole: str) -> Iterator[Damage]:
    """The damage that edits left; each names the share of characters beyond ASCII still missing."""
    shift = 0
    for edit in edits:
        start, end = edit.start + shift, edit.start + shift + len(edit.after)
        shift += spans.growth(edit)
        if edit.kind is Kind.LOST and (holes := edit.after.count(hole)):
            known = sum(char > "\x7f" and char != hole for char in edit.after)
            reason = f"bytes were lost by {edit.chain}; {holes} characters could not be told"
            yield Damage(start, end, reason, holes / (holes + known))


def _beside(damage: Iterable[Damage], others: Iterator[Damage]) -> Iterator[Damage]:
    """The damage that overlaps none of the others; both are in order."""
    other = next(others, None)
    for span in damage:
        while other is not None and other.end <= span.start:
            other = next(others, None)
        if other is None or other.start >= span.end:
            yield span


def _holes(edits: Iterable[Edit], hole: str) -> list[int]:
    """Where edits left holes, in the text that they gave; not those that were there before."""
    found: list[int] = []
    shift = 0
    for edit in edits:
        if edit.kind is Kind.LOST and hole and hole not in edit.before:
            start = edit.start + shift
            found += (start + i for i, char in enumerate(edit.after) if char == hole)
        shift += spans.growth(edit)
    return found


def _but(holes: Sequence[int], text: str, policy: Policy) -> Findings:
    """What the finder of shifted runs finds in a text with holes that have another cause."""
    chars = list(text)
    for at in holes:
        chars[at] = ACCOUNTED
    found = _shifted("".join(chars), policy)
    return Findings(
        tuple(edit for edit in found.proposals if ACCOUNTED not in edit.before), found.damage
    )


def _round(
    text: str, policy: Policy, finders: tuple[Finder, ...], holes: Sequence[int] = ()
) -> tuple[tuple[Edit, ...], list[Edit], tuple[Damage, ...]]:
    """The edits to make now, those the policy withholds, and the damage seen.

    ``holes`` are those that edits of earlier rounds left.
    """
    damage: list[Damage] = []
    withheld: list[Edit] = []
    for find in finders:
        found = _but(holes, text, policy) if holes and find is _shifted else find(text, policy)
        damage += found.damage
        allowed: list[Edit] = []
        for edit in found.proposals:
            (allowed if permits(policy, edit) else withheld).append(edit)
        # U+FFFD below another layer is a mark that the next round can use
        if find is not layers.find and allowed and (barred := unrecoverable.hopeless(text)):
            allowed = [edit for edit in allowed if not _meets(edit, barred)]
        # A finder that has something to do goes first, alone: the next one sees what it left.
        if allowed and (chosen := settle(allowed)):
            return chosen, withheld, ()
    return (), withheld, tuple(damage)


def _meets(edit: Edit | Damage, places: Sequence[tuple[int, int]]) -> bool:
    """Whether an edit overlaps any of the spans, sorted and apart."""
    at = bisect_left(places, (edit.end, 0))
    return at > 0 and places[at - 1][1] > edit.start


def permits(policy: Policy, edit: Edit) -> bool:
    """Whether the policy lets an edit be made."""
    if edit.certainty is Certainty.INFERRED and not policy.allow_inferred:
        return False
    return edit.confidence >= policy.due(edit.kind)


def settle(proposals: Iterable[Edit]) -> tuple[Edit, ...]:
    """A set of edits out of proposals that may overlap.

    One total order decides: the more bits, then the longer span, then the earlier one.
    """
    proposals = spans.in_order(proposals)
    if all(one.end < other.start for one, other in pairwise(proposals)):
        return spans.fuse(proposals)
    chosen: list[Edit] = []
    taken: list[tuple[int, int]] = []  # the spans of those, in order
    for edit in sorted(proposals, key=lambda e: (-e.margin, e.start - e.end, e.start, e.after)):
        at = bisect_left(taken, (edit.start, edit.end))
        if at and taken[at - 1][1] > edit.start:
            continue
        if at < len(taken) and taken[at][0] < max(edit.end, edit.start + 1):
            continue
        taken.insert(at, (edit.start, edit.end))
        chosen.append(edit)
    return spans.fuse(chosen)
