"""Edits that the policy withheld, at the places that the report counts in: those of the input."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fixenc.spans import Edit, growth, moved


def carried_back(edits: Iterable[Edit], withheld: Iterable[Edit]) -> Iterator[Edit]:
    """``withheld``, which are edits of the text that the set ``edits`` gave, as edits of the input.

    Both are in order. Those that overlap one of ``edits`` are left out: they are of a text that
    neither the input nor the output holds. Linear; no more than one of each is held at once.

    >>> made = (Edit(0, 2, "Ã©", "é"),)
    >>> [(edit.start, edit.before) for edit in carried_back(made, [Edit(3, 5, "Ð¶", "ж")])]
    [(4, 'Ð¶')]
    """
    shift = 0  # code points that the edits before a place took away
    coming = iter(edits)
    edit = next(coming, None)
    for other in withheld:
        while edit is not None and edit.start - shift + len(edit.after) <= other.start:
            shift -= growth(edit)
            edit = next(coming, None)
        if edit is None or edit.start - shift >= other.end:
            yield moved(other, shift)
