"""Training text and word lists to the model file.

The way of the data: ``count`` a language's pairs of characters, ``prune`` them to those that say
more than their parts do, quantise their costs, ``pack`` all languages into one file. The same
sources give the same file, byte for byte.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from math import log2
from operator import add
from pathlib import Path
from typing import Any

from fixenc.model.classes import CJK, FLOOR, NAMES, SHARED, UNWANTED, class_of
from fixenc.model.format import PAIR_UNIT, START, UNIT, WIDE_LANGUAGES, WIDE_OFFSET, pack
from fixenc.model.model import FOLD

DATA = Path(__file__).parents[2] / "fixenc" / "data"
MOST = 6_000_000  # characters of text counted a language; more moved no figure by 0.1 points
LEAST = 15_000  # characters of text, or 5,000 words, below which a language is left out
PAIRS = 2000  # pairs kept a language; MODEL.md's table: 1000 cost 0.4 points, 3000 gain 0.2
WORDS = 0.4  # share of the word list in a language that has text too
FORMS = ((0.86, str), (0.11, str.capitalize), (0.03, str.upper))  # spellings of a listed word
MIX_PAIR, MIX_CHAR = 0.85, 0.04  # fixenc.model.model, "The mixture"

Table = dict[str, float]


@dataclass(slots=True)
class Counts:
    """Relative frequencies of characters and pairs in one language."""

    chars: Table
    pairs: Table
    size: int  # characters of text


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
    return Counts(_share(chars), _share(pairs), size)


def _blocks(paragraphs: Iterable[str]) -> Iterator[str]:
    held: list[str] = []
    length = 0
    for paragraph in paragraphs:
        held.append(paragraph)
        length += len(paragraph)
        if length > 1 << 20:
            yield "\n".join(held) + "\n"
            held, length = [], 0
    yield "\n".join(held) + "\n"


def count_words(words: Iterable[tuple[str, float]], *, spaced: bool) -> Counts:
    """The characters and pairs of a word list with frequencies."""
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
    return Counts(_share(chars), _share(pairs), 0)


def _share(table: dict[str, Any]) -> Table:
    total = sum(table.values()) or 1
    return {key: value / total for key, value in table.items()}


def mixed(parts: list[tuple[Counts, float]]) -> Counts:
    """The weighted mean of several counts."""
    whole = sum(weight for _, weight in parts)
    chars: Table = {}
    pairs: Table = {}
    for counts, weight in parts:
        for source, target in ((counts.chars, chars), (counts.pairs, pairs)):
            for key, value in source.items():
                target[key] = target.get(key, 0.0) + value * weight / whole
    return Counts(chars, pairs, sum(counts.size for counts, _ in parts))


def paragraphs_of(path: Path) -> Iterator[str]:
    """The paragraphs of a training text, evenly thinned to about ``MOST`` characters."""
    if not path.exists():
        return
    text = path.read_text(encoding="utf-8")
    keep = min(1.0, MOST / max(1, len(text)))
    debt = 0.0
    for paragraph in text.split("\n"):
        debt += keep
        if debt >= 1.0:
            debt -= 1.0
            yield paragraph


def count_language(name: str, entry: dict[str, Any], cache: Path) -> Counts | None:
    """The counts of a language from all its sources, or None when there is too little."""
    from corpus.build.words import word_lists

    parts: list[tuple[Counts, float]] = []
    text = count_text(paragraphs_of(cache / "train" / f"{name}.txt"))
    lists = list(word_lists(name, entry.get("words"), cache))
    if text.size >= LEAST:
        parts.append((text, 1.0 if not lists else 1 - WORDS))
    for words in lists:
        counted = count_words(words, spaced=name not in ("zh-hans", "zh-hant", "ja"))
        parts.append((counted, WORDS / len(lists)))
    return mixed(parts) if parts else None


def is_wide(pair: str) -> bool:
    """Whether a pair belongs into the CJK table."""
    return any(class_of(c) in CJK or c >= "\u2e80" for c in pair)


def kept_pairs(counts: Counts, limit: int) -> Table:
    """The ``limit`` pairs that say most beyond their parts, with log2 costs of the mixture."""
    first: Table = {}
    for pair, share in counts.pairs.items():
        first[pair[0]] = first.get(pair[0], 0.0) + share
    rated: list[tuple[float, str, float]] = []
    for pair, share in counts.pairs.items():
        if any(class_of(c) in UNWANTED or c > "\uffff" for c in pair):
            continue
        given = share / first[pair[0]]
        alone = counts.chars.get(pair[1], 1e-9) * MIX_CHAR
        gain = share * log2(MIX_PAIR * given / alone + 1)
        rated.append((-gain, pair, -log2(MIX_PAIR * given + alone)))
    rated.sort()
    return {pair: cost for _, pair, cost in rated[:limit]}


def merge(counts: dict[str, Counts], weights: Table) -> Counts:
    """All languages together, by weight."""
    return mixed([(counts[name], weights[name]) for name in counts])


def class_costs(chars: Table) -> bytes:
    """The cost of each class in a language, in quarter bits; 255 where it never occurs."""
    shares = [0.0] * len(NAMES)
    for char, share in chars.items():
        shares[class_of(char)] += share
    return bytes(min(255, round(-log2(s) * UNIT)) if s > 2**-60 else 255 for s in shares)


def shared_punctuation(merged: Counts) -> dict[tuple[int, str], int]:
    """The cost of each punctuation mark after each class, whatever the language."""
    before: dict[int, float] = {}
    joint: dict[tuple[int, str], float] = {}
    for pair, share in merged.pairs.items():
        kind = class_of(pair[0])
        before[kind] = before.get(kind, 0.0) + share
        if class_of(pair[1]) in SHARED and pair[1] <= "\uffff":
            joint[kind, pair[1]] = joint.get((kind, pair[1]), 0.0) + share
    return {
        key: cost
        for key, share in joint.items()
        if (cost := round(-log2(share / before[key[0]]) * UNIT)) < 20 * UNIT
    }


def build(cache: Path) -> tuple[bytes, dict[str, Any]]:
    """The model file and its description."""
    entries = tomllib.loads((DATA / "languages.toml").read_text(encoding="utf-8"))
    counts: dict[str, Counts] = {}
    for name in sorted(entries):
        counted = count_language(name, entries[name], cache)
        if counted is not None:
            counts[name] = counted
            print(f"{name}: {counted.size:,} characters, {len(counted.pairs):,} pairs", flush=True)
    return pack_counts(counts, entries)


def pack_counts(counts: dict[str, Counts], entries: dict[str, Any]) -> tuple[bytes, dict[str, Any]]:
    """Prune, quantise and pack counted languages."""
    languages = tuple(counts)
    weights = {
        name: entries[name]["weight"] / sum(entries[other]["weight"] for other in languages)
        for name in languages
    }
    priors = bytes(round(-0.5 * log2(weights[name]) * UNIT) for name in languages)
    pairs: dict[str, dict[int, int]] = {}
    wide: dict[str, list[int]] = {}
    kept: dict[str, int] = {}
    for number, name in enumerate(languages):
        table = kept_pairs(counts[name], entries[name].get("pairs", PAIRS))
        kept[name] = len(table)
        for pair, cost in table.items():
            _place(pair, cost, number, name, pairs, wide)
        for char, share in counts[name].chars.items():
            if class_of(char) not in UNWANTED and char <= "\uffff" and share > 2**-30:
                _place(START + char, -log2(share), number, name, pairs, wide)
    merged = merge(counts, weights)
    data = pack(
        languages=languages,
        priors=priors,
        classes=b"".join(class_costs(counts[name].chars) for name in languages),
        shared=shared_punctuation(merged),
        pairs=pairs,
        wide={pair: (c[0], c[1], c[2], c[3]) for pair, c in wide.items()},
    )
    return data, {
        "digest": sha256(data).hexdigest(),
        "size": len(data),
        "languages": {
            name: {"characters": counts[name].size, "pairs": kept[name]} for name in languages
        },
    }


def _place(
    pair: str,
    cost: float,
    number: int,
    name: str,
    pairs: dict[str, dict[int, int]],
    wide: dict[str, list[int]],
) -> None:
    """Put a quantised cost into the table that the pair belongs to."""
    if not is_wide(pair):
        half = min(63, max(1, round(cost) * PAIR_UNIT))
        pairs.setdefault(pair, {})[number] = half
    elif name in WIDE_LANGUAGES:
        bits = round(cost) - (WIDE_OFFSET if pair[0] == START else 0)
        if not (pair[0] != START and bits > 15):
            lanes = wide.setdefault(pair, [0, 0, 0, 0])
            lanes[WIDE_LANGUAGES.index(name)] = min(15, max(1, bits))


def main(cache: Path, sources: list[dict[str, Any]]) -> None:
    """Build the model and write it, with ``model.json`` beside it."""
    data, description = build(cache)
    (DATA / "model.bin").write_bytes(data)
    used = [
        {key: source[key] for key in ("kind", "name", "version", "sha256", "licence")}
        for source in sources
    ]
    text = json.dumps(description | {"sources": used}, indent=1, ensure_ascii=False)
    text = re.sub(r"\{\s+(\"characters\": \d+),\s+(\"pairs\": \d+)\s+\}", r"{\1, \2}", text)
    (DATA / "model.json").write_text(text + "\n", encoding="utf-8")
    print(f"model.bin: {len(data):,} bytes, {len(description['languages'])} languages")
