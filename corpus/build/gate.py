"""Training text to the gate's data: signs that garbled text has and clean text has not.

The way of the data: ``clean_text`` says how dear each sign is in clean text, ``sample`` garbles
fragments by every misread of the catalogue, ``choose`` takes the signs that are worth their cost (a
greedy set cover), ``widened`` and ``group`` make classes of characters of them. The same sources
give the same file, byte for byte. ``docs/adr/0005-gate.md`` tells why so.
"""

from __future__ import annotations

import heapq
import json
import random
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.build import train
from corpus.build.branches import group, packed, widened
from corpus.build.counts import Counts, count_text, count_words, mixed, paragraphs_of
from corpus.build.fetch import cache_folder
from corpus.build.signs import Clean, Sign, clean_text, signs_of
from corpus.build.words import UNSPACED, word_lists
from fixenc import chains
from fixenc.chains import Misread
from fixenc.errors import FixencError
from fixenc.repair.gate import patterns
from fixenc.repair.gate.patterns import MIXED
from fixenc.repair.lists import compression

OUTPUT = Path(__file__).parents[2] / "fixenc" / "data" / "gate.bin"
SEED = 7
LENGTHS = (8, 8, 10, 12, 16)  # code points of a fragment, drawn evenly
FRAGMENTS = 300  # fragments drawn of a language
USUAL, UNUSUAL = 60, 4  # of them garbled by a misread, if the encoding is usual there, and if not
UTF8 = 16  # and by UTF-8 misread, which is usual everywhere
EAST_ASIAN = ("zh-hans", "zh-hant", "ja", "ko")  # so many characters need more fragments:
MORE = 6  # times
CAPITALS = 0.25  # share of fragments that are turned into capitals, as headings are

# Share of garbled fragments by hits in clean text at which a sign is not worth it any more. Of
# garbled sentences 0.27 % were missed at 0.04 and 0.47 % at 0.1; at 0.025 it was 0.21 %, but twice
# as many clean lines of French and Italian were stopped.
LEAST = 0.04
WORTH = (1.0, 0.3, 0.1)  # the first, second and third sign in a fragment
PLACE = (3e-4, 3e-3)  # cost of any character and of any pair: the place it takes
LOOKING = 0.3  # what the looks at a character are worth in hits
PAYS = 1.0  # gain by looks that a character must bring in all; with 0.4 Russian is half as fast
ALWAYS = "\ufffd" + "".join(map(chr, range(0xE000, 0xF900)))  # signs anyhow; private use

Entries = Mapping[str, Mapping[str, Any]]


@dataclass(slots=True)
class Samples:
    """Garbled fragments: the weight of each, and which have a sign."""

    weights: list[float]
    having: dict[Sign, list[int]]


def sample(cache: Path, entries: Entries, clean: Clean) -> Samples:
    """Fragments of all languages garbled by all misreads that they pass without loss.

    Every misread weighs about the same, and within it every language.
    """
    draw = random.Random(SEED)
    fragments = {name: list(_fragments(cache, name, draw)) for name in sorted(entries)}
    samples = Samples([], {})
    for known in chains.catalogue():
        for usual in (True, False):
            groups = []
            for name, texts in fragments.items():
                is_usual = known.misread.written in ("utf-8", *entries[name].get("usual", ()))
                if is_usual is usual:
                    limit = _limit(known.misread, name, usual=usual)
                    drawn = draw.sample(texts, min(len(texts), 4 * limit))
                    groups.append(list(_garbled(known.misread, drawn, limit)))
            groups = [texts for texts in groups if texts]
            for texts in groups:
                weight = (1.0 if usual else 0.1) / len(texts) / len(groups) ** 0.7
                for text in texts:
                    for sign in signs_of(text, clean.looks):
                        samples.having.setdefault(sign, []).append(len(samples.weights))
                    samples.weights.append(weight)
    return samples


def _limit(misread: Misread, language: str, *, usual: bool) -> int:
    if not usual:
        return UNUSUAL
    most = UTF8 if misread.written == "utf-8" else USUAL
    return most * MORE if language in EAST_ASIAN else most


def _fragments(cache: Path, name: str, draw: random.Random) -> Iterator[str]:
    path = cache / "train" / f"{name}.txt"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    wanted = FRAGMENTS * (MORE if name in EAST_ASIAN else 1)
    for _ in range(30 * wanted if text else 0):
        start = draw.randrange(len(text))
        fragment = text[start : start + draw.choice(LENGTHS)]
        if "\n" not in fragment and not fragment.isascii():
            yield fragment.upper() if draw.random() < CAPITALS else fragment
            wanted -= 1
            if not wanted:
                return


def _garbled(misread: Misread, texts: Iterable[str], limit: int) -> Iterator[str]:
    for text in texts:
        try:
            garbled = misread.garble(text)
            if garbled == text or misread.undo(garbled) != text:
                continue
        except FixencError:
            continue
        if not MIXED.search(garbled):  # that is a sign already
            yield garbled
        limit -= 1
        if not limit:
            return


def choose(samples: Samples, clean: Clean) -> dict[Sign, float]:
    """The signs worth their cost, with what each gains: a greedy set cover, the best first."""
    met = [0] * len(samples.weights)
    chosen: dict[Sign, float] = {}
    alone: set[str] = set()
    looked_at: set[str] = set()

    def gain(sign: Sign) -> float:
        having = samples.having[sign]
        return sum(samples.weights[i] * WORTH[met[i]] for i in having if met[i] < len(WORTH))

    def cost(sign: Sign) -> float:
        place = clean.cost(sign) + PLACE[bool(sign.side)]
        if sign.side and sign.char not in looked_at:
            place += LOOKING * clean.looks[sign.char]
        return place

    heap = [(-gain(sign) / cost(sign), sign) for sign in samples.having]
    heapq.heapify(heap)
    while heap and -heap[0][0] >= LEAST:
        ratio, sign = heapq.heappop(heap)
        if sign.char in alone:
            continue
        now = gain(sign) / cost(sign)
        if now < -ratio * 0.999:  # less than it was, as others had the same fragments
            if now >= LEAST:
                heapq.heappush(heap, (-now, sign))
            continue
        chosen[sign] = gain(sign)
        (looked_at if sign.side else alone).add(sign.char)
        for i in samples.having[sign]:
            met[i] += 1
    return chosen


def worth_looking_at(gains: Mapping[Sign, float], clean: Clean) -> dict[Sign, float]:
    """The signs without those of characters that are looked at often for little gain."""
    total: defaultdict[str, float] = defaultdict(float)
    for sign, gained in gains.items():
        total[sign.char] += gained
    return {
        sign: gained
        for sign, gained in gains.items()
        if not sign.side or total[sign.char] >= PAYS * clean.looks[sign.char]
    }


def build(cache: Path) -> dict[str, object]:
    """The gate's data, from the training text in the cache."""
    entries = tomllib.loads((train.DATA / "languages.toml").read_text(encoding="utf-8"))
    counted = train.count_languages(entries, cache)
    for name in UNSPACED:
        counted[name] = _of_words(name, entries[name], cache)
    clean = clean_text(counted)
    samples = sample(cache, {name: entries[name] for name in counted}, clean)
    gains = worth_looking_at(choose(samples, clean), clean)
    alone = {sign.char for sign in gains if not sign.side}
    paired = {sign.char for sign in gains} - alone
    alone = widened(alone | set(ALWAYS), paired, clean)
    pairs = {sign: gain for sign, gain in gains.items() if sign.char not in alone}
    return with_remains(packed(alone, group(pairs, clean, LEAST)))


def with_remains(table: dict[str, object]) -> dict[str, object]:
    """The table with the remains of what is lost for good in which the signs do not show."""
    shown = patterns.compiled({**table, "remains": []})
    return {**table, "remains": [r for r in patterns.lost_for_good() if not shown.search(r)]}


def _of_words(name: str, entry: Mapping[str, Any], cache: Path) -> Counts:
    """The counts of a language without spaces, but for words of one character.

    The word lists were counted on pages some of which were garbled: 闄 and 斿 stand there as words.
    """
    parts = [(count_text(paragraphs_of(cache / "train" / f"{name}.txt")), 1.0 - train.WORDS)]
    lists = list(word_lists(name, entry.get("words"), cache))
    for words in lists:
        longer = [(word, share) for word, share in words if len(word) > 1]
        parts.append((count_words(longer, spaced=False), train.WORDS / len(lists)))
    return mixed(parts)


def main(cache: Path) -> None:
    """Build the gate's data and write it."""
    text = json.dumps(build(cache), ensure_ascii=False, separators=(",", ":"))
    content = compression.compress(text.encode("utf-8"))
    OUTPUT.write_bytes(content)
    print(f"{OUTPUT.name}: {len(content):,} bytes")


if __name__ == "__main__":
    main(cache_folder())
