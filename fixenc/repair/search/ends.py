"""The first and the last word of a run, which may be clean text that stands beside it.

A run is found in the languages of its line. A clean word next to it may be of whatever language,
and would be undone only because its neighbours are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fixenc.model import Model
from fixenc.repair.deciding.words import cost_of
from fixenc.repair.undoing.align import Unit
from fixenc.repair.undoing.score import undo_units

MOST = 15.0  # bits by which a word is likelier left, at most
SHORTEST, LONGEST = 2, 24  # code points of a word


def better_left(
    model: Model, text: str, run: Sequence[Unit], number: int
) -> Iterator[tuple[int, float]]:
    """The words at the ends of a run that are likelier as they are, in whatever language.

    Each by where its first unit starts, and the bits by which it is, ``MOST`` at most. ``number``
    is that of the language of what the run becomes. Takes constant time.
    """
    for at in {0, len(run) - 1}:
        start, end, units = _word(text, run, at)
        if not SHORTEST <= end - start <= LONGEST:
            continue
        before = text[start:end]
        after = undo_units(before, [Unit(u.start - start, u.end - start, u.after) for u in units])
        bits = cost_of(model, after, number) - cost_of(model, before, number)
        if bits > 0.0:
            yield units[0].start, min(MOST, bits)


def _word(text: str, run: Sequence[Unit], at: int) -> tuple[int, int, Sequence[Unit]]:
    """Where the word around a unit begins and ends, and its units; no further than is of use.

    It is made of letters, and of whatever else the run changes.
    """
    first, last = at, at
    start, end, _ = run[at]
    while end - start <= LONGEST:
        if first and run[first - 1].end == start:
            first -= 1
            start = run[first].start
        elif start and text[start - 1].isalpha():
            start -= 1
        else:
            break
    while end - start <= LONGEST:
        if last + 1 < len(run) and run[last + 1].start == end:
            last += 1
            end = run[last].end
        elif text[end : end + 1].isalpha():
            end += 1
        else:
            break
    return start, end, run[first : last + 1]
