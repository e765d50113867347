"""The walk through a shifted run: how it may begin at a hole, and how it goes on from there."""

from __future__ import annotations

from math import log2

from fixenc.repair.damage.byte_pairs import (
    GBK,
    HOLES,
    REPLACED,
    ROW,
    firsts,
    folded,
    is_simple,
    pair,
)
from fixenc.repair.finders.shifted.hole import STOP, drop, fill, halves
from fixenc.repair.finders.shifted.in_step import GARBLED, SURELY_GARBLED, goes_on, may_be_shifted
from fixenc.repair.finders.shifted.lattice import BEHIND, Lattice, Node
from fixenc.repair.finders.shifted.page import Page
from fixenc.repair.lists.readings import Match, fits, read_so, readings_of, toneless, trails

# Bits that an explanation costs beside the model, set by hand on pages other than the tests'. They
# matter little: a path that is right mostly leads by more than all of them together.
MARK = 0.0  # a full-width mark behind the hole: the commonest cause
FULL_STOP = 2.0  # 。 is the end of 省 and the start of a bracket: 各?。▍^ is 各省（區
SYMBOL = 5.0  # another symbol
PLAIN = 9.0  # an ideograph: nothing shows what took the byte
BRACKETLESS = -8.0  # a reading that no bracket opens hardly ever occurs by itself
ANNOTATED = -8.0  # the reading in brackets behind it is its own; one in 400 would be by chance
USUAL = 3.0  # a reading that is not the character's usual one
SIMPLE = 8.0  # an annotated character inside GB 2312; the lists hold traditional ones
TONE = 4.0  # another tone than the table's
KNOWN = -4.0  # the same character has the same reading in full view on the page
FOLDED = 1.0  # a full-width form that was made ASCII afterwards
UNFOLDED = 14.0  # ... on a page that has full-width commas

WIDTH = 8  # nodes kept at one place; 16 gave one sentence in a hundred more at twice the time
HOLE_WIDTH = 3  # ... before another hole, where each branches into dozens
# ... and where a run began, before another hole: 6 to 24 gave the same sentences as all of them, up
# to a hundred, which took 15,000 steps for each of a few holes with one character between.
FIRST_WIDTH = 12
LONGEST = 1500  # characters of a run; paragraphs are shorter


def walk(lattice: Lattice, *, keep: bool) -> None:
    """Walk from the hole until every path is in step or has fallen too far behind.

    With ``keep`` an annotation stays where it can.
    """
    page, start = lattice.page, lattice.start
    _begin(lattice)
    while taken := lattice.take():
        at, nodes = taken
        limit = nodes[0].best + BEHIND
        width = HOLE_WIDTH if page.text[at : at + 1] in HOLES else WIDTH
        first = FIRST_WIDTH if page.text[at : at + 1] in HOLES else len(nodes)
        hole = page.text[at - 1]
        least = SURELY_GARBLED if hole == REPLACED else GARBLED
        ended = hole not in HOLES or not goes_on(page, at, least)
        for node in nodes:
            if node.best > limit:
                break
            if not node.carry:
                if ended:
                    lattice.finish(node)
            elif width > 0 or (at <= start + 2 and first > 0):
                width -= 1
                first -= 1
                if at - start < LONGEST and page.budget > 0:
                    _step(lattice, node, keep=keep)


def _begin(lattice: Lattice) -> None:
    """The ways in which a run may begin at a hole."""
    page, start, root = lattice.page, lattice.start, lattice.root
    if start in page.keys:
        own = page.coding.pair(root.last)
        if own is not None and own[1] > 0x80:
            _straddled(lattice, own[1])
    if page.coding is not GBK:
        return  # no mark ends in what begins a character
    char = page.text[start + 1 : start + 2]
    found = pair(char) if char else None
    if found is not None:
        _first(lattice, *found, _cause(char, found[0]))
    elif "!" <= char <= "~" and (char != "?" or page.folded):
        _first(lattice, ROW, ord(char) | 0x80, MARK + _folding(page))
    _begin_twice(lattice)


def _cause(char: str, lead: int) -> float:
    """What it costs that a character behind the hole took the byte before it."""
    if lead == ROW:
        return MARK
    if char == "。":
        return FULL_STOP
    return SYMBOL if lead < 0xAA else PLAIN


def _begin_twice(lattice: Lattice) -> None:
    """Two characters lost their first byte before a mark, side by side: 不??！ is 不停。.

    The mark before the second is the end of the first and what overwrote the byte.
    """
    page, root = lattice.page, lattice.root
    at = root.at + 1
    if page.text[at : at + 2] == REPLACED + "?":
        at += 1
    if page.text[at : at + 1] not in HOLES:
        return
    found = pair(page.text[at + 1 : at + 2] or " ")
    if found is not None and found[0] == ROW and found[1] > 0x80:
        ranked = sorted((lattice.cost(root.opened, root.last, c), c) for _, c in firsts(ROW))
        chars = [(char, ROW) for _, char in ranked]
        halves(lattice, root, chars, at + 1, *found, 2 * MARK)


def _first(lattice: Lattice, lead: int, trail: int, extra: float) -> None:
    """The hole is the first byte of a character that ends in ``lead``; ``trail`` goes on."""
    at = lattice.start + 2
    if trail == 0x80 or trail == 0xFF:
        return
    if trail > 0x80 and not may_be_shifted(lattice.page, at, trail):
        return
    carry, rest = (trail, "") if trail > 0x80 else (0, chr(trail))
    for _, char in firsts(lead):
        cause = extra + (STOP if char == "。" else 0.0)
        lattice.go(lattice.root, at, carry, char + rest, cause, lost=1)


def _step(lattice: Lattice, node: Node, *, keep: bool) -> None:
    """The ways in which a path may go on, with a byte carried over."""
    page, at = lattice.page, node.at
    if at >= len(page.text):
        return
    char = page.text[at]
    if at in page.brackets:  # an annotation that stands in the middle of a character
        lattice.go(node, page.brackets[at], node.carry, "")
        return
    if lattice.drops:
        drop(lattice, node)
    if at in page.keys:
        _aligned(lattice, node, keep=keep)
    elif char in HOLES:
        fill(lattice, node)
    found = page.coding.pair(char)
    if found is not None:
        _whole(lattice, node, at + 1, *found)
    elif "@" <= char <= "~":
        _last(lattice, node, ord(char))
    if char in "€\x80" and page.coding is GBK:  # what Windows makes of the byte 80
        _last(lattice, node, 0x80)
    if (char == "?" and not page.folded) or page.coding is not GBK:
        return
    for length in range(1, min(4, len(page.text) - at) + 1):
        for lead, trail in folded().get(page.text[at : at + length], ()):
            _whole(lattice, node, at + length, lead, trail, _folding(page))


def _whole(
    lattice: Lattice, node: Node, at: int, lead: int, trail: int, extra: float = 0.0
) -> None:
    """A character as it stands: the end of one true character and the start of the next."""
    emitted = lattice.page.coding.character(node.carry, lead)
    if emitted is None or trail == 0x80:
        return
    if trail > 0x80:
        lattice.go(node, at, trail, emitted, extra)
    else:
        lattice.go(node, at, 0, emitted + chr(trail), extra)


def _last(lattice: Lattice, node: Node, trail: int) -> None:
    """A single byte that ends a character and the run."""
    page, at = lattice.page, node.at + 1
    emitted = page.coding.character(node.carry, trail)
    if emitted is not None:
        spelt = page.text[at + 1 : page.brackets.get(at, at) - 1].strip()
        lattice.go(node, at, 0, emitted, ANNOTATED if spelt and fits(emitted, spelt) else 0.0)


def _folding(page: Page) -> float:
    return FOLDED if page.folded else UNFOLDED


def _straddled(lattice: Lattice, lead: int) -> None:
    """A reading behind a hole in step: it names a pair that straddles two characters.

    The pair begins with ``lead``, the end of the character before the hole; what it ends in is
    the byte that was lost, and begins the next character.
    """
    _, end = lattice.page.keys[lattice.start]
    for trail, _, extra in _named(lattice.page, lattice.start, lead):
        if trail > 0x80:
            lattice.go(lattice.root, end, trail, "", extra)


def _aligned(lattice: Lattice, node: Node, *, keep: bool) -> None:
    """A reading behind a hole in a run: it names the character that ends there."""
    page = lattice.page
    _, end = page.keys[node.at]
    kept = "(" + page.text[node.at + 1 : end].lstrip("(") if keep else ""
    for _, char, extra in _named(page, node.at, node.carry):
        lattice.go(node, end, 0, char, extra, kept, lost=1)


def _named(page: Page, at: int, lead: int) -> list[tuple[int, str, float]]:
    """The characters that begin with ``lead`` and are read as it says behind a hole.

    Each as its second byte, itself, and what that costs: a chance hit is one in so many.
    """
    spelt, _ = page.keys[at]
    seconds = page.coding.seconds(lead)
    matches = trails(lead, spelt) if page.coding is GBK else read_so(seconds, spelt)
    if not matches:
        return []
    chance = log2(len(matches) / max(len(matches), len(seconds)))
    named = []
    for trail, match, usual in matches:
        char = page.coding.character(lead, trail)
        if char is not None:
            extra = BRACKETLESS + chance + _fit(page, char, spelt, match, usual)
            named.append((trail, char, extra))
    return named


def _fit(page: Page, char: str, spelt: str, match: Match, usual: bool) -> float:
    """What it costs that this character has this reading on this page."""
    extra = 0.0 if usual else USUAL
    if match is Match.SYLLABLE and toneless(spelt) not in (spelt, *readings_of(char)):
        extra += TONE
    if is_simple(char):
        extra += SIMPLE
    if (char, toneless(spelt)) in page.known:
        extra += KNOWN
    return extra
