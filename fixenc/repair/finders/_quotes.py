"""Quotation marks and brackets: which are open decides how likely one is to come next."""

from __future__ import annotations

from collections.abc import Iterable

_PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", "《": "》", "（": "）", "【": "】", "(": ")"}
OPENERS = frozenset(_PAIRS)
_OPENER = {closer: opener for opener, closer in _PAIRS.items()}
_SINGLE = frozenset("。，、；：")  # marks that no one doubles
QUOTES = OPENERS | frozenset(_OPENER) | _SINGLE | {"\n", "<"}
_DEEPEST = 4

UNKNOWN = "?"  # among what is open: something before was not understood

# Bits. A quotation mostly closes behind a full stop or the like (2), else behind any character
# (5); one opens behind a mark (6) rather than anywhere (9). What cannot be costs 10 more.
_CLOSES = (5.0, 2.0)
_OPENS = (9.0, 6.0)
_PERHAPS = 8.0
_ODD = 10.0
_ENDS = frozenset("。！？…")
_MARKS = frozenset("。，、；：！？\n>")


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
    if char in "\n<":
        return bits + (_ODD if last in _PAIRS else 0.0)
    if char in _SINGLE:
        return bits + (_ODD if char == last else 0.0)
    if char in _PAIRS:
        return bits + _ODD if opened.endswith(char) else min(bits, _OPENS[last in _MARKS])
    if opened.endswith(_OPENER[char]):
        return min(bits, _CLOSES[last in _ENDS])
    if _OPENER[char] in opened:
        return bits
    return min(bits, _PERHAPS) if UNKNOWN in opened else bits + _ODD
