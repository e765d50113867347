"""What known words say of text whose letters may be missing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fixenc.repair.finders.lost.absent import UNKNOWN
from fixenc.repair.lists import lexicon
from fixenc.spans import Edit

_GAP = re.compile(r"[^\W\d_] [ ,.;:!?)]")
TELLING = 5  # letters of a known word that is hardly a piece of another


def are_known(line: str, exact: Sequence[Edit]) -> bool:
    """Whether all that edits bring back is known words, so that no letter is missing there."""
    words = [word for edit in exact for word in lexicon.WORD.findall(edit.after)]
    if not all(len(word) < lexicon.SHORTEST or lexicon.knows(word) for word in words):
        return False
    # short ones may be pieces: р бот ет is работает
    if any(_GAP.search(edit.after + line[edit.end : edit.end + 2]) for edit in exact):
        return False  # of two spaces, or before a stop, one may be the last letter
    telling = sum(len(word) for word in words if len(word) >= TELLING)
    return 2 * telling > sum(map(len, words))


def unknown(text: str) -> float:
    """The bits against the words beyond ASCII of a text that are not known.

    >>> unknown("по времени"), unknown("по времеи")
    (0.0, 6.0)
    """
    words = (word for word in lexicon.WORD.findall(text) if not word.isascii())
    return UNKNOWN * sum(not lexicon.knows(w) for w in words if len(w) >= lexicon.SHORTEST)
