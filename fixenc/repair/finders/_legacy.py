"""Older encodings misread with losses: bytes that were shown as nothing, or as a space.

Nothing in the bytes tells where one is missing. So the misread is taken from the candidates of the
line, and a byte may have vanished anywhere; only the model says where.
"""

from __future__ import annotations

from collections.abc import Iterator

from fixenc import codecs
from fixenc.chains import Misread
from fixenc.model import Model
from fixenc.repair.align import encoder
from fixenc.repair.candidates import Candidate, candidates
from fixenc.repair.decide import EAST_ASIAN
from fixenc.repair.finders._beam import Search, Zone, costs_of
from fixenc.repair.finders._losses import losses
from fixenc.repair.finders._readers import reader
from fixenc.repair.finders._utf8 import Found
from fixenc.repair.finders._writers import legacy

# A byte that vanishes costs less here than in UTF-8, where one never vanishes alone: the readers
# are those that show a soft hyphen or a control for it, and then all of them vanish.
VANISHED = 2.0
# Readers whose tables differ only in what they show of 0x80 to 0x9F.
_TWINS = {"iso8859-1": "cp1252", "cp1252": "iso8859-1"}


def read_legacy(known: Model, line: str) -> Iterator[Found]:
    """The likeliest run of a line in an older encoding, read with losses."""
    found = [c for c in candidates(known, line) if _may_lose(c.misread)]
    if not found:
        return
    best = max(found, key=lambda c: (c.rank, str(c.misread)))
    start, end = _widened(line, best)
    yield _read(known, line, best, best.misread, start, end)
    if best.misread.read in _TWINS:
        twin = Misread(best.misread.written, _TWINS[best.misread.read])
        yield _read(known, line, best, twin, start, end)


def _may_lose(misread: Misread) -> bool:
    if misread.written in ("utf-8", "euc_jp"):
        return False
    return codecs.lookup(misread.read).kind is codecs.Kind.SINGLE


def _widened(line: str, best: Candidate) -> tuple[int, int]:
    """The run and what belongs to it: letters that could not be undone, and a space at the end."""
    start, end = best.start, best.end
    while start and line[start - 1] > "\x7f":
        start -= 1
    while end < len(line) and line[end] > "\x7f":
        end += 1
    if best.misread.written in EAST_ASIAN:
        end += len(line[end : end + 1].strip())  # a trail byte may be ASCII
    elif line[end : end + 1] == " ":
        end += 1
    return start, end


def _read(
    known: Model, line: str, best: Candidate, misread: Misread, start: int, end: int
) -> Found:
    encode = encoder(misread.read)
    parts = [encode[char] for char in line]
    lossy = reader(misread.read)
    present = frozenset(p[0] for p in parts if len(p) == 1) & lossy.alone
    writer = legacy(misread.written)
    search = Search(
        line,
        parts,
        writer,
        losses(lossy, writer, present, VANISHED),
        frozenset("\ufffd"),
        costs_of(known, known.languages.index(best.gained.language)),
    )
    zone = Zone(start, end, True)
    found = search.read(start, end, [zone], frozenset(range(start, end + 1)))
    return Found(misread, tuple(found), 0.0)
