"""What is left of text that was lost: U+FFFD in all its disguises, and memory never written.

A decoder puts U+FFFD where bytes do not decode; saved as UTF-8 that is EF BF BD, and read once more
in another encoding it is 锟斤拷, ï¿½ or 占쏙옙. The characters that it stood for are gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from fixenc import codecs

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
SAVED = REPLACEMENT.encode()

# The readers in which EF BF BD is met in the wild, or that are usual for a script (source: the
# first choices of ``data/languages.toml``). Left out are tables in which it spells like a word.
READERS = (
    *("cp1250", "cp1251", "cp1252", "cp1253", "cp1255", "cp1256", "cp1257", "cp874"),
    *("iso8859-15", "koi8-r", "koi8-u", "kz1048", "mac-roman", "mac-cyrillic"),
    *("cp437", "cp737", "cp850", "cp852", "cp862", "cp866"),
)

# What debuggers and allocators fill memory with, and what it is called (source: the manual of
# Microsoft's C run-time library on its debug heap). 0xFEEE is written low byte first.
_FILLS = {
    b"\xcc\xcc": "stack memory that was never written (0xCC)",
    b"\xcd\xcd": "heap memory that was never written (0xCD)",
    b"\xdd\xdd": "memory that was freed (0xDD)",
    b"\xee\xfe": "memory that was freed (0xFEEE)",
}
_FILL_READERS = ("gb18030", "big5hkscs", "cp949")
SHORTEST_FILL = 3  # characters of two bytes

# The same read as cp1252; six of a letter in a row are no word of any language.
_LATIN_FILLS = "ÌÍÝ"
SHORTEST_LATIN_FILL = 6

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
        return self.kind in fills() or self.kind in _LATIN_FILLS


@cache
def fills() -> dict[str, str]:
    """The character that a fill of memory becomes, and what the memory was."""
    found: dict[str, str] = {}
    for pair, name in _FILLS.items():
        for reader in _FILL_READERS:
            found.setdefault(codecs.decode(pair, reader), name)
    return found


@cache
def renderings() -> dict[str, str]:
    """How single-byte readers show a saved U+FFFD, and the reader.

    >>> renderings()["ï¿½"], renderings()["пїЅ"]
    ('cp1252', 'cp1251')
    """
    found: dict[str, str] = {}
    for reader in READERS:
        once = codecs.decode(SAVED, reader)
        found.setdefault(once, reader)
        found.setdefault(codecs.decode(once.encode(), reader), f"{reader} twice")
    return found


@cache
def _pattern() -> re.Pattern[str]:
    """All remains but those in double-byte readers.

    Every alternative begins with a literal character and there are no groups: only then does the
    search skip to places where one may begin (13 times as fast on clean text).
    """
    shown = map(re.escape, sorted(renderings(), key=len, reverse=True))
    filled = (char * SHORTEST_FILL + f"{char}*+" for char in fills())
    latin = (char * SHORTEST_LATIN_FILL + f"{char}*+" for char in _LATIN_FILLS)
    return re.compile("|".join((REPLACEMENT, *shown, *filled, *latin)))


def find_remains(text: str) -> Iterator[Remains]:
    """The remains in ``text`` but for those in double-byte readers, family by family."""
    yield from _plain(text)
    if "锘" in text:
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
    return re.compile(f"(?:^|(?<=\n))({twice}|锘[{rare}?{REPLACEMENT}])")


def _plain(text: str) -> Iterator[Remains]:
    group: list[re.Match[str]] = []
    for found in _pattern().finditer(text):
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
