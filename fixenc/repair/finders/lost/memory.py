"""What searches keep to ask for again: all of them together no more than so much.

There is a search for each reader, writer and language, and for what the line at hand shows, so a
limit for each would be none for a process that mends text for days.
"""

from __future__ import annotations

from typing import TypeVar
from weakref import ref

K = TypeVar("K")
V = TypeVar("V")

MOST = 1 << 18  # answers; those of one search are forgotten together with all others


class Memory:
    """How much is kept, and where; its length is the number of places.

    ``most`` is how many answers are kept, those of all places together.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._size = 0
        self._parts: dict[int, ref[Kept[object, object]]] = {}

    def __len__(self) -> int:
        return len(self._parts)

    def join(self, part: Kept[object, object]) -> None:
        """Let a part be forgotten with the others."""
        number = id(part)
        self._parts[number] = ref(part, lambda _: self._parts.pop(number, None))

    def count(self, more: int) -> None:
        """Count so many more answers; when there are too many, all are forgotten."""
        self._size += more
        if self._size >= self.most:
            self._size = 0
            for part in list(self._parts.values()):
                if (kept := part()) is not None:
                    kept.clear()


MEMORY = Memory(MOST)
count = MEMORY.count


class Kept(dict[K, V]):
    """Some answers by what was asked. Any of them may be gone whenever another one is kept.

    >>> kept = Kept[str, int]()
    >>> kept.keep("é", 1), kept["é"]
    (1, 1)
    """

    __slots__ = ("__weakref__",)

    def __init__(self) -> None:
        super().__init__()
        MEMORY.join(self)  # type: ignore[arg-type]

    def keep(self, key: K, value: V, size: int = 1) -> V:
        """Keep an answer that takes the room of ``size`` small ones, and give it back."""
        count(size)
        self[key] = value
        return value
