"""How the paragraphs of a page stand: how far apart, and whether the items of a list end alike."""

from __future__ import annotations

import re
from collections import Counter
from math import log2

from fixenc.repair.damage.byte_pairs import HOLES

ALIKE = 10.0  # bits; an item of a list ends as the next one does
# How many newlines stand between paragraphs, one, two, more, before a page says otherwise.
_USUAL = (0.7, 0.29, 0.01)
_GAP = re.compile(f"(?<![{HOLES}\n])\n+")  # behind a hole one may be lost
_FULL = str.maketrans(";:!?,", "；：！？，")
_TAGS = re.compile("<[^<>]{0,200}+>|[ \t\r]")


class Layout:
    """What one text shows of its paragraphs; positions count code points."""

    __slots__ = ("_gaps", "_text", "_total")

    def __init__(self, text: str) -> None:
        self._text = text
        self._gaps = Counter(map(len, _GAP.findall(text)))
        self._total = self._gaps.total() + 1

    def gap(self, newlines: int) -> float:
        """The bits that it costs that two paragraphs are so many newlines apart; 0 for none.

        >>> layout = Layout("上\\n\\n中\\n\\n下")
        >>> layout.gap(2) < 1 < layout.gap(1), layout.gap(0)
        (True, 0.0)
        """
        if not newlines:
            return 0.0
        usual = _USUAL[min(newlines, len(_USUAL)) - 1]
        return -log2((self._gaps[newlines] + usual) / self._total)

    def newlines(self, at: int) -> int:
        """How many newlines stand in a row at a place; 0 at the end of the text."""
        end = at
        while self._text.startswith("\n", end):
            end += 1
        return end - at if end < len(self._text) else 0

    def alike(self, at: int, mark: str) -> bool:
        """Whether ；or ， ends the paragraph around ``at`` because it is an item of a list.

        The items of a list end alike, and a colon stands before the first.
        """
        if mark not in "；，":
            return False
        start = self._text.rfind("\n", 0, at)
        while start > 0:
            end, start = start, self._text.rfind("\n", 0, start)
            before = _last(self._text[start + 1 : end])
            if before:
                if before not in (mark, "："):
                    return False
                break
        start = self._text.find("\n", at)
        while 0 <= start < len(self._text) - 1:
            end = self._text.find("\n", start + 1)
            following = _last(self._text[start + 1 : end if end >= 0 else len(self._text)])
            if following:
                return following == mark
            start = end
        return False


def _last(paragraph: str) -> str:
    """The last character of a paragraph, tags and spaces aside, full-width; "" for none."""
    return _TAGS.sub("", paragraph[-400:])[-1:].translate(_FULL)
