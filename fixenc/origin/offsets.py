"""Which bytes of a file the characters of its text were read from."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator

from fixenc import codecs
from fixenc.codecs.units import units
from fixenc.detect.detection import Detection
from fixenc.origin.pieces import Piece, pieces

Span = tuple[int, int]


def byte_ranges(detection: Detection, spans: Iterable[Span]) -> dict[Span, Span]:
    """The bytes of the file that spans of its text were read from; all half open.

    A mark or an escape sequence before the first character does not belong to a span. Linear in
    the lengths of the file and of ``spans``.

    >>> from fixenc.detect import detect
    >>> byte_ranges(detect("é = è".encode()), [(4, 5)])
    {(4, 5): (5, 7)}
    """
    wanted = sorted(set(spans))
    return dict(zip(wanted, ranges_in_turn(detection, wanted), strict=True))


def ranges_in_turn(detection: Detection, spans: Iterable[Span]) -> Iterator[Span]:
    """The bytes of spans one by one.

    Linear in the lengths of the file and of the spans where these are in order; for one that is not
    it begins anew.
    """
    walk = _Walk(detection)
    for start, end in spans:
        low = walk.begins(start)
        yield low, max(low, walk.ends(end)) if start < end else low


class _Walk:
    """Follows the text of a file and its bytes side by side."""

    def __init__(self, detection: Detection) -> None:
        self._data, self._text = detection.data, detection.decode()
        self._pieces = pieces(detection)
        self._states: tuple[Piece, array[int], array[int]] | None = None
        self._go(0)

    def _go(self, number: int) -> None:
        """To the beginning of a piece."""
        self._number = number
        here = self._pieces[number] if number < len(self._pieces) else None
        self._at, self._low = (here.start, here.low) if here else (len(self._text), 0)

    def begins(self, point: int) -> int:
        """The byte at which the character behind a point begins; that is where it stands now."""
        if point < self._at:
            self._go(0)
        number = self._number
        while number < len(self._pieces) and self._pieces[number].end <= point:
            number += 1
        if number != self._number:
            self._go(number)
        if number == len(self._pieces):
            return len(self._data)
        here = self._pieces[number]
        if here.encoding is None:
            return here.low
        if _is_stateful(here.encoding):
            return self._offsets(here)[0][point - here.start]
        self._low += self._length(self._at, point, here.encoding)
        self._at = point
        return self._low

    def ends(self, point: int) -> int:
        """The byte at which the character before a point ends that is behind where it stands."""
        number, at, low = self._number, self._at, self._low
        while number < len(self._pieces) and self._pieces[number].end < point:
            number += 1
            at = -1
        if number == len(self._pieces):
            return len(self._data)
        here = self._pieces[number]
        if here.encoding is None:
            return here.high  # of a point amid bytes that no encoding explains only that is known
        if _is_stateful(here.encoding):
            return self._offsets(here)[1][point - here.start]
        if at < 0:
            at, low = here.start, here.low
        return low + self._length(at, point, here.encoding)

    def _length(self, start: int, end: int, encoding: str) -> int:
        return len(codecs.encode(self._text[start:end], encoding))

    def _offsets(self, piece: Piece) -> tuple[array[int], array[int]]:
        """For each point of a piece, where the byte behind and the one before it are.

        For encodings whose bytes depend on those before; no two pieces of them follow each other.
        """
        if self._states is None or self._states[0] is not piece:
            self._states = (piece, *_offsets(self._data, piece))
        return self._states[1:]


def _is_stateful(encoding: str) -> bool:
    return codecs.lookup(encoding).kind is codecs.Kind.STATEFUL


def _offsets(data: bytes, piece: Piece) -> tuple[array[int], array[int]]:
    assert piece.encoding is not None
    size = piece.end - piece.start + 1
    begins, ends = array("q", [piece.low]) * size, array("q", [piece.high]) * size
    at = 0
    for low, high, char in units(data[piece.low : piece.high], piece.encoding):
        if char:
            begins[at] = piece.low + low
            at += len(char)
            ends[at] = piece.low + high
    return begins, ends
