"""What the finders and the detector answer on damaged text, and whether it is right.

Before the fit a sample holds the signs that a curve takes; for the check, the confidence that came
of them. A repair of a misread is right when the whole text is as first written: one that is right
as far as it goes, and stops short, is not. What was filled in is judged where it stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

import fixenc
from benchmarks.calibration.texts import Bytes
from benchmarks.garbled import Item
from fixenc import codecs, model, spans
from fixenc.calibration import log_odds
from fixenc.detect.confidence import signs_of as signs_of_detection
from fixenc.policy import EAGER, SAFE, Policy
from fixenc.repair.finders import lost
from fixenc.repair.finders.misread import choose
from fixenc.repair.finders.misread.confidence import PLAIN, name_of
from fixenc.repair.finders.misread.signs import signs_of
from fixenc.repair.gate.look import is_suspicious
from fixenc.repair.out_of_step.resync import resync
from fixenc.repair.search.candidates import candidates
from fixenc.repair.search.whole_lines import plain
from fixenc.repair.undoing import score
from fixenc.repair.undoing.families import family
from fixenc.spans import Certainty, Edit, Kind

ALL = Policy(min_confidence=0.0)
# How much is filled in, and how much is marked as a hole, depends on what the policy asks for.
POLICIES = (EAGER, Policy(min_filled=0.9), Policy(min_confidence=SAFE.min_confidence))
HOLE = "\ufffd"
LONGEST_HOLE = 4  # characters that one mark may stand for


@dataclass(frozen=True, slots=True)
class Sample:
    """One answer: the curve that it belongs to, how it was made, its signs, whether it is right."""

    curve: str
    group: str
    signs: tuple[float, ...]
    confidence: float
    right: bool


def of_misread(item: Item) -> Iterator[Sample]:
    """The winners of one garbled line, as the finder of misreads sees them in its first round."""
    text, known = item.garbled, model.load()
    if not is_suspicious(text):
        return
    first = plain(known, text)
    found = [first] if first is not None else list(candidates(known, text))
    winners = [winner for winner in choose(text, found) if winner.refusal is None]
    units = sorted(unit for winner in winners for unit in winner.units)
    right = score.undo_units(text, units) == item.clean
    for winner in winners:
        if first is not None:
            yield Sample(PLAIN, item.group, (), 0.0, right)
            continue
        signs = signs_of(known, text, winner, found).figures()
        yield Sample(name_of(family(winner.misread)), item.group, signs, 0.0, right)


def of_report(item: Item) -> Iterator[Sample]:
    """A garbled text repaired as far as possible, as its report sees it."""
    report = fixenc.repair(item.garbled, policy=ALL)
    if report.changed:
        right = report.text == item.clean
        yield Sample("misread", item.group, (), report.confidence, right)


def of_fills(item: Item) -> Iterator[Sample]:
    """The edits of a text that lost something, each by itself, under each policy."""
    for policy in POLICIES:
        yield from _fills(item, policy)


def of_lost(item: Item) -> Iterator[Sample]:
    """What is filled in for lost bytes in a first round, with its signs, under each policy."""
    for policy in POLICIES:
        found, _ = lost.signed_edits(item.garbled, policy)
        signed = sorted(found, key=lambda one: one.edit.start)
        repaired = spans.apply(item.garbled, spans.fuse([one.edit for one in signed]))
        fits = places(item.clean, repaired)
        shift = 0
        for one in signed:
            edit, start = one.edit, one.edit.start + shift
            shift += len(edit.after) - len(edit.before)
            if edit.certainty is Certainty.INFERRED and one.signs:
                right = is_right(fits, repaired, start, start + len(edit.after))
                signs = one.signs.figures
                yield Sample(one.signs.family, item.group, signs, edit.confidence, right)


def of_layers(item: Item) -> Iterator[Sample]:
    """What is filled in for bytes that a text lost twice over, in the first of all rounds.

    ``item.clean`` is the text that was first written: what is filled in is right if all that
    becomes of it in the end is.
    """
    for policy in POLICIES:
        found, _ = lost.signed_edits(item.garbled, policy)
        ends = list(_judged(item, policy))
        for one in found:
            start, end = one.edit.start, one.edit.end
            over = [ok for edit, ok in ends if edit.start < end and start < edit.end]
            if one.edit.certainty is Certainty.INFERRED and one.signs:
                right = bool(over) and all(over)
                signs = one.signs.figures
                yield Sample(one.signs.family, item.group, signs, one.edit.confidence, right)


def _fills(item: Item, policy: Policy) -> Iterator[Sample]:
    for edit, right in _judged(item, policy):
        if edit.certainty is not Certainty.INFERRED:
            name = "exact"
        else:
            name = {Kind.LOST: "lost", Kind.SHIFTED: "shifted"}.get(edit.kind, "annotation")
        yield Sample(name, item.group, (log_odds(edit.confidence),), edit.confidence, right)


def _judged(item: Item, policy: Policy) -> Iterator[tuple[Edit, bool]]:
    """The edits of a report, and whether each is right where it stands."""
    report = fixenc.repair(item.garbled, policy=policy)
    fits = places(item.clean, report.text)
    shift = 0
    for edit in report.edits:
        start = edit.start + shift
        shift += len(edit.after) - len(edit.before)
        yield edit, is_right(fits, report.text, start, start + len(edit.after))


def places(clean: str, repaired: str) -> list[int]:
    """Where each character of ``repaired`` stands in ``clean``; -1 for one that does not."""
    found = [-1] * len(repaired)
    at = place = 0
    # line by line: comparing takes the square of the length
    theirs = clean.split("\n")
    ours = repaired.split("\n")
    if len(theirs) != len(ours):
        theirs, ours = [clean], [repaired]
    for one, other in zip(theirs, ours, strict=True):
        blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
        for a, b, size in blocks:
            for i in range(size):
                found[at + b + i] = place + a + i
        if at + len(other) < len(found):
            found[at + len(other)] = place + len(one)
        at += len(other) + 1
        place += len(one) + 1
    return found


def is_right(fits: list[int], repaired: str, start: int, end: int) -> bool:
    """Whether ``repaired[start:end]``, with a neighbour on either side, is as first written.

    A hole stands for anything of a few characters.
    """
    last, holes = None, 0
    for i in range(max(0, start - 1), min(len(fits), end + 1)):
        if repaired[i] == HOLE:
            holes += 1
            continue
        place = fits[i]
        if place < 0 and start <= i < end:
            return False
        if place >= 0 and last is not None:
            gap = place - last - 1
            if not 0 <= gap <= LONGEST_HOLE * holes:
                return False
        if place >= 0:
            last, holes = place, 0
    return True


def of_detection(file: Bytes) -> Iterator[Sample]:
    """What the detector says of a file."""
    found = fixenc.detect(file.data)
    if found.encoding is None:
        return
    terms = dict(found.evidence)
    signs = signs_of_detection(terms["margin"], terms.get("pair", 0.0)) if "margin" in terms else ()
    right = found.decode() == file.text
    yield Sample("detection", file.group, signs, found.confidence, right)


def of_gaps(file: Bytes) -> Iterator[Sample]:
    """What is proposed for bytes that were lost from a file, each proposal by itself."""
    found = resync(file.data, codecs.lookup(file.encoding).name)
    for fill in found.fills:
        text = spans.apply(found.text, (fill,))
        fits = places(file.text, text)
        right = is_right(fits, text, fill.start, fill.start + len(fill.after))
        yield Sample("gap", file.group, (log_odds(fill.confidence),), fill.confidence, right)
