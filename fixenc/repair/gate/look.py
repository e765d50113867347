"""The gate: what makes clean text cheap.

Nothing that the gate passes over is ever looked at again, so it must let through every text that a
finder would repair; the finders take their lines from here, so they agree by construction. Two
steps, each only for what the one before let through: one pass of patterns for signs that garbled
text has and clean text practically never has, and a look at how likely the pairs of the line are.
``docs/adr/0005-gate.md`` says how the signs were found and what they reach.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from heapq import merge
from itertools import accumulate
from operator import add
from typing import NamedTuple

from fixenc import model
from fixenc.repair.damage import (
    cycles,
    emoji_by_pairs,
    halved_marks,
    halved_signs,
    remains,
    shown_signs,
    single_signs,
    ticks,
)
from fixenc.repair.damage.byte_pairs import BRACKET, HAN, anchors_in
from fixenc.repair.gate import short_lines
from fixenc.repair.gate.patterns import (
    LETTER,
    LOST,
    MIXED,
    ends_of_remains,
    first_pass,
    pattern,
)
from fixenc.repair.latest import kept
from fixenc.repair.lists.readings import syllables, toneless
from fixenc.repair.undoing.stretch import running

BLOCK = 8000  # code points of a line that are looked at together; a longer line is cut
# ... at a space, or else behind a character that is in no misread one: no trail byte is below "0"
# or one of these in any encoding of several bytes (WHATWG Encoding Standard), but "?" stands for
# lost ones. A block is as long as it takes to find one, up to 64,000 code points, which keep the
# finders busy for 0.4 to 14 s and take 20 to 115 MB, as for a line of that length without a cut.
_APART = re.compile(r"[\0-/:->]")
LONGEST = 8 * BLOCK
_WIDE = re.compile("[\u2e80-\U0010ffff]")

# Bits above what is usual (6.5 a pair, 11 in CJK) that the oddest stretch of a line must have. Of
# garbled sentences with a sign 0.02 % have less, of fragments of 8 code points 0.2 %; of clean
# lines with a sign none in Chinese, a tenth in German, two fifths in Polish. At 2 bits 0.05 %,
# 0.5 %, a fifth and two thirds.
ODD = 1.0

SHORT = 100_000  # code points; Python takes 20 ms to compile the pattern of the first pass
REGION = 4000  # code points beyond which one place of the first pass does not reach


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
    close = excerpt(text)
    if next(lines_of(close, remains=True), None) is not None:
        return True
    return HAN.search(text) is not None and _is_edited(close.text)


def _is_plain(text: str) -> bool:
    """Whether a text has no sign of anything, by as few passes as that takes."""
    if pattern().search(text) or (LETTER.search(text) and MIXED.search(text)):
        return False
    if short_lines.are_in(text):
        return False
    if "(" not in text and "?" not in text:  # what edited text is known by; U+FFFD is a sign
        return True
    return HAN.search(text) is None or not _is_edited(text)


class Excerpt(NamedTuple):
    """The lines of a text that are looked at closely, one behind the other.

    ``starts`` says where each stretch of them starts in the text, ``at`` where it does here;
    ``short`` where the short lines begin here that are likelier otherwise.
    """

    text: str
    starts: Sequence[int]
    at: Sequence[int]
    short: Sequence[int]

    def here(self, place: int) -> int:
        """Where a place of the whole text is here, in a stretch that is."""
        number = bisect_right(self.starts, place) - 1
        return self.at[number] + place - self.starts[number]

    def home(self, place: int) -> int:
        """Where a place of the excerpt is in the whole text."""
        number = bisect_right(self.at, place) - 1
        return self.starts[number] + place - self.at[number]


@kept
def excerpt(text: str) -> Excerpt:
    """The lines of ``text`` outside which no line has a sign of a misread or of remains."""
    short = short_lines.places(text)
    if len(text) < SHORT:  # it is its own excerpt
        return Excerpt(text, (0,), (0,), short)
    places = list(_with_lines(text, regions(text), short))
    starts = [start for start, _ in places]
    lengths = (end - start for start, end in places)
    found = Excerpt(
        "".join([text[start:end] for start, end in places]),
        starts,
        list(accumulate(lengths, initial=0))[:-1],
        (),
    )
    return found._replace(short=tuple(map(found.here, short))) if short else found


def regions(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of whole lines outside which no line has a sign; half open, in order, apart.

    They are what one pass of one pattern lets through: East Asian prose without signs falls away,
    which is all of most such texts. The other patterns go over these alone. A short text is one
    region: it would be over before that pattern is compiled.
    """
    if len(text) < SHORT:
        yield 0, len(text)
        return
    search, begun, at, reach = first_pass().search, 0, 0, 0
    while found := search(text, at):
        start = text.rfind("\n", at, found.start()) + 1 or at
        if start > at:
            if at:
                yield begun, at
            begun, reach = start, 0
        end = text.find("\n", found.start() + reach)
        at = end + 1 or len(text)
        # Where one line after the other has a sign they are taken by the thousand characters.
        reach = min(2 * (at - begun), REGION)
    if at:
        yield begun, at


def _with_lines(
    text: str, found: Iterable[tuple[int, int]], places: Iterable[int]
) -> Iterator[tuple[int, int]]:
    """Regions, and the lines outside that begin at ``places``; half open, in order."""
    lines = ((place, text.find("\n", place) + 1 or len(text)) for place in places)
    done = 0
    for start, end in merge(found, lines):
        start = max(start, done)  # a region may begin with such a line
        if start < end:
            yield start, end
            done = end


def _is_edited(text: str) -> bool:
    """Whether finders of shifted characters and of annotations look at a text with ideographs."""
    return any(next(found, None) is not None for found in (notes_in(text), anchors_in(text)))


def has_anchors(text: str) -> bool:
    """Whether a text with ideographs has what runs of shifted characters are found by."""
    return HAN.search(text) is not None and next(anchors_in(excerpt(text).text), None) is not None


def has_readings(text: str) -> bool:
    """Whether a text with ideographs has brackets with what may be a reading."""
    return HAN.search(text) is not None and BRACKET.search(excerpt(text).text) is not None


def notes_in(text: str) -> Iterator[re.Match[str]]:
    """Ideographs with a syllable of Mandarin in brackets behind them."""
    for found in BRACKET.finditer(text):
        if HAN.match(text, max(0, found.start() - 1)) and toneless(found[1]) in syllables():
            yield found


def remains_in(text: str) -> Iterator[re.Match[str]]:
    """Where the finder of what is lost for good would look at a text."""
    if ends_of_remains().search(text):
        yield from remains.pattern().finditer(text)
        yield from cycles.RARE.finditer(text)


def lines_to_look_at(text: str) -> Iterator[tuple[int, str]]:
    """The lines of ``text`` that might hold misread text, with their offsets in code points.

    Lines end at ``\\n`` alone, which is not part of them; of a line above 8,000 code points, the
    blocks that do. Linear in the length of ``text``.

    >>> list(lines_to_look_at("clean\\nnaÃ¯ve\\ncafé"))
    [(6, 'naÃ¯ve')]
    """
    return iter(_lines_to_look_at(text))


@kept
def _lines_to_look_at(text: str) -> tuple[tuple[int, str], ...]:
    if text.isascii():
        return ()
    close = excerpt(text)
    return tuple((close.home(offset), line) for offset, line in lines_of(close))


def lines_of(close: Excerpt, *, remains: bool = False) -> Iterator[tuple[int, str]]:
    """The same of an excerpt; with ``remains`` also those that hold what is lost for good."""
    text, signs = close.text, Signs(close.text, close.short)
    at = 0
    while (sign := signs.first(at)) < len(text):
        start = text.rfind("\n", at, sign) + 1 or at
        end = text.find("\n", sign)
        end = len(text) if end < 0 else end
        at = end
        for begin, stop in ((start, end),) if end - start <= BLOCK else _blocks(text, start, end):
            if sign < begin:
                sign = signs.first(begin)
            if sign < stop:
                block = text[begin:stop]
                if _may_be_misread(block, signs, begin) or (
                    remains and next(remains_in(block), None) is not None
                ):
                    yield begin, block


def _between_characters(text: str, stop: int) -> int:
    """The last place up to ``stop`` that is in no character of UTF-8 misread as single bytes."""
    from fixenc.repair.gate.bound import divides_utf8  # on demand: few lines are so long

    return next((at for at in range(stop, stop - 4, -1) if not divides_utf8(text, at)), stop)


def _blocks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        stop = cut(text, start, BLOCK, end)
        yield start, stop
        start = stop


def cut(text: str, start: int, size: int, end: int) -> int:
    """Where a block of about ``size`` code points of the line ``text[start:end]`` ends."""
    stop, half = start + size, start + size // 2
    if stop >= end:
        return end
    if (space := text.rfind(" ", half, stop)) >= 0:
        return space + 1
    stop = min(end, start + LONGEST)
    mark = _APART.search(text, half, stop)
    return mark.end() if mark else _between_characters(text, stop)


class Signs:
    """Where a text has signs of a misread. Each pattern goes over the text once.

    ``short`` are the places where short lines begin that are likelier otherwise: signs, too.
    """

    __slots__ = ("_found", "_known", "_patterns", "_short", "_text")

    def __init__(self, text: str, short: Sequence[int] = ()) -> None:
        self._text = text
        self._short = [*short, len(text)]
        self._patterns = [pattern()]
        if LETTER.search(text):
            self._patterns.append(MIXED)
        self._found = [-1] * len(self._patterns)
        self._known = (0, -1)  # the first sign from the one place on is at the other

    def first(self, at: int) -> int:
        """The first sign from ``at`` on; the length of the text when there is none."""
        if self._known[0] <= at <= self._known[1]:
            return self._known[1]
        for i, found in enumerate(self._found):
            if found < at:
                match = self._patterns[i].search(self._text, at)
                self._found[i] = match.start() if match else len(self._text)
        sign = min(*self._found, self._short[bisect_left(self._short, at)])
        self._known = at, sign
        return sign

    def within(self, start: int, stop: int) -> Iterator[int]:
        """Where the signs of ``text[start:stop]`` stand in it, from left to right."""
        at = start
        while (sign := self.first(at)) < stop:
            yield sign - start
            at = sign + 1


def _may_be_misread(line: str, signs: Signs, start: int) -> bool:
    if short_lines.is_likelier(line) or halved_signs.stands_in(line):
        return True
    if shown_signs.stands_in(line):
        return True
    if "â" in line and halved_marks.stands_in(line):
        return True
    # of what readers of pairs show, which one class tells most lines from
    if _WIDE.search(line) and any(
        sign.stands_in(line) for sign in (single_signs, halved_marks, ticks, emoji_by_pairs)
    ):
        return True
    from fixenc.repair.gate.bound import may_gain  # on demand: most text has no sign

    return may_gain(line, signs.within(start, start + len(line))) and is_odd(line)


@lru_cache(maxsize=1024)  # headers, footers and rules come again and again
def is_odd(line: str) -> bool:
    """Whether a stretch of ``line`` is unlikely, in the language that its pairs fit best.

    Only pairs that are not ASCII count: code and addresses are unlikely in any language.
    """
    known = model.load()
    pairs = [pair for pair in map(add, " " + line, line + " ") if not pair.isascii()]
    number = known.best(pairs)[1]
    return any(bits >= ODD for bits in running(map(known.above(number).__getitem__, pairs)))
