"""Finder of signs and marks of which a byte was lost.

See ``halved_signs``, ``halved_marks``, ``ticks`` and ``emoji``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from fixenc.chains import Misread
from fixenc.policy import Policy
from fixenc.repair.damage import (
    emoji,
    emoji_by_pairs,
    halved_marks,
    halved_signs,
    shown_signs,
    ticks,
)
from fixenc.repair.damage.halved_marks import Part
from fixenc.repair.finders.misread import allows, by_line
from fixenc.repair.proposal import Findings, inferred
from fixenc.repair.quoted import is_cited, is_quoted
from fixenc.repair.undoing.align import Unit
from fixenc.repair.undoing.borders import FIRST_CJK
from fixenc.spans import Alternative, Certainty, Edit, Kind, moved

# The misreads beside which a lone â is what Latin-1 shows of a dash: no word of what is garbled.
_LATIN = ("utf-8>cp1252", "utf-8>iso8859-1")
# What stands before a string that a program chooses: ``ok ? "✅" : "❌"``.
_CHOICE = re.compile(r"\? ?[\"'`]$")


def find(text: str, policy: Policy) -> Findings:
    """Propose signs and marks for what is left of them.

    >>> from fixenc.policy import STANDARD
    >>> [edit.after for edit in find("âŒ Error, â¤ï¸", STANDARD).proposals]
    ['❌', '❤️']
    >>> [edit.after for edit in find("the 鈥淥pen鈥? menu", STANDARD).proposals]
    ['“O', '”']
    """
    return Findings(
        tuple(
            moved(edit, offset)
            for offset, line, exact in by_line(text, policy)
            for edit in _of_line(line, exact, policy)
        )
    )


def _of_line(line: str, exact: Sequence[Edit], policy: Policy) -> Iterator[Edit]:
    if allows(halved_signs.MISREAD, policy) and halved_signs.stands_in(line):
        for edit in _edits(line, halved_signs.MISREAD, halved_signs.found(line)):
            if not any(
                _is_of_another(edit, other)
                for other in exact
                if other.confidence >= policy.min_confidence
            ):
                yield edit
    for misread, parts in halved_marks.found(line):
        if allows(misread, policy):
            yield from _edits_of_marks(line, misread, parts, policy)
    for misread, parts in ticks.found(line):
        if allows(misread, policy) and _are_garbled_alike(line, misread, parts, exact):
            yield from _edits_of_marks(line, misread, parts, policy)
    if (parts := [*shown_signs.halved(line)]) and allows(shown_signs.MISREAD, policy):
        yield from _edits_of_marks(line, shown_signs.MISREAD, parts, policy)
    if any(edit.chain in _LATIN for edit in exact) and (parts := [*halved_marks.dashes(line)]):
        misread = Misread("utf-8", "iso8859-1")
        if allows(misread, policy):
            yield from _edits_of_marks(line, misread, parts, policy)
    garbled = any(edit.chain == str(emoji.MISREAD) for edit in exact)
    if allows(emoji.MISREAD, policy) and (parts := [*emoji.found(line, garbled=garbled)]):
        yield from _edits_of_marks(line, emoji.MISREAD, parts, policy)
    if allows(emoji_by_pairs.MISREAD, policy):
        for part in emoji_by_pairs.found(line):  # no text has that in quotation marks either
            if not is_cited(line, part.unit.start, part.unit.end):
                yield inferred(line, part.unit, emoji_by_pairs.MISREAD, part.sure)


def _are_garbled_alike(
    line: str, misread: Misread, parts: Sequence[Part], exact: Sequence[Edit]
) -> bool:
    """Whether nothing East Asian stands beside ticks, or what does is garbled as they are."""
    if any(edit.chain == str(misread) for edit in exact):
        return True
    bounds = [0, *(at for part in parts for at in part.unit[:2]), len(line)]
    beside = "".join(line[a:b] for a, b in zip(bounds[::2], bounds[1::2], strict=True))
    return max(beside, default="") < FIRST_CJK


def _edits_of_marks(
    line: str, misread: Misread, parts: Sequence[Part], policy: Policy
) -> Iterator[Edit]:
    chosen = _CHOICE.search(line, 0, parts[0].unit.start) is not None
    if not chosen and is_quoted(line, [part.unit for part in parts], misread):
        return
    for part in parts:
        start, end, after = part.unit
        unit = Unit(start, end, after.replace(halved_marks.HOLE, policy.hole))
        others = _alternatives(part, str(misread), policy)
        edit = inferred(line, unit, misread, part.sure, alternatives=others)
        if not part.inferred:
            edit = replace(edit, kind=Kind.MISREAD, certainty=Certainty.LOSSLESS)
        yield edit


def _alternatives(part: Part, chain: str, policy: Policy) -> tuple[Alternative, ...]:
    if not part.other:
        return ()
    other = part.other.replace(halved_marks.HOLE, policy.hole)
    return (Alternative(other, chain, round(1.0 - part.sure, 2)),)


def _is_of_another(sign: Edit, exact: Edit) -> bool:
    """Whether what is left of a sign is part of whole UTF-8 as another reader shows it."""
    written, _, read = exact.chain.partition(">")
    other = written == "utf-8" and read != halved_signs.MISREAD.read
    return other and exact.start < sign.end and sign.start < exact.end


def _edits(line: str, misread: Misread, units: Iterable[tuple[Unit, float]]) -> Iterator[Edit]:
    for unit, sure in units:
        if not is_quoted(line, [unit], misread):
            yield inferred(line, unit, misread, sure)
