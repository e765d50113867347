"""Which legacy encodings are tried, and how likely each is before a byte has been read."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from fixenc import codecs, data, model
from fixenc.model.format import UNIT

# Bits against an encoding by its place among the usual ones of a language.
USUAL = (0.0, 1.0, 2.0, 3.0, 4.0)

# Bits against an encoding in a language whose files are not usually in it. An encoding that is
# the superset of another stands for both, so ISO 8859-1 and -9, GBK, Big5 and so on are missing.
# The figures follow how often each is met: Windows before ISO before DOS and Mac before tables
# that hardly any file is in; within a family the larger languages first.
UNUSUAL: dict[str, float] = {
    "utf-8": 0.0,
    "gb18030": 5.0,
    "big5hkscs": 6.0,
    "cp932": 6.0,
    "euc_jp": 7.0,
    "cp949": 6.0,
    "johab": 12.0,
    "cp1252": 4.0,
    "cp1250": 7.0,
    "cp1251": 6.0,
    "cp1253": 8.0,
    "cp1254": 7.0,
    "cp1255": 8.0,
    "cp1256": 7.0,
    "cp1257": 8.0,
    "cp1258": 9.0,
    "cp874": 8.0,
    "iso8859-2": 8.0,
    "iso8859-3": 12.0,
    "iso8859-4": 12.0,
    "iso8859-5": 9.0,
    "iso8859-6": 9.0,
    "iso8859-7": 9.0,
    "iso8859-8": 9.0,
    "iso8859-10": 14.0,
    "iso8859-13": 11.0,
    "iso8859-14": 14.0,
    "iso8859-15": 7.0,
    "iso8859-16": 13.0,
    "koi8-r": 8.0,
    "koi8-u": 9.0,
    "koi8-t": 200.0,
    "kz1048": 24.0,
    "ptcp154": 24.0,
    "cp437": 9.0,
    "cp720": 12.0,
    "cp737": 11.0,
    "cp775": 12.0,
    "cp850": 9.0,
    "cp852": 10.0,
    "cp855": 11.0,
    "cp857": 11.0,
    "cp858": 11.0,
    "cp860": 13.0,
    "cp861": 13.0,
    "cp862": 11.0,
    "cp863": 13.0,
    "cp864": 14.0,
    "cp865": 12.0,
    "cp866": 9.0,
    "cp869": 13.0,
    "cp1125": 11.0,
    "mac-roman": 9.0,
    "mac-latin2": 11.0,
    "mac-cyrillic": 10.0,
    "mac-greek": 12.0,
    "mac-turkish": 12.0,
    "mac-iceland": 13.0,
    "mac-croatian": 13.0,
    "mac-romanian": 14.0,
    "hp-roman8": 14.0,
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """An encoding to try: ``against`` holds its cost in each language of the model.

    In quarter bits, as the model counts; ``least`` is the smallest of them.
    """

    name: str
    single: bool
    against: tuple[int, ...]
    least: int


@cache
def candidates() -> tuple[Candidate, ...]:
    """All candidates, the likeliest before any evidence first."""
    usual: dict[str, list[str]] = {
        language: entry.get("usual", [])
        for language, entry in tomllib.loads(data.read("languages.toml").decode()).items()
    }
    languages = model.load().languages
    made = (_candidate(name, bits, usual, languages) for name, bits in UNUSUAL.items())
    return tuple(made)


def _candidate(
    name: str, unusual: float, usual: dict[str, list[str]], languages: tuple[str, ...]
) -> Candidate:
    against: list[int] = []
    for language in languages:
        names = usual.get(language, [])
        bits = min(USUAL[names.index(name)], unusual) if name in names else unusual
        against.append(round(bits * UNIT))
    single = codecs.lookup(name).kind is codecs.Kind.SINGLE
    return Candidate(name, single, tuple(against), min(against))
