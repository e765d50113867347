"""Misreads and chains of them: how text is garbled, and how that is undone.

A misread is text *written* in one encoding and *read* as another, spelt ``utf-8>cp1252``. A chain
is one misread after the other, in the order in which they befell the text:
``utf-8>gb18030>utf-8>cp1252`` was read as GB 18030 first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from fixenc import codecs, data
from fixenc.errors import ChainError


def canonical(label: str) -> str:
    """The name by which chains call an encoding: of a multibyte one, its superset's.

    Raises ``EncodingNotFound`` for a label that no encoding goes by.

    >>> canonical("GBK"), canonical("Windows-1251")
    ('gb18030', 'cp1251')
    """
    entry = codecs.lookup(label)
    if entry.kind is codecs.Kind.MULTI and entry.superset is not None:
        return canonical(entry.superset)
    return entry.name


@dataclass(frozen=True, slots=True)
class Misread:
    """Text written in one encoding and read as another; both are canonical names."""

    written: str
    read: str

    def __str__(self) -> str:
        return f"{self.written}>{self.read}"

    def garble(self, text: str, *, holes: bool = True) -> str:
        """What readers see; ``ChainError`` when ``text`` cannot pass.

        With ``holes``, bytes that the table read leaves undefined become controls, as in
        browsers; without, they are an error, as in strict decoders.
        """
        try:
            return codecs.decode(codecs.encode(text, self.written), self.read, holes=holes)
        except UnicodeError as error:
            raise ChainError(f"this text cannot pass {self}: {error}") from None

    def undo(self, text: str) -> str:
        """The text as written; ``ChainError`` when what is there cannot come of this misread."""
        try:
            return codecs.decode(codecs.encode(text, self.read), self.written)
        except UnicodeError as error:
            if self.read == "gb18030" and "€" in text:
                return self._undo_euro(text)
            raise ChainError(f"{self} did not give this text: {error}") from None

    def _undo_euro(self, text: str) -> str:
        """``undo`` where readers of GBK saw byte 0x80 as the euro sign."""
        try:
            return codecs.decode(codecs.encode(text, self.read, euro80=True), self.written)
        except UnicodeError as error:
            raise ChainError(f"{self} did not give this text: {error}") from None


@dataclass(frozen=True, slots=True)
class Chain:
    """Misreads in the order in which they befell a text.

    >>> chain = Chain.parse("utf-8>windows-1252")
    >>> str(chain), chain.garble("é"), chain.undo("Ã©")
    ('utf-8>cp1252', 'Ã©', 'é')
    """

    misreads: tuple[Misread, ...]

    def __str__(self) -> str:
        return ">".join(map(str, self.misreads))

    @classmethod
    def parse(cls, spelling: str) -> Chain:
        """The chain that is spelt so, by any labels.

        Raises ``ChainError`` for a spelling that is not pairs of encodings joined by ``>``, and
        ``EncodingNotFound`` for a label that no encoding goes by.
        """
        names = [part.strip() for part in spelling.split(">")]
        if len(names) % 2:
            raise ChainError(
                f"{spelling!r} is not a chain: write pairs such as utf-8>cp1252, or"
                " utf-8>gbk>utf-8>gbk for two"
            )
        found = [canonical(name) for name in names]
        return cls(tuple(Misread(*found[i : i + 2]) for i in range(0, len(found), 2)))

    def garble(self, text: str, *, holes: bool = True) -> str:
        """The text garbled; ``ChainError`` when it cannot pass."""
        for misread in self.misreads:
            text = misread.garble(text, holes=holes)
        return text

    def undo(self, text: str) -> str:
        """The garbled text as first written; ``ChainError`` when it cannot come of this chain.

        ``undo(garble(text)) == text`` wherever ``is_lossless(text)``.
        """
        for misread in reversed(self.misreads):
            text = misread.undo(text)
        return text

    def is_lossless(self, text: str) -> bool:
        """Whether ``undo`` gives ``text`` back after ``garble``."""
        try:
            return self.undo(self.garble(text)) == text
        except ChainError:
            return False


@dataclass(frozen=True, slots=True)
class Known:
    """A misread of the catalogue, where it comes about, and a word before and after it."""

    misread: Misread
    source: str
    example: tuple[str, str]


@cache
def misreads() -> tuple[Misread, ...]:
    """The misreads of ``data/chains.toml``, in its order, without the rest that it tells of them.

    They are found by a pattern: to parse the file takes 9 ms, which a first repair would wait for.
    """
    found = re.findall('^"(.+)>(.+)" = ', _listed(), re.MULTILINE)
    return tuple(Misread(written, read) for written, read in found)


@cache
def catalogue() -> tuple[Known, ...]:
    """The misreads of ``data/chains.toml``, with their sources and examples."""
    import tomllib

    table = tomllib.loads(_listed())
    return tuple(
        Known(Misread(*name.split(">")), group["source"], (example[0], example[1]))
        for group in table["from"]
        for name, example in group.items()
        if name != "source"
    )


def _listed() -> str:
    return data.read("chains.toml").decode()
