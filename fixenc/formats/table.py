"""The table of formats: one line each, and the guess which of them a file is of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from fixenc.errors import FormatError
from fixenc.formats import delimited, jsonl
from fixenc.formats.lines import Text
from fixenc.formats.record import Format
from fixenc.formats.subtitles import Subtitles

# Names of fields, how the file begins in UTF-8, and the name of the metadata, to the format.
Maker = Callable[[Iterable[str], bytes, str | None], Format]


def _plain(name: str, shape: Format) -> Maker:
    def make(fields: Iterable[str], head: bytes, metadata: str | None) -> Format:
        for field in fields:
            raise FormatError(f"{name} has no fields, so none is called {field!r}")
        if metadata is not None:
            raise FormatError(f"{name} has no place for metadata")
        return shape

    return make


FORMATS: dict[str, Maker] = {
    "text": _plain("plain text", Text()),
    "jsonl": lambda fields, head, metadata: jsonl.make(fields, metadata),
    "csv": lambda fields, head, metadata: delimited.make("csv", fields, head, metadata),
    "tsv": lambda fields, head, metadata: delimited.make("tsv", fields, head, metadata),
    "srt": _plain("a subtitle file", Subtitles("srt")),
    "vtt": _plain("a subtitle file", Subtitles("vtt")),
}
SUFFIXES = {
    ".csv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".srt": "srt",
    ".tab": "tsv",
    ".text": "text",
    ".tsv": "tsv",
    ".txt": "text",
    ".vtt": "vtt",
}

# Formats that are no streams of records, each file of which becomes another as a whole: how they
# are named, and how they begin.
WHOLE = {
    "parquet": ((".parquet", ".pq"), b"PAR1"),
    "warc": ((".warc",), b"WARC/1."),
}

_SPACE = b"\xef\xbb\xbf \t\r\n"
_SRT = re.compile(rb"\d++[ \t]*+\r?\n\d++:\d\d:\d\d[,.]\d++[ \t]*+-->")
ROWS = 3  # of equal length, from which on the head of a file is a table
CELLS = 3


def make(
    name: str, fields: Iterable[str] = (), head: bytes = b"", metadata: str | None = None
) -> Format:
    """The format of that name, for the fields given; ``head`` is how the file begins, in UTF-8.

    ``metadata`` is the field that notes will be added under. Raises ``FormatError`` when there is
    none of that name, and for fields and metadata that cannot be.

    >>> make("csv", ["b"], b"a,b\\n1,2\\n").columns
    frozenset({1})
    """
    if name not in FORMATS:
        raise FormatError(f"no format {name!r}; there are {', '.join(FORMATS)}")
    return FORMATS[name](fields, head, metadata)


def guess(path: str, head: bytes) -> str:
    """The format of a file by its name, or else by how it begins, in UTF-8.

    >>> guess("a.jsonl", b""), guess("-", b'{"a": 1}\\n'), guess("-", b"Dear all,\\n")
    ('jsonl', 'jsonl', 'text')
    """
    lower = path.lower()
    for suffix, name in SUFFIXES.items():
        if lower.endswith(suffix):
            return name
    start = head.lstrip(_SPACE)
    if start.startswith(b"WEBVTT"):
        return "vtt"
    if _SRT.match(start):
        return "srt"
    if start.startswith((b"{", b"[")):
        return "jsonl" if _is_json(start) else "text"
    return _table(head)


def guess_whole(path: str, head: bytes) -> str | None:
    """Which of the formats that are no streams of records a file is of, if any.

    By its name, or else by how it begins.

    >>> guess_whole("a.parquet", b""), guess_whole("a", b"WARC/1.0"), guess_whole("a.csv", b"PAR1")
    ('parquet', 'warc', None)
    """
    lower = path.lower()
    for name, (suffixes, _) in WHOLE.items():
        if lower.endswith(suffixes):
            return name
    if lower.endswith(tuple(SUFFIXES)):
        return None
    return next((name for name, (_, start) in WHOLE.items() if head.startswith(start)), None)


def _is_json(start: bytes) -> bool:
    """Whether the first line is JSON, or as far as it is known may be."""
    line, end, _ = start.partition(b"\n")
    _, faults = jsonl.JsonLines().survey([line.decode("latin-1")])
    return not faults or not end


def _table(head: bytes) -> str:
    """``"csv"``, ``"tsv"``, or else ``"text"``: prose has commas too, but not as many a line."""
    delimiter = delimited.sniff(head)
    lines = head.strip(_SPACE).split(b"\n")[: delimited.SNIFFED]
    counts = {line.count(delimiter.encode()) for line in lines[:-1] or lines}
    if len(lines) >= ROWS and len(counts) == 1 and min(counts) + 1 >= CELLS:
        return "tsv" if delimiter == "\t" else "csv"
    return "text"
