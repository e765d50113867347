"""What a text would be if a misread were undone, piece by piece.

A garbled run often sits inside clean text, so a misread is not undone on the whole line but
wherever the bytes fit. The smallest pieces that can be undone by themselves are *units*: they begin
and end where a character of the text and a character of the repair both begin and end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import accumulate, count
from typing import NamedTuple

from fixenc import codecs
from fixenc.chains import Misread

# Whole multibyte characters, runs of ASCII, and what fits neither, in the bytes of each encoding
# (source: the WHATWG Encoding Standard; RFC 3629 for UTF-8). No two branches begin alike, so
# there is nothing to backtrack into.
UTF8 = (
    rb"[\xc2-\xdf][\x80-\xbf]"
    rb"|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]"
    rb"|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)
# Surrogates in pairs, three bytes each, as CESU-8 writes what is beyond U+FFFF.
_PAIR = rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]"
_CHARACTER = {
    "utf-8": UTF8 + rb"|" + _PAIR,
    "gb18030": rb"[\x81-\xfe](?:[\x40-\x7e\x80-\xfe]|[\x30-\x39][\x81-\xfe][\x30-\x39])",
    "big5hkscs": rb"[\x81-\xfe][\x40-\x7e\xa1-\xfe]",
    "cp932": rb"[\x81-\x9f\xe0-\xfc][\x40-\x7e\x80-\xfc]|[\xa1-\xdf]",
    "euc_jp": rb"\x8e[\xa1-\xdf]|\x8f[\xa1-\xfe]{2}|[\xa1-\xfe]{2}",
    "cp949": rb"[\x81-\xfe][\x41-\x5a\x61-\x7a\x81-\xfe]",
}
# Two characters in a row, or one of three bytes: below that nothing is worth a closer look.
_WORTH = {
    name: re.compile(rb"(?:" + pattern + rb"){2}", re.DOTALL)
    for name, pattern in _CHARACTER.items()
    if name != "utf-8"
}
_WORTH["utf-8"] = re.compile(_CHARACTER["utf-8"], re.DOTALL)
_PIECES = {
    name: re.compile(rb"(" + pattern + rb")|([\x00-\x7f]+)|[\x80-\xff]", re.DOTALL)
    for name, pattern in _CHARACTER.items()
}
# The characters alone: none begins within ASCII, so all that is passed over fits neither way.
_CHARACTERS = {name: re.compile(pattern, re.DOTALL) for name, pattern in _CHARACTER.items()}


# Characters or sequences kept of an encoding, of which there are a hundred: past it all are asked
# for anew. Of single bytes most are none, and are told sooner.
_KEPT, _KEPT_SINGLE = 1 << 15, 1 << 15


class Unit(NamedTuple):
    """``text[start:end]`` (code points, half open) would be ``after``."""

    start: int
    end: int
    after: str


class Encoder(dict[str, bytes]):
    """The bytes of each character in an encoding; ``?`` for one that it does not hold.

    ``?`` is no part of any multibyte character, so it keeps its neighbours apart.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self.single = codecs.lookup(name).kind is codecs.Kind.SINGLE

    def __missing__(self, char: str) -> bytes:
        if len(self) >= (_KEPT_SINGLE if self.single else _KEPT):
            self.clear()
        value = self[char] = self._encoded(char)
        return value

    def _encoded(self, char: str) -> bytes:
        if char == "€" and self._name == "gb18030":
            return b"\x80"  # as readers of GBK show the byte, see FIELD's "Holes"
        try:
            return codecs.encode(char, self._name)
        except UnicodeError:
            return b"?"


class Decoder(dict[bytes, str]):
    """The character of each byte sequence in an encoding; empty where there is none."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __missing__(self, data: bytes) -> str:
        if len(self) >= _KEPT:
            self.clear()
        try:
            value = codecs.decode(data, self._name)
        except UnicodeError:
            value = _of_pair(data) if self._name == "utf-8" else ""
        self[data] = value
        return value


def _of_pair(data: bytes) -> str:
    """The character of two surrogates, or none."""
    try:
        pair = data.decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass")
        return pair.decode("utf-16-le")
    except UnicodeError:
        return ""


class _Undone(dict[bytes, str]):
    """What each byte sequence is in an encoding of single bytes."""

    def __init__(self, name: str) -> None:
        self._table = codecs.charmap(name)

    def __missing__(self, data: bytes) -> str:
        if len(self) >= _KEPT_SINGLE:
            self.clear()
        value = self[data] = data.decode("latin-1").translate(self._table)
        return value


@cache
def _undone_in(name: str) -> _Undone:
    return _Undone(name)


@cache
def encoder(name: str) -> Encoder:
    """The encoder of an encoding."""
    return Encoder(name)


@cache
def decoder(name: str) -> Decoder:
    """The decoder of an encoding, character by character."""
    return Decoder(name)


@cache
def substitution(misread: Misread) -> Mapping[int, str] | None:
    """What undoing a misread makes of each character that changes, for ``str.translate``.

    None where a character is not one byte in both encodings: then ``align`` tells. What ``align``
    finds is what this changes.
    """
    if misread.written in _PIECES or not encoder(misread.read).single:
        return None
    written = codecs.charmap(misread.written)
    return {
        point: written[byte]
        for point, byte in codecs.encoding_map(misread.read).items()
        if byte > 0x7F and written[byte] != chr(point)
    }


def align(text: str, parts: list[bytes], written: str) -> list[Unit]:
    """The units of ``text`` that would change if it were ``written`` so; in order, disjoint.

    ``parts`` are the bytes of each character in the encoding that it was read as.
    """
    data = b"".join(parts)
    if written not in _PIECES:
        return _single(text, parts, data, written)
    if not _WORTH[written].search(data):
        return []
    if len(data) == len(parts):
        return _flat(text, data, written)
    return _stepped(text, parts, data, written)


def _single(text: str, parts: list[bytes], data: bytes, written: str) -> list[Unit]:
    """Units where each byte is a character of the repair."""
    if len(data) != len(parts):
        undone = _undone_in(written)
        return [
            Unit(i, i + 1, after)
            for i, (part, char) in enumerate(zip(parts, text, strict=True))
            if char > "\x7f" and part != b"?" and (after := undone[part]) != char
        ]
    table = codecs.charmap(written)
    return [
        Unit(i, i + 1, table[byte])
        for i, (byte, char) in enumerate(zip(data, text, strict=True))
        if byte > 0x7F and table[byte] != char
    ]


def _flat(text: str, data: bytes, written: str) -> list[Unit]:
    """Units where each character of the text is one byte."""
    decode = decoder(written)
    units: list[Unit] = []
    for match in _CHARACTERS[written].finditer(data):
        start, end = match.span()
        after = decode[match[0]]
        if after and after != text[start:end]:
            units.append(Unit(start, end, after))
    return units


def _stepped(text: str, parts: list[bytes], data: bytes, written: str) -> list[Unit]:
    """Units where characters of the text are of several bytes: clusters up to common ends."""
    # where each character begins, and the text ends, by bytes
    at_byte = dict(zip(accumulate(map(len, parts), initial=0), count()))
    decode = decoder(written)
    units: list[Unit] = []
    start = -1  # where the open cluster began, in characters
    after: list[str] = []
    done = 0  # what is behind this is not looked at yet
    for match in _CHARACTERS[written].finditer(data):
        begin, end = match.span()
        if start >= 0 and begin > done:
            # the trail byte of a character of the text is ASCII: it belongs to the cluster
            if data[done] <= 0x7F:
                after.append(chr(data[done]))
                done += 1
                if done in at_byte:
                    _close(units, text, start, at_byte[done], "".join(after))
                    start = -1
            if begin > done:
                start = -1
        done = end
        piece = decode[match[0]]
        if not piece:
            start = -1
            continue
        if start < 0:
            if begin not in at_byte:
                continue
            start, after = at_byte[begin], []
        after.append(piece)
        if end in at_byte:
            _close(units, text, start, at_byte[end], "".join(after))
            start = -1
    if start >= 0 and done < len(data) and data[done] <= 0x7F and done + 1 in at_byte:
        after.append(chr(data[done]))
        _close(units, text, start, at_byte[done + 1], "".join(after))
    return units


class Clusters:
    """What undoing a misread gives from any character on, up to the next common end."""

    # Characters of the repair. Two to three make a unit mostly; but one character of three bytes in
    # EUC-JP puts the rest of a clause out of step with characters of two.
    MOST = 48

    def __init__(self, text: str, parts: Sequence[bytes], written: str) -> None:
        self._data = b"".join(parts)
        self._at_byte = [-1] * (len(self._data) + 1)
        self._offsets: list[int] = []
        offset = 0
        for i, part in enumerate(parts):
            self._at_byte[offset] = i
            self._offsets.append(offset)
            offset += len(part)
        self._at_byte[offset] = len(parts)
        self._pieces = _PIECES[written]
        self._decode = decoder(written)

    def at(self, start: int) -> Unit | None:
        """The unit that begins at a character, or None where the bytes do not fit."""
        after = ""
        offset = self._offsets[start]
        for _ in range(self.MOST):
            match = self._pieces.match(self._data, offset)
            if match is None:
                return None
            if match[1]:
                piece = self._decode[match[1]]
                offset = match.end()
            elif match[2] and self._at_byte[offset] < 0:
                piece = chr(self._data[offset])
                offset += 1
            else:
                return None
            if not piece:
                return None
            after += piece
            if self._at_byte[offset] >= 0:
                return Unit(start, self._at_byte[offset], after)
        return None


def _close(units: list[Unit], text: str, start: int, end: int, after: str) -> None:
    if text[start:end] != after:
        units.append(Unit(start, end, after))
