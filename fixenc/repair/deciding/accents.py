"""Letters of a language, each once: what tests, patterns and tables of programs hold.

``éèàùç`` is a word of Hebrew in another table, and ``åäöÅÄÖ`` reads ``ЕДЖедж``; but both are the
letters that French and Swedish have beyond ASCII, and a word seldom has none of them twice. Nor
has a word letters with one and the same mark, or four in the order of the alphabet (``ÄËÏÖÜ``).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from unicodedata import normalize

from fixenc import model
from fixenc.repair.lists import lexicon
from fixenc.repair.undoing.align import Unit
from fixenc.repair.undoing.score import ALIEN, small

FEWEST = 3
MANY = 9  # letters that no word has all different, and few words together
ORDERED = 4  # different letters in order
_SETS = frozenset({"åæø", "äåö", "äåéö", "äöü", "ßäöü"})
FIRST, LAST = "\xc0", "\u024f"  # Latin letters beyond ASCII


def are_accents(text: str, units: Sequence[Unit]) -> bool:
    """Whether all that changes are letters of one language, or many, each once, and of no word.

    Words are told by ASCII letters beside them, and by what comes of the units: a known word.

    >>> are_accents("'éèà'", [Unit(1, 2, "י"), Unit(2, 3, "ט"), Unit(3, 4, "א")])
    True
    """
    letters = "".join(text[unit.start : unit.end] for unit in units)
    if len(letters) < FEWEST or len(set(letters)) < len(letters):
        return False
    if not all(FIRST <= char <= LAST and char.isalpha() for char in letters):
        return False
    beside = "".join(text[u.start - 1 : u.start] + text[u.end : u.end + 1] for u in units)
    if any(char.isascii() and char.isalpha() for char in beside):
        return False
    own = frozenset(map(small, letters))
    listed = len(letters) >= MANY or _is_of_one_language(own) or is_row(letters)
    return listed and not lexicon.spells(text, units, lexicon.LEAST)


def is_row(letters: str) -> bool:
    """Whether letters stand in the order of the alphabet, have the same mark, or are all that a
    language adds to ASCII.

    >>> is_row("àèìòù"), is_row("åäö"), is_row("ïðèâåò")
    (True, True, False)
    """
    parts = [normalize("NFD", char) for char in letters.lower()]
    marked = all(len(part) > 1 for part in parts)
    bases = [part[0] for part in parts]
    ordered = bases in (sorted(bases), sorted(bases, reverse=True)) and len(set(bases)) >= ORDERED
    same = len({part[1:] for part in parts}) == 1
    return (marked and (ordered or same)) or "".join(sorted(set(letters.lower()))) in _SETS


@lru_cache(maxsize=256)
def _is_of_one_language(letters: frozenset[str]) -> bool:
    known = model.load()
    return any(
        all(known.char_cost(char, number) < ALIEN for char in letters)
        for number in range(len(known.languages))
    )
