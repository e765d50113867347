"""How much likelier a text becomes when units of it are undone, in bits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import add

from fixenc.model import Model, pairs_of
from fixenc.model.format import UNIT
from fixenc.repair.undoing.align import Unit

RESPELT = 2.0  # bits by which a line in other letter case must be likelier than the line itself


@dataclass(frozen=True, slots=True)
class Gains:
    """What undoing a run gains, in bits, seen four ways.

    ``whole``: over the whole line. ``changed``: over the pairs that touch changed characters, in
    the language that fits them best. ``distinct``: the same with each distinct pair counted once,
    so that a ruler of one repeated sign is no proof. ``context``: as ``distinct``, but a language
    pays for not being the line's. ``pairs`` is the number of distinct changed pairs, ``cost`` what
    one of them costs on average when undone: garble of garble gains much and still costs much.
    ``native`` says that the line is of one language before and after, and that letters it never
    uses become letters that it uses daily. ``likelier`` is what candidates are compared by: the
    same for each, over the line, of which the run may be in a language of its own.
    """

    whole: float
    changed: float
    distinct: float
    context: float
    pairs: int
    language: str
    cost: float
    native: bool
    likelier: float

    @property
    def strict(self) -> float:
        """The least gain when the changed pairs may be of any language."""
        return min(self.whole, self.changed, self.distinct)

    @property
    def in_context(self) -> float:
        """The least gain when they should be of the line's language."""
        return min(self.whole, self.context)

    @property
    def density(self) -> float:
        """Bits gained by changed pair."""
        return self.changed / max(1, self.pairs)


def undo_units(text: str, units: Sequence[Unit]) -> str:
    """``text`` with the units undone."""
    parts: list[str] = []
    at = 0
    for start, end, after in units:
        parts += (text[at:start], after)
        at = end
    parts.append(text[at:])
    return "".join(parts)


def regions(units: Sequence[Unit]) -> list[tuple[int, int, str]]:
    """Units that touch, joined."""
    joined: list[tuple[int, int, str]] = []
    for start, end, after in units:
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end, joined[-1][2] + after)
        else:
            joined.append((start, end, after))
    return joined


def changed_pairs(text: str, units: Sequence[Unit]) -> tuple[list[str], list[str]]:
    """The pairs that touch changed characters, before and after."""
    before: list[str] = []
    after: list[str] = []
    for start, end, new in regions(units):
        left = text[start - 1] if start else " "
        right = text[end : end + 1]
        old = left + text[start:end] + right
        new = left + new + right
        before += map(add, old, old[1:])
        after += map(add, new, new[1:])
    return before, after


def small(text: str) -> str:
    """A text in small letters, character by character: İ becomes i, not i and a dot."""
    return text.replace("İ", "i").lower()


RESPELL: tuple[Callable[[str], str], ...] = (
    lambda text: text.replace("\xa0", " "),
    lambda text: small(text.replace("\xa0", " ")),
    lambda text: text.replace("\xa0", " ").title(),
)


def best_spelling(model: Model, text: str, as_it_stands: float | None = None) -> float:
    """The score of a line in its likeliest spelling: as it stands, or in other letter case.

    Both sides of a gain are seen so: a repair must bring more than a change of letter case.
    ``as_it_stands`` is its score, where that is known.
    """
    best = model.score(text) if as_it_stands is None else as_it_stands
    for respell in RESPELL:
        if (other := respell(text)) != text:
            best = max(best, model.score(other) - RESPELT)
    return best


class _Respelt(dict[str, str]):
    """Pairs in another letter case."""

    def __init__(self, respell: Callable[[str], str]) -> None:
        self._respell = respell

    def __missing__(self, pair: str) -> str:
        if len(self) >= 1 << 14:
            self.clear()
        respelt = self[pair] = self._respell(pair)
        return respelt


_RESPELT_PAIRS = tuple(map(_Respelt, RESPELL[:2]))


def _best_of_pairs(model: Model, pairs: list[str]) -> float:
    best = model.best(pairs)[0]
    for respelt in _RESPELT_PAIRS:
        other = [r for r in map(respelt.__getitem__, pairs) if len(r) == 2]
        if other != pairs:
            best = max(best, model.best(other)[0] - RESPELT)
    return best


def _cost_of_one(model: Model, pairs: list[str]) -> float:
    """The bits that a pair costs on average, without those that have ideographic spaces.

    Tables in Japanese have them in rows, between names and in the place of tabs.
    """
    spaced = [pair for pair in pairs if "\u3000" not in pair] or pairs
    return -_beside_capitals(model, spaced) / max(1, len(spaced))


def _beside_capitals(model: Model, pairs: list[str]) -> float:
    """The score of pairs; in small letters where they touch capitals of the line, which stay."""
    if any(char.isascii() and char.isupper() for pair in pairs for char in pair):
        return _best_of_pairs(model, pairs)
    return model.best(pairs)[0]


# The share of its lag over the whole line that a language pays where only changed pairs count.
# With 0.3, 95 % of Latin text read as another Latin table gains 10 bits; without, 84 %.
LAG = 0.3


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it stands, with what every candidate is compared to."""

    text: str
    as_is: float  # the score of its likeliest spelling
    totals: list[int]  # its cost by language
    languages: tuple[int, ...]  # the numbers of those that parts of it are written in


def line_of(model: Model, text: str) -> Line:
    """The line's own scores."""
    totals = model.totals(pairs_of(text))
    best = totals.index(min(totals))
    languages = tuple(dict.fromkeys((best, *_languages(model, text, best))))
    return Line(text, best_spelling(model, text, -totals[best] / UNIT), totals, languages)


PART = 48  # code points of a line that are taken to be of one language
# Bits by which a part must fit a language better than the line's own. Garbled words make parts of
# one language fit others by 20 and less; clean ones of another fit it by 50 and more.
FOREIGN, FLUENT = 20.0, 5.0


def _languages(model: Model, text: str, own: int) -> Iterator[int]:
    """The languages that parts of a line beyond ASCII are in, if not its own."""
    for start in range(0, len(text), PART) if len(text) > PART else ():
        part = text[start : start + PART]
        if not part.isascii():
            costs = model.totals(pairs_of(part))
            least = min(costs)
            if costs[own] - least >= FOREIGN * UNIT and least <= FLUENT * len(part) * UNIT:
                yield costs.index(least)


NEARBY = 64  # code points beside units that tell which languages they stand among
NO_LANGUAGE = 8  # code points beside a run, below which they are of no language of their own
MOST_LAG = 20.0  # bits that a language pays at most for not being that of what is around


def told_apart(
    model: Model, text: str, units: Sequence[Unit], undone: Sequence[Unit]
) -> tuple[tuple[int, ...], int]:
    """The numbers of the languages of what stands around ``undone``, and that of what it becomes.

    ``units`` are all that could be undone there. A few pairs fit some language by chance, so one
    that is not that of what is around pays for it.
    """
    start = max(0, units[0].start - NEARBY)
    inner = [Unit(u.start - start, u.end - start, u.after) for u in undone]
    around = undo_units(text[start : units[-1].end + NEARBY], inner)
    totals = model.totals(pairs_of(around))
    least = min(totals)
    own = totals.index(least)
    costs = [
        cost + min(MOST_LAG * UNIT, LAG * (total - least))
        for cost, total in zip(model.totals(changed_pairs(text, undone)[1]), totals, strict=True)
    ]
    left = tuple(dict.fromkeys((own, *_languages(model, around, own))))
    return left, costs.index(min(costs))


def _in_context(model: Model, totals: list[int], pairs: list[str]) -> float:
    least = min(totals)
    costs = zip(model.totals(pairs), totals, strict=True)
    return -min(cost + LAG * (total - least) for cost, total in costs) / UNIT


def _around(totals: list[int], inner: list[int]) -> float:
    """The score of a line without a part of it; both are given by what they cost by language."""
    return -min(total - part for total, part in zip(totals, inner, strict=True)) / UNIT


def gains(model: Model, line: Line, units: Sequence[Unit]) -> Gains:
    """What undoing ``units`` of a line gains."""
    after = undo_units(line.text, units)
    totals = model.totals(pairs_of(after))
    old, new = changed_pairs(line.text, units)
    changed = _best_of_pairs(model, new) - _best_of_pairs(model, old)
    old_once, new_once = list(dict.fromkeys(old)), list(dict.fromkeys(new))
    if len(old_once) == len(old) and len(new_once) == len(new):
        distinct = changed
    else:
        distinct = _best_of_pairs(model, new_once) - _best_of_pairs(model, old_once)
    number = totals.index(min(totals))
    whole = likelier = best_spelling(model, after, -totals[number] / UNIT) - line.as_is
    start, end = units[0].start, units[-1].end
    # A line may be of two languages, one of them garbled; no one language fits the whole of it. So
    # the run counts by itself too, clean text within it included.
    run = after[start : end + len(after) - len(line.text)]
    inner = model.totals(pairs_of(run))
    alone = best_spelling(model, run, -min(inner) / UNIT)
    if len(after) - len(run) >= NO_LANGUAGE:
        in_two = alone + _around(totals, inner) - MOST_LAG
        likelier = max(whole, in_two - line.as_is)
    return Gains(
        whole=max(whole, alone - best_spelling(model, line.text[start:end])),
        changed=changed,
        distinct=distinct,
        context=_in_context(model, totals, new_once) - _in_context(model, line.totals, old_once),
        pairs=len(new_once),
        language=model.languages[number],
        cost=_cost_of_one(model, new_once),
        native=number == line.totals.index(min(line.totals))
        and _becomes_native(model, line.text, units, number),
        likelier=likelier,
    )


# Bits that a letter costs by itself in a language that never uses it, at least, and in one that
# uses it daily, at most. Hungarian: õ 19.5, ő 7.5; Turkish: ð 30, ğ 7; Slovene: è 22, č 6.5.
ALIEN, NATIVE = 15.0, 10.0


def _becomes_native(model: Model, text: str, units: Sequence[Unit], number: int) -> bool:
    before = {c for u in units for c in text[u.start : u.end] if c > "\x7f"}
    after = {c for u in units for c in u.after if c > "\x7f"}
    if not after or not all(map(str.isalpha, before | after)):
        return False
    return all(model.char_cost(c, number) >= ALIEN for c in before) and all(
        model.char_cost(c, number) <= NATIVE for c in after
    )
