"""Many inputs, one after the other or several at once; each output is whole or not there."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from fixenc.errors import DamagedRecord, FormatError
from fixenc.filter.counts import Counts
from fixenc.formats import files
from fixenc.jobs import task as tasks
from fixenc.jobs.journal import Workplace
from fixenc.jobs.options import Options
from fixenc.jobs.task import Done, Task

AHEAD = 2  # tasks that wait for each worker, so that none is ever idle
KILLED = "a worker was killed"
TICK = 0.2  # seconds between looks at the progress of the workers
HELD = "quarantine.jsonl"  # what was held back, until it is where it should go
WATCH = 1.0  # seconds between a worker's looks whether its parent is still there


class WorkerLost(OSError):
    """A worker was killed before its work was done, by somebody or for lack of memory."""


class Stranded(OSError):
    """What was held back cannot be put where it should go; ``filename`` is where it stays."""


@dataclass(frozen=True, slots=True)
class Job:
    """An input and where its output goes."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Finished:
    """What became of a job. ``error`` says why there is no output; ``resumed`` that it was there
    already, from an earlier run. ``seconds`` is what all work on it took together, ``doubt`` what
    may not be as it was meant."""

    job: Job
    counts: Counts = field(default_factory=Counts)
    format: str = ""
    encoding: str | None = None
    seconds: float = 0.0
    resumed: bool = False
    error: Exception | None = None
    doubt: str = ""


@dataclass(slots=True)
class _Open:
    """A job at work: its tasks and those that are done."""

    job: Job
    tasks: list[Task]
    done: dict[int, tuple[Done, float]] = field(default_factory=dict)
    error: Exception | None = None


def run(
    jobs: Sequence[Job],
    options: Options,
    place: Workplace,
    *,
    workers: int = 1,
    report: Callable[[int], object] = lambda size: None,
) -> Iterator[Finished]:
    """Do the jobs and say what became of each, in the order in which they finish.

    ``report`` is told bytes of input as they are done. Raises ``DamagedRecord`` if the options say
    that damage is to fail, and ``WorkerLost``; other errors are those of their job.
    """
    with _crew(workers, report) as start:
        waiting: dict[Future[tuple[Done, float]], tuple[_Open, int]] = {}
        for number, job in enumerate(jobs):
            entry = place.finished(job.source, job.target)
            if entry is not None:
                report(files.size(job.source))
                yield _resumed(job, entry)
                continue
            try:
                work = _Open(job, tasks.plan(job.source, job.target, place.folder, options, number))
            except (OSError, FormatError) as error:
                yield Finished(job, error=error)
                continue
            for i, task in enumerate(work.tasks):
                while len(waiting) >= (workers * AHEAD if workers > 1 else 1):
                    yield from _collect(waiting, place)
                try:
                    waiting[start(task)] = (work, i)
                except BrokenProcessPool:  # it was killed before it had anything to do
                    raise WorkerLost(KILLED) from None
        while waiting:
            yield from _collect(waiting, place)


def _collect(
    waiting: dict[Future[tuple[Done, float]], tuple[_Open, int]], place: Workplace
) -> Iterator[Finished]:
    """Wait for a task; the jobs that it was the last one of."""
    for future in wait(waiting, return_when=FIRST_COMPLETED)[0]:
        work, i = waiting.pop(future)
        try:
            work.done[i] = future.result()
        except DamagedRecord as error:
            raise DamagedRecord(f"{work.job.source}: {error}", line=error.line) from None
        except BrokenProcessPool:
            raise WorkerLost(KILLED) from None
        except (OSError, FormatError) as error:
            work.error = work.error or error
            work.done[i] = Done(Counts(), "", None), 0.0
        if len(work.done) == len(work.tasks):
            yield _finish(work, place)


def _finish(work: _Open, place: Workplace) -> Finished:
    """Put the output of a job in its place."""
    job = work.job
    parts = [task.part for task in work.tasks]
    held = [task.held for task in work.tasks]
    try:
        if work.error is not None:
            raise work.error
        done = [work.done[i][0] for i in range(len(work.tasks))]
        counts = Counts()
        if work.tasks[0].options.quarantine:
            _join_held(held, done, place.held(job.source))
        for one in done:
            counts.add(one.counts)
        files.publish(parts, job.target)
        seconds = sum(taken for _, taken in work.done.values())
        encoding = next((d.encoding for d in done if d.encoding not in (None, "ascii")), "ascii")
        first = done[0]
        finished = Finished(job, counts, first.format, encoding, seconds, doubt=first.doubt)
        place.record(job.source, job.target, _facts(finished))
        return finished
    except (OSError, FormatError) as error:
        return Finished(job, error=error)
    finally:
        files.remove(*parts, *held)


def gather(jobs: Sequence[Job], place: Workplace, target: str) -> None:
    """Put what the jobs held back into one file, in the order of the jobs.

    Raises ``OSError``: ``Stranded`` when only the last step fails.
    """
    joined = os.path.join(place.folder, HELD)
    with files.writer(joined) as output:
        for job in jobs:
            if files.stamp(place.held(job.source)) is not None:
                with files.reader(place.held(job.source)) as file:
                    files.copy(file, output)
    try:
        files.move(joined, target)
    except OSError as error:
        raise Stranded(error.errno, error.strerror, joined) from None


def _join_held(held: Sequence[str], done: Sequence[Done], target: str) -> None:
    """Join what the splits of an input held back; their lines count from the start of each."""
    line = 0
    joined = f"{held[0]}.held"
    with files.writer(joined) as output:
        for path, one in zip(held, done, strict=True):
            with files.reader(path) as file:
                for row in _rows(file):
                    entry = json.loads(row)
                    entry["line"] += line
                    text = json.dumps(entry, ensure_ascii=False)
                    output.write(text.encode("utf-8", "backslashreplace") + b"\n")
            line += one.counts.records
        files.flush(output)
    files.publish([joined], target)


def _rows(file: Any) -> Iterator[bytes]:
    rest = b""
    while data := file.read(tasks.CHUNK):
        *rows, rest = (rest + data).split(b"\n")
        yield from rows


def _facts(finished: Finished) -> dict[str, Any]:
    return {
        "format": finished.format,
        "encoding": finished.encoding,
        "seconds": finished.seconds,
        "counts": finished.counts.to_dict(),
    }


def _resumed(job: Job, entry: dict[str, Any]) -> Finished:
    counts = Counts.from_dict(entry["counts"])
    seconds = float(entry["seconds"])
    return Finished(job, counts, entry["format"], entry["encoding"], seconds, resumed=True)


Start = Callable[[Task], "Future[tuple[Done, float]]"]


@contextmanager
def _crew(workers: int, report: Callable[[int], object]) -> Iterator[Start]:
    """A way to have tasks done: at once in this process, or by some others."""
    if workers < 2:
        yield lambda task: _at_once(task, report)
        return
    context = multiprocessing.get_context("spawn")
    read = context.Value("Q", 0)
    seen = 0

    def look() -> None:
        nonlocal seen
        size = read.value
        report(size - seen)
        seen = size

    def look_now_and_then() -> None:
        while not stop.wait(TICK):
            look()

    stop = threading.Event()
    watch = threading.Thread(target=look_now_and_then)
    pool = ProcessPoolExecutor(workers, context, _sign_on, (read, os.getpid()))
    watch.start()
    try:
        yield lambda task: pool.submit(_work, task)
    except BaseException:
        for child in multiprocessing.active_children():
            child.terminate()
        raise
    finally:
        stop.set()
        watch.join()
        pool.shutdown(wait=True, cancel_futures=True)
        look()


def _at_once(task: Task, report: Callable[[int], object]) -> Future[tuple[Done, float]]:
    future: Future[tuple[Done, float]] = Future()
    try:
        future.set_result(_timed(task, report))
    except Exception as error:
        future.set_exception(error)
    return future


def _timed(task: Task, report: Callable[[int], object]) -> tuple[Done, float]:
    start = time.perf_counter()
    done = tasks.run(task, report)
    return done, time.perf_counter() - start


_read: Any = None  # of a worker: the bytes that all workers have read


def _sign_on(read: Any, parent: int) -> None:
    """What a worker does first. It stops when the parent says so, or is gone, not at Ctrl-C."""
    global _read
    _read = read
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_watch_parent, args=(parent,), daemon=True).start()


def _watch_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(WATCH)
    os._exit(1)


def _work(task: Task) -> tuple[Done, float]:
    return _timed(task, _count)


def _count(size: int) -> None:
    with _read.get_lock():
        _read.value += size
