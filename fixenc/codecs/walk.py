"""Step by step through bytes that a codec does not take as a whole.

The one guarantee is linear time: a failing codec copies all it was given into its error, so
it is given small windows. Ill-formed bytes are cut as the WHATWG decoders cut them: in a
multi-byte encoding a lead byte takes a wrong second byte with it unless that is ASCII, and
what begins a character at the very end of the data is one defect.
"""

import codecs
import contextlib
import re
from collections.abc import Iterator, Mapping

from fixenc.codecs.entry import Kind

# (start, end, text) of the bytes [start, end); text is None where they are ill-formed.
Piece = tuple[int, int, str | None]

# Bytes. 1 MB of random bytes as EUC-JP: 0.7 s with 64 and 256, 1.4 s with 1,024; 1 MB of 0xFF:
# 1.8 s, 1.8 s, 2.2 s, and 4.6 s with 4,096 (one core, CPython 3.11).
WINDOW = 256
# Bytes. Where no defect comes, windows double up to this.
WIDEST = 1 << 16
# Bytes. The longest sequence that any codec here looks at is 8 (Hangul in EUC-KR built from
# letters): an error this near to the end of a window may come from the cut alone.
MARGIN = 16

# Lead bytes of two-byte characters, where they are not 0x81-0xFE.
_SHIFT_JIS = frozenset((*range(0x81, 0xA0), *range(0xE0, 0xFD)))
_EUC_JP = frozenset((0x8E, 0x8F, *range(0xA1, 0xFF)))
_LEADS = {
    "cp932": _SHIFT_JIS,
    "shift_jis": _SHIFT_JIS,
    "shift_jis_2004": _SHIFT_JIS,
    "shift_jisx0213": _SHIFT_JIS,
    "euc_jp": _EUC_JP,
    "euc_jis_2004": _EUC_JP,
    "euc_jisx0213": _EUC_JP,
}
_ANY_LEAD = frozenset(range(0x81, 0xFF))

# Four bytes of the right form, digits among them, to which no character is assigned.
_FOUR_BYTES = re.compile(rb"[\x81-\xfe][0-9][\x81-\xfe][0-9]")


def pieces(data: bytes, codec: str, kind: Kind, read: Mapping[bytes, str]) -> Iterator[Piece]:
    """The bytes in order, without gaps; ``read`` says what the codec does not know."""
    if codec == "utf-7":
        yield from _utf7(data)
    elif kind is Kind.STATEFUL:
        yield from _stateful(data, codec, read)
    else:
        yield from _windows(data, codec, kind, read)


def smallest(data: bytes, codec: str, read: Mapping[bytes, str]) -> Iterator[Piece]:
    """The same, each character by itself (in UTF-7, each run); escape sequences stand for "".

    Slow: a step of Python for each byte. The bytes should be well-formed.
    """
    yield from _utf7(data) if codec == "utf-7" else _stateful(data, codec, read)


def _windows(data: bytes, codec: str, kind: Kind, read: Mapping[bytes, str]) -> Iterator[Piece]:
    at, size = 0, WINDOW
    while at < len(data):
        window = data[at : at + size]
        try:
            text = window.decode(codec)
        except UnicodeDecodeError as error:
            good, bad = error.start, error.end
        else:
            yield at, at + len(window), text
            at, size = at + len(window), min(size * 2, WIDEST)
            continue
        if good:
            yield at, at + good, window[:good].decode(codec)
        cut = at + len(window) < len(data) and good >= len(window) - MARGIN
        at += good
        if cut:
            continue
        size = WINDOW
        end, known = _known(data, at, read)
        if known is None:
            reported = at + bad - good
            end = _ill_formed(data, at, reported, codec) if kind is Kind.MULTI else reported
        yield at, end, known
        at = end


def _known(data: bytes, at: int, read: Mapping[bytes, str]) -> tuple[int, str | None]:
    # The sequences of one patch never begin one another, so the order does not matter.
    for length in (2, 1):
        known = read.get(data[at : at + length])
        if known is not None:
            return at + length, known
    return at, None


def _ill_formed(data: bytes, at: int, reported: int, codec: str) -> int:
    """The end of the ill-formed sequence at ``at``, of a multi-byte encoding."""
    if reported == len(data):
        return _unfinished(data, at, codec)
    if data[at] not in _LEADS.get(codec, _ANY_LEAD):
        return at + 1
    if codec == "gb18030" and _FOUR_BYTES.match(data, at):
        return at + 4
    if data[at] == 0x8F and codec == "euc_jp" and data[at + 1] in range(0xA1, 0xFF):
        return at + (3 if data[at + 2] >= 0x80 else 2)
    return at + (2 if data[at + 1] >= 0x80 else 1)


def _unfinished(data: bytes, at: int, codec: str) -> int:
    """The end of what begins a character at the end of the data: before an ASCII byte."""
    rest = data[at:]
    if codec == "gb18030" and len(rest) > 1 and rest[1] in range(0x30, 0x3A):
        # The second of four bytes is an ASCII digit, the third is not.
        return at + (1 if len(rest) == 3 and rest[2] not in _ANY_LEAD else len(rest))
    ascii_at = next((i for i, byte in enumerate(rest) if i and byte < 0x80), len(rest))
    return at + ascii_at


def _stateful(data: bytes, codec: str, read: Mapping[bytes, str]) -> Iterator[Piece]:
    # One byte at a time, the only way to know how far an escape sequence or pair reaches.
    decoder = codecs.getincrementaldecoder(codec)()
    escape = 0x7E if codec == "hz" else 0x1B
    start = at = 0
    while at < len(data):
        mode = decoder.getstate()[1]
        try:
            text = decoder.decode(data[at : at + 1])
        except UnicodeError:
            end, known = _known(data, start, read)
            at = _ill_formed_pair(data, start, at, escape) if known is None else end
            yield start, at, known
            decoder.setstate((b"", mode))
            start = at
            continue
        at += 1
        if text:
            yield start, at, text
            start = at
        elif not decoder.getstate()[0]:
            yield start, at, ""
            start = at
    if start < at:
        yield start, at, None


def _ill_formed_pair(data: bytes, start: int, at: int, escape: int) -> int:
    """The end of the ill-formed sequence whose last byte is at ``at``.

    Of what looked like an escape sequence that is its first byte. A pair goes as a whole, or
    the pairs after it would be out of step, but not if its second byte cannot be of a pair.
    """
    if data[start] == escape or data[at] not in range(0x21, 0x7F):
        return start + 1
    return at + 1


_UTF7 = re.compile(rb"\+[A-Za-z0-9+/]*+-?|[\x00-*,-\x7f]++|[\x80-\xff]")


def _utf7(data: bytes) -> Iterator[Piece]:
    for match in _UTF7.finditer(data):
        run = match[0]
        text: str | None = None
        if run != b"+":
            # Every run of base64 is ended, so that its last unit is not taken for cut off.
            ended = run + b"-" if run[0] == 0x2B and run[-1] != 0x2D else run
            with contextlib.suppress(UnicodeDecodeError):
                text = ended.decode("utf-7")
        yield match.start(), match.end(), text
