"""The search: every way in which the text behind a hole may be shifted by one byte, scored.

A node of the lattice is a place in the text, the byte carried over from there (0 when the
characters are in step again) and the last true character. What a path emits is the text as first
written; its cost is that of the model less what the text as it stands costs over the same
stretch, so that places can be compared.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from math import log2
from typing import NamedTuple

from fixenc.repair.finders._gbk import (
    HOLES,
    ROW,
    character,
    firsts,
    folded,
    is_han,
    is_simple,
    pair,
    seconds,
)
from fixenc.repair.finders._page import Page
from fixenc.repair.finders._quotes import OPENERS, QUOTES, feed, weigh
from fixenc.repair.readings import Match, readings_of, toneless, trails

# Bits that an explanation costs beside the model. They were set by hand on simulated pages of
# other texts than the tests'; each may move by 3 bits without a change of a tenth of a point.
STOP = 1.5  # the missing character is a full stop: the model alone gives it too often
MARK = 0.0  # a full-width mark behind the hole: the commonest cause
SYMBOL = 5.0  # another symbol
PLAIN = 9.0  # an ideograph: nothing shows what took the byte
BRACKETLESS = -8.0  # a reading that no bracket opens hardly ever occurs by itself
USUAL = 3.0  # a reading that is not the character's usual one
SIMPLE = 8.0  # an annotated character inside GB 2312; the lists hold traditional ones
TONE = 4.0  # another tone than the table's
KNOWN = -4.0  # the same character has the same reading in full view on the page
SWALLOWED = 4.0  # ASCII follows, and the hole swallowed it
SPARED = 12.0  # ASCII follows, and the hole did not swallow it, as holes elsewhere do
NEVER = 10.0  # ASCII behind an opening quotation mark
LONE = 2.0  # the hole is a byte 80 alone
EITHER = 5.0  # ... nothing tells which
TAG = -30.0  # ... which is the "<" of what reads as a tag
DOUBLE = 3.0  # the hole holds the halves of two characters
GARBLED = 6.0  # bits by which the text behind a hole reads better shifted: the run goes on
_AHEAD = 8  # characters looked at for that
FOLDED = 1.0  # a full-width form that was made ASCII afterwards
UNFOLDED = 14.0  # ... on a page that has full-width commas

WIDTH = 8  # nodes kept at one place; 16 gave the same repairs at twice the time
HOLE_WIDTH = 3  # ... before another hole, where each branches into dozens
AHEAD = 30.0  # bits by which a node may be worse than the best at its place
FANOUT = 8  # characters tried in a hole
ENDS = 4  # ASCII characters tried in a hole
PARTNERS = 12  # second characters tried in a hole that holds halves of two
HOPELESS = -12.0  # bits gained by the first shifted characters below which no run begins
SLACK = 45.0  # bits by which a path may fall behind the text as it stands; true ones never did
LONGEST = 1500  # characters of a run; paragraphs are shorter
NOWHERE = "\ue000"  # a character that no text holds: what follows counts by itself
_POPS = 500  # steps back through the lattice for the best paths


class Arc(NamedTuple):
    """A step into a node: from where, what it emits, and what it costs in bits."""

    source: Node
    piece: str
    bits: float  # of the model, less those of the text as it stands
    extra: float  # of the explanation


@dataclass(slots=True, eq=False)
class Node:
    """A place in the text, the byte carried over, the last true character; the way to it."""

    at: int
    carry: int
    last: str
    opened: str  # the quotation marks and brackets that are open
    best: float = 0.0
    arcs: list[Arc] = field(default_factory=list)


def _best(node: Node) -> float:
    return node.best


class Path(NamedTuple):
    """One reading of the text from the hole to ``end``: where the characters are in step again."""

    end: int
    after: str
    bits: float
    extra: float

    @property
    def total(self) -> float:
        """What the path costs against the text as it stands, in bits; below 0 is better."""
        return self.bits + self.extra


class Lattice:
    """All paths from one hole."""

    def __init__(self, page: Page, start: int, before: str, opened: str, *, keep: bool) -> None:
        self._page = page
        self._start = start
        self._keep = keep  # whether an annotation that can stay stays
        self._folding = FOLDED if page.folded else UNFOLDED
        self._standing = [0.0]  # what the text as it stands costs, from the hole on
        self._previous = [before]  # the character before each of these places
        self._open: dict[int, dict[tuple[int, str, str], Node]] = {}
        self._queue: list[int] = []
        self._done: list[Node] = []
        self._root = Node(start, 0, before, opened)
        # what does not depend on the way to a hole, by its place
        self._swallowed: dict[int, dict[bool, list[tuple[float, float, str]]]] = {}
        self._partners: dict[tuple[int, int], list[tuple[float, int, str]]] = {}

    # -- the text as it stands ------------------------------------------------------------------

    def _stands(self, at: int) -> float:
        """The cost of the text as it stands from the hole up to a place."""
        page, costs = self._page, self._standing
        while len(costs) <= at - self._start:
            here = self._start + len(costs) - 1
            end = page.brackets.get(here, here + 1)
            before, bits, char = self._previous[-1], costs[-1], self._previous[-1]
            if end == here + 1:
                char = page.text[here]
                bits += page.cost(before, char)
                if here in page.keys:
                    end = page.keys[here][1]
            costs += [bits] * (end - here)
            self._previous += [char] * (end - here)
        return costs[at - self._start]

    def _cost(self, opened: str, last: str, char: str) -> float:
        """The cost of a character after another, given the quotation marks that are open."""
        bits = self._page.cost(last, char)
        if char in QUOTES and self._page.uses(char):
            return weigh(opened, last, char, bits)
        return bits

    def _go(self, node: Node, at: int, carry: int, piece: str, extra: float = 0.0) -> None:
        """Add a step that emits ``piece`` and leads to ``at``."""
        last, opened, bits = node.last, node.opened, 0.0
        shown = piece
        if len(piece) > 2 and piece[1] == "(":  # a reading that stays is no part of the text
            piece = piece[0]
        for char in piece:
            bits += self._cost(opened, last, char)
            opened = feed(opened, char) if char in QUOTES else opened
            last = char
        bits -= self._stands(at) - self._stands(node.at)
        best = node.best + bits + extra
        if best > SLACK:
            return
        if at not in self._open:
            self._open[at] = {}
            heapq.heappush(self._queue, at)
        key = carry, last, opened
        found = self._open[at].get(key)
        if found is None:
            found = self._open[at][key] = Node(at, carry, last, opened, best)
        found.best = min(found.best, best)
        found.arcs.append(Arc(node, shown, bits, extra))

    # -- the walk -------------------------------------------------------------------------------

    def run(self) -> None:
        """Walk from the hole until every path is in step or has fallen too far behind."""
        self._begin()
        while self._queue:
            at = heapq.heappop(self._queue)
            nodes = sorted(self._open.pop(at).values(), key=_best)
            limit = nodes[0].best + AHEAD
            width = HOLE_WIDTH if self._page.text[at : at + 1] in HOLES else WIDTH
            ended = self._page.text[at - 1] not in HOLES or not goes_on(self._page, at)
            for node in nodes:
                if node.best > limit:
                    break
                if not node.carry:
                    if ended:
                        self._done.append(node)
                elif width > 0 or at <= self._start + 2:
                    width -= 1
                    if at - self._start < LONGEST:
                        self._step(node)

    def _begin(self) -> None:
        """The ways in which a run may begin at a hole."""
        page, start, root = self._page, self._start, self._root
        if start in page.keys:
            own = pair(root.last)
            if own is not None and own[1] > 0x80:
                self._key(root, own[1], straddled=True)
        char = page.text[start + 1 : start + 2]
        found = pair(char) if char else None
        if found is not None:
            ahead = MARK if found[0] == ROW else SYMBOL if found[0] < 0xAA else PLAIN
            self._first(start + 2, *found, ahead)
        elif "!" <= char <= "~" and (char != "?" or page.folded):
            self._first(start + 2, ROW, ord(char) | 0x80, MARK + self._folding)

    def _first(self, at: int, lead: int, trail: int, extra: float) -> None:
        """The hole is the first byte of a character that ends in ``lead``."""
        if 0x80 <= trail < 0x81 or trail == 0xFF:
            return
        carry, rest = (trail, "") if trail > 0x80 else (0, chr(trail))
        if carry and not self._promising(at, carry):
            return
        for _, char in firsts(lead):
            self._go(self._root, at, carry, char + rest, extra + (STOP if char == "。" else 0.0))

    def _promising(self, at: int, carry: int) -> bool:
        """Whether the first characters behind a hole could be shifted, whatever was lost in it.

        This settles almost every genuine question mark before any character is tried.
        """
        page, text, gain, shifted = self._page, self._page.text, 0.0, ""
        for here in range(at, min(at + _AHEAD, len(text))):
            char = text[here]
            found = pair(char)
            if found is None or char in HOLES:
                return char >= "!" or shifted != ""
            emitted = character(carry, found[0])
            if emitted is None:
                return False
            if shifted:
                gain += page.cost(text[here - 1], char) - page.cost(shifted, emitted)
                if gain < HOPELESS:
                    return False
            shifted, carry = emitted, found[1]
            if carry < 0x81:
                break
        return True

    def _step(self, node: Node) -> None:
        """The ways in which a path may go on, with a byte carried over."""
        page, at, carry = self._page, node.at, node.carry
        if at >= len(page.text):
            return
        char = page.text[at]
        if at in page.brackets:  # an annotation that stands in the middle of a character
            self._go(node, page.brackets[at], carry, "")
            return
        if char in HOLES:
            self._hole(node)
        found = pair(char)
        if found is not None:
            self._whole(node, at + 1, *found)
        elif "@" <= char <= "~":
            emitted = character(carry, ord(char))
            if emitted is not None:
                self._go(node, at + 1, 0, emitted)
        if char in "€\x80":  # what Windows makes of the byte 80
            emitted = character(carry, 0x80)
            if emitted is not None:
                self._go(node, at + 1, 0, emitted)
        if char == "?" and not page.folded:
            return
        for length in range(1, min(4, len(page.text) - at) + 1):
            for lead, trail in folded().get(page.text[at : at + length], ()):
                self._whole(node, at + length, lead, trail, self._folding)

    def _whole(self, node: Node, at: int, lead: int, trail: int, extra: float = 0.0) -> None:
        """A character as it stands: the end of one true character and the start of the next."""
        emitted = character(node.carry, lead)
        if emitted is None or trail == 0x80:
            return
        if trail > 0x80:
            self._go(node, at, trail, emitted, extra)
        else:
            self._go(node, at, 0, emitted + chr(trail), extra)

    # -- holes ----------------------------------------------------------------------------------

    def _key(self, node: Node, lead: int, *, straddled: bool) -> None:
        """A hole with a reading: the character that is read so and begins with ``lead``."""
        page = self._page
        spelt, end = page.keys[node.at]
        matches = trails(lead, spelt)
        if not matches:
            return
        chance = log2(len(matches) / max(1, len(seconds(lead))))
        for trail, match, usual in matches:
            char = character(lead, trail)
            if char is None or (straddled and trail < 0x81):
                continue
            extra = BRACKETLESS + chance + self._fit(char, spelt, match, usual)
            if straddled:
                self._go(node, end, trail, "", extra)
            else:
                kept = "(" + page.text[node.at + 1 : end].lstrip("(") if self._keep else ""
                self._go(node, end, 0, char + kept, extra)

    def _fit(self, char: str, spelt: str, match: Match, usual: bool) -> float:
        """What it costs that this character has this reading on this page."""
        extra = 0.0 if usual else USUAL
        if match is Match.SYLLABLE and toneless(spelt) not in (spelt, *readings_of(char)):
            extra += TONE
        if is_simple(char):
            extra += SIMPLE
        if (char, toneless(spelt)) in self._page.known:
            extra += KNOWN
        return extra

    def _hole(self, node: Node) -> None:
        """A hole in a run: what it may have swallowed."""
        page, at = self._page, node.at
        if at in page.keys:
            self._key(node, node.carry, straddled=False)
            return
        cost, last, opened = self._cost, node.last, node.opened
        ranked = sorted(
            (cost(opened, last, char), char, trail) for trail, char in seconds(node.carry)
        )
        tag = _looks_like_tag(page.text, at + 1)
        following = page.after(at + 1)
        spared, taken = self._manner(page.text[at])
        bare = following < "@"  # the ASCII character may have been spared
        if at not in self._swallowed:
            self._swallowed[at] = {m: self._ends(following, tag, m) for m in (True, False)}
        ends = self._swallowed[at]
        alone = character(node.carry, 0x80)  # no lead byte, so that it stands for itself
        if alone is not None:
            self._go(node, at + 1, 0, alone, LONE)
        for _, char, trail in ranked[:FANOUT]:
            if trail == 0x80:
                continue
            if bare:
                extra = spared + (self._ending(at, char) if following == "\n" else 0.0)
                self._go(node, at + 1, 0, char, extra)
            for bits, _, swallowed in ends[not is_han(char)]:
                # its cost is that on this page, given that ASCII follows at all
                extra = taken + bits - page.cost(char, swallowed)
                extra += NEVER if char in OPENERS else 0.0
                if swallowed == "\n" or tag:
                    extra += self._ending(at, char)
                self._go(node, at + 1, 0, char + swallowed, extra)
        self._double(node, [(char, trail) for _, char, trail in ranked])

    def _ends(self, following: str, tag: bool, after_mark: bool) -> list[tuple[float, float, str]]:
        """The likeliest ASCII characters that a hole swallowed: their bits, and to rank them."""
        page = self._page
        ranked = []
        for char, bits in page.swallowed(after_mark).items():
            bits += TAG if tag and char == "<" else 0.0
            ranked.append((bits, bits + page.cost(char, following), char))
        return heapq.nsmallest(ENDS, ranked, key=lambda entry: entry[1])

    def _manner(self, hole: str) -> tuple[float, float]:
        """What it costs that a hole spared the ASCII behind it, and that it swallowed it."""
        if self._page.sparing:
            return SWALLOWED, SPARED
        return (SPARED, SWALLOWED) if hole == "?" or self._page.keys else (EITHER, EITHER)

    def _ending(self, at: int, char: str) -> float:
        """What it costs that a paragraph ends in a character, beside what it costs by itself."""
        if char not in "；：！？，":
            return 0.0
        return self._page.ending(at, char) - self._page.cost(NOWHERE, char)

    def _double(self, node: Node, ranked: list[tuple[str, int]]) -> None:
        """A hole in a run that holds the end of one character and the start of the next.

        The two bytes are no character, or else a mark stands behind them, before which the second
        was lost.
        """
        page, at = self._page, node.at + 1
        char = page.text[at : at + 1]
        found = pair(char) if char else None
        if found is not None and found[1] > 0x80:
            self._halves(node, ranked, *found, DOUBLE)
        elif "@" <= char <= "~":
            self._halves(node, ranked, ord(char), 0, DOUBLE)
        if page.folded and "!" <= char <= "~":
            self._halves(node, ranked, ROW, ord(char) | 0x80, DOUBLE + FOLDED)

    def _halves(
        self, node: Node, ranked: list[tuple[str, int]], trail: int, carry: int, extra: float
    ) -> None:
        """Two characters for a hole: one of ``ranked``, and one that ends in ``trail``."""
        page, at = self._page, node.at + 1
        if (at, trail) not in self._partners:
            self._partners[at, trail] = self._seconds_of(at, trail, carry)
        partners = self._partners[at, trail]
        tried = 0
        for first, second in ranked:
            feasible = [p for p in partners if trail == ROW or character(second, p[1]) is None]
            for _, _, other in feasible:
                stop = STOP if other == "。" else 0.0
                self._go(node, at + 1, carry, first + other, extra + stop)
            tried += bool(feasible)
            if tried == FANOUT:
                break

    def _seconds_of(self, at: int, trail: int, carry: int) -> list[tuple[float, int, str]]:
        """The likeliest characters that end in ``trail``, by what stands behind them."""
        page = self._page
        following = page.after(at + 1)
        ahead = pair(following) if carry else None
        ranked = []
        for lead, other in firsts(trail):
            bits = page.cost(NOWHERE, other)
            if not carry:
                bits = min(bits, page.cost(other, following))
            elif ahead is not None:
                third = character(carry, ahead[0])
                bits = bits if third is None else min(bits, page.cost(other, third))
            ranked.append((bits, lead, other))
        return heapq.nsmallest(PARTNERS, ranked)

    # -- the best paths -------------------------------------------------------------------------

    def paths(self, most: int) -> list[Path]:
        """The best paths, up to ``most``, the cheapest first, each with a text of its own."""
        heap: list[tuple[float, int, Node, str, float, float, int]] = []
        number = 0
        for node in self._done:
            closing = self._close(node)
            heap.append((node.best + closing, number, node, "", closing, 0.0, node.at))
            number += 1
        heapq.heapify(heap)
        found: dict[tuple[int, str], Path] = {}
        for _ in range(_POPS):
            if not heap or len(found) == most:
                break
            _, _, node, after, bits, extra, end = heapq.heappop(heap)
            if node is self._root:
                found.setdefault((end, after), Path(end, after, bits, extra))
                continue
            for arc in node.arcs:
                number += 1
                ahead = bits + arc.bits, extra + arc.extra
                rank = arc.source.best + sum(ahead)
                heapq.heappush(heap, (rank, number, arc.source, arc.piece + after, *ahead, end))
        return list(found.values())

    def _close(self, node: Node) -> float:
        """What the character behind the run costs after the run, less after what stands there."""
        page = self._page
        following = page.after(node.at)
        self._stands(node.at)
        standing = self._previous[node.at - self._start]
        return page.cost(node.last, following) - page.cost(standing, following)


def goes_on(page: Page, at: int) -> bool:
    """Whether the text from a place on is still shifted, so that no run ended before it."""
    following = page.after(at)
    if following in HOLES:
        return True
    if "@" <= following <= "~" and page.text[at + 1 : at + 2] > "\x7f":
        return True  # the second byte of a character, and after it the text is in step
    chars: list[str] = []
    while len(chars) < _AHEAD and at < len(page.text):
        at = page.skip(at)
        chars.append(page.text[at : at + 1])
        at += 1
    return _shifted_gain(page, chars) > GARBLED


def follows_garble(page: Page, at: int) -> bool:
    """Whether the text up to a place is itself shifted, so that no run can begin there."""
    chars: list[str] = []
    while len(chars) < _AHEAD and at > 0:
        while at in page.back:
            at = page.back[at]
        at -= 1
        chars.append(page.text[at : at + 1])
    return _shifted_gain(page, chars[::-1], first=True) > GARBLED


def _shifted_gain(page: Page, chars: list[str], *, first: bool = False) -> float:
    """The bits by which characters read better shifted, up to where they cannot be.

    With ``first``, what comes before the last character that cannot be is left out of account.
    """
    gain, carry, standing, shifted = 0.0, 0, "", ""
    for char in chars:
        found = pair(char) if char else None
        emitted = character(carry, found[0]) if found is not None and carry else None
        if found is None or (carry and emitted is None):
            if not first:
                break
            gain, shifted = 0.0, ""
            carry, standing = (found[1] if found is not None else 0), char
            continue
        if emitted is not None:
            if shifted:
                gain += page.cost(standing, char) - page.cost(shifted, emitted)
            shifted = emitted
        standing, carry = char, found[1]
        if carry < 0x81:
            if not first:
                break
            gain, carry, shifted = 0.0, 0, ""
    return gain


def _looks_like_tag(text: str, at: int) -> bool:
    """Whether a tag whose ``<`` is missing stands at a place: ``/p>``, ``br>``, ``a href=…>``."""
    close = text.find(">", at, at + 200)
    if close < 0:
        return False
    inside = text[at:close]
    name = inside.lstrip("/").split(" ", 1)[0]
    return name.isascii() and name.isalnum() and name[0].isalpha() and "<" not in inside
