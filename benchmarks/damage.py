"""All figures on damage that is not cleanly reversible: ``python -m benchmarks damage [LINES]``.

Byte-edited pages (``damage_pages``), files with bytes lost, put in or changed (``damage_bytes``),
and misreads that lost bytes (``damage_lost``; so many lines of each chain, 60 unless told).
"""

from __future__ import annotations

from benchmarks import damage_bytes, damage_lost, damage_pages


def main(arguments: list[str]) -> int:
    """Print the figures of all three, one after the other."""
    print("# Byte-edited pages")
    damage_pages.main([])
    print("\n# Bytes lost, put in or changed in files")
    damage_bytes.main([])
    print("\n# Bytes lost in misreads")
    return damage_lost.main(arguments)
