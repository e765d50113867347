"""Bytes to text and text to bytes."""

import codecs

from fixenc.codecs.entry import Encoding, Kind
from fixenc.codecs.lookup import lookup
from fixenc.codecs.patches import Patch, patch_of
from fixenc.codecs.single import charmap, encoding_map, has_own_table
from fixenc.codecs.walk import pieces

# GBK and GB 2312 are read as GB 18030, as browsers do: real files under the two older labels
# hold characters of the newer. Browsers read half-width katakana in ISO-2022-JP too, which
# Python has in the extended codec only.
READ_AS = {"gbk": "gb18030", "gb2312": "gb18030", "iso2022_jp": "iso2022_jp_ext"}

REPLACEMENT = "\ufffd"

# Half-open, in bytes.
Range = tuple[int, int]

_MARKS = {
    "utf-16": ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"", "utf-16-le")),
    "utf-32": (
        (b"\xff\xfe\0\0", "utf-32-le"),
        (b"\0\0\xfe\xff", "utf-32-be"),
        (b"", "utf-32-le"),
    ),
    "utf-8-sig": ((b"\xef\xbb\xbf", "utf-8"), (b"", "utf-8")),
}


def decode(data: bytes, name: str, *, holes: bool = True) -> str:
    """The text that the bytes stand for, by the encoding of that name or label.

    With ``holes``, as browsers and Windows read it: bytes that a single-byte table leaves
    undefined (see ``charmap``) and the sequences that Python's multi-byte codecs lack stand
    for something too, and 0x80 in GBK is the euro sign. Without, by Python's strict codec.
    Raises ``UnicodeDecodeError`` at the first ill-formed sequence; ``EncodingNotFound``.

    >>> decode(b"caf\\xe9 \\x81", "windows-1252")
    'café \\x81'
    >>> decode(b"\\x80 5", "gbk")
    '€ 5'
    """
    _require(data, bytes)
    entry = lookup(name)
    if holes and entry.kind is Kind.SINGLE and has_own_table(entry):
        return codecs.charmap_decode(data, "strict", charmap(entry.name))[0]
    codec, start = _codec_and_start(data, entry)
    patch = patch_of(codec) if holes else None
    if patch is None:
        return _decode_from(start, data, codec)
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        text = _decode_patched(data, codec, entry.kind, patch)
    return _renamed(text, patch)


def decode_with_defects(data: bytes, name: str) -> tuple[str, tuple[Range, ...]]:
    """All that can be read, and the ranges of bytes that cannot.

    The text has one U+FFFD for each range; the ranges are sorted and do not overlap. Raises
    ``EncodingNotFound``, never for ill-formed bytes. Takes time in proportion to the bytes
    even if every byte is a defect.

    >>> decode_with_defects(b"a\\xe4b", "utf-8")
    ('a\\ufffdb', ((1, 2),))
    """
    try:
        return decode(data, name), ()
    except UnicodeDecodeError:
        entry = lookup(name)
    codec, skipped = _codec_and_start(data, entry)
    patch = patch_of(codec)
    text: list[str] = []
    defects: list[Range] = []
    for start, end, piece in pieces(data[skipped:], codec, entry.kind, patch.read if patch else {}):
        if piece is None:
            defects.append((skipped + start, skipped + end))
        elif patch:
            piece = _renamed(piece, patch)
        text.append(REPLACEMENT if piece is None else piece)
    return "".join(text), tuple(defects)


def encode(text: str, name: str, *, holes: bool = True, euro80: bool = False) -> bytes:
    """The bytes of the text: the inverse of ``decode`` with the same ``holes``.

    Where a character has been given other code points by other editions or vendors, all of
    them are accepted and the bytes are the same; ``docs/encodings.md`` lists them. With
    ``euro80`` (and ``holes``), GBK and GB 18030 have the euro sign as 0x80, not A2 E3.
    Raises ``UnicodeEncodeError`` at the first character that has no bytes;
    ``EncodingNotFound``.

    >>> encode("café \\x81", "windows-1252")
    b'caf\\xe9 \\x81'
    >>> encode("€", "gbk").hex(), encode("€", "gbk", euro80=True).hex()
    ('a2e3', '80')
    """
    _require(text, str)
    entry = lookup(name)
    if holes and entry.kind is Kind.SINGLE and has_own_table(entry):
        return codecs.charmap_encode(text, "strict", encoding_map(entry.name))[0]
    codec = READ_AS.get(entry.name, entry.name)
    return _encode(text, codec, patch_of(codec, euro80=euro80) if holes else None)


def after_mark(data: bytes, name: str) -> tuple[str, int]:
    """The encoding of what follows a byte order mark that ``decode`` skips, and where it begins.

    >>> after_mark(b"\\xfe\\xff\\0a", "utf-16")
    ('utf-16-be', 2)
    """
    entry = lookup(name)
    for mark, codec in _MARKS.get(entry.name, ()):
        if data.startswith(mark):
            return codec, len(mark)
    return entry.name, 0


def _require(value: object, kind: type) -> None:
    if not isinstance(value, kind):
        raise TypeError(f"expected {kind.__name__}, not {type(value).__name__}")


def _codec_and_start(data: bytes, entry: Encoding) -> tuple[str, int]:
    """Python's codec for these bytes, and where they begin after a byte order mark.

    Without a mark UTF-16 and UTF-32 are little-endian, as browsers have it, whatever the
    machine; Python would take the machine's own order.
    """
    for mark, codec in _MARKS.get(entry.name, ()):
        if data.startswith(mark):
            return codec, len(mark)
    return READ_AS.get(entry.name, entry.name), 0


def _decode_from(start: int, data: bytes, codec: str) -> str:
    try:
        return data[start:].decode(codec)
    except UnicodeDecodeError as error:
        if not start:
            raise
        bad = start + error.start, start + error.end
        raise UnicodeDecodeError(codec, data, *bad, error.reason) from None


def _renamed(text: str, patch: Patch) -> str:
    outside = patch.outside.match(text)
    if not patch.rename or (outside and outside.end() == len(text)):
        return text
    return patch.renamed.sub(lambda match: patch.rename[match[0]], text)


def _decode_patched(data: bytes, codec: str, kind: Kind, patch: Patch) -> str:
    text: list[str] = []
    for start, end, piece in pieces(data, codec, kind, patch.read):
        if piece is None:
            raise UnicodeDecodeError(codec, data, start, end, "ill-formed sequence")
        text.append(piece)
    return "".join(text)


def _encode(text: str, codec: str, patch: Patch | None) -> bytes:
    if patch is None or patch.written.search(text) is None:
        return text.encode(codec)
    parts: list[bytes] = []
    at = 0
    for part in patch.written.split(text):
        written = patch.write.get(part)
        try:
            parts.append(part.encode(codec) if written is None else written)
        except UnicodeEncodeError as error:
            start, end = at + error.start, at + error.end
            raise UnicodeEncodeError(codec, text, start, end, error.reason) from None
        at += len(part)
    return b"".join(parts)
