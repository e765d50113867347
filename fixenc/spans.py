"""Edits and damage: places in a text, and how sets of edits are applied, undone and composed.

Every position counts code points from 0; every range is half open. A *set of edits* is a tuple
sorted by ``start`` in which no edit overlaps or touches the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from operator import attrgetter, itemgetter
from typing import NamedTuple


class Kind(StrEnum):
    """What kind of damage an edit undoes.

    >>> Kind("misread") is Kind.MISREAD
    True
    """

    MISREAD = "misread"  # bytes written in one encoding were read in another
    SHIFTED = "shifted"  # a byte was lost, and what follows is paired wrongly
    ANNOTATION = "annotation"  # a reading was inserted after a character
    LOST = "lost"  # a byte was lost and filled in again
    TIDY = "tidy"  # cosmetic, only when asked for


class Certainty(StrEnum):
    """Whether the damaged text alone fixes the repair.

    >>> Certainty("lossless") is Certainty.LOSSLESS
    True
    """

    LOSSLESS = "lossless"  # garbling the repair again gives the damaged text exactly
    INFERRED = "inferred"  # something had to be filled in


@dataclass(frozen=True, slots=True)
class Evidence:
    """One named term of the evidence for an edit, in bits; the terms of an edit add up.

    >>> Edit(3, 5, "Ã©", "é", evidence=(Evidence("model", 21.5), Evidence("prior", -2.0))).margin
    19.5
    """

    name: str
    bits: float


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another text that the span of an edit may have been, with its probability, 0 to 1.

    ``after`` is the text, ``chain`` how it would have come to look like ``before``.

    >>> Alternative("ê", "utf-8>cp1252", 0.02).after
    'ê'
    """

    after: str
    chain: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Edit:
    """A replacement of ``text[start:end]``.

    ``start`` and ``end`` are code points of the input, half open, and ``before`` is the text
    there. ``confidence`` is the probability that ``after`` equals the text as first written.

    >>> edit = Edit(3, 5, "Ã©", "é", chain="utf-8>cp1252")
    >>> apply("cafÃ©", (edit,))
    'café'
    """

    start: int
    end: int
    before: str
    after: str
    chain: str = ""
    kind: Kind = Kind.MISREAD
    certainty: Certainty = Certainty.LOSSLESS
    confidence: float = 0.5
    evidence: tuple[Evidence, ...] = ()
    alternatives: tuple[Alternative, ...] = ()

    @property
    def margin(self) -> float:
        """The evidence summed, in bits."""
        return sum(term.bits for term in self.evidence)


@dataclass(frozen=True, slots=True)
class Damage:
    """A span that is garbled and was left as it is.

    ``start`` and ``end`` are code points of the *output*, half open; ``reason`` is one sentence;
    ``lost`` estimates the share of the span's characters that nothing can bring back, 0 to 1.

    >>> import fixenc
    >>> [(d.start, d.end, d.lost) for d in fixenc.repair("看附件：锟斤拷锟斤拷").damage]
    [(4, 10, 1.0)]
    """

    start: int
    end: int
    reason: str
    lost: float = 1.0


def check(edits: Sequence[Edit], length: int) -> None:
    """Raise ``ValueError`` unless ``edits`` are a set of edits of a text of ``length`` points."""
    at = -1
    for edit in edits:
        if not at < edit.start <= edit.end <= length:
            raise ValueError(f"edit {edit.start}:{edit.end} is out of order or out of range")
        if len(edit.before) != edit.end - edit.start:
            raise ValueError(f"edit {edit.start}:{edit.end} holds a text of another length")
        at = edit.end


def apply(text: str, edits: Sequence[Edit]) -> str:
    """Carry out a set of edits; ``ValueError`` where ``before`` is not what stands there."""
    check(edits, len(text))
    parts: list[str] = []
    at = 0
    for edit in edits:
        if text[edit.start : edit.end] != edit.before:
            raise ValueError(f"the text at {edit.start}:{edit.end} is not what the edit expects")
        parts += (text[at : edit.start], edit.after)
        at = edit.end
    parts.append(text[at:])
    return "".join(parts)


def undo(text: str, edits: Sequence[Edit]) -> str:
    """Take a set of edits back from the text that they gave.

    Raises ``ValueError`` where ``after`` is not what stands there.

    >>> undo("café", (Edit(3, 5, "Ã©", "é"),))
    'cafÃ©'
    """
    check(edits, len(text) - sum(_growth(edit) for edit in edits))
    parts: list[str] = []
    at = shift = 0
    for edit in edits:
        start = edit.start + shift
        end = start + len(edit.after)
        if text[start:end] != edit.after:
            raise ValueError(f"the text at {start}:{end} is not what the edit left")
        parts += (text[at:start], edit.before)
        at = end
        shift += _growth(edit)
    parts.append(text[at:])
    return "".join(parts)


def _growth(edit: Edit) -> int:
    return len(edit.after) - len(edit.before)


def moved(edit: Edit, by: int) -> Edit:
    """An edit that stands ``by`` code points further on.

    >>> moved(Edit(3, 5, "Ã©", "é"), 10).start
    13
    """
    return replace(edit, start=edit.start + by, end=edit.end + by)


def fuse(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Sort edits, join those that touch, and drop those that change nothing.

    An insertion (an empty ``before``) touches what stands at its place. Raises ``ValueError``
    when two overlap.

    >>> [(e.start, e.end, e.after) for e in fuse([Edit(2, 3, "c", "z"), Edit(1, 2, "b", "y")])]
    [(1, 3, 'yz')]
    """
    joined = (_joined(run) for run in _touching(in_order(edits)))
    return tuple([edit for edit in joined if edit.before != edit.after])


def in_order(edits: Iterable[Edit]) -> list[Edit]:
    """Edits by where they start, of two that start together the shorter first."""
    # The sort keeps the order of equals, so that it needs no key of both, which is an object each.
    return sorted(sorted(edits, key=attrgetter("end")), key=attrgetter("start"))


def _touching(edits: Iterable[Edit]) -> Iterator[list[Edit]]:
    """Edits in order that change anything, in runs of those that touch."""
    run: list[Edit] = []
    for edit in edits:
        if edit.before == edit.after:
            continue
        if run and edit.start < run[-1].end:
            raise ValueError(f"edit {edit.start}:{edit.end} overlaps the one before it")
        if run and edit.start > run[-1].end:
            yield run
            run = []
        run.append(edit)
    if run:
        yield run


def _joined(run: Sequence[Edit]) -> Edit:
    """One edit for edits that touch, in order."""
    if len(run) == 1:
        return run[0]
    before = "".join(edit.before for edit in run)
    after = "".join(edit.after for edit in run)
    return _one_for(run, run[0].start, before, after, _side_by_side(run))


def _one_for(edits: Sequence[Edit], start: int, before: str, after: str, chain: str) -> Edit:
    """An edit that does what ``edits`` do; no surer than the least sure of them."""
    bits: dict[str, float] = {}
    for term in (term for edit in edits for term in edit.evidence):
        bits[term.name] = bits.get(term.name, 0.0) + term.bits
    inferred = any(edit.certainty is Certainty.INFERRED for edit in edits)
    return Edit(
        start,
        start + len(before),
        before,
        after,
        chain=chain,
        kind=next((e.kind for e in edits if e.kind is not Kind.MISREAD), Kind.MISREAD),
        certainty=Certainty.INFERRED if inferred else Certainty.LOSSLESS,
        confidence=min(edit.confidence for edit in edits),
        evidence=tuple(Evidence(name, value) for name, value in bits.items()),
    )


def _side_by_side(edits: Iterable[Edit]) -> str:
    """The chains of neighbours, each once, as in ``utf-8>cp1252+cp1251>cp1252``."""
    return "+".join(dict.fromkeys(c for e in edits if e.chain for c in e.chain.split("+")))


class _Placed(NamedTuple):
    """An edit and where it is in the middle text: what the first edits left, the second meet."""

    start: int
    end: int
    edit: Edit


def compose(text: str, first: Sequence[Edit], second: Sequence[Edit]) -> tuple[Edit, ...]:
    """The set of edits of ``text`` that does what ``first`` and then ``second`` do.

    ``second`` counts positions in the text that ``first`` gives. Where edits of the two overlap,
    one edit spans them all. Its chain is ``second``'s followed by ``first``'s, the order in which
    the text was damaged; where some of it (ASCII aside, which passes every chain) went through
    one of the two only, that one stands beside, joined by ``+``. Linear in the edits and the
    length of the text.

    >>> first = (Edit(0, 4, "ÃƒÂ©", "Ã©", chain="utf-8>cp1252"),)
    >>> second = (Edit(0, 2, "Ã©", "é", chain="utf-8>cp1252"),)
    >>> [(e.before, e.after, e.chain) for e in compose("ÃƒÂ©", first, second)]
    [('ÃƒÂ©', 'é', 'utf-8>cp1252>utf-8>cp1252')]
    """
    if not first:
        return fuse(second)
    composed: list[Edit] = []
    shift = 0  # code points that the edits of first so far added to the middle text
    for lower, upper in _overlapping(first, second):
        start = min(place.start for place in lower + upper)
        end = max(place.end for place in lower + upper)
        low = start - shift
        shift += sum(_growth(place.edit) for place in lower)
        composed.append(_stacked(text[low : end - shift], low, start, lower, upper))
    return fuse(composed)


def _overlapping(
    first: Sequence[Edit], second: Sequence[Edit]
) -> Iterator[tuple[list[_Placed], list[_Placed]]]:
    """The edits of both in groups that overlap in the middle text, from left to right.

    Edits that only touch are in groups of their own.
    """
    places = [(edit.start, edit.end, False, edit) for edit in second]
    shift = 0
    for edit in first:
        start = edit.start + shift
        places.append((start, start + len(edit.after), True, edit))
        shift += _growth(edit)
    lower: list[_Placed] = []
    upper: list[_Placed] = []
    reach = -1
    for start, end, is_lower, edit in sorted(places, key=itemgetter(0, 1)):
        if start >= reach and (lower or upper):
            yield lower, upper
            lower, upper = [], []
        (lower if is_lower else upper).append(_Placed(start, end, edit))
        reach = max(reach, end)
    if lower or upper:
        yield lower, upper


def _stacked(before: str, low: int, start: int, lower: list[_Placed], upper: list[_Placed]) -> Edit:
    """One edit for a group: it begins at ``low`` in the text, at ``start`` in the middle text."""
    if not upper:
        return lower[0].edit
    if not lower:
        return moved(upper[0].edit, low - upper[0].edit.start)
    under, over = [place.edit for place in lower], [place.edit for place in upper]
    middle = apply(before, [moved(edit, -low) for edit in under])
    after = apply(middle, [moved(edit, -start) for edit in over])
    chain = _chain(over, under, _outside(middle, start, lower), _outside(middle, start, upper))
    return _one_for(over + under, low, before, after, chain)


def _chain(over: list[Edit], under: list[Edit], only_over: str, only_under: str) -> str:
    """The chain of edits ``over`` others; the texts are what one of the two alone went through."""
    above, below = _side_by_side(over), _side_by_side(under)
    if not above or not below or "+" in above + below:
        return _side_by_side(over + under)
    chains = [f"{above}>{below}"]
    if not only_over.isascii():
        chains.append(above)
    if not only_under.isascii():
        chains.append(below)
    return "+".join(chains)


def _outside(middle: str, start: int, places: Iterable[_Placed]) -> str:
    """What the edits leave alone of ``middle``, which begins at ``start``."""
    parts: list[str] = []
    at = 0
    for place in places:
        parts.append(middle[at : place.start - start])
        at = place.end - start
    return "".join([*parts, middle[at:]])
