"""Pairs of bytes that vanish where GBK is read, with nothing to mark it: in UTF-8 and in Big5.

中文 is E4 B8, AD E6, 96 87. GBK leaves its rows AA to AF and half of A1 to A7 to its users, so that
a program shows the second pair as a character for private use, and the next one as nothing: 涓枃.
Such a word shows no byte too few, but its characters are odd ones: the first is that of a first and
a second byte of a character in UTF-8, and all bytes of the others are such as UTF-8 has. In Big5
whole characters vanish, some of the commonest, and nothing tells where.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

READER = "gb18030"
# The rows that GBK leaves to its users: the lower and the upper half of some.
_USERS_LOW = range(0xA1, 0xA8)
_USERS_HIGH = frozenset((*range(0xAA, 0xB0), *range(0xF8, 0xFF)))
LONGEST = 8  # characters of the garble: longer ones have other signs
# A character of two bytes in GBK and of three in UTF-8, by what it is not: Python counts through
# ranges to compile them, which takes 1.5 ms from U+2E80 to U+FFFF.
NARROW = "\0-\u2e7f\U00010000-\U0010ffff"
WIDE = f"[^{NARROW}]"
# How many stand behind the first one, and what does not stand behind those.
BEHIND = f"{{1,{LONGEST - 1}}}+(?!{WIDE})"
_FIRST = range(0xE4, 0xEA)  # the first bytes of ideographs in UTF-8
_NEXT = range(0x80, 0xC0)
_WIDE_MARK = b"\xef\xbc"  # ... and those of （ and other full-width marks
# ... and of kana and of marks that are as wide as those
_OF_UTF8 = frozenset((*_NEXT, 0xE3, *_FIRST, 0xEF))


def in_big5(text: str) -> int:
    """How many characters of Big5 a text has; none if GBK leaves the pair of any to its users.

    >>> in_big5("假設第數是最"), in_big5("假設第一個數是最大")
    (6, 0)
    """
    pairs = [part for char in text if len(part := char.encode("big5", "ignore")) == 2]
    return 0 if any(map(_is_users, pairs)) else len(pairs)


def _is_users(pair: bytes) -> bool:
    """Whether GBK leaves a pair to its users."""
    lead, trail = pair
    return (lead in _USERS_LOW and 0x40 <= trail < 0xA1) or (lead in _USERS_HIGH and trail > 0xA0)


@cache
def firsts() -> str:
    """The characters that such words begin with.

    >>> "涓" in firsts(), "中" in firsts()
    (True, False)
    """
    pairs = (bytes((lead, trail)) for lead in _FIRST for trail in _NEXT)
    return _shown([*pairs, _WIDE_MARK])


@cache
def pattern() -> re.Pattern[str]:
    """Such words, which stand by themselves.

    >>> pattern().search('name = "涓枃"')[0], pattern().search("中文版")
    ('涓枃', None)
    """
    shown = _shown(bytes((one, two)) for one in _OF_UTF8 for two in _OF_UTF8)
    others = re.escape("".join(sorted(shown)))
    # a character said twice is a word of its own: 涓涓
    return re.compile(f"(?<!{WIDE})([{firsts()}])(?!\\1{BEHIND})[{others}]{BEHIND}")


def stands_in(text: str) -> bool:
    """Whether there is such a word in a text."""
    return not _starts().isdisjoint(text) and pattern().search(text) is not None


def is_one(text: str) -> bool:
    """Whether all of a text is such a word."""
    return text[:1] in _starts() and pattern().fullmatch(text) is not None


def stands_at(text: str, at: int) -> bool:
    """Whether such a word begins at a place of a text.

    >>> stands_at("涓枃", 0), stands_at("楠木", 0)
    (True, False)
    """
    return text[at] in _starts() and pattern().match(text, at) is not None


@cache
def _starts() -> frozenset[str]:
    return frozenset(firsts())


def _shown(pairs: Iterable[bytes]) -> str:
    # No byte of them goes with a newline. A call for each pair would take 3 ms.
    return b"\n".join(pairs).decode("gbk", "ignore").replace("\n", "")
