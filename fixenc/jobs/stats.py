"""Statistics of a run, as plain data for JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fixenc.filter.counts import Counts
from fixenc.jobs.batch import Finished

SCHEMA = 1  # raised whenever a reader would notice a change


def total(finished: Sequence[Finished]) -> Counts:
    """The counts of all inputs."""
    counts = Counts()
    for one in finished:
        counts.add(one.counts)
    return counts


def to_dict(finished: Sequence[Finished], seconds: float) -> dict[str, Any]:
    """What became of each input, and of all. ``seconds`` is how long the run took.

    The seconds of an input are the work on it, which some processes may have shared.
    """
    counts = total(finished)
    return {
        "schema": SCHEMA,
        "seconds": round(seconds, 3),
        "bytes_per_second": round(counts.bytes_in / seconds) if seconds > 0 else None,
        "total": counts.to_dict(),
        "inputs": [
            {
                "input": one.job.source,
                "output": one.job.target,
                "format": one.format,
                "encoding": one.encoding,
                "seconds": round(one.seconds, 3),
                "resumed": one.resumed,
                "error": None if one.error is None else str(one.error),
                **one.counts.to_dict(),
            }
            for one in finished
        ],
    }


def summary(counts: Counts) -> str:
    """The counts on one line.

    >>> summary(Counts(records=3, passed=2, repaired=1))
    '3 records: 2 passed, 1 repaired'
    """
    names = ("passed", "repaired", "quarantined", "dropped")
    parts = [f"{getattr(counts, name)} {name}" for name in names if getattr(counts, name)]
    remarks = [
        f"{counts.verdicts[name]} {name}"
        for name in ("damaged", "malformed", "oversized")
        if counts.verdicts[name]
    ]
    plural = "" if counts.records == 1 else "s"
    found = f" ({', '.join(remarks)})" if remarks else ""
    return f"{counts.records} record{plural}: {', '.join(parts) or 'nothing in it'}{found}"
