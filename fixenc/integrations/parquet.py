"""Parquet files repaired row group by row group; what is not text stays as it is.

Needs the extra ``arrow``. Memory is bounded by the largest row group, read and repaired.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import SEEK_END
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from fixenc.errors import FormatError
from fixenc.filter import Counts, OnDamaged, Quarantined
from fixenc.integrations._rows import RowFound, Tally, repair_rows
from fixenc.integrations._types import holds_text
from fixenc.integrations.arrow import check_columns, output_schema
from fixenc.policy import STANDARD, Policy

# A piece of a file, repaired: the number of its row group, its rows, what was found in them.
Piece = tuple[int, pa.Table, list[RowFound]]


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
    report: Callable[[int], object] = lambda size: None,
) -> Counts:
    """Write the Parquet file ``source``, its text repaired, to ``target``; what was done.

    ``columns`` are the names of the columns to repair, all that hold strings by default. Schema,
    metadata, row groups, codecs, dictionaries and statistics are those of the source; with
    ``with_findings`` the three columns of ``repair_batch`` come on top for each column repaired.
    Rows that stay damaged go on, or are dropped, or go to ``quarantine`` (as an Arrow stream;
    ``offset`` is the row, from 0), or raise ``DamagedRecord``. ``counts``, if given, is added to
    row group by row group, and ``report`` is told bytes of the source as they are done. Raises
    ``FormatError`` when ``source`` is not a Parquet file, or a row group of it is broken, or a
    column is not there or holds no text.

    >>> from io import BytesIO
    >>> source, target = BytesIO(), BytesIO()
    >>> pq.write_table(pa.table({"text": ["un café", "un cafÃ©"]}), source)
    >>> filter_parquet(source, target).repaired
    1
    >>> pq.read_table(target)["text"].to_pylist()
    ['un café', 'un café']
    """
    file = opened(source)
    layout = Layout.of(file, columns, with_findings)
    size = source.seek(0, SEEK_END)

    def pieces() -> Iterator[Piece]:
        for group in range(file.num_row_groups):
            table = row_group(file, group)
            yield group, *repair_rows(table, layout.names, policy, layout.schema)

    tally = Tally(Counts() if counts is None else counts, OnDamaged(on_damaged), quarantine)
    return write(pieces(), target, layout, size, tally, report)


@dataclass(frozen=True, slots=True)
class Layout:
    """What a file is to look like: its schema, how it is written, and the columns to repair.

    ``sizes`` are the numbers of rows of the row groups read.
    """

    names: tuple[str, ...]
    schema: pa.Schema
    options: dict[str, Any]
    sizes: tuple[int, ...]

    @classmethod
    def of(cls, file: pq.ParquetFile, columns: Sequence[str], with_findings: bool) -> Layout:
        """The layout of a file and of what is made of it; ``FormatError`` for wrong columns."""
        schema = file.schema_arrow
        names = tuple(columns) or tuple(columns_of_text(schema))
        try:
            check_columns(schema, names)
        except (KeyError, TypeError) as error:
            raise FormatError(str(error.args[0])) from None
        about = file.metadata
        return cls(
            names,
            output_schema(schema, names) if with_findings else schema,
            _options(about, names),
            tuple(about.row_group(i).num_rows for i in range(about.num_row_groups)),
        )


def opened(source: IO[bytes]) -> pq.ParquetFile:
    """A Parquet file to read; ``FormatError`` when it is none."""
    try:
        return pq.ParquetFile(source)
    except pa.ArrowException as error:
        raise FormatError(f"not a Parquet file: {_said(error)}") from None


def row_group(file: pq.ParquetFile, group: int) -> pa.Table:
    """A row group of a file; ``FormatError`` when it is broken."""
    try:
        return file.read_row_group(group)
    except (pa.ArrowException, OSError) as error:
        raise FormatError(f"row group {group + 1} is broken: {_said(error)}") from None


def _said(error: Exception) -> str:
    """The first line of what Arrow says; the rest is for those who debug it."""
    return str(error).partition("\n")[0].rstrip(".")


def write(
    pieces: Iterator[Piece],
    target: IO[bytes],
    layout: Layout,
    size: int,
    tally: Tally,
    report: Callable[[int], object] = lambda size: None,
) -> Counts:
    """Write a file out of pieces in order; those of one row group become one again.

    ``size`` is that of the source in bytes, of which ``report`` is told as they are done.
    """
    tally.counts.bytes_in += size
    waiting: list[pa.Table] = []
    current = done = 0
    begin = target.tell()
    with pq.ParquetWriter(target, layout.schema, **layout.options) as writer:
        for group, table, found in pieces:
            if group != current and waiting:
                _write_group(writer, waiting)
                waiting = []
            current = group
            waiting.append(tally.settle(table, found))
            now = size * tally.row // max(1, sum(layout.sizes))
            report(now - done)
            done = now
        if waiting:
            _write_group(writer, waiting)
    tally.counts.bytes_out += target.tell() - begin
    return tally.counts


def _write_group(writer: pq.ParquetWriter, tables: Sequence[pa.Table]) -> None:
    table = tables[0]
    if len(tables) > 1:
        # the writer makes pages and dictionaries by chunks
        table = pa.concat_tables(tables).unify_dictionaries().combine_chunks()
    writer.write_table(table, max(1, len(table)))


def columns_of_text(schema: pa.Schema) -> list[str]:
    """The names of the columns that hold strings; those that hold only bytes are left out.

    >>> columns_of_text(pa.schema({"a": pa.string(), "b": pa.binary(), "c": pa.list_(pa.string())}))
    ['a', 'c']
    """
    return [field.name for field in schema if holds_text(field.type, bytes_too=False)]


def _options(about: pq.FileMetaData, names: Sequence[str]) -> dict[str, Any]:
    """How a file was written, as options for the writer."""
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
