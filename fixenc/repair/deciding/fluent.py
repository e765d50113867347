"""Whether a line is in a language that the model knows, once a misread in it is undone.

Letters of one Latin alphabet for those of another are told by the language. Of some 400 others that
are written in Latin letters the model knows nothing: ``tera tero serï mose`` is Sirionó, and gets
likelier with any letter that its neighbours know, and never likely.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain
from operator import add

from fixenc.model import Model
from fixenc.repair.deciding.shape import Shape
from fixenc.repair.lists import lexicon
from fixenc.repair.undoing.align import Unit
from fixenc.repair.undoing.families import Family
from fixenc.repair.undoing.score import small, undo_units

# Bits a pair that the words of a line cost at most, in one of the languages, and more for short
# ones by their length in code points. Of 7,990 garbled pieces in 22 languages eight come back
# no longer with it, of 3,000 lines in invented languages 122 change instead of 566.
MOST, SHORT = 3.85, 20.0
OF_SHORT = 5.5  # the same at most: of 965 right repairs by one letter 22 cost more
FEWEST = 4  # code points, below which nothing tells
AROUND = 80  # code points before a run, or behind it, that are looked at, with the run itself
_WORD = re.compile(r"[^\W\d_]++(?:['’][^\W\d_]++)*+")
# The letter of Ewe that some tables have as a sign, in open syllables, as all of that language are.
_EWE = re.compile("(?<![B-DF-HJ-NP-TV-Zb-df-hj-np-tv-z])ƒ[aeiouɛɔ]")
_OF_SOUNDS = re.compile("[\u0250-\u02af\u02c8\u02cc\u02d0]")
_SPACE = re.compile(r"\s")
BESIDE = 16  # code points of a word on either side that may show it to be a transcription
TELLING = 4  # distinct characters that tell a misread whatever the language
_C1 = re.compile("[\x80-\x9f]")
_LATIN = re.compile("[\xc0-\u024f]+")


def why_not(
    model: Model, text: str, units: Sequence[Unit], shape: Shape, kind: Family
) -> str | None:
    """Why letters of a Latin alphabet are not for those of another, or None."""
    if kind not in (Family.LATIN_LATIN, Family.LATIN_SINGLE):
        return None
    if are_sounds(text, units):
        return "a transcription of sounds would change"
    if shape.distinct >= TELLING or _C1.search(shape.before):
        return None
    asked = kind is Family.LATIN_SINGLE or not shape.odd
    if asked and is_of_no_language(model, text, units):
        return "the line is in no language that is known, whatever the letters are"
    return None


def is_of_no_language(model: Model, text: str, units: Sequence[Unit]) -> bool:
    """Whether the words around units are unlikely in all languages when they are undone.

    False where one of them becomes a known word, and where not all are of Latin letters. Linear in
    the length of ``text``.
    """
    if not all(_LATIN.fullmatch(unit.after) for unit in units):
        return False
    ewe = all(_EWE.match(text, unit.start) for unit in units)
    start, end = units[0].start, units[-1].end
    both = ((max(0, start - AROUND), end), (start, min(len(text), end + AROUND)))
    sides = [side for side in both if side[1] - side[0] >= FEWEST]
    if not (sides or ewe) or lexicon.spells(text, units, lexicon.ENOUGH):
        return False
    return ewe or all(_is_foreign(model, text, units, *side) for side in sides)


def are_sounds(text: str, units: Sequence[Unit]) -> bool:
    """Whether all units are in transcriptions: a letter that writes sounds is in the same word.

    >>> are_sounds("klein /klɛi˘n/", [Unit(11, 12, "ó")])
    True
    """
    return all(_is_sound(text, unit) for unit in units)


def _is_sound(text: str, unit: Unit) -> bool:
    left = _SPACE.split(text[max(0, unit.start - BESIDE) : unit.start])[-1]
    right = _SPACE.split(text[unit.end : unit.end + BESIDE])[0]
    return _OF_SOUNDS.search(left + right) is not None


def _is_foreign(model: Model, text: str, units: Sequence[Unit], start: int, end: int) -> bool:
    inner = [Unit(u.start - start, u.end - start, u.after) for u in units]
    words = [f" {small(word)} " for word in _WORD.findall(undo_units(text[start:end], inner))]
    pairs = list(chain.from_iterable(map(add, word, word[1:]) for word in words))
    cost = -model.best(pairs)[0] / max(1, len(pairs))
    return cost > min(MOST + SHORT / (end - start), OF_SHORT)
