"""Edits and damage: places in a text, and how sets of edits are applied, undone and composed.

Every position counts code points from 0; every range is half open. A *set of edits* is a tuple
sorted by ``start`` in which no edit overlaps or touches the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum


class Kind(StrEnum):
    """What kind of damage an edit undoes."""

    MISREAD = "misread"  # bytes written in one encoding were read in another
    SHIFTED = "shifted"  # a byte was lost, and what follows is paired wrongly
    ANNOTATION = "annotation"  # a reading was inserted after a character
    LOST = "lost"  # a byte was lost and filled in again
    TIDY = "tidy"  # cosmetic, only when asked for


class Certainty(StrEnum):
    """Whether the damaged text alone fixes the repair."""

    LOSSLESS = "lossless"  # garbling the repair again gives the damaged text exactly
    INFERRED = "inferred"  # something had to be filled in


@dataclass(frozen=True, slots=True)
class Evidence:
    """One named term of the evidence for an edit, in bits; the terms of an edit add up."""

    name: str
    bits: float


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another text that the span may have been, with its probability."""

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

    >>> undo("café", (Edit(3, 5, "Ã©", "é"),))
    'cafÃ©'
    """
    parts: list[str] = []
    at = shift = 0
    for edit in edits:
        start = edit.start + shift
        end = start + len(edit.after)
        if text[start:end] != edit.after:
            raise ValueError(f"the text at {start}:{end} is not what the edit left")
        parts += (text[at:start], edit.before)
        at = end
        shift += len(edit.after) - (edit.end - edit.start)
    parts.append(text[at:])
    return "".join(parts)


def fuse(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Sort edits that do not overlap, join those that touch, and drop those that change nothing.

    An insertion (an empty ``before``) touches what stands at its place.
    """
    fused: list[Edit] = []
    for edit in sorted(edits, key=lambda e: (e.start, e.end)):
        if edit.before == edit.after:
            continue
        if fused and fused[-1].end == edit.start:
            fused[-1] = _joined(fused[-1], edit)
        else:
            fused.append(edit)
    return tuple(fused)


def _joined(left: Edit, right: Edit) -> Edit:
    chain = left.chain if left.chain == right.chain else f"{left.chain}+{right.chain}"
    inferred = Certainty.INFERRED in (left.certainty, right.certainty)
    return replace(
        left,
        end=right.end,
        before=left.before + right.before,
        after=left.after + right.after,
        chain=chain,
        certainty=Certainty.INFERRED if inferred else Certainty.LOSSLESS,
        confidence=min(left.confidence, right.confidence),
        evidence=_merged(left.evidence, right.evidence),
        alternatives=(),
    )


def _merged(left: tuple[Evidence, ...], right: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    bits: dict[str, float] = {}
    for term in (*left, *right):
        bits[term.name] = bits.get(term.name, 0.0) + term.bits
    return tuple(Evidence(name, value) for name, value in bits.items())


def compose(text: str, first: Sequence[Edit], second: Sequence[Edit]) -> tuple[Edit, ...]:
    """The set of edits of ``text`` that does what ``first`` and then ``second`` do.

    ``second`` counts positions in the text that ``first`` gives. Where edits of the two meet, one
    edit spans them all; its chain is ``second``'s followed by ``first``'s, the order in which the
    text was damaged. Linear in the number of edits and the length of the text.
    """
    if not first:
        return tuple(second)
    composed: list[Edit] = []
    i = j = shift = 0  # shift: code points that first's edits before i added to the middle text
    while i < len(first) or j < len(second):
        lower: list[Edit] = []
        upper: list[Edit] = []
        before = shift
        start = end = -1  # the span of this group in the middle text
        while True:
            if i < len(first):
                edit, at = first[i], first[i].start + shift
                if end < 0 and (j == len(second) or at <= second[j].start) or 0 <= at <= end:
                    start = at if end < 0 else start
                    end = max(end, at + len(edit.after))
                    shift += len(edit.after) - len(edit.before)
                    lower.append(edit)
                    i += 1
                    continue
            if j < len(second) and (end < 0 or second[j].start <= end):
                start = second[j].start if end < 0 else start
                end = max(end, second[j].end)
                upper.append(second[j])
                j += 1
                continue
            break
        composed.append(_group(text, lower, upper, start, end, before, shift))
    return fuse(composed)


def _group(
    text: str,
    lower: list[Edit],
    upper: list[Edit],
    start: int,
    end: int,
    shift_before: int,
    shift_after: int,
) -> Edit:
    """One edit for a group of edits that meet; ``start:end`` is its span in the middle text."""
    if not upper and len(lower) == 1:
        return lower[0]
    low, high = start - shift_before, end - shift_after
    if not lower:
        if len(upper) == 1:
            return replace(upper[0], start=low, end=high)
    before = text[low:high]
    middle = apply(before, [replace(e, start=e.start - low, end=e.end - low) for e in lower])
    after = apply(middle, [replace(e, start=e.start - start, end=e.end - start) for e in upper])
    edits = upper + lower
    chains: list[str] = []
    for edit in edits:
        if edit.chain and edit.chain not in chains[-1:]:
            chains.append(edit.chain)
    inferred = any(e.certainty is Certainty.INFERRED for e in edits)
    evidence: tuple[Evidence, ...] = ()
    for edit in edits:
        evidence = _merged(evidence, edit.evidence)
    lossy = next((e.kind for e in edits if e.kind is not Kind.MISREAD), Kind.MISREAD)
    stacked = ">".join(c for e in (upper[:1] + lower[:1]) if (c := e.chain))
    return Edit(
        low,
        high,
        before,
        after,
        chain=stacked if len(upper) == len(lower) == 1 else "+".join(chains),
        kind=lossy,
        certainty=Certainty.INFERRED if inferred else Certainty.LOSSLESS,
        confidence=min(e.confidence for e in edits),
        evidence=evidence,
    )
