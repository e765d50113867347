"""Emoji that Windows-949 shows as a question mark and a syllable: ``?뵇 검색`` for ``🔍 검색``.

UTF-8 writes an emoji in four bytes. The first two, F0 9F, are no pair there, and one mark stands
for them. The other two are a pair, and the syllable that it shows is none of the 2,350 of KS X
1001, which Korean is written with. A mark at the beginning of a garbled word stands for two bytes
of three, so that the pair behind it ends in the first byte of a character: in none of an emoji.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache

from fixenc.chains import Misread
from fixenc.repair.damage.emoji import BLOCKS, GONE, SURE
from fixenc.repair.damage.halved_marks import Part
from fixenc.repair.undoing.align import Unit

MISREAD = Misread("utf-8", "cp949")
_KS_X_1001 = 0xA1  # the first of both bytes of what is a character there
# What is left of the sign that an emoji is to be one, EF B8 8F: the second mark took the next
# character along, mostly a space.
_VARIANT = "截?"
# Signs of three bytes that are emoji by that mark: E2 and the next byte are lost, the last one and
# EF are a pair, and B8 8F another (``?좑툘`` for ``⚠️``). Where several end so, the commonest.
_OLDER, _END = "⚠ℹ✔▶⏱✖❤⚙✈✉✂✏⬇⬆⬅", "툘"
# A rule of ═: six bytes are a mark and two pairs, and one more sign is two marks, the second of
# which takes along what stands behind.
_RULE = re.compile(r"(?<![^\0-\x7f])((?:\?먥븧)+)(\?\?(?=[A-Za-z]|$))?")


@cache
def _shown() -> Mapping[str, str]:
    """Emoji by the syllable that is shown for the last two bytes."""
    found: dict[str, str] = {}
    for first, last in BLOCKS:
        for code in range(first, last + 1):
            data = chr(code).encode().removeprefix(GONE)
            if min(data) < _KS_X_1001 and len(char := data.decode("cp949", "ignore")) == 1:
                found[char] = chr(code)
    return found


@cache
def _older() -> Mapping[str, str]:
    """Those signs by what is shown for their last byte."""
    return {(sign.encode()[2:] + b"\xef").decode("cp949"): sign for sign in _OLDER}


@cache
def _pattern() -> re.Pattern[str]:
    apart = r"(?<![^\0-\x7f])(?<![\w?])"
    shown, older = "".join(_shown()), "".join(_older())
    return re.compile(rf"{apart}\?(?:([{shown}])({re.escape(_VARIANT)})?|([{older}]){_END})")


@cache
def syllables() -> str:
    """The syllables that end emoji, in order: behind a question mark each is a sign of garble."""
    return "".join(sorted({"먥", *_shown(), *_older()}))


def stands_in(line: str) -> bool:
    """Whether a line has what is left of an emoji.

    >>> stands_in("?뵇 검색"), stands_in("뭐? 검색")
    (True, False)
    """
    return next(found(line), None) is not None


def found(line: str) -> Iterator[Part]:
    """The emoji of a line.

    >>> [part.unit for part in found("?뵇 검색")]
    [Unit(start=0, end=2, after='🔍')]
    """
    if "?" not in line:
        return
    for match in _RULE.finditer(line):
        rule = "══" * (len(match[1]) // 3)
        if match[2]:
            rule += "═ " if match.end() < len(line) else "═"
        yield Part(Unit(*match.span(), rule), SURE, inferred=True)
    for match in _pattern().finditer(line):
        if match[3]:
            yield Part(Unit(*match.span(), _older()[match[3]] + "\ufe0f"), SURE, inferred=True)
            continue
        emoji = _shown()[match[1]]
        if match[2]:
            emoji += "\N{VARIATION SELECTOR-16} "
        elif unicodedata.east_asian_width(emoji) != "W":
            continue
        yield Part(Unit(*match.span(), emoji), SURE, inferred=True)
