"""Bytes back to text one at a time, as far as they go: what a search for lost bytes steps through.

A *writer* is the encoding that a text was written in. It knows which bytes may follow the
unfinished character before them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import NamedTuple, Protocol

from fixenc.repair.finders.lost.memory import Kept
from fixenc.repair.undoing.align import decoder, encoder

_EACH = 3  # answers that one of a writer takes the room of


class Fed(NamedTuple):
    """What some bytes give: the unfinished rest, the text, and the text at the bottom of it.

    ``text`` is what replaces the garble. ``bottom`` is what it is judged by: the same, unless
    ``text`` is garbled itself.
    """

    rest: bytes
    text: str
    bottom: str


class Writer(Protocol):
    """An encoding that text was written in."""

    name: str

    def feed(self, rest: bytes, data: bytes) -> Fed | None:
        """What ``data`` gives after the unfinished ``rest``; None when it cannot stand there."""

    def nexts(self, rest: bytes) -> tuple[int, ...]:
        """The bytes that may follow ``rest``, beyond ASCII where nothing is unfinished."""

    def __hash__(self) -> int:
        """Writers are values: what is found with one is kept by it."""


_CONTINUATIONS = tuple(range(0x80, 0xC0))
# The second byte where not every continuation may stand (source: RFC 3629). Surrogates are let in:
# CESU-8 writes characters beyond the BMP as two of them.
_SECOND = {0xE0: (0xA0, 0xC0), 0xF0: (0x90, 0xC0), 0xF4: (0x80, 0x90)}
_LENGTH = {**dict.fromkeys(range(0xC2, 0xE0), 2), **dict.fromkeys(range(0xE0, 0xF0), 3)}
_LENGTH |= dict.fromkeys(range(0xF0, 0xF5), 4)


class _Remembering:
    """What a writer makes of bytes, asked again and again in a search."""

    def __init__(self, feed: Callable[[bytes], Fed | None]) -> None:
        self._make = feed
        self._fed = Kept[tuple[bytes, bytes], Fed | None]()

    def feed(self, rest: bytes, data: bytes) -> Fed | None:
        """See ``Writer``."""
        key = rest, data
        try:
            return self._fed[key]
        except KeyError:
            return self._fed.keep(key, self._make(rest + data), _EACH)


class Utf8(_Remembering):
    """UTF-8. ``leads`` are the first bytes that a lost one is taken from."""

    name = "utf-8"

    def __init__(self, leads: tuple[int, ...]) -> None:
        super().__init__(_feed_utf8)
        self._leads = leads

    def nexts(self, rest: bytes) -> tuple[int, ...]:
        """See ``Writer``."""
        if not rest:
            return self._leads
        if len(rest) == 1 and rest[0] in _SECOND:
            return tuple(range(*_SECOND[rest[0]]))
        if len(rest) == 1 and rest[0] == 0xED:
            return _CONTINUATIONS[:0x20]
        return _CONTINUATIONS


def _feed_utf8(data: bytes) -> Fed | None:
    text: list[str] = []
    at = 0
    while at < len(data):
        lead = data[at]
        if lead < 0x80:
            text.append(chr(lead))
            at += 1
            continue
        length = _LENGTH.get(lead, 0)
        if length == 3 and data[at] == 0xED and data[at + 1 : at + 2] >= b"\xa0":
            length = 6
        piece = data[at : at + length]
        if not length or not _begins(piece):
            return None
        if len(piece) < length:
            return Fed(piece, "".join(text), "".join(text))
        text.append(_char(piece))
        at += length
    return Fed(b"", "".join(text), "".join(text))


def _begins(piece: bytes) -> bool:
    """Whether a character may begin so."""
    for i, byte in enumerate(piece[1:], 1):
        low, high = _SECOND.get(piece[0], (0x80, 0xC0)) if i == 1 else (0x80, 0xC0)
        if i == 3 and len(piece) > 3 and piece[0] == 0xED:
            low, high = 0xED, 0xEE
        if i == 4:
            low = 0xB0
        if i == 1 and piece[0] == 0xED and byte >= 0xB0:
            return False  # a low surrogate that no high one stands before
        if not low <= byte < high:
            return False
    return True


def _char(piece: bytes) -> str:
    if len(piece) < 6:
        return piece.decode()
    high, low = (
        (p[0] & 0x0F) << 12 | (p[1] & 0x3F) << 6 | p[2] & 0x3F for p in (piece[:3], piece[3:])
    )
    return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))


class Layered:
    """UTF-8 that holds text misread in turn: judged by what lies under it."""

    def __init__(self, upper: Utf8, read: str) -> None:
        self.name = upper.name
        self._upper = upper
        self._lower = Utf8(upper.nexts(b""))
        self._encode = encoder(read)

    def feed(self, rest: bytes, data: bytes) -> Fed | None:
        """See ``Writer``; the rest of the layer below follows a 0xFF in ``rest``."""
        above, _, below = rest.partition(b"\xff")
        fed = self._upper.feed(above, data)
        if fed is None:
            return None
        bottom: list[str] = []
        for char in fed.text:
            part = self._encode[char]
            if char > "\x7f" and (part == b"?" or len(part) > 3):
                return None
            deeper = self._lower.feed(below, part)
            if deeper is None:  # the layer below is damaged too, or clean text begins
                bottom.append("\ufffd")
                deeper = self._lower.feed(b"", part) or Fed(b"", "", "")
            below = deeper.rest
            bottom.append(deeper.text)
        return Fed(fed.rest + b"\xff" + below if below else fed.rest, fed.text, "".join(bottom))

    def endings(self, rest: bytes) -> list[str]:
        """What the last character of the layer below may be, of which the last byte is lost."""
        below = rest.partition(b"\xff")[2]
        fed = [self._lower.feed(below, bytes([byte])) for byte in self._lower.nexts(below)]
        return [found.bottom for found in fed if found is not None and found.bottom]

    def nexts(self, rest: bytes) -> tuple[int, ...]:
        """See ``Writer``."""
        return self._upper.nexts(rest.partition(b"\xff")[0])


class Legacy(_Remembering):
    """An encoding of one or two bytes a character."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._decode = decoder(name)
        self._high = tuple(range(0x80, 0x100))
        # the second byte of a pair may be ASCII but for digits and most marks
        self._any = tuple(range(0x40, 0x7F)) + self._high
        super().__init__(self._feed)

    def _feed(self, data: bytes) -> Fed | None:
        text: list[str] = []
        at = 0
        while at < len(data):
            char = chr(data[at]) if data[at] < 0x80 else self._decode[data[at : at + 1]]
            step = 1
            if not char or ("\x80" <= char <= "\x9f" and self.name in _PAIRED):
                if at + 1 == len(data):
                    return Fed(data[at:], "".join(text), "".join(text))
                step = 2
                char = self._decode[data[at : at + 2]]
                if len(char) != 1:
                    return None
            text.append(char)
            at += step
        return Fed(b"", "".join(text), "".join(text))

    def nexts(self, rest: bytes) -> tuple[int, ...]:
        """See ``Writer``."""
        return self._any if rest else self._high


_PAIRED = frozenset({"gb18030", "big5hkscs", "cp932", "euc_jp", "cp949"})


@cache
def legacy(name: str) -> Legacy:
    """The writer for an encoding other than UTF-8."""
    return Legacy(name)


@lru_cache(maxsize=64)
def utf8(leads: tuple[int, ...]) -> Utf8:
    """UTF-8 for text whose characters begin with ``leads``."""
    return Utf8(leads)


def is_whole(rest: bytes) -> bool:
    """Whether no character is unfinished (but for layers below)."""
    return rest[:1] in (b"", b"\xff")


@lru_cache(maxsize=64)
def layered(upper: Utf8, read: str) -> Layered:
    """``upper`` over text that was misread as ``read`` before."""
    return Layered(upper, read)
