"""The shifted runs of a page: which holes begin one, how each reads, and whether it is worth it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from fixenc import model
from fixenc.repair.damage.byte_pairs import ANCHOR, BRACKET, GBK, HOLES, REPLACED
from fixenc.repair.finders.shifted.in_step import follows_garble, goes_on
from fixenc.repair.finders.shifted.lattice import Lattice
from fixenc.repair.finders.shifted.odds import HOLE, Outcome, Twin, outcome
from fixenc.repair.finders.shifted.page import Page
from fixenc.repair.finders.shifted.quotation import UNKNOWN, feed
from fixenc.repair.finders.shifted.walk import walk
from fixenc.repair.finders.shifted.zones import ZONE

MANY = 3  # readings behind holes from which on a page may be taken for Big5 with less
# Bits by which a repair must beat the text as it stands: 0 of 1,200 genuine "?" were changed at
# 15, 8 at 8; 98.5 % of the true damage passes.
ENOUGH = 15.0
# ... on a page that a machine edited, where such damage is no surprise: one with annotations, or
# with a run that beats what stands by 100 bits.
ENOUGH_EDITED = 8.0
BEYOND_DOUBT = 100.0
ENOUGH_SHOWN = 3.0  # ... where U+FFFD shows that something was lost here in any case
POOLED = 0.7  # share of another run's evidence that counts; they are not quite independent
ODD = 13.0  # bits a character over a stretch of four from which on something seems to be missing
CLEARLY = 4.0  # bits by which a run must read better with pairs gone than with all there
_STRETCH = 4
_NEAR = 60
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")
_CONTEXT = 6  # characters on either side of a run that the last check sees


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text from a hole on, and how it may have read."""

    start: int
    lattice: Lattice
    outcome: Outcome


def runs_of(page: Page, *, keep: bool) -> list[Run]:
    """The runs that are worth repairing, from left to right; none overlaps the next.

    What was edited was edited everywhere: a run that leaves no doubt lowers the bar for others.
    """
    tried: dict[tuple[int, str, str], Run | None] = {}
    sure = page.annotated() and (page.coding is GBK or len(page.keys) >= MANY)
    found = _from_left(page, tried, ENOUGH_EDITED if sure else ENOUGH, keep=keep)
    if not sure and any(-run.outcome.total >= BEYOND_DOUBT for run in found):
        found = _from_left(page, tried, ENOUGH_EDITED, keep=keep)
    return _pooled(found)


def _from_left(
    page: Page, tried: dict[tuple[int, str, str], Run | None], enough: float, *, keep: bool
) -> list[Run]:
    """The runs that beat the text as it stands by ``enough`` bits; ``tried`` keeps all runs."""
    found: list[Run] = []
    end, last, opened, barred = 0, "", "", 0
    line = 0, 0
    for anchor in ANCHOR.finditer(page.text):
        start = anchor.start()
        if start < end:
            continue
        opened = feed(opened, page.text[end:start])
        before = last if start == end and last else page.before(start)
        fresh = start == end and last
        end, last = start, ""
        if start >= line[1]:
            line = _line_of(page.text, start)
            barred = max(barred, line[1] if _HANGUL.search(page.text, *line) else 0)
            barred = max(barred, page.garbled_up_to(start))
        if start < barred or (not fresh and follows_garble(page, start)):
            opened += UNKNOWN
            continue
        key = start, before, opened
        if key not in tried:
            if page.budget < 0:
                break
            tried[key] = _run(page, start, before, opened, keep=keep)
        run = tried[key]
        if run is not None and _worth(run, enough):
            found.append(run)
            end, last = run.outcome.end, BRACKET.sub("", run.outcome.after)[-1]
            opened = feed(opened, run.outcome.after)
        elif goes_on(page, start + 1):
            # nothing that stands in this stretch is in step, so no run begins there either
            opened += UNKNOWN
            zone = ZONE.match(page.text, start)
            barred = zone.end() if zone else start
    return found


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
        not page.traceless
        or page.coding is not GBK
        or heat(page, *_reads(page, start, run)) < ODD
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


def heat(page: Page, before: str, after: str, behind: str) -> float:
    """The cost of the least likely stretch of a run that reads ``after``, in bits a character."""
    text = before + BRACKET.sub("", after) + behind
    both = [pair for pair in pairwise(text) if min(pair) > "\x7f" and HOLE not in pair]
    costs = [page.cost(first, second) for first, second in both] or [0.0]
    return max(
        sum(costs[at : at + _STRETCH]) / len(costs[at : at + _STRETCH])
        for at in range(max(1, len(costs) - _STRETCH + 1))
    )


def _shows_loss(page: Page, run: Run) -> bool:
    """Whether a decoder's U+FFFD shows that something was lost: behind a "?", or by a reading."""
    if page.text[run.start] == "?":
        return REPLACED in page.text[run.start + 1 : run.outcome.end]
    return run.start in page.keys and page.annotated()


def _worth(run: Run, enough: float) -> bool:
    """Whether a repair beats the text as it stands, in whatever language that scores best."""
    best, page = run.outcome, run.lattice.page
    if _shows_loss(page, run):
        enough = ENOUGH_SHOWN
    if -best.total < enough:
        return False
    scorer = model.load()
    # a hole is no evidence by itself: one that lost bytes left stands amid clean text
    before = page.bare(max(0, run.start - _CONTEXT), run.start).replace(HOLE, "")
    after = page.bare(best.end, min(len(page.text), best.end + _CONTEXT)).replace(HOLE, "")
    standing = scorer.score(before + page.bare(run.start, best.end).replace(HOLE, "") + after)
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
