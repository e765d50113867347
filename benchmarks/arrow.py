"""Arrow columns: rows a second, beside ftfy over the same rows and NFC inside Arrow.

``python -m benchmarks arrow [--rows N]``. Rows of about 430 bytes, no two alike: English
(ASCII, from Python's own help, and sentences with accents and marks), and the project's sentences
in 20 languages, in random order. Half of the mixed rows are English, the rest evenly of the others.
All in one process and on one core; read ratios, since machines differ.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from benchmarks import clock, results
from fixenc.integrations import _gate
from fixenc.integrations.arrow import repair_batch
from tests.oracles.garble import garble

ROOT = Path(__file__).resolve().parents[1]
SENTENCES = ROOT / "corpus" / "cases" / "sentences.jsonl"

SIZE = 430  # bytes a row
ENGLISH = 0.5  # of the mixed rows; of those
PLAIN = 0.8  # are ASCII
LEAST = 2000  # rows of a language: to compile the patterns takes as long as 500 of them
FEW = 300  # rows whose cost is measured by themselves
LANGUAGES = "ru de ja zh-hans zh-hant es fr it pt pl nl tr cs vi ko ar sv el uk id".split()
CJK = ("ja", "zh-hans", "zh-hant")
CHAINS = ("utf-8>cp1252", "utf-8>cp1251", "utf-8>gb18030", "cp1251>cp1252", "gb18030>cp1252")
TARGETS = {
    "rows/s, clean": 500_000,
    "rows/s, 1 % garbled": 200_000,
    "times ftfy": 15.0,
    "times NFC": 0.5,
}


class Rows:
    """Rows of clean text, drawn with a seed."""

    def __init__(self, seed: int = 1) -> None:
        self._draw = random.Random(seed)
        self._sentences: dict[str, list[str]] = {}
        for line in SENTENCES.read_text(encoding="utf-8").split("\n"):
            if line:
                row = json.loads(line)
                self._sentences.setdefault(row["lang"], []).append(row["text"])
        self._plain = _paragraphs()

    def of(self, language: str) -> str:
        """One row in a language; ``ascii`` is English without any other character."""
        parts = self._plain if language == "ascii" else self._sentences[language]
        text = ""
        while len(text.encode()) < SIZE:
            text += ("" if language in CJK or not text else " ") + self._draw.choice(parts)
        return text.encode()[:SIZE].decode("utf-8", "ignore")

    def mixed(self) -> str:
        """One row of the mixture."""
        if self._draw.random() >= ENGLISH:
            return self.of(self._draw.choice(LANGUAGES))
        return self.of("ascii" if self._draw.random() < PLAIN else "en")

    def garbled(self) -> str:
        """A row of the mixture, garbled."""
        while True:
            text = self.mixed()
            made = garble(text, self._draw.choice(CHAINS))
            if made is not None and made != text:
                return made


def _paragraphs() -> list[str]:
    from pydoc_data.topics import topics

    found = [" ".join(part.split()) for text in topics.values() for part in text.split("\n\n")]
    return sorted({part for part in found if part.isascii() and len(part) > 60})


def seconds(work: Callable[[], Any], runs: int = 3) -> float:
    """Processor time, the best of some runs."""
    return clock.least(work, runs)


def batch_of(texts: list[str]) -> pa.RecordBatch:
    return pa.record_batch([pa.array(texts)], names=["text"])


_NUMBER = count()


def fresh(texts: list[str]) -> list[str]:
    """The texts a little different each time, so that nothing that was seen before is met again."""
    number = next(_NUMBER)
    return [f"{text} {number}" for text in texts]


def measure(rows: Rows, size: int, tell: Callable[[str], object] = print) -> dict[str, float]:
    """All figures of the mixture; ``tell`` is told each."""
    import ftfy

    clean = [rows.mixed() for _ in range(size)]
    batch = batch_of(clean)
    cells = batch["text"]
    batches = [batch_of(fresh(clean)) for _ in range(3)]
    found: dict[str, float] = {}

    def rate(name: str, work: Callable[[], Any], of: int = size, runs: int = 3) -> None:
        found[name] = of / seconds(work, runs)
        tell(f"{name:40}{found[name]:12,.0f} rows/s")

    rate("string_is_ascii", lambda: pc.string_is_ascii(cells))
    rate("NFC inside Arrow", lambda: pc.utf8_normalize(cells, "NFC"))
    rate("to_pylist", cells.to_pylist)
    rate("the gate inside Arrow", lambda: _gate.suspects(cells))
    rate("fixenc, clean", lambda: repair_batch(batches.pop()))
    few = clean[: max(1, size // 10)]
    rate(
        "ftfy.fix_encoding",
        lambda: [ftfy.fix_encoding(t) for t in pa.array(few).to_pylist()],
        len(few),
    )
    dirty = list(clean)
    for number in range(0, size, 100):
        dirty[number] = rows.garbled()
    batches = [batch_of(fresh(dirty)) for _ in range(2)]
    rate("fixenc, 1 % garbled", lambda: repair_batch(batches.pop()), runs=2)
    stopped = cells.take(_gate.suspects(cells)).to_pylist()
    found["stopped"] = len(stopped) / size
    tell(f"{found['stopped']:.2%} of the clean rows are stopped by the gate")
    some = fresh(stopped[:FEW])
    found["s, stopped"] = seconds(lambda: repair_batch(batch_of(some)), 1) / len(some)
    some = [rows.garbled() for _ in range(FEW)]
    found["s, garbled"] = seconds(lambda: repair_batch(batch_of(some)), 1) / len(some)
    for kind in ("stopped", "garbled"):
        tell(f"a row {kind:34}{found[f's, {kind}'] * 1e3:12.2f} ms")
    return found


def ratios(found: dict[str, float]) -> dict[str, float]:
    """How many times as fast as others clean rows are repaired."""
    return {
        "times ftfy": found["fixenc, clean"] / found["ftfy.fix_encoding"],
        "times NFC": found["fixenc, clean"] / found["NFC inside Arrow"],
    }


def price(found: dict[str, float], garbled: float) -> float:
    """Core hours for a TB of the mixture, of which a share of the rows is garbled."""
    row = 1 / found["the gate inside Arrow"]
    row += (1 - garbled) * found["stopped"] * found["s, stopped"] + garbled * found["s, garbled"]
    return 1e12 / SIZE * row / 3600


def by_language(rows: Rows, size: int) -> dict[str, dict[str, float]]:
    """The gate alone, language by language."""
    found: dict[str, dict[str, float]] = {}
    for language in ("ascii", "en", *LANGUAGES):
        cells = pa.array([rows.of(language) for _ in range(size)])
        total = pc.sum(pc.binary_length(cells)).as_py()
        speed = total / seconds(lambda cells=cells: _gate.suspects(cells)) / 1e6
        stopped = len(_gate.suspects(cells)) / size
        nfc = total / seconds(lambda cells=cells: pc.utf8_normalize(cells, "NFC")) / 1e6
        found[language] = {"MB/s": speed, "stopped": stopped, "NFC": nfc}
        print(f"{language:10}{speed:8.0f} MB/s {stopped:8.1%} stopped   NFC {nfc:6.0f} MB/s")
    return found


def main(arguments: list[str]) -> int:
    """Print the figures; exit code 1 when a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks arrow")
    parser.add_argument("--rows", type=int, default=20_000, help="rows of the mixture")
    options = parser.parse_args(arguments)
    rows = Rows()
    found: dict[str, Any] = measure(rows, options.rows)
    found["languages"] = by_language(rows, max(LEAST, options.rows // 10))
    reached = {
        "rows/s, clean": found["fixenc, clean"],
        "rows/s, 1 % garbled": found["fixenc, 1 % garbled"],
        **ratios(found),
    }
    print("core hours for a TB: share of garbled rows, fixenc; ftfy.fix_encoding")
    ftfy = 1e12 / SIZE / found["ftfy.fix_encoding"] / 3600
    hours = {f"{garbled:.1%}": price(found, garbled) for garbled in (0.0, 0.001, 0.01, 0.1)}
    for garbled, each in hours.items():
        print(f"{garbled:>8}{each:12,.0f}{ftfy:12,.0f}")
    found["core hours a TB"] = hours | {"ftfy.fix_encoding": ftfy}
    found["reached"] = reached
    results.keep("arrow", arguments, found)
    missed = 0
    for name, value in reached.items():
        least = TARGETS[name]
        short = value < least
        missed += short
        print(f"{name:24}{value:14,.2f}, wanted {least:,}{'  MISSED' if short else ''}")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
