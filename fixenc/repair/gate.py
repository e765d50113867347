"""The gate: what makes clean text cheap.

Nothing that the gate passes over is ever looked at again, so it must let through every text that a
finder would repair; the finders take their lines from here, so they agree by construction. Two
steps, each only for what the one before let through: one pass of patterns for signs that garbled
text has and clean text practically never has, and a look at how likely the pairs of the line are.
``docs/adr/0005-gate.md`` says how the signs were found and what they reach.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from operator import add

from fixenc import model
from fixenc.repair.finders import _cycles, _remains
from fixenc.repair.finders._gbk import ANCHOR, BRACKET, HAN, HOLES
from fixenc.repair.patterns import DOUBLE_BYTE_FROM, LETTER, LOST, MIXED, first_pass, pattern
from fixenc.repair.readings import syllables, toneless

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

SHORT = 100_000  # code points; Python takes 20 ms to compile the pattern of the first pass
REGION = 4000  # code points at least that are looked at together


def is_suspicious(text: str) -> bool:
    """Whether any finder might have something to say; False promises that none has.

    Linear in the length of ``text``; ASCII text costs next to nothing.

    >>> is_suspicious("plain text"), is_suspicious("un café"), is_suspicious("cafÃ©")
    (False, False, True)
    """
    if "?" in text and LOST.search(text):
        return True
    if text.isascii() or (len(text) < SHORT and _is_plain(text)):
        return False
    if _is_edited(text):
        return True
    return any(
        next(remains_in(part), None) or next(lines_of(part), None)
        for part in (text[start:end] for start, end in regions(text))
    )


def _is_plain(text: str) -> bool:
    """Whether a text has no sign of anything, by as few passes as that takes."""
    if pattern().search(text) or (LETTER.search(text) and MIXED.search(text)):
        return False
    if "(" not in text and "?" not in text:  # what edited text is known by; U+FFFD is a sign
        return True
    return not _is_edited(text)


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
    while found := first_pass().search(text, at):
        start = text.rfind("\n", at, found.start()) + 1 or at
        end = text.find("\n", found.start() + REGION)
        yield start, (at := end + 1 or len(text))


def _is_edited(text: str) -> bool:
    """Whether the finders of shifted characters and of annotations would look at a text."""
    if HAN.search(text) is None:  # the cheapest of them in the texts that have none
        return False
    return next(notes_in(text), None) is not None or _has_anchor(text)


def notes_in(text: str) -> Iterator[re.Match[str]]:
    """Ideographs with a syllable of Mandarin in brackets behind them."""
    for found in BRACKET.finditer(text):
        if HAN.match(text, max(0, found.start() - 1)) and toneless(found[1]) in syllables():
            yield found


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


def remains_in(text: str) -> Iterator[re.Match[str]]:
    """Where the finder of what is lost for good would look at a text."""
    for remains in (_remains.pattern(), _cycles.RARE):
        yield from remains.finditer(text)


def lines_to_look_at(text: str) -> Iterator[tuple[int, str]]:
    """The lines of ``text`` that might hold misread text, with their offsets in code points.

    Lines end at ``\\n`` alone, which is not part of them; of a line above 8,000 code points, the
    blocks that do. Linear in the length of ``text``.

    >>> list(lines_to_look_at("clean\\nnaÃ¯ve\\ncafé"))
    [(6, 'naÃ¯ve')]
    """
    return iter(_lines_to_look_at(text))


@lru_cache(maxsize=1)  # several finders ask for the same text, one after the other
def _lines_to_look_at(text: str) -> tuple[tuple[int, str], ...]:
    if text.isascii():
        return ()
    return tuple(
        (start + offset, line)
        for start, end in regions(text)
        for offset, line in lines_of(text[start:end])
    )


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """The same of a region."""
    signs = Signs(text)
    at = 0
    while (sign := signs.first(at)) < len(text):
        start = text.rfind("\n", at, sign) + 1 or at
        end = text.find("\n", sign)
        end = len(text) if end < 0 else end
        for begin, stop in _blocks(text, start, end):
            if signs.first(begin) < stop:
                block = text[begin:stop]
                if _may_gain(block, signs.within(begin, stop)) and is_odd(block):
                    yield begin, block
        at = end


def _between_characters(text: str, stop: int) -> int:
    """The last place up to ``stop`` that is in no character of UTF-8 misread as single bytes."""
    from fixenc.repair.bound import divides_utf8  # on demand: few lines are so long

    return next((at for at in range(stop, stop - 4, -1) if not divides_utf8(text, at)), stop)


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
                stop = mark.end() if mark else _between_characters(text, stop)
        yield start, stop
        start = stop


class Signs:
    """Where a text has signs of a misread. Each pattern goes over the text once."""

    __slots__ = ("_found", "_patterns", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._patterns = [pattern()]
        if LETTER.search(text):
            self._patterns.append(MIXED)
        self._found = [-1] * len(self._patterns)

    def first(self, at: int) -> int:
        """The first sign from ``at`` on; the length of the text when there is none."""
        for i, found in enumerate(self._found):
            if found < at:
                match = self._patterns[i].search(self._text, at)
                self._found[i] = match.start() if match else len(self._text)
        return min(self._found)

    def within(self, start: int, stop: int) -> Iterator[int]:
        """Where the signs of ``text[start:stop]`` stand in it, from left to right."""
        at = start
        while (sign := self.first(at)) < stop:
            yield sign - start
            at = sign + 1


def _may_gain(line: str, signs: Iterator[int]) -> bool:
    if max(line) >= DOUBLE_BYTE_FROM:
        return True
    from fixenc.repair.bound import may_gain  # on demand: East Asian text never needs it

    return may_gain(line, signs)


@lru_cache(maxsize=1024)  # headers, footers and rules come again and again
def is_odd(line: str) -> bool:
    """Whether a stretch of ``line`` is unlikely, in the language that its pairs fit best.

    Only pairs that are not ASCII count: code and addresses are unlikely in any language.
    """
    known = model.load()
    pairs = [pair for pair in map(add, " " + line, line + " ") if not pair.isascii()]
    number = known.best(pairs)[1]
    above = known.above_usual
    bits = 0.0
    for pair in pairs:
        bits += above(pair, number)
        if bits >= ODD:
            return True
        if bits < 0.0:
            bits = 0.0
    return False
