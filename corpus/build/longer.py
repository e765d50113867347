"""Training text to the runs of three to five characters that say most beyond their pairs.

Needs the model of pairs that the same text made, and the word lists: see ``train``.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from heapq import nlargest
from math import log2
from pathlib import Path

from corpus.build.counts import BLOCK, paragraphs_of
from corpus.build.packed import deflated
from corpus.build.train import DATA, WORDS
from corpus.build.words import UNSPACED, WordList, word_lists
from fixenc import model
from fixenc.model.longer import BEFORE, FILE, HIGHEST, STEP, pack
from fixenc.model.rows import FOLD

# Runs of three and of four characters kept, for the languages whose text is met with lost bytes.
# Of bytes lost from sentences that the training never saw the likeliest fill was right, with none,
# 10,000 and 40,000 of each length: Japanese 68, 82 and 84 %, Russian 27, 67 and 68 (any letter of
# the alphabet), Korean 83, 84 and 85, Chinese 83, 84 and 84.
KEPT = {"zh-hans": 4_200, "zh-hant": 4_200, "ja": 7_000, "ko": 7_000}
KEPT |= {"ru": 6_000} | dict.fromkeys(("uk", "bg", "be", "sr", "mk"), 2_000)
KEPT |= dict.fromkeys(("el", "th", "vi", "he", "ar", "fa"), 2_000)
# ... and runs of five, where letters vanish most: without its а and н, "недост точо" is told by
# five letters only. Of 315 letters of Russian put back 269 are right with runs of up to four, 274
# with as many of five, 281 with 15,000 of each.
OF_FIVE = frozenset({"ru", "uk", "bg", "be", "sr", "mk"})
RAREST = 3  # times that a run must occur
DISCOUNT = 0.6  # times taken off each count, for what was never seen
LEAST = 1.0  # bits by which a run must be likelier than its pair
LEAST_BEFORE = 3  # units that what precedes runs must make others cost to be kept
LONGEST = 5  # characters of a run
LARGEST = 520_000  # bytes of the file

Table = dict[str, float]


def main(cache: Path) -> int:
    """Write the file; its size in bytes."""
    entries = tomllib.loads((DATA / "languages.toml").read_text(encoding="utf-8"))
    found = {}
    reach = {language: LONGEST - (language not in OF_FIVE) - 1 for language in KEPT}
    for language, kept in KEPT.items():
        lists = list(word_lists(language, entries[language].get("words"), cache))
        tables = counted(cache / "train" / f"{language}.txt", lists, language not in UNSPACED)
        found[language] = chosen(tables[: reach[language] + 1], language, kept)
    content = pack(found, reach, deflated)
    assert len(content) <= LARGEST, f"{len(content):,} bytes, more than {LARGEST:,}"
    (DATA / FILE).write_bytes(content)
    return len(content)


def counted(path: Path, lists: list[WordList], spaced: bool) -> list[Table]:
    """How often the runs of one to five characters occur, of those that occur at all often."""
    tables: list[Counter[str]] = [Counter() for _ in range(LONGEST)]
    for block in _blocks(path):
        for length, table in enumerate(tables, 1):
            table.update(map("".join, zip(*(block[i:] for i in range(length)), strict=False)))
    text = [{run: float(n) for run, n in table.items() if n > 1} for table in tables]
    size = sum(text[0].values())
    for words in lists:
        listed = _of_words(words, spaced)
        scale = size * WORDS / (1 - WORDS) / len(lists) / (sum(listed[0].values()) or 1)
        for table, more in zip(text, listed, strict=True):
            for run, share in more.items():
                table[run] = table.get(run, 0.0) + share * scale
    return text


def _blocks(path: Path) -> Iterator[str]:
    held: list[str] = []
    length = 0
    for paragraph in paragraphs_of(path):
        held.append(paragraph)
        length += len(paragraph)
        if length > BLOCK:
            yield " " + "\n".join(held).translate(FOLD).lower() + " "
            held, length = [], 0
    yield " " + "\n".join(held).translate(FOLD).lower() + " "


def _of_words(words: WordList, spaced: bool) -> list[Table]:
    tables: list[Table] = [{} for _ in range(LONGEST)]
    for word, share in words:
        spelt = (f" {word} " if spaced else word).translate(FOLD).lower()
        for length, table in enumerate(tables, 1):
            for i in range(len(spelt) - length + 1):
                run = spelt[i : i + length]
                table[run] = table.get(run, 0.0) + share
    return tables


def chosen(tables: list[Table], language: str, kept: int) -> dict[str, int]:
    """The runs that save most bits over what is kept of shorter ones, with their costs.

    Beside them what precedes them, spelt with ``BEFORE``: there the cost is what any character
    has to pay besides that does not make one of the runs.
    """
    known = model.load()
    number = known.languages.index(language)
    found: dict[str, int] = {}
    for length in range(2, len(tables) + 1):
        rated: list[tuple[float, str, int]] = []
        for run, count in tables[length - 1].items():
            before = tables[length - 2].get(run[:-1], 0.0)
            if count < RAREST or run.isascii():
                continue
            units = round(-log2((count - DISCOUNT) / max(before, count)) / STEP)
            saved = _without(run, known.lane_cost(run[-2:], number), found) - units * STEP
            if units <= HIGHEST and saved >= LEAST:
                rated.append((count * saved, run, units))
        longer = {
            run: units for _, run, units in nlargest(kept // 2 if length == 2 else kept, rated)
        }
        taken: dict[str, tuple[float, float]] = {}
        for run, units in longer.items():
            given = known.lane_cost(run[-2:], number)
            mass, least = taken.get(run[:-1], (0.0, 0.0))
            taken[run[:-1]] = mass + 2 ** (-units * STEP), least + 2**-given
        for before, (mass, least) in taken.items():
            left = max(1 - mass, 0.02) / max(1 - least, 0.02)
            if (units := min(HIGHEST, round(-log2(left) / STEP))) >= LEAST_BEFORE:
                found[BEFORE + before] = units
        found |= longer
    return found


def _without(run: str, pair: float, found: Mapping[str, int]) -> float:
    """The bits that the last character costs as far as shorter runs tell."""
    return min(pair, found[run[1:]] * STEP) if run[1:] in found else pair
