"""The codecs beside the tables of the WHATWG Encoding Standard: every byte, every pair."""

from __future__ import annotations

from hashlib import sha256

import pytest

from fixenc import codecs
from tests.oracles import whatwg


def reading(data: bytes, name: str) -> str | None:
    """What fixenc reads; of a single byte beyond the controls without what it fills holes with."""
    fills = len(data) > 1 or data < b"\xa0" or (name, data) == ("cp1255", b"\xca")
    try:
        return codecs.decode(data, name, holes=fills)
    except UnicodeDecodeError:
        return None


def test_no_table_is_left_out() -> None:
    stateless = {n for n in whatwg.NAMES if not n.startswith(("utf-", "iso-2022"))}
    assert whatwg.TABLES.keys() == stateless
    assert {label for label, _ in whatwg.DIFFERENT} < stateless


@pytest.mark.parametrize("label", whatwg.TABLES)
def test_what_browsers_read_is_read_alike(label: str) -> None:
    name = whatwg.READ_BY.get(label, whatwg.NAMES[label])
    table = sha256()
    for data in whatwg.sequences(label):
        found = reading(data, name)
        key = (label, data.hex())
        if key in whatwg.DIFFERENT:
            assert found != whatwg.DIFFERENT[key]
            found = whatwg.DIFFERENT[key]
        points = "-" if found is None else " ".join(f"{ord(char):x}" for char in found)
        table.update(f"{data.hex()}={points}\n".encode())
    assert table.hexdigest().startswith(whatwg.TABLES[label])
