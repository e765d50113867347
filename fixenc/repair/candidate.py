"""A candidate: a run of a line with one misread undone, and what speaks for and against it."""

from __future__ import annotations

from dataclasses import dataclass

from fixenc.chains import Misread
from fixenc.repair.align import Unit
from fixenc.repair.score import Gains

# Bits against what comes out all in capitals when candidates are compared: in some tables of
# Cyrillic those of another are small letters, so that a word is the same otherwise, and one line in
# twenty or thirty is in capitals. Which of the two it is is no surer for that.
IN_CAPITALS = 3.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A run of a line and what undoing a misread makes of it."""

    misread: Misread
    units: tuple[Unit, ...]
    gained: Gains
    refusal: str | None  # why it is not to be repaired, None when it is
    against: float  # bits that speak against it: the misread's prior, and what stays odd

    @property
    def start(self) -> int:
        """The first code point of the run."""
        return self.units[0].start

    @property
    def end(self) -> int:
        """Past the last code point of the run."""
        return self.units[-1].end

    @property
    def after(self) -> str:
        """What the units become, one behind the other."""
        return "".join(unit.after for unit in self.units)

    @property
    def rank(self) -> float:
        """What candidates are compared by: bits gained less those against it."""
        return self.gained.likelier - self.against

    @property
    def rank_in_any_case(self) -> float:
        """The rank of a text in capitals as if it were in small letters."""
        return self.rank + IN_CAPITALS * self.after.isupper()
