"""Reading and writing of files: the only place where files are opened.

A file is read whole, as bytes, and written by *replacing* it: the new content goes to a temporary
file in the same folder, is flushed to the disk, and then takes the old file's name in one step.
Whoever looks sees either all of the old content or all of the new.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, Self

from fixenc.formats.temporary import Temporary, sync_folder

Stamp = tuple[int, int, int, int]  # device, inode, size in bytes, time of change in nanoseconds

PRIVATE = 0o600  # while it is being written, a copy of a file must not be more open than the file
JOINED = 1 << 22  # bytes that are copied at once
CHANGED = "the file was changed by somebody else meanwhile"
PUBLIC = 0o666  # a new file's mode, which the system narrows by the umask


class ChangedMeanwhile(OSError):
    """The file is not the one that was read: somebody else wrote to it."""


class BackupExists(OSError):
    """A file of other content stands where the backup should go."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was read. ``stamp`` is None when it is not a regular file, as with a pipe."""

    path: str
    data: bytes = field(repr=False)
    stamp: Stamp | None = None


def read(path: str) -> Source:
    """Read all of a file. Raises ``OSError``."""
    with open(path, "rb") as file:
        # Before it is read: if others write to it meanwhile, the file is no longer that.
        stamp = _stamp(os.fstat(file.fileno()))
        return Source(path, file.read(), stamp)


def reader(path: str) -> BinaryIO:
    """A file opened for reading bytes, a piece at a time. Raises ``OSError``."""
    return open(path, "rb", buffering=0)


class Writing:
    """A file that is written a piece at a time and takes its name at the end, in one step.

    A context: when the block is left by an exception, the temporary file is removed and whatever
    had the name still stands. Raises ``OSError``.
    """

    def __init__(self, path: str) -> None:
        self.path = os.path.realpath(path)
        self._temporary = Temporary(os.path.dirname(self.path), PUBLIC)
        self.file: BinaryIO = self._temporary.file

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        with self._temporary as temporary:
            if kind is None:
                temporary.flush()
                temporary.put(self.path)


def writer(path: str, *, append: bool = False) -> BinaryIO:
    """A file opened for writing bytes, emptied before unless ``append``. Raises ``OSError``."""
    return open(path, "ab" if append else "wb")


def flush(file: BinaryIO) -> None:
    """Bring all that was written to a file to the disk. Raises ``OSError``."""
    file.flush()
    os.fsync(file.fileno())


def publish(parts: Sequence[str], path: str) -> None:
    """Join the files ``parts`` into the first of them and give that the name ``path``, in one step.

    The parts must be on the disk (``flush``) and in the file system of ``path``; they are gone
    then. The name lasts through a crash of the system after ``sync``. Raises ``OSError``.
    """
    if len(parts) > 1:
        with writer(parts[0], append=True) as joined:
            for part in parts[1:]:
                with reader(part) as file:
                    copy(file, joined)
            flush(joined)
    os.replace(parts[0], os.path.realpath(path))
    remove(*parts[1:])


def sync(paths: Iterable[str]) -> None:
    """Make the names of files last through a crash of the system; each folder takes some ms."""
    for folder in {os.path.dirname(os.path.realpath(path)) for path in paths}:
        sync_folder(folder)


def copy(source: BinaryIO, target: BinaryIO) -> None:
    """Write what is left of one file to another. Raises ``OSError``."""
    shutil.copyfileobj(source, target, JOINED)


def move(source: str, target: str) -> None:
    """Give a finished file its name, wherever that is; in one step. Raises ``OSError``.

    A device or pipe of that name is written to.
    """
    if os.path.exists(target) and not os.path.isfile(target):
        with reader(source) as file, writer(target) as output:
            copy(file, output)
        return
    with Writing(target) as output, reader(source) as file:
        copy(file, output.file)
    remove(source)


def remove(*paths: str) -> None:
    """Remove files that may be there or not."""
    for path in paths:
        with contextlib.suppress(OSError):
            os.unlink(path)


def stamp(path: str) -> Stamp | None:
    """The stamp of a file; None when there is none or it is not a regular one."""
    try:
        return _stamp(os.stat(path))
    except OSError:
        return None


def size(path: str) -> int:
    """The size of a file in bytes; 0 when nobody knows."""
    try:
        return os.stat(path).st_size
    except OSError:
        return 0


def identity(path: str) -> str:
    """A name that two paths to one file share: absolute, with every link followed."""
    return os.path.realpath(path)


def replace(source: Source, data: bytes, *, backup: str = "") -> bool:
    """Put ``data`` in the place of the file that ``source`` was read from.

    Its mode, and as far as allowed its owner and extended attributes, stay; where the path is a
    link, the file that it leads to is replaced. Nothing at all happens, and the result is False,
    when the content is the same already. ``backup`` is a suffix: the old content is kept under
    the old name with the suffix added.

    Raises ``OSError``: ``ChangedMeanwhile`` when the file is no longer as it was read,
    ``BackupExists`` rather than write over an earlier backup, ``PermissionError`` for a file
    marked read-only. Then the file is as it was.
    """
    if data == source.data:
        return False
    path = os.path.realpath(source.path)
    status = os.stat(path)
    if source.stamp is None or _stamp(status) is None:
        raise OSError("not a regular file")
    if _stamp(status) != source.stamp:
        raise ChangedMeanwhile(CHANGED)
    if not os.access(path, os.W_OK):
        raise PermissionError("the file is marked read-only")
    if backup:
        _back_up(path + backup, source.data, path, status)
    _replace(path, [data], like=status, unless=source.stamp)
    return True


def write(path: str, parts: Iterable[bytes]) -> None:
    """Write a file, new or not, in one step. Raises ``OSError``; then the old content stands.

    A device or pipe is written to directly, since replacing it would turn it into a file.
    """
    path = os.path.realpath(path)
    try:
        status = os.stat(path)
    except FileNotFoundError:
        _replace(path, parts, like=None)
        return
    if stat.S_ISREG(status.st_mode):
        if not os.access(path, os.W_OK):
            raise PermissionError("the file is marked read-only")
        _replace(path, parts, like=status)
        return
    with open(path, "wb") as file:
        file.writelines(parts)


def probe(path: str) -> None:
    """Make sure that ``write`` could write there, without a change. Raises ``OSError``."""
    path = os.path.realpath(path)
    try:
        status = os.stat(path)
    except FileNotFoundError:
        pass
    else:
        if not stat.S_ISREG(status.st_mode):
            if stat.S_ISDIR(status.st_mode):
                raise IsADirectoryError("is a folder")
            return
        if not os.access(path, os.W_OK):
            raise PermissionError("the file is marked read-only")
    with Temporary(os.path.dirname(path), PRIVATE):
        pass


def _stamp(status: os.stat_result) -> Stamp | None:
    if not stat.S_ISREG(status.st_mode):
        return None
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def _back_up(path: str, data: bytes, original: str, status: os.stat_result) -> None:
    try:
        if read(path).data != data:
            raise BackupExists("another file stands where the backup should go")
        return
    except FileNotFoundError:
        pass
    _replace(path, [data], like=status, attributes_of=original)
    with contextlib.suppress(OSError):
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def _replace(
    path: str,
    parts: Iterable[bytes],
    *,
    like: os.stat_result | None,
    attributes_of: str | None = None,
    unless: Stamp | None = None,
) -> None:
    """Write ``parts`` to a temporary file and give it the name ``path``, an absolute one.

    With ``unless``, only if the file of that name is still as it was by that stamp.
    """
    with Temporary(os.path.dirname(path), PUBLIC if like is None else PRIVATE) as temporary:
        temporary.file.writelines(parts)
        if like is not None:
            _copy_attributes(attributes_of or path, temporary.path, like)
        temporary.flush()
        if unless is not None and _stamp(os.stat(path)) != unless:
            raise ChangedMeanwhile(CHANGED)
        temporary.put(path)


def _copy_attributes(path: str, temporary: str, status: os.stat_result) -> None:
    """Owner first, since changing it clears some mode bits; then the mode; all but it at will."""
    if hasattr(os, "chown"):
        try:
            os.chown(temporary, status.st_uid, status.st_gid)
        except OSError:
            with contextlib.suppress(OSError):
                os.chown(temporary, -1, status.st_gid)
    os.chmod(temporary, stat.S_IMODE(status.st_mode))
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            for name in os.listxattr(path):
                with contextlib.suppress(OSError):
                    os.setxattr(temporary, name, os.getxattr(path, name))
