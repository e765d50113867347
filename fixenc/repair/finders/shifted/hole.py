"""A hole in a shifted run: what may have been lost in it.

With a byte carried over, a hole is the end of a character. Beside that it may hold an ASCII
character, which the decoder swallowed, or the first byte of the next character, when the two
bytes together were no character.
"""

from __future__ import annotations

import heapq

from fixenc.repair.damage.byte_pairs import HOLES, MARKS, REPLACED, ROW, character, pair
from fixenc.repair.finders.shifted.in_step import lacks_bracket
from fixenc.repair.finders.shifted.lattice import Lattice, Node
from fixenc.repair.finders.shifted.layout import ALIKE
from fixenc.repair.finders.shifted.page import Page
from fixenc.repair.finders.shifted.quotation import STOPPED
from fixenc.repair.finders.shifted.swallowed import kind

# Bits that an explanation costs beside the model; see walk. With 0 or 6 for DOUBLE and 6 or 8 for
# SWALLOWED the share of sentences put right moved by up to a point, with 0 or 3 for STOP by three.
STOP = 1.5  # the missing character is a full stop: the model alone gives it too often
SWALLOWED = 1.0  # ASCII follows, and the hole swallowed it
SPARED = 9.0  # ASCII follows, and the hole did not swallow it, as holes elsewhere do
UNTOLD = 5.0  # ... nothing tells, but hardly any decoder that puts U+FFFD swallows ASCII
RESYNC = 0.5  # a mark follows, and it stands whole though the byte before it was lost
RESYNC_RARE = 12.0  # ... a mark that is often made of the halves of two characters
COMMON = frozenset("，、。")
AGAIN = (1.0, 5.0)  # any character follows, behind U+FFFD and behind "?", which fewer decoders show
TAG = -30.0  # what it swallowed is the "<" of what reads as a tag
LONE = 2.0  # the hole is a byte 80 alone
DOUBLE = 3.0  # the hole holds the halves of two characters
REFUSED = 9.0  # ... where the decoder took pairs that GBK has no character for
FOLDED = 1.0  # ... and a mark behind it was made ASCII

DROPPED = 3.0  # two bytes are gone without a trace, since a private-use character was taken out

FANOUT = 8  # characters tried in a hole
COMMONEST = 35  # characters of the 190 that begin with a byte that are looked at
ENDS, ENDS_UNTOLD = 4, 1  # ASCII characters tried in a hole; where nothing tells if it takes any
PARTNERS = 12  # second characters tried in a hole that holds halves of two
ENDINGS, SECONDS, LASTS = 8, 3, 2  # characters tried in two holes side by side
EVERYDAY = 150  # ... of which the second ones are taken
DROPS = 4  # first characters tried where nothing shows that two bytes are gone
DROPS_AFTER = 8  # ... and second ones
# The first bytes of the pairs that GBK leaves to its users; the second is A1 or more.
_USERS = (*range(0xAA, 0xB0), *range(0xF8, 0xFF))
_NOWHERE = "\ue000"  # a character that no text holds: what follows counts by itself


def fill(lattice: Lattice, node: Node) -> None:
    """Add the steps that lead from a node over the hole at its place."""
    opened, last = node.opened, node.last
    ranked = sorted(
        (lattice.cost(opened, last, char), char, trail)
        for trail, char in _common(lattice, node.carry)
    )
    _end(lattice, node, [char for _, char, trail in ranked if trail != 0x80][:FANOUT])
    alone = lattice.page.coding.character(node.carry, 0x80)
    if alone is not None:  # no lead byte, so that it stands for itself
        lattice.go(node, node.at + 1, 0, alone, LONE, lost=1)
    chars = [(char, trail) for _, char, trail in ranked]
    text, at = lattice.page.text, node.at + 1
    if text[node.at] == REPLACED and text[at : at + 1] == "?" and _is_mark(lattice.page, at + 1):
        # a decoder that spares ASCII left the "?" that overwrote the byte before a mark
        _double(lattice, node, chars, at + 1)
        return
    _double(lattice, node, chars, at)
    if text[at : at + 1] in HOLES:
        _two_holes(lattice, node, chars)


def _is_mark(page: Page, at: int) -> bool:
    """Whether a full-width form stands at a place, or what folding made of one."""
    char = page.text[at : at + 1]
    found = page.coding.pair(char) if char else None
    whole = found is not None and found[0] == page.coding.row
    return whole or (page.folded and "!" <= char <= "~")


def _common(lattice: Lattice, lead: int) -> list[tuple[int, str]]:
    """The commonest characters that begin with a byte: second byte and character."""
    known = lattice.page.common
    if lead not in known:
        cost = lattice.page.cost
        known[lead] = heapq.nsmallest(
            COMMONEST, lattice.page.coding.seconds(lead), lambda found: cost(_NOWHERE, found[1])
        )
    return known[lead]


def _end(lattice: Lattice, node: Node, chars: list[str]) -> None:
    """The run ends in the hole, before an ASCII character that may be swallowed, or a mark.

    Or before any character, where the decoder refused a pair and went on at its second byte.
    """
    page, at = lattice.page, node.at
    following = page.after(at + 1)
    tag = lacks_bracket(page.text, at + 1)
    spared, taken = _manner(page, page.text[at])
    if at not in lattice.endings:
        lattice.endings[at] = _likeliest(page, following, ENDS_UNTOLD if taken == UNTOLD else ENDS)
    ahead = page.coding.pair(following)
    newlines = page.layout.newlines(at + 1)
    for char in chars:
        of = kind(char, stopped=node.opened.endswith(STOPPED))
        if following < "@":  # the ASCII character is there
            extra = spared + _behind(page, at, char, of, following, following == "<")
            extra += page.layout.gap(newlines)
            lattice.go(node, at + 1, 0, char, extra, lost=1)
        elif following in MARKS:
            again = RESYNC if following in COMMON else RESYNC_RARE
            lattice.go(node, at + 1, 0, char, again, lost=1)
        for swallowed in "<" if tag else lattice.endings[at]:
            extra = taken + TAG * tag + _behind(page, at, char, of, swallowed, tag)
            extra += page.layout.gap(newlines + (swallowed == "\n")) if newlines else 0.0
            shown = char + ("\ufffd" if swallowed == "0" else swallowed)
            lattice.go(node, at + 1, 0, char + swallowed, extra, lost=2, shown=shown)
    if ahead is not None and following not in MARKS:
        again = AGAIN[page.text[at] == "?"] + REFUSED * page.private
        for char in page.refused(node.carry, ahead[0]):
            lattice.go(node, at + 1, 0, char, again, lost=1)


def _likeliest(page: Page, following: str, most: int) -> list[str]:
    """The likeliest ASCII characters that a hole swallowed, given what stands behind it."""
    han = page.following.bits
    return heapq.nsmallest(
        most,
        page.candidates,
        lambda s: min(han("han", s), han("。", s), han("closed", s)) + page.cost(s, following),
    )


def _behind(page: Page, at: int, char: str, of: str, swallowed: str, tag: bool) -> float:
    """What ASCII costs behind a character, above what the model says of the two."""
    bits = page.following.bits(of, swallowed)
    if tag:  # the tag of a paragraph stands where a line would end
        bits = min(bits, page.following.bits(of, "\n"))
    if (tag or swallowed == "\n") and page.layout.alike(at, char):
        bits -= ALIKE
    return bits - page.cost(char, swallowed)


def _manner(page: Page, hole: str) -> tuple[float, float]:
    """What it costs that a hole spared the ASCII behind it, and that it swallowed it."""
    if page.sparing:
        return SWALLOWED, SPARED
    return (SPARED, SWALLOWED) if hole == "?" or page.keys else (SWALLOWED, UNTOLD)


def _double(lattice: Lattice, node: Node, ranked: list[tuple[str, int]], at: int) -> None:
    """The hole up to ``at`` holds the end of one character and the start of the next.

    The two bytes are no character, or else a mark stands behind them, before which the second
    was lost.
    """
    page = lattice.page
    char = page.text[at : at + 1]
    found = page.coding.pair(char) if char else None
    if found is not None and found[1] > 0x80:
        refused = REFUSED if page.private and found[0] != page.coding.row else 0.0
        halves(lattice, node, ranked, at, *found, DOUBLE + refused)
    elif "@" <= char <= "~":
        refused = REFUSED if page.private else 0.0
        halves(lattice, node, ranked, at, ord(char), 0, DOUBLE + refused)
    if page.folded and "!" <= char <= "~" and page.coding.row == ROW:
        halves(lattice, node, ranked, at, ROW, ord(char) | 0x80, DOUBLE + FOLDED)


def halves(
    lattice: Lattice,
    node: Node,
    ranked: list[tuple[str, int]],
    at: int,
    trail: int,
    carry: int,
    extra: float,
) -> None:
    """Two characters for a hole up to ``at``: one of ``ranked``, and one that ends in ``trail``."""
    coding = lattice.page.coding
    if (at, trail) not in lattice.partners:
        lattice.partners[at, trail] = _partners(lattice.page, at, trail, carry)
    tried = 0
    for first, end in ranked:
        fitting = [
            other
            for _, lead, other in lattice.partners[at, trail]
            if trail == coding.row or coding.character(end, lead) is None
        ]
        for other in fitting:
            stop = STOP if other == "。" else 0.0
            lattice.go(node, at + 1, carry, first + other, extra + stop, lost=2)
        tried += bool(fitting)
        if tried == FANOUT:
            break


def _two_holes(lattice: Lattice, node: Node, ranked: list[tuple[str, int]]) -> None:
    """Three characters for two holes: the halves of the first two, and of the last two."""
    page, at = lattice.page, node.at + 2
    following = page.text[at : at + 1]
    found = page.coding.pair(following) if following else None
    if found is None or found[1] < 0x81:
        return
    if (at, found[0]) not in lattice.partners:
        lattice.partners[at, found[0]] = _partners(page, at, *found)
    character, lasts = page.coding.character, lattice.partners[at, found[0]]
    refused = REFUSED if page.private else 0.0
    tried = 0
    for first, end in ranked[:ENDINGS]:
        for second, trail in _seconds(page, first, end):
            fitting = [last for _, lead, last in lasts if character(trail, lead) is None]
            for last in fitting[:LASTS]:
                extra = 2 * (DOUBLE + refused) + STOP * (second, last).count("。")
                lattice.go(node, at + 1, found[1], first + second + last, extra, lost=3)
            tried += bool(fitting)
        if tried >= FANOUT * SECONDS:
            break


def _seconds(page: Page, first: str, end: int) -> list[tuple[str, int]]:
    """The likeliest characters behind one whose second byte makes no pair with their first."""
    found = page.seconds.get((first, end))
    if found is None:
        character = page.coding.character
        fitting = [
            (page.cost(first, char), char, trail)
            for lead, trail, char in _everyday(page)
            if character(end, lead) is None
        ]
        found = [(char, trail) for _, char, trail in heapq.nsmallest(SECONDS, fitting)]
        page.seconds[first, end] = found
        page.budget -= EVERYDAY
    return found


def _everyday(page: Page) -> list[tuple[int, int, str]]:
    """The characters that a page's language has most often, with their bytes."""
    if not page.everyday:
        leads = (0xA1, 0xA3, *range(0xB0, 0xF8))
        chars = [(char, lead, trail) for lead in leads for trail, char in page.coding.seconds(lead)]
        cost = page.cost
        best = heapq.nsmallest(EVERYDAY, chars, key=lambda found: cost(_NOWHERE, found[0]))
        page.everyday = [(lead, trail, char) for char, lead, trail in best]
    return page.everyday


def _partners(page: Page, at: int, trail: int, carry: int) -> list[tuple[float, int, str]]:
    """The likeliest characters that end in ``trail``, by what stands behind them."""
    following = page.after(at + 1)
    coding = page.coding
    ahead = coding.pair(following) if carry else None
    found = []
    for lead, char in coding.firsts(trail):
        bits = page.cost(_NOWHERE, char)
        if not carry:
            bits += page.cost(char, following)
        elif ahead is not None:
            third = coding.character(carry, ahead[0])
            bits += 0.0 if third is None else page.cost(char, third)
        found.append((bits, lead, char))
    return heapq.nsmallest(PARTNERS, found)


def drop(lattice: Lattice, node: Node) -> None:
    """Add the steps over a pair that left no trace: the halves of two characters.

    GBK leaves such pairs to its users. Decoders make private-use characters of them, and what
    cleans a text afterwards takes those out.
    """
    page, at = lattice.page, node.at
    char = page.text[at]
    found = pair(char) or (((ord(char), 0)) if "@" <= char <= "~" else None)
    if found is None or 0 < found[1] < 0x81:
        return
    if (at, -1) not in lattice.partners:
        lattice.partners[at, -1] = _behind_drop(page, at, *found)
    firsts = [character(node.carry, lead) for lead in _USERS]
    ranked = heapq.nsmallest(
        DROPS, ((lattice.cost(node.opened, node.last, char), char) for char in firsts if char)
    )
    for _, first in ranked:
        for _, _, second in lattice.partners[at, -1]:
            lattice.go(node, at + 1, found[1], first + second, DROPPED, lost=2)


def _behind_drop(page: Page, at: int, trail: int, carry: int) -> list[tuple[float, int, str]]:
    """The likeliest characters that end in ``trail``, by what stands behind them."""
    following = page.after(at + 1)
    ahead = pair(following) if carry else None
    third = following if not carry else character(carry, ahead[0]) if ahead else None
    ranked = []
    for lead in range(0xA1, 0xFF):
        char = character(lead, trail)
        if char is not None:
            bits = page.cost(_NOWHERE, char) + (page.cost(char, third) if third else 0.0)
            ranked.append((bits, lead, char))
    return heapq.nsmallest(DROPS_AFTER, ranked)
