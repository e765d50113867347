"""Signs of garbled text that stand where clean text has them: they alone are no reason to look.

``programa útil`` holds a known word, ``Ф. Бэкон`` an initial, ``90 °C`` a mark by itself, ``Лада®``
one behind a known word. Of 24,000 garbled sentences, sentences in clean lines and fragments two
were missed since, which the eager policy put right before, and of the clean lines of software that
went on to the finders a third go home.
"""

from __future__ import annotations

from functools import lru_cache
from unicodedata import normalize

from fixenc.repair.gate.patterns import FIRST_DOUBLE_BYTE
from fixenc.repair.lists.lexicon import LONGEST, knows

# Letters of a word from which on a known one is no garble of another word.
KNOWN, KNOWN_MARKED = 4, 3  # and the same of one with a mark behind it

# Marks that stand before words of ASCII, before other Latin words, and before those of other
# scripts; and all of them with those that stand alone, or before numbers and capitals.
_OPENING_LATIN = frozenset("¿¡«»“”„•")
_OPENING_OTHERS = frozenset("«“„•…–—")
_OPENING = _OPENING_LATIN | _OPENING_OTHERS
_MARKS = _OPENING | frozenset("°·×±©®™§≥≤≡€£")
_CLOSING = frozenset("®™²³»“”’…")  # and those that stand behind a word
_OTHER = "\u0370"  # from here on letters are not Latin


def stands_well(line: str, at: int) -> bool:
    """Whether a sign is in a known word, an initial, or a mark where such marks stand.

    Something stands before it and behind it.
    """
    before, char, behind = line[at - 1], line[at], line[at + 1]
    if char in _CLOSING and before.isalpha() and not _is_of_word(behind):
        return is_known(line, at - 1, at, KNOWN_MARKED)
    if char in _MARKS:
        return before.isascii() and not before.isalpha() and _may_follow(char, behind)
    if behind == "." and _OTHER <= char < FIRST_DOUBLE_BYTE and not _is_of_word(before):
        return char.isupper()
    return is_known(line, at, at + 1)


def _may_follow(mark: str, char: str) -> bool:
    """Whether a character may stand behind a mark without a letter before it."""
    if not char.isascii():
        return char.isalpha() and mark in (_OPENING_LATIN if char < _OTHER else _OPENING_OTHERS)
    return mark in _OPENING or not char.islower()


def is_known(text: str, start: int, end: int, shortest: int = KNOWN) -> bool:
    """Whether a run is in a word that is known and does not go on beyond ``text``.

    The word has ``shortest`` letters or more.
    """
    # what stands around it up to spaces holds the word
    first, last = max(0, start - LONGEST - 1), min(len(text), end + LONGEST + 1)
    first = max(first, text.rfind(" ", first, start))
    last = text.find(" ", end, last) + 1 or last
    return _is_known(text[first:last], start - first, end - first, shortest)


@lru_cache(maxsize=1 << 13)  # the words of a language come again and again
def _is_known(text: str, start: int, end: int, shortest: int) -> bool:
    least, most = max(0, start - LONGEST), min(len(text), end + LONGEST)
    while start > least and _is_of_word(text[start - 1]):
        start -= 1
    while end < most and _is_of_word(text[end]):
        end += 1
    word = text[start:end]
    if start == least or end == most or len(word) < shortest:
        return False
    return (word[1:].islower() or word.isupper()) and knows(normalize("NFC", word))


def _is_of_word(char: str) -> bool:
    return char.isalpha() or "\u0300" <= char <= "\u036f"
