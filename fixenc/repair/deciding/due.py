"""What a run must gain to be undone, in bits.

They were fitted so that none of the clean lines of ``corpus.build clean`` changes; ``python -m
benchmarks repair`` measures what they reach.
"""

from __future__ import annotations

import re
from math import inf

from fixenc.chains import Misread
from fixenc.model.classes import CJK, NAMES, class_of
from fixenc.repair.damage import halved_marks
from fixenc.repair.deciding.oddities import is_symbol, letters
from fixenc.repair.deciding.shape import Shape, is_typed
from fixenc.repair.lists import lexicon
from fixenc.repair.undoing.families import Family, family, prior
from fixenc.repair.undoing.score import Gains

# What a run must gain by changed pair.
DENSITY = {
    Family.CJK_LATIN: 2.0,
    Family.CJK_SINGLE: 2.0,
    Family.SINGLE_CJK: 2.0,
    Family.SINGLE_LATIN: 2.0,
}

# What a run must gain. Behind each figure, in bits: the most that any of 80,000 clean lines of 100
# locales offered, and what the lowest 1 and 5 % of right repairs gain (fragments of 8 characters
# among them).
DUE = {
    Family.UTF8_CJK: 9.0,  # clean 0; right 12, 17
    Family.CJK_LATIN: 30.0,  # clean 0; right 88, 140
    Family.CJK_SINGLE: 30.0,  # as the one above
    Family.CJK_CJK: 20.0,  # clean 12; right 44, 75
    Family.SINGLE_CJK: 9.0,  # clean 0; right 4, 11
    Family.SINGLE_LATIN: 12.0,  # clean 6 but for typography; right 15, 32
    Family.SINGLE_SINGLE: 15.0,  # clean 14.5; right 8, 13
    Family.LATIN_SINGLE: 6.0,  # clean 4 but for single letters; right 5, 6
}

# Bits that signs must gain that are certain but for that: Â£, Â©, Â°. One by itself is unlikely in
# any text.
OF_CERTAIN = 10.0
OF_THREE = 5.0  # the same where each is of three characters: â€“ is of no text and no formula

# Bits over the line that lone signs must gain, if they are odd where they stand (``┬░``, ``тАФ``),
# and if they are letters (``ВЈ45``).
OF_LONE_SIGNS, OF_LONE_LETTERS = 12.0, 20.0

# The bits due where what readers of pairs show for the first two bytes of dashes and quotation
# marks comes of a misread: such text is garbled twice, and gains more in the next round.
_OF_MARKS = frozenset(shown[0] for shown in halved_marks.SHOWN.values())
OF_LAYERS = 5.0

# Capitals of a Cyrillic table that become a word: of 6,000 pieces of clean text in capitals, or put
# in capitals, none gains 10 bits with at least so many distinct letters, at most so many bits a
# pair, and so many bits gained for each.
FEWEST_LETTERS, LIKELY_OF_WORDS, OF_WORDS = 5, 5.5, 1.4
OF_WELL_READ = 12.0

# The same of one word by itself that becomes no known one: ДЮСШОР would be дауыпт, Руїру Агчаг. Of
# 1,025 single words of nine languages that came back so 17 gain less, and of 82 others 11.
SHORT_WORD = 8  # letters
OF_ABBREVIATION, OF_NAME, OF_WORD = 15.0, 18.0, 20.0
_ARABIC = re.compile("[\u0600-\u06ff]")
# Up to how many ideographs that stand by themselves are a word of Chinese or Japanese sooner, and
# the bits that are due for them. Of 7,900,000 lines of files, most of the 310 words of dictionaries
# and lists that changed for no reason gain less, and of 1,650 right repairs of so many characters
# 26: 液胞 is дыша in Windows-949, 惟妙惟肖 is 立虫立个 in GBK.
OF_FEW = {Family.SINGLE_CJK: (4, 32.0), Family.CJK_CJK: (6, 30.0), Family.UTF8_CJK: (2, 30.0)}
ENTRY = 24  # code points of a line that may be one of a list, and is no sentence with è in it
OF_DOUBLED = 60.0  # the same where one is doubled, as Chinese does: 茵茵, 洋囡囡
_DOUBLED = re.compile(r"([\u3400-\u9fff])\1")

# More for one letter where hardly anyone meets the misread, in terms of its prior.
RARELY = 1.0


def due_and_gained(misread: Misread, shape: Shape, gained: Gains) -> tuple[float, float]:
    """The bits that are due, and those that a run gains in the view that counts.

    A word that is said again proves no more than once.
    """
    due, bits = _due_and_gained(misread, shape, gained)
    again = shape.length <= ENTRY and not shape.odd
    return due, bits / (times(shape.before) if again else 1)


def times(text: str) -> int:
    """How many times over a text says the same.

    >>> times("цюцю"), times("溜了溜了溜了"), times("приветы"), times("")
    (2, 3, 1, 1)
    """
    return len(text) // (text + text).find(text, 1) if text else 1


def _due_and_gained(misread: Misread, shape: Shape, gained: Gains) -> tuple[float, float]:
    kind = family(misread)
    if kind is Family.UTF8_SINGLE:
        if shape.lone_signs and not shape.certain:
            # a word in small letters is no likelier as a rare sign: \\fIтпи\\fP would be ⯨
            word = shape.before.isalpha() and shape.before.islower()
            return _due_for_lone(shape), min(gained.whole, gained.changed if word else inf)
        if shape.certain:
            return OF_THREE if len(shape.before) == 3 * shape.units else OF_CERTAIN, gained.strict
        return _due_for_utf8(shape), gained.strict
    if kind is Family.LATIN_LATIN:
        due, bits = _due_for_latin(shape, gained)
        return due + (RARELY * prior(misread) if shape.units == 1 else 0.0), bits
    due = DUE[kind]
    if kind is Family.SINGLE_LATIN and not shape.odd:
        return due, gained.in_context
    if kind is Family.SINGLE_SINGLE:
        if shape.odd:
            due = 10.0  # clean 6; right 9, 15
        elif reads_well(shape, gained):
            due = OF_WELL_READ if _is_known(shape) else OF_ABBREVIATION
        elif shape.before.isupper():
            due = 30.0  # clean 28: lists of abbreviations
        elif shape.before.islower() and shape.after.isupper() and shape.units <= SHORT_WORD:
            due = 24.0  # clean 22: дюкян by itself would be ДАЛСО
        elif shape.by_itself and shape.units <= SHORT_WORD and not _is_known(shape):
            due = OF_NAME if shape.before.istitle() else OF_WORD
    if kind is Family.UTF8_CJK and not _OF_MARKS.isdisjoint(shape.after):
        due = OF_LAYERS
    elif kind is Family.UTF8_CJK and letters(shape.after) < 3:
        due = 12.0
    if kind is Family.LATIN_SINGLE and shape.before.isupper() and not shape.touched:
        due = 18.0  # ЧФП would be þæð
    elif kind is Family.LATIN_SINGLE and shape.distinct == 1:
        # clean 9: Greek letters in Kabyle, which may touch ASCII
        due = 10.0 if shape.odd and shape.before.isalpha() else 12.0
        if _ARABIC.search(shape.before) and not shape.spelt:
            due = 15.0  # clean 13: Urdu letters that a transliteration left (ٹawn)
    if shape.by_itself:
        most, by_itself = OF_FEW.get(kind, (0, 0.0))
        if shape.units <= most and (kind is not Family.UTF8_CJK or shape.length <= ENTRY):
            doubled = kind is not Family.CJK_CJK and _DOUBLED.search(shape.before)  # 人人 is often
            due = max(due, OF_DOUBLED if doubled else by_itself)
    return due, gained.strict


def _is_known(shape: Shape) -> bool:
    """Whether a known word comes of a run, or it is too long for an abbreviation or a name."""
    return shape.units > SHORT_WORD or any(map(lexicon.knows, lexicon.WORD.findall(shape.after)))


def reads_well(shape: Shape, gained: Gains) -> bool:
    """Whether capitals become what is as likely as words are, and no list of abbreviations is.

    No known word is among them as they stand.
    """
    if any(map(lexicon.knows, lexicon.WORD.findall(shape.before))):
        return False
    plain = shape.distinct >= FEWEST_LETTERS and gained.cost <= LIKELY_OF_WORDS
    return plain and gained.strict >= OF_WORDS * gained.pairs


def _due_for_lone(shape: Shape) -> float:
    """The bits due over the line where all of a kind in it becomes signs: ``200 ┬░C``."""
    odd = shape.odd or any(map(is_symbol, shape.before))
    return OF_LONE_SIGNS if odd else OF_LONE_LETTERS


def _due_for_utf8(shape: Shape) -> float:
    if shape.alone and shape.odd + letters(shape.after) > 0:
        if shape.odd and letters(shape.after) and shape.touched == shape.units:
            return 8.0  # mГі la
        return OF_LONE_SIGNS  # ├á
    found = len({c for c in shape.after if c > "\x7f"})
    letters_of_words = shape.before.isalpha() and (
        shape.before[0] >= "\u0370" or shape.before.islower()
    )
    if shape.units == 1 and letters_of_words:
        return 20.0  # правилаИ would end in правили, mańá in ć
    if found > 1 or shape.odd:
        few = letters(shape.after) < 3 and found < 3
        if few and shape.heals and shape.before[0] in "ÃĂ" and letters(shape.after):
            return 6.0  # voilÃ and a no-break space; clean text has no such capital in a word
        return 5.0 if not few else 8.0 if letters(shape.after) else 15.0
    into = NAMES[class_of(shape.after[0])]
    if shape.before[-1] in "™’…" and (shape.capitals or shape.before[0].isupper()):
        # NICIODATĂ™, a lot of Ã’s: a mark behind a word or a letter; but PIÃ™ is a word
        return 20.0 if shape.spelt else 40.0
    if into == "other" or (shape.touching and class_of(shape.after[0]) in CJK):
        return 60.0  # clean 40: Charlotte Brontë…” would end in a Korean syllable
    if is_symbol(shape.before[0]):
        return 12.0 if shape.touching else 60.0  # a sign by itself is weak: = √π
    if shape.before[0] in "ÂÃâ" and is_symbol(shape.before[-1]):
        return 10.0  # Â£, âœ”
    return 15.0  # clean 14: [АДРЕС…], read as UTF-8, ends in х


def _due_for_latin(shape: Shape, gained: Gains) -> tuple[float, float]:
    """One Latin table read as another, by the shapes of what changes."""
    if all("\x7f" < c < "\xa0" for c in shape.before):
        if shape.units == 1 and not shape.touched and shape.after.isalpha():
            return 30.0, gained.strict  # one letter by itself is no word
        return 5.0, gained.strict  # controls that no one writes
    if shape.heals:
        if shape.distinct == 1 and shape.units > 1:
            return 18.0, gained.strict
        return (12.0 if shape.distinct == 1 else 7.0), gained.strict
    if sum(map(is_symbol, shape.before)) > sum(map(is_symbol, shape.after)):
        return 24.0, gained.in_context
    if is_typed(shape):
        return 99.0, gained.strict
    if gained.native:
        return (9.0 if shape.units > 1 else 15.0), gained.in_context
    if shape.distinct == 1:
        return (30.0 if shape.units > 2 else 24.0), gained.in_context
    if shape.before.isupper():
        return 16.0, gained.strict
    # clean 19: macrons of Latin, Japanese and Chinese in Latin letters, read as Baltic
    return 24.0, gained.in_context
