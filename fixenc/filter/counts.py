"""Counts: what a filter did, in numbers that add up."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields
from typing import Any


@dataclass(slots=True)
class Counts:
    """What a filter did so far.

    Every record that went in is in exactly one of ``passed``, ``repaired``, ``quarantined`` and
    ``dropped``. ``verdicts`` counts them by what was found: ``clean``, ``repaired``, ``damaged``
    (garble or undecodable bytes remain, whether or not something was repaired), ``malformed`` and
    ``oversized``. ``converted`` counts the records that came in another encoding than UTF-8.
    ``chains`` counts edits, ``languages`` repaired strings, ``encodings`` records.

    >>> one = Counts(records=3, passed=3, verdicts=Counter(clean=3))
    >>> one.add(Counts(records=1, repaired=1, verdicts=Counter(repaired=1)))
    >>> one.records, one.passed, one.repaired, one.balanced
    (4, 3, 1, True)
    """

    records: int = 0
    passed: int = 0
    repaired: int = 0
    quarantined: int = 0
    dropped: int = 0
    converted: int = 0
    bytes_in: int = 0
    bytes_out: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    chains: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    encodings: Counter[str] = field(default_factory=Counter)

    @property
    def balanced(self) -> bool:
        """Whether every record is accounted for, by what became of it and by its verdict."""
        outcomes = self.passed + self.repaired + self.quarantined + self.dropped
        return self.records == outcomes == self.verdicts.total()

    def add(self, other: Counts) -> None:
        """Add the counts of another filter to these."""
        for part in fields(self):
            mine, theirs = getattr(self, part.name), getattr(other, part.name)
            if isinstance(mine, Counter):
                mine.update(theirs)
            else:
                setattr(self, part.name, mine + theirs)

    def to_dict(self) -> dict[str, Any]:
        """The counts as plain data for JSON; ``from_dict`` takes it back."""
        return {
            part.name: dict(value.most_common()) if isinstance(value, Counter) else value
            for part in fields(self)
            for value in (getattr(self, part.name),)
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Counts:
        """The counts that ``to_dict`` wrote; ``AttributeError`` for unknown names."""
        counts = cls()
        for name, value in data.items():
            setattr(counts, name, Counter(value) if isinstance(value, dict) else value)
        return counts
