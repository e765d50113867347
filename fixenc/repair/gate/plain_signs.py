"""Signs of garbled text that stand where clean text has them: they alone are no reason to look.

``programa útil`` holds a known word, ``Ф. Бэкон`` an initial, ``2 КБ данных`` an abbreviation
beside a word, ``90 °C`` a mark by itself, ``Лада®`` one behind a known word. Of 24,000 garbled
sentences, sentences in clean lines and fragments two were missed since, which the eager policy put
right before, and of the clean lines of software that went on to the finders a third go home.
"""

from __future__ import annotations

import re
from functools import lru_cache
from operator import add
from unicodedata import normalize

from fixenc import model
from fixenc.repair.gate.patterns import FIRST_DOUBLE_BYTE
from fixenc.repair.lists.lexicon import LONGEST, knows

# Letters of a word from which on a known one is no garble of another word.
KNOWN, KNOWN_MARKED = 4, 3  # and the same of one with a mark behind it

# Marks that stand before words of ASCII, before other Latin words, and before those of other
# scripts; and all of them with those that stand alone, or before numbers and capitals.
_OPENING_LATIN = frozenset("¿¡«»“”„•")
_OPENING_OTHERS = frozenset("«“„•…–—")
_OPENING = _OPENING_LATIN | _OPENING_OTHERS
_MARKS = _OPENING | frozenset("°·×±©®™§≥≤≡€£µ¼½¾")
_ALONE = frozenset("µ¼½¾")  # but these not before letters: µTRE
_CLOSING = frozenset("®™²³»“”’…")  # and those that stand behind a word
_OF_NAMES = frozenset("®™")  # and those behind names of ASCII
_DOTS = frozenset("·∙")  # between factors, and between two l of Catalan
_RANGES = frozenset("–")  # between the first and the last of letters, or of numbers
# Letters that are і where cp1251 is read as Mac Cyrillic: none stands beside them then. Behind the
# first byte of UTF-8 they are another.
_GHE, _OF_UTF8 = frozenset("ґҐ"), frozenset("РСÐÑ")
_OTHER, _CYRILLIC = "\u0370", "\u0400"  # from here on letters are not Latin, nor Greek
# Letters of an abbreviation at most, beside a known word of so many small letters.
SHORT, BESIDE = 4, 4
# Letters and bits a pair of words that are usual: of clean words of seven languages with so many
# letters four in five cost less, of 1,331 garbled ones one in twenty, most of them in twins of what
# they were (mac-cyrillic as cp1251), which have no capitals for capitals.
USUAL_FROM, USUAL = 5, 4.5
USUAL_CAPITALS = 4.8  # the same of capitals, of which 3,800 garbled words cost less in two of 100
# The same of half-width kana: of words of katakana six in seven cost less, of 304 runs that
# Shift_JIS shows for other encodings none, the least of them 6.4.
KANA_FROM, USUAL_KANA = 3, 6.0
_HALF_WIDTH = re.compile("[\uff66-\uff9f]")
_GREEK_OR_CYRILLIC = re.compile("[\u0370-\u052f]")
GAP = 16  # code points between the words, at most


def stands_well(line: str, at: int) -> bool:
    """Whether a sign is in a known word, an initial, or a mark where such marks stand.

    Something stands before it and behind it.
    """
    before, char, behind = line[at - 1], line[at], line[at + 1]
    if char in _CLOSING and before.isalpha() and not _is_of_word(behind):
        if is_known(line, at - 1, at, KNOWN_MARKED) or _is_usual(line, at - 1):
            return True
        return char in _OF_NAMES and _is_name(line, at)
    if char in _DOTS and before.isascii() and before.isalnum():
        return behind.isascii() and _is_between_factors(line, at)
    if char in _RANGES and before.isalnum() and behind.isalnum():
        return _is_alone(line, at - 1) and _is_alone(line, at + 1)
    if char in _ALONE and behind.isalpha():
        return False
    if char in _MARKS:
        return before.isascii() and not before.isalpha() and _may_follow(char, behind)
    if _HALF_WIDTH.match(char):
        return _is_half_width_word(line, at)
    if char in _GHE and "і" in line and _is_letter(behind) and before not in _OF_UTF8:
        return True
    if _OTHER <= char < FIRST_DOUBLE_BYTE and char.isupper():
        if behind == "." and not _is_of_word(before):
            return True
        if _are_plain_capitals(line, at):
            return True
    return is_known(line, at, at + 1)


def _is_name(line: str, at: int) -> bool:
    """Whether a word of ASCII with capitals and small letters stands before a mark: ``macOS™``.

    ``MALM™`` may be a word of capitals, and ``all™`` one of small letters.
    """
    start = at
    while start > max(0, at - LONGEST) and line[start - 1].isascii() and line[start - 1].isalpha():
        start -= 1
    word = line[start:at]
    return word != "" and not (word.islower() or word.isupper())


def _is_half_width_word(line: str, at: int) -> bool:
    """Whether a sign is in half-width kana that are a usual word as they are typed otherwise."""
    start, end = at, at + 1
    while end - start <= LONGEST and _HALF_WIDTH.match(line, start - 1):
        start -= 1
    while end - start <= LONGEST and _HALF_WIDTH.match(line, end):
        end += 1
    word = line[start:end]
    return KANA_FROM <= len(word) <= LONGEST and _bits(normalize("NFKC", word)) <= USUAL_KANA


def _is_alone(line: str, at: int) -> bool:
    """Whether a letter or a digit stands by itself, but for the mark beside it."""
    before, behind = line[max(0, at - 1) : at], line[at + 1 : at + 2]
    return line[at].isascii() and not (before.isalnum() or behind.isalnum())


def _is_between_factors(line: str, at: int) -> bool:
    """Whether a dot stands within ``l·l``, behind a number, or between two single letters.

    ``m·gica`` is mágica in Mac Roman.
    """
    before, behind = line[at - 1], line[at + 1]
    if before == behind == "l" or before.isdigit():
        return True
    beyond = line[max(0, at - 2) : at - 1], line[at + 2 : at + 3]
    return behind.isalnum() and not any(far.isalpha() or far in _DOTS for far in beyond)


def _are_plain_capitals(line: str, at: int) -> bool:
    """Whether a sign is in capitals by themselves, and a word in small letters comes before them or
    behind: an abbreviation, or a word that is usual but for that.

    A garbled word has others beside it that are garbled too.
    """
    start, end = at, at + 1
    while end - start <= LONGEST and line[start - 1 : start].isupper():
        start -= 1
    while end - start <= LONGEST and line[end : end + 1].isupper():
        end += 1
    if end - start > LONGEST or line[start - 1].isalnum() or line[end : end + 1].isalnum():
        return False
    if end - start > SHORT and _bits(line[start:end].lower()) > USUAL_CAPITALS:
        return False
    before = _GREEK_OR_CYRILLIC.search(line[max(0, start - GAP) : start][::-1])
    behind = _GREEK_OR_CYRILLIC.search(line, end, end + GAP)
    is_greek = line[at] < _CYRILLIC
    beside = [start - before.end()] if before else []
    beside += [behind.start()] if behind else []
    return any(_is_small(line, p) and (line[p] < _CYRILLIC) == is_greek for p in beside)


def _is_small(line: str, at: int) -> bool:
    """Whether a known or usual word of small letters is at a place, all but the first of them."""
    if not (_is_letter(line[at : at + 1]) and line[at].islower()):
        return False
    return is_known(line, at, at + 1, BESIDE) or _is_usual(line, at)


def _is_usual(line: str, at: int) -> bool:
    """Whether a word of Greek or Cyrillic letters, small but for the first, is usual by its pairs.

    A place in the word is given.
    """
    start, end = at, at + 1
    while end - start <= LONGEST and _is_letter(line[start - 1 : start]):
        start -= 1
    while end - start <= LONGEST and _is_letter(line[end : end + 1]):
        end += 1
    word = line[start:end]
    return USUAL_FROM <= len(word) <= LONGEST and word[1:].islower() and _bits(word) <= USUAL


def _is_letter(char: str) -> bool:
    return _OTHER <= char < FIRST_DOUBLE_BYTE and char.isalpha()


@lru_cache(maxsize=1 << 13)  # the words of a language come again and again
def _bits(word: str) -> float:
    """Bits a pair of a word, in the language that it fits best."""
    alone = f" {word} "
    return -model.load().best(map(add, alone, alone[1:]))[0] / (len(word) + 1)


def _may_follow(mark: str, char: str) -> bool:
    """Whether a character may stand behind a mark without a letter before it."""
    if char.isspace():
        return True
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
