"""Words that are known once a misread is undone: ``Fran‡ois``, ``Espa±a``, ``RenŽ``.

Pairs of letters tell little where one letter of a word was misread: ``nço`` and ``n‡o`` are both
rare. The list of known words tells, and asking it takes a fraction of trying all misreads.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from fixenc.repair.lists.lexicon import ENOUGH, LONGEST, knows
from fixenc.repair.undoing.tables import tables

MOST = 2  # different characters beyond ASCII: words of more gain enough by their pairs
# A word, with signs beyond ASCII among its letters.
# One of them, or a capital, behind the first letter; small letters tell enough by their pairs.
_ODD = re.compile(r"(?<=[a-z])(?:[\xa0-\xb4\xb6-\xde\xf7\u2010-\u2e7f]|[ŒŠŽŸƒˆ˜])")
_WORD = re.compile(r"[A-Za-z\xa0-\u2e7f]+")


def has_known(text: str) -> bool:
    """Whether a word of ``text`` becomes a known one by undoing a misread, and is none as it is.

    Words that its ends may cut are not asked. Linear in the length of ``text``.

    >>> has_known(" Jean Fran‡ois Sauget "), has_known(" Jean François Sauget ")
    (True, False)
    """
    return any(
        match.start() > 0 and match.end() < len(text) and _becomes_known(match[0])
        for match in _WORD.finditer(text)
        if ENOUGH <= len(match[0]) <= LONGEST and _ODD.search(match[0])
    )


@lru_cache(maxsize=1 << 13)  # the words of a language come again and again
def _becomes_known(word: str) -> bool:
    high = {char for char in word if char > "\x7f"}
    if len(high) > MOST or 2 * len(high) > len(word) or knows(word):
        return False
    readings = [_letters_for(char) for char in high]
    numbers = set.intersection(*map(set, readings))
    undone = {tuple(reading[number] for reading in readings) for number in numbers}
    points = list(map(ord, high))
    return any(knows(word.translate(dict(zip(points, after, strict=True)))) for after in undone)


@cache
def _letters_for(char: str) -> Mapping[int, str]:
    """The letters that misreads showed as a character, by the numbers of their tables."""
    undone = ((n, table.get(ord(char), char)) for n, table in enumerate(tables().distinct))
    return {number: letter for number, letter in undone if letter.isalpha()}
