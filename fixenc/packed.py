"""Long rows of edits and of damage in little memory.

An ``Edit`` takes 500 bytes and more; packed it is 5 to 90. A text that is garbled all over has one
for each ten of its bytes.
"""

from __future__ import annotations

import marshal
import zlib
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, islice
from operator import eq, sub
from typing import Any, Generic, Self, TypeVar, overload

from fixenc.spans import Alternative, Certainty, Damage, Edit, Evidence, Kind

BLOCK = 1024  # items that are packed together
# Of 12,751 edits of garbled French level 1 takes 6.8 bytes an edit and 1.0 µs, level 6 takes 5.5
# bytes and 1.5 µs; of Chinese 86 and 67 bytes, 4 and 11 to 25 µs.
LEVEL = 1

Plain = dict[str, Any]
Item = TypeVar("Item", bound=Edit | Damage | Plain)
Columns = list[Any]


class Packed(Sequence[Item]):
    """A sequence that never changes, in all a tuple but for the memory it takes.

    It equals a tuple of equal items and has its hash. Items are made when they are asked for, a
    thousand at a time: to go through them in order is quick, and they are not the same objects
    twice.
    """

    __slots__ = ("_blocks", "_latest", "_rest")

    _blocks: tuple[bytes, ...]  # of as many items each
    _rest: tuple[Item, ...]  # fewer, as they are
    _latest: tuple[int, tuple[Item, ...]]  # the number of a block, and what is in it

    def __init__(self, items: Iterable[Item] = ()) -> None:
        if not isinstance(items, type(self)):
            packing = Packing(type(self))
            packing.add(items)
            items = packing.done()
        self._blocks, self._rest, self._latest = items._blocks, items._rest, (-1, ())

    @classmethod
    def made(cls, blocks: Iterable[bytes], rest: Iterable[Item]) -> Self:
        """Of blocks that ``pack`` made, and fewer items than make a block."""
        packed = cls.__new__(cls)
        packed._blocks, packed._rest, packed._latest = tuple(blocks), tuple(rest), (-1, ())
        return packed

    @staticmethod
    @abstractmethod
    def columns(items: Sequence[Item]) -> Columns:
        """Items as columns of plain data, which repeat themselves more than the items do."""

    @staticmethod
    @abstractmethod
    def items(columns: Columns) -> Iterable[Item]:
        """The items of ``columns``."""

    @classmethod
    def pack(cls, items: Sequence[Item]) -> bytes:
        """A block of items."""
        # Never written to a file: marshal is of one version of Python, but takes lone surrogates.
        return zlib.compress(marshal.dumps(cls.columns(items)), LEVEL)

    def _unpacked(self, block: bytes) -> tuple[Item, ...]:
        return tuple(self.items(marshal.loads(zlib.decompress(block))))

    def __len__(self) -> int:
        return len(self._blocks) * BLOCK + len(self._rest)

    @overload
    def __getitem__(self, at: int) -> Item: ...
    @overload
    def __getitem__(self, at: slice) -> Self: ...
    def __getitem__(self, at: int | slice) -> Item | Self:
        if isinstance(at, slice):
            return type(self)(self[number] for number in range(*at.indices(len(self))))
        number, place = divmod(range(len(self))[at], BLOCK)
        return self._block(number)[place]

    def __iter__(self) -> Iterator[Item]:
        for block in self._blocks:
            yield from self._unpacked(block)
        yield from self._rest

    def _block(self, number: int) -> tuple[Item, ...]:
        if number == len(self._blocks):
            return self._rest
        latest = self._latest  # one look: another thread may ask for another block meanwhile
        if latest[0] != number:
            latest = self._latest = number, self._unpacked(self._blocks[number])
        return latest[1]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, type(self) | tuple):
            return NotImplemented
        return len(self) == len(other) and all(map(eq, self, other))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))

    def __reduce__(self) -> tuple[type[Self], tuple[tuple[Item, ...]]]:
        return type(self), (tuple(self),)


class Packing(Generic[Item]):
    """Items on the way to be packed, for those who have them bit by bit."""

    __slots__ = ("_blocks", "_kind", "_rest")

    def __init__(self, kind: type[Packed[Item]]) -> None:
        self._kind = kind
        self._blocks: list[bytes] = []
        self._rest: list[Item] = []

    def add(self, items: Iterable[Item]) -> None:
        """Put items behind the others."""
        source = iter(items)
        while more := list(islice(source, BLOCK - len(self._rest))):
            self._rest += more
            if len(self._rest) == BLOCK:
                self._blocks.append(self._kind.pack(self._rest))
                self._rest = []

    def done(self) -> Packed[Item]:
        """All that were put in."""
        return self._kind.made(self._blocks, self._rest)


class Edits(Packed[Edit]):
    """Edits, packed.

    >>> edits = Edits([Edit(3, 5, "Ã©", "é")] * 3000)
    >>> len(edits), edits[2999].after, edits[1:3] == (edits[0], edits[0])
    (3000, 'é', True)
    """

    __slots__ = ()

    @staticmethod
    def columns(items: Sequence[Edit]) -> Columns:
        """The fields, with a length for the end, and what is nested as tuples."""
        return [
            *_spans(items),
            [edit.before for edit in items],
            [edit.after for edit in items],
            [edit.chain for edit in items],
            [edit.kind.value for edit in items],
            [edit.certainty.value for edit in items],
            [edit.confidence for edit in items],
            [[(term.name, term.bits) for term in edit.evidence] for edit in items],
            [[(a.after, a.chain, a.confidence) for a in edit.alternatives] for edit in items],
        ]

    @staticmethod
    def items(columns: Columns) -> Iterable[Edit]:
        """The edits again."""
        gaps, *others = columns
        return map(_edit, accumulate(gaps), *others)


class Damages(Packed[Damage]):
    """Damage, packed.

    >>> Damages([Damage(3, 5, "lost")])
    (Damage(start=3, end=5, reason='lost', lost=1.0),)
    """

    __slots__ = ()

    @staticmethod
    def columns(items: Sequence[Damage]) -> Columns:
        """The fields, with a length for the end."""
        reasons = [damage.reason for damage in items]
        return [*_spans(items), reasons, [damage.lost for damage in items]]

    @staticmethod
    def items(columns: Columns) -> Iterable[Damage]:
        """The damage again."""
        gaps, *others = columns
        return map(_damage, accumulate(gaps), *others)


class Rows(Packed[Plain]):
    """Plain data for JSON, packed: what reports tell of edits and damage.

    >>> Rows({"line": number} for number in range(3000))[2999]
    {'line': 2999}
    """

    __slots__ = ()

    @staticmethod
    def columns(items: Sequence[Plain]) -> Columns:
        """The rows; their keys are the same strings, which marshal writes once."""
        return list(items)

    @staticmethod
    def items(columns: Columns) -> Iterable[Plain]:
        """The rows again."""
        return columns


def _spans(items: Sequence[Edit] | Sequence[Damage]) -> tuple[list[int], list[int]]:
    """How far each begins behind the one before, and how long each is."""
    starts = [item.start for item in items]
    return list(map(sub, starts, [0, *starts])), [item.end - item.start for item in items]


def _damage(start: int, length: int, reason: str, lost: float) -> Damage:
    return Damage(start, start + length, reason, lost)


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
