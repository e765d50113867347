"""UTF-8 misread with losses: which readers a line may have gone through, and what they leave."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter

from fixenc import chains
from fixenc.chains import Misread
from fixenc.model import Model, pairs_of
from fixenc.repair.damage import truncated, unshown, vanished
from fixenc.repair.finders.lost.beam import Budget, Search
from fixenc.repair.finders.lost.costs import Costs, costs_of, rarity
from fixenc.repair.finders.lost.islands import (
    Island,
    Layout,
    has_mark,
    is_alphabetic,
    is_near,
    layout,
)
from fixenc.repair.finders.lost.languages import (
    LANGUAGE,
    NATIVE,
    language_and_writer,
    others_like,
)
from fixenc.repair.finders.lost.losses import losses
from fixenc.repair.finders.lost.moves import HOLE, PER_HOLE, UNMARKED, VANISHED
from fixenc.repair.finders.lost.readers import reader, reader_of
from fixenc.repair.finders.lost.states import Stretch
from fixenc.repair.finders.lost.worded import cut, weighed
from fixenc.repair.finders.lost.writers import Layered
from fixenc.repair.undoing import score
from fixenc.repair.undoing.align import UTF8, Unit, encoder
from fixenc.repair.undoing.families import EAST_ASIAN

TRIED = 3  # readers that are tried on a line
# Bits that undoing a line must gain to be taken for garbled whatever else is in it.
SURE = 60.0
# A reader is tried if under it this share of the most bytes that form UTF-8 does so. Twins such as
# cp1252 and ISO 8859-1 are within it; of 900 garbled sentences the true reader always was.
NEARLY = 0.85
LEAST = 2  # bytes of a line that form UTF-8
LEAST_LIKE = 12  # bytes in a row such as UTF-8 has, where none form a character any more
LEAST_MARKED = 3  # characters of which two bytes of three are left, where none is whole
# Under no reader that a line is more often misread by do others explain the rest of it better.
RARER = 2.0  # bits
COMMON = frozenset({"cp1252", "gb18030", "cp932", "cp949", "cp1251"})
_UTF8 = re.compile(UTF8, re.DOTALL)
# Characters of three bytes with a mark for one: all of hiragana up to み in cp1252.
_MARKED = re.compile(rb"[\xe0-\xef](?:\?[\x80-\xbf]|[\x80-\xbf]\?)")
_LIKE = re.compile(rb"(?:[\x80-\xbf\xe0-\xef]{2}|\?)+")


@dataclass(frozen=True, slots=True)
class Found:
    """A run of garble and the ways to read it."""

    misread: Misread
    stretches: tuple[Stretch, ...]
    prior: float
    costs: Costs  # of the language that it is in
    exact_bits: float = 0.0  # what undoing alone gains, without filling in
    layered: bool = False  # what comes of it is garbled in the same way again

    @property
    def start(self) -> int:
        """The first code point."""
        return self.stretches[0].start

    @property
    def end(self) -> int:
        """Past the last code point."""
        return self.stretches[-1].end


# What a changed pair may cost on average when repaired, in bits, as in alphabets and in CJK.
LIKELY, LIKELY_CJK = 9.0, 13.0


def units_gain(known: Model, line: str, units: Sequence[Unit], *, are_words: bool = False) -> float:
    """The bits that undoing units gains; less than none when what comes of it is unlikely too.

    Holes in the units count neither way. What ``are_words`` is never unlikely.
    """
    old, new = score.changed_pairs(line, units)
    new = [pair for pair in new if "\ufffd" not in pair]
    if not new:
        return -1.0
    after = known.best(new)[0]
    if not are_words and _is_unlikely(new, after):
        return -1.0
    once = known.best(dict.fromkeys(new))[0] - known.best(dict.fromkeys(old))[0]
    return min(after - known.best(old)[0], once)


def exact_gain(known: Model, line: str, units: Sequence[Unit]) -> float:
    """The bits that undoing units gains by themselves, whatever stands between them."""
    old: list[str] = []
    new: list[str] = []
    for start, end, after in score.regions(units):
        old += pairs_of(line[start:end])
        new += pairs_of(after)
    if not new:
        return -1.0
    after_bits = known.best(new)[0]
    if _is_unlikely(new, after_bits):
        return -1.0
    return after_bits - known.best(old)[0]


def _is_unlikely(pairs: Sequence[str], bits: float) -> bool:
    """Whether pairs of this log2 probability together are no text of any language."""
    cjk = 2 * sum(pair[1] >= "\u2e80" for pair in pairs) > len(pairs)
    return -bits > len(pairs) * (LIKELY_CJK if cjk else LIKELY)


@cache
def _readers() -> tuple[str, ...]:
    return tuple(known.read for known in chains.misreads() if known.written == "utf-8")


def likeliest(line: str) -> list[str]:
    """The readers under which most bytes of a line are UTF-8, most first.

    Letters that readers of single bytes show for UTF-8 are pairs to others, who find characters of
    two bytes in those: Khmer that cp1257 showed is more of UTF-8 in EUC-JP. So the first of the
    single bytes is among them.
    """
    ranked: list[tuple[int, str]] = []
    for read in _readers():
        encode = encoder(read)
        data = b"".join([encode[char] for char in line])
        matched = sum(map(len, _UTF8.findall(data)))
        if matched < LEAST and read not in EAST_ASIAN and _marked_in(data) >= LEAST_MARKED:
            matched = 2 * _marked_in(data)
        like = max(map(len, _LIKE.findall(data)), default=0) if read in EAST_ASIAN else 0
        if matched >= LEAST or like >= LEAST_LIKE:
            ranked.append((max(matched, like // 2), read))
    ranked.sort(key=lambda r: -r[0])
    near = [read for found, read in ranked[:TRIED] if found >= ranked[0][0] * NEARLY]
    single = next(((n, read) for n, read in ranked if read not in EAST_ASIAN), None)
    if single is not None and single[1] not in near and 2 * single[0] >= ranked[0][0]:
        near.append(single[1])
    return near


def read_as(known: Model, line: str, read: str, budget: Budget) -> Iterator[Found]:
    """The islands of a line that lost bytes when UTF-8 was read as ``read``."""
    lossy = reader_of(read, line)
    plan = _layout(known, line, read)
    if not plan.islands:
        return
    number, writer = language_and_writer(known, line, plan, read)
    is_rare = rarity(known, number)
    fits = {unit for unit in plan.units if is_near(unit) or not is_rare(unit.after[:1])}
    if read in EAST_ASIAN and not isinstance(writer, Layered) and len(fits) < len(plan.units):
        # what the language has no use for are bytes of others: the 竀 of 绔€ was 端。
        plan = layout(line, read, lossy.marks, wanted=fits.__contains__)
    zoned = [island for island in plan.islands if island.zones]
    if not zoned:
        return
    bits = exact_gain(known, line, plan.units) if plan.units else 0.0
    if sum(i.troubled for i in zoned) > sum(i.exact for i in zoned):
        bits -= SURE  # more of it does not fit than does
    units = len(plan.units) + sum(len(unit.after) for unit in plan.broken)
    islands = [i for i in zoned if bits >= SURE or _is_worth_it(line, i, units, read)]
    if not islands:
        return
    present = frozenset(p[0] for p in plan.parts if len(p) == 1) & lossy.alone
    price = UNMARKED if HOLE in line and lossy.single else VANISHED
    layers = isinstance(writer, Layered)
    numbers = [number]
    if lossy.single and not layers:
        numbers += others_like(known, line, plan.units, number)
    tried: list[tuple[float, Costs, list[tuple[Stretch, ...]]]] = []
    for one in numbers:
        costs = costs_of(known, one)
        lost = losses(lossy, writer, present, rarity(known, one), price)
        search = Search(line, plan.parts, writer, lost, lossy.marks, costs, budget)
        runs = []
        for island in islands:
            found = tuple(search.read(island.start, island.end, island.zones, plan.settled))
            # there are no words in garble
            runs.append(cut(found) if layers else weighed(line, found, costs))
        tried.append((_bits_of(runs, costs) + known.prior(one), costs, runs))
    _, costs, runs = min(tried, key=itemgetter(0))
    prior = 0.0 if read in COMMON else RARER
    for run in runs:
        yield Found(Misread("utf-8", read), run, prior, costs, bits, layers)


def _bits_of(runs: Iterable[Sequence[Stretch]], costs: Costs) -> float:
    """What runs cost in a language as their likeliest readings have them."""
    texts = ["".join([stretch.readings[0].text for stretch in run]) for run in runs]
    return sum(costs.of(text.replace(HOLE, " ")) + PER_HOLE * text.count(HOLE) for text in texts)


def _layout(known: Model, line: str, read: str) -> Layout:
    plan = layout(line, read, reader(read).marks)
    if read not in EAST_ASIAN:
        return plan
    near = [unit for unit in plan.units if is_near(unit)]
    if near and exact_gain(known, line, near) <= 0.0:
        return layout(line, read, reader(read).marks, wanted=lambda unit: not is_near(unit))
    if near and is_alphabetic("".join(unit.after for unit in plan.units)):
        return layout(
            line, read, reader(read).marks, wanted=lambda unit: max(unit.after) < "\u2e80"
        )
    return plan


def _marked_in(data: bytes) -> int:
    """The characters of three bytes of which a mark stands for one."""
    return len(_MARKED.findall(data))


def _is_worth_it(line: str, island: Island, units: int, read: str) -> bool:
    """Whether enough of an island is UTF-8, or looks it; ``units`` are those of the whole line."""
    if any(
        read == sign.READER and sign.stands_in(line[island.start : island.end])
        for sign in (vanished, truncated, unshown)
    ):
        return True
    looks_it = island.like >= LEAST and not island.troubled
    if looks_it and read in LANGUAGE and has_mark(line[island.start : island.end]):
        return True
    if not island.exact and read not in EAST_ASIAN:
        encode = encoder(read)
        data = b"".join([encode[char] for char in line[island.start : island.end]])
        if _marked_in(data) >= LEAST_MARKED:
            return True
    if not island.exact and units < LEAST:
        # kana look it to EUC-JP and GBK
        like = island.like - len(NATIVE["cp932"].findall(line, island.start, island.end))
        return 2 * like >= LEAST_LIKE and island.troubled <= like // 6
    return 2 * island.troubled <= 3 * (island.exact + island.like)
