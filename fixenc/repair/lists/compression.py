"""LZMA as the lists use it: they are a tenth smaller than deflated, and take 4 ms more to read."""

from __future__ import annotations

import lzma


def compress(body: bytes, *, of_pairs: bool = False) -> bytes:
    """The bytes of a body, compressed: text in UTF-8, or numbers of two bytes each.

    Who reads them sets aside as much memory as the dictionary is said to take: no more than there
    is to read, then.

    >>> decompress(compress(b"characters")), len(compress(bytes(99_999))) < 200
    (b'characters', True)
    """
    size = max(1 << 12, 1 << (len(body) - 1).bit_length())
    best = {"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": size}
    # how many bits of the byte before tell of the next one, and how many of its place
    best |= {"lc": 0, "lp": 1, "pb": 1} if of_pairs else {"lc": 2, "lp": 0, "pb": 0}
    return lzma.compress(body, check=lzma.CHECK_CRC32, filters=[best])


def decompress(stream: bytes) -> bytes:
    """What ``compress`` was given; ``lzma.LZMAError`` when it is not of its making."""
    return lzma.decompress(stream)
