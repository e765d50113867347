"""The temporary file that takes the place of another, and what killed processes leave of them.

A process holds a lock on its temporary file as long as it lives. What is there without one was
left by a process that was killed, and is taken away by the next that writes to the folder.
"""

from __future__ import annotations

import contextlib
import os
import re
from functools import cache
from typing import BinaryIO, Self

try:
    import fcntl
except ImportError:  # Windows, where a file that somebody has open cannot be removed anyway
    fcntl = None  # type: ignore[assignment]

NAME = re.compile(r"\.fixenc-[0-9]+-[0-9]+\.tmp")
_FLAGS = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


class Temporary:
    """A new file in a folder, open for writing as ``file``; gone at the end unless it was put.

    ``mode`` is narrowed by the umask. Raises ``OSError``.
    """

    def __init__(self, folder: str, mode: int) -> None:
        sweep(folder)
        self.path, descriptor = _create(folder, mode)
        self.file: BinaryIO = open(descriptor, "wb")  # noqa: SIM115 (closed in __exit__)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()
        if self.path:
            with contextlib.suppress(OSError):
                os.unlink(self.path)

    def flush(self) -> None:
        """Bring all that was written to the disk."""
        self.file.flush()
        os.fsync(self.file.fileno())

    def put(self, path: str) -> None:
        """Give the file its name, in one step, and make the name last."""
        if fcntl is None:
            self.file.close()  # Windows does not rename a file that is open
        os.replace(self.path, path)
        self.path = ""
        sync_folder(os.path.dirname(path))


@cache  # once for each folder: listing a large one for each of its files would take long
def sweep(folder: str) -> None:
    """Remove the temporary files in a folder that no living process holds."""
    with contextlib.suppress(OSError):
        for name in os.listdir(folder):
            if NAME.fullmatch(name):
                with contextlib.suppress(OSError):
                    _remove_if_left(os.path.join(folder, name))


def _remove_if_left(path: str) -> None:
    if fcntl is None:
        os.unlink(path)
        return
    descriptor = os.open(path, os.O_RDWR | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.unlink(path)
    finally:
        os.close(descriptor)


def _create(folder: str, mode: int) -> tuple[str, int]:
    """A new file: its path and an open descriptor, which holds a lock on it."""
    number = 0
    while True:
        # A short name of its own: the target's may be as long as a name can be already.
        path = os.path.join(folder, f".fixenc-{os.getpid()}-{number}.tmp")
        number += 1
        try:
            descriptor = os.open(path, _FLAGS, mode)
        except FileExistsError:
            continue
        if _lock(path, descriptor):
            return path, descriptor
        os.close(descriptor)  # somebody swept it away before it was locked


def _lock(path: str, descriptor: int) -> bool:
    """Lock a file; whether it is still the one of that name."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    except OSError:  # a file system without locks
        return True
    try:
        return os.path.samestat(os.fstat(descriptor), os.stat(path))
    except FileNotFoundError:
        return False


def sync_folder(folder: str) -> None:
    """Make the new name last through a crash, where the system lets folders be synced."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
