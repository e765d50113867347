"""Files that are no text at all."""

from __future__ import annotations

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

# Share of control bytes above which bytes in no Unicode encoding are binary. Random bytes have
# 8 %, compressed files as much, programs more; text files with stray controls under 1 %.
CONTROLS = 0.02
# The least number of them, so that one stray byte in a short text is no verdict.
LEAST = 2


def is_signed(data: bytes) -> bool:
    """Whether ``data`` begins as a file of a common binary format does.

    >>> is_signed(b"\\x7fELF\\x02\\x01"), is_signed(b"PKZIP is a program")
    (True, False)
    """
    return data.startswith(_SIGNATURES)


def is_binary(data: bytes, share: float) -> bool:
    """Whether so large a share of control bytes rules text out."""
    return share >= CONTROLS and share * len(data) >= LEAST
