"""Which of many strings need a look: the gate, over many at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fixenc.repair.gate import is_suspicious

# Into how many parts a stretch with something in it is split.
FAN = 8


def suspects(groups: Sequence[Iterable[str]]) -> list[int]:
    """The numbers of the groups that hold a string which ``is_suspicious``, or that might.

    The gate looks at lines, and its other signs only grow in number with the text around them; so
    where it passes the strings of many groups joined by line breaks, it passes each of them.

    >>> suspects([["clean"], ["also", "clean"], ["cafÃ©"]])
    [2]
    """
    texts = ["\n".join(group) for group in groups]
    found: list[int] = []
    ranges = [(0, len(texts))]
    while ranges:
        start, end = ranges.pop()
        if start == end or not is_suspicious("\n".join(texts[start:end])):
            continue
        if end - start == 1:
            found.append(start)
            continue
        step = -(-(end - start) // FAN)
        ranges += [(at, min(at + step, end)) for at in range(start, end, step)]
    return sorted(found)
