"""Finder of signs and emoji of which a byte vanished; see ``halved_signs``."""

from __future__ import annotations

from collections.abc import Iterator

from fixenc.policy import Policy
from fixenc.repair import halved_signs
from fixenc.repair.finders.misread import allows, by_line
from fixenc.repair.proposal import Findings
from fixenc.repair.quoted import is_quoted
from fixenc.spans import Certainty, Edit, Kind, moved


def find(text: str, policy: Policy) -> Findings:
    """Propose signs for what is left of them.

    >>> from fixenc.policy import STANDARD
    >>> [edit.after for edit in find("âŒ Error, â¤ï¸", STANDARD).proposals]
    ['❌', '❤️']
    """
    if not allows(halved_signs.MISREAD, policy):
        return Findings()
    return Findings(
        tuple(
            moved(edit, offset)
            for offset, line, exact in by_line(text, policy)
            if halved_signs.stands_in(line)
            for edit in _of_line(line)
            if not any(
                _is_of_another(edit, other)
                for other in exact
                if other.confidence >= policy.min_confidence
            )
        )
    )


def _is_of_another(sign: Edit, exact: Edit) -> bool:
    """Whether what is left of a sign is part of whole UTF-8 as another reader shows it."""
    written, _, read = exact.chain.partition(">")
    other = written == "utf-8" and read != halved_signs.MISREAD.read
    return other and exact.start < sign.end and sign.start < exact.end


def _of_line(line: str) -> Iterator[Edit]:
    for unit, sure in halved_signs.found(line):
        if not is_quoted(line, [unit], halved_signs.MISREAD):
            yield Edit(
                unit.start,
                unit.end,
                line[unit.start : unit.end],
                unit.after,
                chain=str(halved_signs.MISREAD),
                kind=Kind.LOST,
                certainty=Certainty.INFERRED,
                confidence=sure,
            )
