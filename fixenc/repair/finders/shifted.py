"""Characters shifted by one byte: GBK pages that were edited without regard to characters.

A byte was lost or pushed aside, and from there on every pair of bytes is made of the end of one
character and the start of the next, up to where the text falls in step again. A ``?`` stands for
the lost byte. ``docs/finders/shifted.md`` tells the story.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, log1p, log2

from fixenc import codecs, model
from fixenc.policy import Annotations, Policy
from fixenc.repair.finders._garble import follows_garble, goes_on
from fixenc.repair.finders._gbk import ANCHOR, BRACKET, HAN, HOLES, ZONE
from fixenc.repair.finders._lattice import Lattice, Path
from fixenc.repair.finders._page import Page
from fixenc.repair.finders._quotes import UNKNOWN, feed
from fixenc.repair.finders._walk import walk
from fixenc.repair.proposal import NOTHING, Findings
from fixenc.spans import Alternative, Certainty, Damage, Edit, Evidence, Kind

ENCODING = "gb18030"
CHAIN = f"{ENCODING}>{ENCODING}"  # GBK both times; the bytes between were edited
# Bits by which a repair must beat the text as it stands: 0 of 1,200 genuine "?" were changed at
# 15, 8 at 8; 98.5 % of the true damage passes.
ENOUGH = 15.0
ENOUGH_ANNOTATED = 8.0  # ... on a page that a machine annotated, where such damage is no surprise
ALTERNATIVES = 3
POOLED = 0.8  # share of another run's evidence that counts; they are not quite independent
# What a bit of margin is worth in a run with a hole inside: two halves of characters were lost
# there, and not every pair that fits was tried.
LOSSY = 0.6
_KEPT = 12  # paths kept of a run, so that runs of one page can be pooled
_CONTEXT = 6  # characters on either side of a run that the last check sees
_SLOPE, _OFFSET = 3.0, -2.4  # of the confidence in ln(1 + margin in bits)
_SUREST = 0.998  # what was filled in is never certain


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text from a hole on, and how it may have read; the cheapest path first."""

    start: int
    before: str
    paths: tuple[Path, ...]


def find(text: str, policy: Policy) -> Findings:
    """Propose repairs of shifted runs; each edit is inferred, with up to three alternatives.

    Linear in the length of ``text``. Nothing is proposed unless it beats the text as it stands
    by 15 bits, or by 8 on a page that a machine annotated.

    >>> from fixenc.policy import STANDARD
    >>> [edit.after for edit in find("當(dāng)?shù)貢r間下午三點", STANDARD).proposals]
    ['地時']
    """
    if not ANCHOR.search(text) or not HAN.search(text):
        return NOTHING
    if not _allowed(policy):
        return NOTHING
    page = Page(text)
    runs = _runs(page, keep=policy.strip_annotations is Annotations.NEVER)
    edits = tuple(_edit(page, run) for run in runs)
    return Findings(edits, tuple(_unexplained(page, edits)))


def _allowed(policy: Policy) -> bool:
    """Whether the policy lets GBK be named; GB 2312 and GBK are read as GB 18030."""
    named = {_widest(label) for label in policy.encodings}
    return (not named or ENCODING in named) and ENCODING not in map(_widest, policy.exclude)


def _widest(label: str) -> str:
    encoding = codecs.lookup(label)
    while encoding.superset is not None:
        encoding = codecs.lookup(encoding.superset)
    return encoding.name


def _runs(page: Page, *, keep: bool) -> list[Run]:
    """The runs that are worth repairing, from left to right; none overlaps the next."""
    found: list[Run] = []
    enough = ENOUGH_ANNOTATED if page.annotated() else ENOUGH
    end, last, opened, barred = 0, "", "", 0
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
        if start < barred or (not fresh and follows_garble(page, start)):
            opened += UNKNOWN
            continue
        lattice = Lattice(page, start, before, opened)
        walk(lattice, keep=keep)
        paths = lattice.paths(_KEPT)
        if paths and -paths[0].total >= enough and _holds(page, start, paths[0], enough):
            found.append(Run(start, before, tuple(paths)))
            end, last = paths[0].end, BRACKET.sub("", paths[0].after)[-1]
            opened = feed(opened, paths[0].after)
        elif goes_on(page, start + 1):
            # nothing that stands in this stretch is in step, so no run begins there either
            opened += UNKNOWN
            zone = ZONE.match(page.text, start)
            barred = zone.end() if zone else start
    return _pooled(page, found)


def _pooled(page: Page, runs: list[Run]) -> list[Run]:
    """The runs again, each ranked by what the others like it say too.

    A word that was damaged once was damaged wherever it stands, so runs with the same mark and
    the same character behind it mostly miss the same character.
    """
    groups: dict[str, list[dict[str, float]]] = {}
    for run in runs:
        costs: dict[str, float] = {}
        for path in run.paths:
            costs.setdefault(path.after[:1], path.total)
        groups.setdefault(_likeness(page, run), []).append(costs)
    return [_ranked(run, groups[_likeness(page, run)]) for run in runs]


def _likeness(page: Page, run: Run) -> str:
    if run.start in page.keys:
        return f"\n{run.start}"  # the reading names the byte
    return page.text[run.start + 1 : run.start + 2] + run.paths[0].after[1:2]


def _ranked(run: Run, alike: list[dict[str, float]]) -> Run:
    """A run ranked anew by the costs of each first character in all runs alike, itself included."""
    if len(alike) < 2:
        return run
    own = {path.after[:1]: 0.0 for path in run.paths}
    for costs in alike:
        least, most = min(costs.values()), max(costs.values())
        for first in own:
            own[first] += POOLED * (costs.get(first, most) - least)
    paths = []
    for path in run.paths:
        mine = next(p.total for p in run.paths if p.after[:1] == path.after[:1])
        others = own[path.after[:1]] - POOLED * (mine - run.paths[0].total)
        paths.append(path._replace(extra=path.extra + others))
    return Run(run.start, run.before, tuple(sorted(paths, key=lambda path: path.total)))


def _holds(page: Page, start: int, path: Path, enough: float) -> bool:
    """Whether a repair beats the text as it stands in whatever language that scores best."""
    scorer = model.load()
    before = page.bare(max(0, start - _CONTEXT), start)
    after = page.bare(path.end, min(len(page.text), path.end + _CONTEXT))
    standing = scorer.score(before + page.bare(start, path.end) + after)
    repaired = scorer.score_in(before + BRACKET.sub("", path.after) + after, page.language)
    return repaired - standing - path.extra >= enough


def _edit(page: Page, run: Run) -> Edit:
    best = run.paths[0]
    widest = max(path.end for path in run.paths)
    texts: dict[str, float] = {}
    for path in run.paths:
        texts.setdefault(path.after + page.text[path.end : widest], path.total)
    tail = page.text[best.end : widest]
    costs = list(texts.values())
    odds = sum(2.0 ** (costs[0] - cost) for cost in costs[1:])
    margin = -log2(odds) if odds else -best.total
    if any(
        page.text[at] in HOLES and at not in page.keys for at in range(run.start + 2, best.end - 1)
    ):
        margin *= LOSSY
    others = tuple(
        Alternative(other.removesuffix(tail), CHAIN, _share(cost, costs))
        for other, cost in list(texts.items())[1 : 1 + ALTERNATIVES]
        if other.endswith(tail)
    )
    return Edit(
        run.start,
        best.end,
        page.text[run.start : best.end],
        best.after,
        chain=CHAIN,
        kind=Kind.SHIFTED,
        certainty=Certainty.INFERRED,
        confidence=confidence(margin),
        evidence=(Evidence("model", -best.bits), Evidence("reading", -best.extra)),
        alternatives=others,
    )


def confidence(margin: float) -> float:
    """The probability that a repair is right which is ``margin`` bits ahead of the second.

    >>> confidence(0.0) < 0.5 < 0.9 < confidence(6.0) < confidence(1000.0) < 1.0
    True
    """
    return min(_SUREST, 1 / (1 + exp(-(_OFFSET + _SLOPE * log1p(max(0.0, margin))))))


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
