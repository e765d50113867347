"""All figures on damage that is not cleanly reversible: ``python -m benchmarks damage [LINES]``.

Byte-edited pages (``damage_pages``), files with bytes lost, put in or changed (``damage_bytes``),
and misreads that lost bytes (``damage_lost``; so many lines of each chain, 60 unless told). Each
is measured by itself, too, in more detail.
"""

from __future__ import annotations

import argparse
from dataclasses import asdict

from benchmarks import damage_bytes, damage_lost, damage_pages, markdown, results


def main(arguments: list[str]) -> int:
    """Print the tables of all three and keep them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks damage")
    parser.add_argument("lines", nargs="?", type=int, default=60, help="lines of each chain")
    options = parser.parse_args(arguments)
    found = {
        "pages": damage_pages.measure(),
        "bytes": damage_bytes.measure(),
        "lost": asdict(damage_lost.measure(options.lines)),
        "unshown": asdict(damage_lost.measure_unshown(options.lines)),
    }
    print(markdown.TABLES["damage"](found))
    results.keep("damage", arguments, found)
    return 0
