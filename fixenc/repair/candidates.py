"""The candidates for one line: every run of it that undoing a known misread could explain.

Undoing every misread on every line would be dear, so it goes by steps, each cheaper than the next:
how unlikely a line is where it is least likely (``heat``), which misreads make that place likelier
(``windows``), and only for the best of those the whole line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from fixenc import chains, codecs
from fixenc.chains import Misread
from fixenc.model import Model
from fixenc.repair import bound, lexicon, score, typeset, words
from fixenc.repair.align import Unit, align, encoder
from fixenc.repair.anywhere import runs_anywhere
from fixenc.repair.decide import LIKELY_OF_SIGNS, is_unproven, of_controls, why_not
from fixenc.repair.ends import better_left
from fixenc.repair.families import EAST_ASIAN, prior
from fixenc.repair.heat import heats
from fixenc.repair.oddities import is_symbol
from fixenc.repair.runs import best_runs
from fixenc.repair.score import Gains, Line
from fixenc.repair.shape import Shape, shape_of
from fixenc.repair.twins import twins
from fixenc.repair.windows import (
    DOUBLE_BYTE,
    FIRST,
    HEAT,
    LAST,
    of_others,
    of_utf8,
    shortlist,
)

# Bits against a candidate, besides its prior, when candidates are compared: for each character that
# no one would write where it comes to stand (аЯгына), and for each distinct one of the line that it
# does not explain: that its reader lacks, or that it leaves as it is. Twins such as cp1251 and
# mac-cyrillic differ in little else.
ANOMALY = 10.0
AS_A_WHOLE = 20.0  # bits over a line whose changed letters are likelier left: Donít worry ñ itís
UNEXPLAINED, MOST_UNEXPLAINED = 3.0, 4


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
        return self.gained.likelier - self.against


@cache  # Python takes 3 ms to compile these classes
def _word() -> re.Pattern[str]:
    """A word of alphabets, or an East Asian character: those words cannot be told apart."""
    return re.compile(r"[^\W\d_\u2e80-\uffff]+|[\u2e80-\uffff]")


# A line whose every character beyond ASCII is part of a UTF-8 sequence needs no rivals: three
# sequences and 40 bits are beyond chance (the most that a clean line offered was 14 bits).
PLAIN_UNITS = 3
PLAIN_BITS = 40.0
# Sequences that are beyond it whatever comes of them: ÔÑÅÐÅÔÁÉ, Greek in capitals, is three of them
# in code page 850, by chance.
BEYOND_CHANCE = 12
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
        gained = Gains(
            bits, bits, bits, bits, len(set(new)), model.languages[number], cost, False, bits
        )
        candidate = Candidate(misread, tuple(units), gained, None, prior(misread))
        if bits < PLAIN_BITS or (cost > LIKELY_OF_SIGNS and _is_chance(text, units, after)):
            continue
        if best is None or candidate.rank > best.rank:
            best = candidate
    return best


def _is_chance(text: str, units: Sequence[Unit], after: str) -> bool:
    """Whether UTF-8 that gives something unlikely may be chance: art, or too short to tell.

    What was garbled twice over is UTF-8 once more.
    """
    if all(is_symbol(char) for char in text if char > "\x7f"):
        return True
    return len(units) < BEYOND_CHANCE and not bound.readers_of_utf8(after)


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
        for tried_at in (of_utf8, of_others):
            gains += tried_at(model, text, hot)
            waiting = shortlist(gains)
            for misread in waiting:  # which grows
                if misread in tried:
                    continue
                tried.add(misread)
                line = line or score.line_of(model, text)
                for candidate in _of_misread(model, line, misread, hot.number, known):
                    if candidate.refusal is None:
                        waiting += _fuller(text, candidate)
                        if not found:
                            waiting += twins(model, text, candidate.units, candidate.misread)
                        found = True
                    decided = decided or _is_plain(candidate, text)
                    yield candidate
            if decided:
                return  # UTF-8 is its own proof, and there is little else to explain
        if found:
            return


def _fuller(text: str, found: Candidate) -> Iterator[Misread]:
    """The same read in tables that differ in characters of a line which this one lacks.

    A window does not tell them apart where those stand elsewhere in the line.
    """
    written, encode = found.misread.written, encoder(found.misread.read)
    if written in EAST_ASIAN or written == "utf-8" or not encode.single:
        return
    lacking = {char for char in text if encode[char] == b"?" and char > "\x7f"}
    changed = {text[unit.start] for unit in found.units}
    for other in chains.misreads() if lacking else ():
        if other.written == written and other != found.misread:
            held = encoder(other.read)
            alike = all(held[char] == encode[char] for char in changed)
            if alike and any(held[char] != b"?" for char in lacking):
                yield other


def _is_plain(candidate: Candidate, text: str) -> bool:
    """Whether a candidate explains most of a line as UTF-8, beyond doubt."""
    if candidate.refusal is not None or candidate.misread.written != "utf-8":
        return False
    if candidate.gained.strict < PLAIN_BITS or candidate.gained.cost > LIKELY_OF_SIGNS:
        return False
    explained = sum(unit.end - unit.start for unit in candidate.units)
    return explained > PLAIN_SHARE * sum(char > "\x7f" for char in text)


@dataclass(frozen=True, slots=True)
class _Run:
    """A run of units, what it gains, and what it looks like, whatever misread gives the units."""

    units: tuple[Unit, ...]
    gained: Gains
    shape: Shape
    told: float  # bits that known words say for it


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
        against += ANOMALY * run.shape.left_odd - run.told
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


def _of_stretch(
    model: Model,
    text: str,
    units: Sequence[Unit],
    before: Sequence[int],
    enclosed: tuple[int | None, int | None],
) -> list[list[Unit]]:
    after = model.best(score.changed_pairs(text, units)[1])[1]
    told = typeset.told(text, units) | lexicon.told(text, units)
    found = best_runs(model, text, units, before, after, enclosed=enclosed, words=told)
    numbers = {unit.start: number for number, unit in enumerate(units)}
    ends = {
        numbers[start]: -bits
        for run in found
        for start, bits in better_left(model, text, run, after)
    }
    if found and (ends or sum(map(len, found)) < len(units)):
        # what was left is clean, and of a language of its own: what it is all of, and what the rest
        # is of, is told better now
        undone = [unit for run in found for unit in run]
        left, again = score.told_apart(model, text, units, undone)
        if ends or again != after or {*left} != {*before}:
            told = ends | told
            found = best_runs(model, text, units, left, again, enclosed=enclosed, words=told)
    return found


def _worth(model: Model, line: Line, runs: Iterable[Sequence[Unit]]) -> Iterator[_Run]:
    """Those of the runs that gain anything."""
    for run in runs:
        gained = score.gains(model, line, run)
        if gained.strict > 0 or gained.in_context > 0 or gained.whole > AS_A_WHOLE:
            told = sum(lexicon.told(line.text, run).values())
            yield _Run(tuple(run), gained, shape_of(line.text, run), told)
