"""A page as the search for shifted bytes sees it: brackets, holes, and what its pairs cost."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from math import log2
from operator import add

from fixenc import model
from fixenc.repair.damage.byte_pairs import (
    BRACKET,
    GBK,
    HAN,
    REPLACED,
    Coding,
    is_han,
    is_simple,
)
from fixenc.repair.finders.shifted.layout import Layout
from fixenc.repair.finders.shifted.swallowed import Following
from fixenc.repair.finders.shifted.zones import READING, clean_parts
from fixenc.repair.lists.readings import fits, syllables, toneless

TRADITIONAL, SIMPLIFIED = "zh-hant", "zh-hans"
# Share of a page's ideographs outside GB 2312 from which on it counts as traditional: pages in
# traditional characters have 0.24 to 0.35, simplified ones under 0.01, damaged or not.
SHARE = 0.12
# Steps of the search that a page is worth, and each of its code points: a page full of damage
# takes 2 to 7 a code point. Past that nothing more is repaired, so that the search stays linear.
STEPS, STEPS_EACH = 50_000, 12
_ANNOTATED = 5
_SAMPLE = 4000  # ideographs looked at
# How much of a pair's probability comes from the page itself, its pairs and its marks: news
# repeats its names. 0.12 for the pairs gave a point less, 0.35 the same.
OWN = 0.22
OWN_CHAR = 0.2
OWN_HAN = 0.4  # ... of an ideograph's by itself, where words decide; 0.1 is as good
MOST_TOLD = 5.0  # bits; 于 twice on a short page in traditional characters is no reason for 作于
# What GB 18030 makes of the pairs that GBK leaves to its users (rows AA to AF, F8 to FE, A2 to A7).
_PRIVATE = re.compile("[\ue000-\ue765]")
_BEHIND_SIGN = re.compile(f"{REPLACED}(.?)", re.DOTALL)
_QUOTATION = "“”", "「」", "‘’", "『』"
_NEWLINE = (2.0, 9.0)  # bits of a line's end after a mark, and after anything else
_DOUBT = 3.0  # added to a count, so that what stood once proves little


class Page:
    """A text with the places that matter to the search, found in one pass each.

    ``brackets`` maps the start of each ``(reading)`` to its end and ``back`` the end to the
    start; ``keys`` maps a hole to the reading behind it and the end of that. ``known`` holds the
    characters that are annotated in full view, with their syllables; ``unused`` the quotation
    marks of other kinds than the page's, ``garbled`` the lines, in order, in which no run begins.
    ``folded`` says that full-width forms were made ASCII, ``sparing`` that holes swallowed no
    ASCII, ``traceless`` that pairs that GBK leaves to its users may be gone without a trace;
    ``budget`` is how many more steps a search may take. Positions count code points.
    """

    __slots__ = (
        "_alone",
        "_behind",
        "_chars",
        "_cost",
        "_costs",
        "_elsewhere",
        "_hans",
        "_marks",
        "_pairs",
        "_refused",
        "back",
        "brackets",
        "budget",
        "candidates",
        "coding",
        "common",
        "everyday",
        "folded",
        "following",
        "garbled",
        "keys",
        "known",
        "language",
        "layout",
        "private",
        "seconds",
        "sparing",
        "text",
        "traceless",
        "unused",
    )

    def __init__(
        self, text: str, coding: Coding = GBK, garbled: Sequence[tuple[int, int]] = ()
    ) -> None:
        self.text = text
        self.coding = coding
        self.garbled = garbled
        known_syllables = syllables()
        self.brackets: dict[int, int] = {}
        self.back: dict[int, int] = {}
        self.keys: dict[int, tuple[str, int]] = {}
        self.known: set[tuple[str, str]] = set()
        for found in BRACKET.finditer(text):
            syllable = toneless(found[1])
            if syllable in known_syllables:
                self.brackets[found.start()] = found.end()
                self.back[found.end()] = found.start()
                before = text[found.start() - 1 : found.start()]
                if before and fits(before, found[1]):
                    self.known.add((before, syllable))
        for found in READING.finditer(text):
            if toneless(found[1]) in known_syllables:
                self.keys[found.start()] = (found[1], found.end())
        self.budget = STEPS + STEPS_EACH * len(text)
        self.language = language_of(text)
        self.folded = "，" not in text
        # the decoder left ASCII behind a bad lead byte alone: "\ufffd(reading)", "\ufffd\n"
        shown = [found[1] for found in _BEHIND_SIGN.finditer(text)]
        self.sparing = any(text[start + 1] == "(" for start in self.keys) or (
            not self.keys and bool(shown) and all(char < "\x80" for char in shown)
        )
        self._count()
        self.unused = self._unused_quotes()
        self.layout = Layout(text)
        self.following = Following(clean_parts(text), folded=self.folded)
        self.candidates = self.following.seen()
        # a decoder that knows the user-defined pairs of GBK refuses hardly any
        self.common: dict[int, list[tuple[int, str]]] = {}  # see hole
        self.everyday: list[tuple[int, int, str]] = []  # see hole
        self._refused: dict[tuple[int, int], list[str]] = {}
        self.seconds: dict[tuple[str, int], list[tuple[str, int]]] = {}
        self.private = _PRIVATE.search(text) is not None
        # ... and Python's puts U+FFFD for their first bytes
        self.traceless = not self.private and all(char < "\x80" for char in shown)
        self._cost: Callable[[str, str], float] = model.load().pair_cost
        self._alone = _alone(self.language)
        self._hans = sum(times for char, times in self._chars.items() if is_han(char)) + 1
        self._costs: dict[str, float] = {}
        self._elsewhere: dict[str, float] = {}

    def _count(self) -> None:
        """Count the pairs of the page where nothing seems to be shifted."""
        self._pairs: Counter[str] = Counter()
        self._chars: Counter[str] = Counter()
        text = self.text
        for part in clean_parts(text):
            self._pairs.update(map(add, part, part[1:]))
            self._chars.update(part)
        # what is no ideograph, behind an ideograph or not
        self._marks: Counter[tuple[bool, str]] = Counter()
        self._behind = [1.0, 1.0]
        for both, times in self._pairs.items():
            behind = is_han(both[0])
            self._behind[behind] += times
            if not is_han(both[1]):
                self._marks[behind, both[1]] += times

    def annotated(self) -> bool:
        """Whether a machine seems to have annotated the page: five traditional characters."""
        return sum(not is_simple(char) for char, _ in self.known) >= _ANNOTATED

    def cost(self, before: str, char: str) -> float:
        """The cost of a character after another, in bits."""
        both = before + char
        bits = self._costs.get(both)
        if bits is None:
            bits = self._costs[both] = self._priced(before, char, self._pairs.get(both, 0))
        return bits

    def cost_elsewhere(self, before: str, char: str) -> float:
        """The same for two that stand on the page and are no evidence for themselves."""
        both = before + char
        bits = self._elsewhere.get(both)
        if bits is None:
            times = max(0, self._pairs.get(both, 0) - 1)
            bits = self._elsewhere[both] = self._priced(before, char, times)
        return bits

    def _priced(self, before: str, char: str, times: int) -> float:
        """What a character costs after another that it follows so many times on the page."""
        usual = self._cost(before + char, self.language)
        if before == char == "\n":
            return 0.0  # see ``Layout.gap``
        if char == "\n":  # a space to the model
            usual = _NEWLINE[before.isalnum() or before.isspace()]
        share = (1 - OWN - OWN_CHAR) * 2.0**-usual
        if times:
            share += OWN * times / (self._chars[before] + _DOUBT)
        if not is_han(char):
            behind = is_han(before)
            seen = self._marks.get((behind, char), 0)
            share += OWN_CHAR * seen / self._behind[behind]
        return -log2(share)

    def told(self, char: str) -> float:
        """The bits by which the page makes an ideograph likelier than its language does."""
        if not is_han(char):
            return 0.0
        alone = 2.0 ** -self._alone(char)
        share = OWN_HAN * self._chars[char] / self._hans
        return min(MOST_TOLD, log2(1 - OWN_HAN + share / alone))

    def _unused_quotes(self) -> frozenset[str]:
        """The quotation marks that the page has others for.

        An opening one stands for its closing one, which may be lost wherever it stood.
        """
        shown = {marks for marks in _QUOTATION if not self._chars.keys().isdisjoint(marks)}
        return frozenset("".join({*_QUOTATION} - shown)) if shown else frozenset()

    def refused(self, lead: int, behind: int) -> list[str]:
        """The characters that begin with ``lead`` and end in what makes no pair with ``behind``."""
        found = self._refused.get((lead, behind))
        if found is None:
            coding = self.coding
            found = self._refused[lead, behind] = [
                char
                for trail, char in coding.seconds(lead)
                if trail != 0x80 and coding.character(trail, behind) is None
            ]
        return found

    def garbled_up_to(self, at: int) -> int:
        """The end of the garbled line of a position; 0 where none is."""
        place = bisect_left(self.garbled, (at + 1, 0))
        end = self.garbled[place - 1][1] if place else 0
        return end if end > at else 0

    def skip(self, at: int) -> int:
        """The first position from ``at`` on where no ``(reading)`` begins."""
        while at in self.brackets:
            at = self.brackets[at]
        return at

    def before(self, at: int) -> str:
        """The character before a position, brackets with readings aside; 。 at the start."""
        while at in self.back:
            at = self.back[at]
        return self.text[at - 1] if at else "。"

    def after(self, at: int) -> str:
        """The character at a position, brackets with readings aside; a newline at the end."""
        at = self.skip(at)
        return self.text[at] if at < len(self.text) else "\n"

    def bare(self, start: int, end: int) -> str:
        """``text[start:end]`` without readings, bracketed or behind a hole."""
        parts, at = [], start
        while at < end:
            if at in self.brackets:
                at = self.brackets[at]
            elif at in self.keys:
                parts.append(self.text[at])
                at = self.keys[at][1]
            else:
                parts.append(self.text[at])
                at += 1
        return "".join(parts)


def _alone(language: str) -> Callable[[str], float]:
    """What each character costs by itself in a language, in bits."""
    known = model.load()
    number = known.languages.index(language)
    return lambda char: known.char_cost(char, number)


def language_of(text: str) -> str:
    """Which Chinese a page is written in, by its characters outside GB 2312."""
    sample = HAN.findall(text, 0, 4 * _SAMPLE)[:_SAMPLE]
    outside = sum(not is_simple(char) for char in sample)
    return TRADITIONAL if outside > SHARE * len(sample) else SIMPLIFIED
