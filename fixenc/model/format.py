"""The model file: the one module that both reads and writes it.

Layout: ``MAGIC``, a line of JSON (languages, lengths of the sections), then one zlib stream of
the sections, back to back. Costs are bits in a fixed unit; the cost of a pair is that of the
second character after the first, and a pair whose first character is ``START`` gives the cost of
the second by itself. All characters are of the Basic Multilingual Plane.

Reading makes no object for a pair: pairs are sorted and found by bisection, so that loading is
little more than inflating (6 ms of 7 on one machine; a dictionary of the pairs took 20 more).
"""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate

MAGIC = b"fixenc model 2\n"
START = "\0"  # stands before a character that is looked up by itself
UNIT = 4  # a cost of 1 bit is 4 in every table once it is read, and in every lane
PAIR_UNIT = 2  # in the file a cost of 1 bit of a non-CJK pair is 2
WIDE_OFFSET = 6  # CJK characters by themselves: whole bits, less 6, so that 7 to 21 fit 4 bits
WIDE_LANGUAGES = ("zh-hans", "zh-hant", "ja", "ko")  # the order of the nibbles of a CJK pair

_IN_QUARTERS = bytes(min(255, cost * UNIT // PAIR_UNIT) for cost in range(256))


@dataclass(frozen=True, slots=True)
class Index:
    """Sorted pairs of characters: each first character once, then its second ones.

    The pairs that begin with ``firsts[i]`` end with ``seconds[starts[i]:starts[i + 1]]``, which
    are code points.
    """

    firsts: str
    starts: list[int]
    seconds: array[int]

    def behind(self, before: str) -> tuple[int, int]:
        """The numbers, in sorted order, of the pairs that begin so: half open."""
        firsts = self.firsts
        i = bisect_left(firsts, before)
        if i == len(firsts) or firsts[i] != before:
            return 0, 0
        return self.starts[i], self.starts[i + 1]

    def find(self, pairs: tuple[int, int], char: str) -> int:
        """The number of the one of these pairs that ends so, or -1."""
        start, end = pairs
        point = ord(char)
        at = bisect_left(self.seconds, point, start, end)
        return at if at < end and self.seconds[at] == point else -1


@dataclass(frozen=True, slots=True)
class Tables:
    """The model as it is used; costs in quarter bits unless said otherwise.

    ``classes`` holds languages by classes, row by row; ``shared`` maps (class before, character)
    to a cost. The non-CJK pair of number i in ``pairs`` has the costs ``costs[a:b]`` in the
    languages numbered ``lanes[a:b]``, where a and b are ``offsets[i]`` and ``offsets[i + 1]``.
    The CJK pair of number i in ``wide`` has four costs of half a byte each in ``wide_low[i]`` and
    ``wide_high[i]``, in whole bits, 0 for none.
    """

    languages: tuple[str, ...]
    priors: bytes
    classes: bytes
    shared: Mapping[tuple[int, str], int]
    pairs: Index
    offsets: list[int]
    lanes: bytes
    costs: bytes
    wide: Index
    wide_low: bytes
    wide_high: bytes


def pack(
    *,
    languages: tuple[str, ...],
    priors: bytes,
    classes: bytes,
    shared: Mapping[tuple[int, str], int],
    pairs: Mapping[str, Mapping[int, int]],
    wide: Mapping[str, tuple[int, int, int, int]],
) -> bytes:
    """The bytes of a model file; ``unpack`` takes them apart again.

    ``pairs`` gives, for a non-CJK pair, the cost in half bits by number of language; ``wide``,
    for a CJK pair, the costs in whole bits (1 to 15, 0 for none) of the four ``WIDE_LANGUAGES``.
    """
    shared_keys = sorted(shared)
    keys = sorted(pairs)
    wide_keys = sorted(wide)
    sections = [
        priors,
        classes,
        _chars(char for _, char in shared_keys),
        bytes(before for before, _ in shared_keys),
        bytes(shared[key] for key in shared_keys),
        *_pack_index(keys),
        bytes(len(pairs[key]) for key in keys),
        bytes(lane for key in keys for lane in sorted(pairs[key])),
        bytes(cost for key in keys for _, cost in sorted(pairs[key].items())),
        *_pack_index(wide_keys),
        bytes(wide[key][0] << 4 | wide[key][1] for key in wide_keys),
        bytes(wide[key][2] << 4 | wide[key][3] for key in wide_keys),
    ]
    header = {"languages": languages, "lengths": list(map(len, sections))}
    body = zlib.compress(b"".join(sections), 9)
    return MAGIC + json.dumps(header).encode("ascii") + b"\n" + body


def unpack(data: bytes) -> Tables:
    """The tables of a model file; ``ValueError`` when it is not one."""
    if not data.startswith(MAGIC):
        raise ValueError("not a fixenc model file")
    end = data.index(b"\n", len(MAGIC))
    header = json.loads(data[len(MAGIC) : end])
    body = zlib.decompress(data[end + 1 :], bufsize=sum(header["lengths"]))
    ends = accumulate(header["lengths"])
    parts = (body[end - length : end] for end, length in zip(ends, header["lengths"], strict=True))
    priors, classes, shared_chars, shared_classes, shared_costs = (next(parts) for _ in range(5))
    keys = zip(shared_classes, _text(shared_chars), strict=True)
    return Tables(
        languages=tuple(header["languages"]),
        priors=priors,
        classes=classes,
        shared=dict(zip(keys, shared_costs, strict=True)),
        pairs=_unpack_index(next(parts), next(parts), next(parts), next(parts)),
        offsets=list(accumulate(next(parts), initial=0)),
        lanes=next(parts),
        costs=next(parts).translate(_IN_QUARTERS),
        wide=_unpack_index(next(parts), next(parts), next(parts), next(parts)),
        wide_low=next(parts),
        wide_high=next(parts),
    )


def _pack_index(keys: list[str]) -> tuple[bytes, bytes, bytes, bytes]:
    """Four sections: the first characters, how many pairs each begins, the second characters.

    The bytes of the second characters are apart, low ones and high ones: that deflates better.
    """
    counts: dict[str, int] = {}
    for key in keys:
        counts[key[0]] = counts.get(key[0], 0) + 1
    return (
        _chars(counts),
        b"".join(count.to_bytes(2, "little") for count in counts.values()),
        bytes(ord(key[1]) & 0xFF for key in keys),
        bytes(ord(key[1]) >> 8 for key in keys),
    )


def _unpack_index(firsts: bytes, counts: bytes, low: bytes, high: bytes) -> Index:
    both = bytearray(2 * len(low))
    both[::2] = low
    both[1::2] = high
    return Index(_text(firsts), list(accumulate(_words(counts), initial=0)), _words(bytes(both)))


def _chars(chars: Iterable[str]) -> bytes:
    return "".join(chars).encode("utf-16-le")


def _text(data: bytes) -> str:
    return data.decode("utf-16-le")


def _words(data: bytes) -> array[int]:
    words = array("H", data)
    if sys.byteorder == "big":
        words.byteswap()
    return words
