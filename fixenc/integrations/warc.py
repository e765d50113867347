"""Web archives: the pages of a crawl decoded and repaired, beside the responses that held them.

Needs the extra ``warc``. A WARC file's responses are evidence and keep their digests: what fixenc
makes of them goes into ``conversion`` records (ISO 28500, 6.7) of another file.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.warcwriter import WARCWriter

from fixenc.errors import DamagedRecord, FormatError
from fixenc.filter import Counts, OnDamaged, Outcome, Quarantined, RecordVerdict
from fixenc.integrations._plain import sound
from fixenc.pipeline import repair_bytes
from fixenc.policy import STANDARD, Policy
from fixenc.report import Report, Verdict

LONGEST = 64_000_000  # bytes of a payload that is looked at, as of a record in a filter
_TEXT = re.compile(r"text/|application/(?:[\w.-]+\+)?(?:xml|json)\b", re.IGNORECASE)
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]{2,40})""", re.IGNORECASE)
_NAMES = uuid.UUID("6f3ee2c4-3b0e-5b5f-9d0b-6f6978656e63")  # of the identifiers made here


def convert(
    source: IO[bytes],
    target: IO[bytes],
    *,
    policy: Policy = STANDARD,
    on_damaged: OnDamaged | str = OnDamaged.KEEP,
    quarantine: Callable[[Quarantined], object] | None = None,
    gzip: bool = True,
) -> Counts:
    """Write a ``conversion`` record to ``target`` for each page in the WARC file ``source``.

    Pages are responses and resources that say they are text. Each conversion holds the text in
    UTF-8, refers to its response, has its URI and date, and an identifier that is the same every
    time. Three headers of its own say what was done: ``Fixenc-Encoding``, ``Fixenc-Verdict`` and
    ``Fixenc-Confidence``. The charset of the HTTP header and what the page says of itself are
    evidence for the encoding, not more. ``source`` may be compressed with gzip, ``target`` is
    unless ``gzip`` is false.

    ``on_damaged`` says what becomes of pages that stay damaged; those that are held back go to
    ``quarantine``, as the page's bytes, with the offset in bytes at which the WARC record begins
    and the number of the page, from 1. The counts are of pages: those that turn out to hold no text
    are malformed and, unless they are held back, dropped, like those of more than 64 MB. Raises
    ``FormatError`` for what is not WARC, and ``DamagedRecord`` with ``on_damaged="fail"``.

    >>> page, crawl, pages = "un cafÃ©".encode(), BytesIO(), BytesIO()
    >>> writer = WARCWriter(crawl, gzip=False)
    >>> about = {"payload": BytesIO(page), "length": len(page), "warc_content_type": "text/plain"}
    >>> record = writer.create_warc_record("https://example.org/", "resource", **about)
    >>> writer.write_record(record)
    >>> _ = crawl.seek(0)
    >>> convert(crawl, pages, gzip=False).repaired
    1
    >>> pages.getvalue().decode().split("\\r\\n\\r\\n")[1]
    'un café'
    """
    writer = WARCWriter(target, gzip=gzip)
    counts = Counts()
    wishes = _Wishes(policy, OnDamaged(on_damaged), quarantine)
    records = ArchiveIterator(source)
    try:
        for record in records:
            if record.rec_type in ("response", "resource") and _TEXT.match(_kind(record)):
                _convert(record, records.offset, writer, wishes, counts)
    except ArchiveLoadFailed as error:
        raise FormatError(f"not a WARC file: {str(error).strip()}") from None
    return counts


@dataclass(frozen=True, slots=True)
class _Wishes:
    policy: Policy
    on_damaged: OnDamaged
    quarantine: Callable[[Quarantined], object] | None

    def outcome(self, verdict: RecordVerdict, *, changed: bool) -> Outcome | None:
        """What becomes of a page; None when that is an error."""
        malformed = verdict is RecordVerdict.MALFORMED
        if malformed or verdict is RecordVerdict.DAMAGED:
            if self.on_damaged is OnDamaged.FAIL:
                return None
            wanted = malformed or self.on_damaged is OnDamaged.QUARANTINE
            if wanted and self.quarantine is not None:
                return Outcome.QUARANTINED
            if malformed or self.on_damaged is not OnDamaged.KEEP:
                return Outcome.DROPPED
        if verdict is RecordVerdict.OVERSIZED:
            return Outcome.DROPPED
        return Outcome.REPAIRED if changed else Outcome.PASSED


def _kind(record: Any) -> str:
    """The content type of a page, with its parameters."""
    headers = record.http_headers or record.rec_headers
    return str(headers.get_header("Content-Type") or "").strip()


def _convert(record: Any, offset: int, writer: WARCWriter, wishes: _Wishes, counts: Counts) -> None:
    counts.records += 1
    data, verdict = _payload(record)
    counts.bytes_in += len(data)
    report = None
    if verdict is RecordVerdict.CLEAN:
        said = _CHARSET.search(_kind(record))
        report = repair_bytes(data, declaration=said[1] if said else None, policy=wishes.policy)
        verdict = _verdict(report)
    outcome = wishes.outcome(verdict, changed=report is not None and report.changed)
    if outcome is None:
        raise DamagedRecord(f"page {counts.records}: {_reason(report)}", line=counts.records)
    if outcome is Outcome.QUARANTINED and wishes.quarantine is not None:
        held = Quarantined(data, offset, counts.records, _reason(report), verdict)
        wishes.quarantine(held)
    counts.verdicts[verdict.value] += 1
    setattr(counts, outcome.value, getattr(counts, outcome.value) + 1)
    if report is None or report.detection is None or report.detection.encoding is None:
        return
    counts.encodings[report.detection.encoding] += 1
    counts.converted += report.detection.encoding not in ("ascii", "utf-8")
    counts.chains.update(edit.chain or edit.kind.value for edit in report.edits)
    if outcome in (Outcome.PASSED, Outcome.REPAIRED):
        text = sound(report.text).encode()
        counts.bytes_out += len(text)
        _write(record, text, report, writer)


def _reason(report: Report | None) -> str:
    """Why a page is damaged or malformed."""
    if report is None:
        return "its content cannot be unpacked"
    if report.detection is not None and report.detection.encoding is None:
        return f"no text: {report.detection.reason or 'no encoding fits'}"
    return "; ".join(dict.fromkeys(one.reason for one in report.damage))


def _payload(record: Any) -> tuple[bytes, RecordVerdict]:
    """The bytes of a page, unpacked; CLEAN when they can be looked at."""
    try:
        data = record.content_stream().read(LONGEST + 1)
    except Exception:  # whatever the packing of a page fails with, the next one is read
        return b"", RecordVerdict.MALFORMED
    if len(data) > LONGEST:
        return b"", RecordVerdict.OVERSIZED
    return data, RecordVerdict.CLEAN


def _verdict(report: Report) -> RecordVerdict:
    assert report.detection is not None
    if report.detection.encoding is None:
        return RecordVerdict.MALFORMED
    if report.damage or report.verdict is Verdict.DAMAGED:
        return RecordVerdict.DAMAGED
    return RecordVerdict(report.verdict.value)


def _write(record: Any, text: bytes, report: Report, writer: WARCWriter) -> None:
    assert report.detection is not None
    headers = record.rec_headers
    origin = headers.get_header("WARC-Record-ID")
    about = {
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(_NAMES, origin or '')}>",
        "WARC-Refers-To": origin,
        "WARC-Date": headers.get_header("WARC-Date"),
        "Fixenc-Encoding": report.detection.encoding,
        "Fixenc-Verdict": report.verdict.value,
        "Fixenc-Confidence": f"{report.confidence:.4f}",
    }
    writer.write_record(
        writer.create_warc_record(
            headers.get_header("WARC-Target-URI"),
            "conversion",
            payload=BytesIO(text),
            length=len(text),
            warc_content_type=f"{_kind(record).partition(';')[0].strip()}; charset=utf-8",
            warc_headers_dict={name: value for name, value in about.items() if value},
        )
    )
