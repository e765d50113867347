"""Where the makers of texts get their choices from: a seeded generator, or hypothesis.

Everything is drawn as a number below another, and 0 always makes the simpler text, so that what
hypothesis shrinks towards is the smallest example.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Protocol, TypeVar

Item = TypeVar("Item")


class Chooser(Protocol):
    """Makes choices."""

    def below(self, limit: int) -> int:
        """A number from 0 to ``limit - 1``."""


class RandomChooser:
    """Choices of a generator of random numbers: a seed gives the same ones again."""

    def __init__(self, seed: int | str) -> None:
        self._below = Random(seed).randrange

    def below(self, limit: int) -> int:
        """A number from 0 to ``limit - 1``."""
        return self._below(limit)


def pick(chooser: Chooser, items: Sequence[Item]) -> Item:
    """One of the items; the first is the simplest."""
    return items[chooser.below(len(items))]


def more(chooser: Chooser, have: int, least: int, usual: int) -> bool:
    """Whether a list that has ``have`` items goes on: always below ``least``, then mostly up to
    about ``usual`` items.

    A list that asks before each item loses single items when it is shrunk.
    """
    return have < least or chooser.below(usual - least + 2) > 0
