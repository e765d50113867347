"""Whether a stretch of text looks shifted, told from its pairs alone."""

from __future__ import annotations

from fixenc.repair.damage.byte_pairs import HOLES
from fixenc.repair.finders.shifted.page import Page

# Bits by which a stretch must read better shifted: one place in a hundred of clean text seems to.
# 3 gave the same repairs, 12 a few wrong ones more.
GARBLED = 6.0
SURELY_GARBLED = 20.0  # ... where the decoder may have gone on in step behind its U+FFFD
# Bits by which it may read worse before no run is looked for. It cost no repair on simulated pages.
HOPELESS = -12.0
_LOOK = 8  # characters looked at


def goes_on(page: Page, at: int, least: float = GARBLED) -> bool:
    """Whether the text from a place on is still shifted, so that no run ended before it.

    It is if it reads better so by ``least`` bits.
    """
    following = page.after(at)
    if following in HOLES:
        return True
    if "@" <= following <= "~" and page.text[at + 1 : at + 2] > "\x7f":
        return True  # the second byte of a character, and after it the text is in step
    chars: list[str] = []
    while len(chars) < _LOOK and at < len(page.text):
        at = page.skip(at)
        chars.append(page.text[at : at + 1])
        at += 1
    return _gain(page, chars) > least


def follows_garble(page: Page, at: int) -> bool:
    """Whether the text up to a place is itself shifted, so that no run can begin there."""
    chars: list[str] = []
    while len(chars) < _LOOK and at > 0:
        while at in page.back:
            at = page.back[at]
        at -= 1
        chars.append(page.text[at : at + 1])
    return _gain(page, chars[::-1], last=True) > GARBLED


def _gain(page: Page, chars: list[str], *, last: bool = False) -> float:
    """The bits by which characters read better shifted, up to where they cannot be.

    With ``last`` it is the last stretch that counts instead of the first.
    """
    gain, carry, standing, shifted = 0.0, 0, "", ""
    for char in chars:
        found = page.coding.pair(char) if char else None
        emitted = page.coding.character(carry, found[0]) if found is not None and carry else None
        if found is None or (carry and emitted is None) or found[1] < 0x81:
            if not last:
                break
            gain, shifted, standing = 0.0, "", char
            carry = found[1] if found is not None and found[1] > 0x80 else 0
            continue
        if emitted is not None:
            if shifted:
                gain += page.cost(standing, char) - page.cost(shifted, emitted)
            shifted = emitted
        standing, carry = char, found[1]
    return gain


def may_be_shifted(page: Page, at: int, carry: int) -> bool:
    """Whether the first characters from a place on could be shifted, with a byte carried over.

    This settles almost every genuine question mark before any character is tried.
    """
    text, gain, shifted = page.text, 0.0, ""
    for here in range(at, min(at + _LOOK, len(text))):
        char = text[here]
        found = page.coding.pair(char)
        if found is None or char in HOLES:
            return char >= "!" or shifted != ""
        emitted = page.coding.character(carry, found[0])
        if emitted is None:
            return False
        if shifted:
            gain += page.cost(text[here - 1], char) - page.cost(shifted, emitted)
            if gain < HOPELESS:
                return False
        shifted, carry = emitted, found[1]
        if carry < 0x81:
            break
    return True


def lacks_bracket(text: str, at: int) -> bool:
    """Whether a tag whose ``<`` is missing stands at a place: ``/p>``, ``br>``, ``a href=…>``.

    >>> lacks_bracket("/p>", 0), lacks_bracket("a > b", 0)
    (True, False)
    """
    close = text.find(">", at, at + 200)
    if close < 0:
        return False
    inside = text[at:close]
    name, gap, rest = inside.lstrip("/").partition(" ")
    known = name.isascii() and name.isalnum() and name[0].isalpha()
    return known and "<" not in inside and (not gap or "=" in rest or rest == "/")
