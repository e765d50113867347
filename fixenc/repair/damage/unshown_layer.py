"""Text garbled twice that Latin-1 showed without its controls: ``informaciÃÂ³n``, ``itÃ¢â¬â¢s``.

ó is the bytes C3 B3, shown as Ã³, and these are C3 83 C2 B3. Of the 83 nobody sees anything, so the
first byte of every character of two has become Ã, whichever it was, and what follows it stands
behind Â. Which byte it was is told by the text that comes of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from operator import add

from fixenc.chains import Chain, Misread
from fixenc.model import Model, pairs_of
from fixenc.repair.damage.unshown import READER
from fixenc.repair.quoted import word_around
from fixenc.repair.undoing.align import Unit

MISREAD = Misread("utf-8", READER)
# Marks go through cp1252 first, as â€™ for ’.
CHAIN_OF_MARKS = Chain((MISREAD, Misread("utf-8", "cp1252")))
_MARKS = "’‘“”–—…•€™"
SURE, DOUBTFUL = 0.95, 0.6
CLEARLY = 6.0  # bits by which a first byte is likelier than the next
DUE = 8.0  # bits that a line must gain by what comes of it

_CONTROLS = re.compile("[\x80-\x9f]")
_ROW = re.compile("(?:Ã[\xa0-\xb4]?|Â[\xa0-\xbf]?)++")
_PART = re.compile("Ã(?P<lead>[\xa0-\xb4]?)|Â(?P<next>[\xa0-\xbf]?)")
_CLEAN = re.compile("[à-áã-öø-ÿ]")
_SIGN = re.compile("ÃÂ[\xa0-\xbf]")
# What Latin-1 shows for first bytes, by alphabets: those of which one is chosen where the second is
# seen, and the one that it is where that is not.
_LATIN = "ÃÂÅÄÃ"
_LEADS = (_LATIN, "ÐÑ", "ÎÏ")
RARER = 8.0  # bits for another than the first of them


@cache
def _shown() -> dict[str, str]:
    """Marks by what is left of them; of two that look alike the commoner one."""
    found: dict[str, str] = {}
    for mark in _MARKS:
        once = Misread("utf-8", "cp1252").garble(mark, holes=True)
        for lower in (once, _CONTROLS.sub("", once)):
            found.setdefault(_CONTROLS.sub("", MISREAD.garble(lower, holes=True)), mark)
    return found


@cache
def _pattern() -> re.Pattern[str]:
    longest = sorted(_shown(), key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(map(re.escape, longest))})(?![\xa0-\xbf])")


def marks(line: str) -> Iterator[tuple[Unit, str]]:
    """The marks of a line, each with another that leaves the same behind, or none.

    >>> [unit.after for unit, _ in marks("itÃ¢â¬â¢s Ã¢â¬Åfine")]
    ['’', '“']
    """
    for match in _pattern().finditer(line) if "Ã¢â" in line else ():
        mark = _shown()[match[0]]
        yield Unit(*match.span(), mark), "—" if mark == "–" else ""


def letters(known: Model, line: str) -> list[tuple[Unit, float]]:
    """What letters and signs of a line were in the layer below, and how sure that is.

    Nothing where there is no such layer.

    >>> from fixenc import model
    >>> letters(model.load(), "cafÃÂ© informaciÃÂ³n")[1]
    (Unit(start=16, end=19, after='Ã³'), 0.95)
    """
    if _SIGN.search(line) is None:
        return []
    rows = [match.span() for match in _ROW.finditer(line)]
    if any(_is_mixed(line, *row) for row in rows):
        return []
    number = known.best(pairs_of(_ROW.sub("", line)))[1]
    latin = any(_is_in_word(line, *row) for row in rows)
    best: list[tuple[Unit, float]] = []
    most = known.score(line) + DUE
    for leads in _LEADS[: 1 if latin else None]:
        found = [_undone(known, line, row, leads, number) for row in rows]
        bits = known.score(_read(line, [unit for unit, _ in found]))
        if bits > most:
            best, most = found, bits
    return [(unit, sure) for unit, sure in best if line[unit.start : unit.end] != unit.after]


def _is_mixed(line: str, start: int, end: int) -> bool:
    """Whether a word holds clean letters beside what was garbled twice: tests of repairs do.

    Small ones, since capitals and â are first bytes.
    """
    left, right = word_around(line, start, end)
    return _CLEAN.search(line, left, right) is not None


def _is_in_word(line: str, start: int, end: int) -> bool:
    """Whether Latin letters touch a row, so that no other alphabet is in it."""
    beside = line[start - 1 : start] + line[end : end + 1]
    return any(char.isascii() and char.isalpha() for char in beside)


def _undone(
    known: Model, line: str, row: tuple[int, int], leads: str, number: int
) -> tuple[Unit, float]:
    """A row with its upper layer undone, and how sure that is.

    The last of the ``leads`` is for what nothing follows; ``number`` is that of the language
    around the row.
    """
    start, end = row
    sure = (
        SURE
        if leads is _LATIN and (line[start - 1 : start] + line[end : end + 1]).isascii()
        else DOUBTFUL
    )
    after = ""
    for part in _PART.finditer(line, start, end):
        if part["lead"]:
            after += chr(ord(part["lead"]) + 0x40)
        elif part["next"] is not None:
            after += part["next"]
        elif _SIGN.match(line, part.start(), end) is None:
            after, sure = after + leads[-1], DOUBTFUL
        else:
            before = _decoded(after[-4:])[-1:] or line[start - 1 : start] or " "
            char, behind = line[part.end() + 1], line[part.end() + 2 : part.end() + 3] or " "
            costs = sorted(
                (
                    _cost(known, before + _decoded(lead + char) + behind, number)
                    + RARER * (at > 0),
                    lead,
                )
                for at, lead in enumerate(leads[:-1])
            )
            after += costs[0][1]
            if len(costs) > 1 and costs[1][0] - costs[0][0] < CLEARLY:
                sure = DOUBTFUL
    return Unit(start, end, after), sure


def _cost(known: Model, text: str, number: int) -> float:
    """What the pairs of a text cost in a language."""
    return sum(known.lane_cost(pair, number) for pair in map(add, text, text[1:]))


_CHAR = re.compile("[\xc2-\xf4][\xa0-\xbf]{0,3}")


def _decoded(text: str) -> str:
    """A text with what Latin-1 shows whole of UTF-8 undone, and without what is left of others."""
    return _CHAR.sub(lambda match: match[0].encode("latin-1").decode("utf-8", "ignore"), text)


def _read(line: str, units: Sequence[Unit]) -> str:
    """What a line comes to with the units undone, and the layer below."""
    at, text = 0, ""
    for start, end, after in units:
        text += line[at:start] + _decoded(after)
        at = end
    return text + line[at:]
