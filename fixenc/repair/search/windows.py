"""Which misreads are worth a look at a whole line: those that make its hottest place likelier.

Most of the misreads of the catalogue are told here by a window of 32 code points, and those of East
Asian text by its eight least likely ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest
from itertools import pairwise
from math import inf
from operator import add

from fixenc import codecs
from fixenc.chains import Misread
from fixenc.model import Model
from fixenc.repair.deciding.oddities import MARKS
from fixenc.repair.gate import bound, bound_wide
from fixenc.repair.gate.patterns import DOUBLE_BYTE_SHOWN
from fixenc.repair.search.heat import Heat
from fixenc.repair.undoing import score
from fixenc.repair.undoing.align import Unit, align, encoder
from fixenc.repair.undoing.by_reader import by_reader, of_two_bytes, of_utf8_by_reader
from fixenc.repair.undoing.families import EAST_ASIAN, LATIN
from fixenc.repair.undoing.tables import tables

SHORTLIST = 6  # misreads that are tried on the whole line
TIE = 3.0  # bits: twins that the window does not tell apart are all tried, twice as many at most
RIVAL = 0.7  # of what the best gains there, so that it may be refused and another one stand

# Code points of a window that are read in an East Asian encoding first; and bits that they may lose
# by it, for a closer look at which parts of the window were.
CORE, HOPELESS = 8, 5.0
# Bits a pair of the hottest stretch, and of the four hottest pairs of a window, below both of which
# East Asian text is none read in another East Asian encoding, or Cyrillic in one: of 737 garbled
# sentences, fragments of 8 code points and clean sentences with such in them none; of clean lines
# with a sign two fifths of those of software, a fifth of others.
LUKEWARM, HOTTEST, WARM = 5.0, 4, 6.0
CLEAN = 4  # letters in a window that tell that a part of it is clean
# Characters beyond ASCII in the hottest stretch that tell what they were by themselves. With 4, one
# Russian word of 22 of three letters came back in a clean line, with these 21.
WORD = 2
_WORD_BESIDE = re.compile(r".(\S+)", re.DOTALL)
# Characters beyond ASCII in a window from which on misreads of single bytes are told by what each
# character costs by itself: none is tried that is behind another by so many bits a character.
DENSE, BEHIND = 8, 2.0
# East Asian letters: no single-byte encoding has any.
FIRST, LAST = "\u2e80", "\ud7ff"
DOUBLE_BYTE = frozenset(e.name for e in codecs.catalogue() if e.kind is codecs.Kind.MULTI)


def _may_gain(text: str, hot: Heat) -> bool:
    """Whether undoing misreads of single bytes could gain what is due where a line is hot."""
    window = text[max(0, hot.start - 1) : hot.end + 1]
    if DOUBLE_BYTE_SHOWN.search(window):
        return True
    before, behind = " " * (not hot.start), " " * (hot.end == len(text))
    return bound.may_gain_within(before + window + behind)


def shortlist(tried: Iterable[tuple[float, Misread]]) -> list[tuple[float, Misread]]:
    """The misreads worth a look at the whole line, with what they gain where it is hot.

    UTF-8 is always among them, since other misreads gain more where a ruler is hottest.
    """
    tried = [(bits, misread) for bits, misread in tried if bits > 0]
    short = nlargest(2 * SHORTLIST, tried, key=_by_bits)
    if not short:
        return []
    least = short[:SHORTLIST][-1][0] - TIE
    found = [
        (bits, misread)
        for bits, misread in short
        if bits >= least and (bits >= RIVAL * short[0][0] or misread.written == "utf-8")
    ]
    if not any(misread.written == "utf-8" for _, misread in found):
        utf8 = [gained for gained in tried if gained[1].written == "utf-8"]
        found += nlargest(SHORTLIST, utf8, key=_by_bits)
    return found


def _by_bits(gained: tuple[float, Misread]) -> tuple[float, str]:
    return gained[0], str(gained[1])


def of_utf8(model: Model, text: str, hot: Heat) -> Iterator[tuple[float, Misread]]:
    """The misreads of UTF-8 that fit where a line is hot, with the bits they gain there."""
    window = text[hot.start : hot.end]
    reads = {*bound.readers_of_utf8(text), *_readers(hot.within(text), of_two_bytes())}
    for read, known in of_utf8_by_reader().items():
        for misread, due, *_ in known if read in reads else ():
            if hot.bits >= due and (gained := _utf8(model, text, read, window)):
                yield gained, misread


def of_others(model: Model, text: str, hot: Heat) -> Iterator[tuple[float, Misread]]:
    """All other misreads that fit where a line is hot, with the bits they gain there."""
    if not _may_gain(text, hot):
        return
    window = text[hot.start : hot.end]
    before = text[hot.start - 1] if hot.start else " "
    # a word of another script than the rest is told by itself
    hottest = hot.within(text)
    most = hottest if len(_high(hottest)) >= WORD else window
    if _is_wide(_high(most)):
        if not _is_lukewarm(model, before + window, hot):
            reads = list(_readers(window, by_reader()))
            yield from _of_window(model, before, window, hot, reads, wide=True)
        return
    shown: dict[str, list[str]] = {}
    for read in _readers(most, by_reader()):
        shown.setdefault(_shown(window, read), []).append(read)
    for part, reads in shown.items():
        yield from _of_window(model, before, part, hot, reads)


def _shown(window: str, read: str) -> str:
    """A window without the letters that a reader lacks, if there are a few.

    They are clean, and beside them nothing is likely in another language.
    """
    encode = encoder(read)
    parts = [char for char in window if encode[char] != b"?" or not char.isalpha()]
    return "".join(parts) if len(window) - len(parts) >= CLEAN else window


def _of_window(
    model: Model, before: str, window: str, hot: Heat, reads: Iterable[str], *, wide: bool = False
) -> Iterator[tuple[float, Misread]]:
    """The misreads of a window by some readers, with the bits they gain.

    ``before`` is the character before it; ``wide`` says that it is East Asian text. Those that the
    shortlist would leave out may be said to gain nothing.
    """
    spent = model.best(map(add, before + window[:-1], window))[0]
    cold = _cold_words(model, before + window, hot.number)
    core = _core(model, before + window, hot.number)
    spot = _spot(before + window, hot) if not wide else None
    high = "".join(_high(window if spot is None else window[slice(*spot)]))
    likely = tables().likely(high, BEHIND * len(high)) if len(high) >= DENSE else None
    # most misreads undo a window to what another one makes of it
    scores: dict[str, float] = {}
    most = 0.0  # that any of them gained

    def scored(after: str) -> float:
        if after not in scores:
            least = spent + max(0.0, RIVAL * most)
            scores[after] = model.beyond([*map(add, before + after[:-1], after)], least) - spent
        return scores[after]

    # readers that are nearly twins show the same bytes as the same characters
    of_bytes: dict[tuple[str, tuple[bytes, ...]], float] = {}

    def gained_by(parts: list[bytes], misread: Misread, of_two: bool) -> float:
        key = misread.written, tuple(parts)
        if key not in of_bytes:
            hopeless = of_two and core.is_hopeless(model, parts, key[0])
            undone = () if hopeless else _undone(window, parts, misread)
            of_bytes[key] = max(map(scored, undone), default=-inf)
        return of_bytes[key]

    distinct = tables().distinct
    for read in reads:
        encode = encoder(read)
        parts: list[bytes] = []
        for misread, due, rarity, of_two, number in by_reader()[read]:
            if misread.written == "utf-8" or hot.bits < due:
                continue
            if wide and _is_worthless(window, misread):
                continue
            if number >= 0:
                if likely is not None and number not in likely:
                    continue
                if (after := window.translate(distinct[number])) != window:
                    gained = scored(after)
                    if gained < hot.bits and spot is not None:
                        gained = max(gained, scored(_only(spot, window, after)))
                    elif gained < hot.bits and cold:
                        gained = max(gained, scored(_but_for(cold, window, after)))
                    most = max(most, gained - rarity)
                    yield gained - rarity, misread
                continue
            parts = parts or [encode[char] for char in window]
            gained = gained_by(parts, misread, of_two)
            if gained > -inf:
                most = max(most, gained - rarity)
                yield gained - rarity, misread


def _undone(window: str, parts: list[bytes], misread: Misread) -> Iterator[str]:
    """What a window becomes; one cut out of a garbled run may begin within a character."""
    for cut in (0, 1) if misread.written in EAST_ASIAN else (0,):
        units = align(window[cut:], parts[cut:], misread.written)
        if units:
            yield window[:cut] + score.undo_units(window[cut:], units)


def _is_worthless(window: str, misread: Misread) -> bool:
    """Whether a window of East Asian text gains nothing to speak of if a misread is undone."""
    if misread.written in LATIN and bound_wide.touches_letters(window):
        return False
    return not bound_wide.is_likelier(window, misread)


def _readers(hottest: str, reads: Iterable[str]) -> Iterator[str]:
    """Those of ``reads`` that may have shown what is hottest."""
    high = _high(hottest)
    wide = _is_wide(high)
    for read in reads:
        if wide and read not in DOUBLE_BYTE:
            continue
        encode = encoder(read)
        # most of what is odd there must have been read so
        if 2 * sum(encode[char] == b"?" for char in high) <= len(high):
            yield read


def _high(window: str) -> list[str]:
    """What is odd in a window: its characters beyond ASCII, without marks if there are others."""
    high = [char for char in window if char > "\x7f"]
    return [char for char in high if char not in MARKS] or high


def _is_wide(high: Sequence[str]) -> bool:
    return 2 * sum(FIRST <= char <= LAST for char in high) > len(high)


@dataclass(frozen=True, slots=True)
class _Core:
    """The least likely few characters of a window, and what their pairs cost, as a score."""

    place: slice
    score: float

    def is_hopeless(self, model: Model, parts: Sequence[bytes], written: str) -> bool:
        """Whether the core, read in an East Asian encoding, is far less likely still.

        ``parts`` are the bytes of the window's characters.
        """
        inner = parts[self.place]
        for cut in (0, 1):  # it may begin within a character
            after = b"".join(inner[cut:]).decode(written, "replace")
            if model.beyond([*map(add, after, after[1:])], self.score - HOPELESS) > -inf:
                return False
        return True


def _core(model: Model, window: str, number: int) -> _Core:
    """The core of a window, which has one character more before it."""
    above = [*map(model.above(number).__getitem__, map(add, window, window[1:]))]
    sums = [sum(above[at : at + CORE]) for at in range(max(1, len(above) - CORE + 1))]
    start = sums.index(max(sums))
    core = window[1 + start : 1 + start + CORE]
    return _Core(slice(start, start + CORE), model.best(map(add, core, core[1:]))[0])


def _is_lukewarm(model: Model, window: str, hot: Heat) -> bool:
    """Whether East Asian text is a little unusual throughout, and nowhere as garble is."""
    if hot.bits >= LUKEWARM * hot.length:
        return False
    pairs = map(add, window, window[1:])
    usual = model.above(hot.number)
    above = [usual[pair] for pair in pairs if pair[1] >= FIRST]
    hottest = nlargest(HOTTEST, above)
    return sum(hottest) < WARM * len(hottest)


def _cold_words(model: Model, text: str, number: int) -> list[tuple[int, int]]:
    """Where words beyond ASCII stand in a window that are as usual; its first character is before.

    Clean text that a misread changes too must not hide what it gains beside it.
    """
    above = model.above(number)
    return [
        (match.start(1) - 1, match.end(1) - 1)
        for match in _WORD_BESIDE.finditer(text)
        if not match[1].isascii()
        and all(
            above[a + b] <= 0
            for a, b in pairwise(text[match.start() : match.end() + 1])
            if not (a + b).isascii()
        )
    ]


def _but_for(places: Iterable[tuple[int, int]], before: str, after: str) -> str:
    """``after``, as long as ``before``, with those places as they were."""
    for start, end in places:
        after = after[:start] + before[start:end] + after[end:]
    return after


def _only(spot: tuple[int, int], before: str, after: str) -> str:
    """``before``, as long as ``after``, with one place of that."""
    start, end = spot
    return before[:start] + after[start:end] + before[end:]


def _spot(text: str, hot: Heat) -> tuple[int, int] | None:
    """Where the words of the hottest stretch stand in a window, if they are the less of it.

    The window begins behind the first character of ``text``.
    """
    if len(text) - 1 != hot.end - hot.start:
        return None  # letters were left out
    first, last = hot.first - hot.start, hot.last - hot.start
    if first < 0 or last > len(text) - 1:
        return None
    while first and not text[first].isspace():
        first -= 1
    while last < len(text) - 1 and not text[last + 1].isspace():
        last += 1
    of_it = sum(char > "\x7f" for char in text[first + 1 : last + 1])
    return (first, last) if 2 * of_it <= sum(char > "\x7f" for char in text) else None


def _utf8(model: Model, text: str, read: str, window: str) -> float:
    """What UTF-8 read as this encoding gains: where its bytes are UTF-8, it is worth a look."""
    if not _units_of_utf8(text, read):
        return 0.0
    encode = encoder(read)
    units = align(window, [encode[char] for char in window], "utf-8")
    return _gained(model, window, units) if units else _utf8_in_line(model, text, read)


def _gained(model: Model, text: str, units: Sequence[Unit]) -> float:
    old, new = score.changed_pairs(text, units)
    return model.best(new)[0] - model.best(old)[0]


@lru_cache(maxsize=64)  # asked for each hot place without any
def _utf8_in_line(model: Model, text: str, read: str) -> float:
    return _gained(model, text, _units_of_utf8(text, read))


@lru_cache(maxsize=64)  # asked for each hot place of a line, in every encoding
def _units_of_utf8(text: str, read: str) -> tuple[Unit, ...]:
    encode = encoder(read)
    return tuple(align(text, [encode[char] for char in text], "utf-8"))
