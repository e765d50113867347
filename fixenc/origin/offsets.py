"""Which bytes of a file the characters of its text were read from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from fixenc import codecs
from fixenc.codecs.units import units
from fixenc.detect.detection import Detection
from fixenc.origin.pieces import Piece, pieces


def byte_ranges(
    detection: Detection, spans: Iterable[tuple[int, int]]
) -> dict[tuple[int, int], tuple[int, int]]:
    """The bytes of the file that spans of its text were read from; all half open.

    A mark or an escape sequence before the first character does not belong to a span. Linear in
    the lengths of the file and of ``spans``.

    >>> from fixenc.detect import detect
    >>> byte_ranges(detect("é = è".encode()), [(4, 5)])
    {(4, 5): (5, 7)}
    """
    wanted = sorted(set(spans))
    points = sorted({point for span in wanted for point in span})
    starts: dict[int, int] = {}  # of the byte at which the character after a point begins
    ends: dict[int, int] = {}  # of the byte at which the character before a point ends
    text = detection.decode()
    number = 0
    for piece in pieces(detection):
        while number < len(points) and points[number] < piece.start:
            number += 1
        inside = number
        while inside < len(points) and points[inside] <= piece.end:
            inside += 1
        for point, low, high in _offsets(detection.data, text, piece, points[number:inside]):
            if point < piece.end:
                starts[point] = low
            if point > piece.start:
                ends[point] = high
    size = len(detection.data)
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for start, end in wanted:
        low = starts.get(start, size)
        found[start, end] = low, max(low, ends.get(end, low)) if start < end else low
    return found


def _offsets(
    data: bytes, text: str, piece: Piece, points: Sequence[int]
) -> Iterator[tuple[int, int, int]]:
    """For points in a piece, where the byte after and the byte before each of them are."""
    if not points:
        return
    if piece.encoding is None:
        # Of a point amid bytes that no encoding explains only that much is known.
        yield from ((point, piece.low, piece.high) for point in points)
    elif codecs.lookup(piece.encoding).kind is codecs.Kind.STATEFUL:
        yield from _stateful_offsets(data, piece, points)
    else:
        at, low = piece.start, piece.low
        for point in points:
            low += len(codecs.encode(text[at:point], piece.encoding))
            at = point
            yield point, low, low


def _stateful_offsets(
    data: bytes, piece: Piece, points: Sequence[int]
) -> Iterator[tuple[int, int, int]]:
    assert piece.encoding is not None
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    at = piece.start
    for low, high, char in units(data[piece.low : piece.high], piece.encoding):
        if char:
            starts[at] = piece.low + low
            at += len(char)
            ends[at] = piece.low + high
    for point in points:
        yield point, starts.get(point, piece.low), ends.get(point, piece.high)
