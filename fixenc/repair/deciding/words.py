"""What the words of a run say where its letters alone are not enough.

One Latin letter for another gains little: most letters are usual in some language. But a word is of
one language as a whole. Albanian ``njė`` is no Lithuanian, though Lithuanian has ``ė``, and what
speaks for a misread adds up from word to word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unicodedata import combining

from fixenc.model import Model, pairs_of
from fixenc.model.format import UNIT
from fixenc.repair.deciding import typeset
from fixenc.repair.deciding.oddities import is_symbol, is_typography
from fixenc.repair.deciding.shape import Shape, is_typed
from fixenc.repair.lists import lexicon
from fixenc.repair.undoing.align import Unit
from fixenc.repair.undoing.borders import FIRST_BEYOND_LATIN
from fixenc.repair.undoing.score import Gains, small, undo_units

# Bits that a word costs for being of another language than its line, on either side.
OF_OTHERS = 8.0
RESPELT = 2.0  # the same for being in capitals
MOST = 32  # distinct words that are looked at

# What must be gained over the words together, over the line, and in its language. Of 472,000 clean
# lines (software, sentences of 130 languages, pages of 40) those that were refused for want of bits
# offered at most 17 with two words and more, but for soft hyphens and formulas; with one word in a
# line of its language 12, but for letters that people type for others. Of 206 right repairs that
# were refused so 73 gain this by two words, 40 more by one.
OF_SEVERAL, OF_LINE, IN_LANGUAGE = 18.0, 18.0, 10.0
OF_ONE = 13.0  # and the misread's prior
OF_SURE_ONE, LEAST_REST = 22.0, 8  # of a word with two letters that change, with less around it
OF_KNOWN = 2.0  # over a line of which the words that change become known ones
# The same where each letter that changes stood where no one would write it: a name of another
# language in an English line (Pierre-FranÁois) loses as much as it gains.
OF_KNOWN_FOR_ODD = -8.0
OF_ALPHABET = 15.0  # over a line of Cyrillic of which two words change
REST = 20  # letters of the line outside its changed words that tell its language
FLUENT = 4.8  # bits a character that a line of a language that the model knows costs at most
OF_SIGNS = 20.0  # signs for letters; clean 17
OF_BEGINNING = 14.0  # signs that no word begins with, before small letters: ¹tipka, ®iline
OF_MARKS = 28.0  # and marks of typography, two different ones; clean 19
ABBREVIATED = 4  # letters of a word in capitals that is none
LIKELY = 10.0  # bits a pair that comes of it
_NEVER = frozenset("\xad≡")  # soft hyphens, and a sign that stands between letters in formulas
_WORD = re.compile(r"\S+")
_CYRILLIC = re.compile("[\u0400-\u04ff]+")
_LETTERS = re.compile(r"[^\W\d_]+")
# Names of hosts have letters beyond ASCII in Unicode alone: vardø.no is no vardų.no.
_HOST = re.compile(r"(?<![\w.@-])[\w.@-]++(?:(?<=\.com|\.org|\.net)|(?<=\.[a-z]{2}))")
# What opens a quotation, a list or a sum before a small letter in clean text.
_QUOTING = frozenset("“„‘‚«‹»›–—•·…¿¡†‡€")
# What ą and ś of ISO-8859-2 are in Western and Windows encodings.
_POLISH = frozenset("±¶")


@dataclass(frozen=True, slots=True)
class Words:
    """What the words of a run gain, in bits, each distinct one once; and the rest of the line.

    ``rest`` is how many letters stand outside of them, ``cost`` what a character of the line
    costs when the run is undone.
    """

    gains: tuple[float, ...]
    rest: int
    cost: float


def tell(
    model: Model, text: str, units: Sequence[Unit], shape: Shape, gained: Gains, rare: float
) -> bool:
    """Whether the words of a run say that it is a misread of one Latin text as another.

    Asked for what was refused because its bits are too few. ``rare``: the prior of the misread, in
    bits. Linear in the length of ``text``.
    """
    typed = is_typed(shape)
    surely_odd = shape.odd == shape.units and not shape.left_odd
    least = OF_KNOWN_FOR_ODD if surely_odd else OF_KNOWN
    heard = gained.whole >= least and not typed and shape.left_odd <= shape.odd
    if (
        len(units) == 1
        and len(found := _LETTERS.findall(text)) == 1
        and _CYRILLIC.fullmatch(*found)
    ):
        return False  # a name with a letter that hardly any language has: Ђура is no «ура
    if shape.before.isupper() and max(map(len, _LETTERS.findall(text))) < ABBREVIATED:
        return False  # ЖС ДС СС СР are days of the week
    if all(_HOST.fullmatch(text, start, end) for start, end, _ in _words(text, units)):
        return False
    if heard and (lexicon.vouches(text, units) or typeset.is_set(text, units)):
        return True
    if gained.whole < OF_ONE or gained.context < IN_LANGUAGE or gained.cost > LIKELY:
        return False
    if not _NEVER.isdisjoint(shape.before) or shape.left_odd > shape.odd or typed:
        return False
    words = words_of(model, text, units, gained.language)
    known = sum(lexicon.told(text, units).values())
    bits = sum(words.gains) + known
    if min(words.gains, default=-1.0) < 0.0 or words.cost > FLUENT:
        return False
    if all(map(is_symbol, shape.before)):
        if max(shape.after) >= FIRST_BEYOND_LATIN and not all(
            _begins_none(text, unit) for unit in units
        ):
            return False  # the sign may well be one: ¬истина
        return shape.touched == shape.units and _signs_tell(text, units, shape, bits, gained)
    if len(words.gains) > 1 and min(bits / OF_SEVERAL, (gained.whole + known) / OF_LINE) >= 1.0:
        return True
    if not all(char < FIRST_BEYOND_LATIN for char in shape.after if char.isalpha()):
        # one word of another alphabet may be an abbreviation
        surely = min(gained.whole, gained.context) >= OF_ALPHABET
        return surely and len(words.gains) > 1 and words.rest >= REST
    if (
        len(units) > 1
        and words.rest >= LEAST_REST
        and min(bits, gained.whole) >= OF_SURE_ONE + rare
    ):
        return True
    return words.rest >= REST and min(bits, gained.context) >= OF_ONE + rare


def _signs_tell(text: str, units: Sequence[Unit], shape: Shape, bits: float, gained: Gains) -> bool:
    least = min(bits, gained.whole)
    if not is_typography(shape.before):
        return least >= OF_SIGNS
    if any(map(combining, shape.before)):
        return False  # it may be decomposed
    if _begin_words(text, units):
        return min(least, gained.context) >= OF_BEGINNING
    if _POLISH.issuperset(shape.before):
        behind_letter = all(text[u.start - 1 : u.start].islower() for u in units)
        return behind_letter and min(least, gained.context) >= OF_SIGNS
    return shape.distinct > 1 and min(least, gained.context + OF_SIGNS / 2) >= OF_MARKS


def _begins_none(text: str, unit: Unit) -> bool:
    """Whether the letters behind a unit make no known word by themselves."""
    found = _LETTERS.match(text, unit.end)
    return found is None or not lexicon.knows(found[0])


def _begin_words(text: str, units: Sequence[Unit]) -> bool:
    """Whether units are signs behind no word and before small letters, and become letters."""
    for start, end, after in units:
        left, right = text[start - 1 : start], text[end : end + 1]
        if text[start:end] in _QUOTING or not after.isalpha() or not right.islower():
            return False
        if left and not left.isspace():
            return False
    return True


def words_of(model: Model, text: str, units: Sequence[Unit], language: str) -> Words:
    """What the words that units stand in gain when they are undone, in a language."""
    number = model.languages.index(language)
    found: dict[str, float] = {}
    covered = 0
    for start, end, inner in _words(text, units):
        word = text[start:end]
        covered += sum(map(str.isalpha, word))
        if word not in found and len(found) < MOST:
            after = undo_units(word, inner)
            found[word] = cost_of(model, word, number) - cost_of(model, after, number)
    undone = undo_units(text, units)
    cost = model.totals(pairs_of(undone))[number] / UNIT / len(undone)
    rest = sum(map(str.isalpha, text)) - covered
    return Words(tuple(found.values()), rest, cost)


def cost_of(model: Model, word: str, number: int) -> float:
    """The bits of a word, in a language or as one of another, in its letter case or in small."""
    costs = []
    for spelt, due in ((word, 0.0), (small(word), RESPELT)):
        if due and spelt == word:
            break
        totals = model.totals(pairs_of(spelt + " "))
        costs += [due + totals[number] / UNIT, due + OF_OTHERS + min(totals) / UNIT]
    return min(costs)


def _words(text: str, units: Sequence[Unit]) -> Iterator[tuple[int, int, list[Unit]]]:
    """The words that units stand in, what is between two spaces, each with its units."""
    at = 0
    for match in _WORD.finditer(text, _start(text, units[0].start)):
        start, end = match.span()
        inner = []
        while at < len(units) and units[at].start < end:
            unit = units[at]
            if unit.start >= start and unit.end <= end:
                inner.append(Unit(unit.start - start, unit.end - start, unit.after))
            at += 1
        if inner:
            yield start, end, inner
        if at == len(units):
            return


def _start(text: str, at: int) -> int:
    while at and not text[at - 1].isspace():
        at -= 1
    return at
