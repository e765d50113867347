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
_SAVED = REPLACEMENT.encode()

# The readers in which EF BF BD is met in the wild, or that are usual for a script (source: the
# first choices of ``data/languages.toml``). Left out are tables in which it spells like a word.
READERS = (
    *("cp1250", "cp1251", "cp1252", "cp1253", "cp1255", "cp1256", "cp1257", "cp874"),
    *("iso8859-15", "koi8-r", "koi8-u", "kz1048", "mac-roman", "mac-cyrillic"),
    *("cp437", "cp737", "cp850", "cp852", "cp862", "cp866"),
)
# In these two of it in a row are three characters of two bytes; see ``_cycles``.
PAIRED_READERS = ("gb18030", "big5hkscs", "cp949", "euc_jp")

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

_HAN = "\u3400-\u9fff"

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
    # One of these spells an everyday word by itself.
    return {char: name for char, name in found.items() if len(char) == 1 and char not in "面様"}


@cache
def renderings() -> dict[str, str]:
    """How single-byte readers show a saved U+FFFD, and the reader.

    >>> renderings()["ï¿½"], renderings()["пїЅ"]
    ('cp1252', 'cp1251')
    """
    found: dict[str, str] = {}
    for reader in READERS:
        once = codecs.decode(_SAVED, reader)
        found.setdefault(once, reader)
        found.setdefault(codecs.decode(once.encode(), reader), f"{reader} twice")
    return found


@cache
def _cycles() -> dict[str, str]:
    """The three characters that U+FFFD U+FFFD becomes in a double-byte encoding, by reader."""
    return {reader: codecs.decode(2 * _SAVED, reader) for reader in PAIRED_READERS}


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


@cache
def _first() -> re.Pattern[str]:
    """The first character of each cycle; one is in all that double-byte readers left."""
    return re.compile(f"[{''.join(cycle[0] for cycle in _cycles().values())}]")


@cache
def _seeds() -> re.Pattern[str]:
    """What a double-byte reader cannot but show: two neighbours of a cycle, in either alignment.

    In GB 18030 also 锟 … 拷 with survivors between, and U+FFFD alone: 锟 and a second character
    that begins with BD. In Chinese prose 锟 is a character of names, so that the last counts only
    where no other ideograph touches it, or where BD and an ASCII letter made the second character.
    """
    pairs = [
        re.escape(cycle[i] + cycle[(i + 1) % 3]) for cycle in _cycles().values() for i in range(3)
    ]
    rare = "".join(codecs.decode(bytes((0xBD, trail)), "gb18030") for trail in range(0x40, 0x7F))
    usual = "".join(codecs.decode(bytes((0xBD, trail)), "gb18030") for trail in range(0xA1, 0xFF))
    alone = f"(?<![{_HAN}])锟(?:[{rare}?{REPLACEMENT}]|[{usual}](?![{_HAN}]))"
    return re.compile("|".join((*pairs, f"锟[{_HAN}]{{1,3}}?拷", alone)))


@cache
def _reader_of() -> dict[str, str]:
    return {char: reader for reader, cycle in _cycles().items() for char in cycle}


def find_remains(text: str) -> Iterator[Remains]:
    """The remains in ``text``, family by family, each family from left to right."""
    yield from _plain(text)
    if _first().search(text) is not None:
        yield from _paired(text)


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
    if len(gap) > BRIDGE or any(char in _SEPARATORS for char in gap):
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


def _paired(text: str) -> Iterator[Remains]:
    done = 0
    for seed in _seeds().finditer(text):
        if seed.start() < done:
            continue
        reader = _reader_of()[seed[0][0]]
        start, end = _around(text, seed, done)
        done = end
        yield from _in_bytes(text, start, end, reader)


# A saved U+FFFD, or one whose last byte was lost before ASCII.
_HIT = re.compile(rb"\xef\xbf[\xbd?]")
_SEPARATORS = frozenset(" \t\r\n\"'“”‘’「」『』《》（）()[]{}<>、，。：；,:;=|/")


def _around(text: str, seed: re.Match[str], after: int) -> tuple[int, int]:
    """The run around a seed without spaces, quotation marks and the like.

    ``after`` bounds it on the left, so that no run is looked at twice.
    """
    start, end = seed.span()
    while start > after and text[start - 1] not in _SEPARATORS:
        start -= 1
    while end < len(text) and text[end] not in _SEPARATORS:
        end += 1
    return start, end


def _in_bytes(text: str, start: int, end: int, reader: str) -> Iterator[Remains]:
    """The stretches of a run whose bytes hold EF BF BD again and again."""
    places: list[int] = []  # the character that each byte belongs to
    data = bytearray()
    for at in range(start, end):
        part = _bytes_of(text[at], reader)
        data += part
        places += [at] * len(part)
    groups: list[list[int]] = []
    for found in _HIT.finditer(data):
        if not groups or found.start() - (groups[-1][-1] + 3) > 2 * BRIDGE:
            groups.append([])
        groups[-1].append(found.start())
    for group in groups:
        stretch = _stretch(places, group, reader, len(data))
        # 斤拷 may be half of two words; the first character of the cycle hardly is
        if _cycles()[reader][0] in text[stretch.start : stretch.end]:
            yield stretch


def _stretch(places: list[int], hits: list[int], reader: str, size: int) -> Remains:
    first, last = hits[0], min(hits[-1] + 3, size)
    start, end = places[first], places[last - 1] + 1
    exact = (
        3 * len(hits) == last - first and len(hits) % 2 == 0 and 2 * (end - start) == last - first
    )
    share = min(1.0, 3 * len(hits) / (last - first))
    return Remains(start, end, reader, len(hits), exact, share, stood_for(len(hits), reader))


def _bytes_of(char: str, reader: str) -> bytes:
    if char in "?\ufffd":
        return b"?"
    try:
        return codecs.encode(char, reader)
    except UnicodeEncodeError:
        return b"\0\0"
