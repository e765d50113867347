"""Finder of signs and marks of which a byte was lost; see ``halved_signs`` and ``halved_marks``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from fixenc.chains import Misread
from fixenc.policy import Policy
from fixenc.repair import halved_marks, halved_signs
from fixenc.repair.align import Unit
from fixenc.repair.finders.misread import allows, by_line
from fixenc.repair.halved_marks import Part
from fixenc.repair.proposal import Findings, inferred
from fixenc.repair.quoted import is_quoted
from fixenc.spans import Alternative, Certainty, Edit, Kind, moved


def find(text: str, policy: Policy) -> Findings:
    """Propose signs and marks for what is left of them.

    >>> from fixenc.policy import STANDARD
    >>> [edit.after for edit in find("âŒ Error, â¤ï¸", STANDARD).proposals]
    ['❌', '❤️']
    >>> [edit.after for edit in find("the 鈥淥pen鈥? menu", STANDARD).proposals]
    ['“O', '”']
    """
    return Findings(
        tuple(
            moved(edit, offset)
            for offset, line, exact in by_line(text, policy)
            for edit in _of_line(line, exact, policy)
        )
    )


def _of_line(line: str, exact: Sequence[Edit], policy: Policy) -> Iterator[Edit]:
    if allows(halved_signs.MISREAD, policy) and halved_signs.stands_in(line):
        for edit in _edits(line, halved_signs.MISREAD, halved_signs.found(line)):
            if not any(
                _is_of_another(edit, other)
                for other in exact
                if other.confidence >= policy.min_confidence
            ):
                yield edit
    for misread, parts in halved_marks.found(line):
        if allows(misread, policy):
            yield from _edits_of_marks(line, misread, parts, policy)


def _edits_of_marks(
    line: str, misread: Misread, parts: Sequence[Part], policy: Policy
) -> Iterator[Edit]:
    if is_quoted(line, [part.unit for part in parts], misread):
        return
    for part in parts:
        start, end, after = part.unit
        unit = Unit(start, end, after.replace(halved_marks.HOLE, policy.hole))
        others = _alternatives(part, str(misread), policy)
        edit = inferred(line, unit, misread, part.sure, alternatives=others)
        if not part.inferred:
            edit = replace(edit, kind=Kind.MISREAD, certainty=Certainty.LOSSLESS)
        yield edit


def _alternatives(part: Part, chain: str, policy: Policy) -> tuple[Alternative, ...]:
    if not part.other:
        return ()
    other = part.other.replace(halved_marks.HOLE, policy.hole)
    return (Alternative(other, chain, round(1.0 - part.sure, 2)),)


def _is_of_another(sign: Edit, exact: Edit) -> bool:
    """Whether what is left of a sign is part of whole UTF-8 as another reader shows it."""
    written, _, read = exact.chain.partition(">")
    other = written == "utf-8" and read != halved_signs.MISREAD.read
    return other and exact.start < sign.end and sign.start < exact.end


def _edits(line: str, misread: Misread, units: Iterable[tuple[Unit, float]]) -> Iterator[Edit]:
    for unit, sure in units:
        if not is_quoted(line, [unit], misread):
            yield inferred(line, unit, misread, sure)
