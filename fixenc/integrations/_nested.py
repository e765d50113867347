"""Arrays of any type that holds text: down to the strings and bytes in them, and up again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from fixenc.integrations._cells import Found, repair_cells
from fixenc.integrations._types import WORKED_ON_AS, holds_text, is_list
from fixenc.policy import Policy


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a column something was found.

    ``row`` counts from 0; ``path`` leads from the row's cell to the text: empty where the cell is
    the text, else like ``[3].content``.
    """

    row: int
    path: str
    found: Found


def repair_array(cells: pa.Array, policy: Policy) -> tuple[pa.Array, list[Place]]:
    """An array of a type that ``holds_text`` with its texts repaired, and what was found where.

    The result has the same type and is the same array when nothing changes.
    """
    kind = cells.type
    if kind in WORKED_ON_AS:
        return _plain(cells, policy)
    if pa.types.is_dictionary(kind):
        return _dictionary(cells, policy)
    if pa.types.is_fixed_size_list(kind):
        return _fixed_size_list(cells, policy)
    if is_list(kind) or pa.types.is_map(kind):
        return _list(cells, policy)
    if pa.types.is_struct(kind):
        return _struct(cells, policy)
    if isinstance(kind, pa.BaseExtensionType):
        storage, places = repair_array(cells.storage, policy)
        same = storage is cells.storage or not places
        return cells if same else pa.ExtensionArray.from_storage(kind, storage), places
    return cells, []


def _plain(cells: pa.Array, policy: Policy) -> tuple[pa.Array, list[Place]]:
    work = cells if WORKED_ON_AS[cells.type] == cells.type else _unviewed(cells)
    new, found = repair_cells(work, policy)
    places = [Place(number, "", cell) for number, cell in sorted(found.items())]
    return (cells if new is work else new.cast(cells.type)), places


def _unviewed(cells: pa.Array) -> pa.Array:
    # by way of bytes: a cast to strings would refuse what is not UTF-8
    data = cells.cast(pa.binary_view()).cast(pa.large_binary())
    return data.view(WORKED_ON_AS[cells.type])


def _dictionary(cells: pa.Array, policy: Policy) -> tuple[pa.Array, list[Place]]:
    """Each value that is used is looked at once, however many cells it fills."""
    used = pc.unique(cells.indices.drop_null()).cast(pa.int64())
    values, found = repair_array(cells.dictionary.take(used), policy)
    if not found:
        return cells, []
    by_value: dict[int, list[Place]] = {}
    numbers = used.to_pylist()
    for place in found:
        by_value.setdefault(numbers[place.row], []).append(place)
    wanted = pa.array(by_value, type=cells.indices.type)
    rows = pc.indices_nonzero(pc.is_in(cells.indices, wanted))
    where = zip(rows.to_pylist(), cells.indices.take(rows).to_pylist(), strict=True)
    places = [
        Place(row, place.path, place.found) for row, number in where for place in by_value[number]
    ]
    return _reindexed(cells, used, values), places


def _reindexed(cells: pa.Array, used: pa.Array, values: pa.Array) -> pa.Array:
    """``cells`` with new values for those ``used``; two that became one are one from then on."""
    encoded = values.dictionary_encode()
    number = pc.index_in(cells.indices.cast(pa.int64()), used)
    indices = encoded.indices.take(number).cast(cells.indices.type)
    return pa.DictionaryArray.from_arrays(indices, encoded.dictionary, ordered=cells.type.ordered)


def _list(cells: pa.Array, policy: Policy) -> tuple[pa.Array, list[Place]]:
    """Lists, and maps, of which only the items are repaired: new keys might be the same."""
    kind = cells.type
    offsets = cells.offsets
    if len(cells) == 0:
        return cells, []
    first, last = offsets[0].as_py(), offsets[-1].as_py()
    is_map = pa.types.is_map(kind)
    old = (cells.items if is_map else cells.values).slice(first, last - first)
    new, found = repair_array(old, policy)
    if not found:
        return cells, []
    starts = pc.subtract(offsets, offsets[0])
    places = list(_in_rows(starts.to_pylist(), cells, found))
    if new is old:
        return cells, places
    if is_map:
        keys = cells.keys.slice(first, last - first)
        made = pa.MapArray.from_arrays(starts, keys, new, type=kind, mask=_nulls(cells))
    else:
        made = type(cells).from_arrays(starts, new, type=kind, mask=_nulls(cells))
    return made, places


def _in_rows(starts: list[int], cells: pa.Array, found: list[Place]) -> Iterator[Place]:
    """Places in the joined lists as places in the rows, those in null rows left out."""
    row = 0
    for place in found:
        while starts[row + 1] <= place.row:
            row += 1
        if cells[row].is_valid:
            yield Place(row, f"[{place.row - starts[row]}]{place.path}", place.found)


def _fixed_size_list(cells: pa.Array, policy: Policy) -> tuple[pa.Array, list[Place]]:
    size = cells.type.list_size
    old = cells.values.slice(cells.offset * size, len(cells) * size)
    new, found = repair_array(old, policy)
    starts = list(range(0, (len(cells) + 1) * size, size)) if size else []
    places = list(_in_rows(starts, cells, found))
    if new is old:
        return cells, places
    return pa.FixedSizeListArray.from_arrays(new, type=cells.type, mask=_nulls(cells)), places


def _struct(cells: pa.Array, policy: Policy) -> tuple[pa.Array, list[Place]]:
    parts: list[pa.Array] = []
    places: list[Place] = []
    changed = False
    for number, field in enumerate(cells.type):
        old = cells.field(number)
        new, found = repair_array(old, policy) if holds_text(field.type) else (old, [])
        parts.append(new)
        changed = changed or new is not old
        places += (
            Place(place.row, f".{field.name}{place.path}", place.found)
            for place in found
            if cells[place.row].is_valid
        )
    places.sort(key=lambda place: place.row)
    if not changed:
        return cells, places
    made = pa.StructArray.from_arrays(parts, fields=list(cells.type), mask=_nulls(cells))
    return made, places


def _nulls(cells: pa.Array) -> pa.Array | None:
    return cells.is_null() if cells.null_count else None
