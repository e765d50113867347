"""What ``fixenc filter`` does: runs the inputs, tells what became of them, and stops cleanly."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from fixenc import __version__
from fixenc.cli import engines, inputs, output, progress, render
from fixenc.cli.engines import Engine
from fixenc.errors import DamagedRecord, FixencError
from fixenc.filter import batch, names, stats, task
from fixenc.filter.batch import Finished, Job
from fixenc.filter.journal import Busy, Workplace
from fixenc.formats import compressed, files

DAMAGE = 3  # exit codes; output.FAILURE is 2
STOPPED = 128  # and the number of the signal, as shells have it


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a run is to go, besides what the filter does."""

    quarantine: str | None
    stats: str | None
    workers: int
    resume: bool
    quiet: bool
    engine: Engine = Engine.LOCAL


class _Stopped(BaseException):
    """A signal told the process to end."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


def run(paths: list[str], chosen: task.Options, wishes: Wishes) -> int:
    """Filter; the exit code."""
    began = time.perf_counter()
    try:
        with _stoppable():
            if any(engines.takes(path, chosen.format, wishes.engine) for path in paths[:-1]):
                work = _parquet
            else:
                work = _piped if _is_pipe(paths) else _filed
            done = work(paths, chosen, wishes)
            if wishes.stats is not None:
                facts = stats.to_dict(done, time.perf_counter() - began)
                files.write(wishes.stats, [output.to_json(facts)])
    except _Stopped as stop:
        hint = "; with --resume the next run goes on from here" if wishes.resume else ""
        output.complain(f"stopped, and nothing left half done{hint}")
        return STOPPED + stop.number
    except DamagedRecord as error:
        output.complain(render.visible(str(error)))
        return DAMAGE
    except FixencError as error:
        output.fail(render.visible(str(error)))
    except OSError as error:
        where = f"{render.name(str(error.filename))}: " if error.filename else ""
        output.fail(f"{where}{why(error)}")
    return output.FAILURE if any(one.error is not None for one in done) else 0


def key(chosen: task.Options) -> str:
    """What the output depends on besides the input."""
    return f"{__version__} {chosen!r}"


def why(error: OSError) -> str:
    """What went wrong, and what to do next."""
    if isinstance(error, Busy):
        return "another run is at work on this output; wait for its end"
    return inputs.why(error)


def _is_pipe(paths: list[str]) -> bool:
    """Whether something is no file: the input, or the output."""
    return inputs.STDIN in paths or _is_special(paths[-1])


def _is_special(path: str) -> bool:
    return os.path.exists(path) and not (os.path.isfile(path) or os.path.isdir(path))


def _filed(paths: list[str], chosen: task.Options, wishes: Wishes) -> list[Finished]:
    """Files to files."""
    *sources, target = paths
    jobs = names.jobs(sources, target)
    for job in jobs:
        os.makedirs(os.path.dirname(job.target) or os.curdir, exist_ok=True)
    done = []
    size = sum(files.size(job.source) for job in jobs)
    with (
        Workplace(names.workplace(jobs, target), key(chosen), resume=wishes.resume) as place,
        progress.of_bytes(size, "filtering", quiet=wishes.quiet) as report,
    ):
        for one in batch.run(jobs, chosen, place, workers=wishes.workers, report=report):
            done.append(one)
            _tell(one, wishes, alone=len(jobs) == 1)
        if wishes.quarantine is not None:
            batch.gather(jobs, place, wishes.quarantine)
    order = {job: number for number, job in enumerate(jobs)}
    done.sort(key=lambda one: order[one.job])
    if len(jobs) > 1 and not wishes.quiet:
        output.complain(f"{render.count(len(jobs), 'file')}, {stats.summary(stats.total(done))}")
    return done


def _tell(one: Finished, wishes: Wishes, *, alone: bool) -> None:
    """A line for what failed, and for what is done when it is the only one or not all clean."""
    name = render.name(one.job.source)
    if isinstance(one.error, OSError):
        output.complain(f"{name}: {why(one.error)}")
    elif one.error is not None:
        output.complain(f"{name}: {render.visible(str(one.error))}")
    elif not wishes.quiet and (alone or one.counts.verdicts["clean"] < one.counts.records):
        before = "done before; " if one.resumed else ""
        output.complain(f"{name}: {before}{stats.summary(one.counts)}")


def _parquet(paths: list[str], chosen: task.Options, wishes: Wishes) -> list[Finished]:
    """A Parquet file to another."""
    if len(paths) > 2 or wishes.resume or wishes.workers > 1 or chosen.metadata is not None:
        output.fail("Parquet is one file to one other, without --resume, --workers, --metadata")
    began = time.perf_counter()
    source, target = paths
    held: list[bytes] = []
    counts = engines.filter_parquet(
        source,
        target,
        chosen.fields,
        chosen.policy,
        chosen.on_damaged,
        wishes.engine,
        lambda one: held.append(task.entry(source, "parquet", one, 0)),
    )
    if wishes.quarantine is not None:
        files.write(wishes.quarantine, held)
    seconds = time.perf_counter() - began
    done = Finished(Job(source, target), counts, "parquet", None, seconds)
    _tell(done, wishes, alone=True)
    return [done]


def _piped(paths: list[str], chosen: task.Options, wishes: Wishes) -> list[Finished]:
    """A stream to a stream, one of which is no file."""
    *sources, target = paths
    if wishes.resume:
        output.fail("--resume needs files; a pipe cannot be taken up again")
    if len(sources) > 1 or os.path.isdir(sources[0]) or os.path.isdir(target):
        output.fail("a pipe is one input or one output; name a file on either side")
    began = time.perf_counter()
    job = Job(sources[0], target)
    direct = target == inputs.STDIN or _is_special(target)
    anchor = wishes.quarantine if direct else target
    with ExitStack() as stack:
        place = None
        if anchor is not None and not _is_special(anchor):
            folder = names.workplace([Job(job.source, anchor)], anchor)
            place = stack.enter_context(Workplace(folder, key(chosen), resume=False))
        report = stack.enter_context(progress.of_bytes(0, "filtering", quiet=wishes.quiet))
        found = _poured(job, chosen, wishes, place, None if direct else anchor, report)
    done = Finished(job, found.counts, found.format, found.encoding, time.perf_counter() - began)
    _tell(done, wishes, alone=True)
    return [done]


def _poured(
    job: Job,
    chosen: task.Options,
    wishes: Wishes,
    place: Workplace | None,
    target: str | None,
    report: Callable[[int], object],
) -> task.Done:
    """Filter a stream; ``target`` is the file that the output becomes, if it becomes one."""
    folder = place.folder if place is not None else ""
    part, held = os.path.join(folder, "0.part"), os.path.join(folder, "0.held")
    with ExitStack() as stack:
        write: Callable[[bytes], object] = output.write
        hold: Callable[[bytes], object] | None = None
        if job.target != inputs.STDIN:
            file = stack.enter_context(files.writer(part if target is not None else job.target))
            write = stack.enter_context(closing(compressed.writer(file, job.target))).write
        if wishes.quarantine is not None:
            name = held if place is not None else wishes.quarantine
            hold = stack.enter_context(files.writer(name)).write
        stream = stack.enter_context(_input(job.source))
        peeked = _Peeked(task.Watched(stream, report))
        packed = compressed.reader(peeked, peeked.start)
        found = task.pour(packed, write, task.Task(job.source, job.target, "", "", chosen), hold)
    if target is not None:
        files.publish([part], target)
    if wishes.quarantine is not None and place is not None:
        files.move(held, wishes.quarantine)
    return found


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
        data, self._left = self._left, b""
        return data + self._stream.read(max(size - len(data), 0) if size >= 0 else -1)


@contextmanager
def _stoppable() -> Iterator[None]:
    """Ctrl-C and SIGTERM raise ``_Stopped``, so that everything is cleaned up on the way out."""

    def stop(number: int, frame: object) -> None:
        raise _Stopped(number)

    numbers = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, stop) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
