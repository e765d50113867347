"""Long sets of edits in little memory: an ``Edit`` takes 500 bytes and more, packed 5 to 90."""

from __future__ import annotations

import marshal
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, islice
from operator import eq, sub
from typing import overload

from fixenc.spans import Alternative, Certainty, Edit, Evidence, Kind

BLOCK = 1024  # edits that are packed together
# Of 12,751 edits of garbled French level 1 takes 6.8 bytes an edit and 1.0 µs, level 6 takes 5.5
# bytes and 1.5 µs; of Chinese 86 and 67 bytes, 4 and 11 to 25 µs.
LEVEL = 1


class Packing:
    """Edits on the way to be packed, for those who have them bit by bit."""

    __slots__ = ("_blocks", "_rest")

    def __init__(self) -> None:
        self._blocks: list[bytes] = []
        self._rest: list[Edit] = []

    def add(self, edits: Iterable[Edit]) -> None:
        """Put edits behind the others."""
        source = iter(edits)
        while more := list(islice(source, BLOCK - len(self._rest))):
            self._rest += more
            if len(self._rest) == BLOCK:
                self._blocks.append(_packed(self._rest))
                self._rest = []

    def done(self) -> Edits:
        """All that were put in."""
        return Edits._made(tuple(self._blocks), tuple(self._rest))


class Edits(Sequence[Edit]):
    """A sequence of edits that never changes, in all a tuple of them but for the memory it takes.

    It equals a tuple of equal edits and has its hash. Edits are made when they are asked for, a
    thousand at a time, so that going through them in order is quick and they are not the same
    objects twice.

    >>> edits = Edits([Edit(3, 5, "Ã©", "é")] * 3000)
    >>> len(edits), edits[2999].after, edits[1:3] == (edits[0], edits[0])
    (3000, 'é', True)
    """

    __slots__ = ("_blocks", "_latest", "_rest")

    _blocks: tuple[bytes, ...]  # of as many edits each
    _rest: tuple[Edit, ...]  # fewer, as they are
    _latest: tuple[int, tuple[Edit, ...]]  # the number of a block, and what is in it

    def __new__(cls, edits: Iterable[Edit] = ()) -> Edits:
        """The edits, which may be of this class already."""
        if type(edits) is cls:
            return edits
        packing = Packing()
        packing.add(edits)
        return packing.done()

    @classmethod
    def _made(cls, blocks: tuple[bytes, ...], rest: tuple[Edit, ...]) -> Edits:
        made = super().__new__(cls)
        made._blocks, made._rest, made._latest = blocks, rest, (-1, ())
        return made

    def __len__(self) -> int:
        return len(self._blocks) * BLOCK + len(self._rest)

    @overload
    def __getitem__(self, at: int) -> Edit: ...
    @overload
    def __getitem__(self, at: slice) -> Edits: ...
    def __getitem__(self, at: int | slice) -> Edit | Edits:
        if isinstance(at, slice):
            return Edits(self[number] for number in range(*at.indices(len(self))))
        number, place = divmod(range(len(self))[at], BLOCK)
        return self._block(number)[place]

    def __iter__(self) -> Iterator[Edit]:
        for block in self._blocks:
            yield from _unpacked(block)
        yield from self._rest

    def _block(self, number: int) -> tuple[Edit, ...]:
        if number == len(self._blocks):
            return self._rest
        latest = self._latest  # one look: another thread may ask for another block meanwhile
        if latest[0] != number:
            latest = self._latest = number, _unpacked(self._blocks[number])
        return latest[1]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Edits | tuple):
            return NotImplemented
        return len(self) == len(other) and all(map(eq, self, other))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))

    def __reduce__(self) -> tuple[type[Edits], tuple[tuple[Edit, ...]]]:
        return Edits, (tuple(self),)


def _packed(edits: Sequence[Edit]) -> bytes:
    """A block of edits: by columns, which repeat themselves more than the edits do."""
    starts = [edit.start for edit in edits]
    columns = [
        list(map(sub, starts, [0, *starts])),
        [edit.end - edit.start for edit in edits],
        [edit.before for edit in edits],
        [edit.after for edit in edits],
        [edit.chain for edit in edits],
        [edit.kind.value for edit in edits],
        [edit.certainty.value for edit in edits],
        [edit.confidence for edit in edits],
        [[(term.name, term.bits) for term in edit.evidence] for edit in edits],
        [[(a.after, a.chain, a.confidence) for a in edit.alternatives] for edit in edits],
    ]
    # Never written to a file: marshal is of one version of Python, but takes lone surrogates.
    return zlib.compress(marshal.dumps(columns), LEVEL)


def _unpacked(block: bytes) -> tuple[Edit, ...]:
    gaps, *columns = marshal.loads(zlib.decompress(block))
    return tuple(map(_edit, accumulate(gaps), *columns))


def _edit(
    start: int,
    length: int,
    before: str,
    after: str,
    chain: str,
    kind: str,
    certainty: str,
    confidence: float,
    evidence: Iterable[tuple[str, float]],
    alternatives: Iterable[tuple[str, str, float]],
) -> Edit:
    return Edit(
        start,
        start + length,
        before,
        after,
        chain,
        Kind(kind),
        Certainty(certainty),
        confidence,
        tuple([Evidence(*term) for term in evidence]),
        tuple([Alternative(*other) for other in alternatives]),
    )
