"""Why a text is repaired as it is, or left alone: the candidates of each line and their scores.

The engine is run as always, with a finder of misreads that takes down what it is asked; then each
line that it was asked about is looked at again, and every candidate is told its fate.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from fixenc import model
from fixenc.policy import STANDARD, Policy
from fixenc.repair import engine
from fixenc.repair.finders import misread
from fixenc.repair.gate.look import is_suspicious, lines_to_look_at
from fixenc.repair.proposal import Findings
from fixenc.repair.search.candidate import Candidate
from fixenc.repair.search.candidates import candidates
from fixenc.repair.undoing import score
from fixenc.report import Report, of_outcome
from fixenc.spans import Edit, Kind


class Fate(StrEnum):
    """What became of a candidate."""

    WON = "won"  # it was undone
    WITHHELD = "withheld"  # it explains its place best, and is not sure enough for the policy
    SAME = "same"  # it gives the same text as the one that explains the place
    BEATEN = "beaten"  # another explains the place better
    REFUSED = "refused"  # something speaks against it, whatever its bits


@dataclass(frozen=True, slots=True)
class Option:
    """A candidate: what undoing ``chain`` at ``start:end`` of the line's text would do.

    Positions are code points of the line, half open. ``before`` is the run from the first to the
    last character that would change, ``after`` what it would become. In bits: ``whole`` is gained
    over the line, ``changed`` over the pairs of characters that change, ``context`` over the same
    in the line's language; ``prior`` is the cost of the misread and of what stays odd,
    ``rank`` (``whole`` less ``prior``) what candidates are compared by, ``cost`` what a changed
    pair costs afterwards.
    ``confidence`` is a probability, for the candidates that explain a place only.
    """

    chain: str
    start: int
    end: int
    before: str
    after: str
    language: str
    whole: float
    changed: float
    context: float
    prior: float
    rank: float
    cost: float
    fate: Fate
    why: str
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line that might be garbled, as one round of the engine saw it, and what came of it.

    ``round`` and ``number`` count from 1, ``start`` is in code points of the text as that round
    saw it. ``options`` are the candidates, those that explain a place first, then by rank.
    ``verdict`` is one sentence.
    """

    round: int
    number: int
    start: int
    text: str
    options: tuple[Option, ...]
    verdict: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """The lines that were looked at, and what the repair came to.

    ``others`` are the edits that other finders had a part in: shifted bytes, annotations, lost
    bytes; their evidence is their own.
    """

    lines: tuple[Line, ...]
    others: tuple[Edit, ...]
    report: Report

    def to_dict(self) -> dict[str, Any]:
        """The explanation as plain data for JSON, with the report as ``Report.to_dict``."""
        return {"lines": [asdict(line) for line in self.lines], "report": self.report.to_dict()}


def explain(text: str, *, policy: Policy = STANDARD) -> Explanation:
    """Say what would be repaired in ``text`` and why, or why nothing is.

    Lines without a single candidate are left out. Takes a small multiple of the time of
    ``repair``. Raises ``TypeError`` for anything but a ``str``.

    >>> found = explain("cafÃ©")
    >>> found.report.text, found.lines[0].options[0].chain, found.lines[0].options[0].fate.value
    ('café', 'utf-8>cp1252', 'won')
    """
    if not isinstance(text, str):
        raise TypeError(f"explain takes a str, not {type(text).__name__}")
    if not is_suspicious(text):
        return Explanation((), (), Report(text, policy=policy))
    asked: list[tuple[str, Findings]] = []

    def listen(text: str, policy: Policy) -> Findings:
        found = misread.find(text, policy)
        asked.append((text, found))
        return found

    finders = tuple(listen if find is misread.find else find for find in engine.order(text))
    outcome = engine.run(text, policy, finders)
    report = of_outcome(outcome, policy)
    told: set[str] = set()
    lines = tuple(
        line
        for number, (seen, found) in enumerate(asked, 1)
        for line in _lines(number, seen, found.proposals, policy, told)
    )
    others = tuple(edit for edit in outcome.edits if edit.kind is not Kind.MISREAD)
    return Explanation(lines, others, report)


def _lines(
    round_: int, text: str, edits: Sequence[Edit], policy: Policy, told: set[str]
) -> Iterator[Line]:
    """The lines of ``text`` that have candidates; ``edits`` are what the finder proposed.

    Lines that stand as they were ``told`` in an earlier round are not told again.
    """
    earlier = frozenset(told)
    number, at = 1, 0
    for start, line in lines_to_look_at(text):
        number += text.count("\n", at, start)
        at = start
        if line in earlier:
            continue
        told.add(line)
        found = list(candidates(model.load(), line))
        if not found:
            continue
        here = [edit for edit in edits if start <= edit.start < start + len(line)]
        options = _options(line, start, found, here, policy)
        yield Line(round_, number, start, line, options, _verdict(options, policy))


def _options(
    line: str, start: int, found: Sequence[Candidate], edits: Sequence[Edit], policy: Policy
) -> tuple[Option, ...]:
    chosen = misread.choose(line, [c for c in found if misread.allowed(c, policy)])
    options = [
        _option(line, candidate, *_fate(candidate, chosen, start, edits, policy))
        for candidate in found
    ]
    first = (Fate.WON, Fate.WITHHELD)
    return tuple(sorted(options, key=lambda o: (o.fate not in first, -o.rank, o.start, o.chain)))


def _option(
    line: str, candidate: Candidate, fate: Fate, why: str, confidence: float | None
) -> Option:
    start, end, gained = candidate.start, candidate.end, candidate.gained
    return Option(
        chain=str(candidate.misread),
        start=start,
        end=end,
        before=line[start:end],
        after=_repaired(line, candidate),
        language=gained.language,
        whole=gained.likelier,
        changed=gained.changed,
        context=gained.context,
        prior=candidate.against,
        rank=candidate.rank,
        cost=gained.cost,
        fate=fate,
        why=why,
        confidence=confidence,
    )


def _repaired(line: str, candidate: Candidate) -> str:
    """What the run becomes."""
    left = len(line) - candidate.end
    whole = score.undo_units(line, candidate.units)
    return whole[candidate.start : len(whole) - left]


def _fate(
    candidate: Candidate,
    chosen: Sequence[Candidate],
    start: int,
    edits: Sequence[Edit],
    policy: Policy,
) -> tuple[Fate, str, float | None]:
    """What became of a candidate, why, and how sure it is if it explains its place."""
    if not misread.allowed(candidate, policy):
        return Fate.REFUSED, "the policy does not let its encodings be named", None
    if candidate.refusal is not None:
        return Fate.REFUSED, candidate.refusal, None
    rivals = [c for c in chosen if c.start < candidate.end and candidate.start < c.end]
    own = next((c for c in rivals if _is_same(c, candidate)), None)
    if own is None:
        return *_beaten(candidate, rivals), None
    if own.refusal is not None:
        return Fate.REFUSED, own.refusal, None
    sure = [
        edit
        for edit in edits
        if start + own.start <= edit.start < start + own.end and edit.chain == str(own.misread)
    ]
    confidence = min((edit.confidence for edit in sure), default=None)
    if not all(engine.permits(policy, edit) for edit in sure):
        due = max(policy.due(edit.kind) for edit in sure)
        return Fate.WITHHELD, f"it is not as sure as the policy asks ({due:g})", confidence
    return Fate.WON, "it explains its place best", confidence


def _is_same(one: Candidate, other: Candidate) -> bool:
    return one.misread == other.misread and one.units == other.units


def _beaten(candidate: Candidate, rivals: Sequence[Candidate]) -> tuple[Fate, str]:
    best = max(rivals, key=lambda c: c.rank)
    name, ahead = best.misread, best.rank - candidate.rank
    if best.units == candidate.units:
        return Fate.SAME, f"{name} gives the same text"
    return Fate.BEATEN, f"{name} is {ahead:.1f} bits ahead"


def _verdict(options: Sequence[Option], policy: Policy) -> str:
    """What came of a line, in one sentence."""
    won = [option for option in options if option.fate is Fate.WON]
    if won:
        chains = " and ".join(dict.fromkeys(option.chain for option in won))
        return f"repaired as {chains}; {_lead(won[0], options)}"
    held = [option for option in options if option.fate is Fate.WITHHELD]
    if held:
        return (
            f"left alone: {held[0].chain} is {_sure(held[0].confidence or 0.0)} sure,"
            f" and the policy asks for {policy.min_confidence:g}"
        )
    return f"left alone: {options[0].chain} comes first, but {options[0].why}"


def _sure(confidence: float) -> str:
    """A probability, rounded down, so that it never looks like one that would have been enough."""
    return f"{math.floor(confidence * 1000) / 1000:.3f}"


def _lead(winner: Option, options: Sequence[Option]) -> str:
    """How far a winner is ahead of what would give another text, or of leaving the line as is."""
    rivals = [
        o
        for o in options
        if o.fate in (Fate.BEATEN, Fate.REFUSED)
        and (o.start, o.end, o.after) != (winner.start, winner.end, winner.after)
        and o.start < winner.end
        and winner.start < o.end
    ]
    ahead = f"{winner.rank:.1f} bits likelier than as it is"
    if not rivals:
        return f"{ahead}, and nothing else fits"
    next_ = max(rivals, key=lambda o: o.rank)
    return f"{ahead}, {winner.rank - next_.rank:.1f} bits ahead of {next_.chain}"
