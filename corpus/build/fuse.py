"""Cells that tell words from other strings: a binary fuse filter, built by peeling."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable

from fixenc.repair.lists.lexicon import BITS, MAGIC, SEGMENT, places

# Cells for a word: of so many the filter can be built by most seeds (Graf and Lemire 2022).
ROOM = 1.19
SEEDS = 100


def packed(words: Iterable[str], source: str) -> bytes:
    """The file that knows ``words``, in small letters; ``ValueError`` when none can be made."""
    known = sorted(set(words))
    segments = max(1, -(-int(ROOM * len(known)) // SEGMENT) - 2)
    for seed in range(SEEDS):
        found = [places(word, segments, seed) for word in known]
        order = _peeled([cells for cells, _ in found], (segments + 2) * SEGMENT)
        if order is not None:
            break
    else:
        raise ValueError(f"no filter for {len(known)} words in {segments} segments")
    cells = [0] * ((segments + 2) * SEGMENT)
    for number, own in reversed(order):
        (one, two, three), mark = found[number]
        cells[own] ^= cells[one] ^ cells[two] ^ cells[three] ^ mark
    bits = "".join(f"{value:0{BITS}b}" for value in reversed(cells))
    header = {"source": source, "words": len(known), "segments": segments, "seed": seed}
    size = -(-len(cells) * BITS // 8)
    body = zlib.compress(int(bits, 2).to_bytes(size, "little"), 9)  # one cell in six is empty
    return MAGIC + json.dumps(header).encode() + b"\n" + body


def _peeled(found: list[tuple[int, int, int]], size: int) -> list[tuple[int, int]] | None:
    """The words, each with a cell that no later one has; None when they cannot be told apart.

    The cells of the words before it may then be filled without regard to it.
    """
    count, held = [0] * size, [0] * size
    for number, places_of in enumerate(found):
        for place in places_of:
            count[place] += 1
            held[place] ^= number
    alone = [place for place in range(size) if count[place] == 1]
    order: list[tuple[int, int]] = []
    while alone:
        own = alone.pop()
        if count[own] != 1:
            continue
        number = held[own]
        order.append((number, own))
        for place in found[number]:
            count[place] -= 1
            held[place] ^= number
            if count[place] == 1:
                alone.append(place)
    return order if len(order) == len(found) else None
