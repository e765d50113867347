"""What readers do with bytes that they cannot show.

A *reader* is the encoding in which a text was misread. Where its table has no character for a byte
or a pair, something else stands there, or nothing at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from fixenc import codecs

# What stands for a pair that a multi-byte reader does not know. Source: Windows and Java write
# ``?``, Windows in Japanese ``・``, browsers and Python U+FFFD.
MARKS = frozenset("?\ufffd")
MARKS_JAPANESE = MARKS | {"・"}
# ASCII that ``?`` took along with the byte before it; the rest are trail bytes in some reader.
# The bits say how much rarer they are there than the space.
EATEN = {" ": 0.0} | dict.fromkeys("\"'", 4.0) | dict.fromkeys("),<", 5.0)
EATEN |= dict.fromkeys("(>.$/:;-=*&#%+!0", 8.0)

_TRAILS = range(0x40, 0x100)
_ASCII_TRAILS = range(0x20, 0x80)


@dataclass(frozen=True, slots=True, eq=False)
class Reader:
    """How one encoding, when it is read wrongly, loses bytes.

    ``pairs`` are the pairs of bytes that it has no character for, and ``alone`` the single bytes.
    ``leads`` begin a pair; ``defined`` are the pairs it knows. ``space`` is the byte that it shows
    as a no-break space (which easily becomes a plain one), or -1.
    """

    name: str
    single: bool
    marks: frozenset[str]
    alone: frozenset[int]
    leads: frozenset[int]
    pairs: frozenset[tuple[int, int]]
    defined: frozenset[tuple[int, int]]
    space: int

    def breaks(self, first: int, second: int) -> bool:
        """Whether ``first``, met before ``second``, cannot be shown."""
        if first in self.alone:
            return True
        return first in self.leads and (first, second) not in self.defined


@cache
def reader(name: str) -> Reader:
    """The reader for a canonical name of an encoding.

    >>> 0x81 in reader("cp1252").alone, reader("cp1252").space == 0xA0
    (True, True)
    >>> (0xEC, 0x9D) in reader("cp949").pairs
    True
    """
    if codecs.lookup(name).kind is codecs.Kind.SINGLE:
        return _single(name)
    return _multi(name)


def _single(name: str) -> Reader:
    table = codecs.charmap(name)
    space = next((b for b in range(0x80, 0x100) if table[b] == "\xa0"), -1)
    # controls are not shown, and neither is the soft hyphen
    alone = {b for b in range(0x80, 0x100) if table[b] == "\xad" or "\x80" <= table[b] <= "\x9f"}
    if space >= 0:
        alone.add(space)
    nothing: frozenset[tuple[int, int]] = frozenset()
    return Reader(name, True, MARKS, frozenset(alone), frozenset(), nothing, nothing, space)


# The bytes that begin a pair (source: the WHATWG Encoding Standard).
_LEADS = {
    "cp932": frozenset({*range(0x81, 0xA0), *range(0xE0, 0xFD)}),
    "euc_jp": frozenset({0x8E, *range(0xA1, 0xFF)}),
}
_LEADS_OF_OTHERS = frozenset(range(0x81, 0xFF))


def _multi(name: str) -> Reader:
    leads = _LEADS.get(name, _LEADS_OF_OTHERS)
    defined = {
        (a, b)
        for a in leads
        for b in (*_ASCII_TRAILS, *range(0x80, 0x100))
        if _shown(bytes([a, b]), name)
    }
    alone = {b for b in range(0x80, 0x100) if not (b in leads or _shown(bytes([b]), name))}
    if name == "gb18030":
        alone.add(0x80)  # the euro sign to some, nothing to others
    pairs = {(a, b) for a in leads for b in _TRAILS if b >= 0x80 and (a, b) not in defined}
    marks = MARKS_JAPANESE if name in ("cp932", "euc_jp") else MARKS
    return Reader(
        name, False, marks, frozenset(alone), leads, frozenset(pairs), frozenset(defined), -1
    )


def _shown(data: bytes, name: str) -> bool:
    """Whether the bytes are one character that readers see."""
    try:
        char = codecs.decode(data, name)
    except UnicodeError:
        return False
    return len(char) == 1 and not ("\ue000" <= char <= "\uf8ff" or "\x80" <= char <= "\x9f")
