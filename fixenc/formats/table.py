"""The table of formats: one line each."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from fixenc.errors import FormatError
from fixenc.formats.jsonl import JsonLines, path_of
from fixenc.formats.lines import Text
from fixenc.formats.record import Format


def _text(fields: Iterable[str]) -> Format:
    for field in fields:
        raise FormatError(f"plain text has no field {field!r}")
    return Text()


FORMATS: dict[str, Callable[[Iterable[str]], Format]] = {
    "text": _text,
    "jsonl": lambda fields: JsonLines(tuple(map(path_of, fields))),
}
SUFFIXES = {".txt": "text", ".text": "text", ".jsonl": "jsonl", ".ndjson": "jsonl"}


def make(name: str, fields: Iterable[str] = ()) -> Format:
    """The format of that name, for the fields given; ``FormatError`` when there is none.

    >>> make("jsonl").name
    'jsonl'
    """
    if name not in FORMATS:
        raise FormatError(f"no format {name!r}; there are {', '.join(FORMATS)}")
    return FORMATS[name](fields)


def guess(path: str, head: bytes) -> str:
    """The format of a file by its name, or else by how it begins.

    >>> guess("a.jsonl", b""), guess("-", b'{"a": 1}'), guess("-", b"Dear all,")
    ('jsonl', 'jsonl', 'text')
    """
    lower = path.lower()
    for suffix, name in SUFFIXES.items():
        if lower.endswith(suffix):
            return name
    return "jsonl" if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")) else "text"
