"""How often the model picks the right decoding of a few characters, beside other detectors.

``python -m benchmarks model``. Fragments of 8 to 128 code points of sentences that the model has
not seen are encoded in an encoding usual for their language; every encoding that is usual for
any language and decodes the bytes is a candidate, and the likeliest text must be the fragment.
Left out are fragments that are pure ASCII in bytes, and numbers of chapters with a letter or two:
six characters in ten are letters, as in every sentence of the evaluation set.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tomllib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from operator import add
from pathlib import Path
from time import perf_counter
from unicodedata import category

from benchmarks import results
from fixenc import model
from fixenc.model.format import UNIT

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ROOT / "fixenc" / "data" / "languages.toml"
OWN = ROOT / "corpus" / "cases" / "sentences.jsonl"

LENGTHS = (8, 16, 32, 64, 128)  # code points
# Right decodings in per cent by length; what a prototype of the model reached.
FLOORS = (97.6, 97.5, 99.0, 98.5, 98.9)
ITEMS = 12_000  # fragments a length: the standard error is 0.14 points at 97.5 %
LEAST = 20  # sentences a language, below which its share says nothing
LETTERS = 0.6  # share of letters and marks in a fragment
SEED = 11
# Bits against an encoding for each place down the list of a language's usual ones; fragments are
# drawn accordingly, each place half as often as the one before.
STEP = 1.0
# Bits against an encoding in a language that does not list it; 4 gave 0.2 points less at 8 code
# points, 9 as much.
UNUSUAL = 6.0

Answer = Callable[[bytes], str | None]


@dataclass(frozen=True, slots=True)
class Item:
    """A fragment, its language, and the encoding that its bytes are in."""

    text: str
    language: str
    encoding: str

    @property
    def data(self) -> bytes:
        """The bytes that are to be decoded."""
        return self.text.encode(self.encoding)


def usual_encodings() -> dict[str, list[str]]:
    """The legacy encodings usual for each language, likeliest first; none for some."""
    entries = tomllib.loads(LANGUAGES.read_text(encoding="utf-8"))
    return {name: entry["usual"] for name, entry in entries.items() if entry.get("usual")}


def encoding_priors(languages: tuple[str, ...]) -> dict[str, list[int]]:
    """What speaks against each encoding in each language, in the model's unit, quarter bits."""
    usual = usual_encodings()
    return {
        encoding: [
            round(UNIT * (STEP * names.index(encoding) if encoding in names else UNUSUAL))
            for names in (usual.get(language, []) for language in languages)
        ]
        for encoding in sorted({name for names in usual.values() for name in names})
    }


def sentences() -> tuple[str, dict[str, list[str]]]:
    """The name of the evaluation set, and its sentences by language."""
    from corpus.build.fetch import cache_folder

    path = cache_folder() / "eval" / "sentences.jsonl"
    name = "evaluation sentences"
    if not path.exists():
        print(
            "The evaluation sentences are not there: 'python -m corpus.build fetch', 'texts' and"
            " 'evaluation' make them. The project's own sentences stand in.",
            file=sys.stderr,
        )
        path, name = OWN, "the project's own sentences (corpus/cases/sentences.jsonl)"
    found: defaultdict[str, list[str]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").split("\n"):
        record = json.loads(line) if line else None
        if record and not is_glued(record["text"]):
            found[record["lang"]].append(record["text"])
    return name, dict(found)


def is_glued(text: str) -> bool:
    """True when a small letter stands right before a digit or a capital.

    So do links of web pages that became text, "næste9.4. Administration Interfaces": a quarter of
    the Danish sentences, and hardly Danish. Names like LibreOffice go with them.
    """
    return any(a.islower() and (b.isdigit() or b.isupper()) for a, b in pairwise(text))


def fragments(
    by_language: dict[str, list[str]], usual: dict[str, list[str]], length: int, count: int
) -> list[Item]:
    """``count`` fragments of ``length`` code points, the same ones at every call.

    Sentences count alike whatever their language; a fragment begins with a sentence or a word
    (anywhere in a text without spaces). Its encoding is a usual one that can write it, see STEP.
    """
    chance = random.Random(f"{SEED} {length}")
    pool = [
        (language, text)
        for language, texts in sorted(by_language.items())
        if language in usual and len(texts) >= LEAST
        for text in texts
        if len(text) >= length
    ]
    items: list[Item] = []
    chance.shuffle(pool)
    for _ in range(8):  # a short pool is gone through more than once
        for language, text in pool:
            item = _fragment(chance, text, length, language, usual[language])
            if item is not None:
                items.append(item)
                if len(items) == count:
                    return items
    return items


def _fragment(
    chance: random.Random, text: str, length: int, language: str, usual: list[str]
) -> Item | None:
    last = len(text) - length
    starts = [i for i in range(last + 1) if i == 0 or text[i - 1] == " "]
    if len(starts) < len(text) / 20:
        starts = list(range(last + 1))
    start = chance.choice(starts)
    piece = text[start : start + length]
    if sum(category(char)[0] in "LM" for char in piece) < LETTERS * length:
        return None
    able = {name: 2.0 ** (-STEP * i) for i, name in enumerate(usual) if _legacy_bytes(piece, name)}
    if not able:
        return None
    return Item(piece, language, chance.choices(list(able), list(able.values()))[0])


def _legacy_bytes(text: str, encoding: str) -> bool:
    try:
        return not text.encode(encoding).isascii()
    except UnicodeEncodeError:
        return False


def decoded(data: bytes, encoding: str) -> str | None:
    """The text of bytes, or None where they do not decode."""
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def likeliest(mind: model.Model, priors: dict[str, list[int]], data: bytes) -> str:
    """The likeliest text of some bytes: over encodings, and over the languages of the model."""
    texts: dict[str, list[list[int]]] = {}
    for encoding, against in priors.items():
        text = decoded(data, encoding)
        if text is not None:
            texts.setdefault(text, []).append(against)

    def cost(text: str) -> int:
        totals = mind.totals(model.pairs_of(text))
        costs: list[int] = [min(map(add, totals, against)) for against in texts[text]]
        return min(costs)

    return min(texts, key=cost, default="")


def right(items: list[Item], answer: Answer) -> list[bool]:
    """For each fragment whether the answer is its text."""
    return [answer(item.data) == item.text for item in items]


def worst(items: list[Item], hits: list[bool], count: int = 8) -> str:
    """The languages with the lowest shares, among those with ten fragments or more."""
    of: defaultdict[str, list[bool]] = defaultdict(list)
    for item, hit in zip(items, hits, strict=True):
        of[item.language].append(hit)
    shares = sorted((sum(h) / len(h), name) for name, h in of.items() if len(h) >= 10)
    return ", ".join(f"{name} {100 * share:.0f}" for share, name in shares[:count])


def others() -> dict[str, Answer]:
    """The other detectors, and fixenc's own, by name: bytes to text."""
    from benchmarks.peers import readers

    def answer(read: Callable[[bytes], tuple[str | None, str | None]]) -> Answer:
        return lambda data: read(data)[0]

    return {name: answer(read) for name, read in readers().items()}


def main(arguments: list[str]) -> int:
    """Print the table and keep it; 1 below a floor."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks model")
    parser.add_argument("--items", type=int, default=ITEMS, help="fragments a length")
    parser.add_argument("--alone", action="store_true", help="without the other detectors")
    chosen = parser.parse_args(arguments)
    mind = model.load()
    priors = encoding_priors(mind.languages)
    name, by_language = sentences()
    usual = usual_encodings()
    items = {n: fragments(by_language, usual, n, chosen.items) for n in LENGTHS}
    languages = {item.language for some in items.values() for item in some}
    print(f"{name}: {len(languages)} languages, {len(priors)} encodings, right decodings in %")
    print(f"{'code points':<28}" + "".join(f"{n:>8}" for n in LENGTHS))
    answers: dict[str, Answer] = {"model": lambda data: likeliest(mind, priors, data)}
    answers |= {} if chosen.alone else others()
    shares: dict[str, list[float]] = {}
    for label, answer in answers.items():
        began = perf_counter()
        hits = {n: right(some, answer) for n, some in items.items()}
        shares[label] = [round(100 * sum(h) / max(1, len(h)), 2) for h in hits.values()]
        figures = "".join(f"{share:>8.1f}" for share in shares[label])
        print(f"{label:<28}{figures}   {perf_counter() - began:.0f} s", flush=True)
        if label == "model":
            notes = [f"worst at {n}: {worst(items[n], hits[n])}" for n in LENGTHS[:2]]
    print("\n".join(notes))
    counts = [len(some) for some in items.values()]
    found = {
        "set": name,
        "languages": len(languages),
        "lengths": LENGTHS,
        "items": counts,
        "right": shares,
    }
    results.keep("model", arguments, found)
    return below_floors(shares["model"], counts, sampled=chosen.items < ITEMS)


def below_floors(shares: list[float], counts: list[int], *, sampled: bool) -> int:
    """1 when a length is below its floor, in a sample by two standard errors; said on stderr."""
    errors = 2.0 if sampled else 0.0
    short = [
        f"{length} code points: {share:.1f} is below {floor}"
        for length, share, floor, count in zip(LENGTHS, shares, FLOORS, counts, strict=True)
        if share < floor - errors * (floor * (100 - floor) / max(1, count)) ** 0.5
    ]
    for line in short:
        print(line, file=sys.stderr)
    return 1 if short else 0
