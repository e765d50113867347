"""Make the packed list of known words: the commonest beyond ASCII of languages of alphabets.

``python -m corpus.build lexicon`` counts the training text and wordfreq's lists, half and half, and
writes ``fixenc/data/lexicon.bin``.
"""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from corpus.build.counts import paragraphs_of
from corpus.build.fuse import packed
from corpus.build.packed import squeezed, written
from corpus.build.train import DATA
from corpus.build.words import word_lists
from fixenc import chains
from fixenc.repair.lists.lexicon import FILE, LONGEST, SHORTEST, WORD
from fixenc.repair.undoing.align import substitution
from fixenc.repair.undoing.score import small

# Words of a language. Of those beyond ASCII in the project's sentences a third to nine tenths are
# among 1,000, half to all among 2,000, a tenth more among 4,000.
KEPT = 2_000
LANGUAGES = (  # Russian has a list of its own, words-ru.bin
    "af az bs ca cs cy da de en eo es et eu fi fr ga gd gl hr hu is it lt lv mt nb nl nn"
    " pl pt ro sk sl sq sr-latn sv tr uz vi be bg kk ky mk mn sr tg uk el he"
).split()
LEAST = 5e-7  # share of all words that a listed one must have: rarer ones in English are "donít"
RAREST = 2  # times that a word of the text must occur
# A word is left out where a misread of another one of its language that is so much commoner gives
# it: lists from the web hold ``gyõr`` and ``elõtt``.
COMMONER = 2.0
LARGEST = 160_000  # bytes of the file

Shares = dict[str, float]


def main(cache: Path) -> int:
    """Write the file; returns an exit code."""
    entries = tomllib.loads((DATA / "languages.toml").read_text(encoding="utf-8"))
    known: set[str] = set()
    for language in LANGUAGES:
        lists = word_lists(language, entries[language].get("words"), cache)
        shares = _shares(Counter(_of_text(cache / "train" / f"{language}.txt")), RAREST)
        for listed in lists:
            counted: defaultdict[str, float] = defaultdict(float)
            for word, share in listed:
                if share < LEAST:
                    continue
                for part in _words(word):
                    counted[part] += share
            for word, share in _shares(counted).items():
                shares[word] = shares.get(word, 0.0) + share
        known.update(_commonest(shares))
    source = "the training text of the model; wordfreq 3.1.1"
    return written(DATA / FILE, squeezed(packed(known, source)), LARGEST, f"{len(known)} words")


def _of_text(path: Path) -> Iterator[str]:
    for paragraph in paragraphs_of(path):
        yield from _words(paragraph)


def _words(text: str) -> Iterator[str]:
    for word in WORD.findall(small(text)):
        if not word.isascii() and SHORTEST <= len(word) <= LONGEST:
            yield word


def _shares(counted: Mapping[str, float], rarest: float = 0.0) -> Shares:
    whole = sum(counted.values()) or 1.0
    return {word: number / whole for word, number in counted.items() if number >= rarest}


def _commonest(shares: Mapping[str, float]) -> list[str]:
    """The commonest words, without those that are garbled."""
    undone = [table for m in chains.misreads() if (table := substitution(m)) is not None]
    tables = list({tuple(sorted(table.items())): table for table in undone}.values())
    chosen: list[str] = []
    for word in sorted(shares, key=lambda word: (-shares[word], word)):
        others = {word.translate(table) for table in tables} - {word}
        if all(shares.get(other, 0.0) < COMMONER * shares[word] for other in others):
            chosen.append(word)
            if len(chosen) == KEPT:
                break
    return chosen
