"""The model file: the one module that both reads and writes it.

Layout: ``MAGIC``, a line of JSON (languages, section names and lengths), then one zlib stream of
the sections, back to back. Costs are bits in a fixed unit; the cost of a pair is that of the
second character after the first, and a pair whose first character is ``START`` gives the cost of
the second by itself.
"""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate

MAGIC = b"fixenc model 1\n"
START = "\0"  # stands before a character that is looked up by itself
UNIT = 4  # a cost of 1 bit is 4 in every byte and lane, but for the two packed tables below
PAIR_UNIT = 2  # non-CJK pairs: half bits
WIDE_OFFSET = 6  # CJK characters by themselves: whole bits, less 6, so that 7 to 21 fit 4 bits
WIDE_LANGUAGES = ("zh-hans", "zh-hant", "ja", "ko")  # the order of the nibbles of a CJK pair


@dataclass(frozen=True, slots=True)
class Tables:
    """The model as it lies in the file.

    ``priors`` and ``classes`` (languages by classes, row by row) are costs in quarter bits;
    ``shared`` maps (class before, character) to such a cost. ``pairs`` numbers the non-CJK pairs;
    those of number i are ``lanes[offsets[i]:offsets[i + 1]]`` with their ``costs``, in half bits.
    The CJK pairs that begin with a character of ``firsts`` lie in ``seconds`` (code points,
    sorted) between two ``wide_offsets``; ``wide_low`` and ``wide_high`` hold two languages'
    costs in whole bits each, 0 for none.
    """

    languages: tuple[str, ...]
    priors: bytes
    classes: bytes
    shared: Mapping[tuple[int, str], int]
    pairs: Mapping[str, int]
    offsets: list[int]
    lanes: bytes
    costs: bytes
    firsts: Mapping[str, int]
    wide_offsets: list[int]
    seconds: array[int]
    wide_low: bytes
    wide_high: bytes


_SECTIONS = (
    "priors",
    "classes",
    "shared_chars",
    "shared_classes",
    "shared_costs",
    "pairs",
    "counts",
    "lanes",
    "costs",
    "firsts",
    "wide_counts",
    "seconds_low",
    "seconds_high",
    "wide_low",
    "wide_high",
)


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
    pair_keys = sorted(pairs)
    wide_keys = sorted(wide)
    firsts = sorted({key[0] for key in wide_keys})
    counts = dict.fromkeys(firsts, 0)
    for key in wide_keys:
        counts[key[0]] += 1
    sections = {
        "priors": priors,
        "classes": classes,
        "shared_chars": _chars(char for _, char in shared_keys),
        "shared_classes": bytes(before for before, _ in shared_keys),
        "shared_costs": bytes(shared[key] for key in shared_keys),
        "pairs": _chars(pair_keys),
        "counts": bytes(len(pairs[key]) for key in pair_keys),
        "lanes": bytes(lane for key in pair_keys for lane in sorted(pairs[key])),
        "costs": bytes(cost for key in pair_keys for _, cost in sorted(pairs[key].items())),
        "firsts": _chars(firsts),
        "wide_counts": b"".join(counts[first].to_bytes(2, "little") for first in firsts),
        "seconds_low": bytes(ord(key[1]) & 0xFF for key in wide_keys),
        "seconds_high": bytes(ord(key[1]) >> 8 for key in wide_keys),
        "wide_low": bytes(wide[key][0] << 4 | wide[key][1] for key in wide_keys),
        "wide_high": bytes(wide[key][2] << 4 | wide[key][3] for key in wide_keys),
    }
    header = {"languages": languages, "lengths": [len(sections[name]) for name in _SECTIONS]}
    body = zlib.compress(b"".join(sections[name] for name in _SECTIONS), 9)
    return MAGIC + json.dumps(header).encode("ascii") + b"\n" + body


def unpack(data: bytes) -> Tables:
    """The tables of a model file; ``ValueError`` when it is not one."""
    if not data.startswith(MAGIC):
        raise ValueError("not a fixenc model file")
    end = data.index(b"\n", len(MAGIC))
    header = json.loads(data[len(MAGIC) : end])
    body = zlib.decompress(data[end + 1 :])
    part: dict[str, bytes] = {}
    at = 0
    for name, length in zip(_SECTIONS, header["lengths"], strict=True):
        part[name] = body[at : at + length]
        at += length
    shared_chars = _text(part["shared_chars"])
    keys = zip(part["shared_classes"], shared_chars, strict=True)
    pairs = _text(part["pairs"])
    return Tables(
        languages=tuple(header["languages"]),
        priors=part["priors"],
        classes=part["classes"],
        shared=dict(zip(keys, part["shared_costs"], strict=True)),
        pairs=dict(zip(map(str.__add__, pairs[::2], pairs[1::2]), range(len(pairs)), strict=False)),
        offsets=list(accumulate(part["counts"], initial=0)),
        lanes=part["lanes"],
        costs=part["costs"],
        firsts={char: i for i, char in enumerate(_text(part["firsts"]))},
        wide_offsets=list(accumulate(_words(part["wide_counts"]), initial=0)),
        seconds=_words(_interleave(part["seconds_low"], part["seconds_high"])),
        wide_low=part["wide_low"],
        wide_high=part["wide_high"],
    )


def _chars(chars: object) -> bytes:
    return "".join(chars).encode("utf-16-le")  # type: ignore[call-overload, no-any-return]


def _text(data: bytes) -> str:
    return data.decode("utf-16-le")


def _interleave(low: bytes, high: bytes) -> bytes:
    both = bytearray(2 * len(low))
    both[::2] = low
    both[1::2] = high
    return bytes(both)


def _words(data: bytes) -> array[int]:
    words = array("H", data)
    if sys.byteorder == "big":
        words.byteswap()
    return words
