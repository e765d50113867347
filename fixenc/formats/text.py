"""Plain text files: what a repair makes of a file's bytes."""

from __future__ import annotations

from fixenc.report import Report


def is_utf8(report: Report) -> bool:
    """Whether the bytes that ``report`` is of were UTF-8 (or ASCII) all through."""
    detection = report.detection
    if detection is None or detection.encoding is None or detection.segments:
        return False
    return detection.encoding in ("ascii", "utf-8", "utf-8-sig")


def emit(data: bytes, report: Report) -> bytes:
    """The bytes of the repaired file, in UTF-8; ``report`` is what ``repair_bytes(data)`` gave.

    A file that was clean UTF-8 comes back byte for byte, and one that was UTF-8 with garble in it
    keeps its byte order mark, if any. A file in another encoding becomes UTF-8 without the mark.
    Newlines stay as they are. Lone surrogates, which only an edit could bring in, are written as
    three bytes each.
    """
    if not is_utf8(report):
        return report.text.encode("utf-8", "surrogatepass")
    assert report.detection is not None
    if not report.edits and not report.detection.defects:
        return data
    return report.detection.bom + report.text.encode("utf-8", "surrogatepass")
