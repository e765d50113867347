"""The character-frequency model that ships with fixenc; loaded at first use."""

from __future__ import annotations

from functools import cache

from fixenc import data
from fixenc.model.format import unpack
from fixenc.model.model import Model, pairs_of

__all__ = ["Model", "digest", "load", "pairs_of"]


@cache
def load() -> Model:
    """The model of the package, read once."""
    return Model(unpack(data.read("model.bin")))


@cache
def digest() -> str:
    """The SHA-256 of the model file in hexadecimal: with the version, it says what fixenc does.

    >>> len(digest())
    64
    """
    from hashlib import sha256  # 2 ms with OpenSSL, and only reports ask

    return sha256(data.read("model.bin")).hexdigest()
