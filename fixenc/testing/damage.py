"""Damage to text, done with the codecs of the standard library and nothing of fixenc's.

What tests a repair must not share code with it: a mistake in the tables would hide itself.
"""

from __future__ import annotations

import codecs
from enum import StrEnum
from functools import cache

REPLACEMENT = "\ufffd"
HOLE_END = 0xA0  # browsers read the bytes 0x80 to 0x9F that a table lacks as the C1 controls
NOT_TABLES = frozenset({"utf-8", "gb18030", "gbk", "big5hkscs", "big5", "cp932", "cp949", "euc_jp"})
_PAIRED = {"gb18030": "gbk", "big5hkscs": "big5"}  # the tables of pairs that readers have
_ALONE = {"gbk": {0x80: "€"}}  # bytes that are no lead byte, beyond ASCII, and what is shown
_KATAKANA = {byte: bytes([byte]).decode("cp932") for byte in range(0xA1, 0xE0)}


class Manner(StrEnum):
    """What a reader does with bytes that it has no character for."""

    REPLACE = "replace"  # U+FFFD, as Python's codecs do
    QUESTION = "question"  # "?" for a byte or a pair, which may take an ASCII character along
    DROPPED = "dropped"  # nothing; controls and soft hyphens go as well
    SPACED = "spaced"  # as DROPPED, and no-break spaces become plain ones, as in editors


def garble(text: str, chain: str) -> str:
    """The text after the misreads of a chain; ``UnicodeError`` when it cannot pass.

    Single-byte tables are read as browsers read them, multi-byte ones strictly.

    >>> garble("é", "utf-8>cp1252>utf-8>cp1252")
    'ÃƒÂ©'
    """
    for written, read in pairs(chain):
        text = decode(encode(text, written), read)
    return text


def undo(text: str, chain: str) -> str:
    """The garbled text as first written; ``UnicodeError`` when the chain did not give it."""
    for written, read in reversed(pairs(chain)):
        text = decode(encode(text, read), written)
    return text


def is_lossless(text: str, chain: str) -> bool:
    """Whether the text can pass through the chain and comes back from it."""
    try:
        return undo(garble(text, chain), chain) == text
    except UnicodeError:
        return False


def lose(text: str, written: str, read: str, manner: Manner) -> str:
    """The text written in one encoding and read as another by a reader that loses bytes.

    ``UnicodeError`` for a text that ``written`` does not hold.

    >>> lose("Ā", "utf-8", "cp1252", Manner.REPLACE), lose("à la", "utf-8", "cp1252", Manner.SPACED)
    ('Ä€', 'Ã  la')
    """
    data = encode(text, written)
    if manner is Manner.REPLACE:
        return data.decode(_PAIRED.get(read, read), "replace")
    if read in NOT_TABLES - {"utf-8"}:
        return _by_pairs(data, _PAIRED.get(read, read), manner)
    return "".join(_shown(byte, read, manner) for byte in data)


def pairs(chain: str) -> list[tuple[str, str]]:
    """``a>b>c>d`` as ``[(a, b), (c, d)]``."""
    names = chain.split(">")
    return list(zip(names[::2], names[1::2], strict=True))


def encode(text: str, encoding: str) -> bytes:
    """The bytes of a text; ``UnicodeEncodeError``."""
    if encoding in NOT_TABLES:
        return text.encode(encoding)
    return codecs.charmap_encode(text, "strict", _bytes_of(encoding))[0]


def decode(data: bytes, encoding: str) -> str:
    """The text of the bytes, with C1 controls for holes; ``UnicodeDecodeError``."""
    if encoding in NOT_TABLES:
        return data.decode(encoding)
    return codecs.charmap_decode(data, "strict", table(encoding))[0]


@cache
def table(encoding: str) -> str:
    """The 256 characters of a single-byte encoding; U+FFFE, which charmaps refuse, for none."""
    chars = (bytes([byte]).decode(encoding, "replace") for byte in range(256))
    return "".join(
        char if char != REPLACEMENT else chr(byte) if byte < HOLE_END else "\ufffe"
        for byte, char in enumerate(chars)
    )


@cache
def _bytes_of(encoding: str) -> dict[int, int]:
    return {ord(char): byte for byte, char in enumerate(table(encoding)) if char != "\ufffe"}


@cache
def _shown(byte: int, encoding: str, manner: Manner) -> str:
    """What a reader of single bytes shows for one; UTF-8 has none beyond ASCII."""
    char = bytes([byte]).decode(encoding, "replace")
    if char == REPLACEMENT or "\x80" <= char <= "\x9f":
        return "?" if manner is Manner.QUESTION else ""
    if char == "\xad" and manner is not Manner.QUESTION:
        return ""
    return " " if char == "\xa0" and manner is Manner.SPACED else char


def _by_pairs(data: bytes, encoding: str, manner: Manner) -> str:
    """Two bytes at a time from left to right; what is no pair becomes one mark or nothing.

    The end of a line stays: no case is known in which a lost byte took it along.
    """
    mark = "?" if manner is Manner.QUESTION else ""
    alone = _KATAKANA if encoding == "cp932" else _ALONE.get(encoding, {})
    shown: list[str] = []
    at = 0
    while at < len(data):
        byte = data[at]
        if byte < 0x80 or byte in alone:
            shown.append(alone.get(byte, chr(byte)))
            at += 1
            continue
        pair = data[at : at + (1 if data[at + 1 : at + 2] == b"\n" else 2)]
        try:
            shown.append(pair.decode(encoding))
        except UnicodeDecodeError:
            shown.append(mark)
        at += len(pair)
    return "".join(shown)
