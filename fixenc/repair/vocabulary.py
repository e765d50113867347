"""Chinese words and how common they are: the packed list, and the one module that reads it.

Pairs of characters do not tell 專科學 from 。科學; words do. ``corpus/build/vocabulary.py`` makes
the file, ``docs/adr/0009-words.md`` says why. Layout: ``MAGIC``, one line of JSON (source, sizes
in bytes), then one zlib stream of the words (GB 18030, a line each, simplified), one byte each of
what they cost, and the pairs of a traditional character and its simplified form (GB 18030).
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import log2

from fixenc import data

MAGIC = b"fixenc words 1\n"
LONGEST = 6  # characters of a word

_UNKNOWN = 24.0  # bits of an ideograph that is no word by itself
_OTHER = 10.0  # of ASCII, rare marks and letters
_SMALL = 2.0**-500
# Marks count as words; shares of all words and marks in news, rounded.
_MARKS = {
    "，": 0.045, "。": 0.02, "、": 0.01, "“": 0.005, "”": 0.005, "：": 0.004, "（": 0.003,
    "）": 0.003, "；": 0.002, "！": 0.002, "？": 0.002, "《": 0.002, "》": 0.002, "「": 0.003,
    "」": 0.003,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """What each word costs, in bits, and the simplified form of each traditional character."""

    bits: Mapping[str, float]
    simple: Mapping[int, str]


def pack(words: Mapping[str, float], simple: Mapping[str, str], source: str) -> bytes:
    """The bytes of a list; ``words`` maps simplified words to bits, ``simple`` characters."""
    names = sorted(words)
    listed = "\n".join(names).encode("gb18030")
    costs = bytes(min(255, round(words[name])) for name in names)
    pairs = "".join(old + new for old, new in sorted(simple.items())).encode("gb18030")
    header = {"source": source, "words": len(listed), "costs": len(costs), "pairs": len(pairs)}
    return MAGIC + json.dumps(header).encode() + b"\n" + zlib.compress(listed + costs + pairs, 9)


def unpack(data: bytes) -> Words:
    """The list in ``data``; ``ValueError`` when it is not one."""
    if not data.startswith(MAGIC):
        raise ValueError("not a list of words")
    line, _, stream = data[len(MAGIC) :].partition(b"\n")
    header = json.loads(line)
    body = zlib.decompress(stream)
    listed, rest = body[: header["words"]], body[header["words"] :]
    costs, pairs = rest[: header["costs"]], rest[header["costs"] :].decode("gb18030")
    bits: dict[str, float] = dict(zip(listed.decode("gb18030").split("\n"), costs, strict=True))
    bits |= {mark: -log2(share) for mark, share in _MARKS.items()}
    return Words(bits, dict(zip(map(ord, pairs[::2]), pairs[1::2], strict=True)))


@cache
def load() -> Words:
    """The list of the package, read once (about 15 ms)."""
    return unpack(data.read("words.bin"))


def cost(text: str) -> float:
    """The bits that a text costs as a row of words, over all ways to cut it.

    >>> cost("火山噴發") < cost("火山噴法")
    True
    """
    known = load()
    bits, text = known.bits, text.translate(known.simple)
    # probability of the text up to each of the last places, times two to the power of ``scale``
    shares, scale = [1.0], 0.0
    for end in range(1, len(text) + 1):
        share = 0.0
        for length, before in enumerate(reversed(shares), 1):
            word = bits.get(text[end - length : end])
            if word is None and length == 1:
                word = _UNKNOWN if text[end - 1] >= "\u2e80" else _OTHER
            if word is not None:
                share += before * 2.0**-word
        shares = [*shares[1 - LONGEST :], share]
        if share < _SMALL:
            shares = [other / _SMALL for other in shares]
            scale -= log2(_SMALL)
    return scale - log2(shares[-1])
