"""Which parts of a file its main encoding hardly explains.

The whole file is searched, so it has to be quick: compiled patterns and codecs look for what text
in the main encoding seldom holds, and only what they hit is put to the model.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from heapq import merge

from fixenc import codecs
from fixenc.detect.shape import kind_of
from fixenc.detect.utf8 import RUN

# Half-open, in bytes.
Range = tuple[int, int]

# Bytes of a unit: a line, or a part of one that is longer. Parts end after a byte below 0x30,
# which is part of no longer character.
LONGEST = 512
_EDGE = re.compile(rb"[\x00-\x2f]")

BLOCK = 1 << 15  # code points encoded at a time, so that nothing large is made
# Signs that text of many languages holds.
USUAL_SIGNS = "\xa0«»“”„‘’‚–—…°№§©"
# A byte that continues a character of UTF-8, after one that may begin it. Most single-byte
# encodings have signs there, so this is rare in them.
_PERHAPS_UTF8 = re.compile(rb"[\x80-\xbf](?<=[\xc3-\xf0][\x80-\xbf])")
# Share of a line's characters above ASCII that must be strange, in a multi-byte encoding.
STRANGE = 0.12


def units(data: bytes, start: int, end: int) -> Iterator[Range]:
    """``data[start:end]`` cut into lines, their newlines included, and long lines into parts."""
    while start < end:
        stop = data.find(b"\n", start, min(end, start + LONGEST)) + 1
        if not stop:
            stop = _part_end(data, start, end)
        yield start, stop
        start = stop


def _part_end(data: bytes, start: int, end: int) -> int:
    if end - start <= LONGEST:
        return end
    edge = data.rfind(b" ", start + LONGEST // 2, start + LONGEST)
    if edge < 0:
        match = _EDGE.search(data, start + LONGEST // 2, min(end, start + 2 * LONGEST))
        edge = match.start() if match else start + 2 * LONGEST
    return min(end, edge + 1)


def not_utf8(data: bytes) -> Iterator[Range]:
    """The units that are not UTF-8, or hardly enough of it to be sure."""
    at = 0
    for line in data.split(b"\n"):
        end = min(len(data), at + len(line) + 1)
        if not line.isascii() and not _surely_utf8(line):
            for start, stop in units(data, at, end):
                part = data[start:stop]
                if not part.isascii() and not _surely_utf8(part):
                    yield start, stop
        at = end


def _surely_utf8(line: bytes) -> bool:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    # A single sequence may be a character or two of another encoding as well.
    return len(line) - len(text) > 3


def strange(data: bytes, encoding: str, text: str, defects: Iterable[int]) -> list[Range]:
    """The units of ``data`` that hold what text in ``encoding`` seldom does.

    ``text`` is all of it decoded, ``defects`` the offsets of what does not decode.
    """
    if codecs.lookup(encoding).kind is codecs.Kind.SINGLE:
        return list(_units_with(data, _strange_bytes(encoding)))
    return list(_units_at(data, merge(_strange_lines(data, encoding, text), defects)))


def _units_with(data: bytes, strange: re.Pattern[bytes]) -> Iterator[Range]:
    """The units in which something strange is found, or UTF-8."""
    done = 0
    odd, utf8 = strange.search(data), _PERHAPS_UTF8.search(data)
    while odd or utf8:
        unit = _unit_at(data, min(match.start() for match in (odd, utf8) if match), done)
        done = unit[1]
        if (odd and odd.start() < done) or RUN.search(data, *unit):
            yield unit
        if odd and odd.start() < done:
            odd = strange.search(data, done)
        if utf8 and utf8.start() < done:
            utf8 = _PERHAPS_UTF8.search(data, done)


def _units_at(data: bytes, places: Iterator[int]) -> Iterator[Range]:
    """The units that hold these places, which come in order."""
    done = 0
    for place in places:
        if place >= done:
            unit = _unit_at(data, place, done)
            yield unit
            done = unit[1]


def _unit_at(data: bytes, place: int, done: int) -> Range:
    """The unit that holds a place; no unit begins before ``done``."""
    line = max(data.rfind(b"\n", done, place) + 1, done)
    for start, stop in units(data, line, data.find(b"\n", place) + 1 or len(data)):
        if place < stop:
            return start, stop
    return place, len(data)


@cache
def _strange_bytes(encoding: str) -> re.Pattern[bytes]:
    """Signs, box drawing and controls, and a small letter before a capital."""
    table = codecs.charmap(encoding)
    kinds = [kind_of(char) for char in table]

    def members(chosen: str) -> bytes:
        return re.escape(
            bytes(
                b for b in range(0x80, 0x100) if kinds[b] in chosen and table[b] not in USUAL_SIGNS
            )
        )

    odd, small, capital = members("bxsojm"), members("lcg"), members("uCG")
    # One set of bytes to search for, then a look back at what it is: ``re`` is quick at that.
    first = odd
    backs = [b"(?<=[%s])" % odd] if odd else []
    if small and capital:
        first += capital + b"A-Z"
        backs += [b"(?<=[%sa-z][%s])" % (small, capital), b"(?<=[%s][A-Z])" % small]
        # Three letters above ASCII in a row are strange in a Latin alphabet only.
        if kinds.count("l") > 20:
            first += small
            backs.append(b"(?<=[%s]{3})" % small)
    return re.compile(b"[%s](?:%s)" % (first, b"|".join(backs)) if backs else b"(?!)")


def _strange_lines(data: bytes, encoding: str, text: str) -> Iterator[int]:
    """The offsets of lines of a multi-byte encoding with many characters that are rare in it."""
    pattern = _uncommon(encoding)
    if pattern.search(text) is None:
        return
    at = 0
    # A newline is a newline in all of these encodings, whatever stands before it.
    for line, raw in zip(text.split("\n"), data.split(b"\n"), strict=False):
        odd = len(pattern.findall(line))
        if odd and odd > STRANGE * (len(raw) - len(line)):
            for start, _ in units(data, at, at + len(raw)):
                yield start
        at += len(raw) + 1


def is_gb2312(text: str) -> bool:
    """Whether GB 2312 has all of a text: the cheapest thing to ask of a large one."""
    try:
        for at in range(0, len(text), BLOCK):
            text[at : at + BLOCK].encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@cache
def _uncommon(encoding: str) -> re.Pattern[str]:
    """What is neither ASCII nor punctuation, kana or hangul, nor of the common ideographs."""
    name = {"euc_jp": "cp932"}.get(encoding, encoding)
    if name not in _COMMON:
        return re.compile("(?!)")
    kept = "\\x00-\\x7f\\u2010-\\u2044\\u3000-\\u3020\\uff01-\\uff5e"
    codec, leads, trails, letters = _COMMON[name]
    common: list[str] = []
    for lead in leads:
        row = b"".join(bytes([lead, trail]) for trail in trails)
        common += [char for char in row.decode(codec, "ignore") if char > "\x7f"]
    return re.compile(f"[^{kept}{letters}{''.join(common)}]")


_TRAILS = range(0xA1, 0xFF)
# The codec, the lead and trail bytes of the common ideographs, other letters. Levels 1 of GB 2312,
# Big5 and JIS X 0208; hangul for Korean.
_COMMON: dict[str, tuple[str, range, Iterable[int], str]] = {
    "gb18030": ("gb2312", range(0xB0, 0xD8), _TRAILS, ""),
    "big5hkscs": ("big5", range(0xA4, 0xC7), (*range(0x40, 0x7F), *_TRAILS), ""),
    "cp932": ("euc_jp", range(0xB0, 0xD0), _TRAILS, "\u3041-\u3096\u30a1-\u30fe"),
    "cp949": ("euc_kr", range(0), (), "\uac00-\ud7a3"),
}
