"""The gate: what makes clean text cheap.

Nothing that the gate passes over is ever looked at again, so it must let through every text that a
finder would repair; the finders take their lines from here, so they agree by construction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_HIGH = re.compile("[^\x00-\x7f]")
BLOCK = 2000  # code points of a line that are looked at together; a longer line is cut


def is_suspicious(text: str) -> bool:
    """Whether any finder might repair something; False promises that nothing would change.

    >>> is_suspicious("plain text"), is_suspicious("naÃ¯ve")
    (False, True)
    """
    return not text.isascii() or "?" in text


def lines_to_look_at(text: str) -> Iterator[tuple[int, str]]:
    """The lines of ``text`` that might hold misread text, with their offsets in code points.

    Lines end at ``\\n`` alone, which is not part of them; a very long one comes in blocks.
    """
    at = 0
    while match := _HIGH.search(text, at):
        start = max(text.rfind("\n", 0, match.start()) + 1, at)
        end = text.find("\n", match.start())
        end = len(text) if end < 0 else end
        yield from _blocks(text, start, end)
        at = end


def _blocks(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    while start < end:
        stop = min(end, start + BLOCK)
        if stop < end:
            space = text.rfind(" ", start + BLOCK // 2, stop)
            stop = space + 1 if space > 0 else stop
        yield start, text[start:stop]
        start = stop
