"""Readings of lost bytes weighed again by the words that come of them."""

from __future__ import annotations

from collections.abc import Sequence

from fixenc.repair.finders.lost.beam import Costs, Stretch
from fixenc.repair.finders.lost.losses import HOLE
from fixenc.repair.vocabulary import SPACED, cost, language_of

# Weight of words against runs of characters. Of 359 lines of Chinese, Japanese, Korean and Russian
# that lost bytes 30 % come out exact without words, 37 with 0.5, 40 with 0.8 and with 1.1; of real
# ones 23, 24, 27 and 27 of 47.
WORDS = 0.8
AROUND = 9  # characters on either side of a place that its words may reach to
LONGEST_WORD = 24  # letters


def weighed(line: str, stretches: Sequence[Stretch], costs: Costs) -> tuple[Stretch, ...]:
    """The stretches of a run, the likeliest readings first when words have their say too."""
    language = language_of(costs.language)
    if not language or not any(len(stretch.readings) > 1 for stretch in stretches):
        return tuple(stretches)
    start, end = stretches[0].start, stretches[-1].end
    text = "".join(stretch.readings[0].text for stretch in stretches)
    text = line[max(0, start - LONGEST_WORD) : start] + text
    at = min(start, LONGEST_WORD)
    text += line[end : end + LONGEST_WORD]
    found: list[Stretch] = []
    for stretch in stretches:
        length = len(stretch.readings[0].text)
        if len(stretch.readings) > 1:
            low, high = _reach(text, at, at + length, language)
            stretch = _by_words(stretch, text[low:at], text[at + length : high], language)
        found.append(stretch)
        at += length
    return tuple(found)


def _reach(text: str, start: int, end: int, language: str) -> tuple[int, int]:
    """How far the words of ``text[start:end]`` may reach."""
    if language not in SPACED:
        return max(0, start - AROUND), end + AROUND
    low, high = start, end
    while low > max(0, start - LONGEST_WORD) and text[low - 1].isalpha():
        low -= 1
    while high < min(len(text), end + LONGEST_WORD) and text[high].isalpha():
        high += 1
    return low, high


def _by_words(stretch: Stretch, before: str, after: str, language: str) -> Stretch:
    """A stretch between ``before`` and ``after``, its readings in order again."""
    bits = [
        None if HOLE in reading.text else cost(before + reading.text + after, language)
        for reading in stretch.readings
    ]
    least = min((cost for cost in bits if cost is not None), default=0.0)
    readings = [
        reading if more is None else reading._replace(cost=reading.cost + WORDS * (more - least))
        for reading, more in zip(stretch.readings, bits, strict=True)
    ]
    return Stretch(
        stretch.start, stretch.end, tuple(sorted(readings)), stretch.gave_up, stretch.plain
    )
