"""From a repaired file and its report back to the file as it was, byte for byte."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from fixenc import codecs, serial, spans
from fixenc.errors import FormatError, ReplayError
from fixenc.report import SCHEMA

Entry = dict[str, Any]


def read(data: bytes) -> list[Entry]:
    """The reports in a JSON document: of one file, of several, or one on each line.

    Raises ``FormatError`` when it holds no reports of files, or reports of another schema.
    """
    try:
        documents = [json.loads(data)]
    except (ValueError, RecursionError):
        try:
            documents = [json.loads(line) for line in data.split(b"\n") if line.strip()]
        except (ValueError, RecursionError):
            raise FormatError("not a report: it is not JSON") from None
    found: list[Entry] = []
    for document in documents:
        if not isinstance(document, dict):
            raise FormatError("not a report of fixenc")
        if document.get("schema") != SCHEMA:
            raise FormatError(f"not a report of fixenc, or not of schema {SCHEMA}")
        files = document.get("files", [document])
        if not isinstance(files, list):
            raise FormatError("not a report of fixenc")
        found += files
    if not all(_is_entry(entry) for entry in found):
        raise FormatError("not a report of a file, as 'fixenc repair --report' writes it")
    return found


def _is_entry(entry: object) -> bool:
    if not isinstance(entry, dict) or not isinstance(entry.get("file"), str):
        return False
    sides = (entry.get("input"), entry.get("output"))
    return all(isinstance(side, dict) and isinstance(side.get("sha256"), str) for side in sides)


def choose(entries: Sequence[Entry], name: str, data: bytes) -> Entry:
    """The report whose output ``data`` is; where it is that of several, the one of that name.

    Raises ``ReplayError`` when it is none's output, or when it is not clear whose.
    """
    digest = sha256(data).hexdigest()
    fitting = [entry for entry in entries if entry["output"]["sha256"] == digest]
    if len({entry["input"]["sha256"] for entry in fitting}) > 1:
        own = [entry for entry in fitting if _same_name(entry["file"], name)]
        if len({entry["input"]["sha256"] for entry in own}) != 1:
            raise ReplayError(
                "several files of the report became just this, so which it was is lost"
            )
        fitting = own
    if fitting:
        return fitting[0]
    if any(entry["input"]["sha256"] == digest for entry in entries):
        raise AlreadyUndone("it is as it was before the repair already")
    if not any(_same_name(entry["file"], name) for entry in entries):
        raise ReplayError("this report says nothing of a file of that name or content")
    raise ReplayError("it is not what this report says became of the file; it was changed since")


class AlreadyUndone(ReplayError):
    """The file is what the report says was there before the repair."""


def _same_name(one: str, other: str) -> bool:
    return os.path.normpath(one) == os.path.normpath(other)


def restore(data: bytes, entry: Entry) -> bytes:
    """The bytes of the file before the repair; ``data`` is the file after it.

    Raises ``ReplayError`` when ``data`` is not the report's output, ``FormatError`` when the report
    is broken, so that what comes back is always the input.
    """
    if sha256(data).hexdigest() != entry["output"]["sha256"]:
        raise ReplayError("it is not what this report says became of the file")
    try:
        source = entry["source"]
        before = data if source is None else _input(data, entry, source)
    except (AttributeError, KeyError, LookupError, TypeError, ValueError) as error:
        raise FormatError(f"the report is broken: {error!r}") from None
    if sha256(before).hexdigest() != entry["input"]["sha256"]:
        raise FormatError("the report is broken: what it gives back is not the file that was")
    return before


def _input(data: bytes, entry: Entry, source: Sequence[dict[str, Any]]) -> bytes:
    text = data[entry["output"]["mark"] :].decode("utf-8", "surrogatepass")
    edits = [serial.edit_from_dict(edit) for edit in entry["edits"]]
    text = spans.undo(text, edits)
    return b"".join(
        bytes.fromhex(piece["bytes"])
        if "bytes" in piece
        else codecs.encode(text[piece["start"] : piece["end"]], piece["encoding"])
        for piece in source
    )
