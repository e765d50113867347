"""The character-frequency model that ships with fixenc; loaded at first use."""

from __future__ import annotations

from functools import cache

from fixenc import data
from fixenc.model.format import unpack
from fixenc.model.model import Model, pairs_of

__all__ = ["Model", "load", "pairs_of"]


@cache
def load() -> Model:
    """The model of the package, read once."""
    return Model(unpack(data.read("model.bin")))
