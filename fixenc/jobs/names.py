"""Which files are meant: inputs by name, folder or pattern, and where the output of each goes."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence

from fixenc.errors import FormatError
from fixenc.formats import files
from fixenc.jobs.batch import Job

WORKPLACE = ".fixenc"


def jobs(sources: Sequence[str], target: str) -> list[Job]:
    """The jobs that some inputs come to, in order.

    An input is a file, a folder (all files in it and below, but hidden ones), or a pattern as in
    ``"data/**/*.jsonl"``. Several files, or a folder, go into the folder ``target`` under their
    names within the folder named or the part of the pattern that is no pattern; one file goes to
    the file ``target``, or into the folder of that name if there is one. Raises ``FormatError``
    when nothing is meant, or when two outputs, or an output and an input, would be one file;
    ``FileNotFoundError``.
    """
    found = [pair for source in sources for pair in _matching(source, target)]
    if not found:
        raise FormatError(f"no files in {', '.join(sources)}")
    single = len(found) == 1 and os.path.isfile(sources[0])
    if not single or target.endswith(os.sep) or os.path.isdir(target):
        if os.path.exists(target) and not os.path.isdir(target):
            raise FormatError(f"{target} is a file; several inputs need a folder")
        pairs = [Job(path, os.path.join(target, name)) for path, name in found]
    else:
        pairs = [Job(found[0][0], target)]
    _check(pairs)
    return pairs


def workplace(jobs: Sequence[Job], target: str) -> str:
    """The folder for what is unfinished, in the file system of the output."""
    if len(jobs) == 1 and jobs[0].target == target:
        folder, name = os.path.split(os.path.realpath(target))
        return os.path.join(folder, f".{name}{WORKPLACE}")
    return os.path.join(target, WORKPLACE)


def _matching(source: str, target: str) -> Iterator[tuple[str, str]]:
    """The files that an input means, each with its name in the output folder."""
    if os.path.isdir(source):
        yield from _below(source, target)
    elif os.path.lexists(source):
        yield source, os.path.basename(source)
    elif glob.has_magic(source):
        fixed = source[: next(i for i, char in enumerate(source) if char in "*?[")]
        base = os.path.dirname(fixed)
        for path in sorted(glob.glob(source, recursive=True)):
            if os.path.isfile(path):
                yield path, os.path.relpath(path, base or os.curdir)
    else:
        raise FileNotFoundError(2, "no such file or folder", source)


def _below(folder: str, target: str) -> Iterator[tuple[str, str]]:
    """The files in a folder and below; not those of the output, should it be in there."""
    output = files.identity(target)
    for path, folders, names in os.walk(folder):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and files.identity(os.path.join(path, name)) != output
        )
        for name in sorted(names):
            full = os.path.join(path, name)
            if not name.startswith(".") and os.path.isfile(full):
                yield full, os.path.relpath(full, folder)


def _check(pairs: Sequence[Job]) -> None:
    taken: dict[str, str] = {}
    inputs = {files.identity(job.source) for job in pairs}
    for job in pairs:
        name = files.identity(job.target)
        if name in inputs:
            raise FormatError(f"{job.target} is an input itself; name another output")
        if name in taken:
            raise FormatError(f"{taken[name]} and {job.source} would both go to {job.target}")
        taken[name] = job.source
