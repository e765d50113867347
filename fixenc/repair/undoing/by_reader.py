"""The misreads of the catalogue by the encoding that was read, with what is asked of each often."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from fixenc import chains
from fixenc.chains import Misread
from fixenc.repair.undoing.align import encoder
from fixenc.repair.undoing.families import EAST_ASIAN, Family, family, prior
from fixenc.repair.undoing.tables import tables

# The heat a line must have before misreads of a family are tried, in bits. Of garbled sentences
# the least was 9.8 for Latin read as Latin, 14 for Cyrillic, 35 for East Asian, 24 for UTF-8.
HEAT = {
    Family.UTF8_SINGLE: 4.0,
    Family.UTF8_CJK: 9.0,
    Family.LATIN_LATIN: 7.0,
    Family.LATIN_SINGLE: 7.0,
    Family.SINGLE_LATIN: 12.0,
    Family.SINGLE_SINGLE: 9.0,
    Family.SINGLE_CJK: 10.0,
    Family.CJK_LATIN: 25.0,
    Family.CJK_SINGLE: 25.0,
    Family.CJK_CJK: 20.0,
}


class Known(NamedTuple):
    """A misread, and what is asked of it in each window.

    ``due`` is the heat in bits from which on it is tried, ``number`` that of its table among those
    of single bytes, -1 for none.
    """

    misread: Misread
    due: float
    prior: float
    of_two: bool  # written in an East Asian encoding
    number: int


@cache
def by_reader() -> dict[str, tuple[Known, ...]]:
    """The misreads of the catalogue by the encoding that was read."""
    found: dict[str, list[Known]] = {}
    for misread in chains.misreads():
        found.setdefault(misread.read, []).append(
            Known(
                misread,
                HEAT[family(misread)],
                prior(misread),
                misread.written in EAST_ASIAN,
                tables().number(misread),
            )
        )
    return {read: tuple(known) for read, known in found.items()}


@cache
def of_utf8_by_reader() -> dict[str, tuple[Known, ...]]:
    """The misreads of UTF-8 by the encoding that was read."""
    found = {
        read: tuple(known for known in all_of if known.misread.written == "utf-8")
        for read, all_of in by_reader().items()
    }
    return {read: known for read, known in found.items() if known}


@cache
def of_two_bytes() -> tuple[str, ...]:
    """The encodings of several bytes that were read."""
    return tuple(read for read in by_reader() if not encoder(read).single)
