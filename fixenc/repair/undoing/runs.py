"""The runs of a line that are worth undoing: the best path through its units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from math import inf
from operator import add
from types import MappingProxyType
from unicodedata import normalize

from fixenc.model import Model
from fixenc.repair.undoing.align import Unit
from fixenc.repair.undoing.borders import (
    BORDER,
    BORDER_OF_SENTENCE,
    CAPITAL,
    FIRST_BEYOND_LATIN,
    FIRST_CJK,
    alike,
    begins_sentence,
    border,
    border_between,
)
from fixenc.repair.undoing.score import PART, small

STRANGE = 8  # code points of ASCII between units that may be of another language than a run

_NO_WORDS: Mapping[int, float] = MappingProxyType({})


def best_runs(
    model: Model,
    text: str,
    units: Sequence[Unit],
    before: Sequence[int],
    after: int,
    *,
    enclosed: tuple[int | None, int | None] = (None, None),
    words: Mapping[int, float] = _NO_WORDS,
) -> list[list[Unit]]:
    """The runs of units worth undoing, by the best path through the line (Viterbi).

    Each unit is undone or left; undone it costs what its characters cost in the language numbered
    ``after``, left what they cost there or in ``before``, the line's own, and every border between
    the two costs more. ``enclosed`` says where a word that was left for sure ends before the first
    unit, and where one begins after the last; ``words``, by the number of a unit, what known words
    say: bits for undoing it, below zero for leaving it. Linear in the units.
    """
    both = tuple({*before, after})
    first, final = units[0], units[-1]
    opened = closed = 0.0
    if enclosed[0] is not None:
        between = text[enclosed[0] : first.start]
        opened = border(between, text[enclosed[0] - 1], first.after[:1])
        if not between and not alike(text[first.start - 1], text[first.start]):
            opened = BORDER  # the garble stands out from the clean letters that it touches
    if enclosed[1] is not None:
        between = text[final.end : enclosed[1]]
        closed = border(between, final.after[-1:], text[enclosed[1]])
        if not between and not alike(text[final.end - 1], text[final.end]):
            closed = BORDER
    costs = (0.0, opened)  # of the best paths whose last unit is left, undone
    came: list[tuple[bool, bool]] = []  # was the unit before undone, if this one is left, undone?
    last: Unit | None = None
    plain = _Plain(model, text, both, after)
    for number, unit in enumerate(units):
        left, done = _steps(model, text, last, unit, costs, both, (after,))
        if last is not None and last.after[-1] >= FIRST_BEYOND_LATIN:
            done[1] += plain.strangeness(last.end, unit.start)
        if number in words:
            told = words[number]
            left = [bits + max(0.0, told) for bits in left]
            done = [bits + max(0.0, -told) for bits in done]
        if last is None:
            left[1] = done[0] = inf  # the first unit starts where it is
        else:
            closing = border_between(text, last, unit, last.after[-1:], text[unit.start])
            left[1] += closing
            # what stands between two units is the same in both
            opening = (
                closing
                if last.end < unit.start
                else border_between(text, last, unit, text[last.end - 1], unit.after[:1])
            )
            if opening == BORDER and (
                begins_sentence(text, units, number) or CAPITAL.search(text, last.end, unit.start)
            ):
                opening = BORDER_OF_SENTENCE
            done[0] += opening
        came.append((left[1] < left[0], done[1] <= done[0]))
        costs = (min(left), min(done))
        last = unit
    costs = (costs[0], costs[1] + closed)
    return _chosen(units, came, costs[1] < costs[0])


class _Plain:
    """The ASCII text between units: what it costs a run to be said to reach across it."""

    def __init__(self, model: Model, text: str, numbers: Sequence[int], after: int) -> None:
        self._model, self._text = model, text
        self._others = [number for number in numbers if number != after]
        self._after = after

    def strangeness(self, start: int, end: int) -> float:
        """Bits by which a text fits the line's language better than the run's; ``BORDER`` at most.

        Short ones are of no language.
        """
        if not self._others or end - start < STRANGE:
            return 0.0
        text = self._text[start : min(end, start + PART)]
        pairs = [*map(add, text, text[1:])]
        own, *others = (
            sum(map(self._model.lane(number).__getitem__, pairs))
            for number in (self._after, *self._others)
        )
        least = min(others)
        return max(0.0, min(BORDER, own - least))


def _chosen(
    units: Sequence[Unit], came: Sequence[tuple[bool, bool]], state: bool
) -> list[list[Unit]]:
    """The runs of undone units, the path followed back from its end."""
    found: list[list[Unit]] = []
    was = False
    for unit, (from_undone_if_left, from_undone_if_done) in zip(
        reversed(units), reversed(came), strict=True
    ):
        if state:
            if was:
                found[-1].append(unit)
            else:
                found.append([unit])
        was, state = state, from_undone_if_done if state else from_undone_if_left
    return [run[::-1] for run in reversed(found)]


def _steps(
    model: Model,
    text: str,
    last: Unit | None,
    unit: Unit,
    costs: tuple[float, float],
    both: tuple[int, ...],
    after: tuple[int, ...],
) -> tuple[list[float], list[float]]:
    """What the best paths cost with a unit left, and undone, if the one before is left or undone.

    ``costs`` is what they cost so far.
    """
    start, end, new = unit
    shown = text[start - 1] if start else " "
    lefts = [shown, last.after[-1]] if last is not None and last.end == start else [shown]
    right = text[end : end + 1]
    if not right.isascii():  # a unit of its own, or clean: the step onto it counts there
        right = ""
    behind = text[end : end + 2]
    found: list[list[float]] = []
    for chars, undone, numbers in ((text[start:end], False, both), (new, True, after)):
        single = len(chars) == 1 and chars.isalpha()
        steps = []
        for left in lefts:
            bits = _cost_between(model, left, chars, right, undone, numbers)
            if single:
                bits += _oddly_placed(left, chars, behind)
            steps.append(bits)
        found.append([costs[0] + steps[0], costs[1] + steps[-1]])
    return found[0], found[1]


@lru_cache(maxsize=1 << 14)  # what stands there stays as it is in all misreads but one
def _cost_between(
    model: Model, left: str, chars: str, right: str, undone: bool, numbers: tuple[int, ...]
) -> float:
    """The cost of characters between two others, in the language of these in which it is least."""
    odd = _odd(left, chars[0]) + _odd(chars[-1], right)
    pairs = left + chars + right
    if undone:
        pairs = pairs.translate(WIDE)
        odd += narrowness(chars)
    return odd + min(_cost(model, pairs, number) for number in numbers)


# Bits against letters that touch an ASCII letter, which stays as it is, as no one would write them:
# a capital behind a small letter, or another script. Marks that stand rightly before a word (‘We,
# 7 °C) are thus not taken for letters.
ODD_NEIGHBOURS = 12.0


def _odd(left: str, right: str) -> float:
    """The bits against two characters that touch, if one of them is an ASCII letter."""
    if left.isascii() == right.isascii() or not (left.isalpha() and right.isalpha()):
        return 0.0
    other = right if left.isascii() else left
    if other >= "\u0370" and not "\u1e00" <= other <= "\u1eff":
        return ODD_NEIGHBOURS
    return ODD_NEIGHBOURS if left.islower() and right.isupper() else 0.0


# Bits against a letter by itself, and against two capitals before a small letter (ÇNuk): pairs of
# characters do not show either.
ALONE, TWO_CAPITALS = 5.0, 8.0


def _oddly_placed(left: str, char: str, behind: str) -> float:
    if char.isupper() and len(behind) == 2 and behind[0].isupper() and behind[1].islower():
        return TWO_CAPITALS
    beside = left + behind[:1]
    return 0.0 if char >= FIRST_CJK or any(map(str.isalnum, beside)) else ALONE


# Bits a character by which a run in small letters must be likelier than in its own case. Misreads
# that swap the case make capitals of a text; those are not to cost a run its words.
CASE = 1.0


# Half-width katakana as the usual ones (Unicode's decompositions). Clean text has them in names and
# notices alone, so that the model finds them unlikely; garbled text is left for that otherwise.
WIDE = {code: normalize("NFKC", chr(code)) for code in range(0xFF66, 0xFF9E)}
NARROW = 4.0  # bits that one costs besides


def narrowness(text: str) -> float:
    """What the half-width katakana of a text cost besides."""
    return NARROW * sum("\uff66" <= char <= "\uff9d" for char in text)


def _swaps(chars: str) -> bool:
    """Whether a capital follows a small letter."""
    return any(a.islower() and b.isupper() for a, b in pairwise(chars))


def _cost(model: Model, chars: str, number: int) -> float:
    """The cost of all but the first character, in its letter case or in small letters."""
    cost = model.lane(number).__getitem__
    own = sum(map(cost, map(add, chars, chars[1:])))
    respelt = small(chars)
    if respelt == chars or _swaps(chars):
        return own
    other = sum(map(cost, map(add, respelt, respelt[1:])))
    return min(own, other + CASE * len(chars))
