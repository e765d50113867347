"""U+FFFD in double-byte readers: 锟斤拷, 嚙踝蕭, 占쏙옙, 鐃緒申.

Three bytes do not fit into characters of two. Two U+FFFD make a cycle of three characters, which
begins anywhere when a byte before was swallowed; with other bytes between, any character that
begins or ends with a byte of EF BF BD may come up. So the bytes are searched, not the characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from fixenc import codecs
from fixenc.repair.damage.remains import (
    BRIDGE,
    REPLACEMENT,
    SEPARATORS,
    Remains,
    cycles,
    stood_for,
)

_HAN = "\u3400-\u9fff"
# Of every two neighbours in a cycle one is here, or the first character of the cycle is; and these
# are rare in prose (占 of the cycle in cp949 is a word of Chinese).
RARE = re.compile("[锟嚙鐃쏙옙]")
# A saved U+FFFD, or one whose last byte was lost before ASCII.
_HIT = re.compile(rb"\xef\xbf[\xbd?]")


def find_cycles(text: str) -> Iterator[Remains]:
    """What double-byte readers made of saved U+FFFD in ``text``, from left to right.

    >>> [(r.start, r.end, r.kind, r.units) for r in find_cycles("x 锟斤拷锟斤拷 y")]
    [(2, 8, 'gb18030', 4)]
    """
    if RARE.search(text) is None:
        return
    done = 0
    for seed in _seeds().finditer(text):
        if seed.start() < done:
            continue
        reader = _reader_of()[seed[0][0]]
        start, end = _around(text, seed, done)
        done = end
        yield from _in_bytes(text, start, end, reader)


def _around(text: str, seed: re.Match[str], after: int) -> tuple[int, int]:
    """The run around a seed without spaces, quotation marks and the like.

    ``after`` bounds it on the left, so that no run is looked at twice.
    """
    start, end = seed.span()
    while start > after and text[start - 1] not in SEPARATORS:
        start -= 1
    while end < len(text) and text[end] not in SEPARATORS:
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
        if cycles()[reader][0] in text[stretch.start : stretch.end]:
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


@cache
def _seeds() -> re.Pattern[str]:
    """What a double-byte reader cannot but show: two neighbours of a cycle, in either alignment.

    In GB 18030 also 锟 … 拷 with survivors between, and U+FFFD alone: 锟 and a second character
    that begins with BD. In Chinese prose 锟 is a character of names, so that the last counts only
    where no other ideograph touches it, or where BD and an ASCII letter made the second character.
    """
    pairs = [
        re.escape(cycle[i] + cycle[(i + 1) % 3]) for cycle in cycles().values() for i in range(3)
    ]
    rare = "".join(codecs.decode(bytes((0xBD, trail)), "gb18030") for trail in range(0x40, 0x7F))
    usual = "".join(codecs.decode(bytes((0xBD, trail)), "gb18030") for trail in range(0xA1, 0xFF))
    alone = f"(?<![{_HAN}])锟(?:[{rare}?{REPLACEMENT}]|[{usual}](?![{_HAN}]))"
    return re.compile("|".join((*pairs, f"锟[{_HAN}]{{1,3}}?拷", alone)))


@cache
def _reader_of() -> dict[str, str]:
    return {char: reader for reader, cycle in cycles().items() for char in cycle}
