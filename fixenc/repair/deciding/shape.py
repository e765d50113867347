"""What a run looks like: the characters that change, what they become, what is around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from fixenc.model.classes import CJK, class_of
from fixenc.repair.deciding.accents import are_accents
from fixenc.repair.deciding.certain import are_certain_signs
from fixenc.repair.deciding.drawings import ROW_OF_SIGNS, is_boxed, is_drawn, is_framed
from fixenc.repair.deciding.lone import are_signs, is_of_maths, stand_alone
from fixenc.repair.deciding.oddities import C1, OF_FORMULAS, anomalies, has_identifiers
from fixenc.repair.lists import lexicon
from fixenc.repair.undoing.align import Unit

_RANGE = re.compile(r"\w-\w")
# Below how many units it is asked how much of a row of signs changes: a few sequences of UTF-8 come
# by chance in one (``âÙÆâ€™€š``, ``ß∂ƒ∂ß``).
FEW = 2
SPACE_IN_GBK = "丂"  # how GBK shows the ideographic space of Shift_JIS, of which rows are made
ROW = 8  # letters one after the other that are no word
# Words one after the other of which so many differ in one letter each from the one before, in the
# run and so many code points on either side of it.
FEWEST_WORDS, ENUMERATED, AROUND = 5, 0.8, 24
_WORD = re.compile(r"[^\W\d_]+")
# What stands before a letter in a table of an encoding: 300 C0 ΐ.
_CODED = re.compile(r"\b(?:(?:0x|U\+)[\dA-F]+|(?=\w*\d)(?=\w*[A-F])[\dA-F]{2,6})[ \t]$")
BESIDE = 8  # code points on either side of a run that may show it to be of a list
# Letters that people typed on purpose for want of the right one: no sign of a misread.
_SUBSTITUTES = frozenset({("ã", "ă"), ("Ã", "Ă")})
# Cyrillic and Greek letters that look like Latin ones: typed on purpose, or by a wrong keyboard.
_LIKE_CYRILLIC = frozenset("aceopxyABCEHKMOPTXY")
_LOOKALIKES = frozenset("аеорсухіјѕАВЕКМНОРСТХІЈЅοΑΒΕΖΗΙΚΜΝΟΡΤΥΧ")


@dataclass(frozen=True, slots=True)
class Shape:
    """What a run looks like: the characters that change, and how odd they are."""

    before: str
    after: str
    odd: int  # anomalies among the characters that change
    units: int
    distinct: int  # distinct characters that change
    length: int  # code points of the line
    left_odd: int  # anomalies that remain when the run is undone
    touching: bool  # whether a letter of an alphabet stands right before or after it
    repeats: bool  # whether one East Asian or box-drawing character stands three times in a row
    accented: bool  # whether a combining accent that stays stands behind a unit
    capitals: bool  # whether a capital stands right before the run
    listed: bool  # whether letters or words stand around it in the order of an alphabet
    touched: int  # units with a letter right before or after those they are in a row with
    in_class: bool  # whether it is a list of letters, or in a class of a regular expression
    certain: bool  # whether each unit shows what no one writes, and becomes a sign
    covered: float  # share of the characters beyond ASCII, from its start to its end, that change
    in_rows: float  # the same share of those in a row with one that changes, if few units do
    formula: bool  # whether Greek letters of formulas change, and no known word comes of it
    lookalike: bool  # whether letters change that look like Latin ones, and no known word comes
    accents: bool  # whether the letters of a Latin language change, each once, and no word does
    maths: bool  # whether all of it may be of formulas
    alone: bool  # whether it is all of its kind in the line
    lone_signs: bool  # and becomes signs
    drawn: bool  # whether what is beyond ASCII stands as signs in a drawing do
    framed: bool  # whether it is letters with what is drawn around words
    boxed: bool  # whether it has parts of boxes and letters, and no known word comes of it
    spelt: bool  # whether it is one letter, of a word that is known then

    @property
    def heals(self) -> bool:
        """Whether fewer anomalies remain than there were."""
        return self.left_odd < self.odd

    @property
    def by_itself(self) -> bool:
        """Whether no letter stands beside what changes, and nothing of it is odd."""
        return not (self.odd or self.touching or self.touched)


def shape_of(text: str, units: Sequence[Unit]) -> Shape:
    """The shape of a run."""
    before = "".join(text[u.start : u.end] for u in units)
    after = "".join(u.after for u in units)
    parts = has_identifiers(text)
    odd = sum(anomalies(text, u.start, u.end, parts=parts) for u in units)
    distinct = len({c for c in before if c > "\x7f"})
    left = _left_odd(text, units)
    start, end = units[0].start, units[-1].end
    beside = text[start - 1 : start] + text[end : end + 1]
    touching = any(c.isalpha() and class_of(c) not in CJK for c in beside)
    run = text[start:end]
    repeats = any(
        a == b == c >= "\u2500" and c != SPACE_IN_GBK
        for a, b, c in zip(run, run[1:], run[2:], strict=False)
    )
    opened, closed = text.rfind("[", 0, start), text.find("]", end)
    in_class = 0 <= opened < closed and _RANGE.search(text, opened, closed) is not None
    enumerated = _is_enumeration(text[max(0, start - AROUND) : end + AROUND])
    in_class = in_class or enumerated or _is_list(text, units)
    in_class = in_class or (len(units) == 1 and _is_coded(text, start))
    return Shape(
        before,
        after,
        odd,
        units=len(units),
        distinct=distinct,
        length=len(text),
        left_odd=left,
        touching=touching,
        repeats=repeats,
        accented=any("\u0300" <= c <= "\u036f" for c in _behind(text, units)),
        capitals=text[start - 1 : start].isupper(),
        listed=enumerated or is_alphabet(text[max(0, start - BESIDE) : end + BESIDE], 0.6),
        touched=_touched(text, units),
        in_class=in_class,
        certain=are_certain_signs(text, units),
        covered=sum(c > "\x7f" for c in before) / max(1, sum(c > "\x7f" for c in run)),
        in_rows=_in_rows(text, units) if len(units) <= FEW else 1.0,
        formula=_is_formula(text, units),
        lookalike=_is_lookalike(text, units),
        accents=are_accents(text, units),
        maths=all(is_of_maths(text, unit) for unit in units),
        alone=(alone := stand_alone(text, units)),
        lone_signs=alone and are_signs(text, units),
        drawn=is_drawn(run),
        framed=is_framed(run),
        boxed=is_boxed(text, run) and not lexicon.spells(text, units, lexicon.LEAST),
        spelt=len(units) == 1 and _is_spelt(text, units[0]),
    )


def _is_spelt(text: str, unit: Unit) -> bool:
    """Whether the word that a unit is part of is known when it is undone."""
    start, end = unit.start, unit.end
    stop = max(0, start - lexicon.LONGEST)
    while start > stop and text[start - 1].isalpha():
        start -= 1
    stop = min(len(text), end + lexicon.LONGEST)
    while end < stop and text[end].isalpha():
        end += 1
    return lexicon.knows(text[start : unit.start] + unit.after + text[unit.end : end])


def _touched(text: str, units: Sequence[Unit]) -> int:
    """How many units have a letter right before or behind the row of units that they stand in."""
    touched = number = 0
    for unit, behind in zip(units, [*units[1:], None], strict=True):
        if number == 0:
            first = unit.start
        number += 1
        if behind is None or behind.start > unit.end:
            beside = text[max(0, first - 1) : first] + text[unit.end : unit.end + 1]
            touched += number * any(map(str.isalpha, beside))
            number = 0
    return touched


def _in_rows(text: str, units: Sequence[Unit]) -> float:
    """The share that changes of all that stands, beyond ASCII, in a row with what changes.

    East Asian characters do not count: their words have no spaces around them.
    """
    start = units[0].start
    while start and ROW_OF_SIGNS.match(text, start - 1, start):
        start -= 1
    starts = [unit.start for unit in units]
    changed = sum(unit.end - unit.start for unit in units)
    together = 0
    for row in ROW_OF_SIGNS.finditer(text, start):
        if row.start() > starts[-1]:
            break
        together += len(row[0]) * any(row.start() <= at < row.end() for at in starts)
    return changed / max(1, together)


def _is_formula(text: str, units: Sequence[Unit]) -> bool:
    """Whether Greek letters of formulas change outside words, and no word becomes a known one.

    >>> _is_formula("sinθ + cosθ", [Unit(3, 4, "è"), Unit(10, 11, "è")])
    True
    >>> _is_formula("le systθme", [Unit(7, 8, "è")])
    False
    """
    greek = any(text[unit.start] in OF_FORMULAS for unit in units)
    return greek and not _is_within_words(text, units) and not lexicon.spells(text, units)


def _is_within_words(text: str, units: Sequence[Unit]) -> bool:
    """Whether ASCII with small letters and no capital stands before each unit, and behind it.

    Two characters on either side are looked at.
    """
    sides = (
        s for u in units for s in (text[max(0, u.start - 2) : u.start], text[u.end : u.end + 2])
    )
    return all(len(side) == 2 and side.isascii() and side.islower() for side in sides)


def _is_lookalike(text: str, units: Sequence[Unit]) -> bool:
    """Whether all that changes looks like Latin letters, or stands among Latin ones that look like
    Cyrillic, and no word becomes a known one.

    >>> _is_lookalike("Izvоz", [Unit(3, 4, "î")]), _is_lookalike("voilа", [Unit(4, 5, "à")])
    (True, False)
    >>> _is_lookalike("гo", [Unit(0, 1, "ã")]), _is_lookalike("fЖ", [Unit(1, 2, "ö")])
    (True, False)
    """
    alike = all(
        text[unit.start : unit.end] in _LOOKALIKES or _is_among_lookalikes(text, unit)
        for unit in units
    )
    return alike and not lexicon.spells(text, units)


def _is_among_lookalikes(text: str, unit: Unit) -> bool:
    """Whether a Cyrillic letter touches Latin ones, and each of them looks like a Cyrillic one."""
    beside = text[max(0, unit.start - 1) : unit.start] + text[unit.end : unit.end + 1]
    latin = [char for char in beside if char.isalpha() and char.isascii()]
    cyrillic = all("\u0400" <= char <= "\u04ff" for char in text[unit.start : unit.end])
    return cyrillic and bool(latin) and _LIKE_CYRILLIC.issuperset(latin)


def _behind(text: str, units: Sequence[Unit]) -> str:
    """The characters right behind units that are in no unit."""
    begun = {u.start for u in units}
    return "".join(text[u.end : u.end + 1] for u in units if u.end not in begun)


def _is_list(text: str, units: Sequence[Unit]) -> bool:
    """Whether the run is single letters, each by itself: a list of letters, as in ñ, ğ, ş."""
    changing = {unit.start for unit in units}

    def is_apart(at: int) -> bool:
        return not any(c.isalnum() or c > "\xff" for c in text[max(0, at) : at + 1])

    return len(units) > 2 and all(
        u.end - u.start == 1 == len(u.after)
        and class_of(text[u.start]) != C1
        and is_apart(u.start - 1)
        and is_apart(u.end)
        and changing.isdisjoint((u.start - 1, u.end))
        for u in units
    )


def _is_coded(text: str, at: int) -> bool:
    """Whether the number of a character stands before a place."""
    return _CODED.search(text, max(0, at - 9), at) is not None


def _is_enumeration(text: str) -> bool:
    """Whether words of two letters and more go through an alphabet.

    >>> _is_enumeration("баа, баб, бав, баг, бад"), _is_enumeration("мне все это уже не")
    (True, False)
    """
    words: list[str] = _WORD.findall(text)
    if len(words) < FEWEST_WORDS:
        return False
    steps = sum(
        1 < len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1
        for one, other in pairwise(words)
    )
    return steps >= ENUMERATED * (len(words) - 1)


def _left_odd(text: str, units: Sequence[Unit]) -> int:
    """The anomalies that remain where units were undone."""
    pieces: list[str] = []
    places: list[tuple[int, int]] = []
    at = length = 0
    for start, end, new in units:
        pieces += [text[at:start], new]
        length += start - at + len(new)
        places.append((length - len(new), length))
        at = end
    whole = "".join([*pieces, text[at:]])
    parts = has_identifiers(text)
    # East Asian text has no spaces: words of other scripts touch it
    return sum(
        anomalies(whole, start, end, parts=parts)
        for start, end in places
        if end > start and class_of(whole[start]) not in CJK
    )


def is_alphabet(text: str, share: float = 0.5) -> bool:
    """Whether that share of a text or more goes through the code points one by one.

    >>> is_alphabet("àáâãäåæç"), is_alphabet("ïðèâåò")
    (True, False)
    """
    high = [ord(c) for c in text if c > "\x7f"]
    steps = sum(1 for a, b in pairwise(high) if b - a in (1, 2, 32, -32, -31))
    return len(high) > 3 and steps >= share * len(high)


def are_lists(shape: Shape) -> bool:
    """Whether both sides go through their code points, or one does from end to end.

    ДЕЕДЕЖ is äååäåö as well as a list; what comes of it is none.
    """
    if not is_alphabet(shape.before):
        return False
    return is_alphabet(shape.after) or is_alphabet(shape.before, 0.8)


def is_table(shape: Shape) -> bool:
    """Whether what comes of it is an alphabet from one end to the other: the row of a code page."""
    return len(shape.after) >= ROW and is_alphabet(shape.after, 0.8)


def is_typed(shape: Shape) -> bool:
    """Whether nothing changes but letters that people type for want of the right ones."""
    return set(zip(shape.before, shape.after, strict=False)) <= _SUBSTITUTES
