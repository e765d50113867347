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

# Half-open, in bytes.
Range = tuple[int, int]

# Bytes of a unit: a line, or a part of one that is longer. Parts end after a byte below 0x30,
# which is part of no longer character.
LONGEST = 512
_EDGE = re.compile(rb"[\x00-\x2f]")

# UTF-8 as bytes of another encoding: two sequences of one length together, or one alone.
_UTF8_RUN = re.compile(
    rb"(?:[\xc3-\xdf][\x80-\xbf]){2}|(?:[\xe0-\xef][\x80-\xbf]{2}){2}"
    rb"|(?<![\x80-\xff])(?:[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2})(?![\x80-\xff])"
)
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
        found = merge(
            (m.start() for m in _strange_bytes(encoding).finditer(data)),
            (m.start() for m in _UTF8_RUN.finditer(data)),
        )
        return list(_units_at(data, found))
    return list(_units_at(data, merge(_strange_lines(data, encoding, text), defects)))


def _units_at(data: bytes, places: Iterator[int]) -> Iterator[Range]:
    """The units that hold these places; a place just after a unit may be in none."""
    done = 0
    for place in places:
        if place < done:
            continue
        line = max(data.rfind(b"\n", 0, place) + 1, done)
        for start, stop in units(data, line, data.find(b"\n", place) + 1 or len(data)):
            if place < stop:
                yield start, stop
                done = stop
                break


@cache
def _strange_bytes(encoding: str) -> re.Pattern[bytes]:
    """Signs, box drawing and controls, and a small letter before a capital."""
    kinds = [kind_of(char) for char in codecs.charmap(encoding)]

    def members(chosen: str) -> bytes:
        return re.escape(bytes(b for b in range(0x80, 0x100) if kinds[b] in chosen))

    odd, small, capital = members("bxsojm"), members("lcg"), members("uCG")
    patterns = [b"[" + odd + b"]"] if odd else []
    if small and capital:
        patterns += [b"[" + small + b"a-z][" + capital + b"]", b"[" + small + b"][A-Z]"]
    if members("l"):
        patterns.append(b"[" + small + b"]{3}")
    return re.compile(b"|".join(patterns) or b"(?!)")


def _strange_lines(data: bytes, encoding: str, text: str) -> Iterator[int]:
    """The offsets of lines of a multi-byte encoding with many characters that are rare in it."""
    if encoding == "gb18030" and len(text.encode("gb2312", "ignore")) == len(data):
        return
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
