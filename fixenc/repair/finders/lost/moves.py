"""Steps of the search over the garble, and what the events in them cost."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TypeVar

from fixenc.repair.finders.lost.memory import Kept

K = TypeVar("K")

HOLE = "\ufffd"
PER_HOLE = 20.0  # bits that a hole costs a text: as much as an unlikely character
MARK = b"\xff\xff"  # stands for the bytes of a mark: unknown
NEXT = -1  # index of the character that bytes are the start of, where they give none by themselves

# Bits that events cost. They only have to keep what is rare from what is common: holes filled from
# 900 sentences are the same with any of them halved or doubled, but for BROKEN.
UNKNOWN = 20.0  # a character that is not known, as one of its language
BROKEN = 40.0  # characters beyond recovery; with 15, good readings of rare words are given up
PASSED = 14.0  # a character stands there as it was written, amid garble
VANISHED = 5.0  # bytes vanished without a mark
UNMARKED = 15.0  # so they did where other bytes of the line left one
STRIPPED = 10.0  # so did the mark for the odd byte of a pair, with the step of all that follows
SUNK = 2.0  # so did a pair that the reader takes for a character of private use
COLLAPSED = 7.0  # the no-break space and a space became one
# A byte vanished before a space, which it may be itself; where a reader shows one for no byte, all
# that may stand there costs as much.
NOT_THE_SPACE = 4.0
UNSEEN = 6.0  # a no-break space vanished, where it usually becomes a plain one
# The reader's mark replaced one byte and spared the next: most that write ``?`` never do.
SPARED, SPARED_BY_QUESTION = 3.0, 16.0
GENUINE = 30.0  # a mark amid the garble stands for itself
WHOLE = 4.0  # nothing is left of a character
UNEATEN = 12.0  # a mark that usually spares what follows did not


class Move(NamedTuple):
    """A step over ``width`` characters of the garble.

    ``filled`` are the indices into ``text`` of what was inferred, or ``NEXT``; ``tail`` holds the
    characters of which one follows, lost too.
    """

    rest: bytes
    text: str
    bottom: str
    bits: float
    filled: tuple[int, ...] = ()
    tail: str = ""
    width: int = 1


def spared(mark: str) -> float:
    """The bits for what comes after a mark to be spared."""
    return {HOLE: 0.0, "?": SPARED_BY_QUESTION}.get(mark, SPARED)


_EACH = 3  # answers that a move takes the room of


def keep_moves(kept: Kept[K, tuple[Move, ...]], key: K, moves: Iterable[Move]) -> tuple[Move, ...]:
    """Keep moves by what was asked, and give them back."""
    found = tuple(moves)
    return kept.keep(key, found, 1 + _EACH * len(found))
