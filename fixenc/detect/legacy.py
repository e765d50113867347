"""Stage 4: legacy encodings, ranked by the model on what the bytes would say in each.

Every candidate reads the same bytes; what is compared is the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from fixenc import codecs
from fixenc.detect.race import BEHIND, Race, Ranked
from fixenc.detect.sample import around
from fixenc.detect.utf8 import RUN


def rank(
    found: list[bytes],
    *,
    favours: Mapping[str, float] | None = None,
    only: Iterable[str] | None = None,
) -> list[Ranked]:
    """The candidates by what they make of pieces of a file, the best first.

    ``favours`` gives bits in favour of encodings; ``only`` restricts the candidates.
    """
    race = Race(favours or {}, only)
    race.run_all(found)
    return race.ranked()


def rank_file(data: bytes, found: list[bytes], favours: Mapping[str, float]) -> list[Ranked]:
    """The candidates by what they make of a whole file, the best first.

    ``found`` are its pieces.

    The pieces of the file that are read hold every byte value above 0x7F that it has, when the
    best is a single-byte encoding: then candidates that give the sample the same text give the
    file the same text.
    """
    race = Race(favours, None)
    race.run_all(found)
    if not race.runners:
        return []
    best = [r.candidate for r in race.runners if r.key == race.runners[0].key]
    if len(best) > 1:
        unseen = bytes(set(data.translate(None, race.seen)))
        places = (data.index(byte) for byte in _told_apart([c.name for c in best], unseen))
        more = [around(data, place, 0, len(data))[0] for place in places]
        if more:
            race.run(RUN.sub(b" ", b"\n".join(more)), BEHIND[-1])
    return race.ranked()


def _told_apart(names: list[str], unseen: bytes) -> Iterator[int]:
    """The bytes that do not stand for the same character in all single-byte encodings."""
    if unseen and all(codecs.lookup(name).kind is codecs.Kind.SINGLE for name in names):
        tables = [codecs.charmap(name) for name in names]
        yield from (byte for byte in unseen if len({table[byte] for table in tables}) > 1)
