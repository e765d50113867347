"""Byte pairs of GBK and of Big5, readings in brackets, and what both look like after folding."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from unicodedata import normalize

# What stands where bytes did not decode. "？" too: the full-width form of what was a "?".
HOLES = "?\ufffd"
REPLACED = "\ufffd"  # ... where the decoder did not put a "?", which may be a byte of the page
ROW = 0xA3  # the first byte of the full-width forms; their second is the ASCII byte plus 0x80
MARKS = frozenset("，、。：；！？（）")

# The letters of a pinyin reading, composed or not; ɑ and ɡ are GBK's own letters for it.
_MARKED = "āáǎàēéěèêếềīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿɑɡ\u0300\u0301\u0304\u0308\u030c"
LETTERS = f"[a-z{_MARKED}]"
_GAP = "[ \xa0\u3000]?+"
SPELT = f"{_GAP}({LETTERS}{{1,8}}+){_GAP}"  # group: the reading
IN_BRACKET = rf"{SPELT}\)"  # what stands behind the opening bracket
BRACKET = re.compile(rf"\({IN_BRACKET}")
# A reading whose opening bracket was swallowed, or not, behind a hole.
KEY = rf"[{HOLES}]\(?+{SPELT}\)"
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
HAN = re.compile(f"[{_HAN}]")
# A hole that may begin a shifted run: before a character of two bytes or a reading, or behind one.
# Possessive throughout, so that no text makes it slow; it begins with one class, over which the
# search skips (3 ms for 10 MB of Chinese, where an alternation took 113).
BEHIND_HOLE = rf"(?:[!-~]{{0,5}}+[^\x00-\x7f]|\(?+{SPELT}\)|(?<=[^\x00-\x7f].)[!-~])"
# Between angle brackets it is a placeholder: <?>.
ANCHOR = re.compile(f"[{HOLES}](?:(?<!<.)|(?!>)){BEHIND_HOLE}", re.DOTALL)
_MANY = 256  # a text has many holes if one of so many code points is one


def anchors_in(text: str) -> Iterator[int]:
    """Where anchors begin, in no order that counts.

    ``str.find`` is far faster than the pattern where holes are few.
    """
    if _MANY * sum(map(text.count, HOLES)) > len(text):
        yield from (found.start() for found in ANCHOR.finditer(text))
        return
    for hole in HOLES:
        at = -1
        while (at := text.find(hole, at + 1)) >= 0:
            if ANCHOR.match(text, at):
                yield at


@lru_cache(1 << 14)
def pair(char: str) -> tuple[int, int] | None:
    """The two bytes of a character as it was read; None if GBK does not hold it in two.

    GB 18030's private-use characters count, as they stand for GBK's user-defined pairs.

    >>> pair("當")
    (174, 148)
    """
    if char < "\x80":
        return None
    try:
        data = char.encode("gb18030")
    except UnicodeEncodeError:
        return None
    return (data[0], data[1]) if len(data) == 2 else None


@lru_cache(1 << 14)
def character(lead: int, trail: int) -> str | None:
    """The character of two bytes, if GBK has one; no private-use character.

    >>> character(0xAE, 0x94)
    '當'
    """
    try:
        return bytes((lead, trail)).decode("gbk")
    except UnicodeDecodeError:
        return None


@cache
def firsts(trail: int) -> tuple[tuple[int, str], ...]:
    """The ideographs, and the full stop, that end in a byte: first byte and character.

    >>> len(firsts(0xA3))
    105
    """
    found = []
    for lead in range(0x81, 0xFF):
        char = character(lead, trail)
        if char is not None and (is_han(char) or char == "。"):
            found.append((lead, char))
    return tuple(found)


@cache
def seconds(lead: int) -> tuple[tuple[int, str], ...]:
    """The characters that begin with a byte: second byte and character."""
    known = ((trail, character(lead, trail)) for trail in range(0x40, 0xFF))
    return tuple((trail, char) for trail, char in known if char is not None)


def _big5_pair(char: str) -> tuple[int, int] | None:
    try:
        data = char.encode("cp950")
    except UnicodeEncodeError:
        return None
    return (data[0], data[1]) if len(data) == 2 else None


def _big5_character(lead: int, trail: int) -> str | None:
    try:
        char = bytes((lead, trail)).decode("cp950")
    except UnicodeDecodeError:
        return None
    return None if "\ue000" <= char <= "\uf8ff" else char


@cache
def _big5_firsts(trail: int) -> tuple[tuple[int, str], ...]:
    known = ((lead, _big5_character(lead, trail)) for lead in range(0xA4, 0xFA))
    return tuple((lead, char) for lead, char in known if char is not None and is_han(char))


@cache
def _big5_seconds(lead: int) -> tuple[tuple[int, str], ...]:
    known = ((trail, _big5_character(lead, trail)) for trail in range(0x40, 0xFF))
    return tuple((trail, char) for trail, char in known if char is not None)


@dataclass(frozen=True, slots=True)
class Coding:
    """The encoding of an edited page: its pairs of bytes, and the characters that they are.

    ``row`` is the first byte of its full-width forms if their second is the ASCII byte plus 0x80,
    or -1.
    """

    name: str
    pair: Callable[[str], tuple[int, int] | None]
    character: Callable[[int, int], str | None]
    firsts: Callable[[int], tuple[tuple[int, str], ...]]
    seconds: Callable[[int], tuple[tuple[int, str], ...]]
    row: int


def is_han(char: str) -> bool:
    """Whether a character is an ideograph of the plane that GBK draws on.

    >>> is_han("火"), is_han("；")
    (True, False)
    """
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf"


@lru_cache(1 << 13)
def is_simple(char: str) -> bool:
    """Whether GB 2312 holds the character.

    >>> is_simple("当"), is_simple("當")
    (True, False)
    """
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@cache
def folded() -> dict[str, tuple[tuple[int, int], ...]]:
    """What NFKC makes of GBK's symbols: the folded text, and the pairs that give it.

    The small forms of row A9, which nobody types, are left out.

    >>> folded()["!"], folded()["VIII"]
    (((163, 161),), ((162, 248),))
    """
    found: dict[str, list[tuple[int, int]]] = {}
    for lead in range(0xA1, 0xA9):
        for trail in range(0x40, 0xFF):
            char = character(lead, trail)
            text = normalize("NFKC", char) if char is not None else char
            if text != char and text is not None:
                found.setdefault(text, []).append((lead, trail))
    return {text: tuple(pairs) for text, pairs in found.items()}


GBK = Coding("gb18030", pair, character, firsts, seconds, ROW)
BIG5 = Coding(
    "big5hkscs",
    lru_cache(1 << 14)(_big5_pair),
    lru_cache(1 << 14)(_big5_character),
    _big5_firsts,
    _big5_seconds,
    -1,
)
