"""Which letters of an older encoding a line lacks that no one sees where it is misread."""

from __future__ import annotations

from collections.abc import Iterable

from fixenc.model import Model
from fixenc.repair.finders.lost.absent import Absent
from fixenc.repair.finders.lost.readers import Reader
from fixenc.repair.finders.lost.writers import Legacy
from fixenc.repair.lists import lexicon

# Letters that are nowhere to be seen, of as many as a text of that length has: all of them, and one
# to be put back. Of 804 garbled lines that lost nothing none is read otherwise; with 1.5 for all
# six of 15 lines that lost я come back, with these twelve.
MISSED, LEAST_MISSED, MOST_LETTERS = 0.4, 0.15, 4
# Bits against any being gone, and for each of those that a text of that length has. Of 300 Russian,
# Ukrainian and Bulgarian phrases that lost а and н 131 come back, 115 with four bits whatever the
# length; of 213 that have none one is read otherwise.
OF_DROPPED, PER_MISSED = 4.0, 1.0
# The same where none vanishes and one is a space: few words stand beside such a one. Of 240 lines
# in six languages that lost я 164 come back, 139 with the four bits and 170 with -4; of 360 that
# have none no other is read otherwise, one with -4.
OF_SPACED = -2.0
# Bits that a capital costs more than its small letter, which the model takes for the same: one
# letter in 25 is one. Without them every line in Mac Cyrillic seemed to miss letters.
CAPITAL = 4.6
_STOPS = frozenset(",.;:!?)»")  # no space stands before them in Cyrillic
TELLING = 4  # letters of a word that asks for one that is shown as a space


def absent(
    known: Model, number: int, writer: Legacy, lossy: Reader, missing: Iterable[int], text: str
) -> Absent:
    """The letters that a line does not show, of those that a text of its length has.

    None are missed in a text of which the commonest may well be absent by chance, but for those
    that make a known word of one that is not.
    """
    letters: dict[int, tuple[float, str]] = {}
    for byte in missing:
        fed = writer.feed(b"", bytes([byte]))
        if fed is not None and fed.text.isalpha():
            bits = CAPITAL if fed.text.isupper() and not text.isupper() else 0.0
            bits += known.char_cost(fed.text, number)
            letters[byte] = len(text) * 2.0**-bits, fed.text
    spaced = letters.pop(lossy.space, (0.0, ""))
    if spaced[0] + sum(times for times, _ in letters.values()) < MISSED:
        asked_for = _asked_for(text, spaced[1])
        return Absent("", spaced[1] if asked_for else "", 0.0)
    likely = sorted(letters.values(), reverse=True)[:MOST_LETTERS]
    vanished = "".join(letter for times, letter in likely if times >= LEAST_MISSED)
    missed = spaced[0] + sum(times for times, _ in likely)
    return Absent(vanished, spaced[1] if spaced[0] >= LEAST_MISSED else "", missed)


def prior(letters: Absent) -> float:
    """The bits against letters being gone, the fewer the more of them there should be."""
    return max(0.0, OF_DROPPED - PER_MISSED * letters.missed) if letters.vanished else OF_SPACED


def _asked_for(text: str, spaced: str) -> bool:
    """Whether a word before a space is known with the letter shown as one, and not without it.

    Before two spaces, where not most are double, and before a space and a stop any will do: one of
    them was the letter. So will words that are known as one with the letter between, if either
    may be a piece: ``н ма`` for няма.
    """
    if not spaced:
        return False
    double = "  " if 2 * text.count("  ") <= len(text.split()) - 1 else "\0"
    for word in lexicon.WORD.finditer(text):
        behind = text[word.end() : word.end() + 2]
        if behind[:1] != " ":
            continue
        odd = behind == double or behind[1:] in _STOPS
        odd = odd or (len(word[0]) >= TELLING and not lexicon.knows(word[0]))
        rest = lexicon.WORD.match(text, word.end() + 1)
        whole = word[0] + spaced
        if odd and lexicon.knows(whole):
            return True
        odd = odd or _is_piece(word[0]) or (rest is not None and _is_piece(rest[0]))
        if odd and rest is not None and lexicon.knows(whole + rest[0]):
            return True
    return False


def _is_piece(word: str) -> bool:
    """Whether a word may well be a piece of one: of two letters nearly all are some language's."""
    return len(word) < lexicon.LEAST or not lexicon.knows(word)
