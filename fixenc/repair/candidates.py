"""The candidates for one line: every run of it that undoing a known misread could explain.

Undoing every misread on every line would be dear, so it goes by steps, each cheaper than the next:
how unlikely the line is where it is least likely (its *heat*), which misreads make that place
likelier, and only for the best of those the whole line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from heapq import nlargest
from operator import add

from fixenc import chains
from fixenc.chains import Misread
from fixenc.model import Model, pairs_of
from fixenc.repair import score
from fixenc.repair.align import UTF8, Unit, align, encoder
from fixenc.repair.decide import Family, family, prior, why_not
from fixenc.repair.score import Gains, Line

# Bits a character above which text reads as unusual: alphabets, and from U+2E80 on (CJK). Clean
# sentences of 76 languages have 3 to 5 and 8 to 10.
USUAL = 6.5
USUAL_CJK = 11.0
WINDOW = 48  # code points around the hottest place on which misreads are tried first
SHORTLIST = 8  # misreads that are tried on the whole line

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
_UTF8 = re.compile(UTF8, re.DOTALL)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A run of a line and what undoing a misread makes of it."""

    misread: Misread
    units: tuple[Unit, ...]
    gained: Gains
    refusal: str | None  # why it is not to be repaired, None when it is

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
        """What candidates are compared by: bits gained less the misread's prior."""
        return self.gained.whole - prior(self.misread)


@cache
def by_reader() -> dict[str, tuple[tuple[Misread, Family], ...]]:
    """The misreads of the catalogue by the encoding that was read."""
    found: dict[str, list[tuple[Misread, Family]]] = {}
    for known in chains.catalogue():
        found.setdefault(known.misread.read, []).append((known.misread, family(known.misread)))
    return {read: tuple(misreads) for read, misreads in found.items()}


def heat(model: Model, text: str) -> tuple[float, int, int, int]:
    """How unlikely a line is where it is least likely.

    Returns the bits above what is usual in the hottest stretch, its start and end in code
    points, and the number of the line's best language.
    """
    pairs = list(pairs_of(text))
    number = model.best(pairs)[1]
    hottest = current = 0.0
    start = best_start = best_end = 0
    cost = model.lane_cost
    for i, pair in enumerate(pairs):
        current += cost(pair, number) - (USUAL_CJK if pair[1] >= "\u2e80" else USUAL)
        if current <= 0.0:
            current, start = 0.0, i + 1
        elif current > hottest:
            hottest, best_start, best_end = current, start, i + 1
    return hottest, best_start, best_end, number


def candidates(model: Model, text: str) -> Iterator[Candidate]:
    """The runs of ``text``, one line, that undoing one misread makes likelier."""
    bits, start, end, number = heat(model, text)
    if bits < min(HEAT.values()):
        return
    tried = [
        (found, misread)
        for found, misread in _tried(model, text, bits, *_window(text, start, end))
        if found > 0
    ]
    if not tried:
        return
    line = score.line_of(model, text)
    for _, misread in nlargest(SHORTLIST, tried, key=lambda t: (t[0], str(t[1]))):
        encode = encoder(misread.read)
        units = align(text, [encode[char] for char in text], misread.written)
        if units:
            yield from _runs(model, line, units, misread, number)


def _window(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch of at most ``WINDOW`` code points at the hottest place, from a word's start."""
    start = max(0, start - 1)
    for _ in range(16):
        if start == 0 or text[start - 1] == " ":
            break
        start -= 1
    return start, min(max(end + 2, start + 12), start + WINDOW, len(text))


def _tried(
    model: Model, text: str, bits: float, start: int, end: int
) -> Iterator[tuple[float, Misread]]:
    """Each misread that fits, with the bits it gains where the line is hottest."""
    window = text[start:end]
    before = text[start - 1] if start else " "
    spent = model.best(map(add, before + window[:-1], window))[0]
    for read, misreads in by_reader().items():
        encode = encoder(read)
        parts = [encode[char] for char in window]
        utf8 = None
        for misread, kind in misreads:
            if bits < HEAT[kind]:
                continue
            if misread.written == "utf-8":
                utf8 = misread
                continue
            units = align(window, parts, misread.written)
            if units:
                after = score.undo_units(window, units)
                gained = model.best(map(add, before + after[:-1], after))[0] - spent
                yield gained - prior(misread), misread
        if utf8 is not None and (gained := _utf8(model, text, encode, window, parts)):
            yield gained, utf8


def _utf8(
    model: Model, text: str, encode: dict[str, bytes], window: str, parts: list[bytes]
) -> float:
    """What UTF-8 read as this encoding gains: where its bytes are UTF-8, it is worth a look."""
    units = align(window, parts, "utf-8")
    if not units:
        data = b"".join([encode[char] for char in text])
        if not _UTF8.search(data):
            return 0.0
        units = align(text, [encode[char] for char in text], "utf-8")
        window = text
    if not units:
        return 0.0
    old, new = score.changed_pairs(window, units)
    return model.best(new)[0] - model.best(old)[0]


def _runs(
    model: Model, line: Line, units: Sequence[Unit], misread: Misread, number: int
) -> Iterator[Candidate]:
    text = line.text
    after = model.best(score.changed_pairs(text, units)[1])[1]
    for run in score.runs(model, text, units, number, after):
        gained = score.gains(model, line, run)
        if gained.in_context > 0:
            yield Candidate(misread, tuple(run), gained, why_not(text, run, misread, gained))
