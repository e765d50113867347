"""Characters that no one would write where they stand, and signs that tell nothing."""

from __future__ import annotations

import re
from functools import lru_cache

from fixenc.model.classes import CJK, NAMES, class_of

_SYMBOLS = frozenset(
    i
    for i, name in enumerate(NAMES)
    if "symbol" in name
    or "punctuation" in name
    or name in ("box drawing", "space", "modifier", "jamo", "bopomofo", "combining")
)
C1 = NAMES.index("c1")
# Letters of formulas, units and names of variables: θdot, sinθ, TNFα, μm, kΩ.
OF_FORMULAS = frozenset("αβγδεζηθικλμνξπρστυφχψωϕΓΔΘΛΞΠΣΦΨΩ")
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


_IDENTIFIER = re.compile(r"[a-z][A-Z][a-z]")


def has_identifiers(text: str) -> bool:
    """Whether a line has identifiers of programs whose parts begin with capitals.

    >>> has_identifiers("onClick = открытьФайл"), has_identifiers("McDonald")
    (True, True)
    """
    return _IDENTIFIER.search(text) is not None


def anomalies(text: str, start: int, end: int, *, parts: bool = False) -> int:
    """How many characters of ``text[start:end]`` no one would write where they stand.

    C1 controls; symbols within a word; capitals after a small letter, or between a capital and a
    small letter; letters of two scripts in one word. Apostrophes, hyphens and dots may stand
    within words. With ``parts`` capitals may begin the parts of an identifier
    (``открытьФайлMenuItem``).
    """
    return sum(
        _is_anomaly(text[i - 1] if i else " ", text[i], text[i + 1 : i + 2] or " ")
        for i in range(start, end)
        if text[i] > "\x7f" and not (parts and (_begins_part(text, i) or _begins_part(text, i + 1)))
    )


def _begins_part(text: str, at: int) -> bool:
    """Whether a capital stands there, behind a small letter."""
    return text[at : at + 1].isupper() and text[max(0, at - 1) : at].islower()


@lru_cache(maxsize=1 << 13)
def _is_anomaly(left: str, char: str, right: str) -> bool:
    if char in _UNSEEN:
        return False
    if class_of(char) == C1:
        return True
    if is_symbol(char):
        return _is_inside(char, left, right)
    if char.isupper() and (left.islower() or (left.isupper() and right.islower())):
        return True
    return any(beside.isalpha() and _mixed(beside, char) for beside in (left, right))


def _mixed(beside: str, char: str) -> bool:
    """Whether a letter touches one of another script; those of formulas may touch ASCII."""
    if char in OF_FORMULAS and beside.isascii():
        return False
    return script_of(beside) != script_of(char)


def _is_inside(char: str, left: str, right: str) -> bool:
    if NAMES[class_of(char)] == "combining":
        return False
    return not char.isalpha() and char not in _WITHIN and left.isalpha() and right.isalpha()


# What no one sees: soft hyphens, and what joins, parts or turns the text around it.
_UNSEEN = frozenset("\xad\u200b\u200c\u200d\u200e\u200f")
# Signs that stand within words of clean text.
_WITHIN = frozenset("\xad´’‘ʼ·‑–—‐•\u200c\u200d")
# Typography that clean text of every language is full of: whatever letters another table has in
# its place, it is no sign of a misread by itself. (Of 80,000 clean lines, 40 of the 45 that
# tempted most changed nothing else.)
TYPOGRAPHY = frozenset(
    "\xa0\xad·´’‘“”„‚‹›«»…–—°±µ•†‡©®™§¶¼½¾ªº€─│¿¡×÷¹²³ʻʼ¨¯\u0300\u0301\u0302\u0303\u0309\u0323\u200e\u200f"
)
MARKS = frozenset("‘’“”„–—…")  # that stand in text of any encoding beside what is odd
_KANA = ("hiragana", "katakana", "han", "half-width", "full", "cjk")


def is_typography(text: str) -> bool:
    """Whether all of it is typography that clean text of every language has."""
    return TYPOGRAPHY.issuperset(text)


def script_of(char: str) -> str:
    """The script of a letter; that of Han and kana is Japanese, and symbols have none."""
    script = _SCRIPT.get(class_of(char), "")
    return "japanese" if script in _KANA else script
