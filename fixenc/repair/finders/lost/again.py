"""Edits for Japanese that was saved after a misread that lost bytes; see ``resaved``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher

from fixenc import model, spans
from fixenc.chains import Chain, Misread
from fixenc.policy import Policy
from fixenc.repair.damage import resaved
from fixenc.repair.finders import misread
from fixenc.repair.finders.lost.costs import costs_of
from fixenc.repair.finders.lost.edits import DUE, Signed
from fixenc.repair.finders.lost.moves import HOLE
from fixenc.repair.proposal import inferred
from fixenc.repair.undoing.align import Unit
from fixenc.spans import Edit, Evidence

CHAIN = Chain((Misread("utf-8", resaved.READ), Misread(resaved.READ, "utf-8")))
LANGUAGE = "ja"
PER_HOLE = 8.0  # bits that a hole costs: what stood there is garble in any case
# Of 125 edits that would have claimed 0.9 and more 116 were right: nothing tells a reader's own E
# from what is left of a mark.
SUREST = 0.89
Undo = Callable[[str, Sequence[Edit]], Sequence[Signed]]


def resaved_edits(line: str, policy: Policy, undo: Undo) -> Iterator[Signed]:
    """The edits of the parts of a line that were saved so, by what ``undo`` makes of a misread.

    ``undo`` is given a line as a program showed it, and what can be undone of it exactly.
    """
    if not all(misread.allows(one, policy) for one in CHAIN.misreads):
        return
    for start, end, shown in resaved.parts(line):
        found = [
            one.edit
            for one in undo(shown, misread.of_line(shown, policy))
            if one.edit.confidence >= policy.due(one.edit.kind)
        ]
        before, after = line[start:end], spans.apply(shown, spans.fuse(found))
        if not found or not _is_explained(shown, found) or not _has_intact(before, after):
            continue
        if (bits := _gain(before, after, policy)) >= DUE:
            sure = min(SUREST, *(edit.confidence for edit in found))
            for edit in _changes(before, after, start):
                if policy.hole and not edit.after.strip(policy.hole + " "):
                    continue  # nothing came back there
                evidence = (Evidence("model", round(bits, 2)),)
                yield Signed(inferred(line, edit, CHAIN, sure, evidence=evidence), None)


def _is_explained(shown: str, found: Sequence[Edit]) -> bool:
    """Whether the edits undo all that is not ASCII."""
    inside = {at for edit in found for at in range(edit.start, edit.end)}
    return all(char <= "\x7f" or at in inside for at, char in enumerate(shown))


def _has_intact(before: str, after: str) -> bool:
    """Whether any character beyond ASCII is the same before and after."""
    return any(char > "\x7f" and char != HOLE and char in after for char in before)


def _gain(before: str, after: str, policy: Policy) -> float:
    """The bits by which what comes of a part is likelier than the part as it stands."""
    known = model.load()
    costs = costs_of(known, known.languages.index(LANGUAGE))
    plain = after.replace(policy.hole, " ") if policy.hole else after
    holes = after.count(policy.hole) if policy.hole else 0
    return costs.of(before.replace(HOLE, " ")) - costs.of(plain) - PER_HOLE * holes


def _changes(before: str, after: str, start: int) -> Iterator[Unit]:
    """Where two texts differ, with what the second has there; at least a character of the first."""
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for tag, a, b, c, d in blocks:
        if tag == "insert":
            a, c = max(0, a - 1), max(0, c - 1)
        if tag != "equal":
            yield Unit(start + a, start + b, after[c:d])
