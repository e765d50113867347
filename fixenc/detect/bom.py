"""Stage 1: byte order marks."""

from __future__ import annotations

from fixenc import codecs
from fixenc.detect.detection import SKIPPING, Detection, defects_of

# (mark, encoding, the byte may follow it); the longer of two that begin alike comes first.
# Sources: Unicode 16, section 23.8; RFC 2152 for UTF-7; GB 18030-2005 for the last.
MARKS: tuple[tuple[bytes, str], ...] = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
    (b"+/v8-", "utf-7"),
)
# Of a UTF-32 mark the rest of the file must agree: FF FE 00 00 also begins UTF-16 text whose
# first character is NUL.
_WIDE = 4


def find(data: bytes) -> Detection | None:
    """The encoding whose byte order mark ``data`` begins with.

    >>> find("hi".encode("utf-16")).encoding
    'utf-16'
    """
    for mark, encoding in MARKS:
        if data.startswith(mark) and not (encoding == "utf-32" and len(data) % _WIDE):
            return told(data, encoding, mark)
    return None


def told(data: bytes, encoding: str, mark: bytes = b"") -> Detection:
    """What there is to say of ``data`` in an encoding that is certain; a canonical name."""
    text, ranges = codecs.decode_with_defects(data, encoding)
    if mark and encoding not in SKIPPING:
        text = text.removeprefix("\ufeff")
    defects = defects_of(data, ranges)
    return Detection(data, encoding, 1.0, bom=mark, defects=defects, decoded=text)
