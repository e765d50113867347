"""Signs and letters that stand alone in a line that has nothing else like them.

``200 ┬░C``, ``Copyright В©``, ``It тАФ then``: a frame, a Cyrillic or an East Asian letter or two,
without space or with, in a line that has no other frame and no other such letter. Nobody writes
those. Latin letters and marks stand alone in clean text everywhere, and are told by other means.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from fixenc.model.classes import NAMES, class_of
from fixenc.repair.deciding.oddities import OF_FORMULAS
from fixenc.repair.undoing.align import Unit

MOST = 8  # units that are looked at; more of them gain enough
# What is beyond ASCII in a row, spaces that misreads show within it included.
_ROW = re.compile("[^\x00-\x7f]+")
_LATIN_SIGNS = frozenset("£¥¢©®°§¶±²³¹¼½¾µªº¡¿×÷·«»€")
_FIRST_SIGN, _LAST_SIGN, _FIRST_EMOJI = "\u2010", "\u2bff", "\U0001f300"
_OF_MATHS = frozenset("¬√π∂∑∏∫Ω∞≤≥≠∆◊≈")
_UNDER_NO_ROOT = frozenset("≤≥≠≈∂∞")
_NEUTRAL = ("latin", "general", "modifier", "combining", "space", "c1", "symbol")


def is_sign(text: str) -> bool:
    """Whether a text is one common sign: of Latin-1, of a formula, a mark, an arrow, an emoji.

    >>> is_sign("°"), is_sign("Ω"), is_sign("✓"), is_sign("é")
    (True, True, True, False)
    """
    if len(text) != 1:
        return False
    return (
        text in _LATIN_SIGNS
        or text in OF_FORMULAS
        or _FIRST_SIGN <= text <= _LAST_SIGN
        or text >= _FIRST_EMOJI
    )


def stand_alone(text: str, units: Sequence[Unit]) -> bool:
    """Whether units make up whole rows of what is beyond ASCII, of a kind the line has no more of.

    Linear in the length of ``text``.

    >>> stand_alone("200 ┬░C", [Unit(4, 6, "°")]), stand_alone("├──┬░C", [Unit(3, 5, "°")])
    (True, False)
    """
    if len(units) > MOST:
        return False
    kinds = {_kind(char) for unit in units for char in text[unit.start : unit.end]} - {""}
    if not kinds or any(is_of_maths(text, unit) for unit in units):
        return False
    changed = {at for unit in units for at in range(unit.start, unit.end)}
    return not any(
        at not in changed and (_touches(changed, at) or _kind(text[at]) in kinds)
        for row in _ROW.finditer(text)
        for at in range(*row.span())
    )


def _touches(changed: set[int], at: int) -> bool:
    return at - 1 in changed or at + 1 in changed


def are_signs(text: str, units: Sequence[Unit]) -> bool:
    """Whether each unit becomes a sign, and those that open a question stand before a word."""
    return all(is_sign(unit.after) and _fits(text, unit) for unit in units)


def _fits(text: str, unit: Unit) -> bool:
    """Whether a mark that is set against words has a letter beside it; others fit anywhere."""
    start, end, after = unit
    if after not in "¡¿«»":
        return True
    beside = (text[start - 1 : start], text[end : end + 1])
    return beside[after != "»"].isalpha()


def is_of_maths(text: str, unit: Unit) -> bool:
    """Whether a unit may be of a formula: ``√π``, ``¬Ω``; but ``20¬∞`` is 20°.

    >>> is_of_maths("= √π", Unit(2, 4, "ù")), is_of_maths("20¬∞", Unit(2, 4, "°"))
    (True, False)
    """
    before = text[unit.start : unit.end]
    if text[max(0, unit.start - 2) : unit.start].isalpha() and unit.start > 1:
        return False  # pi√π, Zam√≤
    if before[0] not in _OF_MATHS or _OF_MATHS.isdisjoint(before[1:]):
        return False
    if before[0] == "√" and before[1] in _UNDER_NO_ROOT and _in_word(text, unit):
        return False  # ci√≥, √∞judag
    return unit.after != "°" or not text[: unit.start].rstrip(" ")[-1:].isdigit()


def _in_word(text: str, unit: Unit) -> bool:
    """Whether a letter stands right before a unit, or two small ones right behind it."""
    behind = text[unit.end : unit.end + 2]
    return text[max(0, unit.start - 1) : unit.start].isalpha() or (
        len(behind) == 2 and behind.isalpha() and behind.islower()
    )


def _kind(char: str) -> str:
    """The script of a letter, or box drawing; empty for what may stand in any Latin line."""
    name = NAMES[class_of(char)].split(" ")[0]
    if char in "¬√":
        return "formula"
    return "" if char.isascii() or name in _NEUTRAL else name
