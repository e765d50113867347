"""When to touch a text: families of misreads, what each must gain, what is never enough.

The figures are bits of the model. They were fitted so that none of the clean lines of
``corpus.build clean`` changes; ``python -m benchmarks repair`` measures what they reach.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from fixenc.chains import Misread
from fixenc.model.classes import CJK, NAMES, class_of
from fixenc.repair.align import Unit
from fixenc.repair.score import Gains

EAST_ASIAN = frozenset({"gb18030", "big5hkscs", "cp932", "euc_jp", "cp949"})
LATIN = frozenset(
    "cp1252 iso8859-1 iso8859-15 mac-roman cp437 cp850 cp1250 iso8859-2 cp852 cp1254 iso8859-9"
    " cp857 cp1257 cp1258".split()
)


class Family(StrEnum):
    """Misreads that look alike and are judged alike, as written > read."""

    UTF8_SINGLE = "utf-8>single-byte"
    UTF8_CJK = "utf-8>cjk"
    CJK_LATIN = "cjk>latin"
    CJK_CJK = "cjk>cjk"
    CJK_SINGLE = "cjk>single-byte"
    SINGLE_CJK = "single-byte>cjk"
    SINGLE_LATIN = "single-byte>latin"
    SINGLE_SINGLE = "single-byte>single-byte"
    LATIN_SINGLE = "latin>single-byte"
    LATIN_LATIN = "latin>latin"


def family(misread: Misread) -> Family:
    """The family of a misread.

    >>> family(Misread("koi8-r", "cp1251")).value
    'single-byte>single-byte'
    """
    written, read = misread.written, misread.read
    if written == "utf-8":
        return Family.UTF8_CJK if read in EAST_ASIAN else Family.UTF8_SINGLE
    if written in EAST_ASIAN:
        if read in EAST_ASIAN:
            return Family.CJK_CJK
        return Family.CJK_LATIN if read in LATIN else Family.CJK_SINGLE
    if read in EAST_ASIAN:
        return Family.SINGLE_CJK
    if written in LATIN:
        return Family.LATIN_LATIN if read in LATIN else Family.LATIN_SINGLE
    return Family.SINGLE_LATIN if read in LATIN else Family.SINGLE_SINGLE


# Bits that a misread costs when candidates are compared: how much rarer it is than its rivals.
PRIOR_READ = {
    "mac-cyrillic": 4.0,
    "mac-roman": 2.0,
    "cp437": 2.0,
    "cp850": 3.0,
    "cp852": 3.0,
    "cp857": 4.0,
}
PRIOR_WRITTEN = PRIOR_READ | {"cp1258": 3.0, "iso8859-15": 1.0, "koi8-u": 1.0, "iso8859-5": 2.0}
STEP = 12.0  # each further legacy misread in one chain


WINDOWS = frozenset("cp874 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258".split())
# Bits against those that write few C1 controls otherwise than Windows does: text that is said to be
# in Latin-1 and is not is mostly in its code page.
OF_CONTROLS, FEW_CONTROLS = 8.0, 2


def of_controls(shape: Shape, misread: Misread) -> float:
    """The bits against a misread where nothing but a few C1 controls would change."""
    controls = all("\x7f" < char < "\xa0" for char in shape.before)
    few = controls and shape.distinct <= FEW_CONTROLS
    return OF_CONTROLS if few and misread.written not in WINDOWS else 0.0


def prior(misread: Misread) -> float:
    """The cost in bits of a misread when candidates are compared."""
    cost = PRIOR_READ.get(misread.read, 0.0) + PRIOR_WRITTEN.get(misread.written, 0.0)
    if misread.read in ("iso8859-1", "iso8859-15", "cp1258", "koi8-u", "iso8859-9"):
        cost += 0.5  # twins of commoner encodings: they win only where those cannot
    return cost


_SYMBOLS = frozenset(
    i
    for i, name in enumerate(NAMES)
    if "symbol" in name
    or "punctuation" in name
    or name in ("box drawing", "space", "modifier", "jamo", "bopomofo", "combining")
)
_C1 = NAMES.index("c1")
_RANGE = re.compile(r"\w-\w")
_SCRIPT = {
    i: name.split(" ")[0].replace("ascii", "latin").replace("rare", "han")
    for i, name in enumerate(NAMES)
    if i not in _SYMBOLS
}


def is_symbol(char: str) -> bool:
    """Whether a character is none that words are made of."""
    return class_of(char) in _SYMBOLS or char in "ªº"


def letters(text: str) -> int:
    """How many letters beyond ASCII a text has; a CJK one counts two."""
    return sum(2 if class_of(c) in CJK else 1 for c in text if c.isalpha() and c > "\x7f")


def anomalies(text: str, start: int, end: int) -> int:
    """How many characters of ``text[start:end]`` no one would write where they stand.

    C1 controls; symbols within a word; capitals after a small letter; letters of two scripts in
    one word. Apostrophes, hyphens and dots may stand within words.
    """
    return sum(
        _is_anomaly(text[i - 1] if i else " ", text[i], text[i + 1 : i + 2] or " ")
        for i in range(start, end)
        if text[i] > "\x7f"
    )


@lru_cache(maxsize=1 << 13)
def _is_anomaly(left: str, char: str, right: str) -> bool:
    if char == "\xad":
        return False
    if class_of(char) == _C1:
        return True
    if is_symbol(char):
        return _is_inside(char, left, right)
    if char.isupper() and left.islower():
        return True
    return any(other.isalpha() and _mixed(other, char) for other in (left, right))


def _mixed(one: str, other: str) -> bool:
    """Whether two letters that touch are of different scripts."""
    return _script(one) != _script(other)


def _is_inside(char: str, left: str, right: str) -> bool:
    if NAMES[class_of(char)] == "combining":
        return False
    return not char.isalpha() and char not in _WITHIN and left.isalpha() and right.isalpha()


# Letters that people typed on purpose for want of the right one: no sign of a misread.
_SUBSTITUTES = frozenset({("ã", "ă"), ("Ã", "Ă")})
# Signs that stand within words of clean text.
_WITHIN = frozenset("\xad´’‘ʼ·‑–—‐•\u200c\u200d")
# Typography that clean text of every language is full of: whatever letters another table has in
# its place, it is no sign of a misread by itself. (Of 80,000 clean lines, 40 of the 45 that
# tempted most changed nothing else.)
_TYPOGRAPHY = frozenset(
    "\xa0\xad·´’‘“”„‚‹›«»…–—°±µ•†‡©®™§¶¼½¾ªº€─│¿¡×÷¹²³ʻʼ¨¯\u0300\u0301\u0302\u0303\u0309\u0323\u200e\u200f"
)
MARKS = frozenset("‘’“”„–—…")  # that stand in text of any encoding beside what is odd
_BORROWED = frozenset("εγχ")  # Kabyle and other Berber languages write them among Latin letters
_QUOTES = frozenset("‘’“”„‚‹›«»–—…")
_KANA = ("hiragana", "katakana", "han", "half-width", "full", "cjk")


def is_typography(text: str) -> bool:
    """Whether all of it is typography that clean text of every language has."""
    return _TYPOGRAPHY.issuperset(text)


def is_typed(shape: Shape) -> bool:
    """Whether nothing changes but letters that people type for want of the right ones."""
    return set(zip(shape.before, shape.after, strict=False)) <= _SUBSTITUTES


def _script(char: str) -> str:
    script = _SCRIPT.get(class_of(char), "")
    return "japanese" if script in _KANA else script


# Refusals for want of proof, which the words of a run may bring.
_UNPROVEN = ("it gains", "what comes of it", "only symbols would", "only typography would")
_UNPROVEN_SINGLE = ("it gains", "too few letters", "only typography and")


def is_unproven(refusal: str, misread: Misread) -> bool:
    """Whether a run of letters is refused for want of proof alone."""
    kind = family(misread)
    if kind is Family.SINGLE_SINGLE:
        return refusal.startswith(_UNPROVEN_SINGLE)
    return kind in (Family.LATIN_LATIN, Family.LATIN_SINGLE) and refusal.startswith(_UNPROVEN)


# Share of what is beyond ASCII in a run of UTF-8 that must be so, if what comes of it is unlikely
# too: text garbled twice over is so throughout, with bytes lost in 0.6, other garble in 0.35.
COVERED = 0.5
# Bits a pair that text garbled twice over costs at most when it is undone once. Emoji cost more.
OF_TWICE = 23.5


def why_not(shape: Shape, misread: Misread, gained: Gains) -> str | None:
    """Why a run of that shape is not repaired, or None when it is."""
    if shape.before.count("\ufffd") != shape.after.count("\ufffd"):
        return "it would change the number of U+FFFD"
    kind = family(misread)
    if kind is Family.UTF8_SINGLE:
        # what is garbled twice over is unlikely still, but gains much
        within = shape.odd and gained.cost <= LIKELY_WITHIN_WORD
        enough = SURELY_WITHIN_WORD if within else SURELY
        few = gained.strict < enough or all(map(is_symbol, shape.before))
        certain = shape.certain and gained.strict >= OF_CERTAIN
        rare = gained.cost > OF_TWICE and any(c.isalpha() for c in shape.after if c > "\x7f")
        by_chance = few or rare or shape.covered < COVERED
        if gained.cost > LIKELY_OF_SIGNS and by_chance and not certain:
            return _unlikely(gained)
        if shape.left_odd > shape.odd + shape.units // 8:
            return ODDER
        if shape.listed:
            return LISTED
    elif reason := _never(kind, shape, gained):
        return reason
    due, bits = _due(misread, shape, gained)
    if bits < due:
        return f"it gains {bits:.1f} bits where {due:.0f} are due"
    if gained.density < DENSITY.get(kind, 0.0):
        return f"it gains only {gained.density:.1f} bits a pair"
    return None


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
    listed: bool  # whether letters stand around it in the order of their code points
    touched: int  # units with a letter right before or after those they are in a row with
    in_class: bool  # whether it stands in a character class of a regular expression
    certain: bool  # whether each unit shows what no one writes, and becomes a sign
    covered: float  # share of the characters beyond ASCII, from its start to its end, that change

    @property
    def heals(self) -> bool:
        """Whether fewer anomalies remain than there were."""
        return self.left_odd < self.odd


def shape_of(text: str, units: Sequence[Unit]) -> Shape:
    """The shape of a run."""
    before = "".join(text[u.start : u.end] for u in units)
    after = "".join(u.after for u in units)
    odd = sum(anomalies(text, u.start, u.end) for u in units)
    distinct = len({c for c in before if c > "\x7f"})
    left = _left_odd(text, units)
    start, end = units[0].start, units[-1].end
    beside = text[start - 1 : start] + text[end : end + 1]
    touching = any(c.isalpha() and class_of(c) not in CJK for c in beside)
    run = text[start:end]
    repeats = any(a == b == c >= "\u2500" for a, b, c in zip(run, run[1:], run[2:], strict=False))
    opened, closed = text.rfind("[", 0, start), text.find("]", end)
    in_class = 0 <= opened < closed and _RANGE.search(text, opened, closed) is not None
    in_class = in_class or _is_list(text, units)
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
        listed=is_alphabet(text[max(0, start - BESIDE) : end + BESIDE], 0.6),
        touched=_touched(text, units),
        in_class=in_class,
        certain=are_certain_signs(text, units),
        covered=sum(c > "\x7f" for c in before) / max(1, sum(c > "\x7f" for c in run)),
    )


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


def are_certain_signs(text: str, units: Sequence[Unit]) -> bool:
    """Whether all units are ``is_certain_sign``, or a no-break space behind a word; and no capital
    stands before an Â.
    """
    for start, end, after in units:
        before, left = text[start:end], text[start - 1 : start]
        if before == "Â\xa0" and after == "\xa0":
            if not left.islower() and left not in _BEFORE_SPACE:
                return False
        elif not is_certain_sign(before, after) or (before[0] == "Â" and left.isupper()):
            return False
    return True


def _behind(text: str, units: Sequence[Unit]) -> str:
    """The characters right behind units that are in no unit."""
    begun = {u.start for u in units}
    return "".join(text[u.end : u.end + 1] for u in units if u.end not in begun)


def _is_list(text: str, units: Sequence[Unit]) -> bool:
    """Whether the run is single letters, each by itself: a list of letters, as in ñ, ğ, ş."""
    return len(units) > 2 and all(
        u.end - u.start == 1 == len(u.after)
        and class_of(text[u.start]) != _C1
        and not any(c.isalnum() or c > "\xff" for c in text[max(0, u.start - 1) : u.start])
        and not any(c.isalnum() or c > "\xff" for c in text[u.end : u.end + 1])
        for u in units
    )


def _left_odd(text: str, units: Sequence[Unit]) -> int:
    """The anomalies that remain where units were undone."""
    parts: list[str] = []
    places: list[tuple[int, int]] = []
    at = length = 0
    for start, end, new in units:
        parts += [text[at:start], new]
        length += start - at + len(new)
        places.append((length - len(new), length))
        at = end
    whole = "".join([*parts, text[at:]])
    # East Asian text has no spaces: words of other scripts touch it
    return sum(
        anomalies(whole, start, end)
        for start, end in places
        if end > start and class_of(whole[start]) not in CJK
    )


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
FEWEST_SYMBOLS = 5  # distinct ones: block letters are of three or four
BESIDE = 8  # code points on either side of a run that may show it to be of a list
MANY = 10  # distinct characters that no art and no chat is made of


def _never(kind: Family, shape: Shape, gained: Gains) -> str | None:
    """Why no bits are enough."""
    high = {c for c in shape.before if c > "\x7f"}
    latin = kind is Family.LATIN_LATIN
    if latin and all(class_of(c) == _C1 for c in high):
        return None  # controls that no one writes
    if high <= _BORROWED and kind in (Family.LATIN_LATIN, Family.LATIN_SINGLE):
        return "Greek letters that are borrowed by Latin alphabets would change"
    if latin and shape.accented:
        return "an accent stands by itself behind it"
    if high <= _TYPOGRAPHY and not shape.odd:
        proof = min(gained.strict, gained.in_context)
        within = shape.touched == shape.units > 1 and "\xad" not in high
        if not within or proof < VERY_SURELY:
            return "only typography would change"
    surely = latin and gained.strict >= 30.0  # clean 29: words in single quotation marks
    few = not surely and len(high - _TYPOGRAPHY) < 2
    sure = min(gained.strict, gained.in_context) >= VERY_SURELY
    if few and (latin or not sure) and not shape.odd and high & (_QUOTES if latin else _TYPOGRAPHY):
        return "only typography and one other sign would change"
    likely = LIKELY[kind]
    if not shape.odd and all(map(is_symbol, high)):
        if len(high) < FEWEST_SYMBOLS and not _spell(kind, shape, gained):
            return "only symbols would change"
        if kind is not Family.UTF8_CJK:
            likely = LIKELY_OF_SYMBOLS if shape.distinct < MANY else LIKELY_OF_MANY
            if kind is Family.CJK_LATIN and not shape.repeats:
                likely = LIKELY_OF_CELLS
    elif sure and kind in (Family.LATIN_LATIN, Family.CJK_LATIN):
        likely += OF_NAMES
    if gained.cost > likely and kind is not Family.UTF8_CJK:
        return _unlikely(gained)
    if shape.left_odd > shape.odd + shape.units // 8:
        return ODDER
    if _are_lists(shape) or shape.in_class:
        return LISTED
    if shape.repeats and shape.distinct < MANY:
        return "it repeats one character"
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
    if kind in _NEEDS_LETTERS and letters(shape.after) < enough:
        return "too few letters come of it"
    return None


# Bits that signs must gain that are certain but for that: Â£, Â©, Â°. One by itself is unlikely in
# any text.
OF_CERTAIN = 10.0
_SIGNS_OF_LATIN = frozenset("£¥¢¤©®°§¶±²³¹¼½¾µ¬ªº¡¿¦×÷")


# What E2 is shown as, and what it and two more characters are of: dashes, quotation marks, arrows,
# stars (â€™, ‚Äô, β€™, â†’, âœ“).
_LEADS = frozenset("âв‚βāג")
_FIRST_SIGN, _LAST_SIGN = "\u2010", "\u2bff"
_BEFORE_SPACE = frozenset(".,;:!?)")
_LIGATURES = frozenset("ﬀﬁﬂﬃﬄ")
_CLOSING = frozenset("”’“‘…–—»")  # may follow a letter in clean text, one after the other


def is_certain_sign(before: str, after: str) -> bool:
    """Whether a unit of misread UTF-8 becomes a sign, and shows what no one writes.

    >>> is_certain_sign("Â£", "£"), is_certain_sign("‚Äô", "’"), is_certain_sign("Ã©", "é")
    (True, True, False)
    """
    if len(before) == 2:
        return before[0] == "Â" and after in _SIGNS_OF_LATIN
    if len(before) != 3 or len(after) != 1:
        return False
    if before[0] in _LEADS and not before.isalpha():
        return _FIRST_SIGN <= after <= _LAST_SIGN and not _CLOSING.issuperset(before[1:])
    return before[0] in "ïп" and after in _LIGATURES


LISTED = "it is a list of letters"
ODDER = "it would leave odder words than there were"
SURELY, VERY_SURELY = 25.0, 40.0  # bits
SURELY_WITHIN_WORD, LIKELY_WITHIN_WORD = 16.0, 15.0  # of signs in a word: IL2RÎ³cKO, wei√ü


def _spell(kind: Family, shape: Shape, gained: Gains) -> bool:
    """Whether symbols stand for letters or marks of a Latin text beyond doubt."""
    due = SURELY if shape.touched == shape.units else VERY_SURELY
    latin = kind in (Family.LATIN_LATIN, Family.LATIN_SINGLE)
    return latin and shape.touched > 0 and min(gained.strict, gained.in_context) >= due


def _unlikely(gained: Gains) -> str:
    return f"what comes of it is unlikely too ({gained.cost:.1f} bits a pair)"


def is_alphabet(text: str, share: float = 0.5) -> bool:
    """Whether that share of a text or more goes through the code points one by one.

    >>> is_alphabet("àáâãäåæç"), is_alphabet("ïðèâåò")
    (True, False)
    """
    high = [ord(c) for c in text if c > "\x7f"]
    steps = sum(1 for a, b in pairwise(high) if b - a in (1, 2, 32, -32, -31))
    return len(high) > 3 and steps >= share * len(high)


def _are_lists(shape: Shape) -> bool:
    """Whether both sides go through their code points, or one does from end to end.

    ДЕЕДЕЖ is äååäåö as well as a list; what comes of it is none.
    """
    if not is_alphabet(shape.before):
        return False
    return is_alphabet(shape.after) or is_alphabet(shape.before, 0.8)


_NEEDS_LETTERS = frozenset(Family) - {Family.UTF8_SINGLE, Family.LATIN_LATIN, Family.LATIN_SINGLE}

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


# More for one letter where hardly anyone meets the misread, in terms of its prior.
RARELY = 1.0


def _due(misread: Misread, shape: Shape, gained: Gains) -> tuple[float, float]:
    """The bits that are due, and those that a run gains in the view that counts."""
    kind = family(misread)
    if kind is Family.UTF8_SINGLE:
        return OF_CERTAIN if shape.certain else _due_for_utf8(shape), gained.strict
    if kind is Family.LATIN_LATIN:
        due, bits = _due_for_latin(shape, gained)
        return due + (RARELY * prior(misread) if shape.units == 1 else 0.0), bits
    due = DUE[kind]
    if kind is Family.SINGLE_LATIN and not shape.odd:
        return due, gained.in_context
    if kind is Family.SINGLE_SINGLE:
        if shape.odd:
            due = 10.0  # clean 6; right 9, 15
        elif shape.before.isupper():
            due = 30.0  # clean 28: lists of abbreviations
    if kind is Family.UTF8_CJK and letters(shape.after) < 3:
        due = 12.0
    if kind is Family.LATIN_SINGLE and shape.before.isupper() and not shape.touched:
        due = 18.0  # ЧФП would be þæð
    elif kind is Family.LATIN_SINGLE and shape.distinct == 1:
        due = 12.0  # clean 9: Greek letters in Kabyle
    return due, gained.strict


def _due_for_utf8(shape: Shape) -> float:
    found = len({c for c in shape.after if c > "\x7f"})
    if shape.units == 1 and shape.before.isalpha() and shape.before[0] >= "\u0370":
        return 20.0  # правилаИ would end in правили
    if found > 1 or shape.odd:
        few = letters(shape.after) < 3 and found < 3
        if few and shape.heals and shape.before[0] in "ÃĂ" and letters(shape.after):
            return 6.0  # voilÃ and a no-break space; clean text has no such capital in a word
        return 5.0 if not few else 8.0 if letters(shape.after) else 15.0
    into = NAMES[class_of(shape.after[0])]
    if shape.before[-1] in "™’…" and (shape.capitals or shape.before[0].isupper()):
        return 40.0  # NICIODATĂ™, a lot of Ã’s: a mark behind a word or a letter
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
