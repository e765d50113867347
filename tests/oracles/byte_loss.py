"""Files with single bytes lost, put in or changed, on the standard library alone.

``lose``, ``insert`` and ``flip`` damage bytes at random places about so many bytes apart;
``right`` counts the characters of a text that are still in their place in another.
"""

from __future__ import annotations

import random
from difflib import SequenceMatcher


def places(size: int, every: int, seed: int) -> list[int]:
    """One place in each stretch of ``every`` bytes, at random within it."""
    chance = random.Random(f"{size} {every} {seed}")
    return [chance.randrange(start, min(size, start + every)) for start in range(0, size, every)]


def lose(data: bytes, every: int, seed: int = 0) -> bytes:
    """``data`` without one byte in each ``every``."""
    out = bytearray(data)
    for place in reversed(places(len(data), every, seed)):
        del out[place]
    return bytes(out)


def insert(data: bytes, every: int, seed: int = 0) -> bytes:
    """``data`` with one byte above 0x7F put in in each ``every``."""
    chance = random.Random(seed)
    out = bytearray(data)
    for place in reversed(places(len(data), every, seed)):
        out.insert(place, chance.randrange(0x81, 0xFF))
    return bytes(out)


def flip(data: bytes, every: int, seed: int = 0) -> bytes:
    """``data`` with the highest bit of one byte in each ``every`` turned round."""
    out = bytearray(data)
    for place in places(len(data), every, seed):
        out[place] ^= 0x80
    return bytes(out)


def right(clean: str, other: str) -> int:
    """How many characters of ``clean`` are in their place in ``other``; lines are compared first.

    What was put in between two characters does not count against them.
    """
    ours, theirs = clean.split("\n"), other.split("\n")
    same = 0
    for tag, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag == "equal":
            same += sum(len(line) + 1 for line in ours[a:b])
        elif tag == "replace":
            left, right_ = "\n".join(ours[a:b]) + "\n", "\n".join(theirs[c:d]) + "\n"
            blocks = SequenceMatcher(None, left, right_, autojunk=False).get_matching_blocks()
            same += sum(block.size for block in blocks)
    return min(same, len(clean))  # the last line ends without a newline
