"""Plain text as records: one line each. ``\\n``, ``\\r\\n`` and what else a line ends in stay."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fixenc import spans
from fixenc.errors import FormatError
from fixenc.formats.record import Note, Value
from fixenc.spans import Edit


def cut(data: bytes) -> int:
    """How many bytes at the start of ``data`` are whole lines."""
    return data.rfind(b"\n") + 1


def split(data: bytes) -> list[bytes]:
    """The lines of ``data`` with their ``\\n``; the last one may have none.

    >>> split(b"a\\r\\n\\nb")
    [b'a\\r\\n', b'\\n', b'b']
    """
    parts = data.split(b"\n")
    last = parts.pop()
    lines = [part + b"\n" for part in parts]
    return [*lines, last] if last else lines


@dataclass(frozen=True, slots=True)
class Line:
    """All of a line but its ``\\n``. A ``\\r`` belongs to it, as it does for ``repair``."""

    text: str

    @property
    def start(self) -> int:
        return 0

    @property
    def end(self) -> int:
        return len(self.text)

    @property
    def where(self) -> str:
        return ""

    def rewritten(self, record: str, edits: Sequence[Edit]) -> str:
        """The line after the edits; ``FormatError`` if it would become two."""
        after = spans.apply(self.text, edits)
        if "\n" in after:
            raise FormatError("the repair would break the line in two")
        return after


@dataclass(frozen=True, slots=True)
class Text:
    """Plain text."""

    name: str = "text"
    lines: bool = True

    def cut(self, data: bytes) -> int:
        return cut(data)

    def split(self, data: bytes) -> list[bytes]:
        return split(data)

    def survey(self, records: Sequence[str]) -> tuple[list[Iterable[str]], dict[int, str]]:
        return [(record.removesuffix("\n"),) for record in records], {}

    def values(self, record: str) -> list[Value]:
        return [Line(record.removesuffix("\n"))]

    def annotated(self, record: str, field: str, note: Note, *, first: bool) -> str:
        raise FormatError("plain text has no place for metadata")
