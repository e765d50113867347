"""Cyrillic garbled twice as cp1251 shows it, without the one byte that has no character there.

Read as cp1251, м is D0 BC: Рј. Read so again, that is D0 A0 D1 98, and 98 is nothing: ``Р С``. The
commonest letters are left of all that have this byte somewhere: м, ё (``РЎвЂ``) and И (``Р В``).
"""

from __future__ import annotations

import re
from functools import cache

from fixenc import codecs
from fixenc.chains import Misread

MISREAD = Misread("utf-8", "cp1251")
CONTROL = "\x98"
LEAST = 3  # letters garbled twice, in a row that is taken for such text


@cache
def _next() -> str:
    """The characters of the bytes that continue one of UTF-8, but for the unseen ones, a class."""
    table = codecs.charmap(MISREAD.read)
    return "".join(
        re.escape(table[byte]) for byte in range(0x80, 0xC0) if table[byte].isprintable()
    )


@cache
def _letter() -> re.Pattern[str]:
    """A letter of Cyrillic garbled twice."""
    return re.compile(f"(?:Р[ \xa0]|РЎ)(?:[РСВ][{_next()}]|в[{_next()}]{{2}})")


@cache
def _halved() -> re.Pattern[str]:
    """What is left of a letter of which 98 was a byte.

    A space behind м is one; else it was a no-break space: in ц (``РЎвЂ ``), or in a third layer.
    """
    return re.compile(f"(?:Р[ \xa0]|РЎ)(?:С|(?:В|вЂ)(?! ))(?![{_next()}\xa0{CONTROL}])")


def rows(line: str) -> list[tuple[int, int, str]]:
    """The stretches of a line with letters that lost the byte, half open, and those with it.

    >>> [after for *_, after in rows("Р СР ВµРЎР‚РЎвЂ№")]
    ['Р С\\x98Р ВµРЎР‚РЎвЂ№']
    """
    if "Р " not in line and "Р\xa0" not in line:
        return []
    found = list(_letter().finditer(line))
    halved = list(_halved().finditer(line))
    if len(found) < LEAST or not halved:
        return []
    start = min(found[0].start(), halved[0].start())
    end = max(found[-1].end(), halved[-1].end())
    return [(start, end, _halved().sub(lambda match: match[0] + CONTROL, line[start:end]))]
