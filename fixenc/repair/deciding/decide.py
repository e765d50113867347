"""When to touch a text: what is never enough, and what speaks for doubt.

The figures are bits of the model. They were fitted so that none of the clean lines of
``corpus.build clean`` changes; ``python -m benchmarks repair`` measures what they reach.
"""

from __future__ import annotations

import re
from math import inf

from fixenc.chains import Misread
from fixenc.model.classes import class_of
from fixenc.repair.deciding.accents import is_row
from fixenc.repair.deciding.drawings import BARS, BLOCKS
from fixenc.repair.deciding.due import (
    DENSITY,
    LIKELY_OF_WORDS,
    OF_CERTAIN,
    OF_FEW,
    due_and_gained,
    reads_well,
)
from fixenc.repair.deciding.oddities import C1, TYPOGRAPHY, is_symbol, letters
from fixenc.repair.deciding.shape import Shape, are_lists, is_table
from fixenc.repair.undoing.families import WINDOWS, Family, family
from fixenc.repair.undoing.score import Gains

# Bits against those that write few C1 controls otherwise than Windows does: text that is said to be
# in Latin-1 and is not is mostly in its code page.
OF_CONTROLS, FEW_CONTROLS = 8.0, 2


def of_controls(shape: Shape, misread: Misread) -> float:
    """The bits against a misread where nothing but a few C1 controls would change."""
    controls = all("\x7f" < char < "\xa0" for char in shape.before)
    few = controls and shape.distinct <= FEW_CONTROLS
    return OF_CONTROLS if few and misread.written not in WINDOWS else 0.0


# Kabyle and other Berber languages write them among Latin letters; ฅ is a paw: ฅ^•ﻌ•^ฅ.
_BORROWED = frozenset("εγχฅ")
_QUOTES = frozenset("‘’“”„‚‹›«»–—…")
# Refusals for want of proof, which the words of a run may bring.
UNLIKELY = "what comes of it is unlikely too"
_UNPROVEN = ("it gains", UNLIKELY, "only symbols would", "only typography would")
_UNPROVEN_SINGLE = ("it gains", "too few letters", "only typography and", "only symbols would")


def is_unproven(refusal: str, misread: Misread) -> bool:
    """Whether a run of letters is refused for want of proof alone."""
    kind = family(misread)
    if kind is Family.UTF8_SINGLE:
        return refusal.startswith(_UNPROVEN[:2])
    if kind is Family.SINGLE_SINGLE:
        return refusal.startswith(_UNPROVEN_SINGLE)
    return kind in (Family.LATIN_LATIN, Family.LATIN_SINGLE) and refusal.startswith(_UNPROVEN)


LISTED = "it is a list of letters"
DRAWN = "it is a drawing"
REPEATED = "it repeats one character"
# Bits a pair of what comes of letters, each there once, from which on it is no word: 6.0 to 8.5 of
# the accents of nine languages, 4.3 to 6.4 of words of Greek, Hebrew and Arabic.
AS_WORDS = 6.0
ODDER = "it would leave odder words than there were"
SURELY, VERY_SURELY = 25.0, 40.0  # bits
SURELY_WITHIN_WORD, LIKELY_WITHIN_WORD = 16.0, 15.0  # of signs in a word: IL2RÎ³cKO, wei√ü
_OF_ALPHABETS = (Family.SINGLE_SINGLE, Family.SINGLE_LATIN)
_OF_CJK = (Family.CJK_LATIN, Family.CJK_SINGLE, Family.CJK_CJK, Family.SINGLE_CJK)
_OF_LATIN = (Family.LATIN_LATIN, Family.LATIN_SINGLE)
# Share of what is beyond ASCII in a run of UTF-8 that must be so, if what comes of it is unlikely
# too: text garbled twice over is so throughout, with bytes lost in 0.6, other garble in 0.35.
COVERED = 0.5
# Share that few sequences of UTF-8 must have of what they stand in a row with.
IN_ROWS = 0.6
# Bits a pair that text garbled twice over costs at most when it is undone once. Emoji cost more.
OF_TWICE = 23.5


def why_not(shape: Shape, misread: Misread, gained: Gains) -> str | None:
    """Why a run of that shape is not repaired, or None when it is."""
    if shape.before.count("\ufffd") != shape.after.count("\ufffd"):
        return "it would change the number of U+FFFD"
    kind = family(misread)
    if (shape.framed or shape.boxed) and _is_frame(kind, shape, gained):
        return DRAWN
    if kind is Family.UTF8_SINGLE:
        if shape.boxed and shape.length == len(shape.before):
            return DRAWN  # ├┤ by itself
        # what is garbled twice over is unlikely still, but gains much
        within = shape.odd and gained.cost <= LIKELY_WITHIN_WORD
        enough = SURELY_WITHIN_WORD if within else SURELY
        few = gained.strict < enough or all(map(is_symbol, shape.before))
        certain = shape.lone_signs or (shape.alone and shape.odd > 0)
        certain = certain or (shape.certain and gained.strict >= OF_CERTAIN)
        rare = gained.cost > OF_TWICE and any(c.isalpha() for c in shape.after if c > "\x7f")
        by_chance = few or rare or shape.covered < COVERED
        if gained.cost > LIKELY_OF_SIGNS and by_chance and not certain:
            return _unlikely(gained)
        if shape.left_odd > shape.odd + shape.units // 8:
            return ODDER
        if shape.listed:
            return LISTED
        if shape.maths and not shape.spelt:
            return "only signs of formulas would change"
        if shape.in_rows < IN_ROWS:
            return "it is a small part of a row of signs"
    elif reason := _never(kind, shape, gained):
        return reason
    due, bits = due_and_gained(misread, shape, gained)
    if bits < due:
        return f"it gains {bits:.1f} bits where {due:.0f} are due"
    if gained.density < DENSITY.get(kind, 0.0):
        return f"it gains only {gained.density:.1f} bits a pair"
    return None


def _is_frame(kind: Family, shape: Shape, gained: Gains) -> bool:
    """Whether what looks like words in a frame is one, and no text that was read otherwise."""
    if kind in _OF_LATIN:
        return shape.boxed
    if kind is Family.UTF8_SINGLE and shape.units == 1 and shape.before[0].isalpha():
        return shape.boxed and shape.before[-1] in BARS  # │на старата│, where та│ is ⠳
    if kind not in _OF_ALPHABETS:
        return BLOCKS.issuperset(shape.before)
    words = shape.distinct >= MANY and gained.cost <= LIKELY_OF_WORDS
    words = words or (4 * letters(shape.before) > 3 * shape.units and reads_well(shape, gained))
    return shape.framed and not words


# Bits that a changed pair may cost when undone, on average. Of right repairs 98 % cost less (of
# fragments of 8 characters too, but for the Latin ones); what is made of kaomoji, rulers, jamo,
# units and lists of letters costs 7 to 20.
LIKELY = {
    Family.SINGLE_SINGLE: 8.5,
    Family.SINGLE_LATIN: 8.5,
    Family.LATIN_SINGLE: 10.0,
    Family.LATIN_LATIN: 9.5,
    Family.SINGLE_CJK: 8.0,
    Family.CJK_LATIN: 14.0,
    Family.CJK_SINGLE: 14.0,
    Family.CJK_CJK: 14.0,
    Family.UTF8_CJK: 14.0,
}
OF_NAMES = 2.5  # more where the proof is great: Łukasz;Łódź in a row of a table, 張學友
LIKELY_OF_JAMO = 9.2  # EUC-JP read as CP949 is half jamo; chats of jamo cost 10 and more
LIKELY_OF_SIGNS = 12.0  # the same in UTF-8, which is its own proof
LIKELY_OF_SYMBOLS = 5.5  # where nothing but symbols would change: box art costs 5.7 and more
LIKELY_OF_CELLS = 8.0  # two of them to an ideograph: ╨┬╜¿ is 新建; art comes to 10 and more
LIKELY_OF_MANY = 7.0  # and many different ones
# The same of a few letters by themselves that UTF-8 has two bytes for: Λρ would come of 螞蟻.
LIKELY_OF_LETTERS, FEWEST_OF_UTF8, LAST_OF_TWO_BYTES = 8.5, 5, "\u07ff"
LIKELY_OF_FEW = 5.3  # the same of letters of an alphabet that a few ideographs by themselves become
# The edge of a box, from corner to corner: ╔═╤ is имя of KOI8-R.
_EDGE = re.compile("[┌├└╒╞╘╓╟╙╔╠╚][─═┬┴┼╤╧╪╥╨╫╦╩╬]*[┐┤┘╕╡╛╖╢╜╗╣╝]")
MORE_LETTERS = 3  # than signs
FEWEST_SYMBOLS = 5  # distinct ones: block letters are of three or four
# Signs in rows that words may be in, and the bits a pair that those cost at most then.
FEWEST_IN_ROWS, LIKELIEST = 6, 4.6
MISSING, MOSTLY_MISSING = "□", 0.3  # 分□□及 would be だーーの
MANY = 10  # distinct characters that no art and no chat is made of


def _never(kind: Family, shape: Shape, gained: Gains) -> str | None:
    """Why no bits are enough."""
    high = {c for c in shape.before if c > "\x7f"}
    latin = kind is Family.LATIN_LATIN
    if latin and all(class_of(c) == C1 for c in high):
        return None  # controls that no one writes
    if kind is Family.LATIN_SINGLE and shape.formula:
        return "Greek letters of formulas would change"
    if kind is Family.SINGLE_SINGLE and _mixes_case(shape):
        return ODDER
    if kind in _OF_ALPHABETS and _EDGE.fullmatch(shape.before):
        return DRAWN
    if kind is not Family.UTF8_CJK and not (shape.after.strip() or shape.touching):
        return "only spaces would come of it"
    if kind in _OF_CJK and all("\uff01" <= char <= "\uff5e" for char in high):
        return "letters that were typed wide would change"
    if kind in (Family.LATIN_SINGLE, Family.SINGLE_SINGLE) and shape.lookalike:
        return "letters that look like Latin ones would change"
    if high <= _BORROWED and kind in (Family.LATIN_LATIN, Family.LATIN_SINGLE):
        return "Greek letters that are borrowed by Latin alphabets would change"
    if latin and shape.accented:
        return "an accent stands by itself behind it"
    if high <= TYPOGRAPHY and not shape.odd:
        proof = min(gained.strict, gained.in_context)
        within = shape.touched == shape.units > 1 and "\xad" not in high
        within = within or _are_words(shape, gained)
        if not within or proof < VERY_SURELY:
            return "only typography would change"
    surely = latin and gained.strict >= 30.0  # clean 29: words in single quotation marks
    few = not surely and len(high - TYPOGRAPHY) < 2
    sure = min(gained.strict, gained.in_context) >= VERY_SURELY
    if few and (latin or not sure) and not shape.odd and high & (_QUOTES if latin else TYPOGRAPHY):
        return "only typography and one other sign would change"
    likely = LIKELY[kind]
    if not shape.odd and all(map(is_symbol, high)):
        if len(high) < FEWEST_SYMBOLS and not _spell(kind, shape, gained):
            return "only symbols would change"
        if kind is not Family.UTF8_CJK:
            likely = LIKELY_OF_SYMBOLS if shape.distinct < MANY else LIKELY_OF_MANY
            if kind is Family.CJK_LATIN and not shape.repeats:
                likely = LIKELY_OF_CELLS
            elif shape.drawn:
                return DRAWN
    elif sure and kind in (Family.LATIN_LATIN, Family.CJK_LATIN):
        likely += OF_NAMES
    if kind is Family.UTF8_CJK:
        likely = LIKELY_OF_LETTERS if _are_few_letters(shape) else inf
    if kind is Family.SINGLE_CJK and shape.units <= OF_FEW[kind][0] and shape.by_itself:
        likely = LIKELY_OF_FEW
    if gained.cost > likely:
        return _unlikely(gained)
    if shape.left_odd > shape.odd + shape.units // 8:
        return ODDER
    if are_lists(shape) or shape.in_class or is_table(shape):
        return LISTED
    if shape.accents and (gained.cost >= AS_WORDS or is_row(shape.before)):
        return LISTED
    if shape.repeats and shape.distinct < MANY:
        return REPEATED
    if shape.before.count(MISSING) > len(shape.before) * MOSTLY_MISSING:
        return "signs for characters that are missing would change"
    if kind in (Family.CJK_CJK, Family.SINGLE_CJK):
        if len(high) < 3 and kind is Family.CJK_CJK:
            return "one or two characters again and again would change"
        symbols = 2 * sum(map(is_symbol, shape.before)) > len(shape.before)
        if symbols and shape.distinct < MANY and gained.cost > LIKELY_OF_JAMO:
            return _unlikely(gained)
    enough = 3 if shape.odd < shape.units else 1
    if kind is Family.UTF8_CJK and shape.odd and gained.strict >= SURELY:
        enough = 1
    if kind is Family.SINGLE_CJK and shape.odd >= shape.units and gained.strict >= SURELY:
        enough = 0  # ideographs within Latin words, for a quotation mark and the letter behind it
    if kind is Family.UTF8_CJK and shape.alone and gained.strict >= SURELY:
        enough = 0  # It鈥檚
    if kind in _NEEDS_LETTERS and letters(shape.after) < enough:
        return "too few letters come of it"
    return None


def _are_few_letters(shape: Shape) -> bool:
    """Whether a few letters that UTF-8 has two bytes for come of it, and no word around them."""
    few = shape.units < FEWEST_OF_UTF8 and shape.by_itself
    return few and shape.after.isalpha() and max(shape.after) <= LAST_OF_TWO_BYTES


def _mixes_case(shape: Shape) -> bool:
    """Whether small letters become capitals, and a sign among them a small letter: ``дюйм²``."""
    if not shape.before.islower():
        return False
    into = list(zip(shape.before, shape.after, strict=False))
    words = [after for char, after in into if char.isalpha()]
    signs = [after for char, after in into if is_symbol(char) and after.isalpha()]
    few = 0 < MORE_LETTERS * len(signs) <= len(words)  # KOI8-R in cp866 has signs for small letters
    return few and all(map(str.isupper, words)) and all(map(str.islower, signs))


def _are_words(shape: Shape, gained: Gains) -> bool:
    """Whether signs in rows become what words are made of: ``‘„”––‡ ·`` is дугаар с."""
    enough = shape.units >= FEWEST_IN_ROWS and shape.distinct >= FEWEST_SYMBOLS - 1
    return enough and not shape.drawn and gained.cost <= LIKELIEST


def _spell(kind: Family, shape: Shape, gained: Gains) -> bool:
    """Whether symbols stand for letters or marks of a text beyond doubt."""
    if kind is Family.SINGLE_SINGLE:  # ╨▀р╨■╘ы: within words
        return shape.touched > 0 and gained.strict >= VERY_SURELY
    due = SURELY if shape.touched == shape.units else VERY_SURELY
    latin = kind in (Family.LATIN_LATIN, Family.LATIN_SINGLE)
    return latin and shape.touched > 0 and min(gained.strict, gained.in_context) >= due


def _unlikely(gained: Gains) -> str:
    return f"{UNLIKELY} ({gained.cost:.1f} bits a pair)"


_NEEDS_LETTERS = frozenset(Family) - {Family.UTF8_SINGLE, Family.LATIN_LATIN, Family.LATIN_SINGLE}
