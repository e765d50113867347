"""By how much a run of undone units beats those that begin or end elsewhere nearby, in bits.

What is wrong with a repair is often where it begins or ends: a word too far, or a letter too soon.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fixenc.chains import Misread
from fixenc.model import Model
from fixenc.repair.gate.bound_wide import pairs_within
from fixenc.repair.undoing.align import Unit, decoder, encoder
from fixenc.repair.undoing.borders import BORDER_OF_SENTENCE, border_within
from fixenc.repair.undoing.runs import WIDE, narrowness
from fixenc.repair.undoing.score import undo_units

AROUND = 16  # code points beside a run that its signs take in
NEAREST = 2  # units beside a border that its bits are counted with, however far
FARTHEST = 24  # code points by which a word at a border is looked for
FREE = 40.0  # bits of a border that could be nowhere else


def border(model: Model, line: str, units: Sequence[Unit], misread: Misread) -> float:
    """Bits by which a run beats those that begin or end elsewhere nearby; at most ``FREE``.

    Elsewhere is a character or a word on either side of where it does. What is left is of the
    language of the text beside the run or of the run's own, which need not be the same.
    """
    best = FREE
    for side in (_beginnings, _ends):
        cuts = side(line, units, misread)
        chosen = next(cuts)
        run = model.best(pairs_within(chosen.run))[1]
        told = any(map(str.isalpha, chosen.left))
        left = model.best(pairs_within(chosen.left))[1] if told else run
        least = _cost_of(model, chosen, left, run)
        best = min([best, *(_cost_of(model, cut, left, run) - least for cut in cuts)])
    return best


@dataclass(frozen=True, slots=True)
class _Cut:
    """The text around a border: what is left and what is undone, which share a character.

    ``due`` is what a border there costs, in bits.
    """

    left: str
    run: str
    due: float


def _cost_of(model: Model, cut: _Cut, left: int, run: int) -> float:
    pairs = list(pairs_within(cut.left))
    outside = min(sum(map(model.lane(number).__getitem__, pairs)) for number in {left, run})
    inside = sum(map(model.lane(run).__getitem__, pairs_within(cut.run.translate(WIDE))))
    return outside + inside + narrowness(cut.run) + cut.due


def _beginnings(line: str, units: Sequence[Unit], misread: Misread) -> Iterator[_Cut]:
    """The run's beginning, and others nearby."""
    start = units[0].start
    near = [u for u in units[: AROUND + 1] if u.end <= start + AROUND]
    if len(near) < NEAREST:
        near = list(units[:NEAREST])
    stop = near[-1].end
    outer = max(0, start - AROUND - FARTHEST)

    def cut(begin: int, text: str) -> _Cut:
        left = " " + line[outer:begin]
        due = _due_before(line, outer, begin)
        if text[:1].isupper() and text[1:2].islower() and not left[-1].isalnum():
            due = BORDER_OF_SENTENCE
        return _Cut(left, left[-1] + text, due)

    yield cut(start, _part(line, start, stop, near))
    for number in {1, _first_word(line, near)}:
        if number < len(near):
            begin = near[number].start
            yield cut(begin, _part(line, begin, stop, near[number:]))
    before = line[outer:start]
    for size in {1, 2, 3, len(before) - 1 - before.rstrip(" ").rfind(" ")}:
        part = before[-size:] if 0 < size <= len(before) else ""
        undone = _read_otherwise(part, misread)
        if undone:
            yield cut(start - size, undone + _part(line, start, stop, near))


def _ends(line: str, units: Sequence[Unit], misread: Misread) -> Iterator[_Cut]:
    """The run's end, and others nearby."""
    end = units[-1].end
    near = [u for u in units[-AROUND - 1 :] if u.start >= end - AROUND]
    if len(near) < NEAREST:
        near = list(units[-NEAREST:])
    begin = near[0].start
    outer = min(len(line), end + AROUND + FARTHEST)

    def cut(stop: int, text: str) -> _Cut:
        return _Cut(text[-1:] + line[stop:outer] + " ", text, _due_behind(line, stop, outer))

    yield cut(end, _part(line, begin, end, near))
    for number in {1, _last_word(line, near)}:
        if number < len(near):
            rest = near[: len(near) - number]
            yield cut(rest[-1].end, _part(line, begin, rest[-1].end, rest))
    after = line[end:outer]
    word = (after.find(" ", len(after) - len(after.lstrip(" "))) + 1 or len(after) + 1) - 1
    for size in {1, 2, 3, word}:
        undone = _read_otherwise(after[:size] if 0 < size <= len(after) else "", misread)
        if undone:
            yield cut(end + size, _part(line, begin, end, near) + undone)


def _due_before(line: str, outer: int, at: int) -> float:
    """What a border costs somewhere in the ASCII text before a place."""
    start = at
    while start > outer and line[start - 1].isascii():
        start -= 1
    return BORDER_OF_SENTENCE if not start else border_within(line[start:at])


def _due_behind(line: str, at: int, outer: int) -> float:
    """What a border costs somewhere in the ASCII text behind a place."""
    end = at
    while end < outer and line[end].isascii():
        end += 1
    return BORDER_OF_SENTENCE if end == len(line) else border_within(line[at:end])


def _part(line: str, start: int, end: int, units: Sequence[Unit]) -> str:
    """``line[start:end]`` with units undone."""
    inner = [Unit(u.start - start, u.end - start, u.after) for u in units]
    return undo_units(line[start:end], inner)


def _first_word(line: str, units: Sequence[Unit]) -> int:
    """How many units the first word of a run has."""
    number = 1
    while number < len(units) and " " not in line[units[number - 1].end : units[number].start]:
        number += 1
    return number


def _last_word(line: str, units: Sequence[Unit]) -> int:
    """How many units the last word of a run has."""
    number = 1
    while number < len(units) and " " not in line[units[-number - 1].end : units[-number].start]:
        number += 1
    return number


def _read_otherwise(part: str, misread: Misread) -> str:
    """What a piece of clean text would be if it were garbled too; empty when it cannot be."""
    if part.isascii():
        return ""
    encode = encoder(misread.read)
    codes = [encode[char] for char in part]
    if any(code == b"?" and char != "?" for code, char in zip(codes, part, strict=True)):
        return ""
    undone = decoder(misread.written)[b"".join(codes)]
    return "" if undone == part else undone
