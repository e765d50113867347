"""The character-frequency model that ships with fixenc; loaded at first use."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from fixenc.model.format import unpack
from fixenc.model.model import Model, pairs_of

__all__ = ["Model", "load", "pairs_of"]

PATH = Path(__file__).parent.parent / "data" / "model.bin"


@cache
def load() -> Model:
    """The model of the package, read once."""
    return Model(unpack(PATH.read_bytes()))
