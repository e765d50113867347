"""What a finder hands to the engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fixenc.chains import Chain, Misread
from fixenc.policy import Policy
from fixenc.repair.undoing.align import Unit
from fixenc.spans import Alternative, Certainty, Damage, Edit, Evidence, Kind


@dataclass(frozen=True, slots=True)
class Findings:
    """What one finder found in a text: edits that it proposes, and damage that it can only name.

    Proposed edits of one finder do not overlap each other. The engine settles those of several
    finders by one total order and is the only one to change text.
    """

    proposals: tuple[Edit, ...] = ()
    damage: tuple[Damage, ...] = ()


NOTHING = Findings()

Finder = Callable[[str, Policy], Findings]


def inferred(
    line: str,
    unit: Unit,
    chain: Misread | Chain,
    confidence: float,
    *,
    evidence: tuple[Evidence, ...] = (),
    alternatives: tuple[Alternative, ...] = (),
) -> Edit:
    """The edit of ``line`` that fills in what was lost; its positions are in the line.

    >>> from fixenc.chains import Misread
    >>> edit = inferred("fin â€", Unit(4, 6, "”"), Misread("utf-8", "cp1252"), 0.95)
    >>> edit.before, edit.after, edit.certainty.value
    ('â€', '”', 'inferred')
    """
    start, end, after = unit
    return Edit(
        start,
        end,
        line[start:end],
        after,
        chain=str(chain),
        kind=Kind.LOST,
        certainty=Certainty.INFERRED,
        confidence=confidence,
        evidence=evidence,
        alternatives=alternatives,
    )
