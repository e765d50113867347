"""The working folder of a run: its unfinished files, and the journal of the finished ones."""

from __future__ import annotations

import contextlib
import errno
import json
import os
from hashlib import sha256
from typing import Any, Self

from fixenc.formats import files

NAME = "journal.jsonl"


class Busy(OSError):
    """Another run is at work in the folder."""


class Workplace:
    """The folder in which a run keeps its unfinished files; a context.

    ``key`` stands for all that the output depends on besides the input: options and version.
    With ``resume`` there is a journal in it, and the folder stays when the context is left; without
    it goes. Only then are the names of the outputs brought to the disk, all at once. Raises
    ``Busy`` when another run is at work in it, ``OSError`` when it cannot be made.
    """

    def __init__(self, folder: str, key: str, *, resume: bool) -> None:
        self.folder = folder
        self._resume = resume
        self._key = sha256(key.encode()).hexdigest()[:16]
        self._entries: dict[str, dict[str, Any]] = {}
        self._targets: list[str] = []

    def __enter__(self) -> Self:
        os.makedirs(self.folder, exist_ok=True)
        self._journal = files.writer(os.path.join(self.folder, NAME), append=True)
        try:
            _lock(self._journal.fileno())
        except OSError:
            self._journal.close()
            raise Busy(
                errno.EBUSY, "another run is at work there; wait for it or stop it"
            ) from None
        self._sweep(all_of_it=not self._resume)
        if self._resume:
            self._read()
        return self

    def __exit__(self, *_: object) -> None:
        self._sweep(all_of_it=not self._resume)
        files.sync(self._targets)
        self._journal.close()
        if not self._resume:
            files.remove(os.path.join(self.folder, NAME))
            with contextlib.suppress(OSError):
                os.rmdir(self.folder)

    def held(self, source: str) -> str:
        """Where the quarantined records of a finished input are kept."""
        return os.path.join(self.folder, f"{_digest(source)}.quarantine")

    def finished(self, source: str, target: str) -> dict[str, Any] | None:
        """What the journal says of an input, if it was finished, and neither it nor its output
        nor the options have changed since."""
        entry = self._entries.get(_digest(source))
        if entry is None or entry["options"] != self._key or entry["target"] != target:
            return None
        for name, path in (("source_stamp", source), ("target_stamp", target)):
            if entry[name] is None or entry[name] != _stamp(path):
                return None
        return entry

    def record(self, source: str, target: str, facts: dict[str, Any]) -> None:
        """Note that an input is finished. Raises ``OSError``."""
        self._targets.append(target)
        if not self._resume:
            return
        entry = {
            "input": _digest(source),
            "target": target,
            "options": self._key,
            "source_stamp": _stamp(source),
            "target_stamp": _stamp(target),
            **facts,
        }
        self._journal.write(json.dumps(entry).encode() + b"\n")
        self._journal.flush()
        os.fsync(self._journal.fileno())

    def _read(self) -> None:
        for line in files.read(os.path.join(self.folder, NAME)).data.split(b"\n"):
            try:
                entry = json.loads(line)
                self._entries[entry["input"]] = entry
            except (ValueError, TypeError, KeyError):
                continue  # the last line of a run that was killed
        # Such a line must not run into the next one.
        self._journal.write(b"\n")

    def _sweep(self, *, all_of_it: bool) -> None:
        """Remove what unfinished work has left."""
        suffixes = (".part", ".held", ".quarantine") if all_of_it else (".part", ".held")
        with contextlib.suppress(OSError):
            for name in os.listdir(self.folder):
                if name.endswith(suffixes):
                    files.remove(os.path.join(self.folder, name))


def _digest(source: str) -> str:
    return sha256(os.fsencode(files.identity(source))).hexdigest()[:24]


def _stamp(path: str) -> list[int] | None:
    """Size and time of change; the numbers of device and inode differ from mount to mount."""
    stamp = files.stamp(path)
    return None if stamp is None else [*stamp[2:]]


def _lock(descriptor: int) -> None:
    """Take the folder for this process; where the system has no such locks, for nobody."""
    with contextlib.suppress(ImportError):
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
