"""Signs of Latin-1 that a reader of East Asian text shows as one character: ``Copyright 漏 2020``.

UTF-8 writes them in two bytes, which is one character there. One alone gains too few bits to be
believed, and so the places tell where such a sign stands: a year behind ©, numbers around ×, a
unit behind °. Nothing else in the line may be East Asian.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from fixenc.chains import Misread
from fixenc.repair.undoing.align import Unit

# Where each sign stands; ``X`` is what a reader shows for it.
_PLACES = {
    "©": r"X(?= ?(?:19|20)[0-9]{2}(?![0-9]))|(?<=[Cc]opyright )X|(?<=COPYRIGHT )X|(?<=\([Cc]\) )X",
    "®": r"(?<=[a-z]{2})X(?![^\W_])",
    "°": r"(?<=[0-9])X(?=[CF](?![A-Za-z]))|(?<=[0-9] )X(?=[CF](?![A-Za-z]))",
    "±": r"(?<=[0-9(])X(?=[0-9])|(?<=[0-9A-Za-z] )X(?= ?[0-9])",
    "×": r"(?<=[0-9])X(?=[0-9])|(?<=[0-9] )X(?= [0-9])",
    "²": r"(?<=[0-9 ][kcm]m)X(?![^\W_])|(?<=[0-9 ]m)X(?![^\W_])",
    "³": r"(?<=[0-9 ][kcm]m)X(?![^\W_])|(?<=[0-9 ]m)X(?![^\W_])",
    "µ": r"(?<=[0-9])X(?=[smgAVF](?![A-Za-z]))|(?<=[0-9] )X(?=[smgAVF](?![A-Za-z]))",
    "£": r"(?<=[A-Za-z] )X(?=[0-9])|(?<=\()X(?=[0-9])|X(?=[0-9]+\.[0-9]{2}(?![0-9]))",
    "§": r"(?<=[a-z.,;] )X(?= ?[0-9])|(?<=\()X(?= ?[0-9])",
    "\xa0": r"(?<=[ A-Za-z.,;:!?)])X+(?=[A-Za-z])|^X+(?=[A-Za-z])",
}
# Readers of pairs in which most of these are one character. In EUC-JP they are such as 速, which
# stands behind names in clean text.
_READERS = ("gb18030", "cp949", "big5hkscs")
_WIDE = re.compile("[\u1100-\u11ff\u2e80-\u9fff\ua960-\ud7ff\uf900-\ufaff\uff00-\uffef]")


@cache
def shown() -> Mapping[str, Mapping[str, str]]:
    """The signs by the characters that each reader shows for them.

    >>> shown()["gb18030"]["漏"], shown()["cp949"]["째"]
    ('©', '°')
    """
    found: dict[str, dict[str, str]] = {}
    for read in _READERS:
        for sign in _PLACES:
            char = sign.encode("utf-8").decode(read, "ignore")
            if len(char) == 1:
                found.setdefault(read, {})[char] = sign
    return found


@cache
def characters() -> str:
    """All of those characters, in order.

    >>> "漏" in characters(), "路" in characters()
    (True, False)
    """
    return "".join(sorted({char for signs in shown().values() for char in signs}))


@cache
def _pattern() -> re.Pattern[str]:
    ways = [
        _PLACES[sign].replace("X", char)
        for signs in shown().values()
        for char, sign in signs.items()
    ]
    return re.compile("|".join(dict.fromkeys(ways)))


def stands_in(line: str) -> bool:
    """Whether such a sign stands in a line where it may.

    >>> stands_in("Copyright 漏 2020 Smith"), stands_in("5 漏 6"), stands_in("水管漏 2020 次")
    (True, False, False)
    """
    return next(found(line), None) is not None


def found(line: str) -> Iterator[tuple[Misread, list[Unit]]]:
    """The signs of a line, with the misread that shows all that is East Asian in it.

    >>> [(str(misread), units) for misread, units in found("at 90 掳C 卤 5")]
    [('utf-8>gb18030', [Unit(start=6, end=7, after='°'), Unit(start=9, end=10, after='±')])]
    """
    first = _WIDE.search(line)  # one class, which takes a hundredth of what the places take
    if first is None or first[0] not in characters() or _pattern().search(line) is None:
        return
    wide = set(_WIDE.findall(line))
    for read, signs in shown().items():
        if wide <= signs.keys():
            units = [
                Unit(at, at + 1, signs[line[at]])
                for place in _pattern().finditer(line)
                for at in range(*place.span())
            ]
            if len(units) == len(_WIDE.findall(line)):
                yield Misread("utf-8", read), units
                return
