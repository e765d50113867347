"""The files that a command is given: choosing them, reading them, saying why one cannot be."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterable

from fixenc.cli import output, render
from fixenc.formats import files
from fixenc.formats.files import Source

STDIN = "-"


def chosen(names: list[str] | None) -> list[str]:
    """The names given; without any, standard input, unless a person sits at it."""
    if names:
        return names
    if sys.stdin is None or sys.stdin.isatty():
        output.fail("no files: name some, or pipe text in ('fixenc COMMAND --help' has examples)")
    return [STDIN]


def distinct(names: Iterable[str]) -> list[str]:
    """The names without those that lead to a file that was named before."""
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(name if name == STDIN else files.identity(name), name)
    return list(first.values())


def load(name: str) -> Source | None:
    """Read a file or standard input; None after a line on standard error when that fails."""
    try:
        if name == STDIN:
            if sys.stdin is None:
                raise OSError(errno.EBADF, "it is closed")
            return Source(name, sys.stdin.buffer.read())
        return files.read(name)
    except OSError as error:
        output.complain(f"{render.name(name)}: {why(error)}")
        return None


def why(error: OSError) -> str:
    """What went wrong with a file, and what to do next, on one line."""
    if isinstance(error, FileNotFoundError):
        return "no such file or folder; check the name"
    if isinstance(error, IsADirectoryError):
        return "is a folder; name the files in it, as in FOLDER/*.txt"
    if isinstance(error, files.ChangedMeanwhile):
        return "changed while it was being repaired, so it was left alone; run the command again"
    if isinstance(error, files.BackupExists):
        return "its backup would go over another file; move that away or choose another suffix"
    if isinstance(error, PermissionError):
        return "permission denied; check the rights of the file and its folder"
    if isinstance(error, FileExistsError | NotADirectoryError):
        return "a file stands where a folder is needed; choose another name"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "the disk is full, so nothing was written; make room and run the command again"
    if error.errno == errno.EROFS:
        return "the disk is read-only; write to another folder with --output"
    return f"{render.visible(error.strerror or str(error))}; nothing was written to it"
