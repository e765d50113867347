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

from fixenc import chains
from fixenc.chains import Misread
from fixenc.model import Model
from fixenc.repair.deciding import compatibility, fluent, typeset, words
from fixenc.repair.deciding.decide import is_unproven, of_controls, why_not
from fixenc.repair.deciding.shape import Shape, shape_of
from fixenc.repair.lists import lexicon
from fixenc.repair.search.anywhere import runs_anywhere
from fixenc.repair.search.candidate import Candidate, of_case, of_lone_marks
from fixenc.repair.search.ends import better_left
from fixenc.repair.search.heat import heats
from fixenc.repair.search.twins import twins
from fixenc.repair.search.whole_lines import is_plain
from fixenc.repair.search.windows import (
    DOUBLE_BYTE,
    of_others,
    of_utf8,
    shortlist,
)
from fixenc.repair.undoing import score
from fixenc.repair.undoing.align import Unit, align, encoder, substitution
from fixenc.repair.undoing.borders import CLASS_OF_UNSPACED
from fixenc.repair.undoing.by_reader import HEAT
from fixenc.repair.undoing.families import EAST_ASIAN, family, prior
from fixenc.repair.undoing.runs import best_runs
from fixenc.repair.undoing.score import Gains, Line

# Bits against a candidate, besides its prior, when candidates are compared: for each character that
# no one would write where it comes to stand (аЯгына), and for each distinct one of the line that it
# does not explain: that its reader lacks, or that it leaves as it is. Twins such as cp1251 and
# mac-cyrillic differ in little else.
ANOMALY = 10.0
CERTAIN = 15.0  # bits for signs of UTF-8 that no one writes: ¬µm is µm sooner than ČÁm
AS_A_WHOLE = 20.0  # bits over a line whose changed letters are likelier left: Donít worry ñ itís
UNEXPLAINED, MOST_UNEXPLAINED = 3.0, 4

# UTF-8 is tried before all else where it explains so much of what is hot there. Once a candidate of
# so many bits explains all that is not ASCII in a line, none is tried that explains so many fewer
# where the line is hottest.
PROMISING = 0.5
SETTLED, BEHIND = 60.0, 40.0


@cache  # Python takes 3 ms to compile these classes
def _word() -> re.Pattern[str]:
    """A word of alphabets, or a character of a script in which words cannot be told apart."""
    return re.compile(rf"[^\W\d_{CLASS_OF_UNSPACED}]+|[{CLASS_OF_UNSPACED}]")


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
        settled: _Settled | None = None
        gains: list[tuple[float, Misread]] = []
        for tried_at in (of_utf8, of_others):
            gains += tried_at(model, text, hot)
            waiting = _fullest_first(text, shortlist(gains))
            if tried_at is of_utf8 and waiting and waiting[0][0] < PROMISING * hot.bits:
                continue  # something else may explain more
            for bits, misread in waiting:  # which grows
                if misread in tried or (settled and settled.is_far_better(bits, misread)):
                    continue
                tried.add(misread)
                line = line or score.line_of(model, text)
                for candidate in _of_misread(model, line, misread, hot.number, known):
                    if candidate.refusal is None:
                        more = [*_fuller(text, candidate)]
                        if not found:
                            more += twins(model, text, candidate.units, candidate.misread)
                        waiting += ((bits, other) for other in more)
                        found = True
                        settled = settled or _settled(text, candidate, bits)
                    decided = decided or is_plain(candidate, text)
                    yield candidate
            if decided:
                return  # UTF-8 is its own proof, and there is little else to explain
        if found:
            return


def _fullest_first(
    text: str, tried: Iterable[tuple[float, Misread]]
) -> list[tuple[float, Misread]]:
    """Misreads by what they gain, then by how few characters of ``text`` their reader lacks."""
    chars = {char for char in text if char > "\x7f"}
    return sorted(
        tried,
        key=lambda found: (
            -found[0],
            sum(encoder(found[1].read)[char] == b"?" for char in chars),
            prior(found[1]),
        ),
    )


@dataclass(frozen=True, slots=True)
class _Settled:
    """What explains all of a line, by far: its misread, and what that gains where it is hottest."""

    misread: Misread
    bits: float
    chars: frozenset[str]  # those of the line beyond ASCII

    def is_far_better(self, bits: float, other: Misread) -> bool:
        """Whether another misread that gains ``bits`` there need not be tried.

        It gains much less, or the same of fewer characters.
        """
        if bits < self.bits - BEHIND:
            return True
        if other.written != self.misread.written:
            return False
        own, held = encoder(self.misread.read), encoder(other.read)
        lacking = {char for char in self.chars if held[char] == b"?"}
        return bool(lacking) and all(held[char] == own[char] for char in self.chars - lacking)


def _settled(text: str, found: Candidate, bits: float) -> _Settled | None:
    """What a candidate settles that gains ``bits`` where the line is hottest."""
    if found.rank < SETTLED:
        return None
    table = substitution(found.misread)
    held = encoder(found.misread.read)
    undone = {at for unit in found.units for at in range(unit.start, unit.end)}
    left = {char for at, char in enumerate(text) if char > "\x7f" and at not in undone}
    # some characters are the same in both encodings: dashes and quotation marks, mostly
    if left and (table is None or any(ord(c) in table or held[c] == b"?" for c in left)):
        return None
    return _Settled(found.misread, bits, frozenset(char for char in text if char > "\x7f"))


def _fuller(text: str, found: Candidate) -> Iterator[Misread]:
    """The same read in tables that differ in characters of a line which this one lacks.

    A window does not tell them apart where those stand elsewhere in the line.
    """
    written, encode = found.misread.written, encoder(found.misread.read)
    if written in EAST_ASIAN or not encode.single:
        return
    lacking = {char for char in text if encode[char] == b"?" and char > "\x7f"}
    changed = {char for unit in found.units for char in text[unit.start : unit.end]}
    for other in chains.misreads() if lacking else ():
        if other.written == written and other != found.misread:
            held = encoder(other.read)
            alike = all(held[char] == encode[char] for char in changed)
            if alike and any(held[char] != b"?" for char in lacking):
                yield other


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
        known[key] = tuple(_worth(model, line, runs, utf8))
    changing = {text[u.start : u.end] for u in units}
    for run in known[key]:
        left = changing - {text[u.start : u.end] for u in run.units}
        against = prior(misread) + of_controls(run.shape, misread)
        against += ANOMALY * run.shape.left_odd - run.told
        case = of_case(text, run.units)
        against += case + of_lone_marks(text, run.units)
        if utf8 and run.shape.in_rows == 1.0 and (run.shape.certain or run.shape.lone_signs):
            against -= CERTAIN
        against += UNEXPLAINED * min(MOST_UNEXPLAINED, len(lacking) + len(left))
        refusal = why_not(run.shape, misread, run.gained)
        if refusal is not None and is_unproven(refusal, misread):
            if utf8:
                told = lexicon.are_known(text, run.units)
            else:
                told = words.tell(model, text, run.units, run.shape, run.gained, prior(misread))
            refusal = None if told else refusal
        if refusal is None and typeset.are_in_place(text, run.units):
            refusal = "signs stand as those of numbers and measures do"
        if refusal is None and compatibility.are_typed(model, text, run.units):
            refusal = "characters are as likely as they were typed"
        if refusal is None:
            refusal = fluent.why_not(model, text, run.units, run.shape, family(misread))
        yield Candidate(misread, run.units, run.gained, refusal, against, case)


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
    told = typeset.told(text, units) | lexicon.told(text, units) | typeset.stays(text, units)
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


def _worth(
    model: Model, line: Line, runs: Iterable[Sequence[Unit]], several: bool
) -> Iterator[_Run]:
    """Those of the runs that gain anything; ``several`` characters make one where it is UTF-8."""
    for run in runs:
        gained = score.gains(model, line, run)
        if gained.strict > 0 or gained.in_context > 0 or gained.whole > AS_A_WHOLE:
            told = sum(lexicon.told(line.text, run).values())
            told += lexicon.told_of_utf8(line.text, run) if several else 0.0
            yield _Run(tuple(run), gained, shape_of(line.text, run), told)
