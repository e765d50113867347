"""Garbled text to repair: the project's own sentences through every misread of the catalogue.

The garbling is done by the standard library alone, and only what it can undo again is kept. A
sentence goes through a misread when files of its language are found in the encoding written or in
one of the same letters (``KIN``).
"""

from __future__ import annotations

import json
import random
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from fixenc import chains
from tests.oracles import garble as oracle

ROOT = Path(__file__).parents[1]
SENTENCES = ROOT / "corpus" / "cases" / "sentences.jsonl"
LANGUAGES = ROOT / "fixenc" / "data" / "languages.toml"

# Encodings of the same letters: what is found in one is found in the others too.
KIN = tuple(
    frozenset(group.split())
    for group in (
        "cp1252 iso8859-1 iso8859-15 mac-roman cp437 cp850",
        "cp1250 iso8859-2 cp852",
        "cp1251 koi8-r koi8-u cp866 mac-cyrillic iso8859-5",
        "cp1253 iso8859-7",
        "cp1254 iso8859-9 cp857",
    )
)
FRAGMENT = 8  # code points
MOST_WORDS, MOST_AMID = 6, 24  # words, and code points, amid text of another script
EAST_ASIAN = frozenset({"HIRAGANA", "KATAKANA", "HANGUL"})
SPACELESS = frozenset({"zh-hans", "zh-hant", "ja", "th", "km"})
PLACES = ("before", "after", "both sides", "another language", "touching")

# Rounds of misreads, beyond those of the catalogue: the same again and again, and in turns.
LAYERS = (
    *(">".join(["utf-8>cp1252"] * rounds) for rounds in range(2, 7)),
    *(">".join(["utf-8>iso8859-1"] * rounds) for rounds in (2, 3, 4)),
    *(">".join(["utf-8>cp1251"] * rounds) for rounds in (2, 3)),
    *(">".join([f"utf-8>{read}"] * 2) for read in ("gb18030", "cp437", "mac-roman", "cp850")),
    "utf-8>cp437>utf-8>cp437>utf-8>cp1252",
    "utf-8>cp1252>utf-8>cp437",
    "utf-8>cp850>utf-8>cp1252",
    "utf-8>mac-roman>utf-8>cp1252",
    "utf-8>gb18030>utf-8>cp1252",
    "utf-8>cp1252>utf-8>gb18030",
    "utf-8>cp1251>utf-8>cp1252",
    "cp1251>cp1252>utf-8>cp1252",
    "koi8-r>cp1251>utf-8>cp1251",
    "gb18030>cp1252>utf-8>cp1252",
    "cp932>cp1252>utf-8>cp1252",
)


@dataclass(frozen=True, slots=True)
class Item:
    """A garbled text and what it was. ``group`` is what figures are broken down by."""

    chain: str
    language: str
    clean: str
    garbled: str
    group: str = ""


def sentences() -> list[tuple[str, str]]:
    """The project's sentences with their languages."""
    lines = SENTENCES.read_text("utf-8").split("\n")
    rows = [json.loads(line) for line in lines if line]
    return [(row["lang"], row["text"]) for row in rows]


def carriers() -> dict[str, frozenset[str]]:
    """The encodings that text of each language is found in."""
    table = tomllib.loads(LANGUAGES.read_text("utf-8"))
    found = {}
    for language, entry in table.items():
        usual = set(entry.get("usual", ()))
        for kin in KIN:
            if usual & kin:
                usual |= kin
        found[language] = frozenset(usual | {"utf-8"})
    return found


def strictly(text: str, chain: str) -> str | None:
    """The text garbled by Python's strict codecs; None when it cannot pass or loses something."""
    garbled = text
    try:
        for written, read in oracle.pairs(chain):
            garbled = garbled.encode(written).decode(read)
        again = garbled
        for written, read in reversed(oracle.pairs(chain)):
            again = again.encode(read).decode(written)
    except UnicodeError:
        return None
    return garbled if again == text else None


def _loosely(text: str, chain: str) -> str | None:
    garbled = strictly(text, chain)
    return oracle.garble(text, chain) if garbled is None else garbled


Source = Callable[[int, str], Iterator[Item]]


def _items(
    chain: str, number: int, seed: str, *, holes: bool, size: int = 0
) -> Iterator[tuple[Item, random.Random]]:
    """At most ``number`` texts that pass through the chain, drawn by the seed."""
    chance = random.Random(f"{seed} {chain} {holes} {size}")
    written = chain.partition(">")[0]
    held = carriers()
    rows = [(lang, text) for lang, text in sentences() if written in held.get(lang, {"utf-8"})]
    chance.shuffle(rows)
    garble = _loosely if holes else strictly
    for language, text in rows:
        if number == 0:
            break
        if size:
            start = chance.randrange(max(1, len(text) - size + 1))
            text = text[start : start + size]
        garbled = garble(text, chain)
        if garbled is None or garbled == text:
            continue
        number -= 1
        yield Item(chain, language, text, garbled), chance


def _catalogue() -> Iterator[str]:
    for known in chains.catalogue():
        yield str(known.misread)


def strict(number: int, seed: str) -> Iterator[Item]:
    """Whole sentences, read by Python's strict codecs; ``number`` a chain."""
    for chain in _catalogue():
        yield from (item for item, _ in _items(chain, number, seed, holes=False))


def holes(number: int, seed: str) -> Iterator[Item]:
    """Whole sentences; bytes that a table leaves undefined are controls, as in browsers."""
    for chain in _catalogue():
        yield from (item for item, _ in _items(chain, number, seed, holes=True))


def fragments(number: int, seed: str) -> Iterator[Item]:
    """Eight code points cut out of a sentence anywhere, strict."""
    for chain in _catalogue():
        yield from (item for item, _ in _items(chain, number, seed, holes=False, size=FRAGMENT))


def any_fragments(number: int, seed: str) -> Iterator[Item]:
    """The same, but each sentence through each chain that passes it counts alike, not each chain.

    There are ``number`` as many as chains. Those of UTF-8 pass sentences of every language.
    """
    chance, held = random.Random(f"{seed} any"), carriers()
    wanted = number * len(chains.catalogue())
    ways = [
        (chain, language, text)
        for chain in _catalogue()
        for language, text in sentences()
        if chain.partition(">")[0] in held.get(language, {"utf-8"})
    ]
    chance.shuffle(ways)
    for chain, language, text in ways:
        start = chance.randrange(max(1, len(text) - FRAGMENT + 1))
        piece = text[start : start + FRAGMENT]
        garbled = strictly(piece, chain)
        if wanted and garbled is not None and garbled != piece:
            wanted -= 1
            yield Item(chain, language, piece, garbled)


def amid(number: int, seed: str) -> Iterator[Item]:
    """A few garbled words amid a clean sentence of another script, strict."""
    hosts = [(script_of(text), text) for _, text in sentences()]
    for chain in _catalogue():
        for item, chance in _items(chain, number, seed, holes=False):
            script = script_of(item.clean)
            host = chance.choice([text for other, text in hosts if other != script])
            at = chance.choice(
                [i for i, char in enumerate(host) if char == " "] or [len(host) // 2]
            )
            words, size = item.clean.split(" "), chance.randint(1, MOST_WORDS)
            start = chance.randrange(max(1, len(words) - size + 1))
            part = " ".join(words[start : start + size])[:MOST_AMID]
            garbled = strictly(part, chain)
            if garbled is not None and garbled != part:
                left, right = f"{host[:at]} ".lstrip(), f" {host[at:]}".rstrip()
                yield Item(chain, item.language, left + part + right, left + garbled + right)


def script_of(text: str) -> str:
    """The script that most letters of a text are of, as Unicode names it; East Asian ones are one.

    >>> script_of("Привет, Jan"), script_of("日本語です") == script_of("中文")
    ('CYRILLIC', True)
    """
    found = Counter(unicodedata.name(char, "").split(" ")[0] for char in text if char.isalpha())
    script = found.most_common(1)[0][0]
    return "CJK" if script in EAST_ASIAN else script


def inside(number: int, seed: str) -> Iterator[Item]:
    """A garbled sentence in a clean line, strict, in each place in turn."""
    rows = sentences()
    for i, chain in enumerate(_catalogue()):
        for j, (item, chance) in enumerate(_items(chain, number, seed, holes=False)):
            place = PLACES[(i + j) % len(PLACES)]
            same = [t for lang, t in rows if lang == item.language and t != item.clean]
            others = [t for lang, t in rows if lang != item.language]
            left = chance.choice(others if place == "another language" else same)
            left, right = around(place, item.language, left, chance.choice(same))
            yield Item(
                chain,
                item.language,
                left + item.clean + right,
                left + item.garbled + right,
                place,
            )


def around(place: str, language: str, left: str, right: str) -> tuple[str, str]:
    """What stands before and after the garbled sentence."""
    if place == "before":
        return "", " " + right
    if place == "both sides":
        return left + " ", " " + right
    if place == "touching":
        return left.rstrip("。.!?！？") + ("" if language in SPACELESS else ":"), ""
    return left + " ", ""


def layers(number: int, seed: str) -> Iterator[Item]:
    """Whole sentences through several misreads, holes as controls."""
    for chain in LAYERS:
        yield from (item for item, _ in _items(chain, number, seed, holes=True))
