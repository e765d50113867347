"""Files that are no text at all."""

from __future__ import annotations

from fixenc.detect.clues import Clues
from fixenc.detect.detection import Detection

# How files of common binary formats begin (the formats' own specifications).
_SIGNATURES: tuple[bytes, ...] = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",  # JPEG
    b"GIF87a",
    b"GIF89a",
    b"\x1f\x8b\x08",  # gzip
    b"BZh91AY&SY",
    b"\xfd7zXZ\0",
    b"\x28\xb5\x2f\xfd",  # Zstandard
    b"7z\xbc\xaf\x27\x1c",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"Rar!\x1a\x07",
    b"\x7fELF",
    b"MZ\x90\0",
    b"\xca\xfe\xba\xbe",  # Java class files, Mach-O for several machines
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"\0asm",
    b"%PDF-",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",  # OLE: old office documents
    b"SQLite format 3\0",
    b"OggS\0",
    b"fLaC\0",
    b"ID3\x02\0",
    b"ID3\x03\0",
    b"ID3\x04\0",
    b"\0\0\x01\0\x01\0",  # ICO
    b"wOFF",
    b"wOF2",
    b"\0\x01\0\0\0",  # TrueType
    b"II*\0",
    b"MM\0*",
    b"PAR1",
    b"!<arch>\n",
)

# C0 controls that text hardly holds: all but tab, newline, return, form feed, backspace, bell,
# vertical tab, shift in and out, escape and the end-of-file mark of DOS.
UNLIKELY = bytes(c for c in range(0x20) if c not in b"\t\n\r\f\b\a\v\x0e\x0f\x1a\x1b")
LOOKED_AT = 1 << 16  # bytes at the start, in the middle and at the end that are searched for them

# Share of control bytes above which bytes in no Unicode encoding are binary. Random bytes have
# 8 %, compressed files as much, programs more; text files with stray controls under 1 %.
CONTROLS = 0.02
# The least number of them, so that one stray byte in a short text is no verdict.
LEAST = 2
SURE = 0.9999


def find_signed(data: bytes) -> Detection | None:
    """Binary, when ``data`` begins as a file of a common binary format does.

    >>> find_signed(b"\x7fELF\x02\x01").reason
    'binary'
    >>> find_signed(b"PKZIP is a program")
    """
    return Detection(data, None, SURE, reason="binary") if data.startswith(_SIGNATURES) else None


def find(clues: Clues) -> Detection | None:
    """Binary, when there are too many control bytes for text; the Unicode encodings come first."""
    if not is_binary(clues.data, clues.controls):
        return None
    sure = min(SURE, 0.5 + 10 * clues.controls)
    return Detection(clues.data, None, sure, reason="binary", declared=clues.said)


def is_binary(data: bytes, share: float) -> bool:
    """Whether so large a share of control bytes rules text out."""
    return share >= CONTROLS and share * len(data) >= LEAST


def control_share(data: bytes) -> float:
    """The share of control bytes, NUL among them, in three places of ``data``."""
    if len(data) <= 3 * LOOKED_AT:
        looked = data
    else:
        middle = len(data) // 2
        looked = data[:LOOKED_AT] + data[middle : middle + LOOKED_AT] + data[-LOOKED_AT:]
    return 1 - len(looked.translate(None, UNLIKELY)) / len(looked) if looked else 0.0
