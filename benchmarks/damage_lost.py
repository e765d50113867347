"""How well the finder of lost bytes does: real lines, simulated chains, and its own confidence.

``python -m benchmarks.damage_lost`` prints the figures; ``measure`` gives them. The damage is made
by ``tests/oracles/lossy.py``. Beside the whole engine stands the naive inverse, which knows the
true chain: encode what is seen, decode it as what was written.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import fixenc
from fixenc.spans import Certainty, Edit
from tests.oracles import lossy

ROOT = Path(__file__).parents[1]
SENTENCES = ROOT / "corpus" / "cases" / "sentences.jsonl"
WILD = ROOT.parent / "shared" / "wild" / "dev.jsonl"  # optional
# Readers that lack characters for bytes of UTF-8; KOI8 and code pages 437 to 866 lack none.
READERS = tuple(
    "gbk cp932 cp949 big5 cp1252 cp1250 cp1251 cp1253 cp1254 cp1255 cp1257 cp1258 cp874"
    " iso8859-7".split()
)
UNSHOWN = ("iso8859-1",)  # has controls for them, which the next program does not show
SEED = 3
SURE = 0.9
HOLE = "\ufffd"


@dataclass(frozen=True, slots=True)
class Chain:
    """Shares of the characters of what was written, in per cent, by one reader in one manner."""

    read: str
    manner: str
    lines: int
    naive: float
    engine: float
    exact: float  # lines


@dataclass(frozen=True, slots=True)
class Figures:
    """What the finder reaches; shares are in per cent."""

    wild: tuple[int, int]  # lines exactly right, of how many; 0 of 0 without the folder
    chains: tuple[Chain, ...]
    sure: tuple[int, int]  # inferred edits of confidence 0.9 or more that are right, of how many


def measure(
    lines: int = 60, manners: tuple[str, ...] = ("replace",), readers: tuple[str, ...] = READERS
) -> Figures:
    """All figures, with so many lines of each chain."""
    right: list[bool] = []
    chains: list[Chain] = []
    for read in readers:
        for manner in manners:
            chains.append(_chain(read, manner, lines, right))
    return Figures(_wild(), tuple(chains), (sum(right), len(right)))


def measure_unshown(lines: int = 60) -> Figures:
    """The figures of readers that show no controls."""
    return measure(lines, ("dropped",), UNSHOWN)


def _wild() -> tuple[int, int]:
    if not WILD.exists():
        return 0, 0
    rows = map(json.loads, WILD.read_text(encoding="utf-8").splitlines())
    rows = [row for row in rows if row.get("lossy") and row["gold"] is not None]
    return sum(_is_gold(row) for row in rows), len(rows)


def _is_gold(row: dict[str, str]) -> bool:
    return fixenc.fix(row["garbled"]) in (row["gold"], *(row.get("gold_alt") or ()))


def _chain(read: str, manner: str, lines: int, right: list[bool]) -> Chain:
    total = naive = engine = exact = count = 0
    for text, garbled in _sample(read, manner, lines):
        report = fixenc.repair(garbled)
        count += 1
        total += len(text)
        naive += recovered(text, lossy.naive(garbled, "utf-8", read))
        engine += recovered(text, report.text)
        exact += report.text == text
        right += verdicts(text, report)
    total, count = max(total, 1), max(count, 1)
    return Chain(
        read, manner, count, 100 * naive / total, 100 * engine / total, 100 * exact / count
    )


def _sample(read: str, manner: str, lines: int) -> Iterator[tuple[str, str]]:
    texts = [json.loads(line)["text"] for line in SENTENCES.open(encoding="utf-8")]
    random.Random(SEED).shuffle(texts)
    for text in texts:
        garbled = lossy.garble(text, "utf-8", read, manner)
        if lines and lossy.naive(garbled, "utf-8", read) != text:
            lines -= 1
            yield text, garbled


def recovered(text: str, repaired: str) -> int:
    """How many characters of ``text`` stand in ``repaired``, in order."""
    blocks = SequenceMatcher(None, text, repaired, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks)


def verdicts(text: str, report: fixenc.Report) -> Iterator[bool]:
    """For each sure inferred edit, whether it is right but for its holes, where it stands."""
    shift = 0
    for edit in report.edits:
        start = edit.start + shift
        shift += len(edit.after) - len(edit.before)
        if edit.certainty is Certainty.INFERRED and edit.confidence >= SURE:
            yield _is_right(text, report.text, start, edit)


def _is_right(text: str, repaired: str, start: int, edit: Edit) -> bool:
    """Whether the edit and the ASCII around it stand in the text, holes for anything short."""
    end = start + len(edit.after)
    before = re.search(r"[ -~]{0,2}$", repaired[:start])
    after = re.match(r"[ -~]{0,2}", repaired[end:])
    around = (before[0] if before else "") + edit.after + (after[0] if after else "")
    pattern = re.sub(HOLE + "+", lambda m: f".{{0,{4 * len(m[0])}}}", re.escape(around))
    return re.search(pattern, text) is not None


def main(arguments: list[str]) -> int:
    """Print the figures; an argument sets the lines of each chain, ``all`` takes every manner."""
    numbers = [int(word) for word in arguments if word.isdigit()]
    manners = lossy.MANNERS if "all" in arguments else ("replace",)
    lines = (numbers or [60])[0]
    for figures in (measure(lines, manners), measure_unshown(lines)):
        print("reader    manner    lines  naive  engine  exact")
        for c in figures.chains:
            print(
                f"{c.read:<9} {c.manner:<9} {c.lines:5} {c.naive:6.1f} {c.engine:7.1f}"
                f" {c.exact:6.1f}"
            )
        good, count = figures.sure
        print(f"inferred edits of confidence {SURE}: {good} of {count} right")
    print("real lines exactly right: {} of {}".format(*figures.wild))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
