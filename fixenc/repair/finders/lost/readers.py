"""What readers do with bytes that they cannot show.

A *reader* is the encoding in which a text was misread. Where its table has no character for a byte
or a pair, something else stands there, or nothing at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from fixenc import codecs
from fixenc.repair.undoing.align import encoder

# What stands for a pair that a multi-byte reader does not know. Source: Windows and Java write
# ``?``, Windows in Japanese ``・``, browsers and Python U+FFFD.
MARKS = frozenset("?\ufffd")
MARKS_JAPANESE = MARKS | {"・"}


@dataclass(frozen=True, slots=True, eq=False)
class Reader:
    """How one encoding, when it is read wrongly, loses bytes.

    ``alone`` are the single bytes that it has no character for, ``leads`` those that begin a pair.
    ``space`` is the byte that it shows as a no-break space (which easily becomes a plain one), or
    -1. ``unseen`` are those of ``alone`` that it does have a character for, which no one sees: they
    may vanish, but no mark stands for them.
    """

    name: str
    single: bool
    marks: frozenset[str]
    alone: frozenset[int]
    leads: frozenset[int]
    space: int
    unseen: frozenset[int] = frozenset()

    def breaks(self, first: int, second: int) -> bool:
        """Whether ``first``, met before ``second``, cannot be shown."""
        if first in self.alone:
            return True
        return first in self.leads and not shows(self.name, bytes((first, second)))


@cache
def reader(name: str) -> Reader:
    """The reader for a canonical name of an encoding.

    >>> 0x81 in reader("cp1252").alone, reader("cp1252").space == 0xA0
    (True, True)
    >>> reader("cp949").breaks(0xEC, 0x9D)
    True
    """
    if codecs.lookup(name).kind is codecs.Kind.SINGLE:
        return _single(name)
    return _multi(name)


def reader_of(name: str, text: str) -> Reader:
    """The reader that showed ``text``, of those that go by one name.

    Windows knows nothing of the characters that Hong Kong added to Big5: of the pairs that UTF-8
    makes there, two in five of those that browsers show. What has none of them was not their work.
    """
    if name == "big5hkscs" and holds("cp950", text):
        return reader("cp950")
    return reader(name)


def holds(name: str, text: str) -> bool:
    """Whether a reader shows every character of a text for some byte or pair."""
    encode = encoder(name)
    return all(encode[char] != b"?" or char in "?\ufffd" for char in text)


def _single(name: str) -> Reader:
    table = codecs.charmap(name)
    space = next((b for b in range(0x80, 0x100) if table[b] == "\xa0"), -1)
    # neither are controls shown, and where they are lost a mark may tell
    unseen = frozenset(b for b in range(0x80, 0x100) if table[b] in "\xa0\xad")
    alone = {b for b in range(0x80, 0x100) if "\x80" <= table[b] <= "\x9f"} | unseen
    alone |= {b for b in range(0x80, 0x100) if not _is_defined(name, b)}
    return Reader(name, True, MARKS, frozenset(alone), frozenset(), space, unseen)


# The bytes that begin a pair (source: the WHATWG Encoding Standard).
_LEADS = {
    "cp932": frozenset({*range(0x81, 0xA0), *range(0xE0, 0xFD)}),
    "euc_jp": frozenset({0x8E, *range(0xA1, 0xFF)}),
}
_LEADS_OF_OTHERS = frozenset(range(0x81, 0xFF))


def _multi(name: str) -> Reader:
    leads = _LEADS.get(name, _LEADS_OF_OTHERS)
    alone = {b for b in range(0x80, 0x100) if not (b in leads or shows(name, bytes([b])))}
    if name == "gb18030":
        alone.add(0x80)  # the euro sign to some, nothing to others
    marks = MARKS_JAPANESE if name in ("cp932", "euc_jp") else MARKS
    space = 0xA0 if shows(name, b"\xa0") else -1
    if space >= 0:
        alone.add(space)
    return Reader(name, False, marks, frozenset(alone), leads, space)


def _is_defined(name: str, byte: int) -> bool:
    try:
        codecs.decode(bytes([byte]), name, holes=False)
    except UnicodeError:
        return False
    return True


@lru_cache(maxsize=1 << 15)
def shows(name: str, data: bytes) -> bool:
    """Whether the bytes are one character that readers see."""
    try:
        char = codecs.decode(data, name)
    except UnicodeError:
        return False
    return len(char) == 1 and not ("\ue000" <= char <= "\uf8ff" or "\x80" <= char <= "\x9f")


@cache
def tail(reader: Reader, byte: int, chars: str) -> str:
    """Those of the ASCII ``chars`` that a byte may have taken along."""
    return "".join([char for char in chars if reader.breaks(byte, ord(char))])
