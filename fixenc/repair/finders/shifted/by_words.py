"""What may stand in one place of a run, weighed again by the words that come of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from itertools import groupby
from operator import itemgetter

from fixenc.repair.byte_pairs import HOLES, is_han
from fixenc.repair.vocabulary import cost

NEAR = 9  # characters on either side that are looked at
# Options that words decide between, by how much less likely than the best one they may be.
_MOST, _UNLIKELY = 16, 2.0**-12
# Weights against the pairs: of words where a mark vies with an ideograph, which words tell badly;
# and of words and pairs among ideographs. On 323 places in news of 1998 the cost of the truth is
# 0.29 bits after a fit with 1, 0.5 for both (pairs make rare characters too dear), with
# these 0.26, and of raw shares 0.39 and 0.32; elsewhere there is no difference.
WORDS = 0.5
WORDS_AMONG, PAIRS_AMONG = 0.7, 0.4


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
    words = {piece: _cost(before, piece, after) for piece in chosen}
    fewest = min(words.values())
    gains = {piece: fewest - bits for piece, bits in words.items()}
    masses: dict[str, float] = defaultdict(float)
    for piece, share in chosen.items():
        masses[_shape(piece)] += share * 2.0 ** (WORDS * gains[piece])
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


def _shape(piece: str) -> str:
    """A piece without what its ideographs are."""
    return "".join("H" if is_han(char) else char for char in piece)


def _cost(before: str, piece: str, after: str) -> float:
    """What a piece costs as words; ASCII or a hole at its end parts it from what follows."""
    if piece[-1:] < "\x80" or piece[-1:] in HOLES:
        return cost(before + piece[:-1]) + cost(after)
    return cost(before + piece + after)
