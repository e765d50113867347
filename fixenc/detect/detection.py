"""Detection: what the detector says of a file's bytes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from fixenc import codecs

# The encodings whose codecs skip a byte order mark themselves.
SKIPPING = ("utf-8-sig", "utf-16", "utf-32")


@dataclass(frozen=True, slots=True)
class Defect:
    """A run of bytes that do not decode: ``data`` stands at byte ``offset``.

    The text has U+FFFD for it, once or more often: for each ill-formed sequence.

    >>> import fixenc
    >>> fixenc.detect("Grüße, déjà vu".encode() + b"\\xff").defects
    (Defect(offset=18, data=b'\\xff'),)
    """

    offset: int
    data: bytes


def defects_of(data: bytes, ranges: Iterable[tuple[int, int]]) -> tuple[Defect, ...]:
    """The defects of ``data`` by byte ranges, in order; those that touch are one.

    >>> defects_of(b"a\\xe0\\x81b", [(1, 2), (2, 3)])
    (Defect(offset=1, data=b'\\xe0\\x81'),)
    """
    joined: list[tuple[int, int]] = []
    for start, end in ranges:
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(Defect(start, data[start:end]) for start, end in joined)


@dataclass(frozen=True, slots=True)
class Segment:
    """The bytes ``start:end`` (half open) of a file of mixed encodings are in ``encoding``.

    >>> import fixenc
    >>> lines = ["Встреча в половине шестого.\\n".encode(), "Приходите все!\\n".encode("cp1251")]
    >>> [(s.start, s.end, s.encoding) for s in fixenc.detect(b"".join(lines)).segments]
    [(0, 51, 'utf-8'), (51, 66, 'cp1251')]
    """

    start: int
    end: int
    encoding: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Guess:
    """An encoding that the bytes may be in, with its probability, 0 to 1.

    >>> import fixenc
    >>> [guess.encoding for guess in fixenc.detect("Größe".encode("cp1252")).alternatives]
    ['cp1253']
    """

    encoding: str
    confidence: float
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Detection:
    """What the detector says of ``data``.

    ``encoding`` is Python's canonical name, or None with a ``reason`` (``"binary"``).
    No bytes at all are ASCII. ``confidence`` is a probability in [0, 1]. ``bom`` is the byte
    order mark that ``data`` begins with; ``defects`` are byte ranges of ``data`` that do not
    decode, in order. ``segments`` is empty unless the encodings are mixed; then they cover all
    bytes, in order, and ``encoding`` is that of most of the bytes above 0x7F. ``evidence`` holds
    named terms in bits: the margins that ``confidence`` was made from. ``variant`` tells CESU-8
    and modified UTF-8 from UTF-8; ``cut`` counts the bytes of a cut character at the start
    and at the end, which are no defect of the text.

    >>> from fixenc.detect import detect
    >>> found = detect("Блины с мёдом".encode("koi8-r"))
    >>> found.encoding, found.decode()
    ('koi8-r', 'Блины с мёдом')
    """

    data: bytes = field(repr=False)
    encoding: str | None
    confidence: float
    reason: str | None = None
    language: str | None = None
    bom: bytes = b""
    declared: str | None = None
    defects: tuple[Defect, ...] = ()
    segments: tuple[Segment, ...] = ()
    alternatives: tuple[Guess, ...] = ()
    evidence: tuple[tuple[str, float], ...] = ()
    variant: str | None = None
    cut: tuple[int, int] = (0, 0)
    # The text, where finding the encoding meant decoding all of it.
    decoded: str | None = field(default=None, repr=False, compare=False)

    def decode(self) -> str:
        """The text of all bytes; U+FFFD for what does not decode, no byte order mark.

        Bytes of no encoding (``encoding`` is None) are read as latin-1, so that nothing is lost.
        """
        if self.decoded is not None:
            return self.decoded
        if self.encoding is None:
            return self.data.decode("latin-1")
        parts = self.segments or (Segment(0, len(self.data), self.encoding, 1.0),)
        text = "".join(
            codecs.decode_with_defects(self.data[s.start : s.end], s.encoding)[0] for s in parts
        )
        own = self.bom and self.encoding not in SKIPPING
        return text.removeprefix("\ufeff") if own else text
