"""Quotation marks and brackets: which are open decides how likely one is to come next."""

from __future__ import annotations

from collections.abc import Iterable

_PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", "《": "》", "（": "）", "【": "】", "(": ")"}
_OPENER = {closer: opener for opener, closer in _PAIRS.items()}
_SINGLE = frozenset("。，、；：")  # marks that no one doubles
QUOTES = frozenset(_PAIRS) | frozenset(_OPENER) | _SINGLE
_DEEPEST = 4

# Bits: a closer of what is open costs at most 5 (news closes one in 30 characters of a quotation),
# one of nothing open 10 more; so does an opener of what is open already.
_CLOSES = 5.0
_ODD = 10.0


def feed(opened: str, chars: Iterable[str]) -> str:
    """What is open after ``chars``, innermost last; a newline closes all.

    >>> feed("", "他說：“可以")
    '“'
    """
    for char in chars:
        if char in _PAIRS:
            opened = opened[-_DEEPEST + 1 :] + char
        elif char in _OPENER:
            at = opened.rfind(_OPENER[char])
            opened = opened[:at] if at >= 0 else opened
        elif char == "\n":
            opened = ""
    return opened


def weigh(opened: str, last: str, char: str, bits: float) -> float:
    """The cost of a character of ``QUOTES``, given what is open and its cost in the model."""
    if char in _SINGLE:
        return bits + (_ODD if char == last else 0.0)
    if char in _PAIRS:
        return bits + (_ODD if opened.endswith(char) else 0.0)
    if _OPENER[char] not in opened:
        return bits + _ODD
    return min(bits, _CLOSES) if opened.endswith(_OPENER[char]) else bits
