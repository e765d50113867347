"""What a file format is to the filter: where records end, and which strings they hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from fixenc.spans import Edit


class Value(Protocol):
    """A string in a record.

    ``text`` is the string as meant, without quoting and escapes. ``start`` and ``end`` are where
    it is written, half open, in code points of the record. ``where`` names its field; it is empty
    where there are none.
    """

    @property
    def text(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def where(self) -> str: ...

    def rewritten(self, record: str, edits: Sequence[Edit]) -> str:
        """What to write in ``record[start:end]`` after edits of ``text``.

        Whatever the edits do not touch is written as it was. Raises ``FormatError`` when the
        format has no way to write it.
        """
        ...


@dataclass(frozen=True, slots=True)
class Note:
    """What is added to a record on request. ``edits`` is plain data for JSON."""

    verdict: str = "clean"
    confidence: float = 1.0
    edits: Sequence[dict[str, Any]] = ()


class Format(Protocol):
    """A format of files of records. Records are bytes in UTF-8, with their line break.

    ``lines`` says that a record is a line and nothing else, so that a block of text can be judged
    without taking it apart.
    """

    @property
    def name(self) -> str: ...
    @property
    def lines(self) -> bool: ...

    def cut(self, data: bytes) -> int:
        """How many bytes at the start of ``data``, which begins where a record does, are whole."""
        ...

    def split(self, data: bytes) -> list[bytes]:
        """The records of ``data``, which holds whole ones."""
        ...

    def survey(self, records: Sequence[str]) -> tuple[list[Iterable[str]], dict[int, str]]:
        """The strings of each record, and the reasons why some records are malformed."""
        ...

    def values(self, record: str) -> list[Value]:
        """The strings of a record that may be repaired, in order. The record is well-formed."""
        ...

    def annotated(self, record: str, field: str, note: Note, *, first: bool) -> str:
        """A record with a note under the name ``field``; ``first`` for the first of a file.

        Raises ``FormatError`` when the format has no place for notes.
        """
        ...
