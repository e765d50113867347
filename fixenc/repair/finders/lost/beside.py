"""Clean text beside a run, whose letters the reader of the run holds as well.

A search goes on over what it cannot undo, so clean words may be in it; what would come of them is
holes and letters of several scripts.
"""

from __future__ import annotations

from fixenc import model
from fixenc.model import pairs_of
from fixenc.repair.finders.lost.islands import has_mark
from fixenc.repair.finders.lost.moves import HOLE, PER_HOLE
from fixenc.repair.finders.lost.states import Reading
from fixenc.repair.undoing.borders import FIRST_CJK


def is_likelier_left(shown: str, reading: Reading) -> bool:
    """Whether a stretch without a mark of lost bytes is likelier as it is than with holes or fills.

    What can be undone without either is not asked about. Linear in the length of the stretch.

    >>> is_likelier_left("желай ", Reading(0.0, "�ا֧ݧѧ� ", (0, 5)))
    True
    >>> is_likelier_left("иґў ", Reading(0.0, "财 ", (0,)))
    False
    >>> is_likelier_left("вЂ?", Reading(0.0, "�", (0,)))
    False
    """
    if not reading.filled or has_mark(shown) or shown.isascii():
        return False
    text, holes = reading.text, reading.text.count(HOLE)
    if holes and all(c < "\x80" or c == HOLE or i in reading.filled for i, c in enumerate(text)):
        return True  # nothing is had back
    if any(char >= FIRST_CJK for char in shown):
        return False  # ideographs by chance make as good a text
    return _bits(shown) > _bits(text.replace(HOLE, "")) - PER_HOLE * holes


def _bits(text: str) -> float:
    """The log2 probability of a text in the language that fits it best."""
    return model.load().best(pairs_of(text))[0]
