"""Evaluation sentences, damaged in every way that fixenc undoes, in two halves.

The sentences (``python -m corpus.build eval``) are of packages that neither trained the model nor
sit in the tests. One half is for fitting curves, the other for checking them; a sentence is always
in the same half, and what stands beside it in a line is of that half too.
"""

from __future__ import annotations

import json
import random
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import ftfy.badness

from benchmarks import garbled
from benchmarks.garbled import PLACES, ROOT, Item
from tests.oracles import byte_edits, byte_loss, lossy

SENTENCES = ROOT / "corpus" / ".cache" / "eval" / "sentences.jsonl"
FIT, CHECK = 0, 1
OWN = 2  # instead of a half: the project's own sentences, which are in no fit
FRAGMENTS = (8, 16, 32)  # code points
TRIES = 30  # sentences for one that passes a misread
PAGE = 12  # sentences
_CLAUSE = re.compile("(?<=[，。；：！？、,;:!?])")


@dataclass(frozen=True, slots=True)
class Pool:
    """The sentences of a half, with their languages, and those by language."""

    rows: tuple[tuple[str, str], ...]
    by_language: dict[str, tuple[str, ...]]


@cache
def pool(half: int) -> Pool:
    """One half of the sentences; those that look garbled as they are (to ftfy) are left out."""
    rows: list[tuple[str, str]] = []
    by_language: dict[str, list[str]] = {}
    path = garbled.SENTENCES if half == OWN else SENTENCES
    for line in path.read_text("utf-8").split("\n"):
        if not line:
            continue
        row = json.loads(line)
        language, text = row["lang"], row["text"]
        if half not in (OWN, zlib.crc32(text.encode()) % 2):
            continue
        if "\n" in text or ftfy.badness.is_bad(text):
            continue
        rows.append((language, text))
        by_language.setdefault(language, []).append(text)
    return Pool(tuple(rows), {lang: tuple(texts) for lang, texts in by_language.items()})


@cache
def _carried(half: int, written: str) -> tuple[tuple[str, str], ...]:
    held = garbled.carriers()
    return tuple(row for row in pool(half).rows if written in held.get(row[0], {"utf-8"}))


def misread(chain: str, number: int, half: int) -> Iterator[Item]:
    """Texts garbled by a chain: sentences, fragments, sentences within clean lines."""
    for size in (0, *FRAGMENTS):
        chance = random.Random(f"{chain} {size} {half}")
        group = f"fragments of {size}" if size else "sentences"
        for language, clean, broken in _garbled(chain, number, half, chance, size):
            yield Item(chain, language, clean, broken, group)
    for place in PLACES:
        chance = random.Random(f"{chain} {place} {half}")
        for language, clean, broken in _garbled(chain, number, half, chance):
            left, right = _beside(language, place, half, chance)
            yield Item(
                chain, language, left + clean + right, left + broken + right, f"in a line, {place}"
            )


def _garbled(
    chain: str, number: int, half: int, chance: random.Random, size: int = 0
) -> Iterator[tuple[str, str, str]]:
    rows = _carried(half, chain.partition(">")[0])
    for _ in range(TRIES * number if rows else 0):
        language, text = chance.choice(rows)
        if size:
            start = chance.randrange(max(1, len(text) - size + 1))
            text = text[start : start + size]
        broken = garbled.strictly(text, chain)
        if broken is None or broken == text:
            continue
        yield language, text, broken
        number -= 1
        if not number:
            break


def _beside(language: str, place: str, half: int, chance: random.Random) -> tuple[str, str]:
    """Clean text to stand on either side of a garbled sentence."""
    same = pool(half).by_language[language]
    left, right = chance.choice(same), chance.choice(same)
    if place == "another language":
        left = chance.choice(pool(half).rows)[1]
    return garbled.around(place, language, left, right)


def lost(
    read: str,
    manner: str,
    number: int,
    half: int,
    languages: tuple[str, ...] = (),
    *,
    twice: bool = False,
) -> Iterator[Item]:
    """Sentences in UTF-8 that lost bytes when they were read.

    ``languages`` are those that the sentences are of; without them all. With them every other text
    is a few clauses of a sentence: messages and comments of programs are no longer. With ``twice``
    what was read is read again.
    """
    chance = random.Random(f"lost {read} {manner} {half}")
    rows = pool(half).rows
    if languages:
        rows = tuple(row for row in rows if row[0] in languages)
    for _ in range(TRIES * number):
        language, text = chance.choice(rows)
        if languages and number % 2:
            text = _clauses(text, chance)
        sentence = text
        if twice:
            text = lossy.garble(text, "utf-8", read, manner)
        broken = lossy.garble(text, "utf-8", read, manner)
        if lossy.naive(broken, "utf-8", read) == text or broken == text:
            continue
        yield Item(f"utf-8>{read}", language, sentence, broken, f"lossy, {manner}")
        number -= 1
        if not number:
            break


def _clauses(text: str, chance: random.Random) -> str:
    """One clause of a sentence, or a few."""
    found = [part for part in _CLAUSE.split(text) if part.strip()]
    start = chance.randrange(len(found))
    return "".join(found[start : start + chance.choice((1, 1, 2, 3))]).strip()


def pages(language: str, number: int, half: int) -> Iterator[Item]:
    """Pages of Chinese, as edits that cut through characters leave them."""
    chance = random.Random(f"pages {language} {half}")
    texts = [t for t in pool(half).by_language[language] if _fits(t, "gbk") and "?" not in t]
    manners = [
        (spelling, marks, hole, decoder)
        for spelling in ("marked", "toneless", "spaced")
        for marks in ("；", "，；：？！（）")
        for hole in ("?", "\ufffd")
        # no decoder that was tried refuses pairs whole: a confidence is worth what is met
        for decoder in byte_edits.Decoder
        if decoder is not byte_edits.Decoder.REFUSING
    ]
    for i in range(number):
        spelling, marks, hole, decoder = manners[(7 * i + half) % len(manners)]
        clean = "\n".join(chance.sample(texts, min(PAGE, len(texts))))
        notes = byte_edits.spelling(byte_edits.ANNOTATIONS, spelling)
        broken = byte_edits.damage(clean, notes, marks=marks, hole=hole, decoder=decoder)
        yield Item("gb18030>gb18030", language, clean, broken, "byte-edited pages")


def _fits(text: str, encoding: str) -> bool:
    try:
        return text.encode(encoding).decode(encoding) == text
    except UnicodeError:
        return False


@dataclass(frozen=True, slots=True)
class Bytes:
    """A file to read, and its text."""

    encoding: str
    language: str
    data: bytes
    text: str
    group: str


def files(
    language: str, encoding: str, sizes: tuple[int, ...], number: int, half: int
) -> Iterator[Bytes]:
    """Beginnings of sentences in a legacy encoding, cut at so many bytes."""
    chance = random.Random(f"files {language} {encoding} {half}")
    texts = [t for t in pool(half).by_language.get(language, ()) if _fits(t, encoding)]
    if not texts:
        return
    for size in sizes:
        for _ in range(number):
            words = chance.choice(texts)
            while len(words.encode(encoding)) < size:
                words += "\n" + chance.choice(texts)
            text = words.encode(encoding)[:size].decode(encoding, "ignore")
            if not text.isascii():
                yield Bytes(encoding, language, text.encode(encoding), text, f"{size} bytes")


def broken_files(encoding: str, language: str, number: int, half: int) -> Iterator[Bytes]:
    """Texts in an encoding of several bytes a character that lost a byte every 500."""
    chance = random.Random(f"broken {encoding} {language} {half}")
    texts = [t for t in pool(half).by_language.get(language, ()) if _fits(t, encoding)]
    for seed in range(number):
        text = "\n".join(chance.sample(texts, min(40, len(texts)))) + "\n"
        yield Bytes(
            encoding, language, byte_loss.lose(text.encode(encoding), 500, seed), text, "lost bytes"
        )
