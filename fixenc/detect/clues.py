"""What the stages know of a file before they look at its characters."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clues:
    """A file's bytes, what it declares, its share of control bytes, whether witnesses may speak.

    ``said`` is the canonical name of the encoding that the file declares, ``told`` of the one that
    came with it, as in a header of HTTP.
    """

    data: bytes
    said: str | None
    controls: float
    witnesses: bool
    told: str | None = None
