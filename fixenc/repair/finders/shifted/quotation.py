"""Quotation marks and brackets: which are open decides how likely one is to come next."""

from __future__ import annotations

from collections.abc import Iterable

_PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", "《": "》", "（": "）", "【": "】", "(": ")"}
OPENERS = frozenset(_PAIRS)
_OPENER = {closer: opener for opener, closer in _PAIRS.items()}
CLOSERS = frozenset(_OPENER)
ENDS = frozenset("。！？…")
_SINGLE = frozenset("。，、；：")  # marks that stand behind no other
_STOPS = _SINGLE | {"！", "？"}
QUOTES = OPENERS | CLOSERS | _SINGLE | ENDS | {"\n", "<"}
_BRACKETS = frozenset("（《【(")  # these do not stay open over the end of a paragraph
_DEEPEST = 4

UNKNOWN = "?"  # among what is open: something before was not understood
STOPPED = "."  # last among what is open: a full stop or the like is right before, quotes aside
_BEGUN = ","  # ... one character stands between

# Bits. A quotation mostly closes behind a full stop or the like (2), else behind any character
# (5); one opens behind a mark (6) rather than anywhere (9). What cannot be costs 10 more.
_CLOSES = (5.0, 2.0)
_OPENS = (9.0, 6.0)
# ... and these are rarer than “ and ” by so much, unless the model or the page says otherwise.
_RARER = {
    "‘": 3.0, "’": 3.0, "「": 2.0, "」": 2.0, "『": 5.0, "』": 5.0, "《": 1.0, "》": 5.0,
    "（": 0.5, "）": 3.0, "【": 3.0, "】": 5.0, "(": 9.0, ")": 5.0,
}  # fmt: skip
_PERHAPS = 3.0
_ODD = 10.0
_SHORT = 6.0  # a sentence of one character
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


def after(opened: str, char: str) -> str:
    """``feed`` for one character, with ``STOPPED`` kept right.

    >>> after(after("“", "。"), "”"), after("“.", "我")
    ('.', '“,')
    """
    stopped, opened = opened.endswith(STOPPED), opened.rstrip(STOPPED + _BEGUN)
    if char in QUOTES:
        opened = feed(opened, char)
    if char in ENDS or (stopped and char in CLOSERS):
        return opened + STOPPED
    return opened + _BEGUN if stopped and char not in QUOTES else opened


def weigh(opened: str, last: str, char: str, bits: float) -> float:
    """The cost of a character of ``QUOTES``, given what is open and its cost in the model."""
    stopped, begun = opened.endswith(STOPPED), opened.endswith(_BEGUN)
    opened = opened.rstrip(STOPPED + _BEGUN)
    if begun and (char in _SINGLE or char in ENDS or char == "\n"):
        bits += _SHORT
    if char in "\n<":
        unclosed = last in _PAIRS or not _BRACKETS.isdisjoint(opened)
        return bits + (_ODD if unclosed else 0.0)
    if char in _SINGLE:
        odd = last in _STOPS or last in OPENERS or (stopped and last in CLOSERS)
        return bits + (_ODD if odd else 0.0)
    if char in ENDS:
        return bits + (_ODD if last in _SINGLE or last in _BRACKETS else 0.0)
    if char in _PAIRS:
        bits = min(bits, _OPENS[last in _MARKS] + _RARER.get(char, 0.0))
        return bits + _ODD if opened.endswith(char) else bits
    bits = min(bits, _CLOSES[last in ENDS] + _RARER.get(char, 0.0))
    if opened.endswith(_OPENER[char]):
        return bits
    if _OPENER[char] in opened or UNKNOWN in opened:
        return bits + _PERHAPS
    return bits + _ODD
