"""Answers kept for the text asked about last, which several finders ask about one after another."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from operator import is_
from typing import Generic, TypeVar, TypeVarTuple

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


class kept(Generic[*Ts, T]):
    """Keep the latest answer of a function, for arguments that are the same objects.

    Unlike ``functools.lru_cache`` this takes no hash, which for 10 MB of text takes as long as to
    decode it.

    >>> @kept
    ... def length(text: str) -> list[int]:
    ...     return [len(text)]
    >>> text = "café"
    >>> length(text) is length(text), length(text) is length("caf" + chr(233))
    (True, False)
    """

    def __init__(self, make: Callable[[*Ts], T]) -> None:
        self._make = make
        self._latest: tuple[tuple[*Ts], T] | None = None
        update_wrapper(self, make)

    def __call__(self, *given: *Ts) -> T:
        """The answer for these arguments."""
        latest = self._latest  # one look: another thread may ask about another text meanwhile
        if latest is not None and all(map(is_, latest[0], given)):
            return latest[1]
        answer = self._make(*given)
        self._latest = (given, answer)
        return answer

    def cache_clear(self) -> None:
        """Forget the latest answer."""
        self._latest = None
