"""Edits and damage: places in a text, and how sets of edits are applied, undone and fused.

Every position counts code points from 0; every range is half open. A *set of edits* is a sequence
sorted by ``start`` in which no edit overlaps or touches the next. ``composition`` makes one set of
two; ``edits`` keeps long ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from operator import attrgetter

MANY = 4096  # parts of a text that are joined together


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


def check(edits: Iterable[Edit], length: int) -> None:
    """Raise ``ValueError`` unless ``edits`` are a set of edits of a text of ``length`` points."""
    for edit in _in_turn(edits):
        if edit.end > length:
            raise ValueError(f"edit {edit.start}:{edit.end} is out of range")


def _in_turn(edits: Iterable[Edit]) -> Iterator[Edit]:
    """The edits of a set one by one; ``ValueError`` where one cannot be of the set."""
    at = -1
    for edit in edits:
        if not at < edit.start <= edit.end:
            raise ValueError(f"edit {edit.start}:{edit.end} is out of order or out of range")
        if len(edit.before) != edit.end - edit.start:
            raise ValueError(f"edit {edit.start}:{edit.end} holds a text of another length")
        at = edit.end
        yield edit


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Carry out a set of edits; ``ValueError`` where ``before`` is not what stands there."""
    return joined(_applied(text, edits))


def _applied(text: str, edits: Iterable[Edit]) -> Iterator[str]:
    at = 0
    for edit in _in_turn(edits):
        if not text.startswith(edit.before, edit.start):  # not beyond its end either
            raise ValueError(f"the text at {edit.start}:{edit.end} is not what the edit expects")
        yield text[at : edit.start]
        yield edit.after
        at = edit.end
    yield text[at:]


def undo(text: str, edits: Iterable[Edit]) -> str:
    """Take a set of edits back from the text that they gave.

    Raises ``ValueError`` where ``after`` is not what stands there.

    >>> undo("café", (Edit(3, 5, "Ã©", "é"),))
    'cafÃ©'
    """
    return joined(_undone(text, edits))


def _undone(text: str, edits: Iterable[Edit]) -> Iterator[str]:
    at = shift = 0
    for edit in _in_turn(edits):
        start = edit.start + shift
        end = start + len(edit.after)
        if not text.startswith(edit.after, start):
            raise ValueError(f"the text at {start}:{end} is not what the edit left")
        yield text[at:start]
        yield edit.before
        at = end
        shift += growth(edit)
    yield text[at:]


def joined(parts: Iterable[str]) -> str:
    """Parts as one text. They are joined by the thousand, so that they are not held all at once.

    >>> joined(str(digit) for digit in range(5))
    '01234'
    """
    parts = iter(parts)
    blocks: list[str] = []
    while block := list(islice(parts, MANY)):
        blocks.append("".join(block))
    return "".join(blocks)


def growth(edit: Edit) -> int:
    """The code points that an edit adds to a text."""
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
    return tuple(fused(in_order(edits)))


def fused(edits: Iterable[Edit]) -> Iterator[Edit]:
    """The same of edits that are in order, one by one."""
    return (edit for edit in map(_one, _touching(edits)) if edit.before != edit.after)


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


def _one(run: Sequence[Edit]) -> Edit:
    """One edit for edits that touch, in order."""
    if len(run) == 1:
        return run[0]
    before = "".join(edit.before for edit in run)
    after = "".join(edit.after for edit in run)
    return one_for(run, run[0].start, before, after, side_by_side(run))


def one_for(edits: Sequence[Edit], start: int, before: str, after: str, chain: str) -> Edit:
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


def side_by_side(edits: Iterable[Edit]) -> str:
    """The chains of neighbours, each once, as in ``utf-8>cp1252+cp1251>cp1252``."""
    return "+".join(dict.fromkeys(c for e in edits if e.chain for c in e.chain.split("+")))
