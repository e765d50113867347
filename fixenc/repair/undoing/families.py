"""Families of misreads, which look alike and are judged alike; and how rare each misread is."""

from __future__ import annotations

from enum import StrEnum

from fixenc.chains import Misread

EAST_ASIAN = frozenset({"gb18030", "big5hkscs", "cp932", "euc_jp", "cp949"})
# Readers that lack most of the pairs that UTF-8 is made of, so that little is left of a line.
SPARSE = frozenset({"cp932", "cp949", "big5hkscs"})
LATIN = frozenset(
    "cp1252 iso8859-1 iso8859-15 mac-roman cp437 cp850 cp1250 iso8859-2 cp852 cp1254 iso8859-9"
    " cp857 cp775 cp1257 cp1258 mac-latin2".split()
)


class Family(StrEnum):
    """Misreads that look alike and are judged alike, as written > read."""

    UTF8_SINGLE = "utf-8>single-byte"
    UTF8_CJK = "utf-8>cjk"
    CJK_LATIN = "cjk>latin"
    CJK_CJK = "cjk>cjk"
    CJK_SINGLE = "cjk>single-byte"
    SINGLE_CJK = "single-byte>cjk"
    SINGLE_LATIN = "single-byte>latin"
    SINGLE_SINGLE = "single-byte>single-byte"
    LATIN_SINGLE = "latin>single-byte"
    LATIN_LATIN = "latin>latin"


def family(misread: Misread) -> Family:
    """The family of a misread.

    >>> family(Misread("koi8-r", "cp1251")).value
    'single-byte>single-byte'
    """
    written, read = misread.written, misread.read
    if written == "utf-8":
        return Family.UTF8_CJK if read in EAST_ASIAN else Family.UTF8_SINGLE
    if written in EAST_ASIAN:
        if read in EAST_ASIAN:
            return Family.CJK_CJK
        return Family.CJK_LATIN if read in LATIN else Family.CJK_SINGLE
    if read in EAST_ASIAN:
        return Family.SINGLE_CJK
    if written in LATIN:
        return Family.LATIN_LATIN if read in LATIN else Family.LATIN_SINGLE
    return Family.SINGLE_LATIN if read in LATIN else Family.SINGLE_SINGLE


# Bits that a misread costs when candidates are compared: how much rarer it is than its rivals.
PRIOR_READ = {
    "iso8859-15": 6.0,
    "mac-cyrillic": 4.0,
    "mac-roman": 2.0,
    "cp437": 2.0,
    "cp850": 3.0,
    "cp852": 3.0,
    "cp857": 4.0,
    "cp737": 4.0,
    "cp775": 4.0,
    "cp855": 4.0,
    "cp862": 4.0,
    "cp720": 4.0,
    "mac-latin2": 4.0,
    "ptcp154": 12.0,  # a twin of cp1251 but for a few letters
}
PRIOR_WRITTEN = PRIOR_READ | {"cp1258": 3.0, "iso8859-15": 1.0, "koi8-u": 1.0, "iso8859-5": 2.0}


WINDOWS = frozenset("cp874 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258".split())


def prior(misread: Misread) -> float:
    """The cost in bits of a misread when candidates are compared."""
    cost = PRIOR_READ.get(misread.read, 0.0) + PRIOR_WRITTEN.get(misread.written, 0.0)
    if misread.read in ("iso8859-1", "iso8859-15", "cp1258", "koi8-u", "iso8859-9"):
        cost += 0.5  # twins of commoner encodings: they win only where those cannot
    return cost
