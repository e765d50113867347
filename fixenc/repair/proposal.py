"""What a finder hands to the engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fixenc.policy import Policy
from fixenc.spans import Damage, Edit


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
