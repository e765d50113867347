"""The page of a report, as a file: what is in it, and that nothing breaks out of it."""

from __future__ import annotations

import json
import re
import time
from base64 import b64encode
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given, settings

from fixenc import repair_bytes
from fixenc.formats.text import emit
from fixenc.reports import as_json, entry, page
from fixenc.reports.entry import document
from tests import documents
from tests.properties import strategies as own

unchecked = entry.entry  # imported before conftest puts the schema's check around it


def parts(html: bytes) -> dict[str, str]:
    """The contents of the elements that matter, read without a parser's leniency."""
    text = html.decode()
    found = re.fullmatch(
        r'<!doctype html>.*?http-equiv="Content-Security-Policy" content="(?P<policy>[^"]*)">.*?'
        r'<style>(?P<style>.*?)</style>.*?<script type="application/json" id="data">'
        r"(?P<data>[^<>&]*)</script>\n<script>(?P<script>.*?)</script>\n</body>\n</html>\n",
        text,
        re.S,
    )
    assert found is not None
    return found.groupdict()


def digest(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


def test_the_page_allows_its_own_script_and_style_only() -> None:
    found = parts(page.render(documents.directions()))
    assert found["policy"].split("; ") == [
        "default-src 'none'",
        f"style-src '{digest(found['style'])}'",
        f"script-src '{digest(found['script'])}'",
        "base-uri 'none'",
        "form-action 'none'",
    ]


def test_the_page_refers_to_nothing_outside() -> None:
    found = parts(page.render(documents.directions()))
    code = found["script"] + found["style"]
    assert not re.search(r"https?:|//[a-z]|url\(|@import|fetch|XMLHttp|import\(|src=", code)
    # Nothing that could take text for markup or code.
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacent|document\.write|eval|Function\(", code
    )


def test_hostile_text_stays_data() -> None:
    html = page.render(documents.hostile())
    data = json.loads(parts(html)["data"])
    assert html.count(b"<script") == 2 == html.count(b"</script")
    first = data["files"][0]
    assert first["name"] == f"0{documents.MARKUP[0]}"
    assert [row[0] for row in first["rows"]] == [page.WITHHELD, page.EDITED, page.DAMAGED]


@given(own.files())
@settings(max_examples=60)
def test_any_file_makes_a_page(data: bytes) -> None:
    report = repair_bytes(data)
    name = data[:9].decode("utf-8", "surrogateescape")
    html = page.render(document([entry.entry(name, data, emit(data, report), report)]))
    rows = json.loads(parts(html)["data"])["files"][0]["rows"]
    edits = [part for row in rows if row[0] == page.EDITED for part in row[2][1::2]]
    assert len(edits) == len(report.edits)


def test_edits_close_together_share_a_row() -> None:
    data = "un dÃ©jÃ\xa0 vu\net dÃ©but".encode()
    report = repair_bytes(data)
    html = page.render(document([entry.entry("a", data, emit(data, report), report)]))
    rows = json.loads(parts(html)["data"])["files"][0]["rows"]
    assert [[p if isinstance(p, str) else p[1] for p in row[2]] for row in rows] == [
        ["un d", "é", "j", "à", " vu"],
        ["et d", "é", "but"],
    ]


@pytest.mark.parametrize("wide", [False, True])
def test_ten_thousand_edits_stay_small(wide: bool) -> None:
    html = page.render(documents.large(wide=wide))
    assert len(html) < 3_000_000
    assert len(json.loads(parts(html)["data"])["files"][0]["rows"]) == 10_000


def test_long_runs_are_shortened_to_what_there_is_room_for() -> None:
    def edits(count: int, length: int) -> dict[str, Any]:
        plain = documents.large(1)
        edit = {**plain["files"][0]["edits"][0], "before": "鍛" * length, "after": "周" * length}
        plain["files"][0]["edits"] = [{**edit, "line": i + 1} for i in range(count)]
        return plain

    assert len(page.render(edits(10_000, 500))) < 3_000_000
    (row,) = json.loads(parts(page.render(edits(1, 5000)))["data"])["files"][0]["rows"]
    before = row[2][1][0]
    assert before == ["鍛" * 2000, 1000, "鍛" * 2000]


def test_ten_thousand_edits_are_reported_in_half_a_second() -> None:
    name, data, output, report = documents.large_parts(10_000)

    def seconds() -> float:
        start = time.process_time()  # of this process: what others do meanwhile does not count
        b"".join(as_json.of_files(document([unchecked(name, data, output, report)])))
        return time.process_time() - start

    assert min(seconds() for _ in range(3)) < 0.5
