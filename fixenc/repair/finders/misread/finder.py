"""Finder of misread text: bytes written in one encoding and read as another.

Looks at one line at a time. The line's candidates come from ``candidates``, which also says what
speaks against each; this finder chooses among them and turns the winners into edits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain

from fixenc import codecs, model
from fixenc.chains import Misread
from fixenc.errors import ChainError
from fixenc.policy import Policy
from fixenc.repair.damage import resaved, shown_signs, single_signs
from fixenc.repair.finders.misread import dashes, halves, stray_controls
from fixenc.repair.finders.misread.confidence import (
    GONE,
    PARTIAL,
    SHARE_OF_USERS,
    SMALL,
    highest_without_letters,
    highest_without_pairs,
    is_beside_missing,
    is_cut_short,
    lacks_bytes,
    may_lack_pairs,
    of_plain,
    of_signs,
)
from fixenc.repair.finders.misread.made_small import was_made_small
from fixenc.repair.finders.misread.signs import is_in_capitals, signs_of
from fixenc.repair.finders.misread.stray_controls import stray
from fixenc.repair.finders.misread.struck import struck_out
from fixenc.repair.gate.look import is_odd, is_suspicious, lines_to_look_at
from fixenc.repair.latest import kept
from fixenc.repair.proposal import Findings
from fixenc.repair.quoted import is_quoted
from fixenc.repair.search.candidate import Candidate
from fixenc.repair.search.candidates import candidates
from fixenc.repair.search.whole_lines import plain
from fixenc.repair.undoing import score
from fixenc.repair.undoing.align import Unit
from fixenc.repair.undoing.families import EAST_ASIAN, prior
from fixenc.spans import Certainty, Damage, Edit, Evidence, Kind, apply, fuse, moved

ROUNDS = 8  # of undoing what can be undone exactly; text garbled six times over is met
CERTAIN_ENOUGH = 0.97  # of marks that strike out, single signs, dashes, controls among UTF-8
FEWEST_BESIDE = 4  # characters to a mark for lost bytes beside which a hole is left for it
DROPPED = "characters vanished when Big5 was read as GBK, and nothing tells where"
QUOTED = "it is an example of garble, quoted"
# Units of one run become one edit unless more than a little clean ASCII stands between them.
_JOINT = re.compile(r"[ -/:-@\[-`{-~]{0,3}")


def find(text: str, policy: Policy) -> Findings:
    """Propose the undoing of misreads in ``text``."""
    lines = by_line(text, policy)
    edits = tuple(
        [
            moved(one, offset)
            for offset, line, found in lines
            for edit in found
            if (one := _without_marks(line, edit, policy)) is not None
        ]
    )
    return Findings(edits, tuple(_missing(edits)))


def _without_marks(line: str, edit: Edit, policy: Policy) -> Edit | None:
    """An edit in which the mark of Japanese readers for lost bytes is none of bytes.

    ``笨・`` is not ✁E. Where little else comes of it there is no edit.
    """
    if edit.chain != "utf-8>cp932" or resaved.MARK not in edit.before:
        return edit
    behind = line[edit.end : edit.end + 1]
    holes = [match.start() - 1 for match in resaved.sign().finditer(edit.after + behind)]
    if not holes:
        return edit
    if sum(char > "\x7f" for char in edit.after) < FEWEST_BESIDE * len(holes):
        return None
    after = edit.after
    for at in reversed(holes):
        after = after[:at] + policy.hole + after[at + 2 :]
    return replace(
        edit,
        after=after,
        kind=Kind.LOST,
        certainty=Certainty.INFERRED,
        confidence=min(edit.confidence, PARTIAL),
    )


def _missing(edits: Sequence[Edit]) -> Iterator[Damage]:
    """The damage where whole characters must have vanished, which nothing can bring back."""
    for edit in edits:
        if edit.confidence == GONE:
            yield Damage(edit.start, edit.end, DROPPED, SHARE_OF_USERS)


@kept
def by_line(text: str, policy: Policy) -> tuple[tuple[int, str, tuple[Edit, ...]], ...]:
    """The lines of ``text`` to look at, with their offsets, and the edits proposed in each.

    Positions of the edits are in the line.
    """
    lines = tuple(lines_to_look_at(text))
    found = {line: of_line(line, policy) for line in {line for _, line in lines}}
    return tuple([(offset, line, found[line]) for offset, line in lines])


# The next round looks at every line again, and most have not changed.
@lru_cache(maxsize=2048)
def of_line(line: str, policy: Policy) -> tuple[Edit, ...]:
    """The edits proposed in one line."""
    return tuple(_proposals(line, policy))


def undone(line: str, exact: Sequence[Edit], policy: Policy) -> str:
    """A line with ``exact`` made, and then all else that the policy allows, layer by layer."""
    for _ in range(ROUNDS):
        sure = [edit for edit in exact if edit.confidence >= policy.min_confidence]
        if not sure:
            break
        single = all(_is_of_one_layer(edit) for edit in sure)
        line = apply(line, fuse(sure))
        exact = of_line(line, policy) if not single and is_odd(line) else ()
    return line


def _is_of_one_layer(edit: Edit) -> bool:
    """Whether what an edit gives is text that was in pairs of bytes, and nothing lies under it."""
    misread = Misread(*edit.chain.split(">"))
    return misread.read in EAST_ASIAN and not is_suspicious(edit.after)


def _proposals(line: str, policy: Policy) -> Iterator[Edit]:
    if was_made_small(line):
        return
    edits = list(_of_candidates(line, policy))
    finders = (struck_out, single_signs.found, dashes.found, halves.found)
    others = [found for find in finders for found in find(line)]
    for misread, units in [*others, (stray_controls.MISREAD, [*stray(line, edits)])]:
        apart = all(e.end <= u.start or u.end <= e.start for e in edits for u in units)
        if units and apart and allows(misread, policy) and not is_quoted(line, units, misread):
            edits += _beyond_bits(line, units, misread)
    rows = [*shown_signs.found(line)]
    for misread in dict.fromkeys(misread for misread, _ in rows):
        of_one = [units for other, units in rows if other == misread]
        if allows(misread, policy) and not is_quoted(line, [*chain(*of_one)], misread):
            for units in of_one:
                edits = _with_signs(line, edits, units, misread)
    yield from edits


def _with_signs(line: str, edits: list[Edit], units: list[Unit], misread: Misread) -> list[Edit]:
    """Edits with those of a row of signs, instead of any within it that are less sure; or as is."""
    start, end = units[0].start, units[-1].end
    others = [edit for edit in edits if edit.start < end and start < edit.end]
    if any(edit.start < start or end < edit.end for edit in others):
        return edits
    signs = [*_beyond_bits(line, units, misread)]
    least = min((edit.confidence for edit in others), default=0.0)
    if least >= CERTAIN_ENOUGH and apply(
        line, sorted(others, key=lambda edit: edit.start)
    ) == apply(line, signs):
        return edits
    return [edit for edit in edits if edit not in others] + signs


def _beyond_bits(line: str, units: Sequence[Unit], misread: Misread) -> Iterator[Edit]:
    """The edits of units that are certain for other reasons than their bits."""
    for start, end, after in _pieces(line, units):
        yield Edit(
            start, end, line[start:end], after, chain=str(misread), confidence=CERTAIN_ENOUGH
        )


def _of_candidates(line: str, policy: Policy) -> Iterator[Edit]:
    loaded = model.load()
    first = plain(loaded, line)
    found = [first] if first is not None else list(candidates(loaded, line))
    found = [candidate for candidate in found if allowed(candidate, policy)]
    for winner in choose(line, found):
        if winner.refusal is None:
            yield from _edits(line, winner, _confidence(line, winner, found, first))


def _confidence(
    line: str, winner: Candidate, found: Sequence[Candidate], first: Candidate | None
) -> float:
    if first is not None:
        return of_plain(score.undo_units(line, winner.units), winner.misread)
    sure = of_signs(signs_of(model.load(), line, winner, found), winner.misread)
    return min(sure, SMALL) if any(is_in_capitals(c, winner) for c in found) else sure


def choose(line: str, found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates that explain a line, best first, none overlapping another.

    One that is quoted garble comes with that as its refusal: no other may explain its place.
    """
    fit = sorted(
        (c for c in found if c.refusal is None),
        key=lambda c: (-c.rank, *_rareness(c.misread), c.start, -c.end, str(c.misread)),
    )
    # UTF-8 is its own proof: where it is quoted, nothing else is to be read into the place, unless
    # more of it reads as UTF-8 that is not
    taken: list[Candidate] = []
    plain_ones: list[Candidate] = []
    for candidate in fit:
        if candidate.misread.written != "utf-8" or not _is_free(candidate, plain_ones):
            continue
        if not is_quoted(line, candidate.units, candidate.misread):
            plain_ones.append(candidate)
        elif not _is_outdone(candidate, fit):
            taken.append(replace(candidate, refusal=QUOTED))
    for candidate in fit:
        if _is_free(candidate, taken):
            if is_quoted(line, candidate.units, candidate.misread):
                candidate = replace(candidate, refusal=QUOTED)
            taken.append(candidate)
    return taken


def _is_outdone(candidate: Candidate, fit: Sequence[Candidate]) -> bool:
    """Whether an older encoding explains a place twice as well: few of its pairs are UTF-8 too."""
    return any(
        other.start <= candidate.start
        and candidate.end <= other.end
        and other.rank > 2 * candidate.rank
        for other in fit
    )


def _rareness(misread: Misread) -> tuple[bool, bool, bool]:
    """What goes before of two that give the same: UTF-8, and then what Windows writes and reads."""
    return misread.written != "utf-8", misread.written != "cp1252", misread.read != "cp1252"


def _is_free(candidate: Candidate, taken: Sequence[Candidate]) -> bool:
    """Whether a candidate overlaps none of those."""
    return all(candidate.end <= t.start or t.end <= candidate.start for t in taken)


def allowed(candidate: Candidate, policy: Policy) -> bool:
    """Whether the policy lets a candidate's encodings be named."""
    return allows(candidate.misread, policy)


def allows(misread: Misread, policy: Policy) -> bool:
    """Whether the policy lets a misread's encodings be named."""
    names = {misread.written, misread.read}
    if policy.encodings and not names <= _canonical(policy.encodings):
        return False
    return not (policy.exclude and names & _canonical(policy.exclude))


def _canonical(labels: frozenset[str]) -> set[str]:
    return {codecs.lookup(label).name for label in labels}


def _edits(line: str, winner: Candidate, confidence: float) -> Iterator[Edit]:
    evidence = (
        Evidence("model", round(winner.gained.changed, 2)),
        Evidence("prior", -prior(winner.misread)),
    )
    run, whole = line[winner.start : winner.end], score.undo_units(line, winner.units)
    pieces = list(_pieces(line, winner.units))
    lacking = lacks_bytes(run, whole, winner.misread)
    deeper = lacking and any(is_suspicious(after) for _, _, after in pieces)
    unseen = highest_without_letters(model.load(), line, winner.units, winner.misread)
    highest = min(unseen, highest_without_pairs(whole, winner.misread))
    for start, end, after in pieces:
        piece = Unit(start, end, after)
        partial = deeper or (lacking and is_beside_missing(line, start, end))
        partial = partial or may_lack_pairs(model.load(), line, piece, winner.misread)
        partial = partial or is_cut_short(line, end, winner.misread)
        sure = min(confidence, highest, PARTIAL if partial else 1.0)
        yield Edit(
            start,
            end,
            line[start:end],
            after,
            chain=str(winner.misread),
            kind=Kind.MISREAD,
            certainty=_certainty(winner.misread, line[start:end], after),
            confidence=sure,
            evidence=evidence,
        )


def _certainty(misread: Misread, before: str, after: str) -> Certainty:
    """Lossless, but where surrogates come together that no one can tell from what is usual."""
    if misread.written != "utf-8" or max(after) <= "\uffff":
        return Certainty.LOSSLESS
    try:
        again = misread.garble(after, holes=True)
    except ChainError:
        return Certainty.INFERRED
    return Certainty.LOSSLESS if again == before else Certainty.INFERRED


def _pieces(line: str, units: Sequence[Unit]) -> Iterator[tuple[int, int, str]]:
    """The units as the edits they become: joined across a space or a little punctuation."""
    joined: list[tuple[int, int, str]] = []
    for start, end, after in score.regions(units):
        if joined and _JOINT.fullmatch(line, joined[-1][1], start):
            before = joined.pop()
            start, after = before[0], before[2] + line[before[1] : start] + after
        joined.append((start, end, after))
    yield from joined
