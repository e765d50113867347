"""What may stand in one place of a run, weighed again by the words and clauses that come of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from itertools import groupby
from operator import itemgetter

from fixenc.repair.byte_pairs import HOLES, is_han
from fixenc.repair.vocabulary import cost

NEAR = 40  # characters on either side that are looked at
_WORDS = 9  # ... for words
# Options that words decide between, by how much less likely than the best one they may be.
_MOST, _UNLIKELY = 16, 2.0**-12
# Weights against the pairs: of words where a mark vies with an ideograph, which words tell badly;
# and of words and pairs among ideographs. On 323 places in news of 1998 the cost of the truth is
# 0.29 bits after a fit with 1, 0.5 for both (pairs make rare characters too dear), with
# these 0.26, and of raw shares 0.39 and 0.32; elsewhere there is no difference.
WORDS = 0.5
WORDS_AMONG, PAIRS_AMONG = 0.7, 0.4
# Bits by which clauses of so many ideographs are commoner than if a mark were as likely at any
# place, from 1 on: 18,714 clauses of news and 1,165 of the project's own pages, with less against
# 2 and 3, which begin a sentence. Sentences right on news: 505 of 880 (490 without), and 590 of 730
# in traditional characters (586).
_LENGTHS = (-5.0, -0.5, -0.6, 0.2, 0.2, *[0.6] * 13, *[0.2] * 6)
_LONGER = -1.0
_MARK = re.compile("[，。；：！？,;:!?\n]")


def weighed_by_words(options: Mapping[str, float], before: str, after: str) -> dict[str, float]:
    """The shares of what may stand between ``before`` and ``after``, corrected by the words.

    >>> found = weighed_by_words({"法": 0.5, "發": 0.5}, "火山噴", "了")
    >>> found["發"] > 0.9
    True
    """
    least = max(options.values()) * _UNLIKELY
    ranked = sorted(options.items(), key=lambda option: -option[1])
    chosen = {piece: share for piece, share in ranked[:_MOST] if share >= least}
    if len(chosen) < 2:
        return chosen
    near = before[-_WORDS:], after[:_WORDS]
    words = {piece: _cost(near[0], piece, near[1]) for piece in chosen}
    fewest = min(words.values())
    gains = {piece: fewest - bits for piece, bits in words.items()}
    masses: dict[str, float] = defaultdict(float)
    for piece, share in chosen.items():
        bits = WORDS * gains[piece] + rhythm(before, piece, after)
        masses[_shape(piece)] += share * 2.0**bits
    scale = sum(chosen.values()) / sum(masses.values())
    found: dict[str, float] = {}
    by_shape = sorted((_shape(piece), piece) for piece in chosen)
    for shape, group in groupby(by_shape, itemgetter(0)):
        among = {
            piece: chosen[piece] ** PAIRS_AMONG * 2.0 ** (WORDS_AMONG * gains[piece])
            for _, piece in group
        }
        part = scale * masses[shape] / sum(among.values())
        found |= {piece: part * weight for piece, weight in among.items()}
    return found


def rhythm(before: str, piece: str, after: str) -> float:
    """How usual the lengths of the clauses are that a piece is in or parts, in bits.

    >>> rhythm("他把球踢进了左上角", "。", "客队的最后一球打高了，")
    1.2
    >>> rhythm("困难户，五", "。", "户，")
    -10.0
    """
    tail, head = _MARK.split(before)[-1], _MARK.split(after, maxsplit=1)[0]
    lengths = (sum(map(is_han, part)) for part in _MARK.split(tail + piece + head))
    return sum(
        _LENGTHS[length - 1] if length <= len(_LENGTHS) else _LONGER for length in lengths if length
    )


def _shape(piece: str) -> str:
    """A piece without what its ideographs are."""
    return "".join("H" if is_han(char) else char for char in piece)


def _cost(before: str, piece: str, after: str) -> float:
    """What a piece costs as words; ASCII or a hole at its end parts it from what follows."""
    if piece[-1:] < "\x80" or piece[-1:] in HOLES:
        return cost(before + piece[:-1]) + cost(after)
    return cost(before + piece + after)
