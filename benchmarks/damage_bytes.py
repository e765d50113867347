"""How well files are read from which bytes were lost, into which some were put, or changed.

``python -m benchmarks.damage_bytes`` prints the figures; ``measure`` gives them. The texts are the
pages and sentences of ``corpus/cases`` (and ``corpus/.cache/eval``, if it was fetched), as long
files with several sentences to a line. One byte in 2,000 is damaged by
``tests/oracles/byte_loss.py``. Beside each figure stands that of the decoder alone.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable
from pathlib import Path

from fixenc import codecs, spans
from fixenc.policy import STANDARD
from fixenc.repair.out_of_step.resync import resync
from tests.oracles import byte_loss

CORPUS = Path(__file__).parents[1] / "corpus"
EVERY = 2000  # bytes
SEEDS = 4
SENTENCES = 4  # to a line
WANTED = (
    *(("gb18030", "zh-hans"), ("gb18030", "zh-hant"), ("big5hkscs", "zh-hant"), ("cp932", "ja")),
    *(("euc_jp", "ja"), ("cp949", "ko"), ("utf-8", "zh-hans"), ("utf-8", "ja"), ("utf-8", "ko")),
    *(("utf-8", "ru"), ("utf-8", "fr")),
)
DAMAGES: dict[str, Callable[[bytes, int, int], bytes]] = {
    "lost": byte_loss.lose,
    "put in": byte_loss.insert,
    "changed": byte_loss.flip,
}


def sentences() -> dict[str, list[str]]:
    """The sentences at hand, by language."""
    found: dict[str, list[str]] = {}
    for path in (CORPUS / "cases" / "sentences.jsonl", CORPUS / ".cache/eval/sentences.jsonl"):
        if path.exists():
            for line in path.read_text("utf-8").split("\n")[:-1]:
                row = json.loads(line)
                found.setdefault(row["lang"], []).append(row["text"].replace("\n", " "))
    for path in sorted((CORPUS / "cases" / "pages").glob("*.txt")):
        language = "zh-hans" if "simp" in path.name else "zh-hant"
        found.setdefault(language, []).extend(path.read_text("utf-8").split("\n"))
    return found


def text_in(encoding: str, lines: list[str]) -> str:
    """The sentences that an encoding can hold, in random order, several to a line."""
    fit = [line for line in lines if not line.isascii() and _holds(encoding, line)]
    random.Random(1).shuffle(fit)
    grouped = ("".join(fit[i : i + SENTENCES]) for i in range(0, len(fit), SENTENCES))
    return "\n".join(grouped) + "\n"


def _holds(encoding: str, text: str) -> bool:
    try:
        return codecs.decode(codecs.encode(text, encoding), encoding) == text
    except UnicodeError:
        return False


def measure(seeds: int = SEEDS) -> dict[str, float]:
    """Shares of characters right, of sure fills right, and of clean texts changed."""
    figures: dict[str, float] = {}
    found = sentences()
    changed = 0
    for encoding, language in WANTED:
        clean = text_in(encoding, found[language])
        data = codecs.encode(clean, encoding)
        changed += resync(data, encoding).text != clean
        for name, damage in DAMAGES.items():
            ours = theirs = 0
            for seed in range(seeds):
                broken = damage(data, EVERY, seed)
                ours += byte_loss.right(clean, _read(broken, encoding))
                theirs += byte_loss.right(clean, codecs.decode_with_defects(broken, encoding)[0])
            label = f"{encoding} {language}, one byte in {EVERY} {name}"
            figures[label] = ours / len(clean) / seeds
            figures[f"{label}, decoder alone"] = theirs / len(clean) / seeds
    figures["clean texts changed"] = changed
    figures |= fills(found)
    return figures


def _read(data: bytes, encoding: str) -> str:
    found = resync(data, encoding)
    sure = [fill for fill in found.fills if fill.confidence >= STANDARD.min_confidence]
    return spans.apply(found.text, sure)


def fills(found: dict[str, list[str]], tries: int = 150) -> dict[str, float]:
    """How often a proposal for a lost or added byte gives the line as first written."""
    right = total = unsure = right_unsure = 0
    for encoding, language in WANTED:
        lines = text_in(encoding, found[language]).split("\n")[:-1]
        chance = random.Random(f"{encoding} {language}")
        for _ in range(tries):
            at = chance.randrange(len(lines))
            data = codecs.encode(lines[at], encoding)
            place = chance.randrange(len(data))
            if data[place] < 0x80:
                continue
            put_in = bytes((chance.randrange(0x81, 0xFF),)) if chance.random() < 0.2 else b""
            broken = data[:place] + put_in + data[place + (not put_in) :]
            before = codecs.encode("\n".join((*lines[max(0, at - 3) : at], "")), encoding)
            read = resync(before + broken + b"\n", encoding)
            for fill in read.fills:
                good = spans.apply(read.text, (fill,)).split("\n")[-2] == lines[at]
                if fill.confidence >= STANDARD.min_confidence:
                    right, total = right + good, total + 1
                else:
                    right_unsure, unsure = right_unsure + good, unsure + 1
    return {
        "fills at 0.9 and more, right": right / max(1, total),
        "fills at 0.9 and more, number": total,
        "fills at 0.5 to 0.9, right": right_unsure / max(1, unsure),
        "fills at 0.5 to 0.9, number": unsure,
    }


def main(arguments: list[str]) -> int:
    """Print the figures."""
    del arguments
    for figure, value in measure().items():
        print(f"{figure:65} {value:.5g}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
