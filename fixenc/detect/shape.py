"""A first look at what bytes would say: which kinds of character stand side by side.

Far cheaper than the model and far coarser; it only thins out the candidates that the model is
then asked about. Costs are bits, rough log-probabilities of a kind of character after another.
"""

from __future__ import annotations

import sys
from array import array
from functools import cache

from fixenc import codecs
from fixenc.detect.lanes import pairs_above_ascii
from fixenc.model.classes import NAMES, class_of
from fixenc.model.format import UNIT

# The kinds: a, A, 0 and space for ASCII; l and u, c and C, g and G for small and capital letters
# of Latin, Cyrillic and Greek; h, r, t, k, y, z for Hebrew, Arabic, Thai, kana, hangul and hanzi;
# Z for rare hanzi, j for half-width kana, s for signs, b for box drawing, m for combining marks,
# o for any other letter, x for what no text holds.
_KINDS = {
    "space": " ",
    "digit": "0",
    "ascii lower": "a",
    "ascii upper": "A",
    "ascii punctuation": " ",
    "latin lower": "l",
    "latin upper": "u",
    "latin letter": "s",
    "latin symbol": "s",
    "combining": "m",
    "greek lower": "g",
    "greek upper": "G",
    "cyrillic lower": "c",
    "cyrillic upper": "C",
    "hebrew": "h",
    "hebrew mark": "h",
    "arabic": "r",
    "arabic mark": "r",
    "arabic form": "r",
    "thai": "t",
    "general punctuation": "s",
    "symbol": "s",
    "box drawing": "b",
    "cjk punctuation": "p",
    "full width": "p",
    "hiragana": "k",
    "katakana": "k",
    "han": "z",
    "rare han": "Z",
    "hangul": "y",
    "half-width katakana": "j",
    "format": "s",
    "control": "x",
    "c1": "x",
    "private use": "x",
    "unassigned": "x",
    "replacement": "x",
}
NO_TEXT = 20.0  # bits of what no text holds, U+FFFD among it
_SMALL, _CAPITAL = "lcg", "uCG"
_ALONE = "hrt"  # scripts of one case
_EAST = "kzZyp"
KEPT = 1 << 16  # pairs kept; a hostile text only makes it slower
KEPT_PACKED = 1 << 13  # pairs of bytes kept, of 250 bytes each


def kind_of(char: str) -> str:
    """The kind of a character, one letter."""
    return _KINDS.get(NAMES[class_of(char)], "o")


class _Kinds(dict[str, str]):
    def __missing__(self, char: str) -> str:
        kind = self[char] = kind_of(char)
        return kind


_KIND_OF = _Kinds()


@cache
def _costs() -> dict[tuple[str, str], float]:
    kinds = sorted({*_KINDS.values(), "o"})
    return {(before, kind): _cost(before, kind) for before in kinds for kind in kinds}


def _cost(before: str, kind: str) -> float:
    if kind == "x":
        return NO_TEXT
    if kind in "aA0 ":
        return _ascii_cost(before, kind)
    if kind in _EAST or kind == "j":
        return _eastern_cost(before, kind)
    if kind == "b":
        return 4.5 if before == "b" else 7.0 if before in " 0" else 14.0
    if kind == "s":
        return 9.0 if before in " 0s" else 10.0
    if kind == "o":
        return 9.0 if before == "o" else 14.0
    if kind == "m":
        return 6.0 if before in "aAlu" else 14.0
    if kind in _ALONE:
        # Nearly every high byte is a Thai letter: what says so little must not win by itself.
        cost = 5.5 if kind == "t" else 4.5
        return cost if before in (kind, " ") else 16.0
    return _cased_cost(before, kind)


def _ascii_cost(before: str, kind: str) -> float:
    if kind in " 0":
        return 3.0
    if before in "lum":
        return 4.0 if kind == "a" or before == "u" else 10.0
    return 13.0 if before in _SMALL + _CAPITAL + _ALONE + "o" else 4.0


def _eastern_cost(before: str, kind: str) -> float:
    base = {"k": 6.0, "z": 10.0, "Z": 17.0, "y": 8.0, "p": 6.0, "j": 8.0}[kind]
    if kind == "p" or before in "p 0" or before == kind:
        return base
    return base + (1.0 if {before, kind} <= set("kzp") else 6.0)


def _cased_cost(before: str, kind: str) -> float:
    small = kind in _SMALL
    script = (_SMALL if small else _CAPITAL).index(kind)
    own = (_SMALL[script], _CAPITAL[script])
    latin = kind in "lu"
    if before in (*own, *("aA" if latin else "")):
        after_small = before in "lcga"
        cost = 4.5 if small or not after_small else 13.0
        return cost + (4.0 if latin and before in "lu" else 3.0 if latin else 0.0)
    if before in " 0s":
        return (5.0 if small else 6.0) + (3.0 if latin else 0.0)
    return 16.0


@cache
def _table(name: str) -> bytes:
    """The kinds of the 256 bytes of a single-byte encoding."""
    return "".join(map(_KIND_OF.__getitem__, codecs.charmap(name))).encode()


class _PairCosts(dict[int, int]):
    """What two bytes, read as one number, cost in some single-byte encodings, in quarter bits.

    Each encoding has 32 bits of a value, the first the lowest, so that ``sum`` over the pairs of a
    text adds up all of them at once.
    """

    def __init__(self, names: tuple[str, ...]) -> None:
        self._tables = [_table(name) for name in names]
        self._cost_of = {
            (ord(before), ord(kind)): round(bits * UNIT)
            for (before, kind), bits in _costs().items()
        }

    def __missing__(self, number: int) -> int:
        if len(self) >= KEPT_PACKED:
            self.clear()
        before, byte = number.to_bytes(2, sys.byteorder)
        costs = [self._cost_of[table[before], table[byte]] for table in self._tables]
        packed = self[number] = int.from_bytes(array("I", costs).tobytes(), sys.byteorder)
        return packed

    def total(self, pairs: bytes) -> list[int]:
        """The summed costs of pairs of bytes, one after the other, in each encoding."""
        total = sum(map(self.__getitem__, memoryview(pairs).cast("H")))
        lanes = memoryview(total.to_bytes(4 * len(self._tables), sys.byteorder)).cast("I")
        return lanes.tolist()


_pair_costs = cache(_PairCosts)


def kinds_of(data: bytes, name: str) -> bytes:
    """The kinds of the characters that bytes are in a single-byte encoding, a letter for each."""
    return data.translate(_table(name))


def costs_of_pairs(pairs: bytes, names: tuple[str, ...]) -> list[int]:
    """What pairs of bytes cost, one after the other, in each single-byte encoding.

    Each is a character and the one before it; in quarter bits.
    """
    return _pair_costs(names).total(pairs)


class _TextCosts(dict[str, int]):
    def __missing__(self, pair: str) -> int:
        cost = self[pair] = round(_costs()[_KIND_OF[pair[0]], _KIND_OF[pair[1]]] * UNIT)
        return cost


_TEXT_COSTS = _TextCosts()


def cost_of_text(text: str, most: int) -> int:
    """What the pairs of a text that are not all ASCII cost by their kinds, in quarter bits.

    Above ``most`` it may be less than that: what does not decode alone may tell.
    """
    least = text.count("\ufffd") * round(NO_TEXT * UNIT)
    if least > most:
        return least
    if len(_TEXT_COSTS) > KEPT:
        _TEXT_COSTS.clear()
    return sum(map(_TEXT_COSTS.__getitem__, pairs_above_ascii(text)))


def is_shouted(kinds: bytes) -> bool:
    """Whether most letters above ASCII are capitals."""
    capitals = sum(map(kinds.count, (b"C", b"G", b"u")))
    return capitals > 4 and capitals > 2 * sum(map(kinds.count, (b"c", b"g", b"l")))
