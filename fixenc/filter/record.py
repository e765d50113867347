"""What goes through a filter: records, and what becomes of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from fixenc.report import Report


class OnDamaged(StrEnum):
    """What a filter does with records that stay damaged, or that are malformed.

    >>> OnDamaged("drop") is OnDamaged.DROP
    True
    """

    KEEP = "keep"  # they go on, with what could be repaired
    DROP = "drop"
    QUARANTINE = "quarantine"
    FAIL = "fail"  # the filter raises DamagedRecord


class Outcome(StrEnum):
    """What became of a record.

    >>> Outcome("passed") is Outcome.PASSED
    True
    """

    PASSED = "passed"
    REPAIRED = "repaired"
    QUARANTINED = "quarantined"
    DROPPED = "dropped"


class RecordVerdict(StrEnum):
    """What a record was found to be.

    >>> RecordVerdict("clean") is RecordVerdict.CLEAN
    True
    """

    CLEAN = "clean"
    REPAIRED = "repaired"  # garbled, and all of it is repaired
    DAMAGED = "damaged"  # garble remains, or bytes that do not decode
    MALFORMED = "malformed"  # not of the format it should be
    OVERSIZED = "oversized"  # longer than the limit, and not looked at


@dataclass(frozen=True, slots=True)
class Record:
    """A record and what became of it.

    ``data`` is the record in the output, its line break included; nothing when it was dropped or
    quarantined. ``source`` is the record as it came (in UTF-8, where the stream is in another
    encoding). ``offset`` counts bytes of the input and ``line`` counts lines from 1.
    ``reports`` are those of its strings in which something was found, and ``fields`` say which
    strings. ``confidence`` is that of the least sure edit; 1.0 without any.

    >>> import fixenc
    >>> [(r.line, r.outcome.value, r.data) for r in fixenc.Filter().records([b"plain\\ntext\\n"])]
    [(1, 'passed', b'plain\\n'), (2, 'passed', b'text\\n')]
    """

    data: bytes = field(repr=False)
    source: bytes = field(repr=False)
    outcome: Outcome
    verdict: RecordVerdict
    offset: int
    line: int
    reason: str = ""
    confidence: float = 1.0
    reports: tuple[Report, ...] = field(default=(), repr=False)
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A record that was held back: its bytes, where it stood, and why.

    ``offset`` counts bytes of the input, ``line`` counts lines from 1.

    >>> import fixenc
    >>> sieve = fixenc.Filter(format="jsonl", on_damaged="quarantine")
    >>> sieve.feed(b'{"n": 1}\\n{"n": \\n') + sieve.close()
    b'{"n": 1}\\n'
    >>> [(held.line, held.offset, held.verdict.value) for held in sieve.quarantined]
    [(2, 9, 'malformed')]
    """

    data: bytes
    offset: int
    line: int
    reason: str
    verdict: RecordVerdict
