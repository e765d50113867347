"""A candidate: a run of a line with one misread undone, and what speaks for and against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fixenc.chains import Misread
from fixenc.repair.undoing.align import Unit
from fixenc.repair.undoing.score import Gains

# Bits against what comes out all in capitals when candidates are compared: in some tables of
# Cyrillic those of another are small letters, so that a word is the same otherwise, and few lines
# are in capitals. Which of the two it is is no surer for that. Among capitals it is the other way.
IN_CAPITALS = 3.0


def of_case(text: str, units: Sequence[Unit]) -> float:
    """Bits against units for coming out in capitals, or not, by the letters on either side.

    >>> of_case("щэ", [Unit(0, 1, "Щ"), Unit(1, 2, "Э")]), of_case("PддSY", [Unit(1, 3, "ää")])
    (3.0, 3.0)
    >>> of_case("PддSY", [Unit(1, 3, "ÄÄ")])
    0.0
    """
    after = "".join(unit.after for unit in units)
    start, end = units[0].start, units[-1].end
    beside = text[max(0, start - 1) : start] + text[end : end + 1]
    among = beside.isupper() and beside.isalpha()
    return IN_CAPITALS * (after.islower() and len(beside) > 1 if among else after.isupper())


# Bits against a bullet, a dash or another mark by itself as a capital that is no word by itself,
# which tables of Cyrillic have in the same places.
OF_LONE_MARK, MOST_LONE = 25.0, 2
_LONE_MARKS = frozenset("•–—…”’")
_NO_WORDS = frozenset("ХЦЧЕФТхцчефт")


def of_lone_marks(text: str, units: Sequence[Unit]) -> float:
    """Bits against units for making capitals of marks that stand between spaces.

    >>> of_lone_marks("• ïåðâûé", [Unit(0, 1, "Х"), Unit(2, 3, "п")])
    25.0
    """
    lone = sum(
        text[u.start : u.end] in _LONE_MARKS
        and u.after in _NO_WORDS
        and not text[max(0, u.start - 1) : u.start].strip()
        and not text[u.end : u.end + 1].strip()
        for u in units
    )
    return OF_LONE_MARK * min(MOST_LONE, lone)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A run of a line and what undoing a misread makes of it."""

    misread: Misread
    units: tuple[Unit, ...]
    gained: Gains
    refusal: str | None  # why it is not to be repaired, None when it is
    against: float  # bits that speak against it: the misread's prior, and what stays odd
    of_case: float = 0.0  # those of them that are for being in capitals

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
        return self.rank + self.of_case
