"""Compressed streams: gzip and Zstandard, told apart by how they begin, written by the suffix."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, BinaryIO, Protocol, cast

from fixenc.errors import FormatError

GZIP, ZSTANDARD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
SUFFIXES = (".gz", ".zst")
LEVELS = {".gz": 6, ".zst": 3}  # the defaults of the two programs


def suffix_of(path: str) -> str:
    """The suffix of a compressed file, or nothing.

    >>> suffix_of("a.jsonl.gz"), suffix_of("a.txt")
    ('.gz', '')
    """
    return next((suffix for suffix in SUFFIXES if path.lower().endswith(suffix)), "")


def bare(path: str) -> str:
    """A path without the suffix of a compressed file.

    >>> bare("a.jsonl.gz"), bare("a.txt")
    ('a.jsonl', 'a.txt')
    """
    return path[: len(path) - len(suffix_of(path))]


class Stream(Protocol):
    """What bytes are read from."""

    def read(self, size: int = -1, /) -> bytes: ...


class Unpacked:
    """The content of a compressed file; ``read`` raises ``FormatError`` for broken data."""

    def __init__(self, packed: Stream, broken: tuple[type[Exception], ...]) -> None:
        self._packed = packed
        self._broken = broken

    def read(self, size: int = -1, /) -> bytes:
        """Up to ``size`` bytes; none at the end."""
        try:
            return self._packed.read(size)
        except self._broken:
            raise FormatError("the compressed data are broken or cut off") from None


def reader(file: Stream, start: bytes) -> Stream:
    """The content of a file that begins with ``start``; the file itself if not compressed.

    Files of several members or frames are read to their end. Raises ``FormatError`` when the
    package for Zstandard is missing.
    """
    if start.startswith(GZIP):
        packed = cast(BinaryIO, gzip.GzipFile(fileobj=cast(BinaryIO, file), mode="rb"))
        return Unpacked(packed, (EOFError, gzip.BadGzipFile, zlib.error))
    if start.startswith(ZSTANDARD):
        package = _zstandard()
        if hasattr(package, "ZstdFile"):
            packed = cast(BinaryIO, package.ZstdFile(file, mode="rb"))
        else:
            packed = package.ZstdDecompressor().stream_reader(
                file, read_across_frames=True, closefd=False
            )
        return Unpacked(packed, (EOFError, package.ZstdError))
    return file


def writer(file: IO[bytes], path: str) -> IO[bytes]:
    """A file to write to that compresses as the suffix of ``path`` says; closing it ends a member.

    The same content always gives the same bytes. Raises ``FormatError`` when the package for
    Zstandard is missing.
    """
    suffix = suffix_of(path)
    if suffix == ".gz":
        level = LEVELS[suffix]
        packed = gzip.GzipFile(filename="", mode="wb", compresslevel=level, fileobj=file, mtime=0)
        return cast(IO[bytes], packed)
    if suffix == ".zst":
        package = _zstandard()
        if hasattr(package, "ZstdFile"):
            return cast(IO[bytes], package.ZstdFile(file, mode="wb", level=LEVELS[suffix]))
        packer = package.ZstdCompressor(level=LEVELS[suffix])
        return cast(IO[bytes], packer.stream_writer(file, closefd=False))
    return file


@contextmanager
def packing(file: IO[bytes], path: str) -> Iterator[IO[bytes]]:
    """What to write to so that it is compressed as by ``writer``; ``file`` stays open."""
    packed = writer(file, path)
    try:
        yield packed
    finally:
        if packed is not file:
            packed.close()


def _zstandard() -> Any:
    """Python's own module, from 3.14 on, or the package."""
    try:
        from compression import zstd

        return zstd
    except ImportError:
        pass
    try:
        import zstandard

        return zstandard
    except ImportError:
        raise FormatError("Zstandard needs one package more: pip install 'fixenc[zst]'") from None
