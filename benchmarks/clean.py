"""Clean text that no tool may change, from the project and from what happens to be installed."""

from __future__ import annotations

import json
import random
import sys
import sysconfig
import tokenize
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
CASES = ROOT / "corpus" / "cases"
LINES = ROOT / "corpus" / ".cache" / "clean" / "lines.jsonl"
WORDS = 10_000  # of each language, the commonest first


def _texts(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            yield json.loads(line)["text"]


def _sampled(texts: list[str], number: int | None, seed: str) -> list[str]:
    if number is None or number >= len(texts):
        return texts
    return random.Random(seed).sample(texts, number)


def lines(number: int | None, seed: str) -> dict[str, list[str]]:
    """Clean lines by source; of the large sources ``number`` each, or all.

    Only lines that are not ASCII count: no tool looks at the others.
    """
    found = {
        "the project's clean cases": list(_texts(CASES / "clean.jsonl")),
        "the project's readings": list(_texts(CASES / "readings.jsonl")),
        "the project's sentences": list(_texts(CASES / "sentences.jsonl")),
    }
    large = {
        "software of 100 locales": _locales(),
        "wordfreq's words": _words(),
        "the standard library's source": _source(),
    }
    for name, texts in large.items():
        if texts:
            found[name] = _sampled(texts, number, f"{seed} {name}")
        else:
            print(f"{name}: not here, left out", file=sys.stderr)
    return found


def software(languages: Iterable[str]) -> list[str]:
    """Lines in some languages that ``python -m corpus.build clean`` gathers; none without it."""
    if not LINES.exists():
        return []
    wanted = set(languages)
    with LINES.open(encoding="utf-8", newline="\n") as file:
        return [row["text"] for row in map(json.loads, file) if row["lang"] in wanted]


def _locales() -> list[str]:
    """The lines that ``python -m corpus.build clean`` gathers."""
    if not LINES.exists():
        return []
    return [text for text in _texts(LINES) if not text.isascii()]


def _words() -> list[str]:
    try:
        import wordfreq
    except ImportError:
        return []
    languages = sorted(wordfreq.available_languages("small"))
    return [
        word
        for language in languages
        for word in wordfreq.top_n_list(language, WORDS, "small")
        if not word.isascii()
    ]


def _source() -> list[str]:
    """Lines of Python's own library, without its tests, which hold garble on purpose."""
    found: list[str] = []
    root = Path(sysconfig.get_path("stdlib"))
    for path in sorted(root.rglob("*.py")):
        inner = path.relative_to(root).parts
        if {"test", "tests", "site-packages", "idlelib"} & set(inner):
            continue
        try:
            with tokenize.open(path) as file:
                found += [line.rstrip("\r\n") for line in file if not line.isascii()]
        except (OSError, SyntaxError, UnicodeError):
            continue
    return found
