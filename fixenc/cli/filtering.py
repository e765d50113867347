"""What ``fixenc filter`` does: runs the inputs, tells what became of them, and stops cleanly."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from fixenc import __version__
from fixenc.cli import inputs, output, piping, progress, render
from fixenc.errors import DamagedRecord, FixencError, FormatError
from fixenc.formats import files
from fixenc.jobs import batch, names, stats
from fixenc.jobs.batch import Finished, Stranded, WorkerLost
from fixenc.jobs.journal import Busy, Workplace
from fixenc.jobs.options import Options

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


class _Stopped(BaseException):
    """A signal told the process to end."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


def run(paths: list[str], chosen: Options, wishes: Wishes) -> int:
    """Filter; the exit code."""
    began = time.perf_counter()
    try:
        with _stoppable():
            done = (_piped if piping.is_pipe(paths) else _filed)(paths, chosen, wishes)
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
    except Stranded as error:
        quarantine, place = (render.name(str(n)) for n in (wishes.quarantine, error.filename))
        output.fail(f"{quarantine}: {error.strerror}; what was held back stays in {place}")
    except OSError as error:
        where = f"{render.name(str(error.filename))}: " if error.filename else ""
        output.fail(f"{where}{why(error)}")
    return output.FAILURE if any(one.error is not None for one in done) else 0


def key(chosen: Options) -> str:
    """What the output depends on besides the input."""
    return f"{__version__} {chosen!r}"


def why(error: OSError) -> str:
    """What went wrong, and what to do next."""
    if isinstance(error, Busy):
        return "another run is at work on this output; wait for its end"
    if isinstance(error, WorkerLost):
        return (
            "a worker was killed, perhaps for lack of memory; take fewer --workers, or with"
            " --resume go on from here"
        )
    return inputs.why(error)


def _piped(paths: list[str], chosen: Options, wishes: Wishes) -> list[Finished]:
    """A stream to a stream, one of which is no file."""
    if wishes.resume:
        output.fail("--resume needs files; a pipe cannot be taken up again")
    _check_others(paths[:-1], paths[-1:], wishes)
    done = piping.piped(paths, chosen, wishes.quarantine, quiet=wishes.quiet)
    _tell(done, wishes, alone=True)
    return [done]


def _filed(paths: list[str], chosen: Options, wishes: Wishes) -> list[Finished]:
    """Files to files."""
    *sources, target = paths
    jobs = names.jobs(sources, target)
    _check_others([job.source for job in jobs], [job.target for job in jobs], wishes)
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
        output.complain(_summary(done))
    return done


def _summary(done: list[Finished]) -> str:
    """One line for all inputs."""
    failed = sum(one.error is not None for one in done)
    told = f" ({failed} failed)" if failed else ""
    return f"{render.count(len(done), 'file')}{told}, {stats.summary(stats.total(done))}"


def _check_others(sources: list[str], targets: list[str], wishes: Wishes) -> None:
    """Make sure that what is written besides the output can be, and goes over nothing else.

    Raises ``FormatError`` and ``OSError``, before any work is done.
    """
    taken = {files.identity(path): "an input" for path in sources if path != inputs.STDIN}
    taken |= {files.identity(path): "the output" for path in targets if path != inputs.STDIN}
    for option, path in (("--quarantine", wishes.quarantine), ("--stats", wishes.stats)):
        if path is None:
            continue
        name = files.identity(path)
        if name in taken and not piping.is_special(path):
            raise FormatError(f"{option} {path} is {taken[name]} too; name another file")
        taken[name] = f"what {option} names"
        try:
            files.probe(path)
        except OSError as error:
            error.filename = path  # not that of the file that it was tried with
            raise


def _tell(one: Finished, wishes: Wishes, *, alone: bool) -> None:
    """A line for what failed, and for what is done when it is the only one or not all clean."""
    name = render.name(one.job.source)
    if isinstance(one.error, OSError):
        output.complain(f"{name}: {why(one.error)}")
    elif one.error is not None:
        output.complain(f"{name}: {render.visible(str(one.error))}")
    elif not wishes.quiet:
        if one.doubt:
            output.complain(f"{name}: {render.visible(one.doubt)}")
        if alone or one.counts.verdicts["clean"] < one.counts.records:
            before = "done before; " if one.resumed else ""
            output.complain(f"{name}: {before}{stats.summary(one.counts)}")


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
