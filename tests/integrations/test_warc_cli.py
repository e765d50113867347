"""``fixenc filter`` of web archives, whose pages become conversion records."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from fixenc.cli.app import application

pytest.importorskip("warcio", reason="needs the extra warc")
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

pytestmark = pytest.mark.warc

PAGES = ["<p>Le musÃ©e rouvre après deux ans.</p>", "<p>caf\ufffd cr\ufffdme</p>", "<p>clean</p>"]
MENDED = "<p>Le musée rouvre après deux ans.</p>"


def run(*arguments: object, stdin: bytes | None = None) -> Any:
    return CliRunner().invoke(application(), ["filter", *map(str, arguments)], input=stdin)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=True)
    for number, text in enumerate(PAGES):
        http = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        record = writer.create_warc_record(
            f"http://example.org/{number}",
            "response",
            payload=io.BytesIO(text.encode()),
            length=len(text.encode()),
            http_headers=http,
        )
        writer.write_record(record)
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(stream.getvalue())
    return path


def pages(data: bytes) -> list[tuple[str, str]]:
    """The type and content of the records of a web archive."""
    records = ArchiveIterator(io.BytesIO(data))
    return [(r.rec_type, r.content_stream().read().decode()) for r in records]


def test_each_page_becomes_a_conversion(archive: Path, tmp_path: Path) -> None:
    expected = [("conversion", MENDED), ("conversion", PAGES[1]), ("conversion", PAGES[2])]
    for name in ("out.warc.gz", "out.warc"):
        done = run(archive, tmp_path / name)
        assert done.exit_code == 0, done.output
        assert "3 records: 2 passed, 1 repaired (1 damaged)" in done.stderr
        assert pages((tmp_path / name).read_bytes()) == expected
    bare = (tmp_path / "out.warc").read_bytes()
    assert gzip.decompress((tmp_path / "out.warc.gz").read_bytes()) == bare
    # One member a record, so that each can be read alone.
    assert (tmp_path / "out.warc.gz").read_bytes().count(b"\x1f\x8b\x08") >= len(PAGES)


def test_an_archive_is_known_by_how_it_begins_and_never_taken_for_text(
    archive: Path, tmp_path: Path
) -> None:
    data = archive.read_bytes()
    (tmp_path / "no-name").write_bytes(data)
    assert run(tmp_path / "no-name", tmp_path / "out").exit_code == 0
    assert {kind for kind, _ in pages((tmp_path / "out").read_bytes())} == {"conversion"}
    done = run("-", "-", stdin=data)
    assert done.exit_code == 2 and "say so with --format warc" in done.stderr
    done = run("--format", "warc", "-", "-", stdin=data)
    assert pages(done.stdout_bytes) == pages((tmp_path / "out").read_bytes())


def test_damaged_pages_are_held_back(archive: Path, tmp_path: Path) -> None:
    done = run(archive, tmp_path / "out.warc", "--quarantine", tmp_path / "held.jsonl")
    assert done.exit_code == 0, done.output
    assert [text for _, text in pages((tmp_path / "out.warc").read_bytes())] == [MENDED, PAGES[2]]
    (held,) = map(json.loads, (tmp_path / "held.jsonl").read_text("utf-8").strip().split("\n"))
    assert (held["line"], held["verdict"], held["record"]) == (2, "damaged", PAGES[1])
    assert gzip.decompress(archive.read_bytes())[held["offset"] :].startswith(b"WARC/1.")
    assert run(archive, tmp_path / "a", "--on-damaged", "fail").exit_code == 3
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize("option", ["--field", "--encoding", "--metadata"])
def test_what_has_no_use_is_refused(archive: Path, tmp_path: Path, option: str) -> None:
    done = run(archive, tmp_path / "out", option, "utf-8")
    assert done.exit_code == 2 and f"{option} has no use in warc" in done.stderr
    assert not (tmp_path / "out").exists()
