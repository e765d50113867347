"""Finder of à, Š, no-break spaces and signs that lost a byte.

They are left as ``voilÃ le travail``, ``jusqu'Ã nos jours``, ``Å iandien``, ``HelloÂ world``.
UTF-8 writes à as C3 A0 and Š as C5 A0, and A0 is a no-break space in the code pages of Windows.
Whatever turns no-break spaces into spaces leaves the first byte alone, and what trims spaces joins
it with the space behind. One letter is in question, so the model is asked in the language of the
line.

Signs that end in A0 (⚠ 🏠 🧠) need no model: nothing else is shown as ``âš  `` or ``рџ§  ``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from math import exp

from fixenc import model
from fixenc.chains import Misread
from fixenc.model import pairs_of
from fixenc.policy import Policy
from fixenc.repair.finders.mended import Mended, mended
from fixenc.repair.finders.misread import allows, by_line
from fixenc.repair.proposal import Findings, inferred
from fixenc.repair.quoted import is_quoted
from fixenc.repair.undoing.align import Unit, encoder
from fixenc.spans import Alternative, Edit, Evidence, moved

# What C3 and C5 are shown as, and the readers that show them so with A0 as a no-break space. Г and
# Γ are words of no language, but abbreviations (Г. Иванов): they count beside other garble alone.
READERS = {
    "Ã": ("cp1252",),
    "Ă": ("cp1250",),
    "Г": ("cp1251",),
    "Γ": ("cp1253", "iso8859-7"),
    "Å": ("cp1252",),
    "Ĺ": ("cp1250",),
}
_LEAD = re.compile("[ÃĂГΓÅĹ] |Ã[?\ufffd] ")
# A capital behind begins a name (``va Ã  Paris``). Where a mark stands for the byte, capitals lost
# theirs, too, as they are shown by controls (``Ã? la carte``): à within a sentence alone.
_PLACE = re.compile(
    r"(?<![A-ZÀ-ÞΑ-ΩА-Я])[ÃĂГΓ] ++(?![A-ZÀ-ÂÄ-ÞΑ-ΩА-Я](?![a-zß-ÿ'])|[-=]*[→>|])"
    r"|(?<![^\W\d_])[ÅĹ] (?=[a-zà-ž])|(?:(?<=[^.?! ] )|(?<=[a-z])(?=.. [a-zÃ]))Ã[?\ufffd](?= )"
)
# A no-break space is C2 A0: Â and a space, behind a small letter or what ends a clause. No clean
# line of 335,011 has that.
_NO_BREAK = Misread("utf-8", "cp1252")
_NO_BREAK_PLACE = re.compile(r"(?<=[a-zà-öø-ÿ.,;:!?)])Â (?=[^ ])")
# Common signs whose last byte is A0, and the readers that show it as a no-break space. What stood
# behind the sign is a space of its own, or the selector of its colour.
_SIGNS = "†≠①■☠♠⚠➠🌠🍠🎠🏠🐠👠💠📠😠🚠🛠🤠🥠🦠🧠"
_READERS_OF_SIGNS = ("cp1252", "cp1250", "cp1251", "cp1254", "cp1253", "cp1257")
_SELECTOR = "\ufe0f"
SURE = 0.95
_GONE = "?\ufffd"  # marks for the byte
_RING = frozenset("da nb nn sv fo".split())  # languages with words that end in å
# Languages that have à as a word, or at the end of words.
_GRAVE = frozenset("fr it pt ca gl eo co oc vec nap sc lmo wa gd rm br".split())
_CARON = frozenset("lt lv et fi cs sk sl hr bs sr-latn".split())  # that begin words with Š
# Bits by which à must be likelier than what stands there. Of 767 sentences of French, Italian,
# Portuguese and Catalan garbled so, 1 % gain less than 21, 15, 14 and 7; none of 335,011 clean
# lines has a place that comes so far.
DUE = 10.0
BESIDE = 24  # code points on either side that are scored


def find(text: str, policy: Policy) -> Findings:
    """Propose à for C3 and a space, Š for C5 and a space, and a no-break space for C2 and a space.

    Letters where the language asks for them, no-break spaces where it has no use for Â.

    >>> from fixenc.policy import STANDARD
    >>> [edit.after for edit in find("voilÃ le travail", STANDARD).proposals]
    ['à ']
    """
    proposals: list[Edit] = []
    for offset, line, exact in by_line(text, policy):
        proposals += _signs(line, offset, policy)
        if "Â " in line and all(map(_shows_no_break, exact)) and allows(_NO_BREAK, policy):
            proposals += _no_breaks(line, offset)
        if not _LEAD.search(line):
            continue
        readers = {edit.chain.split(">")[-1] for edit in exact}
        around: Mended | None = None
        for match in _PLACE.finditer(line):
            shown = READERS[match[0][0]]
            misread = Misread("utf-8", next((read for read in shown if read in readers), shown[0]))
            beside = misread.read in readers
            if match[0][0] in "ÅĹ":  # letters of their own: they count beside other UTF-8 alone
                beside = any(edit.chain.startswith("utf-8>") for edit in exact)
            if any(edit.start <= match.start() < edit.end for edit in exact):
                continue  # it is part of another character
            if allows(misread, policy) and (beside or match[0][0] in "ÃĂ"):
                around = around or _in_language(mended(line, exact), sure=bool(exact))
                proposals += _at(around, line, match, misread, offset)
    return Findings(tuple(proposals))


def _in_language(around: Mended, *, sure: bool) -> Mended:
    """The same with the language that it is in once its letters are there.

    Where a single space is all that tells, ``A letra Ã leva til`` is as likely to be clean.
    """
    places = [match[0][1:] for match in _PLACE.finditer(around.text)]
    if not sure and places == [" "]:
        return around
    text = _PLACE.sub(lambda match: _letter(match) + " ", around.text)
    return replace(around, number=model.load().best(pairs_of(text))[1])


def _letter(match: re.Match[str]) -> str:
    return "Š" if match[0][0] in "ÅĹ" else "à"


def _shows_no_break(edit: Edit) -> bool:
    """Whether a misread is of UTF-8, and its reader shows C2 as Â."""
    written, _, read = edit.chain.partition(">")
    return written == "utf-8" and encoder(read)["Â"] == b"\xc2"


def _no_breaks(line: str, offset: int) -> Iterator[Edit]:
    """The edits for no-break spaces. å is Â on a Mac: where words may end in it, there are none."""
    loaded = model.load()
    if loaded.languages[loaded.best(pairs_of(line))[1]] in _RING:
        return
    for match in _NO_BREAK_PLACE.finditer(line):
        start, end = match.span()
        if is_quoted(line, [Unit(start, end, "\xa0")], _NO_BREAK):
            continue
        yield moved(inferred(line, Unit(start, end, "\xa0"), _NO_BREAK, SURE), offset)


@cache
def _shown_signs() -> tuple[re.Pattern[str], Mapping[str, tuple[str, Misread]]]:
    """What is left of signs before the space, as a pattern; the sign and the misread of each."""
    found: dict[str, tuple[str, Misread]] = {}
    selectors: set[str] = set()
    for read in _READERS_OF_SIGNS:
        misread = Misread("utf-8", read)
        # its own last byte, 8F, is a control where Windows has no character, and gets lost, too
        selector = misread.garble(_SELECTOR, holes=True)
        selectors |= {selector, selector[:-1], selector[:-1] + "\ufffd"}
        for sign in _SIGNS:
            found.setdefault(misread.garble(sign, holes=True)[:-1], (sign, misread))
    shown, behind = (
        "|".join(map(re.escape, sorted(all_of, key=len, reverse=True)))
        for all_of in (found, selectors)
    )
    return re.compile(f"({shown}) (?:(?= )|({behind}))"), found


def _signs(line: str, offset: int, policy: Policy) -> Iterator[Edit]:
    """The edits for signs whose last byte became a space."""
    pattern, shown = _shown_signs()
    for match in pattern.finditer(line):
        sign, misread = shown[match[1]]
        start, end = match.span()
        sign += _SELECTOR if match[2] else ""
        if not allows(misread, policy) or is_quoted(line, [Unit(start, end, sign)], misread):
            continue
        yield moved(inferred(line, Unit(start, end, sign), misread, SURE), offset)


def _at(
    around: Mended, line: str, match: re.Match[str], misread: Misread, offset: int
) -> Iterator[Edit]:
    """The edit for one place, if it gains enough."""
    known, number = model.load(), around.number
    letter = _letter(match)
    if known.languages[number] not in (_GRAVE if letter == "à" else _CARON):
        return
    start, end = match.span()
    first = around.place(start)
    last = first + end - start
    before = around.text[max(0, first - BESIDE) : first]
    behind = around.text[last : last + BESIDE]

    def cost(after: str) -> float:
        return sum(known.lane_cost(pair, number) for pair in pairs_of(before + after + behind))

    # Of several spaces one was the byte. A single one was, or it is the space that came behind.
    spaces = match[0][1:]
    single = spaces == " "
    if spaces in _GONE and before.rstrip()[-1:].isupper() and behind[1:3].isupper():
        letter = letter.upper()
    readings = [letter, letter + " "] if single else [letter + spaces[1:]]
    costs = sorted((cost(after), after) for after in readings)
    bits = cost(match[0]) - costs[0][0]
    if bits < DUE or is_quoted(line, [Unit(start, end, costs[0][1])], misread):
        return
    margin = min(bits - DUE + 3.0, *(other - costs[0][0] for other, _ in costs[1:]), 99.0)
    sure = 0.99 / (1.0 + exp(-margin))
    edit = inferred(
        line,
        Unit(start, end, costs[0][1]),
        misread,
        sure,
        evidence=(Evidence("model", round(bits, 2)),),
        alternatives=tuple(Alternative(after, str(misread), 1.0 - sure) for _, after in costs[1:]),
    )
    yield moved(edit, offset)
