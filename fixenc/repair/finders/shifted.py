"""Characters shifted by one byte: GBK and Big5 pages that were edited without regard to characters.

A byte was lost or pushed aside, and from there on every pair of bytes is made of the end of one
character and the start of the next, up to where the text falls in step again. A ``?`` stands for
the lost byte. ``docs/finders/shifted.md`` tells the story.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import exp, log, prod

from fixenc import codecs, model
from fixenc.policy import Annotations, Policy
from fixenc.repair.finders import misread
from fixenc.repair.finders._garble import follows_garble, goes_on
from fixenc.repair.finders._gbk import (
    ANCHOR,
    BIG5,
    BRACKET,
    GBK,
    HAN,
    HANGUL,
    HOLES,
    ZONE,
    Coding,
    anchors_in,
)
from fixenc.repair.finders._lattice import Lattice
from fixenc.repair.finders._odds import HOLE, Outcome, Twin, outcome
from fixenc.repair.finders._page import Page
from fixenc.repair.finders._quotes import UNKNOWN, feed
from fixenc.repair.finders._walk import walk
from fixenc.repair.gate import excerpt
from fixenc.repair.proposal import NOTHING, Findings
from fixenc.spans import Alternative, Certainty, Damage, Edit, Evidence, Kind

MANY = 3  # readings behind holes from which on a page may be taken for Big5 with less
EXPLAINED = 0.67  # share of the readings behind holes that the encoding of a page must explain
# Bits by which a repair must beat the text as it stands: 0 of 1,200 genuine "?" were changed at
# 15, 8 at 8; 98.5 % of the true damage passes.
ENOUGH = 15.0
ENOUGH_ANNOTATED = 8.0  # ... on a page that a machine annotated, where such damage is no surprise
ALTERNATIVES = 3
POOLED = 0.7  # share of another run's evidence that counts; they are not quite independent
ODD = 13.0  # bits a character over a stretch of four from which on something seems to be missing
_STRETCH = 4
_NEAR = 60
CLEARLY = 4.0  # bits by which a run must read better with pairs gone than with all there
# ... and from which on half of the repairs are wrong, if private-use characters were taken out.
DOUBTFUL, DOUBT = 14.5, 0.6
_KEPT = 12  # paths looked at for alternatives
_BESIDE = 12  # characters that may stand between a run and garbled UTF-8 that it is part of
_CONTEXT = 6  # characters on either side of a run that the last check sees
# Confidence against the search's own probability, a logistic in the log-odds: the offset for
# characters and for the ASCII that a hole swallowed, and the slope. Fitted on the 408 places filled
# in on the project's own pages, damaged in five manners, and as much on 195 in pages put together
# of evaluation sentences, which are no prose. ECE on the former 0.04 where each hole is one
# character and 0.05 where they are the halves of two; on 293 places of other sentences 0.10 and
# 0.14, where of what is 0.9 sure 94 and 81 % are right.
_CURVE = (0.07, -0.42), 0.883
_CURVE_TORN = (-1.76, -0.6), 0.788
_LEAST = 1e-9
_SUREST = 0.998  # what was filled in is never certain


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text from a hole on, and how it may have read."""

    start: int
    lattice: Lattice
    outcome: Outcome


def find(text: str, policy: Policy) -> Findings:
    """Propose repairs of shifted runs; each edit is inferred, with up to three alternatives.

    Linear in the length of ``text``. Nothing is proposed unless it beats the text as it stands
    by 15 bits, or by 8 on a page that a machine annotated.

    >>> from fixenc.policy import STANDARD
    >>> [edit.after for edit in find("當(dāng)?shù)貢r間下午三點", STANDARD).proposals]
    ['地時']
    """
    if not HAN.search(text) or next(anchors_in(excerpt(text).text), None) is None:
        return NOTHING
    codings = [coding for coding in (GBK, BIG5) if _allowed(policy, coding)]
    if not codings:
        return NOTHING
    page, runs = _read(text, codings, policy)
    if runs and not page.brackets and not page.keys:
        misreads = _misreads(text, policy)
        runs = [run for run in runs if not _meets(run, misreads)]
    edits = tuple(_edit(page, run, policy) for run in runs)
    return Findings(edits, tuple(_unexplained(page, edits)))


def _read(text: str, codings: list[Coding], policy: Policy) -> tuple[Page, list[Run]]:
    """The page in the encoding that explains most of it, and its runs.

    Another than the first is tried only where that leaves readings behind holes unexplained.
    """
    keep = policy.strip_annotations is Annotations.NEVER
    page = Page(text, codings[0])
    runs = _runs(page, keep=keep)
    for coding in codings[1:]:
        known, wanted = _explained(page, runs), EXPLAINED * len(page.keys)
        if not page.keys or known >= wanted:
            break
        other = Page(text, coding)
        others = _runs(other, keep=keep)
        if _explained(other, others) >= max(wanted, 1.5 * known):
            page, runs = other, others
    return page, runs


def _explained(page: Page, runs: list[Run]) -> int:
    """How many readings behind holes lie in runs."""
    spans = [(run.start, run.outcome.end) for run in runs]
    return sum(
        at > 0 and start < spans[at - 1][1]
        for start in page.keys
        for at in (bisect_left(spans, (start + 1, 0)),)
    )


def _misreads(text: str, policy: Policy) -> list[tuple[int, int]]:
    """Where UTF-8 was misread: garble of another kind, and with holes of its own."""
    return sorted(
        (offset + edit.start, offset + edit.end)
        for offset, _, found in misread.by_line(text, policy)
        for edit in found
        if edit.chain.startswith("utf-8>")
    )


def _meets(run: Run, places: list[tuple[int, int]]) -> bool:
    """Whether a run lies in or beside any of the places, which are in order and apart."""
    at = bisect_left(places, (run.outcome.end + _BESIDE, 0))
    return at > 0 and run.start <= places[at - 1][1] + _BESIDE


def _allowed(policy: Policy, coding: Coding) -> bool:
    """Whether the policy lets an encoding be named; GB 2312 and GBK are read as GB 18030."""
    named = {_widest(label) for label in policy.encodings}
    return (not named or coding.name in named) and coding.name not in map(_widest, policy.exclude)


def _widest(label: str) -> str:
    encoding = codecs.lookup(label)
    while encoding.superset is not None:
        encoding = codecs.lookup(encoding.superset)
    return encoding.name


def _runs(page: Page, *, keep: bool) -> list[Run]:
    """The runs that are worth repairing, from left to right; none overlaps the next."""
    found: list[Run] = []
    sure = page.annotated() and (page.coding is GBK or len(page.keys) >= MANY)
    enough = ENOUGH_ANNOTATED if sure else ENOUGH
    end, last, opened, barred = 0, "", "", 0
    line = 0, 0
    for anchor in ANCHOR.finditer(page.text):
        start = anchor.start()
        if start < end:
            continue
        if page.budget < 0:
            break
        opened = feed(opened, page.text[end:start])
        before = last if start == end and last else page.before(start)
        fresh = start == end and last
        end, last = start, ""
        if start >= line[1]:
            line = _line_of(page.text, start)
            barred = max(barred, line[1] if HANGUL.search(page.text, *line) else 0)
        if start < barred or (not fresh and follows_garble(page, start)):
            opened += UNKNOWN
            continue
        run = _run(page, start, before, opened, keep=keep)
        if run is not None and _worth(run, enough):
            found.append(run)
            end, last = run.outcome.end, BRACKET.sub("", run.outcome.after)[-1]
            opened = feed(opened, run.outcome.after)
        elif goes_on(page, start + 1):
            # nothing that stands in this stretch is in step, so no run begins there either
            opened += UNKNOWN
            zone = ZONE.match(page.text, start)
            barred = zone.end() if zone else start
    return _pooled(found)


def _line_of(text: str, at: int) -> tuple[int, int]:
    """The line of a place; one with hangul was written in neither GBK nor Big5."""
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, end if end >= 0 else len(text)


def _run(page: Page, start: int, before: str, opened: str, *, keep: bool) -> Run | None:
    """What stands behind a hole, if it is a run that ends."""
    lattice = Lattice(page, start, before, opened)
    walk(lattice, keep=keep)
    run = Run(start, lattice, outcome(lattice, {})) if lattice.ended() else None
    if (
        page.private
        or page.coding is not GBK
        or _heat(page, *_reads(page, start, run)) < ODD
        or not _may_drop(page, start)
    ):
        return run
    lattice = Lattice(page, start, before, opened, drops=True)
    walk(lattice, keep=keep)
    if not lattice.ended():
        return run
    other = Run(start, lattice, outcome(lattice, {}))
    better = run is None or other.outcome.total < run.outcome.total - CLEARLY
    return other if better else run


def _may_drop(page: Page, start: int) -> bool:
    """Whether pairs may be gone without a trace: no other hole stands near."""
    zone = ZONE.match(page.text, start)
    end = min(zone.end() if zone else start, start + _NEAR)
    return not any(page.text.find(hole, start + 2, end) >= 0 for hole in HOLES)


def _reads(page: Page, start: int, run: Run | None) -> tuple[str, str, str]:
    """What a run is thought to read, with the characters beside it; without one, what stands."""
    if run is not None:
        return page.before(start), run.outcome.after, page.after(run.outcome.end)
    zone = ZONE.match(page.text, start)
    return "", page.text[start : zone.end()] if zone else "", ""


def _heat(page: Page, before: str, after: str, behind: str) -> float:
    """The cost of the least likely stretch of a run that reads ``after``, in bits a character."""
    text = before + BRACKET.sub("", after) + behind
    both = [pair for pair in pairwise(text) if min(pair) > "\x7f" and HOLE not in pair]
    costs = [page.cost(first, second) for first, second in both] or [0.0]
    return max(
        sum(costs[at : at + _STRETCH]) / len(costs[at : at + _STRETCH])
        for at in range(max(1, len(costs) - _STRETCH + 1))
    )


def _worth(run: Run, enough: float) -> bool:
    """Whether a repair beats the text as it stands, in whatever language that scores best."""
    best, page = run.outcome, run.lattice.page
    if -best.total < enough:
        return False
    scorer = model.load()
    before = page.bare(max(0, run.start - _CONTEXT), run.start)
    after = page.bare(best.end, min(len(page.text), best.end + _CONTEXT))
    # a hole is no evidence by itself: one that lost bytes left stands amid clean text
    shown = before + page.bare(run.start, best.end) + after
    standing = scorer.score(shown.replace(HOLE, ""))
    text = BRACKET.sub("", best.after).replace(HOLE, "0")
    repaired = scorer.score_in(before + text + after, page.language)
    return repaired - standing - best.extra >= enough


def _pooled(runs: list[Run]) -> list[Run]:
    """The runs again, each judged by what the others like it say too.

    A word that was damaged once was damaged wherever it stands.
    """
    twins: dict[str, list[Twin]] = {}
    for run in runs:
        for twin in run.outcome.twins:
            twins.setdefault(twin.key, []).append(twin)
    return [_judged(run, twins) for run in runs]


def _judged(run: Run, twins: dict[str, list[Twin]]) -> Run:
    """A run judged anew, if another has a twin like one of its own."""
    added: dict[int, dict[str, float]] = {}
    for twin in run.outcome.twins:
        for other in twins[twin.key]:
            if other is not twin:
                most = max(other.costs.values()) + 1
                bits = added.setdefault(twin.at, {})
                for char in twin.costs:
                    bits[char] = bits.get(char, 0.0) + POOLED * other.costs.get(char, most)
    if not added:
        return run
    return Run(run.start, run.lattice, outcome(run.lattice, added))


def _edit(page: Page, run: Run, policy: Policy) -> Edit:
    found = run.outcome
    # the same encoding both times; the bytes between were edited
    chain = f"{page.coding.name}>{page.coding.name}"
    sure, holes = _choice(found, policy.min_confidence)
    after = "".join(HOLE if at in holes else char for at, char in enumerate(found.after))
    if (
        not page.private
        and _heat(page, page.before(run.start), after, page.after(run.outcome.end)) > DOUBTFUL
    ):
        sure = min(sure, DOUBT)
    after = after.replace(HOLE, policy.hole)
    return Edit(
        run.start,
        found.end,
        page.text[run.start : found.end],
        after,
        chain=chain,
        kind=Kind.SHIFTED,
        certainty=Certainty.INFERRED,
        confidence=round(sure, 9),  # sums of many paths differ in their last digits
        evidence=(
            Evidence("model", round(-found.bits, 6)),
            Evidence("reading", round(-found.extra, 6)),
        ),
        alternatives=tuple(_alternatives(run, after, chain)),
    )


def _choice(found: Outcome, wanted: float) -> tuple[float, set[int]]:
    """The confidence of a run, and which of the characters filled in to leave out for it.

    No more are left out than it takes to be as sure as ``wanted``.
    """
    sure = min(_SUREST, found.firm)
    slots = sorted(
        (confidence(slot.share, found.after[slot.at] < "\x80", found.torn), slot.at, slot.size)
        for slot in found.slots
    )
    holes: set[int] = set()
    kept: list[float] = []
    for number, (_, at, size) in enumerate(slots):
        whole = sure * prod(share for share, *_ in slots[number:])
        if whole >= wanted:
            kept = [share for share, *_ in slots[number:]]
            break
        holes.update(range(at, at + size))
    return sure * prod(kept), holes


def _alternatives(run: Run, after: str, chain: str) -> Iterator[Alternative]:
    """The likeliest other texts of the same stretch."""
    paths = [path for path in run.lattice.paths(_KEPT) if path.end == run.outcome.end]
    costs = [path.total for path in paths]
    others = [path for path in paths if path.after != after]
    for path in others[:ALTERNATIVES]:
        yield Alternative(path.after, chain, round(_share(path.total, costs), 9))


def confidence(probability: float, ascii: bool = False, torn: bool = False) -> float:
    """The share of repairs that are right among those that the search finds so probable.

    >>> confidence(0.1) < 0.5 < 0.9 < confidence(0.999) < confidence(1.0) < 1.0
    True
    """
    offset, slope = _CURVE_TORN if torn else _CURVE
    odds = max(probability, _LEAST) / max(1.0 - probability, _LEAST)
    return min(_SUREST, 1 / (1 + exp(-(offset[ascii] + slope * log(odds)))))


def _share(cost: float, costs: list[float]) -> float:
    """The probability of one text among several, by what each costs in bits."""
    least = min(costs)
    return 2 ** (least - cost) / sum(2 ** (least - other) for other in costs)


def _unexplained(page: Page, edits: Iterable[Edit]) -> Iterable[Damage]:
    """The holes with a reading that no edit mends."""
    mended = [(edit.start, edit.end) for edit in edits]
    number = 0
    for start, (_, end) in page.keys.items():
        while number < len(mended) and mended[number][1] <= start:
            number += 1
        if number < len(mended) and mended[number][0] <= start:
            continue
        if HAN.match(page.before(start)):
            yield Damage(start, end, "a byte is missing before this reading", 0.5)
