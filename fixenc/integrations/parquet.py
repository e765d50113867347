"""Parquet files repaired row group by row group; what is not text stays as it is.

Needs the extra ``arrow``. Memory is bounded by the largest row group, read and repaired.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import IO, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from fixenc.errors import DamagedRecord, FormatError
from fixenc.filter import Counts, OnDamaged, Outcome, Quarantined, RecordVerdict
from fixenc.filter.judge import chains
from fixenc.integrations._cells import Found, is_damaged, why
from fixenc.integrations._nested import Place
from fixenc.integrations._types import holds_text
from fixenc.integrations.arrow import findings, output_schema, repair_column
from fixenc.policy import STANDARD, Policy

MAGIC = b"PAR1"  # how a Parquet file begins, and how it ends


def filter_parquet(
    source: IO[bytes],
    target: IO[bytes],
    columns: Sequence[str] = (),
    *,
    policy: Policy = STANDARD,
    on_damaged: OnDamaged | str = OnDamaged.KEEP,
    quarantine: Callable[[Quarantined], object] | None = None,
    with_findings: bool = False,
    counts: Counts | None = None,
) -> Counts:
    """Write the Parquet file ``source``, its text repaired, to ``target``; what was done.

    ``columns`` are the names of the columns to repair, all that hold strings by default. Schema,
    metadata, row groups, codecs, dictionaries and statistics are those of the source; with
    ``with_findings`` the three columns of ``repair_batch`` come on top for each column repaired.
    Rows that stay damaged go on, or are dropped, or go to ``quarantine`` (as an Arrow stream;
    ``offset`` is the row, from 0), or raise ``DamagedRecord``. ``counts``, if given, is added to
    row group by row group. Raises ``FormatError`` when ``source`` is not a Parquet file or a column
    is not there or holds no text.
    """
    tally = _Tally(Counts() if counts is None else counts, OnDamaged(on_damaged), quarantine)
    try:
        file = pq.ParquetFile(source)
    except pa.ArrowException as error:
        raise FormatError(f"not a Parquet file: {error}") from None
    schema = file.schema_arrow
    names = _checked(schema, columns)
    written = output_schema(schema, names) if with_findings else schema
    with pq.ParquetWriter(target, written, **_options(file, names)) as writer:
        for number in range(file.num_row_groups):
            table = file.read_row_group(number)
            made, places = _repaired(table, names, policy, with_findings)
            made = tally.settle(table, pa.table(made, schema=written), places)
            writer.write_table(made, max(1, made.num_rows))
    return tally.counts


def _repaired(
    table: pa.Table, names: Sequence[str], policy: Policy, with_findings: bool
) -> tuple[list[Any], list[Place]]:
    """The columns of a table repaired, and what was found in any of them, by row."""
    columns = list(table.columns)
    places: list[Place] = []
    for name in names:
        number = table.schema.get_field_index(name)
        columns[number], found = repair_column(columns[number], policy)
        places += found
        if with_findings:
            columns += findings(columns[number], found)
    return columns, sorted(places, key=lambda place: place.row)


def columns_of_text(schema: pa.Schema) -> list[str]:
    """The names of the columns that hold strings; those that hold only bytes are left out.

    >>> columns_of_text(pa.schema({"a": pa.string(), "b": pa.binary(), "c": pa.list_(pa.string())}))
    ['a', 'c']
    """
    return [field.name for field in schema if holds_text(field.type, bytes_too=False)]


def _checked(schema: pa.Schema, columns: Sequence[str]) -> list[str]:
    names = list(columns) or columns_of_text(schema)
    try:
        output_schema(schema, names)
    except (KeyError, TypeError) as error:
        raise FormatError(str(error.args[0])) from None
    return names


def _options(file: pq.ParquetFile, names: Sequence[str]) -> dict[str, Any]:
    """How the source was written, as options for the writer."""
    about = file.metadata
    options: dict[str, Any] = {"version": _VERSIONS.get(about.format_version, "2.6")}
    options["store_schema"] = b"ARROW:schema" in (about.metadata or {})
    if not about.num_row_groups:
        return options
    group = about.row_group(0)
    parts = [group.column(i) for i in range(about.num_columns)]
    options["compression"] = {
        p.path_in_schema: _CODECS.get(p.compression, p.compression) for p in parts
    }
    # old writers call the field of a list what Arrow does, new ones what the format says
    items = [p.path_in_schema for p in parts if ".list." in p.path_in_schema]
    options["use_compliant_nested_type"] = all(".list.element" in path for path in items)
    options["use_dictionary"] = [p.path_in_schema for p in parts if p.has_dictionary_page]
    options["write_statistics"] = [p.path_in_schema for p in parts if p.is_stats_set]
    options["write_page_index"] = any(p.has_column_index for p in parts)
    options["use_deprecated_int96_timestamps"] = any(p.physical_type == "INT96" for p in parts)
    if group.sorting_columns and not {p.path_in_schema for p in parts} & set(names):
        options["sorting_columns"] = group.sorting_columns
    return options


_VERSIONS = {"1.0": "1.0", "2.4": "2.4", "2.6": "2.6"}
_CODECS = {"UNCOMPRESSED": "NONE"}


@dataclass(slots=True)
class _Tally:
    """Counts what becomes of the rows, and takes out those that are not to go on."""

    counts: Counts
    on_damaged: OnDamaged
    quarantine: Callable[[Quarantined], object] | None
    row: int = 0  # rows before this row group

    def settle(self, before: pa.Table, after: pa.Table, places: Sequence[Place]) -> pa.Table:
        """Count a row group; what of it goes on."""
        counts = self.counts
        counts.records += before.num_rows
        counts.passed += before.num_rows
        counts.verdicts[RecordVerdict.CLEAN.value] += before.num_rows
        gone: list[int] = []
        for row, group in groupby(places, key=lambda place: place.row):
            found = [place.found for place in group]
            bad = any(map(is_damaged, found))
            verdict = RecordVerdict.DAMAGED if bad else RecordVerdict.REPAIRED
            counts.verdicts[RecordVerdict.CLEAN.value] -= 1
            counts.verdicts[verdict.value] += 1
            counts.chains.update(chains(cell.report for cell in found))
            if bad and self.on_damaged is not OnDamaged.KEEP:
                outcome = self._hold_back(before, row, found)
                gone.append(row)
            else:
                changed = any(cell.content is not None for cell in found)
                outcome = Outcome.REPAIRED if changed else Outcome.PASSED
            counts.passed -= 1
            setattr(counts, outcome.value, getattr(counts, outcome.value) + 1)
        self.row += before.num_rows
        if not gone:
            return after
        return after.filter(pc.invert(pc.is_in(pa.array(range(len(after))), pa.array(gone))))

    def _hold_back(self, before: pa.Table, row: int, found: Sequence[Found]) -> Outcome:
        reasons = dict.fromkeys(reason for cell in found for reason in why(cell))
        reason = "; ".join(reasons)
        if self.on_damaged is OnDamaged.FAIL:
            raise DamagedRecord(f"row {self.row + row + 1}: {reason}", line=self.row + row + 1)
        if self.on_damaged is OnDamaged.DROP or self.quarantine is None:
            return Outcome.DROPPED
        number = self.row + row
        data = pa.BufferOutputStream()
        with pa.ipc.new_stream(data, before.schema) as writer:
            writer.write_table(before.slice(row, 1))
        self.quarantine(
            Quarantined(
                data.getvalue().to_pybytes(), number, number + 1, reason, RecordVerdict.DAMAGED
            )
        )
        return Outcome.QUARANTINED
