"""Signs of garbled text, and how dear each is in clean text.

A sign is a character that clean text practically never has, or one beside a neighbour that it
practically never stands beside. Its cost is counted from the training text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from corpus.build.counts import Counts
from fixenc.model.rows import FOLD

# Hits that a character of clean text may bring, by language: 1e-4 is 2 lines of 200 characters in
# 100. That is what may be taken in all, not by one sign.
HITS = dict.fromkeys("zh-hans zh-hant ja ko".split(), 7e-5) | {"ru": 1.2e-4, "en": 3e-4}
HITS |= dict.fromkeys("fr de es it pt".split(), 2.5e-4)
HITS |= dict.fromkeys("pl cs uk nl sv da nb fi hu tr el ar he fa th vi ro bg sr hi".split(), 1.5e-3)
HITS |= dict.fromkeys("id ca sk hr lt lv et sl be".split(), 1.5e-3)
RARELY = 2e-2  # the same for every other language
# Share of a language's characters that may have to be looked at twice, because it is their
# neighbours that decide; a look takes 25 to 60 ns, a character that needs none 3.
LOOKS = dict.fromkeys("zh-hans zh-hant ja ko ru fr de es".split(), 0.05)
LOOK = 0.5
CHANCE = 0.02  # a pair that clean text lacks is reckoned at this share of what chance would give

# Beyond it, classes of characters lose the speed that all this is for.
LAST = "\uffff"

# Neighbours of an East Asian character or a symbol that count as one: the key for any of them.
ALIKE = {
    "a": "abcdefghijklmnopqrstuvwxyz",
    "A": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "α": "".join(map(chr, range(0x391, 0x3CA))),
    "а": "".join(map(chr, range(0x410, 0x452))),
    "あ": "".join(map(chr, range(0x3041, 0x3094))),
    "ア": "".join(map(chr, range(0x30A1, 0x30F7))),
    "ㄱ": "".join(map(chr, range(0x3131, 0x318F))),
    "가": "".join(map(chr, range(0xAC00, 0xD7A4))),
    "ｱ": "".join(map(chr, range(0xFF66, 0xFF9E))),
}
_ALIKE = {char: kind for kind, chars in ALIKE.items() for char in chars}

# Scripts that are told from the others by a range; small ones are compiled sooner.
RANGES = {"east asian": "^\x00-\u2e7f", "cyrillic": "\u0400-\u052f"}


class Sign(NamedTuple):
    """A character alone, or by its neighbour; ``side`` is "" or where that stands."""

    char: str
    side: str = ""  # "before" or "after"
    neighbour: str = ""  # a character, or what stands for it by ALIKE


def script(char: str) -> str:
    """The characters that share branches, so that the others are not tried on them.

    >>> script("字"), script("я"), script("é"), script("°")
    ('east asian', 'cyrillic', 'letter', 'symbol')
    """
    if char >= "\u2e80":
        return "east asian"
    if not char.isalpha():
        return "symbol"
    return "cyrillic" if "\u0400" <= char <= "\u052f" else "letter"


def is_coarse(char: str) -> bool:
    """Whether only the kind of its neighbours matters: of ideographs, syllables and symbols."""
    return char >= "\u2e80" or not char.isalpha()


def pair_signs(first: str, second: str) -> Iterator[Sign]:
    """The signs that two characters in a row are.

    >>> [sign.side for sign in pair_signs("é", "x")]
    ['after']
    """
    if not first.isascii():
        yield Sign(first, "after", _neighbour(second, first))
    if not second.isascii():
        yield Sign(second, "before", _neighbour(first, second))


def _neighbour(char: str, of: str) -> str:
    return _ALIKE.get(char, char) if is_coarse(of) else char


def signs_of(text: str, looks: Mapping[str, float]) -> set[Sign]:
    """The signs of a text: a pair belongs to the rarer of its characters, by ``looks``."""
    folded = text.translate(FOLD)
    found = {Sign(char) for char in folded if "\x7f" < char <= LAST}
    for first, second in pairwise(folded):
        if max(first, second) > LAST:
            continue
        for sign in pair_signs(first, second):
            other = second if sign.side == "after" else first
            if other <= "\x7f" or looks.get(other, 0.0) >= looks.get(sign.char, 0.0):
                found.add(sign)
    return found


def _floats() -> defaultdict[str, float]:
    return defaultdict(float)


@dataclass(slots=True)
class Clean:
    """How dear signs are: hits in clean text over the hits allowed, all languages together.

    ``looks`` is the share of clean text that a character is, over the looks allowed.
    """

    chars: defaultdict[str, float] = field(default_factory=_floats)
    looks: defaultdict[str, float] = field(default_factory=_floats)
    pairs: dict[Sign, float] = field(default_factory=dict)
    by_language: dict[str, Mapping[str, float]] = field(default_factory=dict)
    by_char: dict[str, list[tuple[str, float]]] = field(default_factory=dict)
    _known: dict[Sign, float] = field(default_factory=dict)

    def cost(self, sign: Sign) -> float:
        """What a sign costs; a pair, some share of chance at least."""
        if not sign.side:
            return self.chars.get(sign.char, 0.0)
        known = self._known.get(sign)
        if known is None:
            known = self._known[sign] = self.pairs.get(sign, 0.0) + CHANCE * self._chance(sign)
        return known

    def _chance(self, sign: Sign) -> float:
        """The cost of a pair if its characters knew nothing of each other."""
        return sum(
            share * self.by_language[language].get(sign.neighbour, 0.0)
            for language, share in self.by_char.get(sign.char, ())
        )


def clean_text(counted: Mapping[str, Counts]) -> Clean:
    """The costs of all signs."""
    clean = Clean()
    for language, counts in counted.items():
        hits, looks = HITS.get(language, RARELY), LOOKS.get(language, LOOK)
        for char, share in counts.chars.items():
            clean.chars[char] += share / hits
            clean.looks[char] += share / looks
            clean.by_char.setdefault(char, []).append((language, share / hits))
        clean.by_language[language] = counts.chars
        for pair, share in counts.pairs.items():
            for sign in pair_signs(pair[0], pair[1]):
                clean.pairs[sign] = clean.pairs.get(sign, 0.0) + share / hits
    return clean
