"""Training text and word lists to the model file.

The way of the data: count a language's pairs of characters, prune them to those that say more
than their parts do, quantise their costs, pack all languages into one file. The same sources
give the same file, byte for byte, however many processes count.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from hashlib import sha256
from math import log2
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from corpus.build.counts import (
    Counts,
    Table,
    count_text,
    count_words,
    mixed,
    paragraphs_of,
    with_capitals,
)
from corpus.build.fetch import Source, SourceError, Sources
from corpus.build.packed import squeezed
from corpus.build.words import LISTS, UNSPACED, check_versions, word_lists
from fixenc.model.classes import CJK, NAMES, SHARED, UNWANTED, class_of
from fixenc.model.format import PAIR_UNIT, START, UNIT, WIDE_LANGUAGES, WIDE_OFFSET, pack

ROOT = Path(__file__).parents[2]
DATA = ROOT / "fixenc" / "data"
LEAST = 15_000  # code points of text below which only a word list can make a language
# Pairs kept a language. The sum of right decodings at five lengths: 1400 491.6, 2000 491.9, 3000
# 492.1, for 40 KB each.
PAIRS = 2500
WORDS = 0.4  # share of the word list in a language that has text too; 0.2 and 0.6 gave 0.2 less
# The weights of a pair and of its second character alone in the cost of a pair. With 0.02 for the
# character the sum of right decodings was 0.5 lower, with 0.04 and 0.15 0.2.
MIX_PAIR, MIX_CHAR = 0.85, 0.08
PROCESSES = 2
LARGEST = 700_000  # bytes of the model file
RAREST = 2**-30  # share of a language's text below which a character is left to its class

Entries = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Description:
    """What ``model.json`` says of each language: (code points of text, pairs kept)."""

    digest: str
    size: int
    languages: dict[str, tuple[int, int]]


def count_language(name: str, entry: Mapping[str, Any], cache: Path) -> Counts | None:
    """The counts of a language from all its sources, or None when there is too little."""
    text = count_text(paragraphs_of(cache / "train" / f"{name}.txt"))
    lists = [
        count_words(words, spaced=name not in UNSPACED)
        for words in word_lists(name, entry.get("words"), cache)
    ]
    parts = [(counts, WORDS / len(lists)) for counts in lists]
    if text.size >= LEAST:
        parts.insert(0, (text, 1.0 - WORDS if lists else 1.0))
    return with_capitals(mixed(parts)) if parts else None


def count_languages(entries: Entries, cache: Path) -> dict[str, Counts]:
    """The counts of all languages that have enough, by name, sorted."""
    names = sorted(entries)
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as pool:
        jobs = [pool.submit(count_language, name, entries[name], cache) for name in names]
        found = {name: job.result() for name, job in zip(names, jobs, strict=True)}
    return {name: counts for name, counts in found.items() if counts is not None}


def is_wide(pair: str) -> bool:
    """Whether a pair belongs into the CJK table."""
    return any(class_of(char) in CJK or char >= "\u2e80" for char in pair)


def kept_pairs(counts: Counts, limit: int) -> Table:
    """The ``limit`` pairs that say most beyond their second character, with costs in bits."""
    first: Table = {}
    for pair, share in counts.pairs.items():
        first[pair[0]] = first.get(pair[0], 0.0) + share
    rated: list[tuple[float, str, float]] = []
    for pair, share in counts.pairs.items():
        if any(class_of(char) in UNWANTED or char > "\uffff" for char in pair):
            continue
        given = MIX_PAIR * share / first[pair[0]]
        alone = MIX_CHAR * counts.chars.get(pair[1], 1e-9)
        rated.append((-share * log2(given / alone + 1), pair, -log2(given + alone)))
    rated.sort()
    return {pair: cost for _, pair, cost in rated[:limit]}


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


def pack_counts(counts: Mapping[str, Counts], entries: Entries) -> tuple[bytes, Description]:
    """Prune, quantise and pack counted languages."""
    languages = tuple(counts)
    whole = sum(entries[name]["weight"] for name in languages)
    weights = {name: entries[name]["weight"] / whole for name in languages}
    pairs: dict[str, dict[int, int]] = {}
    wide: dict[str, list[int]] = {}
    kept: dict[str, tuple[int, int]] = {}
    for number, (name, counted) in enumerate(counts.items()):
        costs = kept_pairs(counted, entries[name].get("pairs", PAIRS))
        kept[name] = (counted.size, len(costs))
        for char, share in counted.chars.items():
            if class_of(char) not in UNWANTED and char <= "\uffff" and share > RAREST:
                costs[START + char] = -log2(share)
        for pair, cost in costs.items():
            if not is_wide(pair):
                pairs.setdefault(pair, {})[number] = min(63, max(1, round(cost * PAIR_UNIT)))
            elif name in WIDE_LANGUAGES:
                _place_wide(wide, pair, cost, WIDE_LANGUAGES.index(name))
    data = pack(
        languages=languages,
        priors=bytes(round(-0.5 * log2(weights[name]) * UNIT) for name in languages),
        classes=b"".join(class_costs(counts[name].chars) for name in languages),
        shared=shared_punctuation(mixed([(counts[name], weights[name]) for name in languages])),
        pairs=pairs,
        wide={pair: (c[0], c[1], c[2], c[3]) for pair, c in wide.items()},
    )
    return data, Description(sha256(data).hexdigest(), len(data), kept)


def _place_wide(wide: dict[str, list[int]], pair: str, cost: float, place: int) -> None:
    """Put a cost in whole bits among those of a CJK pair, unless it is too high to be kept."""
    bits = round(cost) - (WIDE_OFFSET if pair[0] == START else 0)
    if pair[0] == START or bits <= 15:
        wide.setdefault(pair, [0, 0, 0, 0])[place] = min(15, max(1, bits))


def description_text(description: Description, sources: Iterable[Source]) -> str:
    """``model.json``: a line a language and a source."""
    languages = [
        f"{json.dumps(name)}: " + json.dumps({"characters": size, "pairs": pairs})
        for name, (size, pairs) in description.languages.items()
    ]
    used = [
        json.dumps({key: getattr(source, key) for key in _SAID}, ensure_ascii=False)
        for source in sources
    ]
    head = {
        "digest": description.digest,
        "size": description.size,
        "characters": sum(size for size, _ in description.languages.values()),
        "pairs": sum(pairs for _, pairs in description.languages.values()),
    }
    lines = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in head.items()]
    lines.append('"languages": {\n  ' + ",\n  ".join(languages) + "\n }")
    lines.append('"sources": [\n  ' + ",\n  ".join(used) + "\n ]")
    return "{\n " + ",\n ".join(lines) + "\n}\n"


_SAID = ("kind", "name", "version", "sha256", "licence")


def build_model(
    sources: Sources, cache: Path, folder: Path = DATA, said: Path = ROOT / "corpus"
) -> Description:
    """Make ``model.bin`` in a folder, and ``model.json``, what it holds, in another.

    Raises SourceError when texts or lists are missing, or the file is larger than ``LARGEST``.
    """
    if not any((cache / "train").glob("*.txt")):
        raise SourceError("no training text: run 'python -m corpus.build texts' first")
    check_versions(sources)
    entries = tomllib.loads((DATA / "languages.toml").read_text(encoding="utf-8"))
    data, description = pack_counts(count_languages(entries, cache), entries)
    data = squeezed(data)
    description = replace(description, digest=sha256(data).hexdigest(), size=len(data))
    if len(data) > LARGEST:
        raise SourceError(f"the model has {len(data):,} bytes, more than {LARGEST:,}")
    used = [s for s in sources.packages if s.role == "train" or s.name in LISTS]
    for path, content in (
        (folder / "model.bin", data),
        (said / "model.json", description_text(description, used).encode()),
    ):
        # in one move: a reader never meets half a file
        temporary = path.with_name(f".{path.name}.new")
        temporary.write_bytes(content)
        temporary.replace(path)
    return description
