"""Words of a few languages and how common they are: the packed lists, and what reads them.

Pairs of characters do not tell 專科學 from 。科學; words do. ``corpus/build/vocabulary.py`` makes
the files, ``docs/adr/0009-words.md`` and ``docs/adr/0019-words-and-signs-for-lost-bytes.md`` say
why. Layout: ``MAGIC``, one line of JSON (source, sizes in bytes), then one LZMA stream of two UTF-8
texts: the words, Chinese ones simplified, a line for each first character, which is followed by
what follows it in each word and one ASCII character for what the word costs; and the pairs of a
traditional character and its simplified form.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from math import log2
from operator import itemgetter

from fixenc import data
from fixenc.repair.lists.compression import compress, decompress

MAGIC = b"fixenc words 3\n"
# Languages whose words stand in a row, and how long they may be in characters: a text is cut into
# words in all ways. Those of Korean are its morphemes.
ROWS = {"zh": 6, "ja": 8, "ko": 8}
SPACED = frozenset({"ru"})  # with spaces between the words

_UNKNOWN = {"zh": 24.0, "ja": 20.0, "ko": 20.0}  # bits of a character that is no word by itself
_LETTER = {"zh": "\u2e80", "ja": "\u3040", "ko": "\u1100"}  # from here on
_OTHER = 10.0  # of ASCII, rare marks and letters
_SPACE = 2.0  # of a space, where there are any
# Bits of a word that is not listed: for itself, for each letter, and at most.
_RARE, _PER_LETTER, _MOST = 16.0, 2.5, 40.0
_SMALL = 2.0**-500
# Marks count as words; shares of all words and marks in news, rounded.
_MARKS: dict[str, dict[str, float]] = {"ko": {" ": 2.0**-_SPACE}}
_MARKS["ja"] = {
    " ": 2.0**-_SPACE,
    "，": 0.045,
    "。": 0.04,
    "、": 0.04,
    "「": 0.005,
    "」": 0.005,
    "・": 0.01,
    "ー": 0.002,
}
_MARKS["zh"] = {
    "，": 0.045, "。": 0.02, "、": 0.01, "“": 0.005, "”": 0.005, "：": 0.004, "（": 0.003,
    "）": 0.003, "；": 0.002, "！": 0.002, "？": 0.002, "《": 0.002, "》": 0.002, "「": 0.003,
    "」": 0.003,
}  # fmt: skip


_COST = re.compile("([!-~])")
_WORD = re.compile(r"[^\W\d_]+")
_FREE = ord("!")  # the character for a cost of no bits
_NONE: dict[str, float] = {}


class Endings(dict[str, dict[str, float]]):
    """For each character what may follow it in a word, and the bits of that word.

    A line of the list is taken apart when its first character is first asked for.
    """

    __slots__ = ("_lines", "_marks")

    def __init__(self, lines: Mapping[str, str], marks: Mapping[str, float]) -> None:
        self._lines = lines
        self._marks = marks

    def __missing__(self, char: str) -> dict[str, float]:
        if char not in self._lines and char not in self._marks:
            return _NONE  # not kept: a text may have any number of these
        parts = _COST.split(self._lines.get(char, ""))
        found = {
            ending: float(ord(cost) - _FREE)
            for ending, cost in zip(parts[::2], parts[1::2], strict=False)
        }
        if char in self._marks:
            found[""] = -log2(self._marks[char])
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
    return MAGIC + json.dumps(header).encode() + b"\n" + compress(listed + pairs)


def _written(bits: float) -> str:
    return chr(min(ord("~"), _FREE + round(bits)))


def unpack(data: bytes, language: str = "zh") -> Words:
    """The list of a language in ``data``; ``ValueError`` when it is not one."""
    if not data.startswith(MAGIC):
        raise ValueError("not a list of words")
    line, _, stream = data[len(MAGIC) :].partition(b"\n")
    size = json.loads(line)["words"]
    body = decompress(stream)
    lines = {line[0]: line[1:] for line in body[:size].decode().split("\n")}
    pairs = body[size:].decode()
    return Words(Endings(lines, _MARKS.get(language, {})), str.maketrans(pairs[::2], pairs[1::2]))


def language_of(name: str) -> str:
    """The language whose list serves for one of the model's, or none.

    >>> language_of("zh-hant"), language_of("ja"), language_of("fr")
    ('zh', 'ja', '')
    """
    name = name.partition("-")[0]
    return name if name in ROWS or name in SPACED else ""


@cache
def load(language: str = "zh") -> Words:
    """The list of the package for a language, read once (about 7 ms)."""
    name = "words.bin" if language == "zh" else f"words-{language}.bin"
    return unpack(data.read(name), language)


def cost(text: str, language: str = "zh") -> float:
    """The bits that a text costs as a row of words, over all ways to cut it.

    >>> cost("火山噴發") < cost("火山噴法")
    True
    >>> cost("из памяти", "ru") < cost("из пумяти", "ru")
    True
    """
    return _of_spaced(text, language) if language in SPACED else _of_row(text, language)


def _of_spaced(text: str, language: str) -> float:
    endings = load(language).endings
    bits = 0.0
    for word in _WORD.findall(text.lower()):
        if word > "\x7f":
            rare = min(_MOST, _RARE + _PER_LETTER * len(word))
            bits += endings[word[0]].get(word[1:], rare)
    return bits


def _of_row(text: str, language: str) -> float:
    known = load(language)
    endings, text = known.endings, text.translate(known.simple)
    longest, letter, unknown = ROWS[language], _LETTER[language], _UNKNOWN[language]
    # probability of the text up to each of the last places, times two to the power of ``scale``
    shares, scale = [1.0], 0.0
    for end in range(1, len(text) + 1):
        share = 0.0
        for length, before in enumerate(reversed(shares), 1):
            start = end - length
            word = endings[text[start]].get(text[start + 1 : end])
            if word is None and length == 1:
                word = unknown if text[start] >= letter else _OTHER
            if word is not None:
                share += before * 2.0**-word
        shares = [*shares[1 - longest :], share]
        if share < _SMALL:
            shares = [other / _SMALL for other in shares]
            scale -= log2(_SMALL)
    return scale - log2(shares[-1])
