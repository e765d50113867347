"""How often characters and pairs of characters occur in a language: in texts, in word lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from operator import add
from pathlib import Path

from fixenc.model.rows import FOLD

MOST = 6_000_000  # code points of text counted a language; more moved no figure by 0.1 points
FORMS = ((0.86, str), (0.11, str.capitalize), (0.03, str.upper))  # spellings of a listed word
# The share of text in capitals that is added to every language's: help texts hold next to none,
# and a heading in Cyrillic capitals read as another encoding's small letters scored 13 bits
# better. 1 % took nothing from other text; 3 % cost 0.2 points of the sum over lengths.
CAPITALS = 0.01
BLOCK = 1 << 20  # code points counted at a time

Table = dict[str, float]


@dataclass(frozen=True, slots=True)
class Counts:
    """Relative frequencies of characters and of pairs, each adding up to 1.

    ``size`` is how many code points of text were counted, 0 for a word list.
    """

    chars: Table
    pairs: Table
    size: int


def count_text(paragraphs: Iterable[str]) -> Counts:
    """The characters and pairs of running text; a paragraph ends like a line."""
    chars: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    size = 0
    for block in _blocks(paragraphs):
        folded = " " + block.translate(FOLD)
        chars.update(folded)
        pairs.update(map(add, folded, folded[1:]))
        size += len(block)
    return Counts(_shares(chars), _shares(pairs), size)


def _blocks(paragraphs: Iterable[str]) -> Iterator[str]:
    held: list[str] = []
    length = 0
    for paragraph in paragraphs:
        held.append(paragraph)
        length += len(paragraph)
        if length > BLOCK:
            yield "\n".join(held) + "\n"
            held, length = [], 0
    if held:
        yield "\n".join(held) + "\n"


def count_words(words: Iterable[tuple[str, float]], *, spaced: bool) -> Counts:
    """The characters and pairs of words with frequencies, small and with capitals.

    ``spaced`` words have a space before and after them.
    """
    chars: Table = {}
    pairs: Table = {}
    for word, frequency in words:
        forms = FORMS if spaced and word != word.upper() else ((1.0, str),)
        for share, form in forms:
            spelt = (" " + form(word) + " " if spaced else form(word)).translate(FOLD)
            weight = share * frequency
            for char in spelt[1:] if spaced else spelt:
                chars[char] = chars.get(char, 0.0) + weight
            for before, char in pairwise(spelt):
                pair = before + char
                pairs[pair] = pairs.get(pair, 0.0) + weight
    return Counts(_shares(chars), _shares(pairs), 0)


def _shares(table: Mapping[str, float]) -> Table:
    total = sum(table.values()) or 1
    return {key: value / total for key, value in table.items()}


def mixed(parts: list[tuple[Counts, float]]) -> Counts:
    """The weighted mean of several counts; the weights need not add up to 1.

    >>> mixed([(Counts({"a": 1.0}, {}, 10), 3), (Counts({"b": 1.0}, {}, 0), 1)]).chars
    {'a': 0.75, 'b': 0.25}
    """
    whole = sum(weight for _, weight in parts)
    chars: Table = {}
    pairs: Table = {}
    for counts, weight in parts:
        for source, target in ((counts.chars, chars), (counts.pairs, pairs)):
            for key, value in source.items():
                target[key] = target.get(key, 0.0) + value * weight / whole
    return Counts(chars, pairs, sum(counts.size for counts, _ in parts))


def with_capitals(counts: Counts) -> Counts:
    """Counts to which the same text in capitals adds ``CAPITALS`` of its size."""
    tables = []
    for table in (counts.chars, counts.pairs):
        capitals: Table = {}
        for key, share in table.items():
            upper = _capital(key)
            if upper:
                capitals[upper] = capitals.get(upper, 0.0) + share
        tables.append(_shares(capitals))
    if not tables[0]:
        return counts
    return mixed([(counts, 1.0), (Counts(tables[0], tables[1], 0), CAPITALS)])


def _capital(key: str) -> str:
    """A character or pair in capitals; empty where that changes nothing, or its length."""
    upper = key.upper()
    if upper == key or len(upper) != len(key):
        return ""
    # Georgian is not written in its capitals, U+1C90 and on.
    return "" if any("\u1c90" <= char <= "\u1cbf" for char in upper) else upper


def paragraphs_of(path: Path, most: int = MOST) -> Iterator[str]:
    """The paragraphs of a text, evenly thinned to about ``most`` code points; none if absent."""
    if not path.exists():
        return
    text = path.read_text(encoding="utf-8")
    keep = min(1.0, most / max(1, len(text)))
    debt = 0.0
    for paragraph in text.removesuffix("\n").split("\n"):
        debt += keep
        if debt >= 1.0:
            debt -= 1.0
            yield paragraph
