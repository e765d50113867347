"""One input, or a split of one: from a file to what is written of it."""

from __future__ import annotations

import json
import os
from base64 import b64encode
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import BinaryIO

from fixenc.errors import FormatError
from fixenc.filter.core import Filter
from fixenc.filter.counts import Counts
from fixenc.filter.record import Quarantined
from fixenc.filter.source import HEAD, Source
from fixenc.formats import compressed, files, jsonl, table
from fixenc.jobs import whole
from fixenc.jobs.options import Engine, Options

CHUNK = 1 << 19  # bytes that are read at once
SPLIT = 64_000_000  # bytes: a larger file is done in parts of that size where lines allow it

Write = Callable[[bytes], object]


@dataclass(frozen=True, slots=True)
class Task:
    """The bytes ``start:end`` of ``source`` (all of it when ``end`` is None), and where they go.

    ``target`` names the output, whose suffix says how it is compressed; ``part`` and ``held`` are
    the files that are written: the output, and what is quarantined.
    """

    source: str
    target: str
    part: str
    held: str
    options: Options
    start: int = 0
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a task. ``doubt`` says what may not be as it was meant, if anything."""

    counts: Counts
    format: str
    encoding: str | None
    doubt: str = ""


def settle(name: str, head: bytes, options: Options) -> tuple[str, Source, bytes]:
    """The format of a stream that begins with ``head``, what is known of its encoding, and the
    head in UTF-8.

    Raises ``FormatError`` for what is no text at all, or no stream of records.
    """
    bare = compressed.bare(name)
    other = options.format in table.WHOLE or table.guess_whole(bare, head)
    if other and options.format not in table.FORMATS:
        raise FormatError(f"looks like {other}; if it is, say so with --format {other}")
    if options.engine is not Engine.LOCAL:
        raise FormatError(f"--engine {options.engine} takes Parquet files only")
    source = Source(options.encoding)
    text = source.feed(head[:HEAD], final=True)
    if source.binary:
        raise FormatError("not text, as far as its start tells; if it is, give its --encoding")
    return options.format or table.guess(bare, text), source, text


def doubt_of(format: str, head: bytes, options: Options) -> str:
    """What tells that the options are not meant for a stream that begins so, if anything does."""
    unmet = jsonl.unmet(options.fields, head) if format == "jsonl" else []
    if not unmet:
        return ""
    named = " and ".join(map(repr, unmet))
    return f"no string under {named} in its first records; check --field"


def plan(source: str, target: str, folder: str, options: Options, number: int) -> list[Task]:
    """The tasks that an input comes to. Raises ``OSError`` and ``FormatError``.

    Only plain files of lines are split. What a split is depends on the file alone, not on how many
    work on it, so the output is always the same.
    """
    size = files.size(source)

    def task(i: int, start: int, end: int | None, options: Options) -> Task:
        base = os.path.join(folder, f"{number}-{i}")
        return Task(source, target, f"{base}.part", f"{base}.held", options, start, end)

    alone = [task(0, 0, None, options)]
    if size <= SPLIT or whole.format_of(source, options) is not None:
        return alone
    with files.reader(source) as file:
        head = file.read(HEAD)
    if compressed.reader(file, head) is not file:
        return alone
    format, found, _ = settle(source, head, options)
    name = found.encoding
    if format not in ("text", "jsonl") or not found.keeps_lines:
        return alone
    told = replace(options, format=format, encoding=None if name == "ascii" else name)
    starts = range(0, size, SPLIT)
    return [task(i, at, min(at + SPLIT, size), told) for i, at in enumerate(starts)]


def run(task: Task, report: Callable[[int], object]) -> Done:
    """Do a task: write its part and what is quarantined. ``report`` is told bytes as they are read.

    Raises ``OSError``, ``FormatError`` and ``DamagedRecord``; then the files are not complete.
    """
    format = whole.format_of(task.source, task.options)
    with ExitStack() as stack:
        file = stack.enter_context(files.reader(task.source))
        part = stack.enter_context(files.writer(task.part))
        hold: Write | None = None
        if task.options.quarantine:
            hold = stack.enter_context(files.writer(task.held)).write
        begin, stream = _opened(file, task, report)
        if format is not None:
            source = file if format in whole.SOUGHT else stream
            done = exchange(format, source, part, task, hold, report)
        else:
            with compressed.packing(part, task.target) as output:
                done = pour(stream, output.write, task, hold, begin)
        files.flush(part)
        return done


def exchange(
    format: str,
    source: compressed.Stream,
    target: BinaryIO,
    task: Task,
    hold: Write | None,
    report: Callable[[int], object] = lambda size: None,
) -> Done:
    """Make one file of another where a format is no stream of records; as ``whole.filtered``."""
    names = task.source, task.target
    held = _holder(hold, task.source, format)
    return Done(
        whole.filtered(format, names, source, target, task.options, held, report), format, None
    )


def pour(
    stream: compressed.Stream,
    write: Write,
    task: Task,
    hold: Write | None,
    begin: int = 0,
) -> Done:
    """Filter a stream; write what comes out, and as JSON lines what is quarantined.

    ``begin`` is where the stream begins in its file, in bytes.
    """
    options = task.options
    head = stream.read(CHUNK)
    format, _, text = settle(task.source, head, options)
    doubt = doubt_of(format, text, options) if begin == 0 else ""
    sieve = Filter(
        policy=options.policy,
        format=format,
        fields=options.fields,
        encoding=options.encoding,
        on_damaged=options.on_damaged,
        quarantine=_holder(hold, task.source, format, begin),
        metadata=options.metadata,
        max_record=options.max_record,
    )
    while head:
        write(sieve.feed(head))
        head = stream.read(CHUNK)
    write(sieve.close())
    return Done(sieve.counts, format, sieve.encoding, doubt)


def _holder(
    hold: Write | None, source: str, format: str, begin: int = 0
) -> Callable[[Quarantined], object] | None:
    """What writes quarantined records of an input, by what writes bytes."""
    return None if hold is None else lambda one: hold(_entry(source, format, one, begin))


def _entry(source: str, format: str, one: Quarantined, start: int) -> bytes:
    """A quarantined record as a line of JSON."""
    fields: dict[str, object] = {
        "input": source,
        "format": format,
        "line": one.line,
        "offset": one.offset + start,
        "verdict": one.verdict.value,
        "reason": one.reason,
    }
    try:
        fields["record"] = one.data.decode()
    except UnicodeDecodeError:
        fields["base64"] = b64encode(one.data).decode()
    text = json.dumps(fields, ensure_ascii=False)
    return text.encode("utf-8", "backslashreplace") + b"\n"


def _opened(
    file: BinaryIO, task: Task, report: Callable[[int], object]
) -> tuple[int, compressed.Stream]:
    """Where a task's input begins, and its content."""
    if task.end is not None:
        end, begin = _line_from(file, task.end), _line_from(file, task.start)
        file.seek(begin)
        return begin, Watched(file, report, end - begin)
    start = file.read(4)
    file.seek(0)
    return 0, compressed.reader(Watched(file, report), start)


class Watched:
    """A file, or the next so many bytes of it, that tells how many were read."""

    def __init__(
        self, file: BinaryIO, report: Callable[[int], object], left: int | None = None
    ) -> None:
        self._file = file
        self._report = report
        self._left = left

    def read(self, size: int = -1, /) -> bytes:
        if self._left is not None:
            size = min(size, self._left)
        data = self._file.read(size)
        if self._left is not None:
            self._left -= len(data)
        self._report(len(data))
        return data


def _line_from(file: BinaryIO, place: int) -> int:
    """Where the first line begins at or behind a place."""
    if place == 0:
        return 0
    at = place - 1  # the line break may be the last byte before
    file.seek(at)
    while data := file.read(CHUNK):
        if (found := data.find(b"\n")) >= 0:
            return at + found + 1
        at += len(data)
    return at
