"""The tables of the single-byte encodings, holes filled."""

import functools

from fixenc.codecs.entry import Encoding, Kind
from fixenc.codecs.lookup import lookup

# Windows-1255 has HEBREW POINT HOLAM HASER FOR VAV at 0xCA, in the WHATWG index as in
# Microsoft's best-fit table; Python's table leaves it undefined.
DEFINED_LATER = {("cp1255", 0xCA): "\u05ba"}

# A hole whose own number is taken in the table, as U+00D5 is in code page 857 (at 0xE5):
# U+F700 + byte, the private range that the WHATWG encoding x-user-defined uses for raw bytes.
CLASH_BASE = 0xF700

# Code points that other readers give a byte: the WHATWG index of KOI8-U has Belarusian short
# u where RFC 2319 and Python have box-drawing signs. Written as that byte, never read so.
ALSO_WRITTEN = {"koi8-u": {0x045E: 0xAE, 0x040E: 0xBE}}


@functools.cache
def charmap(name: str, *, holes: bool = True) -> str:
    """The 256 characters that the bytes 0x00-0xFF of a single-byte encoding stand for.

    With ``holes``, every byte stands for something: an undefined one for the code point of
    its own number, as browsers read 0x80-0x9F, or for U+F700 + byte where the table has that
    code point already. Without, undefined bytes are U+FFFE, as in ``codecs``.
    Raises ``EncodingNotFound``, and ``ValueError`` if the encoding is not of one byte.

    >>> charmap("cp1252")[0x80:0x82]
    '€\\x81'
    """
    entry = lookup(name)
    if entry.kind is not Kind.SINGLE:
        raise ValueError(f"{entry.name} is not a single-byte encoding")
    strict = _strict(entry.name)
    if not holes:
        return strict
    table = list(strict)
    for byte in entry.holes:
        own = chr(byte) if chr(byte) not in strict else chr(CLASH_BASE + byte)
        table[byte] = DEFINED_LATER.get((entry.name, byte), own)
    return "".join(table)


@functools.cache
def encoding_map(name: str) -> dict[int, int]:
    """The inverse of ``charmap`` with holes: code point to byte, other code points included.

    Where two bytes stand for one character, the lower byte is given.
    """
    entry = lookup(name)
    inverse = {ord(c): byte for byte, c in reversed(list(enumerate(charmap(entry.name))))}
    return {**ALSO_WRITTEN.get(entry.name, {}), **inverse}


def has_own_table(entry: Encoding) -> bool:
    """Whether fixenc reads or writes this single-byte encoding otherwise than Python."""
    return bool(entry.holes) or entry.name in ALSO_WRITTEN


def _strict(codec: str) -> str:
    # Not from the codecs' modules, which name their tables differently.
    return bytes(range(256)).decode(codec, "replace").replace("\ufffd", "\ufffe")
