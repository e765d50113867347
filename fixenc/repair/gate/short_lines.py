"""Short lines of East Asian text that are likelier in another East Asian encoding.

A menu or a name has too few characters for one of them to be a sign of garble: ``府扼`` is 리라,
and both characters are common in Chinese. But they are common together in no language, and what
they would be in Korean is. Encodings of two bytes a character show each of them as another one, so
what undoing a misread gains is known character by character: they are summed over all misreads at
once, and only where that looks good are the pairs asked. Letters of two bytes in UTF-8 are shown as
one such character each, too: where all of a line are, the line is scored as it would be then.

``docs/adr/0025-short-lines.md`` says what that finds, and what it costs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import accumulate, chain
from operator import add

from fixenc import chains, model
from fixenc.chains import Misread
from fixenc.model.format import UNIT, WIDE_LANGUAGES
from fixenc.repair.gate import short_words
from fixenc.repair.undoing.families import EAST_ASIAN

LONGEST = 24  # code points of a short line: longer ones have signs
SHORTEST = 2  # East Asian characters that it has at least
# Encodings of two bytes a character, and which of ``WIDE_LANGUAGES`` are written in them.
LANGUAGES = {
    "gb18030": slice(0, 2),
    "big5hkscs": slice(0, 2),
    "cp949": slice(3, 4),
    "euc_jp": slice(2, 3),
}
# Bits that a line must gain by its characters and by its pairs. Of 4,950 clean lines of up to 24
# characters 1 % gained 1 bit by the former, and none 8 by the latter.
DUE, DUE_BY_PAIRS = 1.0, 8.0
# Bits that one character or pair may gain or lose, and what it loses where undoing gives none.
MOST, NONE = 12.0, -6.0
FIRST = "\u2e80"  # from here on characters are East Asian

_LETTER = re.compile("[\u2e80-\ud7ff\uf900-\ufaff\uff00-\uffef]")


def is_likelier(line: str) -> bool:
    """Whether a short line is likelier if a misread of one East Asian encoding is undone.

    False for longer lines.

    >>> is_likelier("磐虐 府扼"), is_likelier("打开文件")
    (True, False)
    """
    if not SHORTEST <= len(line) <= LONGEST:
        return False
    if (found := _LETTER.search(line)) is None:
        return short_words.is_likelier(line)
    return _is_likelier(line) or (found[0] in _shown_for_letters() and _is_utf8(line))


def are_in(text: str) -> bool:
    """Whether any line of ``text`` is so."""
    if "\n" not in text:
        return len(text) <= LONGEST and is_likelier(text)
    return bool(places(text))


def places(text: str) -> tuple[int, ...]:
    """Where the short lines of ``text`` begin that are so, in order.

    >>> places("打开文件\\n磐虐 府扼\\nopen")
    (5,)
    """
    if len(text) > LONGEST and "\n" not in text:
        return ()
    lines = text.split("\n")
    short = {line for line in lines if len(line) <= LONGEST}
    found = set(filter(is_likelier, short))
    if not found:
        return ()
    starts = accumulate((len(line) + 1 for line in lines), initial=0)
    return tuple(start for line, start in zip(lines, starts, strict=False) if line in found)


@lru_cache(maxsize=4096)  # headers, footers and menus come again and again
def _is_likelier(line: str) -> bool:
    gains = _gains()
    return gains.reaches(DUE, list(line)) and gains.reaches(
        DUE_BY_PAIRS, list(map(add, line, line[1:]))
    )


@lru_cache(maxsize=4096)
def _is_utf8(line: str) -> bool:
    """Whether all East Asian characters of a line may be letters in UTF-8, which are likelier."""
    wide = "".join(_LETTER.findall(line))
    if not _shown_for_letters().issuperset(wide):
        return False
    known = model.load()
    return any(
        known.score(line.translate(dict(zip(map(ord, wide), letters, strict=True))))
        >= known.score(line) + DUE_BY_PAIRS
        for read in _readers_of_utf8()
        if (letters := _as_letters(wide, read))
    )


def _as_letters(wide: str, read: str) -> str:
    """What characters are if each is read from two bytes of UTF-8; empty where one is not."""
    try:
        letters = wide.encode(read).decode("utf-8")
    except UnicodeError:
        return ""
    return letters if len(letters) == len(wide) and max(letters) < "\u0800" else ""


@cache
def _shown_for_letters() -> frozenset[str]:
    """The East Asian characters that some reader shows for a letter of two bytes in UTF-8."""
    letters = [bytes((lead, trail)) for lead in range(0xC2, 0xE0) for trail in range(0x80, 0xC0)]
    apart = b"\n".join(letters)  # a call for each of them would take 4 ms
    shown = chain.from_iterable(
        apart.decode(read, "ignore").split("\n") for read in _readers_of_utf8()
    )
    return frozenset(char for char in shown if len(char) == 1 and char >= FIRST)


@cache
def _readers_of_utf8() -> tuple[str, ...]:
    found = (m.read for m in chains.misreads() if m.written == "utf-8")
    return tuple(read for read in found if read in EAST_ASIAN)


class _Gains(dict[str, int]):
    """What a character or a pair gains by each misread, 16 bits each: quarter bits above a base.

    Sums of these are those of all misreads at once.
    """

    BASE = round(MOST * UNIT)

    def __init__(self) -> None:
        self._costs = _Costs()
        self._misreads = _misreads()
        self._ones = sum(1 << 16 * place for place in range(len(self._misreads)))
        self._base = self.BASE * self._ones

    def reaches(self, bits: float, parts: Sequence[str]) -> bool:
        """Whether the parts together gain so many bits by any one of the misreads."""
        enough = round(bits * UNIT) + self.BASE * len(parts)
        # the topmost bit of 16 is there where the sum is no less than that
        total = sum(map(self.__getitem__, parts)) + ((1 << 15) - enough) * self._ones
        return total & (self._ones << 15) != 0

    def __missing__(self, part: str) -> int:
        if len(self) >= 1 << 16:
            self.clear()
        packed = self._base
        if min(part) >= FIRST:
            costs = self._costs
            bits = min(costs[part])
            shown = {read: part.encode(read, "ignore") for read in LANGUAGES}
            for place, misread in enumerate(self._misreads):
                after = shown[misread.read].decode(misread.written, "ignore")
                gain = NONE
                if len(after) == len(part) and len(shown[misread.read]) == 2 * len(part):
                    gain = bits - min(costs[after][LANGUAGES[misread.written]])
                packed += round(max(-MOST, min(MOST, gain)) * UNIT) << 16 * place
        self[part] = packed
        return packed


class _Costs(dict[str, tuple[float, ...]]):
    """The bits of a character, or of the second of a pair, in ``WIDE_LANGUAGES``."""

    def __missing__(self, part: str) -> tuple[float, ...]:
        if len(self) >= 1 << 16:
            self.clear()
        known = model.load()
        if len(part) == 1:
            costs = known.wide_char_costs(part)
        else:
            costs = tuple(known.lane_cost(part, number) for number in _numbers())
        self[part] = costs
        return costs


@cache
def _numbers() -> tuple[int, ...]:
    """The numbers of the East Asian languages in the model."""
    return tuple(map(model.load().languages.index, WIDE_LANGUAGES))


@cache
def _misreads() -> tuple[Misread, ...]:
    return tuple(
        misread
        for misread in chains.misreads()
        if misread.written in LANGUAGES and misread.read in LANGUAGES
    )


_gains = cache(_Gains)
