"""Make the packed table of readings from pypinyin's character table.

``python -m corpus.build.readings`` writes ``fixenc/data/readings.bin``. pypinyin (MIT) is read
here and nowhere else; its version is pinned, so that the same sources give the same file.
"""

from __future__ import annotations

import sys
from pathlib import Path
from unicodedata import normalize

from corpus.build.packed import written
from fixenc.repair.lists.readings import LEADS, TRAILS, pack

OUTPUT = Path(__file__).parents[2] / "fixenc" / "data" / "readings.bin"
VERSION = "0.55.0"
LARGEST = 120_000  # bytes; the table is a small part of the package and should stay one


def collect() -> dict[tuple[int, int], str]:
    """The readings of every ideograph of GBK, by byte pair, separated by commas.

    Raises ``RuntimeError`` when another version of pypinyin is installed than the pinned one.
    """
    import pypinyin
    from pypinyin.constants import PINYIN_DICT

    if pypinyin.__version__ != VERSION:
        raise RuntimeError(f"this table is made from pypinyin {VERSION}: pip install it first")
    found: dict[tuple[int, int], str] = {}
    for lead in LEADS:
        for trail in TRAILS:
            try:
                char = bytes((lead, trail)).decode("gbk")
            except UnicodeDecodeError:
                continue
            spelt = PINYIN_DICT.get(ord(char), "")
            if spelt and char >= "\u3400":
                found[lead, trail] = normalize("NFC", spelt)
    return found


def main(path: Path = OUTPUT) -> int:
    """Write the table; returns an exit code."""
    return written(path, pack(collect(), f"pypinyin {VERSION} (MIT)"), LARGEST)


if __name__ == "__main__":
    sys.exit(main())
