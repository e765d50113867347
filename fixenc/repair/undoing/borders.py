"""What a border costs between text that is undone and text that is left, in bits."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fixenc.model.classes import NAMES, class_of
from fixenc.repair.undoing.align import Unit

# Bits by which leaving a line half garbled must be likelier than undoing all of it, for each
# border between the two: within a word nearly never, between words when the words say so, and
# soonest where a sentence or a cell of a table ends.
BORDER = 8.0
BORDER_OF_SENTENCE = 4.0
BORDER_IN_WORD = 40.0
BORDER_CJK = 16.0  # East Asian text, like Thai, has no spaces to tell words by
FIRST_BEYOND_LATIN, FIRST_CJK = "\u0370", "\u2e80"
# The scripts whose words stand without spaces: Thai and Lao, Burmese, Khmer, those of East Asia.
# Letters of any other may touch theirs.
UNSPACED = (
    ("\u0e00", "\u0eff"),
    ("\u1000", "\u109f"),
    ("\u1780", "\u17ff"),
    (FIRST_CJK, "\U0010ffff"),
)
FIRST_UNSPACED = UNSPACED[0][0]
CLASS_OF_UNSPACED = "".join(f"{first}-{last}" for first, last in UNSPACED)
CAPITAL = re.compile(r" [A-Z][a-z]")  # where a sentence may begin


def begins_sentence(text: str, units: Sequence[Unit], number: int) -> bool:
    """Whether a unit undone is a capital before a small letter, at the start of a word.

    Runs are cells, quotations and sentences for the most part, so many of them begin so.
    """
    start, end, after = units[number]
    if not after[:1].isupper() or text[start - 1 : start].isalnum():
        return False
    if len(after) > 1:
        return after[1].islower()
    if number + 1 < len(units) and units[number + 1].start == end:
        return units[number + 1].after[:1].islower()
    return not text[end : end + 1].isupper()


def border_between(text: str, last: Unit, unit: Unit, left: str, right: str) -> float:
    """The cost of a border between two units, one undone and one left.

    ``left`` and ``right`` are what comes to stand at the end of one and at the start of the other.
    """
    between = text[last.end : unit.start]
    if not between:
        return max(join(left, right), join(text[last.end - 1], text[unit.start]))
    return border(between, left, right)


# What ends a sentence, a clause that stands by itself, or a cell.
_ENDS = frozenset('.!?:;|\t"')


def border(between: str, left: str, right: str) -> float:
    """The cost of a border in the text ``between`` two characters, one undone and one left."""
    if not between:
        return join(left, right)
    if not between.isalnum():
        return border_within(between)
    return BORDER_IN_WORD if _is_spaced(max(between)) else BORDER_CJK


def border_within(between: str) -> float:
    """The cost of a border between words."""
    return BORDER if _ENDS.isdisjoint(between) else BORDER_OF_SENTENCE


# Marks that stand beside letters of any alphabet, so that touching one is no sign of a border.
_BESIDE_LETTERS = frozenset("«»“”„‘’…–—")


def alike(one: str, other: str) -> bool:
    """Whether two characters that touch may be of one text as they stand."""
    if one in _BESIDE_LETTERS or other in _BESIDE_LETTERS:
        return True
    return _alphabet(one) == _alphabet(other)


def _alphabet(char: str) -> str:
    name = NAMES[class_of(char)].split(" ")[0]
    return "latin" if name == "ascii" else "cjk" if char >= FIRST_CJK else name


def join(left: str, right: str) -> float:
    """The cost of a border between two characters that touch, one undone and one left."""
    if not (left.isalnum() and right.isalnum()):
        return BORDER
    return BORDER_IN_WORD if _is_spaced(max(left, right)) else BORDER_CJK


def _is_spaced(char: str) -> bool:
    """Whether it is of a script whose words stand apart."""
    return char < FIRST_UNSPACED or not any(first <= char <= last for first, last in UNSPACED)
