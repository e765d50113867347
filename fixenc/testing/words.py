"""Words that read like a language: drawn from the pairs of characters of fixenc's model.

They are not words of a dictionary, but their letters follow each other as the language's do.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import accumulate
from random import Random
from typing import Any

from fixenc import data
from fixenc.model.format import START, UNIT, WIDE_LANGUAGES, WIDE_OFFSET, Tables, unpack

COUNT = 250  # words of a language that are drawn; some 220 of them differ
LONGEST = 12  # letters of a word
LONGEST_CJK = 7
# Written without spaces between words.
UNSPACED = frozenset({"zh-hans", "zh-hant", "ja", "th", "lo", "km", "my", "bo", "dz"})
FIRST = (" ", "。", START)  # what words come after
# A pair rarer than this is more often dirt of the training text than a habit of the language.
RAREST = 2.0**-9

NAMED = {"han": "cjk unified"}  # a script whose characters Unicode names otherwise

Followers = dict[str, tuple[list[str], list[float]]]  # by character: the next, summed weights


@cache
def languages() -> tuple[str, ...]:
    """The languages that words can be drawn in, those that most people write first."""
    known = _settings()
    names = [name for name in _tables().languages if name in known]
    return tuple(sorted(names, key=lambda name: (-known[name].get("weight", 1.0), name)))


def chosen(names: Iterable[str] | None) -> tuple[str, ...]:
    """The languages of these names, or all; ``ValueError`` for an unknown one or for none."""
    if names is None:
        return languages()
    found = tuple(names)
    unknown = sorted(set(found) - set(languages()))
    if unknown or not found:
        what = ", ".join(map(repr, unknown)) or "no language"
        raise ValueError(f"{what}: the languages are {' '.join(languages())}")
    return found


@cache
def usual(language: str) -> tuple[str, ...]:
    """The legacy encodings that files of a language are found in, by fixenc's names."""
    return tuple(_settings()[language].get("usual", ()))


@cache
def words(language: str) -> tuple[str, ...]:
    """Some hundred words of a language, the shortest first; ``ValueError`` for an unknown one.

    >>> words("de") == words("de"), len(words("de")) > 150
    (True, True)
    """
    chosen([language])
    followers = _followers(language)
    chance = Random(f"words of {language}")
    found = {_word(followers, chance, language) for _ in range(COUNT)} - {""}
    return tuple(sorted(found, key=lambda word: (len(word), word)))


@cache
def letters(script: str) -> tuple[str, ...]:
    """The small letters of a script in the Basic Multilingual Plane, in the order of Unicode.

    ``script`` is what Unicode's names of its letters begin with. ``ValueError`` for none.

    >>> "".join(letters("greek")[:5])
    'ͱͳͷͻͼ'
    """
    prefix = NAMED.get(script, script).upper() + " "
    found = [
        char
        for char in map(chr, range(0x41, 0xD800))
        if unicodedata.category(char) in ("Ll", "Lo")
        and unicodedata.name(char, "").startswith(prefix)
    ]
    if not found:
        raise ValueError(f"no letter's name begins with {prefix!r}")
    return tuple(found)


@cache
def script_words(script: str) -> tuple[str, ...]:
    """Letters of a script thrown together, by which no model recognises a language."""
    chance = Random(f"words of {script}")
    alphabet = letters(script)
    found = {"".join(chance.choices(alphabet, k=chance.randint(1, 8))) for _ in range(COUNT)}
    return tuple(sorted(found, key=lambda word: (len(word), word)))


@cache
def _settings() -> dict[str, dict[str, Any]]:
    return tomllib.loads(data.read("languages.toml").decode("utf-8"))


def _word(followers: Followers, chance: Random, language: str) -> str:
    """A word: up to where the model sees a space, or as long as it may be."""
    first = "。" if language in WIDE_LANGUAGES and "。" in followers else " "
    most = chance.randint(1, LONGEST_CJK) if language in UNSPACED else LONGEST
    word, char = "", first if first in followers else START
    while len(word) < most and char in followers:
        chars, weights = followers[char]
        char = chance.choices(chars, cum_weights=weights)[0]
        if char == " ":
            break
        word += char
    return word


def _followers(language: str) -> Followers:
    """What comes after each character, and the probabilities summed up."""
    found: dict[str, list[tuple[str, float]]] = {}
    for before, char, chance in _pairs(language):
        begins = before in FIRST
        goes_on = _belongs(char) or (char == " " and not begins and language not in UNSPACED)
        if chance >= RAREST and goes_on and (begins or _belongs(before)):
            found.setdefault(before, []).append((char, chance))
    return {
        before: ([char for char, _ in pairs], list(accumulate(chance for _, chance in pairs)))
        for before, pairs in found.items()
    }


def _belongs(char: str) -> bool:
    """Whether words are made of it: letters and marks; capitals only begin sentences."""
    return unicodedata.category(char) in ("Ll", "Lo", "Lm", "Mn", "Mc") and char > "\x60"


def _pairs(language: str) -> list[tuple[str, str, float]]:
    """All pairs of characters that the model keeps of a language, with their probabilities."""
    tables = _tables()
    found: list[tuple[str, str, float]] = []
    if language in WIDE_LANGUAGES:
        number = WIDE_LANGUAGES.index(language)
        nibbles = (tables.wide_low, tables.wide_high)[number // 2]
        shift = 0 if number % 2 else 4
        for i, before, char in _places(tables.wide.firsts, tables.wide.starts, tables.wide.seconds):
            if cost := nibbles[i] >> shift & 15:
                offset = WIDE_OFFSET if before == START else 0
                found.append((before, char, 2.0 ** -(cost + offset)))
    lane = tables.languages.index(language)
    pairs = tables.pairs
    for i, before, char in _places(pairs.firsts, pairs.starts, pairs.seconds):
        at = tables.lanes.find(lane, tables.offsets[i], tables.offsets[i + 1])
        if at >= 0:
            found.append((before, char, 2.0 ** -(tables.costs[at] / UNIT)))
    return found


def _places(firsts: str, starts: list[int], seconds: Sequence[int]) -> list[tuple[int, str, str]]:
    """The number of each pair of an index, and its two characters."""
    return [
        (i, before, chr(seconds[i]))
        for number, before in enumerate(firsts)
        for i in range(starts[number], starts[number + 1])
    ]


@cache
def _tables() -> Tables:
    return unpack(data.read("model.bin"))
