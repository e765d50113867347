"""Signs and emoji of which a byte vanished: ``âŒ`` for ❌, ``â¤ï¸`` for ❤️, ``â•â•â•`` for ═══.

cp1252 has no character for five bytes, and many programs drop what stands for them. What is left of
a sign stands in no word, and no pairs of characters tell it, so that a list does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from fixenc import codecs
from fixenc.chains import Misread
from fixenc.repair.undoing.align import Unit

MISREAD = Misread("utf-8", "cp1252")
_UNSEEN = str.maketrans(dict.fromkeys("\x81\x8d\x8f\x90\x9d"))
# Signs that lose bytes so, but for those that as common ones leave alike (😁 and 😍, 📝 and 📁).
# Those of the second row leave what rarer ones leave too: 👏, 🙁, 🔐, ✍ and ◐. Source for what is
# common: Unicode's "Emoji Frequency".
_SIGNS = "❌❤⏰⏳⏱🏆🏠🎁🤝🐛🐳🐧←"
_LIKELY_SIGNS = "👍🙏🔍✏●"
_VARIANT = "\N{VARIATION SELECTOR-16}"
SURE, LIKELY = 0.95, 0.85
# Double lines, where three of their parts stand in a row; the last of them is the corner of ╚.
_LINE, _FROM, _TO = "═", "╚", "╝"


def _left(sign: str) -> str:
    """What is left of a sign."""
    return MISREAD.garble(sign).translate(_UNSEEN)


@cache
def _shown() -> Mapping[str, tuple[str, float]]:
    """The signs by what is left of them, and how sure each is."""
    found = {_left(sign): (sign, LIKELY) for sign in _LIKELY_SIGNS}
    return found | {_left(sign): (sign, SURE) for sign in _SIGNS}


@cache
def _pattern() -> re.Pattern[str]:
    continuing = re.escape("".join(codecs.charmap(MISREAD.read)[0x80:0xC0]))
    signs = "|".join(map(re.escape, _shown()))
    line = f"(?:{_left(_LINE)}(?![{continuing}])){{3,}}+"
    return re.compile(
        rf"(?<![^\W\d_])(?P<sign>{signs})(?P<variant>{_left(_VARIANT)})?(?![{continuing}])(?![^\W\d_])"
        rf"|(?P<whole>â[{continuing}]{{2}}){_left(_VARIANT)}(?![{continuing}])"
        f"|(?P<corner>{MISREAD.garble(_FROM)})?(?P<line>{line})"
    )


def stands_in(line: str) -> bool:
    """Whether anything that is left of a sign stands in a line.

    >>> stands_in("âŒ Error"), stands_in("âœ… Done"), stands_in("gâteau")
    (True, False, False)
    """
    return ("â" in line or "ð" in line) and _pattern().search(line) is not None


def found(line: str) -> Iterator[tuple[Unit, float]]:
    """What is left of signs in a line, with what it was, and how sure that is.

    >>> list(found("âŒ Error"))
    [(Unit(start=0, end=2, after='❌'), 0.95)]
    """
    for match in _pattern().finditer(line):
        if match["sign"]:
            sign, sure = _shown()[match["sign"]]
            yield Unit(*match.span(), sign + (_VARIANT if match["variant"] else "")), sure
            continue
        if match["whole"]:
            yield Unit(*match.span(), MISREAD.undo(match["whole"]) + _VARIANT), SURE
            continue
        after = _LINE * (len(match["line"]) // len(_left(_LINE)))
        if match["corner"]:
            closes = not line[match.end() : match.end() + 1].strip()
            after = _FROM + (after[:-1] + _TO if closes else after)
        yield Unit(*match.span(), after), SURE
