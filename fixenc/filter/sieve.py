"""Which of many strings need a look: the gate, over many at once."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate

from fixenc.repair.damage.byte_pairs import HAN, anchors_in
from fixenc.repair.gate import look, patterns

# Bytes to each question mark, from which on it is faster to find them one by one than by a pattern.
FEW = 256
_FOLLOWING = frozenset(bytes((byte,)) for byte in b"?abcdefghijklmnopqrstuvwxyz")


def suspects(groups: Sequence[Iterable[str]]) -> list[int]:
    """The numbers of the groups that hold a string which ``is_suspicious``, or that might.

    >>> suspects([["clean"], ["also", "clean"], ["cafÃ©"]])
    [2]
    """
    texts = ["\n".join(group) for group in groups]
    ends = list(accumulate(len(text) + 1 for text in texts))
    return sorted({bisect_right(ends, place) for place in places("\n".join(texts))})


def lines(text: str) -> Iterator[tuple[int, int]]:
    """The lines of ``text`` that may be suspicious: where they begin, and where the next does.

    >>> list(lines("clean\\ncafÃ©\\nclean"))
    [(6, 12)]
    """
    end = 0
    for place in sorted(places(text)):
        if place >= end:
            start = text.rfind("\n", end, place) + 1 or end
            end = text.find("\n", place) + 1 or len(text)
            yield start, end


def asks(data: bytes) -> bool:
    """Whether ASCII has question marks where words or letters were, and may be suspicious.

    >>> asks(b"Is it? Yes."), asks(b"Caf?s")
    (False, True)
    """
    lost = _lost()
    find = data.find
    at = find(b"?")
    for _ in range(len(data) // FEW):
        if at < 0:
            return False
        # What follows tells nearly all of them, and faster than the pattern.
        if data[at + 1 : at + 2] in _FOLLOWING and lost.match(data, at):
            return True
        at = find(b"?", at + 1)
    return at >= 0 and lost.search(data, at) is not None


@cache
def _lost() -> re.Pattern[bytes]:
    return re.compile(patterns.LOST.pattern.encode())


def places(text: str) -> list[int]:
    """Places in ``text``, in code points, at least one in each line that ``is_suspicious``.

    The gate looks at lines, and at places between line breaks, so what surrounds a line cannot
    hide it; nor can it what surrounds a string whose lines stand among those of others.
    """
    found = [match.start() for match in patterns.LOST.finditer(text)] if "?" in text else []
    if text.isascii():
        return found
    close = look.excerpt(text)
    seen = [offset for offset, _ in look.lines_of(close, remains=True)]
    if HAN.search(text):
        seen += [match.start() for match in look.notes_in(close.text)]
        seen += anchors_in(close.text)
    return found + [close.home(place) for place in seen]
