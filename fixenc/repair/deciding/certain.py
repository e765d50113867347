"""Signs in UTF-8 that are garbled beyond doubt (``Â£``, ``â€™``): no one writes what they show."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fixenc.repair.deciding.oddities import OF_FORMULAS
from fixenc.repair.undoing.align import Unit

_SIGNS_OF_LATIN = frozenset("£¥¢¤©®°§¶±²³¹¼½¾µ¬ªº¡¿¦×÷")
_LEADS_OF_GREEK = frozenset("ÎÏŒ")  # what CE and CF are shown as: TNFÎ±, 10 Î¼m, Ï€r
# What E2 is shown as, which begins dashes, quotation marks and arrows (â€™, ‚Äô, β€™, â†’).
_LEADS = frozenset("âв‚βāג")
_FIRST_SIGN, _LAST_SIGN = "\u2010", "\u2bff"
_BEFORE_SPACE = frozenset(".,;:!?)")
_LIGATURES = frozenset("ﬀﬁﬂﬃﬄ")
_STROKES = frozenset("\u0335\u0336\u0338")  # combining ones, with which text is struck out
_CLOSING = frozenset("”’“‘…–—»")  # may follow a letter in clean text, one after the other
_NUMBERS = re.compile(r"\d ?[^\d\s]{2} ?\d")  # 3 Ã— 4


def is_certain_sign(before: str, after: str) -> bool:
    """Whether a unit of misread UTF-8 becomes a sign, and shows what no one writes.

    >>> is_certain_sign("Â£", "£"), is_certain_sign("‚Äô", "’"), is_certain_sign("Ã©", "é")
    (True, True, False)
    >>> is_certain_sign("Î±", "α"), is_certain_sign("Î»", "λ")
    (True, False)
    """
    if len(before) == 2 and before[0] in _LEADS_OF_GREEK and after in OF_FORMULAS:
        return not before[1].isalpha() and before[1] not in _CLOSING
    if len(before) == 2:
        return (before[0], after in _STROKES) == ("Ì", True) or (
            before[0] == "Â" and after in _SIGNS_OF_LATIN
        )
    if len(before) != 3 or len(after) != 1:
        return False
    if before[0] in _LEADS and not before.isalpha():
        return _FIRST_SIGN <= after <= _LAST_SIGN and not _CLOSING.issuperset(before[1:])
    return before[0] in "ïп" and after in _LIGATURES


def _is_closed_sign(before: str, after: str) -> bool:
    """Whether a unit becomes a sign, and shows a letter that may stand before closing marks."""
    if len(before) != 3 or len(after) != 1 or before[0] not in _LEADS:
        return False
    return _FIRST_SIGN <= after <= _LAST_SIGN and _CLOSING.issuperset(before[1:])


def are_certain_signs(text: str, units: Sequence[Unit]) -> bool:
    """Whether all units are ``is_certain_sign``, or a no-break space behind a word; and no capital
    stands before an Â. Or together they become one that is garbled once more.
    """
    if _is_garbled_sign("".join(unit.after for unit in units)):
        return units[-1].end - units[0].start == sum(u.end - u.start for u in units)
    if any(u.after in "¡¿" and not text[u.end : u.end + 1].isalpha() for u in units):
        return False
    plain = [unit for unit in units if is_certain_sign(text[unit.start : unit.end], unit.after)]
    edges = {edge for unit in plain for edge in (unit.start, unit.end)}
    for start, end, after in units:
        before, left = text[start:end], text[start - 1 : start]
        if before == "┬┐" and after == "¿":
            # not in a box, and before a word
            if not text[end : end + 1].isalpha() or (left and not left.isspace()):
                return False
        elif before == "Â\xa0" and after == "\xa0":
            if not left.islower() and left not in _BEFORE_SPACE:
                return False
        elif (
            after == "×" and len(before) == 2 and _NUMBERS.search(text, max(0, start - 2), end + 2)
        ):
            continue
        elif _is_closed_sign(before, after) and edges & {start, end}:
            continue  # â””â”€, which is └─
        elif not is_certain_sign(before, after) or (before[0] in "ÂÌ" and left.isupper()):
            return False
    return True


def _is_garbled_sign(text: str) -> bool:
    """Whether a text is UTF-8 of a sign read as Windows reads it: Â£, â€™."""
    try:
        under = text.encode("cp1252").decode() if 1 < len(text) <= 3 else ""
    except UnicodeError:
        return False
    return len(under) == 1 and is_certain_sign(text, under)
