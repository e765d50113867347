"""Finder of lost bytes: misreads that cannot be undone exactly, because bytes of them are gone.

Looks at one line at a time. What can be undone is undone; what was lost is searched for, and filled
in where one reading stands out, or else marked as a hole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from fixenc import chains, model
from fixenc.chains import Misread
from fixenc.model import Model, pairs_of
from fixenc.policy import Policy
from fixenc.repair import score
from fixenc.repair.align import UTF8, Unit, align, encoder
from fixenc.repair.candidates import USUAL, USUAL_CJK
from fixenc.repair.finders._beam import Reading, Search, Stretch, costs_of
from fixenc.repair.finders._losses import HOLE, losses
from fixenc.repair.finders._holes import Island, Layout, layout
from fixenc.repair.finders._readers import reader
from fixenc.repair.finders._writers import Writer, layered, utf8
from fixenc.repair.gate import lines_to_look_at
from fixenc.repair.proposal import Findings
from fixenc.repair.quoted import is_quoted
from fixenc.spans import Alternative, Certainty, Damage, Edit, Evidence, Kind

COOL = 8.0
TRIED = 3
DUE = 15.0
PER_HOLE = 20.0
SHARPNESS = 0.8
SUREST = 0.9999
_UTF8 = re.compile(UTF8, re.DOTALL)
_LIKE = re.compile(rb"(?:[\x80-\xbf\xe1-\xef]{2}|\?)+")
_HIGH = re.compile(b"[\x80-\xff]")


def find(text: str, policy: Policy) -> Findings:
    """Propose the undoing of misreads in ``text`` that lost bytes."""
    known = model.load()
    proposals: list[Edit] = []
    damage: list[Damage] = []
    for offset, line in lines_to_look_at(text):
        if _heat(known, line) < COOL:
            continue
        found = _line(known, line, policy)
        if found is not None:
            for repair in found:
                proposals += repair.edits(line, offset, policy)
                damage += repair.damage(offset)
    return Findings(tuple(proposals), tuple(damage))


def _heat(known: Model, line: str) -> float:
    """How many bits the least likely stretch of a line costs above what is usual."""
    pairs = list(pairs_of(line))
    number = known.best(pairs)[1]
    hottest = current = 0.0
    cost = known.lane_cost
    for pair in pairs:
        current += cost(pair, number) - (USUAL_CJK if pair[1] >= "\u2e80" else USUAL)
        if current < 0.0:
            current = 0.0
        elif current > hottest:
            hottest = current
    return hottest


@dataclass(frozen=True, slots=True)
class Repair:
    start: int
    end: int
    after: str
    misread: Misread
    gain: float
    filled: float
    confidence: float
    holes: int
    exact: int
    alternatives: tuple[tuple[str, float], ...]
    gave_up: bool

    def edits(self, line: str, offset: int, policy: Policy) -> Iterator[Edit]:
        if self.holes > self.exact:
            return
        yield Edit(
            offset + self.start,
            offset + self.end,
            line[self.start : self.end],
            self.after,
            chain=str(self.misread),
            kind=Kind.LOST,
            certainty=Certainty.INFERRED,
            confidence=self.confidence,
            evidence=(Evidence("model", round(self.gain, 2)),),
            alternatives=tuple(
                Alternative(after, str(self.misread), p) for after, p in self.alternatives
            ),
        )

    def damage(self, offset: int) -> Iterator[Damage]:
        if self.holes:
            lost = self.holes / max(1, self.holes + self.exact)
            yield Damage(offset + self.start, offset + self.end, "bytes were lost", lost)


@cache
def _readers() -> tuple[str, ...]:
    return tuple(k.misread.read for k in chains.catalogue() if k.misread.written == "utf-8")


def _line(known: Model, line: str, policy: Policy) -> list[Repair] | None:
    best: list[Repair] | None = None
    most = 0.0
    for read in _likeliest(line):
        found = list(_read(known, line, read, policy))
        gain = sum(repair.filled for repair in found) - PRIOR.get(read, 2.0)
        if found and (best is None or gain > most):
            best, most = found, gain
    return best


PRIOR = {"cp1252": 0.0, "gb18030": 0.0, "cp932": 0.0, "cp949": 0.0, "cp1251": 0.0}


def _likeliest(line: str) -> list[str]:
    """The readers under which most bytes of a line are UTF-8; none when they explain all of it."""
    ranked: list[tuple[int, int, str]] = []
    for read in _readers():
        encode = encoder(read)
        data = b"".join([encode[char] for char in line])
        matched = sum(map(len, _UTF8.findall(data)))
        like = 0
        if not reader(read).single:
            like = max(map(len, _LIKE.findall(data)), default=0)
        if matched >= 2 or like >= 12:
            ranked.append((max(matched, like // 2), len(_HIGH.findall(data)) - matched, read))
    ranked.sort(key=lambda r: -r[0])
    if not ranked:
        return []
    due = ranked[0][0] * 0.85
    return [read for found, _, read in ranked[:TRIED] if found >= due]


def _read(known: Model, line: str, read: str, policy: Policy) -> Iterator[Repair]:
    lossy = reader(read)
    plan = layout(line, read, "utf-8", lossy.marks)
    islands = [island for island in plan.islands if _is_worth_it(island)]
    if not islands:
        return
    misread = Misread("utf-8", read)
    number, writer = _judge(known, line, plan, read)
    present = frozenset(p[0] for p in plan.parts if len(p) == 1) & lossy.alone
    search = Search(
        line, plan.parts, writer, losses(lossy, writer, present), lossy.marks, costs_of(known, number)
    )
    for island in islands:
        stretches = list(search.read(island.start, island.end, island.zones, plan.settled))
        if any(s.readings[0].filled for s in stretches):
            if (r := _repair(known, line, stretches, misread, policy)) is not None:
                yield r


def _is_worth_it(island: Island) -> bool:
    if not island.zones:
        return False
    fits = island.exact + island.like
    if not island.exact:
        return island.like >= 6 and island.troubled <= island.like // 6
    return 2 * island.troubled <= 3 * fits


_LANGUAGE = {"cp932": "ja", "euc_jp": "ja", "cp949": "ko"}


def _judge(known: Model, line: str, plan: Layout, read: str) -> tuple[int, Writer]:
    exact = score.undo_units(line, plan.units)
    new = score.changed_pairs(line, plan.units)[1]
    after = "".join(u.after for u in plan.units)
    leads = {c.encode("utf-8", "surrogatepass")[0] for c in after if c > "\x7f"}
    if not leads and read == "cp949":
        leads = {0xEA}
    if leads & set(range(0xE4, 0xEA)):
        leads |= {*range(0xE2, 0xEA), 0xEF}
    if leads & set(range(0xEA, 0xEE)):
        leads |= {*range(0xEA, 0xEE)}
    far = sum(c > "\u024f" for c in after)
    if read in _LANGUAGE and leads & set(range(0xE3, 0xEE)):
        number = known.languages.index(_LANGUAGE[read])
    else:
        number = known.best(new if far > len(after) // 2 else pairs_of(exact))[1]
    writer: Writer = utf8(tuple(sorted(leads)))
    if _is_layered(after, read):
        return known.best(
            score.changed_pairs(after, align(after, [encoder(read)[c] for c in after], "utf-8"))[1]
        )[1], layered(utf8(tuple(sorted({*range(0xE2, 0xEA), 0xEF}))), read)
    return number, writer


def _is_layered(after: str, read: str) -> bool:
    encode = encoder(read)
    data = b"".join([encode[c] for c in after if c > "\x7f"])
    matched = sum(map(len, _UTF8.findall(data)))
    return matched >= 6 and matched >= 0.6 * len(data)


def _repair(
    known: Model, line: str, stretches: Sequence[Stretch], misread: Misread, policy: Policy
) -> Repair | None:
    parts, confidence = _settle(stretches, policy)
    worst = min(
        ((_weights(s.readings)[0], i) for i, s in enumerate(stretches) if len(s.readings) > 1),
        default=(1.0, -1),
    )
    start, end = stretches[0].start, stretches[-1].end
    after = "".join(parts)
    before = line[start:end]
    lead = 0
    while lead < min(len(before), len(after)) and before[lead] == after[lead]:
        lead += 1
    trail = 0
    while trail < min(len(before), len(after)) - lead and before[-1 - trail] == after[-1 - trail]:
        trail += 1
    cut = Unit(start + lead, end - trail, after[lead : len(after) - trail])
    if cut.start == cut.end and not cut.after:
        return None
    gain = _gain(known, line, cut)
    whole = "".join(stretch.readings[0].text for stretch in stretches)
    filled = _gain(known, line, Unit(start, end, whole))
    if gain < DUE or is_quoted(line, [cut], misread):
        return None
    alternatives: list[tuple[str, float]] = []
    if worst[1] >= 0:
        readings = stretches[worst[1]].readings
        weights = _weights(readings)
        for reading, p in list(zip(readings, weights, strict=True)):
            whole = "".join([*parts[: worst[1]], reading.text, *parts[worst[1] + 1 :]])
            whole = whole[lead : len(whole) - trail]
            if whole != cut.after:
                alternatives.append((whole.replace(HOLE, policy.hole), p))
    holes = cut.after.count(HOLE)
    exact = sum(1 for c in cut.after if c > "\x7f") - holes
    return Repair(
        cut.start,
        cut.end,
        cut.after.replace(HOLE, policy.hole),
        misread,
        gain,
        filled,
        confidence,
        holes,
        exact,
        tuple(alternatives[:3]),
        any(s.gave_up for s in stretches),
    )


def _weights(readings: Sequence[Reading]) -> list[float]:
    raw = [2.0 ** (SHARPNESS * (readings[0].cost - r.cost)) for r in readings]
    total = sum(raw)
    return [w / total for w in raw]


def _settle(stretches: Sequence[Stretch], policy: Policy) -> tuple[list[str], float]:
    """The text of each stretch, and the probability that all of it but the holes is right.

    The surest are filled in first, as long as the whole stays as sure as the policy wants it.
    """
    due = max(policy.min_confidence, 0.5)
    texts = [stretch.readings[0].text for stretch in stretches]
    weights = [_weights(stretch.readings) for stretch in stretches]
    total = SUREST
    for i in sorted(range(len(stretches)), key=lambda i: -weights[i][0]):
        if total * weights[i][0] >= due:
            total *= weights[i][0]
        else:
            texts[i], sure = _marked(stretches[i].readings, weights[i], due / total)
            total *= sure
    return texts, total


def _marked(
    readings: Sequence[Reading], weights: Sequence[float], due: float
) -> tuple[str, float]:
    """What the likeliest readings agree on, with holes for the rest; and how likely those are."""
    text = readings[0].text
    taken: list[str] = []
    total = 0.0
    for reading, weight in zip(readings, weights, strict=True):
        taken.append(reading.text)
        total += weight
        if total >= due and len(taken) > 1:
            break
    doubtful: set[int] = set()
    for other in taken[1:]:
        doubtful |= _differing(text, other)
    return "".join(HOLE if i in doubtful else c for i, c in enumerate(text)), min(total, 1.0)


def _differing(text: str, other: str) -> set[int]:
    """The indices of ``text`` that ``other`` does not have."""
    if len(text) == len(other):
        return {i for i, (a, b) in enumerate(zip(text, other, strict=True)) if a != b}
    same: set[int] = set()
    for at, _, size in SequenceMatcher(None, text, other, autojunk=False).get_matching_blocks():
        same.update(range(at, at + size))
    return set(range(len(text))) - same or {len(text) - 1}


def _gain(known: Model, line: str, unit: Unit) -> float:
    """The bits that a repair gains; less than none when what comes of it is unlikely too."""
    old, new = score.changed_pairs(line, [unit])
    holes = unit.after.count(HOLE)
    new = [pair for pair in new if HOLE not in pair]
    after = known.best(new)[0]
    far = 2 * sum(pair[1] >= "\u2e80" for pair in new) > len(new)
    if not new or -after > len(new) * (LIKELY_CJK if far else LIKELY):
        return -1.0
    return after - known.best(old)[0] - PER_HOLE * holes


LIKELY = 9.0
LIKELY_CJK = 13.0
