"""A run as an edit: what of it is sure enough to be written, and how sure the rest is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import exp, log, prod

from fixenc.policy import SURE, Policy
from fixenc.repair.damage.byte_pairs import HAN
from fixenc.repair.finders.shifted.odds import HOLE, Outcome
from fixenc.repair.finders.shifted.page import Page
from fixenc.repair.finders.shifted.runs import Run, heat
from fixenc.spans import Alternative, Certainty, Damage, Edit, Evidence, Kind

ALTERNATIVES = 3
# Bits a character over a run's least likely stretch (``heat``) from which on half of the repairs
# are wrong, if private-use characters were taken out.
DOUBTFUL, DOUBT = 14.5, 0.6
_KEPT = 12  # paths looked at for alternatives
# Confidence against the search's own probability, a logistic in the log-odds: offset and slope for
# characters, and for the ASCII that a hole swallowed. Those of characters are fitted on the 408
# places filled in on the project's own pages, damaged in five manners, and as much on 195 in pages
# put together of evaluation sentences, which are no prose; those of ASCII on 170 places of pages
# and news. Of what is 0.9 sure 99 % are right on the project's pages, 98 % on news.
_CURVE = (0.07, 0.883), (-0.25, 1.43)
_CURVE_TORN = (-1.76, 0.788), (-0.6, 0.788)
_LEAST = 1e-9
_SUREST = 0.998  # what was filled in is never certain


def edit_of(page: Page, run: Run, policy: Policy) -> Edit:
    found = run.outcome
    # the same encoding both times; the bytes between were edited
    chain = f"{page.coding.name}>{page.coding.name}"
    sure, holes = _choice(found, policy.min_confidence)
    after = "".join(HOLE if at in holes else char for at, char in enumerate(found.after))
    if (
        page.traceless
        and heat(page, page.before(run.start), after, page.after(run.outcome.end)) > DOUBTFUL
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


def is_told(run: Run) -> bool:
    """Whether more than half of the characters that a run is said to be are told."""
    _, holes = _choice(run.outcome, SURE)
    return 2 * len(holes) < len(run.outcome.after)


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
    offset, slope = (_CURVE_TORN if torn else _CURVE)[ascii]
    odds = max(probability, _LEAST) / max(1.0 - probability, _LEAST)
    return min(_SUREST, 1 / (1 + exp(-(offset + slope * log(odds)))))


def _share(cost: float, costs: list[float]) -> float:
    """The probability of one text among several, by what each costs in bits."""
    least = min(costs)
    return 2 ** (least - cost) / sum(2 ** (least - other) for other in costs)


def unexplained(page: Page, edits: Iterable[Edit]) -> Iterable[Damage]:
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
