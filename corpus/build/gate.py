"""Training text and garbled samples of it to the gate's data: what clean text practically never has.

The way of the data: ``count`` the characters and pairs of clean text, ``sample`` fragments garbled
by every misread of the catalogue, ``choose`` the signs that the fragments have and clean text has
not (a greedy set cover), ``group`` pairs of signs into few branches, ``write`` them as classes of
characters. The same sources give the same file, byte for byte.
"""

from __future__ import annotations

import heapq
import json
import random
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, compress, pairwise
from pathlib import Path
from typing import NamedTuple

from corpus.build import train
from fixenc import chains
from fixenc.chains import Misread
from fixenc.errors import FixencError
from fixenc.model.model import FOLD
from fixenc.repair.gate import MIXED

PATH = train.DATA / "gate.json"
SEED = 7
LENGTHS = (8, 8, 10, 12, 16)  # code points of a fragment, drawn evenly
FRAGMENTS = 300  # fragments drawn of a language
USUAL, UNUSUAL = 60, 4  # of them garbled by a misread, if the encoding is usual there, and if not
UTF8 = 16  # and by UTF-8 misread, which is usual everywhere
EAST_ASIAN = ("zh-hans", "zh-hant", "ja", "ko")  # so many characters need more fragments:
MORE = 6  # times
CAPITALS = 0.1  # share of fragments that are turned into capitals, as headings are

# Hits that a character of clean text may bring, by language: 1e-4 is 2 lines of 200 characters in
# 100. What may be taken together, not by one sign. East Asian text is the dearest to look at.
HITS = {"zh-hans": 1e-4, "zh-hant": 1e-4, "ja": 1e-4, "ko": 1e-4, "ru": 1.5e-4, "en": 3e-4}
HITS |= dict.fromkeys("fr de es it pt".split(), 2.5e-4)
HITS |= dict.fromkeys(
    "pl cs uk nl sv da nb fi hu tr el ar he fa th vi ro bg sr hi id ca sk hr lt lv et sl be".split(),
    1.5e-3,
)
RARELY = 2e-2  # the same for every other language
# Characters that may have to be looked at twice because their neighbours decide; 25 to 60 ns each.
LOOKS = dict.fromkeys("zh-hans zh-hant ja ko ru fr de es".split(), 0.05)
LOOK = 0.5
LEAST = 0.15  # share of garbled fragments by hits at which a sign is not worth it any more
WORTH = (1.0, 0.3, 0.1)  # the first, second and third sign in a fragment
RARE = 0.2  # share of HITS given to rare East Asian characters, met in a fragment or not
FREE = 0.2  # share of HITS given to rare characters between those chosen, for fewer ranges
CHANCE = 0.02  # a pair that clean text lacks is reckoned at this share of what chance would give
LOOKING = 0.3  # what a look is worth in hits
PLACE = (3e-4, 3e-3)  # cost of any character and any pair: the place it takes
DEAR = 0.03  # cost of a pair that counts double in a branch
WIDTH = 0.002  # what a character must add to a branch: each one costs time to compile
SEEDS, COLUMNS = 6, 400  # what is tried for each branch; more found nothing better
LAST = "\uffff"
BRANCHES = 60  # branches of the pattern that pairs are grouped into

Share = dict[str, float]


class Sign(NamedTuple):
    """A character, alone or by its neighbour: ``side`` is "" or where that stands."""

    char: str
    side: str = ""  # "before" or "after"
    neighbour: str = ""  # a character, or what stands for it by ALIKE


@dataclass(slots=True)
class Clean:
    """How dear signs are: hits in clean text over the hits allowed, all languages together."""

    chars: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    looks: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    signs: defaultdict[Sign, float] = field(default_factory=lambda: defaultdict(float))
    by_language: dict[str, Share] = field(default_factory=dict)
    by_char: dict[str, list[tuple[str, float]]] = field(default_factory=dict)
    _known: dict[Sign, float] = field(default_factory=dict)

    def cost(self, sign: Sign) -> float:
        """What a sign costs; by chance at least."""
        if not sign.side:
            return self.chars[sign.char]
        known = self._known.get(sign)
        if known is None:
            known = self._known[sign] = self.signs.get(sign, 0.0) + CHANCE * self._chance(sign)
        return known

    def _chance(self, sign: Sign) -> float:
        """The cost of a pair if its characters knew nothing of each other."""
        return sum(
            share * self.by_language[language].get(sign.neighbour, 0.0)
            for language, share in self.by_char.get(sign.char, ())
        )


def count(name: str, entry: dict[str, str], cache: Path) -> tuple[str, train.Counts | None]:
    """A language's characters and those of its pairs that are not ASCII."""
    counts = train.count_language(name, entry, cache)
    if counts is not None:
        counts.pairs = {pair: share for pair, share in counts.pairs.items() if not pair.isascii()}
    return name, counts


def clean_text(counted: dict[str, train.Counts]) -> Clean:
    """The costs of all signs."""
    clean = Clean()
    for language, counts in counted.items():
        hits, looks = HITS.get(language, RARELY), LOOKS.get(language, LOOK)
        for char, share in counts.chars.items():
            clean.chars[char] += share / hits
            clean.by_char.setdefault(char, []).append((language, share / hits))
            clean.looks[char] += share / looks
        clean.by_language[language] = counts.chars
        for pair, share in counts.pairs.items():
            for sign in _pair_signs(pair[0], pair[1]):
                clean.signs[sign] += share / hits
    return clean


def _pair_signs(first: str, second: str) -> Iterator[Sign]:
    if not first.isascii():
        yield Sign(first, "after", _neighbour(second, first))
    if not second.isascii():
        yield Sign(second, "before", _neighbour(first, second))


# Neighbours of an East Asian character or a symbol that count as one: any of a range stands for the first.
ALIKE = {
    "a": "abcdefghijklmnopqrstuvwxyz",
    "A": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "α": "".join(map(chr, range(0x391, 0x3CA))),
    "а": "".join(map(chr, range(0x410, 0x452))),
    "あ": "".join(map(chr, range(0x3041, 0x3094))),
    "ア": "".join(map(chr, range(0x30A1, 0x30F7))),
    "ㄱ": "".join(map(chr, range(0x3131, 0x318F))),
    "가": "".join(map(chr, range(0xAC00, 0xD7A4))),
    "ｱ": "".join(map(chr, range(0xFF66, 0xFF9E))),
}
_ALIKE = {char: kind for kind, chars in ALIKE.items() for char in chars}


def _neighbour(char: str, of: str) -> str:
    return _ALIKE.get(char, char) if is_coarse(of) else char


def is_coarse(char: str) -> bool:
    """Whether only the kind of its neighbours matters: of ideographs, syllables and symbols."""
    return char >= "\u2e80" or not char.isalpha()


def signs_of(text: str, looks: Share) -> set[Sign]:
    """The signs of a text: each pair belongs to the rarer of its characters."""
    folded = text.translate(FOLD)
    found = {Sign(char) for char in folded if "\x7f" < char <= LAST}
    for first, second in zip(folded, folded[1:], strict=False):
        for sign in _pair_signs(first, second):
            other = second if sign.side == "after" else first
            if max(first, second) > LAST:
                continue  # beyond it, classes of characters lose the speed that all this is for
            if other <= "\x7f" or looks.get(other, 0.0) >= looks.get(sign.char, 0.0):
                found.add(sign)
    return found


@dataclass(slots=True)
class Samples:
    """Garbled fragments: the weight of each, and which have a sign."""

    weights: list[float]
    having: dict[Sign, list[int]]


def sample(cache: Path, entries: dict[str, dict[str, list[str]]], clean: Clean) -> Samples:
    """Fragments of all languages garbled by all misreads that they pass without loss."""
    draw = random.Random(SEED)
    fragments = {name: list(_fragments(cache, name, draw)) for name in sorted(entries)}
    times = {name: MORE if name in EAST_ASIAN else 1 for name in entries}
    weights: list[float] = []
    having: dict[Sign, list[int]] = {}
    for known in chains.catalogue():
        for usual in (True, False):
            groups = []
            for name, texts in fragments.items():
                is_usual = known.misread.written in ("utf-8", *entries[name].get("usual", ()))
                if is_usual is usual:
                    limit = (
                        (UTF8 if known.misread.written == "utf-8" else USUAL) if usual else UNUSUAL
                    )
                    drawn = draw.sample(texts, min(len(texts), 4 * limit))
                    groups.append(list(_garbled(known.misread, drawn, limit)))
            groups = [group for group in groups if group]
            for group in groups:
                for text in group:
                    for sign in signs_of(text, clean.looks):
                        having.setdefault(sign, []).append(len(weights))
                    weights.append((1.0 if usual else 0.1) / len(group) / len(groups) ** 0.7)
    return Samples(weights, having)


def _limit(misread: Misread, *, usual: bool) -> int:
    if not usual:
        return UNUSUAL
    return UTF8 if misread.written == "utf-8" else USUAL


def _fragments(cache: Path, name: str, draw: random.Random) -> Iterator[str]:
    path = cache / "train" / f"{name}.txt"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    found = 0
    enough = FRAGMENTS * (MORE if name in EAST_ASIAN else 1)
    for _ in range(30 * enough if text else 0):
        start = draw.randrange(len(text))
        fragment = text[start : start + draw.choice(LENGTHS)]
        if "\n" not in fragment and not fragment.isascii():
            yield fragment.upper() if draw.random() < CAPITALS else fragment
            found += 1
        if found == enough:
            return


def _garbled(misread: Misread, texts: Iterable[str], limit: int) -> Iterator[str]:
    for text in texts:
        try:
            garbled = misread.garble(text)
            if garbled == text or misread.undo(garbled) != text:
                continue
        except FixencError:
            continue
        if not MIXED.search(garbled):  # a sign already
            yield garbled
        limit -= 1
        if not limit:
            return


def choose(samples: Samples, clean: Clean) -> dict[Sign, float]:
    """The signs worth their cost: a greedy set cover, the best sign first."""
    met = [0] * len(samples.weights)
    chosen: dict[Sign, float] = {}
    alone: set[str] = set()
    looked_at: set[str] = set()

    def worth(sign: Sign) -> float:
        gain = sum(
            samples.weights[i] * WORTH[met[i]] for i in samples.having[sign] if met[i] < len(WORTH)
        )
        cost = clean.cost(sign) + PLACE[bool(sign.side)]
        if sign.side and sign.char not in looked_at:
            cost += LOOKING * clean.looks[sign.char]
        return gain / cost

    heap = [(-worth(sign), sign) for sign in samples.having]
    heapq.heapify(heap)
    while heap and -heap[0][0] >= LEAST:
        known, sign = heapq.heappop(heap)
        if sign.char in alone:
            continue
        now = worth(sign)
        if now < -known * 0.999:
            if now >= LEAST:
                heapq.heappush(heap, (-now, sign))
            continue
        chosen[sign] = -known * (clean.cost(sign) + PLACE[bool(sign.side)])
        (looked_at if sign.side else alone).add(sign.char)
        for i in samples.having[sign]:
            met[i] += 1
    missed = sum(w for w, times in zip(samples.weights, met, strict=True) if not times)
    print(f"{missed / sum(samples.weights):.2%} of the weight of fragments has no sign")
    return chosen


def rare_characters(clean: Clean) -> Iterator[str]:
    """Ideographs and syllables that clean text hardly ever has, the rarest first."""
    spent = 0.0
    ranges = chain(range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0xAC00, 0xD7A4))
    for cost, char in sorted((clean.chars.get(char, 0.0), char) for char in map(chr, ranges)):
        spent += cost
        if spent > RARE:
            return
        yield char


def filled(alone: set[str], clean: Clean) -> set[str]:
    """More characters, so that there are fewer ranges: gaps that clean text hardly ever uses.

    The cheapest gaps first. What lies in a gap is nothing that any language has much of, and so
    is garbled text as likely as not.
    """
    points = sorted(map(ord, alone))
    gaps = []
    for first, last in pairwise(points):
        if last - first > 1:
            between = list(map(chr, range(first + 1, last)))
            gaps.append((sum(clean.chars.get(char, 0.0) for char in between), between))
    spent = 0.0
    found = set(alone)
    for cost, between in sorted(gaps):
        spent += cost
        if spent > FREE:
            break
        found.update(between)
    return found


class Branch(NamedTuple):
    """Any of ``chars`` with any of ``neighbours`` on that side of it."""

    side: str
    chars: str
    neighbours: str


@dataclass(slots=True)
class Grid:
    """What each pair is worth: its gain less its cost, by character and neighbour."""

    side: str
    chars: list[str]
    neighbours: list[str]
    values: list[list[float]]

    def take(self) -> tuple[float, Branch]:
        """The best rows and columns found, all of whose pairs are worth nothing from then on."""
        sums = [sum(value for value in column if value > 0) for column in zip(*self.values)]
        seeds = sorted(range(len(sums)), key=lambda i: (-sums[i], i))[:SEEDS]
        worth, rows, columns = max(map(self._grown, seeds))
        for row in compress(self.values, rows):
            for i in compress(range(len(row)), columns):
                row[i] = 0.0
        chars, neighbours = compress(self.chars, rows), compress(self.neighbours, columns)
        return worth, Branch(self.side, "".join(chars), "".join(neighbours))

    def _grown(self, seed: int) -> tuple[float, list[bool], list[bool]]:
        """From one column: the rows it is worth having in, the columns those are worth, ..."""
        columns = [i == seed for i in range(len(self.neighbours))]
        worth = 0.0
        while True:
            rows = [sum(compress(row, columns)) > WIDTH for row in self.values]
            sums = [sum(column) for column in zip(*compress(self.values, rows), strict=True)]
            found = sum(value for value in sums if value > WIDTH)
            if found <= worth * 1.001:
                return worth, rows, columns
            worth, columns = found, [value > WIDTH for value in sums]


def script(char: str) -> str:
    """The characters that share branches, so that the others are not tried on them."""
    if char >= "\u2e80":
        return "east asian"
    if not char.isalpha():
        return "symbol"
    return "cyrillic" if "\u0400" <= char <= "\u052f" else "other"


def group(gains: dict[Sign, float], clean: Clean, limit: int = BRANCHES) -> list[Branch]:
    """The branches worth most, by one grid for each script and side."""
    by_grid: defaultdict[tuple[str, str], list[Sign]] = defaultdict(list)
    for sign in gains:
        by_grid[script(sign.char), sign.side].append(sign)
    grids = [_grid(side, signs, gains, clean) for (_, side), signs in sorted(by_grid.items())]
    found = [(*grid.take(), grid) for grid in grids]
    branches: list[Branch] = []
    while len(branches) < limit:
        worth, branch, grid = max(found, key=lambda f: f[0])
        if worth <= 0:
            break
        branches.append(branch)
        found = [f for f in found if f[2] is not grid] + [(*grid.take(), grid)]
    return sorted(branches, key=lambda b: (script(b.chars[0]), b.side, -len(b.chars), b.chars))


def _grid(side: str, signs: list[Sign], gains: dict[Sign, float], clean: Clean) -> Grid:
    chars = sorted({sign.char for sign in signs})
    totals: Counter[str] = Counter()
    for sign in signs:
        totals[sign.neighbour] += gains[sign]
    neighbours = sorted(n for n, _ in totals.most_common(COLUMNS))
    values = [
        [
            gains.get(sign, 0.0) - LEAST * clean.cost(sign)
            for sign in (Sign(c, side, n) for n in neighbours)
        ]
        for c in chars
    ]
    return Grid(side, chars, neighbours, values)


def classes(chars: Iterable[str]) -> str:
    """Characters as the inside of a class of a pattern, in ranges.

    >>> classes("cab-x")
    '\\\\-a-cx'
    """
    points = sorted(map(ord, set(chars)))
    parts: list[str] = []
    start = 0
    for i, point in enumerate(points):
        if i + 1 == len(points) or points[i + 1] != point + 1:
            first, last = _escaped(points[start]), _escaped(point)
            parts.append(first if i == start else first + ("-" if i > start + 1 else "") + last)
            start = i + 1
    return "".join(parts)


def _escaped(point: int) -> str:
    return "\\" + chr(point) if chr(point) in "\\]^-[&~|" else chr(point)


def unfolded(neighbours: str, of: str) -> str:
    """The neighbours as they stand in text: digits, white space, letters for a class of them."""
    found = neighbours.replace("0", "0123456789").replace(" ", " \t\n\r")
    if is_coarse(of):
        return "".join(ALIKE.get(char, char) for char in found)
    return found


def packed(alone: set[str], branches: list[Branch]) -> dict[str, object]:
    """The gate's data: classes of characters as in patterns."""
    paired = {char for branch in branches for char in branch.chars}
    groups: dict[str, list[dict[str, str]]] = {}
    for branch in branches:
        neighbours = unfolded(branch.neighbours, branch.chars[0])
        groups.setdefault(script(branch.chars[0]), []).append(
            {"chars": classes(branch.chars), branch.side: classes(neighbours)}
        )
    return {"alone": classes(alone - paired), "paired": list(groups.values())}
