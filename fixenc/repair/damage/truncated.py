"""Text in UTF-8 of which cp1252 showed two bytes in three: ``ã“ã“ã«`` is ここに.

Five bytes have no character in cp1252, and 81 is the second byte of every hiragana up to み, 8D the
third of the virama of Devanagari. So nothing of a short line may be undone as it stands; yet first
bytes of three alternate with others, as they do in no text.
"""

from __future__ import annotations

import re
from functools import cache

from fixenc import codecs

READER = "cp1252"
LEAST = 2  # characters in a row; that they are text is asked of the model
_FIRST = range(0xE0, 0xF0)
_NEXT = range(0x80, 0xC0)


@cache
def pattern() -> re.Pattern[str]:
    """Such characters in a row: a first byte, and none to two others behind each.

    >>> pattern().search("// ã“ã“ã«")[0], pattern().search("é» ou « é »")
    ('ã“ã“ã«', None)
    """
    first, others = _shown(_FIRST), _shown(_NEXT)
    char = f"[{first}](?: ?[{others}]){{0,2}}+"
    return re.compile(f"(?<![^\\0-\\x7f]){char}(?:{char}){{{LEAST - 1},}}+(?![^\\0-\\x7f])")


@cache
def _begun() -> re.Pattern[str]:
    """A first byte and another: every row has them, and to look for them takes no time."""
    return re.compile(f"[{_shown(_FIRST)}] ?[{_shown(_NEXT)}]")


def stands_in(text: str) -> bool:
    """Whether there is such a row in a text, with three others for five first bytes or more.

    >>> stands_in("ã“ã“ã«"), stands_in("créée")
    (True, False)
    """
    return _begun().search(text) is not None and any(map(_is_row, pattern().findall(text)))


def _is_row(row: str) -> bool:
    begun = sum(char in _firsts() for char in row)
    others = len(row) - begun - row.count(" ")
    return others >= LEAST and 5 * others >= 3 * begun


@cache
def _firsts() -> frozenset[str]:
    return frozenset(_shown(_FIRST))


def _shown(data: range) -> str:
    """The characters that are shown for bytes, but for those that no one sees."""
    table = codecs.charmap(READER)
    return "".join(char for byte in data if (char := table[byte]).isprintable())
