"""What may stand in one place of a run, weighed again by the words and clauses that come of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from itertools import groupby
from operator import itemgetter

from fixenc.repair.damage.byte_pairs import HOLES, is_han
from fixenc.repair.lists.vocabulary import cost

NEAR = 40  # characters on either side that are looked at
_WORDS = 9  # ... for words
# Options that words decide between, by how much less likely than the best one they may be.
_MOST, _UNLIKELY = 16, 2.0**-12
# Weights against the pairs: of words where a mark vies with an ideograph, which words tell badly;
# and of words, of pairs and of what the page shows among ideographs. Sentences right of 1,008 in
# pages and news, and edits of those 0.9 sure on news: with 0.5 in the first place 845, 96 %; with
# 0.6 853, 95 %; with 0.7 857, 94 %. Among ideographs no others are better.
WORDS = 0.6
WORDS_AMONG, PAIRS_AMONG, TOLD = 0.7, 0.4, 1.0
# Bits by which clauses of so many ideographs are commoner than if a mark were as likely at any
# place, from 1 on: 18,714 clauses of news and 1,165 of the project's own pages, with less against
# 2 and 3, which begin a sentence. Sentences right on news: 505 of 880 (490 without), and 590 of 730
# in traditional characters (586).
_LENGTHS = (-5.0, -0.5, -0.6, 0.2, 0.2, *[0.6] * 13, *[0.2] * 6)
_LONGER = -1.0
# Words of questions, and the bits by which a clause with one, or without, is likelier before a
# question mark than before another: 202 and 26,600 clauses of news, where 84 and 2.5 % have one.
_ASKS = re.compile("[吗嗎呢怎谁誰哪]|什么|什麼|甚麼|多少|是不是|难道|難道|为何|為何")
_ASKING, _NOT_ASKING = 5.0, -2.5
_MARK = re.compile("[，。；：！？,;:!?\n]")


def weighed_by_words(
    options: Mapping[str, float], before: str, after: str, told: Callable[[str], float]
) -> dict[str, float]:
    """The shares of what may stand between ``before`` and ``after``, corrected by the words.

    ``told`` gives the bits by which the page makes a character likelier than its language does.

    >>> found = weighed_by_words({"法": 0.5, "發": 0.5}, "火山噴", "了", lambda char: 0.0)
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
        bits = WORDS * gains[piece] + rhythm(before, piece, after) + asked(before, piece)
        masses[_shape(piece)] += share * 2.0**bits
        gains[piece] += TOLD * sum(map(told, piece))
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


def asked(before: str, piece: str) -> float:
    """The bits that speak for a question mark in a piece because the clause asks, or for another.

    >>> asked("他们教了你多少遍", "？"), asked("他们教了你很多遍", "？"), asked("多少", "好")
    (5.0, -2.5, 0.0)
    """
    mark = _MARK.search(piece)
    if mark is None or mark[0] not in "？?":
        return 0.0
    clause = _MARK.split(before)[-1] + piece[: mark.start()]
    return _ASKING if _ASKS.search(clause) else _NOT_ASKING


def _shape(piece: str) -> str:
    """A piece without what its ideographs are."""
    return "".join("H" if is_han(char) else char for char in piece)


def _cost(before: str, piece: str, after: str) -> float:
    """What a piece costs as words; ASCII or a hole at its end parts it from what follows."""
    if piece[-1:] < "\x80" or piece[-1:] in HOLES:
        return cost(before + piece[:-1]) + cost(after)
    return cost(before + piece + after)
