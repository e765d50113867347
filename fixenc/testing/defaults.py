"""How many examples a law is tried on, and by which seed, unless a call says otherwise.

The pytest plugin sets them from ``--fixenc-examples`` and ``--fixenc-seed``.
"""

from __future__ import annotations

from dataclasses import dataclass

EXAMPLES = 200  # half a second of a quick function; few faults of a fixer survive so many
SEED = 0


@dataclass(slots=True)
class Defaults:
    """The numbers in force."""

    examples: int = EXAMPLES
    seed: int = SEED


CURRENT = Defaults()


def resolve(examples: int | None, seed: int | None) -> tuple[int, int]:
    """The numbers for one call; ``ValueError`` for fewer than one example."""
    count = CURRENT.examples if examples is None else examples
    if count < 1:
        raise ValueError(f"a law needs at least one example, not {count}")
    return count, CURRENT.seed if seed is None else seed
