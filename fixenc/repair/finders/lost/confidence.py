"""How sure a repair of lost bytes is: its signs, and the probability that they come to."""

from __future__ import annotations

from dataclasses import dataclass
from math import log1p

from fixenc.calibration import calibrated, curves, log_odds
from fixenc.chains import Misread
from fixenc.policy import LIKELIER_THAN_NOT
from fixenc.repair.damage import unshown
from fixenc.repair.finders.lost.costs import Costs
from fixenc.repair.finders.lost.moves import HOLE
from fixenc.repair.undoing.align import encoder
from fixenc.repair.undoing.families import SPARSE

SUREST = 0.9999
# Where nothing marks what was lost it may be missing elsewhere too: of 159 such repairs that were
# surer 13 were wrong, of 306 with a mark for each loss none.
UNMARKED = 0.985
CERTAIN = 0.995  # what is filled in at one place is never surer than that
# That is so of what is filled in or left open. Of pieces of such lines that were undone exactly one
# in 3,000 was wrong where bytes were read one by one, and one in 15 where they were read by pairs:
# a pair that went leaves what may be a character of the bytes on either side. So may characters
# that the language does not have be: of 26 such pieces five were wrong.
UNUSUAL = 0.9
MOST_BITS, MOST_RARE = 14.0, 4  # beyond these a sign says no more
FEW, USUAL = 4, 8.0  # pairs that are taken for usual ones, and the bits of those
HOLES, RARE, SINGLE, MARKED = 5, 8, 10, 11  # which of the figures say so
# Those that tell in Japanese read by pairs. There is little around a fill, and words are short: the
# other figures tell sentences from messages. Of 538 repairs of messages and sentences 263 are 0.9
# and more by these, and 251 of them right; by all 191 and 186.
OF_JAPANESE = frozenset({0, 4, 3, HOLES, RARE, MARKED})
# Kinds of repair with a curve each, by what is known of the text and how much is left of it.
FAMILIES = (
    "lost ideographs",
    "lost ideographs, most",
    "lost letters",
    "lost hangul",
    "lost, by pairs",
    "lost hangul, most",
    "lost twice",
    "lost Japanese, most",
    "lost letters, most",
)
EAST_ASIAN = frozenset(FAMILIES[i] for i in (0, 1, 3, 5, 7))
# On top of these, for what is made of them: the fills that are given are those that look best.
FILLED = "lost"


@dataclass(frozen=True, slots=True)
class Fills:
    """What was filled in: the probability of all of it, of the least sure place, and how much.

    ``filled`` counts characters beyond ASCII, ``eaten`` ASCII that a mark took along, ``silent``
    places where nothing marks the loss, ``places`` those where anything was filled in.
    """

    total: float = SUREST
    worst: float = SUREST
    filled: int = 0
    eaten: int = 0
    silent: int = 0
    places: int = 0


@dataclass(frozen=True, slots=True)
class Signs:
    """The curve that a repair goes by, and its figures in the order of the curve's weights."""

    family: str
    figures: tuple[float, ...]


def signs(
    after: str, fills: Fills, costs: Costs, misread: Misread, *, layered: bool, marked: bool
) -> Signs:
    """The signs of a repair to ``after``, which is ``layered`` if that is not the last of it.

    ``marked`` says that a mark for lost bytes stands in what is repaired.
    What the search itself thinks of its fills is too bold where little is left of a text: where
    there are more holes, or characters that the language does not have, or pairs that cost much.
    """
    beyond = [char for char in after if char > "\x7f"]
    holes = beyond.count(HOLE)
    known = len(beyond) - holes
    if layered:
        family = FAMILIES[6]
    elif misread.read == unshown.READER:
        family = FAMILIES[8]
    elif costs.reach == 1:
        family = FAMILIES[4]
    elif costs.language == "ko":
        family = FAMILIES[5 if misread.read in SPARSE else 3]
    elif 2 * sum(char >= "\u2e80" and char != HOLE for char in beyond) <= known:
        family = FAMILIES[2]
    elif costs.language == "ja" and misread.read in SPARSE:
        family = FAMILIES[7]  # kana are few, and told more easily than ideographs
    else:
        family = FAMILIES[misread.read in SPARSE]
    figures: tuple[float, ...] = (
        log_odds(fills.total),
        log_odds(fills.worst),
        log1p(fills.filled),
        log1p(fills.eaten),
        log1p(fills.silent),
        holes / max(1, len(beyond)),
        0.0 if family in EAST_ASIAN else fills.filled / max(1, len(beyond)),
        min(MOST_BITS, _bits(after, costs, FEW if family in EAST_ASIAN else 0)),
        float(min(MOST_RARE, sum(costs.is_rare(char) for char in beyond if char != HOLE))),
        log1p(max(0, known - fills.filled)),
        float(encoder(misread.read).single),
        float(marked and not fills.silent),
    )
    if family == FAMILIES[7]:
        figures = tuple(x if i in OF_JAPANESE else 0.0 for i, x in enumerate(figures))
    return Signs(family, figures)


def _bits(after: str, costs: Costs, few: int) -> float:
    """What a pair that is not ASCII and has no hole in it costs on average.

    ``few`` usual pairs count besides: one that begins a word costs as much as one that makes no
    sense, and East Asian words are short.
    """
    text, reach = " " + after, costs.reach
    found = [
        costs[text[max(0, i - reach) : i + 1]]
        for i in range(1, len(text))
        if (pair := text[i - 1 : i + 1]).strip() and not pair.isascii() and HOLE not in pair
    ]
    return (sum(found) + few * USUAL) / max(1, len(found) + few)


def among_others(sure: float) -> float:
    """What a probability is worth where the best of what could be filled in was chosen.

    Never more than by itself. From even odds on no less than those: six in ten are right there.
    """
    return max(min(sure, calibrated(FILLED, sure)), min(sure, LIKELIER_THAN_NOT))


def probability(found: Signs, fills: Fills) -> float:
    """The probability that a repair with these signs is right; the search's own without a curve."""
    curve = curves().get(found.family)
    sure = fills.total if curve is None else curve.probability(found.figures)
    if fills.places == 1 and found.family in EAST_ASIAN:
        sure = _of_one_place(found, fills, sure)
    if found.figures[MARKED]:
        return sure
    if fills.filled or fills.eaten or fills.silent or found.figures[HOLES]:
        return min(UNMARKED, sure)
    whole = found.figures[SINGLE] and not found.figures[RARE]
    return sure if whole else min(UNUSUAL, sure)


def _of_one_place(found: Signs, fills: Fills, sure: float) -> float:
    """The probability of a repair of which one place was filled in, ``sure`` by its curve.

    Of that the search itself knows best; but where there are holes besides, what stands between
    them may be wrong.
    """
    return min(fills.total, sure if found.figures[HOLES] else CERTAIN)
