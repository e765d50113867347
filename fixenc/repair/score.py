"""How much likelier a text becomes when units of it are undone, in bits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import inf
from operator import add
from types import MappingProxyType
from unicodedata import normalize

from fixenc.model import Model, pairs_of
from fixenc.model.classes import NAMES, class_of
from fixenc.model.format import UNIT
from fixenc.repair.align import Unit

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
    uses become letters that it uses daily.
    """

    whole: float
    changed: float
    distinct: float
    context: float
    pairs: int
    language: str
    cost: float
    native: bool

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


def best_spelling(model: Model, text: str) -> float:
    """The score of a line in its likeliest spelling: as it stands, or in other letter case.

    Both sides of a gain are seen so: a repair must bring more than a change of letter case.
    """
    best = model.score(text)
    for respell in RESPELL:
        if (other := respell(text)) != text:
            best = max(best, model.score(other) - RESPELT)
    return best


def _best_of_pairs(model: Model, pairs: list[str]) -> float:
    best = model.best(pairs)[0]
    for respell in RESPELL[:2]:
        other = [r for pair in pairs if len(r := respell(pair)) == 2]
        if other != pairs:
            best = max(best, model.best(other)[0] - RESPELT)
    return best


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
    return Line(text, best_spelling(model, text), totals, languages)


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


def _run_alone(model: Model, text: str, units: Sequence[Unit]) -> float:
    """What the run gains by itself, clean text within it included.

    A line may be of two languages, one of them garbled; no one language fits the whole of it.
    """
    start, end = units[0].start, units[-1].end
    inner = [Unit(u.start - start, u.end - start, u.after) for u in units]
    run = text[start:end]
    return best_spelling(model, undo_units(run, inner)) - best_spelling(model, run)


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
    return Gains(
        whole=max(best_spelling(model, after) - line.as_is, _run_alone(model, line.text, units)),
        changed=changed,
        distinct=distinct,
        context=_in_context(model, totals, new_once) - _in_context(model, line.totals, old_once),
        pairs=len(new_once),
        language=model.languages[number],
        cost=-_beside_capitals(model, new_once) / max(1, len(new_once)),
        native=number == line.totals.index(min(line.totals))
        and _becomes_native(model, line.text, units, number),
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


# Bits by which leaving a line half garbled must be likelier than undoing all of it, for each
# border between the two: within a word nearly never, between words when the words say so, and
# soonest where a sentence or a cell of a table ends.
BORDER = 8.0
BORDER_OF_SENTENCE = 4.0
STRANGE = 8  # code points of ASCII between units that may be of another language than a run
BORDER_IN_WORD = 40.0
BORDER_CJK = 16.0  # East Asian text, like Thai, has no spaces to tell words by
FIRST_BEYOND_LATIN, FIRST_CJK = "\u0370", "\u2e80"


_NO_WORDS: Mapping[int, float] = MappingProxyType({})


def runs(
    model: Model,
    text: str,
    units: Sequence[Unit],
    before: Sequence[int],
    after: int,
    *,
    enclosed: tuple[int | None, int | None] = (None, None),
    words: Mapping[int, float] = _NO_WORDS,
) -> list[list[Unit]]:
    """The runs of units worth undoing, by the best path through the line (Viterbi).

    Each unit is undone or left; undone it costs what its characters cost in the language numbered
    ``after``, left what they cost there or in ``before``, the line's own, and every border between
    the two costs more. ``enclosed`` says where a word that was left for sure ends before the first
    unit, and where one begins after the last; ``words``, by the number of a unit, what known words
    say: bits for undoing it, below zero for leaving it. Linear in the units.
    """
    both = tuple({*before, after})
    first, final = units[0], units[-1]
    opened = closed = 0.0
    if enclosed[0] is not None:
        between = text[enclosed[0] : first.start]
        opened = border(between, text[enclosed[0] - 1], first.after[:1])
        if not between and not alike(text[first.start - 1], text[first.start]):
            opened = BORDER  # the garble stands out from the clean letters that it touches
    if enclosed[1] is not None:
        between = text[final.end : enclosed[1]]
        closed = border(between, final.after[-1:], text[enclosed[1]])
        if not between and not alike(text[final.end - 1], text[final.end]):
            closed = BORDER
    costs = (0.0, opened)  # of the best paths whose last unit is left, undone
    came: list[tuple[bool, bool]] = []  # was the unit before undone, if this one is left, undone?
    last: Unit | None = None
    plain = _Plain(model, text, both, after)
    for number, unit in enumerate(units):
        left = [costs[was] + _step(model, text, last, unit, was, False, both) for was in (0, 1)]
        done = [costs[was] + _step(model, text, last, unit, was, True, (after,)) for was in (0, 1)]
        if last is not None and last.after[-1] >= FIRST_BEYOND_LATIN:
            done[1] += plain.strangeness(last.end, unit.start)
        if number in words:
            told = words[number]
            left = [bits + max(0.0, told) for bits in left]
            done = [bits + max(0.0, -told) for bits in done]
        if last is None:
            left[1] = done[0] = inf  # the first unit starts where it is
            left[0] -= costs[0]
        else:
            left[1] += _border(text, last, unit, last.after[-1:], text[unit.start])
            opening = _border(text, last, unit, text[last.end - 1], unit.after[:1])
            if opening == BORDER and (
                begins_sentence(text, units, number) or _CAPITAL.search(text, last.end, unit.start)
            ):
                opening = BORDER_OF_SENTENCE
            done[0] += opening
        came.append((left[1] < left[0], done[1] <= done[0]))
        costs = (min(left), min(done))
        last = unit
    costs = (costs[0], costs[1] + closed)
    return _chosen(units, came, costs[1] < costs[0])


_CAPITAL = re.compile(r" [A-Z][a-z]")  # where a sentence may begin


def begins_sentence(text: str, units: Sequence[Unit], number: int) -> bool:
    """Whether a unit undone is a capital before a small letter, at the start of a word.

    Runs are cells, quotations and sentences for the most part, so many of them begin so.
    """
    start, end, after = units[number]
    if not after[:1].isupper() or text[start - 1 : start].isalnum():
        return False
    if len(after) > 1:
        return after[1].islower()
    if number + 1 < len(units) and units[number + 1].start == end:
        return units[number + 1].after[:1].islower()
    return not text[end : end + 1].isupper()


class _Plain:
    """The ASCII text between units: what it costs a run to be said to reach across it."""

    def __init__(self, model: Model, text: str, numbers: Sequence[int], after: int) -> None:
        self._model, self._text = model, text
        self._others = [number for number in numbers if number != after]
        self._after = after

    def strangeness(self, start: int, end: int) -> float:
        """Bits by which a text fits the line's language better than the run's; ``BORDER`` at most.

        Short ones are of no language.
        """
        if not self._others or end - start < STRANGE:
            return 0.0
        text = self._text[start : min(end, start + PART)]
        pairs = [*map(add, text, text[1:])]
        cost = self._model.lane_cost
        own = sum(cost(pair, self._after) for pair in pairs)
        least = min(sum(cost(pair, number) for pair in pairs) for number in self._others)
        return max(0.0, min(BORDER, own - least))


def _chosen(
    units: Sequence[Unit], came: Sequence[tuple[bool, bool]], state: bool
) -> list[list[Unit]]:
    """The runs of undone units, the path followed back from its end."""
    found: list[list[Unit]] = []
    was = False
    for unit, (from_undone_if_left, from_undone_if_done) in zip(
        reversed(units), reversed(came), strict=True
    ):
        if state:
            if was:
                found[-1].append(unit)
            else:
                found.append([unit])
        was, state = state, from_undone_if_done if state else from_undone_if_left
    return [run[::-1] for run in reversed(found)]


def _step(
    model: Model,
    text: str,
    last: Unit | None,
    unit: Unit,
    was_undone: int,
    undone: bool,
    numbers: tuple[int, ...],
) -> float:
    """The cost of a unit's characters, left or undone, after what stands before it."""
    start, end, new = unit
    chars = new if undone else text[start:end]
    if last is not None and last.end == start and was_undone:
        left = last.after[-1]
    else:
        left = text[start - 1] if start else " "
    right = text[end : end + 1]
    if not right.isascii():  # a unit of its own, or clean: the step onto it counts there
        right = ""
    cost = _cost_between(model, left, chars, right, undone, numbers)
    if len(chars) == 1 and chars.isalpha():
        cost += _oddly_placed(left, chars, text[end : end + 2])
    return cost


@lru_cache(maxsize=1 << 14)  # what stands there stays as it is in all misreads but one
def _cost_between(
    model: Model, left: str, chars: str, right: str, undone: bool, numbers: tuple[int, ...]
) -> float:
    """The cost of characters between two others, in the language of these in which it is least."""
    odd = _odd(left, chars[0]) + _odd(chars[-1], right)
    pairs = left + chars + right
    if undone:
        pairs = pairs.translate(WIDE)
        odd += narrowness(chars)
    return odd + min(_cost(model, pairs, number) for number in numbers)


# Bits against letters that touch an ASCII letter, which stays as it is, as no one would write them:
# a capital behind a small letter, or another script. Marks that stand rightly before a word (‘We,
# 7 °C) are thus not taken for letters.
ODD_NEIGHBOURS = 12.0


def _odd(left: str, right: str) -> float:
    """The bits against two characters that touch, if one of them is an ASCII letter."""
    if left.isascii() == right.isascii() or not (left.isalpha() and right.isalpha()):
        return 0.0
    other = right if left.isascii() else left
    if other >= "\u0370" and not "\u1e00" <= other <= "\u1eff":
        return ODD_NEIGHBOURS
    return ODD_NEIGHBOURS if left.islower() and right.isupper() else 0.0


# Bits against a letter by itself, and against two capitals before a small letter (ÇNuk): pairs of
# characters do not show either.
ALONE, TWO_CAPITALS = 5.0, 8.0


def _oddly_placed(left: str, char: str, behind: str) -> float:
    if char.isupper() and len(behind) == 2 and behind[0].isupper() and behind[1].islower():
        return TWO_CAPITALS
    beside = left + behind[:1]
    return 0.0 if char >= FIRST_CJK or any(map(str.isalnum, beside)) else ALONE


def _border(text: str, last: Unit, unit: Unit, left: str, right: str) -> float:
    """The cost of a border between two units, one undone and one left.

    ``left`` and ``right`` are what comes to stand at the end of one and at the start of the other.
    """
    between = text[last.end : unit.start]
    if not between:
        return max(join(left, right), join(text[last.end - 1], text[unit.start]))
    return border(between, left, right)


# What ends a sentence, a clause that stands by itself, or a cell.
_ENDS = frozenset('.!?:;|\t"')


def border(between: str, left: str, right: str) -> float:
    """The cost of a border in the text ``between`` two characters, one undone and one left."""
    if not between:
        return join(left, right)
    if not between.isalnum():
        return border_within(between)
    return BORDER_IN_WORD if _is_spaced(max(between)) else BORDER_CJK


def border_within(between: str) -> float:
    """The cost of a border between words."""
    return BORDER if _ENDS.isdisjoint(between) else BORDER_OF_SENTENCE


# Marks that stand beside letters of any alphabet, so that touching one is no sign of a border.
_BESIDE_LETTERS = frozenset("«»“”„‘’…–—")


def alike(one: str, other: str) -> bool:
    """Whether two characters that touch may be of one text as they stand."""
    if one in _BESIDE_LETTERS or other in _BESIDE_LETTERS:
        return True
    return _alphabet(one) == _alphabet(other)


def _alphabet(char: str) -> str:
    name = NAMES[class_of(char)].split(" ")[0]
    return "latin" if name == "ascii" else "cjk" if char >= FIRST_CJK else name


def join(left: str, right: str) -> float:
    """The cost of a border between two characters that touch, one undone and one left."""
    if not (left.isalnum() and right.isalnum()):
        return BORDER
    return BORDER_IN_WORD if _is_spaced(max(left, right)) else BORDER_CJK


def _is_spaced(char: str) -> bool:
    """Whether it is of a script whose words stand apart."""
    return char < FIRST_CJK and not (
        "\u0e00" <= char <= "\u0eff" or "\u1000" <= char <= "\u109f" or "\u1780" <= char <= "\u17ff"
    )


# Bits a character by which a run in small letters must be likelier than in its own case. Misreads
# that swap the case make capitals of a text; those are not to cost a run its words.
CASE = 1.0


# Half-width katakana as the usual ones (Unicode's decompositions). Clean text has them in names and
# notices alone, so that the model finds them unlikely; garbled text is left for that otherwise.
WIDE = {code: normalize("NFKC", chr(code)) for code in range(0xFF66, 0xFF9E)}
NARROW = 4.0  # bits that one costs besides


def narrowness(text: str) -> float:
    """What the half-width katakana of a text cost besides."""
    return NARROW * sum("\uff66" <= char <= "\uff9d" for char in text)


def _swaps(chars: str) -> bool:
    """Whether a capital follows a small letter."""
    return any(a.islower() and b.isupper() for a, b in pairwise(chars))


def _cost(model: Model, chars: str, number: int) -> float:
    """The cost of all but the first character, in its letter case or in small letters."""
    cost = model.lane_cost
    own = sum(cost(pair, number) for pair in map(add, chars, chars[1:]))
    respelt = small(chars)
    if respelt == chars or _swaps(chars):
        return own
    other = sum(cost(pair, number) for pair in map(add, respelt, respelt[1:]))
    return min(own, other + CASE * len(chars))
