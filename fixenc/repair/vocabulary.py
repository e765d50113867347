"""Chinese words and how common they are: the packed list, and the one module that reads it.

Pairs of characters do not tell 專科學 from 。科學; words do. ``corpus/build/vocabulary.py`` makes
the file, ``docs/adr/0009-words.md`` says why. Layout: ``MAGIC``, one line of JSON (source, sizes
in bytes), then one zlib stream of two UTF-8 texts: the words, simplified, a line for each first
character, which is followed by what follows it in each word and one ASCII character for what the
word costs; and the pairs of a traditional character and its simplified form.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from math import log2
from operator import itemgetter

from fixenc import data

MAGIC = b"fixenc words 2\n"
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


_COST = re.compile("([!-~])")
_FREE = ord("!")  # the character for a cost of no bits
_NONE: dict[str, float] = {}


class Endings(dict[str, dict[str, float]]):
    """For each character what may follow it in a word, and the bits of that word.

    A line of the list is taken apart when its first character is first asked for.
    """

    __slots__ = ("_lines",)

    def __init__(self, lines: Mapping[str, str]) -> None:
        self._lines = lines

    def __missing__(self, char: str) -> dict[str, float]:
        if char not in self._lines and char not in _MARKS:
            return _NONE  # not kept: a text may have any number of these
        parts = _COST.split(self._lines.get(char, ""))
        found = {
            ending: float(ord(cost) - _FREE)
            for ending, cost in zip(parts[::2], parts[1::2], strict=False)
        }
        if char in _MARKS:
            found[""] = -log2(_MARKS[char])
        self[char] = found
        return found


@dataclass(frozen=True, slots=True)
class Words:
    """What each word costs, in bits, and the simplified form of each traditional character."""

    endings: Endings
    simple: Mapping[int, int]


def pack(words: Mapping[str, float], simple: Mapping[str, str], source: str) -> bytes:
    """The bytes of a list; ``words`` maps simplified words to bits, ``simple`` characters."""
    lines = (
        char + "".join(word[1:] + _written(words[word]) for word in group)
        for char, group in groupby(sorted(words), itemgetter(0))
    )
    listed = "\n".join(lines).encode()
    pairs = "".join(old + new for old, new in sorted(simple.items())).encode()
    header = {"source": source, "words": len(listed), "pairs": len(pairs)}
    return MAGIC + json.dumps(header).encode() + b"\n" + zlib.compress(listed + pairs, 9)


def _written(bits: float) -> str:
    return chr(min(ord("~"), _FREE + round(bits)))


def unpack(data: bytes) -> Words:
    """The list in ``data``; ``ValueError`` when it is not one."""
    if not data.startswith(MAGIC):
        raise ValueError("not a list of words")
    line, _, stream = data[len(MAGIC) :].partition(b"\n")
    size = json.loads(line)["words"]
    body = zlib.decompress(stream)
    lines = {line[0]: line[1:] for line in body[:size].decode().split("\n")}
    pairs = body[size:].decode()
    return Words(Endings(lines), str.maketrans(pairs[::2], pairs[1::2]))


@cache
def load() -> Words:
    """The list of the package, read once (about 4 ms)."""
    return unpack(data.read("words.bin"))


def cost(text: str) -> float:
    """The bits that a text costs as a row of words, over all ways to cut it.

    >>> cost("火山噴發") < cost("火山噴法")
    True
    """
    known = load()
    endings, text = known.endings, text.translate(known.simple)
    # probability of the text up to each of the last places, times two to the power of ``scale``
    shares, scale = [1.0], 0.0
    for end in range(1, len(text) + 1):
        share = 0.0
        for length, before in enumerate(reversed(shares), 1):
            start = end - length
            word = endings[text[start]].get(text[start + 1 : end])
            if word is None and length == 1:
                word = _UNKNOWN if text[start] >= "\u2e80" else _OTHER
            if word is not None:
                share += before * 2.0**-word
        shares = [*shares[1 - LONGEST :], share]
        if share < _SMALL:
            shares = [other / _SMALL for other in shares]
            scale -= log2(_SMALL)
    return scale - log2(shares[-1])
