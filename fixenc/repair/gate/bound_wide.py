"""What undoing a misread could gain at most where a sign stands among East Asian characters.

One rare ideograph, or a degree sign, stops a clean line of Chinese or Japanese, and to try every
misread on the line takes milliseconds. So what is near the sign is read in every pair of encodings
at once, roughly: by the bytes as they come and the frequencies of single characters. A wrong
reading of clean text is rare characters, with gaps where the bytes are none; the true reading of
garbled text is frequent ones without a gap, from two or three of them on.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import accumulate
from operator import add
from typing import NamedTuple

from fixenc import chains, model
from fixenc.chains import Misread
from fixenc.repair.undoing.align import UTF8, encoder
from fixenc.repair.undoing.families import EAST_ASIAN

AROUND = 6  # code points on either side of a sign that are read otherwise
# So many in a row at a Latin letter may be one letter and a half: caf茅, i髇.
SHORT = 4
# Bits that a character by itself counts for as it stands, at most: rarer ones are names and terms.
MOST = 16.0
# Bits that a stretch must gain by its characters, and by its pairs: in letters, and in
# East Asian text or UTF-8. Of 1,063 garbled sentences, fragments of 8 and 12 code points and
# sentences in clean lines, by the 36 misreads of East Asian readers, that the eager policy puts
# right all could; of 1,247 other garbled texts one could not (three syllables of Korean). At 8 bits
# by characters two of the 1,063 could not, at 10 four.
DUE, DUE_IN_LETTERS, DUE_IN_PAIRS = 6.0, 14.0, 22.0
ASCII = 6.0  # bits of a character of ASCII that was the second byte of one

_HALF_WIDTH = "".join(map(chr, range(0xFF61, 0xFFA0)))  # one byte in Shift_JIS
_OF_TWO = EAST_ASIAN - {"cp932"}  # encodings of two bytes a character, but for rare ones
_OF_THREE, _NONE = "\u0800", "\U0010ffff"  # from where on characters are of three bytes

_LETTER = re.compile("[A-Za-z]")
_OF_UTF8 = re.compile(UTF8, re.DOTALL)


@cache  # Python takes 3 ms to compile these classes
def _run() -> re.Pattern[str]:
    """East Asian characters in a row."""
    return re.compile("[\u2e80-\ud7ff\uf900-\ufaff\uff00-\uffef]+")


# Of geometric shapes and symbols those that a reader of the catalogue shows in one byte or two: of
# 2,285 there are 62. What none shows but GB 18030 in four bytes is no garble (▸, ⟪).
_SHAPES = "\u25a0\u25a1\u25a3-\u25a9▲△▶▷▼▽◀◁◆◇◈◊○◎●◐◑\u25e2-\u25e5◯★☆☉☎☏☜☞♀♁♂♠♡♣♤♥♧♨♩♪♬♭♯✽"


@cache
def _others() -> re.Pattern[str]:
    """What encodings of other text show too: box drawing, private use, marks for bytes, emoji.

    No shape that stands by itself, as before an item of a list.
    """
    apart = r"\0-/:-@\[-`{-\x7f\xa0"
    beside = f"(?:(?<=[^{apart}].)|(?=[^{apart}]))"
    return re.compile(
        f"[\u2500-\u2595\ud800-\uf8ff\ufb00-\ufeff\ufff0-\U0010ffff]|[{_SHAPES}]{beside}",
        re.DOTALL,
    )


def shows_others(line: str) -> bool:
    """Whether a line shows anything that is more than a rare East Asian character.

    >>> shows_others("╘╤"), shows_others("加拿大∕山地"), shows_others("▲ Файл ▸ Зберегти")
    (True, False, False)
    """
    return _others().search(line) is not None


def may_gain(line: str, sign: int) -> bool:
    """Whether undoing a misread might make the text near a sign likelier.

    ``sign`` is a place in ``line``.

    >>> may_gain("用户閿佸畾", 2), may_gain("加拿大∕山地", 3)
    (True, False)
    """
    start = max(0, sign - AROUND)
    window = line[start : sign + AROUND + 1]
    return _is_short(line, sign) or may_gain_within(window, line[sign])


def _is_short(line: str, sign: int) -> bool:
    """Whether a sign is in a few characters that touch a Latin letter."""
    start, end = max(0, sign - SHORT), sign + SHORT + 1
    return any(a <= sign + 1 and sign <= b for a, b in _short_runs(line, start, end))


@lru_cache(maxsize=8)  # asked for each misread of a window
def touches_letters(window: str) -> bool:
    """Whether a few East Asian characters touch a Latin letter somewhere in a window."""
    return next(_short_runs(window, 0, len(window)), None) is not None


def _short_runs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where a few East Asian characters touch a Latin letter, between two places; half open."""
    for run in _run().finditer(text, start, end):
        first, last = run.span()
        if last - first <= SHORT:
            around = text[max(0, first - 1) : first] + text[last : last + 1]
            if _LETTER.search(around):
                yield first, last


@lru_cache(maxsize=4096)  # headers, footers and names come again and again
def may_gain_within(window: str, sign: str) -> bool:
    """Whether a misread undone in a stretch of a line might make it likelier by what is due.

    Only what shows the ``sign`` may have been read.
    """
    return any(
        is_likelier(window, misread)
        for misread in _misreads()
        if encoder(misread.read)[sign] != b"?"
    )


def may_gain_as_bytes(window: str) -> bool:
    """Whether a window might be East Asian text that was read in a single-byte encoding."""
    return any(is_likelier(window, misread) for misread in _misreads_as_bytes())


def is_likelier(window: str, misread: Misread) -> bool:
    """Whether some of a window gets likelier if a misread of or as East Asian text is undone.

    A stretch that seems to gain what is due must do so by its pairs too.
    """
    known = model.load()
    shown = _shown(window, misread.read)
    if misread.written == "utf-8" and _OF_UTF8.search(shown.data) is None:
        return False
    wide = misread.written == "utf-8" or misread.written in EAST_ASIAN
    due = DUE_IN_PAIRS if wide else DUE_IN_LETTERS
    for stretch in _stretches(window, misread):
        if stretch.bits >= DUE:
            start, end = (bisect_right(shown.ends, place) for place in (stretch.start, stretch.end))
            if end - start == 1 and _run().fullmatch(window, max(0, start - 1), end + 1):
                continue  # one ideograph among others may be anything in some encoding
            before = known.best(pairs_within(window[max(0, start - 1) : end + 1]))[0]
            after = known.best(pairs_within(window[max(0, start - 1) : start] + stretch.after))[0]
            if after - before >= due:
                return True
    return False


def pairs_within(text: str) -> Iterator[str]:
    """The pairs of a text, whose first character is only a neighbour."""
    return map(add, text, text[1:])


class _Stretch(NamedTuple):
    """Bytes of a window (half open) that would be ``after``, and gain ``bits``."""

    bits: float
    start: int
    end: int
    after: str


class _Shown(NamedTuple):
    """The bytes of a window, where those of each character end, and what they cost up to each."""

    data: bytes
    ends: Sequence[int]
    costs: Sequence[float]


def _stretches(window: str, misread: Misread) -> list[_Stretch]:
    """What gains most. Where not all characters are of two bytes it may begin within one."""
    aligned = misread.written not in EAST_ASIAN or {misread.written, misread.read} <= _OF_TWO
    cuts = (0,) if aligned else (0, 1)
    return [_best(_shown(window, misread.read), misread.written, cut) for cut in cuts]


@lru_cache(maxsize=8)  # asked for each misread of a reader
def _shown(window: str, read: str) -> _Shown:
    least, encode = model.load().least, encoder(read)
    parts = [encode[char] for char in window]
    costs = [0.0]
    for char, part in zip(window, parts, strict=True):
        a_byte = min(MOST, least[char]) / len(part) if char > "\x7f" else 0.0
        costs += [costs[-1] + a_byte * n for n in range(1, len(part) + 1)]
    # GB 18030 has characters of four bytes, which count for two: what is left over is free
    costs += [costs[-1]] * len(costs)
    return _Shown(b"".join(parts), list(accumulate(map(len, parts))), costs)


def _best(shown: _Shown, written: str, at: int) -> _Stretch:
    """The stretch of bytes from ``at`` on that costs the most bits less than as it is shown."""
    least, costs = model.load().least, shown.costs
    of_three = _OF_THREE if written == "utf-8" else _NONE
    size = 2 if written == "utf-8" or written in EAST_ASIAN else 1
    narrow = _HALF_WIDTH if written == "cp932" else ""
    text = shown.data[at:].decode(written, "surrogateescape")
    most, best = 0.0, (at, at, 0, 0)
    total, begun, first = 0.0, at, 0  # of the open stretch, and where in ``text`` it begins
    for number, char in enumerate(text, 1):
        start = at
        if char <= "\x7f":
            at += 1
            if char == "?":  # stands for what the reader lacks
                total = -1.0
            elif (cost := costs[at] - costs[start]) > 0.0:
                total += cost - ASCII
        elif "\ud800" <= char <= "\udfff":  # a byte that is no character
            at += 1
            total = -1.0
        else:
            at += 1 if char in narrow else 3 if char >= of_three else size
            total += costs[at] - costs[start] - least[char]
            if total > most:
                most, best = total, (begun, at, first, number)
        if total < 0.0:
            total, begun, first = 0.0, at, number
    start, end, first, last = best
    return _Stretch(most, start, end, text[first:last])


@cache
def _misreads() -> tuple[Misread, ...]:
    found = (misread for misread in chains.misreads() if misread.read in EAST_ASIAN)
    return tuple(sorted(found, key=lambda misread: misread.read))


@cache
def _misreads_as_bytes() -> tuple[Misread, ...]:
    found = (m for m in chains.misreads() if m.written in EAST_ASIAN and m.read not in EAST_ASIAN)
    return tuple(sorted(found, key=lambda misread: misread.read))
