"""The candidates for one line: every run of it that undoing a known misread could explain.

Undoing every misread on every line would be dear, so it goes by steps, each cheaper than the next:
how unlikely the line is where it is least likely (its *heat*), which misreads make that place
likelier, and only for the best of those the whole line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from heapq import nlargest
from itertools import pairwise
from math import inf
from operator import add
from typing import TypeAlias

from fixenc import chains, codecs
from fixenc.chains import Misread
from fixenc.model import Model, pairs_of
from fixenc.repair import bound, score, words
from fixenc.repair.align import Unit, align, encoder, substitution
from fixenc.repair.anywhere import runs_anywhere
from fixenc.repair.decide import (
    EAST_ASIAN,
    LIKELY_OF_SIGNS,
    MARKS,
    Family,
    Shape,
    family,
    is_symbol,
    is_unproven,
    of_controls,
    prior,
    shape_of,
    why_not,
)
from fixenc.repair.patterns import DOUBLE_BYTE_SHOWN
from fixenc.repair.score import Gains, Line
from fixenc.repair.stretch import greatest

WINDOW = 32  # code points around the hottest place on which misreads are tried first
PLACES = 3  # windows that are tried until one gives a candidate
FOREIGN = 3  # clean stretches of other languages that a line is cooled by
ALIEN = 3.0  # bits a character above usual where a stretch may be of another script
SHORTLIST = 6  # misreads that are tried on the whole line
TIE = 3.0  # bits: twins that the window does not tell apart are all tried, twice as many at most
RIVAL = 0.7  # of what the best gains there, so that it may be refused and another one stand

# Bits against a candidate, besides its prior, when candidates are compared: for each character that
# no one would write where it comes to stand (аЯгына), and for each distinct one of the line that it
# does not explain: that its reader lacks, or that it leaves as it is. Twins such as cp1251 and
# mac-cyrillic differ in little else.
ANOMALY = 4.0
UNEXPLAINED, MOST_UNEXPLAINED = 3.0, 4

# The heat a line must have before misreads of a family are tried, in bits. Of garbled sentences
# the least was 9.8 for Latin read as Latin, 14 for Cyrillic, 35 for East Asian, 24 for UTF-8.
HEAT = {
    Family.UTF8_SINGLE: 4.0,
    Family.UTF8_CJK: 9.0,
    Family.LATIN_LATIN: 7.0,
    Family.LATIN_SINGLE: 7.0,
    Family.SINGLE_LATIN: 12.0,
    Family.SINGLE_SINGLE: 9.0,
    Family.SINGLE_CJK: 10.0,
    Family.CJK_LATIN: 25.0,
    Family.CJK_SINGLE: 25.0,
    Family.CJK_CJK: 20.0,
}
# Code points of a window that are read in an East Asian encoding first; and bits that they may lose
# by it, for a closer look at which parts of the window were.
CORE, HOPELESS = 8, 5.0
# Bits a pair of the hottest stretch, and of the four hottest pairs of a window, below both of which
# East Asian text is none read in another East Asian encoding, or Cyrillic in one: of 737 garbled
# sentences, fragments of 8 code points and clean sentences with such in them none; of clean lines
# with a sign two fifths of those of software, a fifth of others.
LUKEWARM, HOTTEST, WARM = 5.0, 4, 6.0
_WORD_BESIDE = re.compile(r".(\S+)", re.DOTALL)
# East Asian letters: no single-byte encoding has any.
FIRST, LAST = "\u2e80", "\ud7ff"
DOUBLE_BYTE = frozenset(e.name for e in codecs.catalogue() if e.kind is codecs.Kind.MULTI)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A run of a line and what undoing a misread makes of it."""

    misread: Misread
    units: tuple[Unit, ...]
    gained: Gains
    refusal: str | None  # why it is not to be repaired, None when it is
    against: float  # bits that speak against it: the misread's prior, and what stays odd

    @property
    def start(self) -> int:
        """The first code point of the run."""
        return self.units[0].start

    @property
    def end(self) -> int:
        """Past the last code point of the run."""
        return self.units[-1].end

    @property
    def rank(self) -> float:
        """What candidates are compared by: bits gained less those against it."""
        return self.gained.whole - self.against


@cache  # Python takes 3 ms to compile these classes
def _word() -> re.Pattern[str]:
    """A word of alphabets, or an East Asian character: those words cannot be told apart."""
    return re.compile(r"[^\W\d_\u2e80-\uffff]+|[\u2e80-\uffff]")


@cache
def by_reader() -> dict[str, tuple[tuple[Misread, Family], ...]]:
    """The misreads of the catalogue by the encoding that was read."""
    found: dict[str, list[tuple[Misread, Family]]] = {}
    for misread in chains.misreads():
        found.setdefault(misread.read, []).append((misread, family(misread)))
    return {read: tuple(known) for read, known in found.items()}


@dataclass(frozen=True, slots=True)
class Heat:
    """How unlikely a line is where it is least likely.

    ``bits`` above what is usual in the hottest stretch, of ``length`` code points; ``start`` and
    ``end`` (code points, half open) of a window of ``WINDOW`` that holds it, or the hottest part of
    it; ``number`` of the line's best language.
    """

    bits: float
    length: int
    start: int
    end: int
    number: int


def heat(model: Model, text: str) -> Heat:
    """The heat of a line."""
    return next(heats(model, text))


def heats(model: Model, text: str) -> Iterator[Heat]:
    """The heat of a line, and what it is elsewhere when the windows before are left out.

    What is hottest may be clean: a name, or an address, in a line of which a word is garbled.
    """
    pairs = list(pairs_of(text))
    number = model.best(pairs)[1]
    excess = _excess(model, pairs, number)
    start = _hottest(excess)
    for _ in range(FOREIGN):
        # clean text of another script than most of the line is no heat
        window = pairs[start : start + WINDOW]
        if sum(excess[start : start + WINDOW]) < ALIEN * len(window):
            break
        other = model.best(window)[1]
        if other == number or sum(cooler := _excess(model, window, other)) > 0:
            break
        if cooler == excess[start : start + WINDOW]:
            break
        excess = [min(both) for both in zip(excess, _excess(model, pairs, other), strict=True)]
        start = _hottest(excess)
    for _ in range(PLACES):
        bits, first, last = greatest(excess)
        if last - first < WINDOW:
            # in the middle, and from the start of a word on
            start = max(0, min(first - (WINDOW - last + first) // 2, len(text) - WINDOW))
            while start < first and start and text[start] != " ":
                start += 1
        end = min(len(text), start + WINDOW)
        yield Heat(bits, last - first, start, end, number)
        excess[start:end] = [min(0.0, bits) for bits in excess[start:end]]
        start = _hottest(excess)


# A line whose every character beyond ASCII is part of a UTF-8 sequence needs no rivals: three
# sequences and 40 bits are beyond chance (the most that a clean line offered was 14 bits).
PLAIN_UNITS = 3
PLAIN_BITS = 40.0
PLAIN_SHARE = 0.7  # of the characters beyond ASCII, for nothing else to be tried on the line
CUT = 3  # bytes of a UTF-8 character that a line cut off in its middle begins or ends in, at most


def plain(model: Model, text: str) -> Candidate | None:
    """The candidate for a line that is nothing but UTF-8 misread, or None: common, and cheap."""
    readings: dict[str, Misread] = {}
    double = any(FIRST <= char <= LAST for char in text)
    for misread in _plain_misreads():
        if double and misread.read not in DOUBLE_BYTE:
            continue
        if (after := _plain_reading(text, misread.read)) is not None:
            readings.setdefault(after, misread)
    best: Candidate | None = None
    for after, misread in readings.items():
        encode = encoder(misread.read)
        units = align(text, [encode[char] for char in text], "utf-8")
        if len(units) < PLAIN_UNITS or score.undo_units(text, units) != after:
            continue
        old, new = score.changed_pairs(text, units)
        score_new, number = model.best(new)
        bits = score_new - model.best(old)[0]
        cost = -score_new / max(1, len(new))
        gained = Gains(bits, bits, bits, bits, len(set(new)), model.languages[number], cost, False)
        candidate = Candidate(misread, tuple(units), gained, None, prior(misread))
        if bits < PLAIN_BITS or (cost > LIKELY_OF_SIGNS and _is_art(text)):
            continue
        if best is None or candidate.rank > best.rank:
            best = candidate
    return best


def _is_art(text: str) -> bool:
    return all(is_symbol(char) for char in text if char > "\x7f")


def _plain_reading(text: str, read: str) -> str | None:
    """The line read as UTF-8, if that is what its bytes are; what was cut at its ends stays."""
    try:
        data = codecs.encode(text, read)
    except UnicodeError:
        return None
    start, end = 0, len(data)
    if len(data) == len(text):
        while start < min(CUT, end) and 0x80 <= data[start] < 0xC0:
            start += 1
    try:
        return text[:start] + data[start:].decode("utf-8")
    except UnicodeDecodeError as error:
        end = start + error.start
        if len(data) != len(text) or len(data) - end > CUT:
            return None
        return text[:start] + data[start:end].decode("utf-8") + text[end:]


@cache
def _plain_misreads() -> tuple[Misread, ...]:
    return tuple(sorted((m for m in chains.misreads() if m.written == "utf-8"), key=prior))


def _excess(model: Model, pairs: Sequence[str], number: int) -> list[float]:
    """The bits of each pair above what is usual, in one language."""
    above = model.above_usual
    return [above(p, number) if _can_be_read(p[1]) else 0.0 for p in pairs]


def _can_be_read(char: str) -> bool:
    """Whether a misread of the catalogue can give it: Indic scripts and their like are in none."""
    return not ("\u0900" <= char <= "\u0dff" or "\u0e80" <= char <= "\u1dff")


def _hottest(excess: Sequence[float]) -> int:
    """Where the window of the greatest sum begins."""
    window = best = sum(excess[:WINDOW])
    start = 0
    for i in range(WINDOW, len(excess)):
        window += excess[i] - excess[i - WINDOW]
        if window > best:
            best, start = window, i - WINDOW + 1
    return start


def candidates(model: Model, text: str) -> Iterator[Candidate]:
    """The runs of ``text``, one line, that undoing one misread makes likelier."""
    tried: set[Misread] = set()
    known: Known = {}
    line: Line | None = None
    decided = False
    for hot in heats(model, text):
        if hot.bits < min(HEAT.values()):
            return
        found = False
        gains: list[tuple[float, Misread]] = []
        for utf8 in (True, False):
            if not utf8 and not _may_gain(text, hot):
                continue
            gains += _tried(model, text, hot, utf8=utf8)
            for misread in _shortlist(gains):
                if misread in tried:
                    continue
                tried.add(misread)
                line = line or score.line_of(model, text)
                for candidate in _of_misread(model, line, misread, hot.number, known):
                    found = found or candidate.refusal is None
                    decided = decided or _is_plain(candidate, text)
                    yield candidate
            if decided:
                return  # UTF-8 is its own proof, and there is little else to explain
        if found:
            return


def _may_gain(text: str, hot: Heat) -> bool:
    """Whether undoing misreads of single bytes could gain what is due where a line is hot."""
    window = text[max(0, hot.start - 1) : hot.end + 1]
    if DOUBLE_BYTE_SHOWN.search(window):
        return True
    before, behind = " " * (not hot.start), " " * (hot.end == len(text))
    return bound.may_gain_within(before + window + behind)


def _is_plain(candidate: Candidate, text: str) -> bool:
    """Whether a candidate explains most of a line as UTF-8, beyond doubt."""
    if candidate.refusal is not None or candidate.misread.written != "utf-8":
        return False
    if candidate.gained.strict < PLAIN_BITS or candidate.gained.cost > LIKELY_OF_SIGNS:
        return False
    explained = sum(unit.end - unit.start for unit in candidate.units)
    return explained > PLAIN_SHARE * sum(char > "\x7f" for char in text)


def _shortlist(tried: Iterable[tuple[float, Misread]]) -> list[Misread]:
    """The misreads worth a look at the whole line, by what they gain where it is hot."""
    tried = [(bits, misread) for bits, misread in tried if bits > 0]
    short = nlargest(2 * SHORTLIST, tried, key=lambda t: (t[0], str(t[1])))
    if not short:
        return []
    least = short[:SHORTLIST][-1][0] - TIE
    return [
        misread
        for bits, misread in short
        if bits >= least and (bits >= RIVAL * short[0][0] or misread.written == "utf-8")
    ]


@dataclass(frozen=True, slots=True)
class _Run:
    """A run of units, what it gains, and what it looks like, whatever misread gives the units."""

    units: tuple[Unit, ...]
    gained: Gains
    shape: Shape


# The runs by what they follow from: readers that are nearly twins undo a line alike.
Known: TypeAlias = dict[tuple[object, ...], tuple[_Run, ...]]


def _of_misread(
    model: Model, line: Line, misread: Misread, number: int, known: Known
) -> Iterator[Candidate]:
    """The runs of a line that undoing this misread makes likelier."""
    text = line.text
    encode = encoder(misread.read)
    parts = [encode[char] for char in text]
    units = tuple(align(text, parts, misread.written))
    if not units:
        return
    lacking = frozenset(
        char for char, part in zip(text, parts, strict=True) if part == b"?" and char > "\x7f"
    )
    double = misread.read in DOUBLE_BYTE and misread.written in EAST_ASIAN
    utf8 = misread.written == "utf-8"
    key = (number, units, misread if double else utf8 or lacking)
    if key not in known:
        before = (*line.languages, number)
        if double:
            after = model.best(score.changed_pairs(text, units)[1])[1]
            runs = runs_anywhere(model, text, parts, misread.written, before, after)
        elif utf8:
            runs = _of_stretch(model, text, units, before, (None, None))
        else:
            runs = [
                run
                for stretch, enclosed in _stretches(units, text, parts)
                for run in _of_stretch(model, text, stretch, before, enclosed)
            ]
        known[key] = tuple(_worth(model, line, runs))
    changing = {text[u.start : u.end] for u in units}
    for run in known[key]:
        left = changing - {text[u.start : u.end] for u in run.units}
        against = prior(misread) + of_controls(run.shape, misread)
        against += ANOMALY * run.shape.left_odd
        against += UNEXPLAINED * min(MOST_UNEXPLAINED, len(lacking) + len(left))
        refusal = why_not(run.shape, misread, run.gained)
        if refusal is not None and is_unproven(refusal, misread):
            told = words.tell(model, text, run.units, run.shape, run.gained, prior(misread))
            refusal = None if told else refusal
        yield Candidate(misread, run.units, run.gained, refusal, against)


def _stretches(
    units: Sequence[Unit], text: str, parts: Sequence[bytes]
) -> Iterator[tuple[list[Unit], tuple[int | None, int | None]]]:
    """The units between words that were never read so, each stretch standing for itself.

    A word with a letter that the encoding lacks was not read in it, nor were its other letters.
    Each comes with where such a word ends before it, and where one begins after it.
    """
    barred = [
        match.span()
        for match in _word().finditer(text)
        if any(parts[i] == b"?" for i in range(*match.span()))
    ]
    stretch: list[Unit] = []
    opened: int | None = None
    at = 0
    for unit in units:
        start = at
        while at < len(barred) and barred[at][1] <= unit.start:
            at += 1
        if at > start and stretch:
            yield stretch, (opened, barred[start][0])
            stretch = []
        if at == len(barred) or unit.end <= barred[at][0]:
            if not stretch:
                opened = barred[at - 1][1] if at else None
            stretch.append(unit)
    if stretch:
        yield stretch, (opened, barred[at][0] if at < len(barred) else None)


def _tried(model: Model, text: str, hot: Heat, *, utf8: bool) -> Iterator[tuple[float, Misread]]:
    """Each misread that fits, with the bits it gains where the line is hottest.

    ``utf8``: those of text written in UTF-8; all others else.
    """
    window = text[hot.start : hot.end]
    before = text[hot.start - 1] if hot.start else " "
    spent = model.best(map(add, before + window[:-1], window))[0]
    high = [char for char in window if char > "\x7f"]
    high = [char for char in high if char not in MARKS] or high
    double = 2 * sum(FIRST <= char <= LAST for char in high) > len(high)
    if double and not utf8 and _is_lukewarm(model, before + window, hot):
        return
    core = slice(*_core(model, before + window, hot.number))
    cold = _cold_words(model, before + window, hot.number)
    # most misreads undo a window to what another one makes of it
    scores: dict[str, float] = {}

    def scored(after: str) -> float:
        if after not in scores:
            pairs = map(add, before + after[:-1], after)
            scores[after] = model.best(pairs)[0] - spent
        return scores[after]

    for read, misreads in by_reader().items():
        if double and read not in DOUBLE_BYTE:
            continue
        if utf8 and encoder(read).single and read not in bound.readers_of_utf8(text):
            continue
        encode = encoder(read)
        if 2 * sum(encode[char] == b"?" for char in high) > len(high):
            continue  # most of what is odd there was never read so
        parts: list[bytes] = []
        for misread, kind in misreads:
            if hot.bits < HEAT[kind] or utf8 != (misread.written == "utf-8"):
                continue
            if not utf8 and (undone := substitution(misread)) is not None:
                if (after := window.translate(undone)) != window:
                    gained = scored(after)
                    if gained < hot.bits and cold:
                        gained = max(gained, scored(_but_for(cold, window, after)))
                    yield gained - prior(misread), misread
                continue
            parts = parts or [encode[char] for char in window]
            if utf8:
                if gained := _utf8(model, text, read, window, parts):
                    yield gained, misread
                continue
            if misread.written in EAST_ASIAN and _is_hopeless(
                model, window[core], parts[core], misread.written
            ):
                continue
            gained = -inf
            # a window cut out of a garbled run may begin within a multibyte character
            for cut in (0, 1) if misread.written in EAST_ASIAN else (0,):
                units = align(window[cut:], parts[cut:], misread.written)
                if units:
                    after = window[:cut] + score.undo_units(window[cut:], units)
                    gained = max(gained, scored(after))
            if gained > -inf:
                yield gained - prior(misread), misread


def _core(model: Model, window: str, number: int) -> tuple[int, int]:
    """The least likely few characters of a window, which has one more before it."""
    above = [model.above_usual(pair, number) for pair in map(add, window, window[1:])]
    sums = [sum(above[at : at + CORE]) for at in range(max(1, len(above) - CORE + 1))]
    start = sums.index(max(sums))
    return start, start + CORE


def _is_hopeless(model: Model, core: str, parts: Sequence[bytes], written: str) -> bool:
    """Whether the core of a window, read in an East Asian encoding, is far less likely still."""
    spent = model.best(map(add, core, core[1:]))[0]
    for cut in (0, 1):  # it may begin within a character
        after = b"".join(parts[cut:]).decode(written, "replace")
        if model.best(map(add, after, after[1:]))[0] - spent > -HOPELESS:
            return False
    return True


def _is_lukewarm(model: Model, window: str, hot: Heat) -> bool:
    """Whether East Asian text is a little unusual throughout, and nowhere as garble is."""
    if hot.bits >= LUKEWARM * hot.length:
        return False
    pairs = map(add, window, window[1:])
    above = [model.above_usual(pair, hot.number) for pair in pairs if pair[1] >= FIRST]
    hottest = nlargest(HOTTEST, above)
    return sum(hottest) < WARM * len(hottest)


def _cold_words(model: Model, text: str, number: int) -> list[tuple[int, int]]:
    """Where words beyond ASCII stand in a window that are as usual; its first character is before.

    Clean text that a misread changes too must not hide what it gains beside it.
    """
    above = model.above_usual
    return [
        (match.start(1) - 1, match.end(1) - 1)
        for match in _WORD_BESIDE.finditer(text)
        if not match[1].isascii()
        and all(
            above(a + b, number) <= 0
            for a, b in pairwise(text[match.start() : match.end() + 1])
            if not (a + b).isascii()
        )
    ]


def _but_for(places: Iterable[tuple[int, int]], before: str, after: str) -> str:
    """``after``, as long as ``before``, with those places as they were."""
    for start, end in places:
        after = after[:start] + before[start:end] + after[end:]
    return after


def _utf8(model: Model, text: str, read: str, window: str, parts: list[bytes]) -> float:
    """What UTF-8 read as this encoding gains: where its bytes are UTF-8, it is worth a look."""
    in_text = _units_of_utf8(text, read)
    if not in_text:
        return 0.0
    units = align(window, parts, "utf-8")
    old, new = score.changed_pairs(window, units) if units else score.changed_pairs(text, in_text)
    return model.best(new)[0] - model.best(old)[0]


@lru_cache(maxsize=64)  # asked for each hot place of a line, in every encoding
def _units_of_utf8(text: str, read: str) -> tuple[Unit, ...]:
    encode = encoder(read)
    return tuple(align(text, [encode[char] for char in text], "utf-8"))


def _of_stretch(
    model: Model,
    text: str,
    units: Sequence[Unit],
    before: Sequence[int],
    enclosed: tuple[int | None, int | None],
) -> list[list[Unit]]:
    after = model.best(score.changed_pairs(text, units)[1])[1]
    found = score.runs(model, text, units, before, after, enclosed=enclosed)
    if found and sum(map(len, found)) < len(units):
        # what was left is clean, and of a language of its own: what it is all of, and what the rest
        # is of, is told better now
        undone = [unit for run in found for unit in run]
        left, again = score.told_apart(model, text, units, undone)
        if again != after or {*left} != {*before}:
            found = score.runs(model, text, units, left, again, enclosed=enclosed)
    return found


def _worth(model: Model, line: Line, runs: Iterable[Sequence[Unit]]) -> Iterator[_Run]:
    """Those of the runs that gain anything."""
    for run in runs:
        gained = score.gains(model, line, run)
        if gained.strict > 0 or gained.in_context > 0:
            yield _Run(tuple(run), gained, shape_of(line.text, run))
