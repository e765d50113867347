"""Where what was made is written: the files of ``fixenc/data`` that are kept small."""

from __future__ import annotations

import sys
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
