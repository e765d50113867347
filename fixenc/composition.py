"""Two sets of edits, one made after the other, as one set of edits of the first text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from typing import NamedTuple

from fixenc.spans import Edit, apply, fused, growth, moved, one_for, side_by_side


class _Placed(NamedTuple):
    """An edit and where it is in the middle text: what the first edits left, the second meet."""

    start: int
    end: int
    edit: Edit


def compose(text: str, first: Sequence[Edit], second: Sequence[Edit]) -> tuple[Edit, ...]:
    """The set of edits of ``text`` that does what ``first`` and then ``second`` do.

    ``second`` counts positions in the text that ``first`` gives. Where edits of the two overlap,
    one edit spans them all. Its chain is ``second``'s followed by ``first``'s, the order in which
    the text was damaged; where some of it (ASCII aside, which passes every chain) went through
    one of the two only, that one stands beside, joined by ``+``. Linear in the edits and the
    length of the text.

    >>> first = (Edit(0, 4, "ÃƒÂ©", "Ã©", chain="utf-8>cp1252"),)
    >>> second = (Edit(0, 2, "Ã©", "é", chain="utf-8>cp1252"),)
    >>> [(e.before, e.after, e.chain) for e in compose("ÃƒÂ©", first, second)]
    [('ÃƒÂ©', 'é', 'utf-8>cp1252>utf-8>cp1252')]
    """
    return tuple(composed(text, first, second))


def composed(text: str, first: Iterable[Edit], second: Iterable[Edit]) -> Iterator[Edit]:
    """The same, one by one; no more of the sets is held at once than overlaps."""
    return fused(_composed(text, first, second))


def _composed(text: str, first: Iterable[Edit], second: Iterable[Edit]) -> Iterator[Edit]:
    shift = 0  # code points that the edits of first so far added to the middle text
    for lower, upper in _overlapping(first, second):
        start = min(place.start for place in lower + upper)
        end = max(place.end for place in lower + upper)
        low = start - shift
        shift += sum(growth(place.edit) for place in lower)
        yield _stacked(text[low : end - shift], low, start, lower, upper)


def _overlapping(
    first: Iterable[Edit], second: Iterable[Edit]
) -> Iterator[tuple[list[_Placed], list[_Placed]]]:
    """The edits of both in groups that overlap in the middle text, from left to right.

    Edits that only touch are in groups of their own.
    """
    above = ((_Placed(edit.start, edit.end, edit), False) for edit in second)
    below = ((place, True) for place in _in_the_middle(first))
    lower: list[_Placed] = []
    upper: list[_Placed] = []
    reach = -1
    for place, is_lower in merge(above, below, key=lambda entry: entry[0][:2]):
        if place.start >= reach and (lower or upper):
            yield lower, upper
            lower, upper = [], []
        (lower if is_lower else upper).append(place)
        reach = max(reach, place.end)
    if lower or upper:
        yield lower, upper


def _in_the_middle(edits: Iterable[Edit]) -> Iterator[_Placed]:
    """Edits where they stand in the text that they give."""
    shift = 0
    for edit in edits:
        start = edit.start + shift
        yield _Placed(start, start + len(edit.after), edit)
        shift += growth(edit)


def _stacked(before: str, low: int, start: int, lower: list[_Placed], upper: list[_Placed]) -> Edit:
    """One edit for a group: it begins at ``low`` in the text, at ``start`` in the middle text."""
    if not upper:
        return lower[0].edit
    if not lower:
        return moved(upper[0].edit, low - upper[0].edit.start)
    under, over = [place.edit for place in lower], [place.edit for place in upper]
    middle = apply(before, [moved(edit, -low) for edit in under])
    after = apply(middle, [moved(edit, -start) for edit in over])
    chain = _chain(over, under, _outside(middle, start, lower), _outside(middle, start, upper))
    return one_for(over + under, low, before, after, chain)


def _chain(over: list[Edit], under: list[Edit], only_over: str, only_under: str) -> str:
    """The chain of edits ``over`` others; the texts are what one of the two alone went through."""
    above, below = side_by_side(over), side_by_side(under)
    if not above or not below or "+" in above + below:
        return side_by_side(over + under)
    chains = [f"{above}>{below}"]
    if not only_over.isascii():
        chains.append(above)
    if not only_under.isascii():
        chains.append(below)
    return "+".join(chains)


def _outside(middle: str, start: int, places: Iterable[_Placed]) -> str:
    """What the edits leave alone of ``middle``, which begins at ``start``."""
    parts: list[str] = []
    at = 0
    for place in places:
        parts.append(middle[at : place.start - start])
        at = place.end - start
    return "".join([*parts, middle[at:]])
