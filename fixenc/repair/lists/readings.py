"""How Chinese characters are read: the packed table, and the one module that writes and reads it.

The table holds the tone-marked Mandarin readings of the characters of GBK, the usual one first.
``corpus/build/readings.py`` makes it; ``docs/adr/0003-readings-table.md`` says why it is a file
of our own. Layout: ``MAGIC``, one line of JSON (source, sizes in bytes), then one LZMA stream of
the distinct sets of readings (UTF-8, a line each) and of one little-endian 16-bit number of such
a line for every cell of GBK, in the order of ``cell``.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from unicodedata import normalize

from fixenc import data
from fixenc.repair.lists.compression import compress, decompress

MAGIC = b"fixenc readings 2\n"

TRAILS = (*range(0x40, 0x7F), *range(0x80, 0xFF))  # GBK's second bytes (GB 18030-2005, 5.1)
LEADS = range(0x81, 0xFF)
_ROW = {trail: i for i, trail in enumerate(TRAILS)}

# Letters that print like a Latin one and are used for it in pinyin (GBK holds both at A8BB, A8C0).
_LOOKALIKES = {"ɑ": "a", "ɡ": "g", "v": "ü", " ": None, "\xa0": None, "\u3000": None}
_FOLD = str.maketrans(_LOOKALIKES)
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0304\u030c"))  # grave, acute, macron, caron


class Match(IntEnum):
    """How well a spelt reading fits a character; higher is better."""

    NONE = 0
    SYLLABLE = 1  # another tone, or none was written
    EXACT = 2  # tone and all


@dataclass(frozen=True, slots=True)
class Table:
    """The readings by cell of GBK: ``sets[cells[cell(lead, trail)]]``, separated by commas."""

    sets: tuple[str, ...]
    cells: array[int]


def cell(lead: int, trail: int) -> int:
    """The number of a byte pair of GBK, from 0; ``KeyError`` for a byte that is no trail."""
    return (lead - LEADS.start) * len(TRAILS) + _ROW[trail]


def pack(readings: Mapping[tuple[int, int], str], source: str) -> bytes:
    """The bytes of a table; ``readings`` maps (lead, trail) to readings separated by commas."""
    numbers: dict[str, int] = {"": 0}
    cells = array("H", bytes(2 * len(LEADS) * len(TRAILS)))
    for (lead, trail), spelt in sorted(readings.items()):
        cells[cell(lead, trail)] = numbers.setdefault(spelt, len(numbers))
    if sys.byteorder == "big":
        cells.byteswap()
    sets, packed = "\n".join(numbers).encode(), cells.tobytes()
    header = {"source": source, "sets": len(sets), "cells": len(packed)}
    return MAGIC + json.dumps(header).encode() + b"\n" + compress(sets + packed, of_pairs=True)


def unpack(data: bytes) -> Table:
    """The table in ``data``; ``ValueError`` when it is not one."""
    if not data.startswith(MAGIC):
        raise ValueError("not a table of readings")
    line, _, stream = data[len(MAGIC) :].partition(b"\n")
    split = int(json.loads(line)["sets"])
    body = decompress(stream)
    cells = array("H")
    cells.frombytes(body[split:])
    if sys.byteorder == "big":
        cells.byteswap()
    return Table(tuple(body[:split].decode().split("\n")), cells)


@cache
def load() -> Table:
    """The table of the package, read once (about 7 ms)."""
    return unpack(data.read("readings.bin"))


@lru_cache(1 << 12)
def normal(spelt: str) -> str:
    """A reading in one spelling: composed, lower case, without spaces, ü for v.

    >>> normal("sh\u00ed "), normal("l\u01dc"), normal("nv")
    ('shí', 'lǜ', 'nü')
    """
    return normalize("NFC", spelt.lower().translate(_FOLD))


@lru_cache(1 << 12)
def toneless(spelt: str) -> str:
    """The syllable of a reading, without its tone.

    >>> toneless("shù"), toneless("lǜ")
    ('shu', 'lü')
    """
    bare = normalize("NFD", normal(spelt)).translate(_TONES)
    return normalize("NFC", bare)


@lru_cache(1 << 13)
def readings_of(char: str) -> tuple[str, ...]:
    """The readings of a character, the usual one first; none for what GBK does not hold.

    >>> readings_of("當")
    ('dāng', 'dàng', 'dang')
    """
    try:
        data = char.encode("gbk")
    except UnicodeEncodeError:
        return ()
    if len(data) != 2:
        return ()
    return _of_cell(*data)


def _of_cell(lead: int, trail: int) -> tuple[str, ...]:
    table = load()
    spelt = table.sets[table.cells[cell(lead, trail)]]
    return tuple(spelt.split(",")) if spelt else ()


@lru_cache(1 << 13)
def fits(char: str, spelt: str) -> Match:
    """How well a spelt reading fits a character.

    >>> fits("數", "shù").name, fits("數", "shu").name, fits("數", "shí").name
    ('EXACT', 'SYLLABLE', 'NONE')
    """
    return _fit(readings_of(char), spelt)


def _fit(known: tuple[str, ...], spelt: str) -> Match:
    wanted = normal(spelt)
    if wanted in known:
        # a reading of the neutral tone carries no mark, and so says no more than its syllable
        return Match.EXACT if wanted != toneless(wanted) else Match.SYLLABLE
    syllable = toneless(wanted)
    return Match.SYLLABLE if any(toneless(r) == syllable for r in known) else Match.NONE


@lru_cache(1 << 12)
def trails(lead: int, spelt: str) -> tuple[tuple[int, Match, bool], ...]:
    """The characters with first byte ``lead`` that are read so.

    Each as its second byte, the match, and whether it is the character's usual reading.

    >>> [bytes((0x94, trail)).decode("gbk") for trail, *_ in trails(0x94, "shù")]
    ['攄', '數']
    """
    wanted = toneless(spelt)
    found = []
    for trail in TRAILS:
        known = _of_cell(lead, trail)
        match = _fit(known, spelt) if known else Match.NONE
        if match:
            found.append((trail, match, toneless(known[0]) == wanted))
    return tuple(found)


def read_so(chars: Iterable[tuple[int, str]], spelt: str) -> tuple[tuple[int, Match, bool], ...]:
    """The same for any characters, each given with its second byte.

    >>> read_so([(1, "數"), (2, "時")], "shù")
    ((1, <Match.EXACT: 2>, True),)
    """
    wanted = toneless(spelt)
    return tuple(
        (trail, match, toneless(readings_of(char)[0]) == wanted)
        for trail, char in chars
        if (match := fits(char, spelt))
    )


@cache
def syllables() -> frozenset[str]:
    """Every syllable of the table, without tones."""
    # All at once: one normalisation of 8 kB takes a tenth of the time of 1,500 short ones.
    spelt = ",".join(set(",".join(load().sets).split(",")))
    return frozenset(toneless(spelt).split(",")) - {""}
