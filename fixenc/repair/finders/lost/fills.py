"""The bytes that a reader may have shown nothing for, and the text they give: what fills a loss."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from fixenc.repair.finders.lost.memory import Kept
from fixenc.repair.finders.lost.readers import Reader, shows
from fixenc.repair.finders.lost.writers import Fed, Writer

EACH = 2  # answers that a fill takes the room of


class Fills:
    """The bytes that may be missing behind an unfinished ``rest``, with what they give.

    ``alone`` are the single bytes that the reader has no character for and the text does not show.
    """

    def __init__(self, reader: Reader, writer: Writer, alone: frozenset[int]) -> None:
        self._reader = reader
        self._writer = writer
        self._alone = alone
        self._singles = Kept[bytes, list[tuple[bytes, Fed]]]()
        self._leading = Kept[bytes, list[tuple[bytes, Fed]]]()
        self._doubles = Kept[bytes, list[tuple[bytes, Fed]]]()

    def singles(self, rest: bytes) -> list[tuple[bytes, Fed]]:
        """The fills of one byte that the reader shows nothing for."""
        found = self._singles.get(rest)
        return self._with_one(self._singles, rest, self._alone) if found is None else found

    def leading(self, rest: bytes) -> list[tuple[bytes, Fed]]:
        """The fills of one byte that begins a pair for the reader."""
        found = self._leading.get(rest)
        return self._with_one(self._leading, rest, self._reader.leads) if found is None else found

    def _with_one(
        self, kept: Kept[bytes, list[tuple[bytes, Fed]]], rest: bytes, among: Collection[int]
    ) -> list[tuple[bytes, Fed]]:
        found = [
            (bytes([b]), fed)
            for b in self._writer.nexts(rest)
            if b in among and (fed := self._writer.feed(rest, bytes([b])))
        ]
        return kept.keep(rest, found, EACH * (1 + len(found)))

    def doubles(self, rest: bytes) -> list[tuple[bytes, Fed]]:
        """The fills of two bytes that the reader shows nothing for."""
        found = self._doubles.get(rest)
        if found is None:
            found = list(self._two_alone(rest) if self._reader.single else self._pairs(rest))
            self._doubles.keep(rest, found, EACH * (1 + len(found)))
        return found

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
