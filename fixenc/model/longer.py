"""Runs of three to five characters: what the model of pairs cannot know.

A lost letter of an alphabet is hardly ever told by its neighbours alone (``п?мяти``), but by three
of them. For the few languages whose text is met with losses, the runs that say most beyond their
pairs are kept, as 25 bits of a checksum each, with their cost. Where what precedes such runs leaves
little to others, that is kept too: any other character costs so many bits more than in its pair.
A run that is none of those may share its checksum with one that is, by chance: one in 1,400.

The file: a line of JSON with the languages, the sizes of their parts and the characters that
precede the last one of their longest runs; then the parts. A part is
deflated: the costs of all runs in the order of their checksums, a byte each; then the checksums, as
differences of four bytes, first all lowest bytes, then all second ones.
"""

from __future__ import annotations

import json
import zlib
from array import array
from collections.abc import Callable, Mapping
from functools import cache
from itertools import accumulate

from fixenc import data
from fixenc.model.rows import FOLD

FILE = "longer.bin"
BEFORE = "\0"  # begins what is kept of the characters before a run, and is in no text
STEP = 0.5  # bits that one unit of a kept cost stands for
HIGHEST = 15  # units; what costs more says too little beyond its pairs
# Bits that a run costs besides, as it is kept rounded and from other texts.
EXTRA = 0.25

CHECKSUM = 0x1FFFFFF  # the bits of a checksum that are kept

Runs = dict[int, int]


def checksum(run: str, begun: int = 0) -> int:
    """What a run of characters is found by: 25 bits, upper case and digits folded.

    ``begun`` is what ``unfinished`` gave for the characters before ``run``.

    >>> checksum("Память") == checksum("ять", unfinished("пам"))
    True
    """
    return unfinished(run, begun) & CHECKSUM


def unfinished(run: str, begun: int = 0) -> int:
    """The checksum of characters that others may follow."""
    return zlib.crc32(folded(run), begun)


def folded(run: str) -> bytes:
    """The bytes of which the checksum of a run is made."""
    return run.translate(FOLD).lower().encode("utf-8", "surrogatepass")


def pack(
    languages: Mapping[str, Mapping[str, int]],
    reach: Mapping[str, int],
    deflate: Callable[[bytes], bytes] = zlib.compress,
) -> bytes:
    """The file for the runs of each language with their costs in units, and their reach."""
    parts: list[bytes] = []
    for runs in languages.values():
        found: dict[int, int] = {}
        for run, units in runs.items():
            key = checksum(run)
            found[key] = min(units, found.get(key, HIGHEST))
        keys = sorted(found)
        steps = [b - a for a, b in zip([0, *keys], keys, strict=False)]
        planes = [bytes(step >> 8 * place & 0xFF for step in steps) for place in range(4)]
        parts.append(deflate(b"".join([bytes(map(found.__getitem__, keys)), *planes])))
    head = [[name, len(part), reach[name]] for name, part in zip(languages, parts, strict=True)]
    return json.dumps(head).encode() + b"\n" + b"".join(parts)


@cache
def runs_of(language: str) -> Runs:
    """The kept runs of a language by checksum, with their costs in units; none of most languages.

    >>> runs_of("ru")[checksum("памя")] < HIGHEST, runs_of("tlh")
    (True, {})
    """
    size, at, _ = _parts().get(language, (0, 0, 0))
    return _unpack(zlib.decompress(_content()[2][at : at + size])) if size else {}


def reach_of(language: str) -> int:
    """How many characters before one its cost may depend on.

    >>> reach_of("ru"), reach_of("ja"), reach_of("tlh")
    (4, 3, 1)
    """
    return _parts().get(language, (0, 0, 1))[2]


@cache
def _content() -> tuple[bytes, bytes, bytes]:
    return data.read(FILE).partition(b"\n")


@cache
def _parts() -> dict[str, tuple[int, int, int]]:
    """The size, the place and the reach of each language's part."""
    found: dict[str, tuple[int, int, int]] = {}
    at = 0
    for name, size, reach in json.loads(_content()[0]):
        found[name] = size, at, reach
        at += size
    return found


def _unpack(planes: bytes) -> Runs:
    count = len(planes) // 5
    steps = bytearray(4 * count)
    for place in range(4):
        steps[place::4] = planes[(place + 1) * count : (place + 2) * count]
    values = array("I", bytes(steps))
    if memoryview(b"\1\0\0\0").cast("I")[0] != 1:
        values.byteswap()
    return dict(zip(accumulate(values), planes[:count], strict=True))
