"""What was found in the rows of a table, and what becomes of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import pyarrow as pa
import pyarrow.compute as pc

from fixenc.errors import DamagedRecord
from fixenc.filter import Counts, OnDamaged, Outcome, Quarantined, RecordVerdict, judge
from fixenc.filter.judge import languages
from fixenc.integrations._cells import Found, is_damaged, why
from fixenc.integrations._nested import Place
from fixenc.integrations.arrow import findings, repair_column
from fixenc.policy import Policy

UTF8 = "utf-8"


@dataclass(frozen=True, slots=True)
class RowFound:
    """What was found in one row; small enough to be sent from a worker.

    ``reason`` says why garble remains, and is empty when none does. ``encoding`` is what the first
    text was in that was not UTF-8. ``source`` is the row as it came, an Arrow stream, where garble
    remains.
    """

    row: int
    changed: bool
    reason: str
    chains: Counter[str]
    languages: Counter[str]
    encoding: str = UTF8
    source: bytes = field(default=b"", repr=False)


def repair_rows(
    table: pa.Table, names: Sequence[str], policy: Policy, written: pa.Schema
) -> tuple[pa.Table, list[RowFound]]:
    """The columns ``names`` of a table repaired, and what was found in its rows, in order.

    The result has the schema ``written``: that of the table, or with findings (``output_schema``).
    """
    columns = list(table.columns)
    places: list[Place] = []
    for name in names:
        number = table.schema.get_field_index(name)
        columns[number], found = repair_column(columns[number], policy)
        places += found
        if len(written) > len(table.schema):
            columns += findings(columns[number], found)
    places.sort(key=lambda place: place.row)
    rows = groupby(places, key=lambda place: place.row)
    return pa.table(columns, schema=written), [_row(table, row, list(group)) for row, group in rows]


def _row(table: pa.Table, row: int, places: Sequence[Place]) -> RowFound:
    found = [place.found for place in places]
    reasons = dict.fromkeys(reason for cell in found if is_damaged(cell) for reason in why(cell))
    return RowFound(
        row,
        changed=any(cell.content is not None for cell in found),
        reason="; ".join(reasons),
        chains=Counter(
            edit.chain or edit.kind.value for cell in found for edit in cell.report.edits
        ),
        languages=Counter(languages(judge.Found("", cell.report) for cell in found)),
        encoding=next((name for cell in found if (name := _encoding(cell)) != UTF8), UTF8),
        source=stream_of(table.slice(row, 1)) if reasons else b"",
    )


def _encoding(cell: Found) -> str:
    """The encoding that a cell was put into UTF-8 from; UTF-8 where it was not."""
    detection = cell.report.detection
    if detection is None or detection.encoding in (None, "ascii", "utf-8-sig"):
        return UTF8
    return detection.encoding or UTF8


def stream_of(table: pa.Table) -> bytes:
    """A table as an Arrow stream."""
    data = pa.BufferOutputStream()
    with pa.ipc.new_stream(data, table.schema) as writer:
        writer.write_table(table)
    return bytes(data.getvalue())


@dataclass(slots=True)
class Tally:
    """Counts what becomes of rows, and takes out those that are not to go on."""

    counts: Counts
    on_damaged: OnDamaged
    quarantine: Callable[[Quarantined], object] | None = None
    row: int = 0  # rows so far

    def settle(self, table: pa.Table, found: Sequence[RowFound]) -> pa.Table:
        """Count the next rows; those of them that go on."""
        gone = [cell.row for cell in found if self._count(cell)]
        counts = self.counts
        counts.records += len(table)
        counts.passed += len(table) - len(found)
        counts.verdicts[RecordVerdict.CLEAN.value] += len(table) - len(found)
        counts.encodings[UTF8] += len(table) - len(found)
        self.row += len(table)
        if not gone:
            return table
        return table.filter(pc.invert(pc.is_in(pa.array(range(len(table))), pa.array(gone))))

    def _count(self, found: RowFound) -> bool:
        """Count one row in which something was found; whether it is held back."""
        verdict = RecordVerdict.DAMAGED if found.reason else RecordVerdict.REPAIRED
        self.counts.verdicts[verdict.value] += 1
        self.counts.chains.update(found.chains)
        self.counts.languages.update(found.languages)
        self.counts.encodings[found.encoding] += 1
        self.counts.converted += found.encoding != UTF8
        held = bool(found.reason) and self.on_damaged is not OnDamaged.KEEP
        if held:
            outcome = self._hold_back(found)
        else:
            outcome = Outcome.REPAIRED if found.changed else Outcome.PASSED
        setattr(self.counts, outcome.value, getattr(self.counts, outcome.value) + 1)
        return held

    def _hold_back(self, found: RowFound) -> Outcome:
        row = self.row + found.row
        if self.on_damaged is OnDamaged.FAIL:
            raise DamagedRecord(f"row {row + 1}: {found.reason}", line=row + 1)
        if self.on_damaged is OnDamaged.DROP or self.quarantine is None:
            return Outcome.DROPPED
        verdict = RecordVerdict.DAMAGED
        self.quarantine(Quarantined(found.source, row, row + 1, found.reason, verdict))
        return Outcome.QUARANTINED
