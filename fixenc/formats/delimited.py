"""CSV and TSV: rows of cells. Only the spans of cells are ever rewritten.

Quoting is as Python's ``csv`` reads it: a cell is quoted if it begins with a quotation mark, which
is doubled inside; elsewhere a quotation mark is like any other character. Rows end at ``\\n``
outside quotation marks; a ``\\r`` before it belongs to the line break. The delimiter and the names
of the columns are found in the head of the file.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from fixenc import spans
from fixenc.errors import FormatError
from fixenc.formats.record import Note, Value
from fixenc.spans import Edit

DELIMITERS = ",;\t|"
SNIFFED = 30  # rows of the head that the delimiter is told by

# A quoted cell, to its end (the group) or that of the data; possessive, hence linear.
_QUOTED = {
    mark: re.compile(rb'"(?:(?<=[%b\n]")|(?<=\A"))[^"]*+(?:""[^"]*+)*+("|\Z)' % re.escape(mark))
    for mark in (delimiter.encode() for delimiter in DELIMITERS)
}
_INSIDE = re.compile(r'"([^"]*+(?:""[^"]*+)*+)"')


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell; ``start`` and ``end`` are within its quotation marks, if it has any."""

    text: str
    start: int
    end: int
    quoted: bool
    delimiter: str
    where: str = ""

    def rewritten(self, record: str, edits: Sequence[Edit]) -> str:
        """The cell after the edits; it becomes quoted if there is need."""
        after = spans.apply(self.text, edits)
        written = after.replace('"', '""')
        if self.quoted:
            return written
        if after.startswith('"') or self.delimiter in after or "\n" in after:
            return f'"{written}"'
        return after


@dataclass(frozen=True, slots=True)
class Delimited:
    """CSV or TSV. ``columns`` are the numbers of those to look at, from 0; none means every one."""

    name: str
    delimiter: str
    names: tuple[str, ...] = ()
    columns: frozenset[int] = frozenset()
    lines: bool = field(default=False, init=False)

    def cut(self, data: bytes) -> int:
        ends, _ = self._ends(data)
        return ends[-1] if ends else 0

    def split(self, data: bytes) -> list[bytes]:
        ends, open_at = self._ends(data)
        if open_at is not None:  # of a cell that is never closed only the first line is taken
            last = data.find(b"\n", open_at) + 1 or len(data)
            ends.append(last)
            while (last := data.find(b"\n", last) + 1) > 0:
                ends.append(last)
        if (ends[-1] if ends else 0) < len(data):
            ends.append(len(data))
        starts = [0, *ends]
        return [data[start:end] for start, end in zip(starts, ends, strict=False)]

    def _ends(self, data: bytes) -> tuple[list[int], int | None]:
        """Where rows end, and where a quoted cell begins that does not end."""
        ends: list[int] = []
        at = 0
        if b'"' in data:
            for cell in _QUOTED[self.delimiter.encode()].finditer(data):
                start, end = cell.span()
                if not cell[1]:
                    _add_ends(data, at, start, ends)
                    return ends, start
                if data.find(b"\n", start, end) >= 0:
                    _add_ends(data, at, start, ends)
                    at = end
        _add_ends(data, at, len(data), ends)
        return ends, None

    def survey(self, records: Sequence[str]) -> tuple[list[Iterable[str]], dict[int, str]]:
        rows = self._fast(records) if not self.columns else None
        if rows is not None:
            return rows, {}
        found: list[Iterable[str]] = []
        faults: dict[int, str] = {}
        for i, record in enumerate(records):
            try:
                found.append([value.text for value in self.values(record)])
            except FormatError as error:
                found.append(())
                faults[i] = str(error)
        return found, faults

    def _fast(self, records: Sequence[str]) -> list[Iterable[str]] | None:
        """The cells of rows as Python's parser sees them; None when it sees something odd."""
        reader = csv.reader(records, delimiter=self.delimiter, strict=True)
        try:
            rows: list[Iterable[str]] = list(reader)
        except csv.Error:
            return None
        return rows if len(rows) == len(records) else None

    def values(self, record: str) -> list[Value]:
        return [
            cell
            for number, cell in enumerate(self._cells(record))
            if not self.columns or number in self.columns
        ]

    def _cells(self, record: str) -> Iterator[Cell]:
        end = len(record.rstrip("\r\n"))
        at = number = 0
        while True:
            name = self.names[number] if number < len(self.names) else str(number + 1)
            if record.startswith('"', at):
                inside = _INSIDE.match(record, at)
                if inside is None:
                    raise FormatError(f"a quoted cell that is not closed, in column {number + 1}")
                text = inside[1].replace('""', '"')
                yield Cell(text, *inside.span(1), True, self.delimiter, name)
                at = inside.end()
                if at < end and not record.startswith(self.delimiter, at):
                    raise FormatError(f"text behind a quoted cell, in column {number + 1}")
            else:
                stop = record.find(self.delimiter, at, end)
                stop = end if stop < 0 else stop
                yield Cell(record[at:stop], at, stop, False, self.delimiter, name)
                at = stop
            if at >= end:
                return
            at += len(self.delimiter)
            number += 1

    def annotated(self, record: str, field: str, note: Note, *, first: bool) -> str:
        """The row with three cells more; the first row of a file gets their names."""
        body = record.rstrip("\r\n")
        if not body:
            return record
        cells: tuple[object, ...]
        if first and self.names:
            cells = tuple(f"{field}_{part}" for part in ("verdict", "confidence", "edits"))
        else:
            edits = json.dumps([*note.edits], ensure_ascii=False)
            edits = edits.encode("utf-8", "backslashreplace").decode()
            cells = (note.verdict, note.confidence, edits)
        written = io.StringIO()
        csv.writer(written, delimiter=self.delimiter, lineterminator="").writerow(cells)
        return f"{body}{self.delimiter}{written.getvalue()}{record[len(body) :]}"


def _add_ends(data: bytes, start: int, stop: int, ends: list[int]) -> None:
    """Add where lines of ``data[start:stop]`` end."""
    while (end := data.find(b"\n", start, stop)) >= 0:
        start = end + 1
        ends.append(start)


def make(name: str, fields: Iterable[str], head: bytes, notes: str | None = None) -> Delimited:
    """CSV or TSV by its head. ``fields`` are names of columns, or numbers from 1.

    Raises ``FormatError`` for a column that is not there, or one for ``notes`` that is.
    """
    delimiter = "\t" if name == "tsv" else sniff(head)
    plain = Delimited(name, delimiter)
    rows = plain.split(head[: plain.cut(head)] or head)
    try:
        names = tuple(cell.text for cell in plain._cells(rows[0].decode())) if rows else ()
    except (UnicodeDecodeError, FormatError):
        names = ()
    columns = set()
    for wanted in fields:
        if wanted in names:
            columns |= {number for number, name in enumerate(names) if name == wanted}
        elif wanted.isdecimal() and 0 < int(wanted) <= (len(names) or int(wanted)):
            columns.add(int(wanted) - 1)
        else:
            raise FormatError(f"no column {wanted!r}; there are {', '.join(names)}")
    if notes is not None and f"{notes}_verdict" in names:
        raise FormatError(f"there is a column {notes}_verdict already")
    return Delimited(name, delimiter, names, frozenset(columns))


def sniff(head: bytes) -> str:
    """The delimiter: that by which most rows have the same number of cells, more than one.

    >>> sniff(b"a;b;c\\n1,5;2;3\\n"), sniff(b"a\\tb\\n1\\t2\\n"), sniff(b"words")
    (';', '\\t', ',')
    """
    best, found = (0, 0), ","
    for delimiter in DELIMITERS:
        plain = Delimited("csv", delimiter)
        rows = plain.split(head[: plain.cut(head)] or head)[:SNIFFED]
        counts: Counter[int] = Counter()
        for row in rows:
            try:
                counts[sum(1 for _ in plain._cells(row.decode("latin-1")))] += 1
            except FormatError:
                continue
        cells, often = counts.most_common(1)[0] if counts else (1, 0)
        if cells > 1 and (often, cells) > best:
            best, found = (often, cells), delimiter
    return found
