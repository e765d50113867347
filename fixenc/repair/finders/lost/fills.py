"""The bytes that a reader may have shown nothing for, and the text they give: what fills a loss."""

from __future__ import annotations

from collections.abc import Iterator

from fixenc.repair.finders.lost.readers import Reader, shows
from fixenc.repair.finders.lost.writers import Fed, Writer


class Fills:
    """The bytes that may be missing behind an unfinished ``rest``, with what they give.

    ``alone`` are the single bytes that the reader has no character for and the text does not show.
    """

    def __init__(self, reader: Reader, writer: Writer, alone: frozenset[int]) -> None:
        self._reader = reader
        self._writer = writer
        self._alone = alone
        self._singles: dict[bytes, list[tuple[bytes, Fed]]] = {}
        self._leading: dict[bytes, list[tuple[bytes, Fed]]] = {}
        self._doubles: dict[bytes, list[tuple[bytes, Fed]]] = {}

    def singles(self, rest: bytes) -> list[tuple[bytes, Fed]]:
        """The fills of one byte that the reader shows nothing for."""
        if rest not in self._singles:
            self._singles[rest] = [
                (bytes([b]), fed)
                for b in self._writer.nexts(rest)
                if b in self._alone and (fed := self._writer.feed(rest, bytes([b])))
            ]
        return self._singles[rest]

    def leading(self, rest: bytes) -> list[tuple[bytes, Fed]]:
        """The fills of one byte that begins a pair for the reader."""
        if rest not in self._leading:
            self._leading[rest] = [
                (bytes([b]), fed)
                for b in self._writer.nexts(rest)
                if b in self._reader.leads and (fed := self._writer.feed(rest, bytes([b])))
            ]
        return self._leading[rest]

    def doubles(self, rest: bytes) -> list[tuple[bytes, Fed]]:
        """The fills of two bytes that the reader shows nothing for."""
        if rest not in self._doubles:
            pairs = self._two_alone(rest) if self._reader.single else self._pairs(rest)
            self._doubles[rest] = list(pairs)
        return self._doubles[rest]

    def _two_alone(self, rest: bytes) -> Iterator[tuple[bytes, Fed]]:
        for data, fed in self.singles(rest):
            if not fed.text:
                for more, then in self.singles(fed.rest):
                    yield data + more, then

    def _pairs(self, rest: bytes) -> Iterator[tuple[bytes, Fed]]:
        name = self._reader.name
        for data, fed in self.leading(rest):
            for second in self._writer.nexts(fed.rest):
                both = bytes([data[0], second])
                if not shows(name, both):
                    then = self._writer.feed(rest, both)
                    if then is not None:
                        yield both, then
