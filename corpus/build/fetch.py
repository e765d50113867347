"""Read the pins, and download the packages they name into the cache.

The pins live in ``sources.toml``. Debian packages come through ``apt-get download``,
Python packages through ``pip download``; both land in ``packages/`` of the cache folder
and count only if their SHA-256 is the pinned one, so every later step is reproducible.
"""

import hashlib
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SOURCES = Path(__file__).with_name("sources.toml")
# A command line stays far below the system's limit, and a failure names few suspects.
APT_BATCH = 40
APT_GET = ("apt-get", "--quiet", "download")


class SourceError(Exception):
    """A pinned package cannot be had, or is not what was pinned."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the texts lie in packages of one family, and how to read them.

    ``language`` is ``name:PREFIX`` (the rest of the package's name), ``path:N`` (part N of
    the file's path, counted from 0), ``stem`` (the file's name up to its first dot) or empty
    (every package says its own). When ``names`` is not empty it maps stems to languages, and
    the files that it does not name are left out.
    """

    include: tuple[str, ...]
    reader: str
    language: str
    exclude: tuple[str, ...] = ()
    names: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """One pinned package; ``language`` overrides what its layout would say.

    ``role`` is train, eval, clean or data; ``words`` marks a list of words.
    """

    kind: str
    name: str
    version: str
    sha256: str
    licence: str
    role: str
    layout: str = ""
    language: str = ""
    encoding: str = "utf-8"
    words: bool = False
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sources:
    """What ``sources.toml`` says: the languages to train, the layouts by name, the packages."""

    languages: frozenset[str]
    layouts: dict[str, Layout]
    packages: tuple[Source, ...]

    def of_role(self, role: str) -> list[tuple[Source, Layout]]:
        """The packages of one role that hold texts, each with its layout, as listed."""
        return [
            (source, self.layouts[source.layout])
            for source in self.packages
            if source.role == role and source.layout
        ]


def cache_folder() -> Path:
    """The cache: the environment's FIXENC_CORPUS_CACHE, or ``corpus/.cache``."""
    named = os.environ.get("FIXENC_CORPUS_CACHE")
    return Path(named) if named else Path(__file__).parents[1] / ".cache"


def load_sources(path: Path = SOURCES) -> Sources:
    """Read the pins; raises SourceError when one names a layout that is not there."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    layouts = {
        name: Layout(
            include=tuple(fields["include"]),
            reader=fields["reader"],
            language=fields["language"],
            exclude=tuple(fields.get("exclude", ())),
            names=tuple(fields.get("names", {}).items()),
        )
        for name, fields in table["layout"].items()
    }
    packages = tuple(
        Source(**{**fields, "options": tuple(fields.get("options", ()))})
        for fields in table["package"]
    )
    for source in packages:
        if source.layout and source.layout not in layouts:
            raise SourceError(f"{source.name}: no layout is called {source.layout!r}")
    return Sources(frozenset(table["languages"]), layouts, packages)


def archive_path(source: Source, cache: Path) -> Path | None:
    """The downloaded file of a package, or None; its contents are not checked here."""
    folder = cache / "packages"
    if source.kind == "deb":
        # apt-get writes the colon of an epoch as %3a in a file's name.
        pattern = f"{source.name}_{source.version.replace(':', '%3a')}_*.deb"
    else:
        pattern = f"{source.name.replace('-', '[-_.]')}-{source.version}[-.]*"
    found = sorted(path for path in folder.glob(pattern) if path.is_file())
    return found[0] if found else None


def file_digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def verify(source: Source, path: Path) -> None:
    """Raise SourceError unless the file is the pinned one."""
    actual = file_digest(path)
    if actual != source.sha256:
        raise SourceError(
            f"{path.name}: its SHA-256 is {actual}, but {source.sha256} is pinned for "
            f"{source.name} {source.version}. Delete the file and fetch again; if it comes "
            "back the same, the package was rebuilt: check it and pin it anew"
        )


def fetch_all(sources: Sequence[Source], cache: Path) -> None:
    """Download what is missing and verify everything; raises SourceError."""
    folder = cache / "packages"
    folder.mkdir(parents=True, exist_ok=True)
    missing = [source for source in sources if archive_path(source, cache) is None]
    debs = [source for source in missing if source.kind == "deb"]
    for start in range(0, len(debs), APT_BATCH):
        _apt_download(debs[start : start + APT_BATCH], folder)
    for source in missing:
        if source.kind == "pypi":
            _pip_download(source, folder)
        elif source.kind == "npm":
            _npm_download(source, folder)
    for source in sources:
        path = archive_path(source, cache)
        if path is None:
            raise SourceError(f"{source.name} {source.version} was fetched, but left no file")
        verify(source, path)


def _apt_download(sources: list[Source], folder: Path) -> None:
    wanted = [f"{source.name}={source.version}" for source in sources]
    _download(
        [*APT_GET, *wanted],
        folder,
        "The mirror may serve other versions by now: run 'apt-get update', then "
        "'python -m corpus.build pin', look at what changed, and rebuild the model.",
    )


def _pip_download(source: Source, folder: Path) -> None:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    _download(
        [*command, *source.options, f"{source.name}=={source.version}"],
        folder,
        f"Look up which versions of {source.name} exist, and pin one in sources.toml.",
    )


def _npm_download(source: Source, folder: Path) -> None:
    _download(
        ["npm", "pack", "--silent", f"{source.name}@{source.version}"],
        folder,
        f"Look up which versions of {source.name} exist, and pin one in sources.toml.",
    )


def _download(command: list[str], folder: Path, advice: str) -> None:
    # Into a temporary folder first: a broken download never looks like a finished one.
    with tempfile.TemporaryDirectory(dir=folder.parent) as temporary:
        # apt-get drops its privileges to a user who must be able to write here.
        os.chmod(temporary, 0o777)
        result = subprocess.run(command, cwd=temporary, capture_output=True, text=True, check=False)
        for path in Path(temporary).iterdir():
            if path.is_file():
                path.replace(folder / path.name)
    if result.returncode != 0:
        tail = "\n".join(result.stderr.strip().split("\n")[-5:])
        raise SourceError(f"{' '.join(command[:2])} failed:\n{tail}\n{advice}")
