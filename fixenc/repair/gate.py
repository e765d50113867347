"""The gate: what makes clean text cheap.

Nothing that the gate passes over is ever looked at again, so it must let through every text that a
finder would repair; the finders take their lines from here, so they agree by construction. Two
steps, each only for what the one before let through: one pass of patterns for signs that garbled
text has and clean text practically never has, and a look at how likely the pairs of the line are.
``docs/adr/0005-gate.md`` says how the signs were found and what they reach.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from operator import add
from typing import Any

from fixenc import data, model
from fixenc.repair.finders import _cycles, _remains
from fixenc.repair.finders._gbk import ANCHOR, BRACKET, HAN, HOLES

BLOCK = 8000  # code points of a line that are looked at together; a longer line is cut
# ... at a space, or else behind a character that is in no misread one: no trail byte is below "0"
# or one of these in any encoding of several bytes (WHATWG Encoding Standard), but "?" stands for
# lost ones. A block is as long as it takes to find one, up to 64,000 code points, which keep the
# finders busy for 0.4 to 14 s and take 20 to 115 MB, as for a line of that length without a cut.
_APART = re.compile(r"[\0-/:->]")
LONGEST = 8 * BLOCK

# Bits above what is usual (6.5 a pair, 11 in CJK) that the oddest stretch of a line must have. Of
# garbled sentences with a sign 0.02 % have less, of fragments of 8 code points 0.2 %; of clean
# lines with a sign none in Chinese, a tenth in German, two fifths in Polish. At 2 bits 0.05 %,
# 0.5 %, a fifth and two thirds.
ODD = 1.0
USUAL, USUAL_CJK = 6.5, 11.0

# Letters that are never written against Latin ones: Greek, Cyrillic, Hebrew, Arabic, Thai. Escapes
# and placeholders of programs are (``\\nТекст``, ``%sе``).
_OTHER = "\u0370-\u052f\u0590-\u06ff\u0e01-\u0e5b"
_LETTER = re.compile(f"[{_OTHER}]")
MIXED = re.compile(f"[A-Za-z](?:[{_OTHER}](?<![%\\\\$_&].[{_OTHER}])|(?<=[{_OTHER}].))")
# What Chinese and Japanese prose is made of: ASCII, marks, kana, ideographs, fullwidth forms.
PROSE = (
    *(("\x00", "\x7f"), ("·", "·"), ("–", "—"), ("‘", "’"), ("“", "”"), ("…", "…")),
    *(("\u3000", "\u30ff"), ("\u4e00", "\u9fff"), ("\uff01", "\uff5e")),
)
SHORT = 100_000  # code points; Python takes 20 ms to compile the pattern of the first pass
REGION = 4000  # code points at least that are looked at together
# Question marks where words or letters were: two in a row, or one inside a word.
_LOST = re.compile(r"\?\?|\?(?<=[A-Za-z].)[a-z]")


def is_suspicious(text: str) -> bool:
    """Whether any finder might have something to say; False promises that none has.

    Linear in the length of ``text``; ASCII text costs next to nothing.

    >>> is_suspicious("plain text"), is_suspicious("un café"), is_suspicious("cafÃ©")
    (False, False, True)
    """
    if "?" in text and _LOST.search(text):
        return True
    if text.isascii():
        return False
    if _is_edited(text):
        return True
    return any(
        _remain(part) or next(_lines(part), None) is not None
        for part in (text[start:end] for start, end in regions(text))
    )


def regions(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of whole lines outside which no line has a sign; half open, in order, apart.

    They are what one pass of one pattern lets through: East Asian prose without signs falls away,
    which is all of most such texts. The other patterns go over these alone. A short text is one
    region: it would be over before that pattern is compiled.
    """
    if len(text) < SHORT:
        yield 0, len(text)
        return
    at = 0
    while found := _first_pass().search(text, at):
        start = text.rfind("\n", at, found.start()) + 1 or at
        end = text.find("\n", found.start() + REGION)
        yield start, (at := end + 1 or len(text))


def _is_edited(text: str) -> bool:
    """Whether the finders of shifted characters and of annotations would look at a text."""
    return (BRACKET.search(text) or _has_anchor(text)) and HAN.search(text) is not None


def _has_anchor(text: str) -> bool:
    # An anchor begins with a hole. str.find is far faster than a pattern where they are few.
    if 256 * sum(map(text.count, HOLES)) > len(text):
        return ANCHOR.search(text) is not None
    for hole in HOLES:
        at = -1
        while (at := text.find(hole, at + 1)) >= 0:
            if ANCHOR.match(text, at):
                return True
    return False


def _remain(text: str) -> bool:
    """Whether the finder of what is lost for good would look at a text."""
    return any(pattern.search(text) for pattern in (_remains._pattern(), _cycles.RARE))


def lines_to_look_at(text: str) -> Iterator[tuple[int, str]]:
    """The lines of ``text`` that might hold misread text, with their offsets in code points.

    Lines end at ``\\n`` alone, which is not part of them; of a line above 8,000 code points, the
    blocks that do. Linear in the length of ``text``.

    >>> list(lines_to_look_at("clean\\nnaÃ¯ve\\ncafé"))
    [(6, 'naÃ¯ve')]
    """
    if text.isascii():
        return
    for start, end in regions(text):
        for offset, line in _lines(text[start:end]):
            yield start + offset, line


def _lines(text: str) -> Iterator[tuple[int, str]]:
    signs = Signs(text)
    at = 0
    while (sign := signs.first(at)) < len(text):
        start = text.rfind("\n", at, sign) + 1 or at
        end = text.find("\n", sign)
        end = len(text) if end < 0 else end
        for begin, stop in _blocks(text, start, end):
            if signs.first(begin) < stop and is_odd(block := text[begin:stop]):
                yield begin, block
        at = end


def _blocks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        stop = min(end, start + BLOCK)
        if stop < end:
            half = start + BLOCK // 2
            if (space := text.rfind(" ", half, stop)) >= 0:
                stop = space + 1
            else:
                stop = min(end, start + LONGEST)
                mark = _APART.search(text, half, stop)
                stop = mark.end() if mark else stop
        yield start, stop
        start = stop


class Signs:
    """Where a text has signs of a misread. Each pattern goes over the text once."""

    __slots__ = ("_found", "_patterns", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._patterns = [pattern()]
        if _LETTER.search(text):
            self._patterns.append(MIXED)
        self._found = [-1] * len(self._patterns)

    def first(self, at: int) -> int:
        """The first sign from ``at`` on; the length of the text when there is none."""
        for i, found in enumerate(self._found):
            if found < at:
                match = self._patterns[i].search(self._text, at)
                self._found[i] = match.start() if match else len(self._text)
        return min(self._found)


@lru_cache(maxsize=1024)  # headers, footers and rules come again and again
def is_odd(line: str) -> bool:
    """Whether a stretch of ``line`` is unlikely, in the language that its pairs fit best.

    Only pairs that are not ASCII count: code and addresses are unlikely in any language.
    """
    known = model.load()
    pairs = [pair for pair in map(add, " " + line, line + " ") if not pair.isascii()]
    number = known.best(pairs)[1]
    cost = known.lane_cost
    bits = 0.0
    for pair in pairs:
        bits += cost(pair, number) - (USUAL_CJK if pair[1] >= "\u2e80" else USUAL)
        if bits >= ODD:
            return True
        if bits < 0.0:
            bits = 0.0
    return False


@cache
def pattern() -> re.Pattern[str]:
    """The signs as one pattern; compiled at first use.

    It begins with one class of characters, over which the search skips at the speed of C. A
    character of it is a sign by itself, or else one of its script's branches must fit it and the
    character before or behind.
    """
    signs = _signs()
    return _compiled(signs["alone"], signs["paired"])


@cache
def _first_pass() -> re.Pattern[str]:
    """East Asian signs, and any character beyond ASCII and the prose of Chinese and Japanese.

    It finds whatever any pattern here finds: other scripts' signs, mixed words and remains of lost
    bytes all have a character that is not of that prose.
    """
    signs = _signs()
    remains = {alternative[0] for alternative in _remains._pattern().pattern.split("|")}
    remains |= set(_cycles.RARE.pattern[1:-1])
    others = "".join(f"{re.escape(a)}-{re.escape(b)}" for a, b in _between(PROSE))
    others += re.escape("".join(sorted(filter(_is_prose, remains))))
    groups = [
        group
        for group in signs["paired"]
        if any(_is_prose(char) for branch in group["branches"] for char in branch["chars"])
    ]
    return _compiled(signs["alone"] + others, groups, f"(?<=[{others}])|")


def _signs() -> dict[str, Any]:
    signs: dict[str, Any] = json.loads(data.read("gate.json"))
    return signs


def _compiled(alone: str, groups: Sequence[dict[str, Any]], or_if: str = "") -> re.Pattern[str]:
    paired = "".join(branch["chars"] for group in groups for branch in group["branches"])
    branches = "|".join(
        f"(?<=[{group['within']}])(?:{'|'.join(map(_branch, group['branches']))})"
        for group in groups
    )
    return re.compile(f"[{alone}{paired}](?:(?<![{paired}])|{or_if}{branches})", re.DOTALL)


def _is_prose(char: str) -> bool:
    return char > "\x7f" and any(first <= char <= last for first, last in PROSE)


def _between(ranges: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """What is between ranges of characters, and after the last, as ranges; first and last."""
    following = "\0"
    for first, last in ranges:
        if following < first:
            yield following, chr(ord(first) - 1)
        following = chr(ord(last) + 1)
    yield following, "\U0010ffff"


def _branch(branch: dict[str, str]) -> str:
    chars = f"[{branch['chars']}]"
    if "after" in branch:
        return f"[{branch['after']}](?<={chars}.)"
    return f"(?<=[{branch['before']}]{chars})"
