"""Marks of typography that stand where marks stand, and letters where letters never do.

``Kami ñ tidak akan`` was ``Kami – tidak akan``. In languages whose text has hardly a dash the model
cannot tell: both are rare. But a letter between two spaces, behind a comma or behind a price is odd
in all of them, and a dash, a quotation mark or a currency sign there is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from fixenc.repair.undoing.align import Unit

_DASHES = frozenset("–—")
_OPENING = frozenset("“‘„«‚‹")
_CLOSING = frozenset("”’“»‘›")
_ENDING = frozenset("…’”»")
_MONEY = frozenset("€£¥")
_BEFORE_START = frozenset(".!?(")
_BEFORE_QUOTE = frozenset(".,!?")
# Words of one letter: Romance à è é ó, Nordic å í á ö, Slavic и і у в к с о а я, Irish ú.
_WORDS = frozenset("àâáèéêìíòóôùúýåäöøæüőаивізкосуяєї")
# Where signs stand: behind and before what. Of £ and § only those before a number do: cp866 shows г
# and з so, and 30 г is a weight. No ° but with its C or F: ISO 8859-5 shows А so.
_START = r"(?:^|[\s(])"
_NUMBER = r"\d[ \xa0]?$"
_PLACES = {
    sign: (re.compile(before), re.compile(behind))
    for signs, before, behind in (
        ("°", _NUMBER, r"° ?[CF]\b"),
        ("×", _NUMBER, r". ?\d"),
        ("±", rf"(?:{_START}|\d[ \xa0]?|[A-Z]{{2}})$", r".(?: ?\d|[A-Z]{2})"),
        ("£€¥ƒ§", _START + "$", r". ?\d"),
        ("µ", rf"(?:{_START}|\d[ \xa0]?)$", r".(?:[mgslFAVWJ]|mol|min)\b"),
        ("½¼¾", rf"(?:{_START}|\d[ \xa0]?)$", r". [A-Za-z]"),
        ("º", r"\bN$", r".\s?\d"),
        ("©", _START + "$", r". ?\d{4}\b"),
        ("Ω", rf"(?:\d[ \xa0]?[kMGmµ]?|{_START}[kMGmµ])$", r".(?!\w)"),
        ("Å‰", r"\d[ \xa0]?$", r".(?!\w)"),
        ("øØ", _START + "$", r". ?\d"),
        ("Δ", _START + "$", r".[A-Za-z](?!\w)"),
        ("¿¡", _START + "$", r".[A-Za-z]"),
    )
    for sign in signs
}
_ALIKE = frozenset("°±×£€¥§µμ½¼¾º©¿¡«»•·№®™")  # what signs may be instead
# Those of numbers and measures: where nothing else changes they were written so. ż is ¿ in cp1252.
_OF_MEASURES = frozenset("°×±£€¥ƒ§µº©ΩÅ‰øØΔ")
_CLOSED_BY = {"«": "»", "„": "“”", "“": "”", "‘": "’", "‹": "›"}
_APART = re.compile(r"[)\]}>]…(?!\w)")  # dots that end what is no word
_AROUND = 8  # code points that tell
SURE = 8.0  # bits by which a mark is likelier where no letter stands
# ... and a sign where it belongs, whatever the language has for it: £ is the ё of KOI8-R, and where
# all of a line is garbled no ё stands before a number.
SURER = 30.0
FEWEST = 2  # marks, one of which stands where no letter does


def is_set(text: str, units: Sequence[Unit]) -> bool:
    """Whether units are letters and become marks, each where such a mark stands.

    At least two, and at least one where no letter stands.

    >>> is_set("harga 25 Ä tetapi ñ kata", [Unit(9, 10, "€"), Unit(18, 19, "–")])
    True
    """
    if len(units) < FEWEST:
        return False
    surely = 0
    for unit in units:
        sure = _standing(text, unit)
        if sure is None:
            return False
        surely += sure
    return surely > 0


def told(text: str, units: Sequence[Unit]) -> dict[int, float]:
    """The bits for units that surely are marks, and against those that surely were, by number.

    >>> told("harga 25 Ä tetapi", [Unit(9, 10, "€")]), told("hier – da", [Unit(5, 6, "û")])
    ({0: 8.0}, {0: -8.0})
    """
    found = {number: SURE for number, unit in enumerate(units) if _standing(text, unit)}
    within = {text[u.start] for u in units if text[max(0, u.start - 1) : u.start].islower()}
    for number, unit in enumerate(units):
        if _began(text, unit) and text[unit.start] not in within:
            found[number] = -SURER
        elif unit.after.lower() not in _WORDS:
            if _stood(text, unit):
                found[number] = -SURE
            elif _belongs(text, unit):
                found[number] = -SURER
    return found


def stays(text: str, units: Sequence[Unit]) -> dict[int, float]:
    """The bits against units that are marks where such stand for sure, whatever words come of them.

    A quotation mark that opens, with one behind that closes, and dots that end something else too.

    >>> stays("«Ёж», он", [Unit(0, 1, "л"), Unit(1, 2, "и")]), stays("[A]… B…", [Unit(6, 7, "ů")])
    ({0: -30.0}, {0: -30.0})
    """
    dots = "…" if _APART.search(text) else ""
    return {
        number: -SURER
        for number, unit in enumerate(units)
        if text[unit.start] == dots or _opens(text, unit)
    }


def _opens(text: str, unit: Unit) -> bool:
    start, end, _ = unit
    closing = _CLOSED_BY.get(text[start], "")
    if not closing or (start and not (text[start - 1].isspace() or text[start - 1] in "([")):
        return False
    return text[end : end + 1].isalnum() and any(text.find(mark, end) > 0 for mark in closing)


def are_in_place(text: str, units: Sequence[Unit]) -> bool:
    """Whether all that changes is signs of numbers and measures that stand as they should.

    >>> are_in_place("10 kΩ und 2 µm", [Unit(4, 5, "ê"), Unit(12, 13, "æ")])
    True
    """
    return all(text[unit.start] in _OF_MEASURES and _belongs(text, unit) for unit in units)


def _stood(text: str, unit: Unit) -> bool:
    """Whether a dash stands between two spaces, and becomes a letter."""
    start, end, after = unit
    if text[start:end] not in _DASHES or not after.isalpha():
        return False
    return text[start - 1 : start].isspace() and text[end : end + 1].isspace()


def _began(text: str, unit: Unit) -> bool:
    """Whether a capital begins a line or a sentence, and becomes a small letter: ``Åland ist``.

    It says nothing if it stands within words too: ``Žlastique entamŽ``.
    """
    start, end, after = unit
    if end - start > 1 or not (text[start].isupper() and after.islower()):
        return False
    if not "a" <= text[end : end + 1] <= "z":
        return False
    return not (before := text[max(0, start - 2) : start].rstrip()) or before[-1] in _BEFORE_START


def _belongs(text: str, unit: Unit) -> bool:
    """Whether a sign stands where it belongs, and becomes none."""
    start, end, after = unit
    if text[start] not in _PLACES or after in _ALIKE:
        return False
    before, behind = _PLACES[text[start]]
    found = before.search(text[max(0, start - _AROUND) : start])
    return found is not None and behind.match(text[start : end + _AROUND]) is not None


def _standing(text: str, unit: Unit) -> bool | None:
    """How well a mark stands where a letter does: surely, possibly (False), or not at all."""
    start, end, after = unit
    char, left, right = text[start:end], text[start - 1 : start], text[end : end + 1]
    if not (char.isalpha() or "\u2500" <= char <= "\u257f"):  # box drawing
        return None
    opens, ends = not left or left.isspace(), not right or right.isspace()
    if after in _DASHES:
        return (char not in _WORDS) if opens and ends else None
    if after in _MONEY:
        near_number = text[max(0, start - 2) : start].strip().isdigit() or right.isdigit()
        return True if near_number and (opens or ends) else None
    if after in _CLOSING and left in _BEFORE_QUOTE and left and not right.isalnum():
        return True
    if after == "’" and left.isalpha() and right.isalpha():
        return left.islower() and not char.islower()
    if after in _ENDING and left.isalpha() and not right.isalnum():
        return left.islower() and not char.islower()
    if after in _OPENING and not left.isalnum() and right.isalpha():
        return False
    return None
