"""Which bytes of a file are looked at first: pieces from all over it, round by round."""

from __future__ import annotations

import re
from collections.abc import Iterator

ASCII = bytes(range(0x80))
# Bytes below 0x30 are part of no character but themselves in every encoding that keeps ASCII, so
# a piece may begin after and end before one without cutting a character.
_HIGH = re.compile(rb"[\x80-\xff]")
_MARKED = bytes(byte >= 0x30 for byte in range(256))  # 0 for an edge, 1 for the rest
_FIRST_EDGE = re.compile(rb"[\x00-\x2f]")

WHOLE = 640  # bytes: a file up to this is its own sample
PIECES = 32  # pieces of a larger file
BEFORE, AFTER = 24, 72  # bytes of a piece before and after the first high byte in it
# The order in which pieces are looked at: any first few are spread over the file.
_ORDER = sorted(range(PIECES), key=lambda i: int(f"{i:05b}"[::-1], 2))


def pieces(data: bytes, start: int = 0, end: int | None = None) -> list[bytes]:
    """Pieces of ``data[start:end]`` that hold bytes above 0x7F, in the order of looking at them.

    At most ``PIECES`` of about ``BEFORE + AFTER`` bytes, whatever the size of the file; no
    character of an encoding that keeps ASCII is cut, unless the file itself cuts it.
    """
    end = len(data) if end is None else end
    if end - start <= WHOLE:
        return [data[start:end]]
    step = (end - start) // PIECES
    found: list[bytes] = []
    last = start
    by_place: dict[int, bytes] = {}
    for i in range(PIECES):
        place = max(last, start + i * step)
        if place >= end:
            break
        match = _HIGH.search(data, place, end)
        if match is None:
            break
        piece, last = around(data, match.start(), start, end)
        if piece:
            by_place[i] = piece
    found = [by_place[i] for i in _ORDER if i in by_place]
    return found or [data[start : start + WHOLE]]


def around(data: bytes, at: int, start: int, end: int) -> tuple[bytes, int]:
    """A piece about the byte at ``at`` that cuts no character, and where it ends.

    Empty where no place to cut is near.
    """
    low = max(start, at - BEFORE)
    if low > start:
        last = data[low:at].translate(_MARKED).rfind(0)
        if last >= 0:
            low += last + 1
        else:
            edge = _FIRST_EDGE.search(data, at, min(end, at + AFTER))
            if edge is None:
                return b"", min(end, at + AFTER)
            low = edge.end()
    high = min(end, max(at, low) + AFTER)
    if high < end:
        last = data[low:high].translate(_MARKED).rfind(0)
        if last < 0:
            return (data[low:high], high) if low == start else (b"", high)
        high = low + last + 1
    return data[low:high], high


def rounds(found: list[bytes], sizes: tuple[int, ...]) -> Iterator[bytes]:
    """The pieces in batches, one a round, each of at least so many high bytes as ``sizes`` says.

    Every piece is in one batch, in order; a last batch takes what is left. Batches are cut where
    pieces may be cut.
    """
    batch: list[bytes] = []
    left = iter(sizes)
    wanted = next(left)
    for piece in found:
        at = 0
        while at < len(piece):
            edge = _FIRST_EDGE.search(piece, at + wanted)
            end = edge.end() if edge else len(piece)
            batch.append(piece[at:end])
            wanted -= len(batch[-1].translate(None, ASCII))
            at = end
            if wanted <= 0:
                yield b"".join(batch)
                batch, wanted = [], next(left, 1 << 62)
    if batch:
        yield b"".join(batch)
