"""Reports of files as JSON, a piece at a time: the rows of a long one are never all in memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from fixenc.packed import Plain, Rows

MANY = 1024  # parts that are given together: a few hundred kilobytes


def of_file(entry: Plain, *, ascii_only: bool = False) -> Iterator[bytes]:
    """An entry on one line with a newline, in UTF-8; a lone surrogate becomes its escape.

    >>> b"".join(of_file({"file": "é", "edits": Rows([{"start": 1}])})).decode()
    '{"file": "é", "edits": [{"start": 1}]}\\n'
    """
    return _together(_entry(entry, _encoder(ascii_only)), "\n")


def of_files(document: Plain) -> Iterator[bytes]:
    """A document of entries in the same way."""
    encode = _encoder(ascii_only=False)
    entries = _listed(_entry(entry, encode) for entry in document["files"])
    others = {name: value for name, value in document.items() if name != "files"}
    return _together([encode(others)[:-1], ', "files": '], entries, "}\n")


def utf8(text: str) -> bytes:
    """The text of JSON as bytes that can be sent anywhere."""
    # Only inside strings can there be a surrogate, and there \udxxx is just what JSON wants.
    return text.replace("\x7f", "\\u007f").encode("utf-8", "backslashreplace")


def _encoder(ascii_only: bool) -> Callable[[Any], str]:
    return json.JSONEncoder(ensure_ascii=ascii_only).encode


def _entry(entry: Plain, encode: Callable[[Any], str]) -> Iterator[str]:
    before = "{"
    for name, value in entry.items():
        yield f"{before}{encode(name)}: "
        if isinstance(value, Rows):
            yield from _listed([encode(row)] for row in value)
        else:
            yield encode(value)
        before = ", "
    yield "}"


def _listed(items: Iterable[Iterable[str]]) -> Iterator[str]:
    before = "["
    for parts in items:
        yield before
        yield from parts
        before = ", "
    yield "[]" if before == "[" else "]"


def _together(*texts: Iterable[str]) -> Iterator[bytes]:
    parts = (part for text in texts for part in text)
    while block := list(islice(parts, MANY)):
        yield utf8("".join(block))
