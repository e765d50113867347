"""Where what was made is written: the files of ``fixenc/data`` that are kept small."""

from __future__ import annotations

import sys
import zlib
from pathlib import Path


def written(path: Path, data: bytes, largest: int, what: str = "") -> int:
    """Write ``data`` unless it is larger than ``largest`` bytes; say so, and give an exit code.

    ``what`` is told beside the size.
    """
    if len(data) > largest:
        print(f"{len(data)} bytes are more than {largest}", file=sys.stderr)
        return 1
    path.write_bytes(data)
    told = f"{what}, " if what else ""
    print(f"{path.name}: {told}{len(data)} bytes")
    return 0


def squeezed(data: bytes) -> bytes:
    """The same file, its deflated stream made smaller: by 8 % of the model, 5 of words.

    ``data`` is two lines and a zlib stream to its end. zopfli tries what zlib has no time for; what
    it writes is read as fast, by zlib alone.

    >>> data = b"magic\\n{}\\n" + zlib.compress(bytes(range(99)) * 99)
    >>> small = squeezed(data)
    >>> small[:9], zlib.decompress(small[9:]) == bytes(range(99)) * 99, len(small) < len(data)
    (b'magic\\n{}\\n', True, True)
    """
    start = data.index(b"\n", data.index(b"\n") + 1) + 1
    return data[:start] + deflated(zlib.decompress(data[start:]))


def deflated(data: bytes) -> bytes:
    """A zlib stream of ``data``, as small as zopfli makes it."""
    from zopfli.zlib import compress

    packed: bytes = compress(data, numiterations=150, blocksplittingmax=60)
    return packed
