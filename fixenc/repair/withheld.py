"""Edits that the policy withheld, at the places that the report counts in: those of the input."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from fixenc.spans import Edit


def carried_back(edits: Sequence[Edit], withheld: Iterable[Edit]) -> tuple[Edit, ...]:
    """``withheld``, which are edits of the text that the set ``edits`` gave, as edits of the input.

    In order. Those that overlap one of ``edits`` are left out: they are of a text that neither the
    input nor the output holds. Linear but for the sorting.

    >>> made = (Edit(0, 2, "Ã©", "é"),)
    >>> [(edit.start, edit.before) for edit in carried_back(made, [Edit(3, 5, "Ð¶", "ж")])]
    [(4, 'Ð¶')]
    """
    found: list[Edit] = []
    shift = number = 0  # the code points that the edits before a place took away; how many edits
    for other in sorted(withheld, key=lambda edit: (edit.start, edit.end)):
        while number < len(edits):
            edit = edits[number]
            if edit.start - shift + len(edit.after) > other.start:
                break
            shift += len(edit.before) - len(edit.after)
            number += 1
        if number < len(edits) and edits[number].start - shift < other.end:
            continue
        found.append(replace(other, start=other.start + shift, end=other.end + shift))
    return tuple(found)
