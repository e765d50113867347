"""Repair of columns of Arrow tables; the one function that all engines call.

It takes and gives one batch, so it fits wherever an engine maps batches: Ray Data
(``batch_format="pyarrow"``), Spark (``mapInArrow``), DuckDB, Polars, Daft and Hugging Face
datasets. Clean cells never become Python strings, and a column without garble comes back as it is,
not copied. Needs the extra ``arrow``.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from fixenc.errors import FormatError
from fixenc.integrations._nested import Place, repair_array
from fixenc.integrations._plain import edit_to_dict
from fixenc.integrations._types import holds_text
from fixenc.policy import STANDARD, Policy
from fixenc.report import Verdict

__all__ = ["EDIT", "output_schema", "repair_batch"]

Batch = TypeVar("Batch", pa.RecordBatch, pa.Table)

EDIT = pa.struct(
    [
        ("path", pa.string()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("before", pa.string()),
        ("after", pa.string()),
        ("chain", pa.string()),
        ("kind", pa.string()),
        ("certainty", pa.string()),
        ("confidence", pa.float64()),
    ]
)
"""The type of an edit: the fields of ``fixenc.Edit``, and the way to the text in a nested cell.

Where bytes were not in UTF-8, the first edit has the kind ``encoding`` and the encoding for its
chain; its ``start`` and ``end`` are those of the whole text, its ``before`` and ``after`` null.
"""

_NEW = (("verdict", pa.string()), ("confidence", pa.float64()), ("edits", pa.list_(EDIT)))
# By weight: of the verdicts on the texts of one cell the last counts.
_VERDICTS = [Verdict.CLEAN.value, Verdict.DAMAGED.value, Verdict.REPAIRED.value]


def repair_batch(
    batch: Batch, column: str | Sequence[str] = "text", *, policy: Policy = STANDARD
) -> Batch:
    """Repair a column, or several, of a ``RecordBatch`` or ``Table``.

    The result has the same type, rows and columns, and three new columns for each column repaired,
    here for ``text``: ``text_verdict`` (``clean``, ``repaired`` or ``damaged``),
    ``text_confidence`` and ``text_edits``, a list of ``EDIT``. All three are null where the cell
    is. A cell of a list or struct is repaired when one text in it is; its confidence is the least.

    Columns may be of type string, large_string, string_view, binary, large_binary or binary_view,
    of dictionaries, lists, structs or maps of them; fields that hold no text stay as they are.
    A cell that is not UTF-8 is decoded in the encoding that it seems to be in, and becomes UTF-8.
    Where that is less sure than ``policy.min_confidence`` a cell of bytes stays, and in a string
    column, which has to hold a string, U+FFFD stands for the bytes that no one can read.

    Raises ``KeyError`` when there is no such column, ``TypeError`` when it holds no text or
    ``batch`` is not of Arrow, ``FormatError`` when the new columns are there already.

    >>> table = pa.table({"text": ["un café", "un cafÃ©", None]})
    >>> repair_batch(table).to_pydict()["text"]
    ['un café', 'un café', None]
    >>> repair_batch(table)["text_verdict"].to_pylist()
    ['clean', 'repaired', None]
    """
    if not isinstance(batch, pa.RecordBatch | pa.Table):
        raise TypeError(f"repair_batch takes a RecordBatch or Table, not {type(batch).__name__}")
    names = _names(column)
    schema = output_schema(batch.schema, names)
    columns = list(batch.columns)
    for name in names:
        number = batch.schema.get_field_index(name)
        columns[number], places = repair_column(columns[number], policy)
        columns += findings(columns[number], places)
    return type(batch).from_arrays(columns, schema=schema)


def output_schema(schema: pa.Schema, column: str | Sequence[str] = "text") -> pa.Schema:
    """The schema of what ``repair_batch`` makes of a batch of this ``schema``; errors as there.

    >>> output_schema(pa.schema({"text": pa.string()})).names
    ['text', 'text_verdict', 'text_confidence', 'text_edits']
    """
    names = _names(column)
    check_columns(schema, names)
    for name in names:
        for suffix, kind in _NEW:
            if f"{name}_{suffix}" in schema.names:
                raise FormatError(f"there is a column {name}_{suffix} already")
            schema = schema.append(pa.field(f"{name}_{suffix}", kind))
    return schema


def check_columns(schema: pa.Schema, names: Sequence[str]) -> None:
    """Raise ``KeyError`` for a column that is not there, ``TypeError`` for one without text."""
    for name in names:
        number = schema.get_field_index(name)
        if number < 0:
            raise KeyError(f"there is no column {name!r}, or more than one")
        if not holds_text(schema.field(number).type):
            raise TypeError(f"column {name!r} is of type {schema.field(number).type}: no text")


def _names(column: str | Sequence[str]) -> list[str]:
    return [column] if isinstance(column, str) else list(dict.fromkeys(column))


def repair_column(
    cells: pa.Array | pa.ChunkedArray, policy: Policy
) -> tuple[pa.Array | pa.ChunkedArray, list[Place]]:
    """A column repaired, and the places where something was found, by rows of the column."""
    if isinstance(cells, pa.Array):
        return repair_array(cells, policy)
    chunks: list[pa.Array] = []
    places: list[Place] = []
    row = 0
    for chunk in cells.chunks:
        repaired, found = repair_array(chunk, policy)
        chunks.append(repaired)
        places += (Place(row + place.row, place.path, place.found) for place in found)
        row += len(chunk)
    return pa.chunked_array(chunks, type=cells.type), places


def findings(cells: pa.Array | pa.ChunkedArray, places: list[Place]) -> list[pa.Array]:
    """Verdict, confidence and edits of every row; rows where nothing was found are clean."""
    verdicts = array("b", bytes(len(cells)))
    confidence = array("d", [1.0]) * len(cells)
    edits: list[dict[str, Any]] = []
    offsets = array("i")
    for row, found in groupby(places, key=lambda place: place.row):
        offsets += array("i", [len(edits)]) * (row + 1 - len(offsets))
        for place in found:
            verdicts[row] = max(verdicts[row], _VERDICTS.index(place.found.verdict))
            confidence[row] = min(confidence[row], place.found.report.confidence)
            edits += _edits(place)
    offsets += array("i", [len(edits)]) * (len(cells) + 1 - len(offsets))
    made = [
        pa.array(_VERDICTS).take(_from_buffer(pa.int8(), verdicts)),
        _from_buffer(pa.float64(), confidence),
        pa.ListArray.from_arrays(_from_buffer(pa.int32(), offsets), pa.array(edits, type=EDIT)),
    ]
    if not cells.null_count:
        return made
    there = cells.is_valid()
    if isinstance(there, pa.ChunkedArray):
        there = there.combine_chunks()
    return [pc.if_else(there, value, pa.scalar(None, value.type)) for value in made]


def _from_buffer(kind: pa.DataType, numbers: array[Any]) -> pa.Array:
    return pa.Array.from_buffers(kind, len(numbers), [None, pa.py_buffer(numbers)])


def _edits(place: Place) -> Iterator[dict[str, Any]]:
    """The edits of one text as values of ``EDIT``."""
    report = place.found.report
    found = report.detection
    if found is not None and place.found.content is not None and found.encoding is not None:
        yield {
            "path": place.path,
            "start": 0,
            "end": len(found.decode()),
            "chain": found.encoding,
            "kind": "encoding",
            "confidence": found.confidence,
        }
    for edit in report.edits:
        yield {"path": place.path, **edit_to_dict(edit)}
