"""The package's data files, and the one place that opens them."""

from __future__ import annotations

# os.path, since pathlib takes 3 ms to import and the first repair waits for it.
from os.path import dirname, join


def read(name: str) -> bytes:
    """The bytes of the data file of that name; ``FileNotFoundError`` when there is none.

    >>> read("chains.toml")[:1]
    b'#'
    """
    with open(join(dirname(__file__), name), "rb") as file:
        return file.read()
