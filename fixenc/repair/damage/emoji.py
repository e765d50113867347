"""Emoji that Shift_JIS shows as one character: ``噫 縺ｯ縺倥ａ`` for ``🚀 はじめ``.

UTF-8 writes an emoji in four bytes. The first two, F0 9F, are a pair that Windows leaves to its
users, and what stands for it is mostly gone. What the other two show is one ideograph, which is no
UTF-8, in a line of which all else is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from fixenc.chains import Misread
from fixenc.repair.damage.halved_marks import Part
from fixenc.repair.undoing.align import Unit, encoder

MISREAD = Misread("utf-8", "cp932")
GONE = b"\xf0\x9f"
# Where what the sequences of UTF-8 that begin so are: pictures and faces, transport, more of both.
BLOCKS = ((0x1F300, 0x1F64F), (0x1F680, 0x1F6FF), (0x1F900, 0x1F9FF), (0x1FA70, 0x1FAFF))
# What begins kana, and how many of them, or of other sequences, tell that a line is garbled so.
_KANA = re.compile("[縺繧繝]")
FEWEST = 2
SURE = 0.9
_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_MARKS = "?\ufffd・"
# What is left of the sign that an emoji is to be one; the second mark took the next byte along.
_VARIANT = "・・"


@cache
def _emoji(char: str) -> str:
    """The emoji that ends in the bytes of a character, if there is one."""
    try:
        found = (GONE + encoder(MISREAD.read)[char]).decode()
    except UnicodeDecodeError:
        return ""
    return found if any(first <= ord(found) <= last for first, last in BLOCKS) else ""


def found(line: str, *, garbled: bool = False) -> Iterator[Part]:
    """The emoji of a line that is UTF-8 read as Shift_JIS else; ``garbled`` says that it is known.

    >>> [part.unit for part in found("噫 縺ｯ縺倥ａ")]
    [Unit(start=0, end=1, after='🚀')]
    >>> list(found("噫 はじめ")), list(found("高 縺ｯ縺倥ａ は"))
    ([], [])
    """
    if not garbled and len(_KANA.findall(line)) < FEWEST:
        return
    encode = encoder(MISREAD.read)
    parts = [b"\x00" if char in _MARKS else encode[char] for char in line]
    starts, at = [], 0
    for part in parts:
        starts.append(at)
        at += len(part)
    complete = bytearray(at)  # which bytes are of whole sequences
    for match in _SEQUENCE.finditer(b"".join(parts)):
        complete[match.start() : match.end()] = b"\x01" * len(match[0])
    covered = [
        char > "\x7f" and any(complete[start : start + len(part)])
        for char, start, part in zip(line, starts, parts, strict=True)
    ]
    told: list[Unit] = []
    for start, end in _runs(line, covered):
        run = line[start:end]
        whole = _emoji(run[0])
        if whole and _is_shown_so(whole, run[1:]) and _is_apart(line, start, end):
            told.append(_unit(line, start, end, whole))
        elif not any(mark in run for mark in _MARKS):
            return  # clean
    if FEWEST * len(told) <= sum(covered):
        yield from (Part(unit, SURE, inferred=True) for unit in told)


def _runs(line: str, covered: list[bool]) -> Iterator[tuple[int, int]]:
    """The runs of characters beyond ASCII that are of no whole sequence, half open."""
    start = -1
    for at, char in enumerate(line):
        if char > "\x7f" and not covered[at]:
            start = at if start < 0 else start
        elif start >= 0:
            yield start, at
            start = -1
    if start >= 0:
        yield start, len(line)


def _is_shown_so(emoji: str, behind: str) -> bool:
    """Whether no more is left of an emoji: those that are one by themselves are wide."""
    return unicodedata.east_asian_width(emoji) == "W" if not behind else behind == _VARIANT


def _is_apart(line: str, start: int, end: int) -> bool:
    """Whether no letter of ASCII and no mark stands beside a run, nor quotation marks around it."""
    beside = line[start - 1 : start] + line[end : end + 1]
    if len(beside) == 2 and beside[0] in tuple("\"'`,\t;>") and beside[1] in tuple("\"'`,\t;<"):
        return False  # a clean character may be all of a field
    return not any(char in _MARKS or (char.isascii() and char.isalnum()) for char in beside)


def _unit(line: str, start: int, end: int, emoji: str) -> Unit:
    if end > start + 1:
        emoji += "\N{VARIATION SELECTOR-16}"
        behind = line[end : end + 1]
        emoji += " " if behind.isalnum() else ""
    return Unit(start, end, emoji)
