"""The files inside a downloaded package: Debian packages, wheels and source archives."""

import fnmatch
import subprocess
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.build.fetch import Layout, SourceError


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a package: its path inside, without a leading "./", and its bytes."""

    path: str
    data: bytes


def read_members(path: Path, layout: Layout) -> list[Member]:
    """The files that the layout includes, sorted by path: an archive's own order may differ.

    Symbolic links are left out: a language's folder that links to another's would count its
    text twice.
    """

    def wanted(name: str) -> bool:
        return any(fnmatch.fnmatchcase(name, pattern) for pattern in layout.include) and not any(
            fnmatch.fnmatchcase(name, pattern) for pattern in layout.exclude
        )

    return sorted(_members(path, wanted), key=lambda member: member.path)


def _members(path: Path, wanted: Callable[[str], bool]) -> Iterator[Member]:
    if path.suffix == ".deb":
        yield from _deb_members(path, wanted)
    elif path.suffix in {".whl", ".zip"}:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if wanted(name):
                    yield Member(name, archive.read(name))
    else:
        with tarfile.open(path) as tar:
            yield from _tar_members(tar, wanted)


def _deb_members(path: Path, wanted: Callable[[str], bool]) -> Iterator[Member]:
    # The package's tar as a stream: nothing is unpacked to disk, nothing can escape a folder.
    command = ["dpkg-deb", "--fsys-tarfile", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        with tarfile.open(fileobj=process.stdout, mode="r|") as tar:
            yield from _tar_members(tar, wanted)
        if process.stdout is not None:
            process.stdout.read()
    if process.returncode != 0:
        raise SourceError(f"dpkg-deb cannot read {path.name}; delete it and fetch again")


def _tar_members(tar: tarfile.TarFile, wanted: Callable[[str], bool]) -> Iterator[Member]:
    for info in tar:
        name = info.name.removeprefix("./")
        if info.isfile() and wanted(name):
            stream = tar.extractfile(info)
            if stream is not None:
                yield Member(name, stream.read())
