"""Japanese that was saved after a misread that lost bytes: 完亁E for 完了, チE�Eタ for データ.

A program that reads UTF-8 as Shift_JIS shows ・ for each pair that it lacks. What it saves is, but
for those, the bytes that it read; and ・ is 81 45, so that in UTF-8 again its first byte ends the
character before, if that is not beyond recovery, and the second one is the letter E. 了, which is
E4 BA 86, becomes E4 BA 81 45 at the end of a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from fixenc.repair.undoing.align import decoder

READ = "cp932"
MARK = "・"  # what Japanese readers write for bytes that they lack: 81 45
HOLE = "\ufffd"
LETTER = "E"
_LIKELIEST_LEAD = b"\xe3"  # of kana and of the marks of Japanese
_LEADS = frozenset((*range(0x81, 0xA0), *range(0xE0, 0xFD)))
_HALF_WIDTH = range(0xA1, 0xE0)


@cache
def sign() -> re.Pattern[str]:
    """The same without ``、E``, which stands in clean lists of letters: too little to go by.

    >>> bool(sign().search("完亁E")), bool(sign().search("G、T、P、E、Z"))
    (True, False)
    """
    return re.compile(_ending(but="、"))


@cache
def pattern() -> re.Pattern[str]:
    """What ・ leaves: a character of three bytes, the last of which is 81, or U+FFFD, and an E.

    No small letter follows: that would be a word.

    >>> bool(pattern().search("完亁E")), bool(pattern().search("始めEmacs"))
    (True, False)
    """
    return re.compile(_ending())


def _ending(but: str = "") -> str:
    """The pattern, in which a character that is left out of the class costs nothing elsewhere."""
    ending = "".join(map(chr, (*range(0x2001, 0xD800, 0x40), *range(0xFF01, 0xFFFE, 0x40))))
    before = re.escape((ending + HOLE).replace(but, ""))
    # of the two the letter is told faster
    return f"{LETTER}(?<=[{before}]{LETTER})(?![a-z])"


def parts(line: str) -> Iterator[tuple[int, int, str]]:
    """The parts of a line that can be followed, half open, as Shift_JIS showed them.

    Between them stands U+FFFD for characters of which the middle is gone too.

    >>> list(parts("完亁E"))
    [(0, 3, '螳御ｺ・')]
    """
    start = 0
    for gap in re.finditer(f"{HOLE}+(?!{LETTER})", line):
        yield from _part(line, start, gap.start())
        start = gap.end()
    yield from _part(line, start, len(line))


def _part(line: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    if pattern().search(line, start, end):
        shown = _shown(line[start:end])
        if MARK in shown:
            yield start, end, shown


def _shown(text: str) -> str:
    """A text as Shift_JIS showed it; nothing where it cannot have shown it."""
    decode = decoder(READ)
    found: list[str] = []
    lead = b""
    for char in text:
        data = char.encode("utf-8", "replace")
        if char == HOLE:
            # the first byte of a character went before, where half a pair is open
            data = (_LIKELIEST_LEAD if lead else b"") + b"\x81"
        for byte in data:
            pair = lead + bytes((byte,))
            if not lead and byte in _LEADS:
                lead = pair
                continue
            shown = decode[pair] if lead or byte in _HALF_WIDTH else chr(byte)
            if len(shown) != 1 or not (lead or byte <= 0x80 or byte in _HALF_WIDTH):
                return ""
            found.append(shown)
            lead = b""
    return "".join(found) + (MARK if lead else "")
