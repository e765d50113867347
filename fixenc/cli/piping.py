"""``fixenc filter`` of a stream to a stream, one of which is no file."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from io import BytesIO
from typing import BinaryIO

from fixenc.cli import inputs, output, progress
from fixenc.formats import compressed, files, table
from fixenc.jobs import names, task, whole
from fixenc.jobs.batch import Finished, Job
from fixenc.jobs.journal import Workplace
from fixenc.jobs.options import Options
from fixenc.jobs.task import Done, Task, Write


def is_pipe(paths: list[str]) -> bool:
    """Whether something is no file: the input, or the output."""
    return inputs.STDIN in paths or is_special(paths[-1])


def is_special(path: str) -> bool:
    """Whether a path leads to a device or a pipe."""
    return os.path.exists(path) and not (os.path.isfile(path) or os.path.isdir(path))


def piped(paths: list[str], chosen: Options, quarantine: str | None, *, quiet: bool) -> Finished:
    """Filter one stream to another. Raises ``FixencError`` and ``OSError``."""
    *sources, target = paths
    if len(sources) > 1 or os.path.isdir(sources[0]) or os.path.isdir(target):
        output.fail("a pipe is one input or one output; name a file on either side")
    began = time.perf_counter()
    job = Job(sources[0], target)
    direct = target == inputs.STDIN or is_special(target)
    anchor = quarantine if direct else target
    with ExitStack() as stack:
        place = None
        if anchor is not None and not is_special(anchor):
            folder = names.workplace([Job(job.source, anchor)], anchor)
            place = stack.enter_context(Workplace(folder, "", resume=False))
        size = 0 if job.source == inputs.STDIN else files.size(job.source)
        report = stack.enter_context(
            progress.of_bytes(size, "filtering", quiet=quiet, prints=target == inputs.STDIN)
        )
        done = _poured(job, chosen, quarantine, place, None if direct else anchor, report)
    seconds = time.perf_counter() - began
    return Finished(job, done.counts, done.format, done.encoding, seconds, doubt=done.doubt)


def _poured(
    job: Job,
    chosen: Options,
    quarantine: str | None,
    place: Workplace | None,
    target: str | None,
    report: Callable[[int], object],
) -> Done:
    """Filter a stream; ``target`` is the file that the output becomes, if it becomes one."""
    folder = place.folder if place is not None else ""
    part, held = os.path.join(folder, "0.part"), os.path.join(folder, "0.held")
    with ExitStack() as stack:
        hold: Write | None = None
        if quarantine is not None:
            hold = stack.enter_context(
                files.writer(held if place is not None else quarantine)
            ).write
        file: BinaryIO | None = None
        if job.target != inputs.STDIN:
            file = stack.enter_context(files.writer(part if target is not None else job.target))
        stream = task.Watched(stack.enter_context(_input(job.source)), report)
        done = _through(stream, file, Task(job.source, job.target, "", "", chosen), hold)
        if file is not None and target is not None:
            files.flush(file)
    if quarantine is not None and place is not None:
        files.move(held, quarantine)  # first: without it there is to be no output
    if target is not None:
        files.publish([part], target)
        files.sync([target])
    return done


def _through(
    stream: compressed.Stream, file: BinaryIO | None, work: Task, hold: Write | None
) -> Done:
    """Filter a stream to a file, or to standard output."""
    peeked = _Peeked(stream)
    content = compressed.reader(peeked, peeked.start)
    format = _whole_format(work)
    if format is not None:
        source = BytesIO(content.read()) if format in whole.SOUGHT else content
        made = BytesIO()  # what such a file is like is known at its end only
        done = task.exchange(format, source, made, work, hold)
        (output.write if file is None else file.write)(made.getvalue())
        return done
    if file is None:
        return task.pour(content, output.write, work, hold)
    with compressed.packing(file, work.target) as packed:
        return task.pour(content, packed.write, work, hold)


def _whole_format(work: Task) -> str | None:
    """The format of a stream that is none of records; nothing is read of a pipe to tell."""
    if work.source != inputs.STDIN:
        return whole.format_of(work.source, work.options)
    if work.options.format is None:
        return table.guess_whole(compressed.bare(work.target), b"")
    return work.options.format if work.options.format in table.WHOLE else None


@contextmanager
def _input(name: str) -> Iterator[BinaryIO]:
    if name != inputs.STDIN:
        with files.reader(name) as file:
            yield file
    elif sys.stdin is None:
        output.fail("standard input is closed")
    else:
        yield sys.stdin.buffer


class _Peeked:
    """A stream whose first bytes have been looked at."""

    def __init__(self, stream: compressed.Stream) -> None:
        self._stream = stream
        self.start = stream.read(4)
        self._left = self.start

    def read(self, size: int = -1, /) -> bytes:
        data = self._left if size < 0 else self._left[:size]
        self._left = self._left[len(data) :]
        return data + self._stream.read(size if size < 0 else size - len(data))
