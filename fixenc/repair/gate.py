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
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from operator import add

from fixenc import data, model
from fixenc.repair.finders import _cycles, _remains
from fixenc.repair.finders._gbk import ANCHOR, BRACKET, HAN, HOLES

BLOCK = 8000  # code points of a line that are looked at together; a longer line is cut

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
    if _is_edited(text) or (not_east_asian().search(text) and _remain(text)):
        return True
    return next(lines_to_look_at(text), None) is not None


@cache
def not_east_asian() -> re.Pattern[str]:
    """Any character beyond ASCII and what Chinese and Japanese prose is made of.

    Text without one needs fewer patterns. What is left of lost bytes has one, too.
    """
    firsts = {alternative[0] for alternative in _remains._pattern().pattern.split("|")}
    firsts |= set(_cycles._first().pattern[1:-1])
    return re.compile(f"[^{''.join(_without(firsts, *PROSE))}]")


def _without(excepted: Iterable[str], *ranges: tuple[str, str]) -> Iterator[str]:
    """Ranges of characters, first and last, but for some, as the parts of a character class."""
    for first, last in ranges:
        for char in sorted(char for char in excepted if first <= char <= last):
            if first < char:
                yield f"{re.escape(first)}-{re.escape(chr(ord(char) - 1))}"
            first = chr(ord(char) + 1)
        if first <= last:
            yield f"{re.escape(first)}-{re.escape(last)}"


def _is_edited(text: str) -> bool:
    """Whether the finders of shifted characters and of annotations would look at a text."""
    if not BRACKET.search(text):
        if not any(hole in text for hole in HOLES):
            return False  # the anchor begins with one, and to look for one is far cheaper
        if not ANCHOR.search(text):
            return False
    return HAN.search(text) is not None


def _remain(text: str) -> bool:
    """Whether the finder of what is lost for good would look at a text."""
    return any(pattern.search(text) for pattern in (_remains._pattern(), _cycles._first()))


def lines_to_look_at(text: str) -> Iterator[tuple[int, str]]:
    """The lines of ``text`` that might hold misread text, with their offsets in code points.

    Lines end at ``\\n`` alone, which is not part of them; of a line above 8,000 code points, the
    blocks that do. Linear in the length of ``text``.

    >>> list(lines_to_look_at("clean\\nnaÃ¯ve\\ncafé"))
    [(6, 'naÃ¯ve')]
    """
    if text.isascii():
        return
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
            space = text.rfind(" ", start + BLOCK // 2, stop)
            stop = space + 1 if space > 0 else stop
        yield start, stop
        start = stop


class Signs:
    """Where a text has signs of a misread. Each pattern goes over the text once."""

    __slots__ = ("_found", "_patterns", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._patterns = [pattern()]
        if not_east_asian().search(text) and _LETTER.search(text):
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
    signs = json.loads(data.read("gate.json"))
    groups = signs["paired"]
    paired = "".join(branch["chars"] for group in groups for branch in group["branches"])
    branches = "|".join(
        f"(?<=[{group['within']}])(?:{'|'.join(map(_branch, group['branches']))})"
        for group in groups
    )
    return re.compile(f"[{signs['alone']}{paired}](?:(?<![{paired}])|{branches})", re.DOTALL)


def _branch(branch: dict[str, str]) -> str:
    chars = f"[{branch['chars']}]"
    if "after" in branch:
        return f"[{branch['after']}](?<={chars}.)"
    return f"(?<=[{branch['before']}]{chars})"
