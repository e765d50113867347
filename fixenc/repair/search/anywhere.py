"""Runs of characters of several bytes, begun and ended at any character.

Where text of two bytes a character was read in another such encoding, clean text of the same kind
may touch the garbled run, and what the bytes around the border make together is nobody's text. So
every character may begin to be undone, and the best path through the line says where it does.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from fixenc.model import Model
from fixenc.repair.gate.bound_wide import pairs_within
from fixenc.repair.undoing.align import Clusters, Unit
from fixenc.repair.undoing.borders import join
from fixenc.repair.undoing.runs import WIDE, narrowness

# (where from, in which state, what was undone): the step that reached a place in a state.
_Step = tuple[int, bool, Unit | None]


def runs_anywhere(
    model: Model,
    text: str,
    parts: Sequence[bytes],
    written: str,
    before: Sequence[int],
    after: int,
) -> list[list[Unit]]:
    """The runs of units worth undoing, by the best path through the characters.

    As ``score.runs``, but for units that may begin at any character. ``parts`` are the bytes of
    each in the encoding read; ``before`` and ``after`` the numbers of the languages of what is left
    and of what is undone. Linear in the length of ``text``.
    """
    size = len(text)
    clusters = Clusters(text, parts, written)
    costs = [[inf, inf] for _ in range(size + 1)]  # of the best paths to a place, left or undone
    last = [" "] * (size + 1)  # what the best undone path to a place ends in
    came: list[list[_Step | None]] = [[None, None] for _ in range(size + 1)]
    cost = model.lane(after).__getitem__
    usual_in = [model.lane(number) for number in {*before, after}]

    def reach(at: int, state: bool, bits: float, step: _Step, char: str) -> None:
        if bits < costs[at][state]:
            costs[at][state] = bits
            came[at][state] = step
            if state:
                last[at] = char

    costs[0][0] = 0.0
    for at, char in enumerate(text):
        shown = text[at - 1] if at else " "
        left, done = costs[at]
        pair = shown + char
        usual = min([lane[pair] for lane in usual_in])
        if char.isascii():
            # it belongs to either side
            reach(at + 1, False, left + usual, (at, False, None), char)
            reach(at + 1, True, done + cost(last[at] + char), (at, True, None), char)
            continue
        reach(at + 1, False, left + usual, (at, False, None), char)
        step = done + join(last[at], char) + cost(last[at] + char)
        reach(at + 1, False, step, (at, True, None), char)
        unit = clusters.at(at)
        if unit is None:
            continue
        new = unit.after.translate(WIDE)
        inside = sum(map(cost, pairs_within(new)))
        inside += narrowness(unit.after)
        begun = left + join(shown, new[0]) + cost(shown + new[0]) + inside
        reach(unit.end, True, begun, (at, False, unit), new[-1])
        on = done + cost(last[at] + new[0]) + inside
        reach(unit.end, True, on, (at, True, unit), new[-1])
    return _followed(text, came, costs[size][1] < costs[size][0])


def _followed(text: str, came: Sequence[Sequence[_Step | None]], state: bool) -> list[list[Unit]]:
    """The runs of the best path, followed back from its end."""
    found: list[list[Unit]] = []
    inside = False
    at = len(text)
    while (step := came[at][state]) is not None:
        at, was, unit = step
        if state and unit is not None and text[unit.start : unit.end] != unit.after:
            if not found or not inside:
                found.append([])
            found[-1].append(unit)
            inside = True
        if state and not was:
            inside = False
        state = was
    return [run[::-1] for run in reversed(found)]
