"""Which types of Arrow hold text."""

from __future__ import annotations

import pyarrow as pa

# What the types are worked on as: Arrow has few functions for views.
WORKED_ON_AS = {
    pa.string(): pa.string(),
    pa.large_string(): pa.large_string(),
    pa.string_view(): pa.large_string(),
    pa.binary(): pa.binary(),
    pa.large_binary(): pa.large_binary(),
    pa.binary_view(): pa.large_binary(),
}
_BYTES = (pa.binary(), pa.large_binary(), pa.binary_view())


def holds_text(kind: pa.DataType, *, bytes_too: bool = True) -> bool:
    """Whether an array of this type may hold strings, or bytes, that can be repaired.

    >>> holds_text(pa.list_(pa.struct({"n": pa.int64(), "s": pa.string()}))), holds_text(pa.int8())
    (True, False)
    >>> holds_text(pa.binary()), holds_text(pa.binary(), bytes_too=False)
    (True, False)
    """
    if kind in WORKED_ON_AS:
        return bytes_too or kind not in _BYTES
    if pa.types.is_dictionary(kind) or is_list(kind):
        return holds_text(kind.value_type, bytes_too=bytes_too)
    if pa.types.is_map(kind):
        return holds_text(kind.item_type, bytes_too=bytes_too)
    if pa.types.is_struct(kind):
        return any(holds_text(field.type, bytes_too=bytes_too) for field in kind)
    if isinstance(kind, pa.BaseExtensionType):
        return holds_text(kind.storage_type, bytes_too=bytes_too)
    return False


def is_list(kind: pa.DataType) -> bool:
    """Whether a type is one of lists, their length fixed or not; views of lists are not."""
    return bool(
        pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind)
    )
