"""Which encodings and chains the harness draws from: the catalogues of fixenc, as data."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from fixenc import chains as known
from fixenc import codecs
from fixenc.chains import Chain
from fixenc.testing import damage

# Readers under which text goes through twice and more in files; others do so once.
AGAIN = ("utf-8>cp1252", "utf-8>iso8859-1", "utf-8>gb18030", "utf-8>cp1251", "utf-8>cp437")


@cache
def encoding_names() -> tuple[str, ...]:
    """The encodings of the catalogue that text can be written in, UTF-8 first."""
    names = [entry.name for entry in codecs.catalogue() if entry.kind is not codecs.Kind.STATEFUL]
    return ("utf-8", *(name for name in names if name != "utf-8"))


@cache
def misreads(lossless: bool | None = None) -> tuple[str, ...]:
    """The misreads of the catalogue: all, those that never lose a byte, or those that may."""
    found = map(str, known.misreads())
    return tuple(m for m in found if lossless is None or _reads_every_byte(m) is lossless)


@cache
def chain_names(max_depth: int = 1, lossless: bool | None = None) -> tuple[str, ...]:
    """The chains of up to ``max_depth`` misreads; the shortest first."""
    again = [name for name in AGAIN if lossless is None or _reads_every_byte(name) is lossless]
    found = list(misreads(lossless))
    ends = found
    for _ in range(max_depth - 1):
        ends = [f"{first}>{then}" for first in ends for then in again]
        found += ends
    return tuple(found)


def layers() -> tuple[str, ...]:
    """The chains by which text is garbled twice in the same way, as databases and editors do."""
    return tuple(f"{misread}>{misread}" for misread in AGAIN)


def spelt(chains: Iterable[Chain | str]) -> tuple[str, ...]:
    """The chains by their names; ``ChainError`` and ``EncodingNotFound`` as in ``Chain.parse``."""
    return tuple(str(c) if isinstance(c, Chain) else str(Chain.parse(c)) for c in chains)


def _reads_every_byte(misread: str) -> bool:
    read = misread.split(">")[1]
    return read not in damage.NOT_TABLES and "\ufffe" not in damage.table(read)
