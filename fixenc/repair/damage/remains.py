"""What is left of text that was lost: U+FFFD in all its disguises, and memory never written.

A decoder puts U+FFFD where bytes do not decode; saved as UTF-8 that is EF BF BD, and read once more
in another encoding it is 锟斤拷, ï¿½ or 占쏙옙. The characters that it stood for are gone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from fixenc import codecs, data

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

SHORTEST_FILL = 3  # characters of two bytes

# The same read as cp1252; six of a letter in a row are no word of any language.
LATIN_FILLS = "ÌÍÝ"
SHORTEST_LATIN_FILL = 6

MARK = "锘"  # what a byte order mark read as GB 18030 begins with
# Characters that end a run of remains.
SEPARATORS = frozenset(" \t\r\n\"'“”‘’「」『』《》（）()[]{}<>、，。：；,:;=|/")
# Characters between two remains that are taken for survivors of the same loss.
BRIDGE = 3


@dataclass(frozen=True, slots=True)
class Remains:
    """What is left at ``text[start:end]`` of something lost.

    ``kind`` tells families apart: "replaced" for U+FFFD, "shown" for what a single-byte reader
    makes of it, the name of a double-byte reader, or the character that memory was filled with.
    ``units`` counts U+FFFD or fill characters; ``exact`` says that nothing else stands there;
    ``share`` of it is lost.
    """

    start: int
    end: int
    kind: str
    units: int
    exact: bool
    share: float
    reason: str

    @property
    def is_fill(self) -> bool:
        """Whether memory was read, not text."""
        return self.kind in fills() or self.kind in LATIN_FILLS


@cache
def _tables() -> dict[str, dict[str, str]]:
    tables: dict[str, dict[str, str]] = json.loads(data.read("remains.json"))
    return tables


def fills() -> dict[str, str]:
    """The character that a fill of memory becomes, and what the memory was."""
    return _tables()["fills"]


def renderings() -> dict[str, str]:
    """How single-byte readers show a saved U+FFFD, and the reader.

    >>> renderings()["ï¿½"], renderings()["пїЅ"]
    ('cp1252', 'cp1251')
    """
    return _tables()["shown"]


def cycles() -> dict[str, str]:
    """The three characters that U+FFFD U+FFFD becomes in a double-byte encoding, by reader.

    >>> cycles()["gb18030"]
    '锟斤拷'
    """
    return _tables()["cycles"]


@cache
def pattern() -> re.Pattern[str]:
    """All remains but those in double-byte readers.

    Every alternative begins with a literal character and there are no groups: only then does the
    search skip to places where one may begin (13 times as fast on clean text).
    """
    shown = map(re.escape, sorted(renderings(), key=len, reverse=True))
    filled = (char * SHORTEST_FILL + f"{char}*+" for char in fills())
    latin = (char * SHORTEST_LATIN_FILL + f"{char}*+" for char in LATIN_FILLS)
    return re.compile("|".join((REPLACEMENT, *shown, *filled, *latin)))


def find_remains(text: str) -> Iterator[Remains]:
    """The remains in ``text`` but for those in double-byte readers, family by family."""
    yield from _plain(text)
    if MARK in text:
        yield from _marks(text)


def _marks(text: str) -> Iterator[Remains]:
    """The byte order mark, EF BB BF, at the start of a line: 锘 and BF with what it swallowed.

    That is an ASCII letter, which makes a rare character, or what became ``?``; before text above
    ASCII everything is garbled, and others see to it.
    """
    for found in _mark().finditer(text):
        start, end = found.start(1), found.end(1)
        gone = 0.5 if found[1][-1] in "?\ufffd" else 0.0
        reason = "a byte order mark read as gb18030, with the character after it"
        yield Remains(start, end, "mark", 1, True, gone, reason)


@cache
def _mark() -> re.Pattern[str]:
    rare = "".join(codecs.decode(bytes((0xBF, trail)), "gb18030") for trail in range(0x40, 0x7F))
    twice = codecs.decode(b"\xef\xbb\xbf" * 2, "gb18030")
    return re.compile(f"(?:^|(?<=\n))({twice}|{MARK}[{rare}?{REPLACEMENT}])")


def _plain(text: str) -> Iterator[Remains]:
    group: list[re.Match[str]] = []
    for found in pattern().finditer(text):
        if group and not _belong(text, group[-1], found):
            yield _joined(text, group)
            group = []
        group.append(found)
    if group:
        yield _joined(text, group)


def _kind(found: re.Match[str]) -> str:
    if found[0] == REPLACEMENT:
        return "replaced"
    return "shown" if found[0] in renderings() else found[0][0]


def _belong(text: str, last: re.Match[str], found: re.Match[str]) -> bool:
    """Whether two finds are of one loss: the same family, and little but odd survivors between."""
    gap = text[last.end() : found.start()]
    if len(gap) > BRIDGE or any(char in SEPARATORS for char in gap):
        return False
    return _kind(last) == _kind(found) in ("replaced", "shown")


def _joined(text: str, group: list[re.Match[str]]) -> Remains:
    start, end, kind = group[0].start(), group[-1].end(), _kind(group[0])
    covered = sum(len(found[0]) for found in group)
    units = len(group)
    if kind not in ("replaced", "shown"):
        units = end - start
        name = fills().get(text[start], "memory that was never written")
        reason = f"{name} read as text: {units} characters that stand for nothing"
    else:
        reason = stood_for(units, "" if kind == "replaced" else renderings()[group[0][0]])
    return Remains(start, end, kind, units, covered == end - start, covered / (end - start), reason)


def stood_for(units: int, reader: str = "") -> str:
    """How many characters were lost where so many U+FFFD stand, read as ``reader``.

    A decoder writes one for each bad byte or for each bad sequence, so that a character of two
    bytes became one or two.

    >>> stood_for(1)
    'U+FFFD, where a character was lost'
    >>> stood_for(6, "gb18030")
    '6 times U+FFFD read as gb18030, where 3 to 6 characters were lost'
    """
    read = f" read as {reader}" if reader else ""
    if units == 1:
        return f"U+FFFD{read}, where a character was lost"
    return f"{units} times U+FFFD{read}, where {(units + 1) // 2} to {units} characters were lost"
