"""What the catalogue says of one encoding."""

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """How the bytes of an encoding are to be read.

    >>> Kind("single") is Kind.SINGLE
    True
    """

    ASCII = "ascii"
    """Seven bits: a byte above 0x7F is a defect."""
    SINGLE = "single"
    """One byte, one code point, by a table of 256."""
    MULTI = "multi"
    """One to four bytes a code point, no state between characters, ASCII kept as it is."""
    UNICODE = "unicode"
    """The UTF-8, UTF-16 and UTF-32 families."""
    STATEFUL = "stateful"
    """Escape sequences or shifts change the meaning of what follows; mostly seven bits."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """One encoding of the catalogue.

    ``name`` is what ``codecs.lookup(...).name`` gives. ``labels`` are in lower case, with the
    punctuation they are usually written with; ``lookup`` folds both. ``superset`` is the name
    of the encoding that browsers or Windows use in its place: it reads every byte string that
    this one reads; ``docs/encodings.md`` lists the few characters that differ. ``holes`` are
    the byte values that the strict table of a SINGLE encoding leaves undefined.

    >>> from fixenc.codecs import lookup
    >>> lookup("windows-1251").holes
    (152,)
    """

    name: str
    labels: tuple[str, ...]
    kind: Kind
    superset: str | None
    holes: tuple[int, ...]
    source: str
    description: str
