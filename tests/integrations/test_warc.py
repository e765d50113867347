"""WARC: responses in, conversion records out, declarations as evidence only."""

from __future__ import annotations

import gzip
import io
from typing import Any

import pytest

from fixenc import FormatError
from fixenc.filter import Counts

pytest.importorskip("warcio", reason="needs the extra warc")
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from fixenc.integrations.warc import convert

pytestmark = pytest.mark.warc

RUSSIAN = "Встречаемся у входа в музей в половине шестого, не опаздывайте."
GARBLED = "Le musÃ©e rouvre aprÃ¨s deux ans de travaux."
MENDED = "Le musée rouvre après deux ans de travaux."
LOST = "naïve caf\ufffd ???? cr\ufffdme"


def page(body: str, meta: str = "") -> str:
    head = f'<meta charset="{meta}">' if meta else ""
    return f"<html><head>{head}<title>x</title></head><body><p>{body}</p></body></html>"


def archive(*pages: tuple[str, bytes], **more: str) -> bytes:
    """A WARC file of one response for each content type and payload."""
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=True)
    writer.write_record(writer.create_warcinfo_record("a.warc.gz", {"software": "a test"}))
    for number, (kind, payload) in enumerate(pages):
        http = StatusAndHeaders(
            "200 OK", [("Content-Type", kind), *more.items()], protocol="HTTP/1.1"
        )
        uri = f"http://example.org/{number}"
        for type_ in ("request", "response"):
            record = writer.create_warc_record(
                uri,
                type_,
                payload=io.BytesIO(payload),
                length=len(payload),
                http_headers=http,
            )
            writer.write_record(record)
    return stream.getvalue()


def converted(data: bytes, **options: Any) -> tuple[list[tuple[Any, bytes]], Counts, bytes]:
    target = io.BytesIO()
    counts = convert(io.BytesIO(data), target, **options)
    assert counts.balanced
    target.seek(0)
    found = [(r.rec_headers, r.content_stream().read()) for r in ArchiveIterator(target)]
    return found, counts, target.getvalue()


def test_a_page_becomes_a_conversion_that_refers_to_it() -> None:
    data = archive(("text/html; charset=UTF-8", page(GARBLED).encode()))
    (made,), counts, _ = converted(data)
    headers, text = made
    source = next(r for r in ArchiveIterator(io.BytesIO(data)) if r.rec_type == "response")
    assert text.decode() == page(MENDED)
    assert headers.get_header("WARC-Type") == "conversion"
    assert headers.get_header("Content-Type") == "text/html; charset=utf-8"
    assert headers.get_header("Fixenc-Verdict") == "repaired"
    for theirs, ours in (
        ("WARC-Record-ID", "WARC-Refers-To"),
        ("WARC-Target-URI", "WARC-Target-URI"),
        ("WARC-Date", "WARC-Date"),
    ):
        assert headers.get_header(ours) == source.rec_headers.get_header(theirs)
    assert headers.get_header("WARC-Block-Digest").startswith("sha1:")
    assert counts.records == counts.repaired == 1
    assert counts.chains["utf-8>cp1252"] == 2


@pytest.mark.parametrize(
    ("kind", "meta"),
    [
        ("text/html; charset=windows-1251", ""),
        ("text/html", "windows-1251"),
        ("text/html", ""),
        ("text/html; charset=utf-8", "iso-8859-1"),  # both are wrong
        ("text/plain;charset=no-such-charset", ""),
    ],
)
def test_declarations_are_evidence_and_may_be_wrong(kind: str, meta: str) -> None:
    (made,), counts, _ = converted(archive((kind, page(RUSSIAN, meta).encode("cp1251"))))
    assert made[1].decode() == page(RUSSIAN, meta)
    assert made[0].get_header("Fixenc-Encoding") == "cp1251"
    assert counts.converted == 1 and counts.passed == 1


def test_a_declaration_settles_what_the_bytes_leave_open() -> None:
    body = "Zażółć".encode("cp1250")
    (declared,), _, _ = converted(archive(("text/plain; charset=windows-1250", body)))
    assert declared[1].decode() == "Zażółć"


def test_packed_payloads_are_unpacked() -> None:
    chunked = (
        b"".join(b"%x\r\n%s\r\n" % (len(c), c) for c in (b"caf", "Ã©".encode(), b"")) + b"\r\n"
    )
    data = archive(("text/plain", chunked), **{"Transfer-Encoding": "chunked"})
    assert converted(data)[0][0][1].decode().startswith("café")
    data = archive(("text/plain", gzip.compress(b"plain")), **{"Content-Encoding": "gzip"})
    assert converted(data)[0][0][1] == b"plain"


def test_what_holds_no_text_is_left_out() -> None:
    png = b"\x89PNG\r\n\x1a\n" + bytes(40)
    found, counts, _ = converted(archive(("image/png", png), ("text/html", png), ("", b"x")))
    assert found == []
    assert (counts.records, counts.dropped, counts.verdicts["malformed"]) == (1, 1, 1)


def test_damage_is_told() -> None:
    found, counts, _ = converted(archive(("text/plain", LOST.encode())))
    assert found[0][0].get_header("Fixenc-Verdict") == "damaged"
    assert counts.verdicts["damaged"] == 1


def test_the_same_every_time_but_for_nothing() -> None:
    data = archive(("text/html", page(GARBLED).encode()), ("text/plain", b"x"))
    assert converted(data)[2] == converted(data)[2]
    plain = converted(data, gzip=False)[2]
    assert plain.startswith(b"WARC/1.") and len(converted(data, gzip=False)[0]) == 2


def test_what_is_not_warc_is_refused() -> None:
    with pytest.raises(FormatError, match="not a WARC file"):
        convert(io.BytesIO(b"it is not\r\n\r\n"), io.BytesIO())
    assert converted(b"")[0] == []
