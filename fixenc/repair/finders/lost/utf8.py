"""UTF-8 misread with losses: which readers a line may have gone through, and what they leave."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from fixenc import chains
from fixenc.chains import Misread
from fixenc.model import Model, pairs_of
from fixenc.model.format import UNIT
from fixenc.repair import score, truncated, vanished
from fixenc.repair.align import UTF8, Unit, align, encoder
from fixenc.repair.byte_pairs import is_simple
from fixenc.repair.families import EAST_ASIAN
from fixenc.repair.finders.lost.beam import Budget, Search
from fixenc.repair.finders.lost.costs import Costs, costs_of, rarity
from fixenc.repair.finders.lost.islands import Island, Layout, has_mark, is_near, layout
from fixenc.repair.finders.lost.losses import HOLE, UNMARKED, VANISHED, losses
from fixenc.repair.finders.lost.readers import reader, reader_of
from fixenc.repair.finders.lost.states import Stretch
from fixenc.repair.finders.lost.worded import cut, weighed
from fixenc.repair.finders.lost.writers import Layered, Writer, layered, utf8

TRIED = 3  # readers that are tried on a line
# Bits that undoing a line must gain to be taken for garbled whatever else is in it.
SURE = 60.0
# A reader is tried if under it this share of the most bytes that form UTF-8 does so. Twins such as
# cp1252 and ISO 8859-1 are within it; of 900 garbled sentences the true reader always was.
NEARLY = 0.85
LEAST = 2  # bytes of a line that form UTF-8
LEAST_LIKE = 12  # bytes in a row such as UTF-8 has, where none form a character any more
# Under no reader that a line is more often misread by do others explain the rest of it better.
RARER = 2.0  # bits
COMMON = frozenset({"cp1252", "gb18030", "cp932", "cp949", "cp1251"})
_UTF8 = re.compile(UTF8, re.DOTALL)
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
    number, writer = _language_and_writer(known, line, plan, read)
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
    costs = costs_of(known, number)
    price = UNMARKED if HOLE in line and lossy.single else VANISHED
    lost = losses(lossy, writer, present, rarity(known, number), price)
    search = Search(line, plan.parts, writer, lost, lossy.marks, costs, budget)
    for island in islands:
        found = tuple(search.read(island.start, island.end, island.zones, plan.settled))
        layers = isinstance(writer, Layered)
        found = cut(found) if layers else weighed(line, found, costs)  # no words in garble
        prior = 0.0 if read in COMMON else RARER
        yield Found(Misread("utf-8", read), found, prior, costs, bits, layers)


def _layout(known: Model, line: str, read: str) -> Layout:
    plan = layout(line, read, reader(read).marks)
    if read not in EAST_ASIAN:
        return plan
    near = [unit for unit in plan.units if is_near(unit)]
    if near and exact_gain(known, line, near) <= 0.0:
        return layout(line, read, reader(read).marks, wanted=lambda unit: not is_near(unit))
    if near and _is_alphabetic("".join(unit.after for unit in plan.units)):
        return layout(
            line, read, reader(read).marks, wanted=lambda unit: max(unit.after) < "\u2e80"
        )
    return plan


def _is_alphabetic(text: str) -> bool:
    """Whether most of a text beyond ASCII is letters of two bytes."""
    near = sum("\x7f" < char < "\u0800" for char in text)
    return near > sum(char >= "\u2e80" for char in text)


def _is_worth_it(line: str, island: Island, units: int, read: str) -> bool:
    """Whether enough of an island is UTF-8, or looks it; ``units`` are those of the whole line."""
    if any(
        read == sign.READER and sign.stands_in(line[island.start : island.end])
        for sign in (vanished, truncated)
    ):
        return True
    looks_it = island.like >= LEAST and not island.troubled
    if looks_it and read in _LANGUAGE and has_mark(line[island.start : island.end]):
        return True
    if not island.exact and units < LEAST:
        # kana look it to EUC-JP and GBK
        like = island.like - len(_NATIVE["cp932"].findall(line, island.start, island.end))
        return 2 * like >= LEAST_LIKE and island.troubled <= like // 6
    return 2 * island.troubled <= 3 * (island.exact + island.like)


_LANGUAGE = {"cp932": "ja", "euc_jp": "ja", "cp949": "ko"}  # where such readers are at home
_NATIVE = {
    "cp932": re.compile("[\u3041-\u30fe]"),
    "euc_jp": re.compile("[\u3041-\u30fe]"),
    "cp949": re.compile("[\uac00-\ud7a3]"),
}
_CHINESE_LANGUAGES = ("zh-hans", "zh-hant")
CLEARLY = 20.0  # bits by which a line that no letter ties to its reader's home is from elsewhere
_HAN, _HANGUL = frozenset(range(0xE4, 0xEA)), frozenset(range(0xEA, 0xEE))
# Where nothing can be undone, as in the home of such readers.
_AT_HOME = {"cp949": _HANGUL, "gb18030": _HAN}
_KANA = 0xE3
# What is left of a kana of which a byte vanished. Of E3 80, marks of Chinese, nothing can be told.
_HALF_A_KANA = re.compile(rb"\xe3[\x81-\xbf](?![\x80-\xbf])")
_LETTERS = frozenset(range(0xC2, 0xE0))
_ALPHABETS = frozenset(range(0xC4, 0xE0))
_CHINESE = (*range(0xE2, 0xEA), 0xEF)  # first bytes of hanzi, kana, and their punctuation


def _language_and_writer(known: Model, line: str, plan: Layout, read: str) -> tuple[int, Writer]:
    """The number of the language that a line was in, by what can be undone; and its writer."""
    after = "".join(unit.after for unit in plan.units or plan.broken)
    leads = {c.encode("utf-8", "surrogatepass")[0] for c in after if c > "\x7f"}
    is_kana = encoder(read).single and _HALF_A_KANA.search(b"".join(plan.parts)) is not None
    if is_kana:
        leads |= {*_HAN, _KANA}
    if not leads:
        leads = set(_AT_HOME.get(read, ()))
    if leads & _HAN:
        leads |= set(_CHINESE)
    if leads & _HANGUL:
        leads |= _HANGUL
    if leads & (_HAN | _HANGUL):
        # the fewer may be there by chance, and are hardly ever what was lost
        leads -= _HAN | _HANGUL if _is_alphabetic(after) else _ALPHABETS
    if encoder(read).single:  # a first byte that is never seen, next to one that is
        leads |= {b for b in reader(read).alone & _LETTERS if {b - 1, b + 1} & leads}
    if _is_layered(known, after, read):
        number = known.best(pairs_of(_undone(after, read)))[1]
        return number, layered(utf8(_CHINESE), read)
    if not after and read == vanished.READER:
        return known.languages.index(_CHINESE_LANGUAGES[0]), utf8(tuple(sorted(leads)))
    if is_kana:
        return known.languages.index("ja"), utf8(tuple(sorted(leads)))
    return _language(known, line, plan.units, after, read), utf8(tuple(sorted(leads)))


def _language(known: Model, line: str, units: Sequence[Unit], after: str, read: str) -> int:
    if read in _LANGUAGE:
        home = known.languages.index(_LANGUAGE[read])
        if (not after and read == "cp949") or _NATIVE[read].search(after):
            return home
        if any(c >= "\u3040" for c in after):
            # ideographs alone: of Chinese, if they are far likelier there
            totals = known.totals(pairs_of(after))
            best = min(range(len(totals)), key=totals.__getitem__)
            return best if totals[best] + CLEARLY * UNIT < totals[home] else home
    if 2 * sum(c > "\u024f" for c in after) > len(after):
        number = known.best(score.changed_pairs(line, units)[1])[1]
        simplified, traditional = map(known.languages.index, _CHINESE_LANGUAGES)
        if number == traditional and read == vanished.READER and all(map(is_simple, after)):
            return simplified  # a few characters are the same in both, and GBK is at home there
        return number
    return known.best(pairs_of(score.undo_units(line, units)))[1]


def _is_layered(known: Model, after: str, read: str) -> bool:
    """Whether what comes of a misread is garbled in the same way again."""
    encode = encoder(read)
    data = b"".join([encode[char] for char in after if char > "\x7f"])
    matched = sum(map(len, _UTF8.findall(data)))
    if matched < 6 or matched < 0.6 * len(data):
        return False
    # kana in GBK may look like UTF-8, too; what would come of that is no text
    return known.best(pairs_of(_undone(after, read)))[0] > known.best(pairs_of(after))[0]


def _undone(text: str, read: str) -> str:
    """A text with what of it was garbled undone."""
    encode = encoder(read)
    return score.undo_units(text, align(text, [encode[char] for char in text], "utf-8"))
