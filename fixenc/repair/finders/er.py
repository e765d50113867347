"""Finder of Р that became a space with its second byte: ``РІ Р РёРјРµ``, which is в Риме.

Р is D0 A0 in UTF-8, Р and a no-break space in cp1251, whose first byte looks like a letter that was
there. И is D0 98, of which cp1251 leaves as much where controls are not shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import exp

from fixenc import model
from fixenc.chains import Misread
from fixenc.model import pairs_of
from fixenc.policy import Policy
from fixenc.repair.finders.mended import Mended, mended
from fixenc.repair.finders.misread import allows, by_line
from fixenc.repair.lists.lexicon import KNOWN, MOST, WORD, knows
from fixenc.repair.proposal import NOTHING, Findings, inferred
from fixenc.repair.quoted import is_quoted
from fixenc.repair.undoing.align import Unit
from fixenc.spans import Alternative, Edit, Evidence, moved

CHAIN = Misread("utf-8", "cp1251")
_PLACE = re.compile("Р ++")
_CLEAN = re.compile("[а-я]{3}")  # no garble of Cyrillic has that: ГОСТ Р 50922
RARER = 3.0  # bits against a space that was lost besides, and against a control that vanished
SURE = 0.97
BESIDE = 24  # code points on either side that are scored


def find(text: str, policy: Policy) -> Findings:
    """Propose Р, or И, beside what was garbled so, and to undo that.

    >>> from fixenc.policy import STANDARD
    >>> [edit.after for edit in find("РІ Р РёРјРµ", STANDARD).proposals]
    ['Р', 'в', 'име']
    """
    proposals: list[Edit] = []
    if "Р " not in text or not allows(CHAIN, policy):
        return NOTHING
    for offset, line, exact in by_line(text, policy):
        beside = [edit for edit in exact if edit.chain == str(CHAIN)]
        if not beside or "Р " not in line or _CLEAN.search(line) is not None:
            continue
        around = mended(line, exact)
        units = [_undone(around, line, *place) for place in _places(line, beside)]
        found = [edit for edit in units if edit.after != edit.before]
        if found and not is_quoted(line, [Unit(e.start, e.end, e.after) for e in found], CHAIN):
            proposals += (moved(edit, offset) for edit in (*found, *beside))
    return Findings(tuple(proposals))


def _places(line: str, beside: Sequence[Edit]) -> Iterator[tuple[int, int]]:
    """Where Р stands before spaces, and no letter beside it that is not garbled."""
    starts, ends = {edit.start for edit in beside}, {edit.end for edit in beside}
    for match in _PLACE.finditer(line):
        start, end = match.span()
        before = start in ends or not line[start - 1 : start].isalpha()
        if before and (end in starts or not line[end : end + 1].isalpha()):
            yield start, end


def _undone(around: Mended, line: str, start: int, end: int) -> Edit:
    """The edit for one place."""
    first = around.place(start)
    last = first + end - start
    before = around.text[max(0, first - BESIDE) : first]
    behind = around.text[last : last + BESIDE]
    # Of several spaces one was the byte. A single one was, or it is the space that came behind.
    spaces = line[start + 1 : end]
    readings = ["Р" + spaces[1:]] if len(spaces) > 1 else ["Р", "Р ", "И "]
    costs = sorted((_cost(around.number, before, after, behind), after) for after in readings)
    margin = costs[1][0] - costs[0][0] if costs[1:] else 99.0
    sure = SURE / (1.0 + exp(-margin))
    return inferred(
        line,
        Unit(start, end, costs[0][1]),
        CHAIN,
        sure,
        evidence=(Evidence("model", round(margin, 2)),),
        alternatives=tuple(Alternative(after, str(CHAIN), 1.0 - sure) for _, after in costs[1:2]),
    )


def _cost(number: int, before: str, after: str, behind: str) -> float:
    """What a reading costs in a language, in bits; known words that it touches make up for some."""
    lane = model.load().lane(number)
    text = before + after + behind
    start, end = len(before), len(before + after)
    words = [m[0] for m in WORD.finditer(text) if m.start() <= end and start <= m.end()]
    worth = sum(min(MOST, KNOWN * (len(word) - 1)) for word in words if knows(word))
    return sum(map(lane.__getitem__, pairs_of(text))) - worth + (RARER if after[1:] == " " else 0.0)
