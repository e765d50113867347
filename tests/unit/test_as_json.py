"""Reports as JSON a piece at a time: what json.dumps gives, and never all of it in memory."""

from __future__ import annotations

import sys
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from fixenc import repair_bytes
from fixenc.cli.output import to_json
from fixenc.formats.text import emit
from fixenc.packed import Edits
from fixenc.reports import as_json, entry, page
from tests import documents, reports
from tests.properties import strategies as own

unchecked = entry.entry  # imported before conftest puts the schema's check around it


def made(data: bytes) -> dict[str, Any]:
    report = repair_bytes(data)
    return entry.entry("a\x7f\udcff", data, emit(data, report), report)


@given(own.files(), own.files())
@settings(max_examples=60)
def test_the_pieces_are_what_json_dumps_gives(one: bytes, other: bytes) -> None:
    files = [made(one), made(other)]
    listed = [reports.listed(file) for file in files]
    for several in (files, files[:1], []):
        document = entry.document(several)
        plain = {**document, "files": listed[: len(several)]}
        assert b"".join(as_json.of_files(document)) == to_json(plain)
    for ascii_only in (False, True):
        written = b"".join(as_json.of_file(files[0], ascii_only=ascii_only))
        assert written == to_json(listed[0], ascii_only=ascii_only)


def test_a_page_of_packed_rows_is_that_of_lists() -> None:
    document = documents.hostile()
    plain = {**document, "files": [reports.listed(file) for file in document["files"]]}
    assert page.render(document) == page.render(plain)


@pytest.fixture
def traced() -> Iterator[None]:
    tracemalloc.start()
    yield
    tracemalloc.stop()


WRITERS: dict[str, Callable[[dict[str, Any]], Iterable[bytes]]] = {
    "json": as_json.of_files,
    "html": page.parts,
}


@pytest.mark.parametrize("kind", WRITERS)
def test_a_long_report_is_never_in_memory(kind: str, traced: None) -> None:
    """As dicts and then as JSON its 20,000 edits would take 60 MB."""
    name, data, output, report = documents.large_parts(20_000)
    report = replace(report, edits=Edits(report.edits))
    tracemalloc.reset_peak()
    before = tracemalloc.get_traced_memory()[0]
    size = sum(map(len, WRITERS[kind](entry.document([unchecked(name, data, output, report)]))))
    assert size > 2_000_000
    assert tracemalloc.get_traced_memory()[1] - before < 6 * sys.getsizeof(report.text) + 5_000_000
