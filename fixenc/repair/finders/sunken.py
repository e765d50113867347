"""Finder of text garbled twice of which bytes vanished: ``Ã¢â‚¬â€`` for —, ``Ã¢ÂÅ’`` for ❌.

cp1252 has no character for five bytes. Of a character of the first layer that ends in one, the
second shows the rest: ``Â`` for the controls of those bytes, ``â€`` for ”. Undone, the first is a
byte that vanished below as well, and the second is the mark itself. What lies below is then garbled
once, and others mend it. Of cp1251, which lacks one byte, that is put back.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from functools import cache

from fixenc import codecs, model
from fixenc.chains import Misread
from fixenc.policy import Policy
from fixenc.repair.damage import second_layer, unshown_layer
from fixenc.repair.finders.misread import allows, by_line
from fixenc.repair.proposal import Findings, inferred
from fixenc.repair.quoted import is_quoted
from fixenc.repair.undoing.align import Unit, align, encoder
from fixenc.spans import Alternative, Edit, moved

MISREAD = Misread("utf-8", "cp1252")
SURE, DASH = 0.95, 0.75  # of two dashes nothing tells which
_CONTROL = re.compile("[\x80-\x9f]")  # where some are left none vanished
_LEADS = range(0xC2, 0xF5)
_CONTINUING = range(0x80, 0xC0)
_QUOTE = "\N{RIGHT DOUBLE QUOTATION MARK}"
_VARIANT = "Ã¯Â¸"
# What quotation marks and dashes begin with, the mark that makes a sign an emoji, and double lines,
# with the end of those; which double line it is, is told below.
_COMMON = {"Ã¢â‚¬": "\x9d", _VARIANT: "\x8f", "Ã¢â€¢": ""}
# What stands for a character, and what it was; the space was a no-break one.
_HALVES = {"Â ": "\xa0", "Â": "", "â€": _QUOTE}


@cache
def _pattern() -> re.Pattern[str]:
    """A first byte of UTF-8 as the second layer shows it, others that follow, and half of one.

    The half is between bytes that follow, or at the end.
    """
    leads = _shown(_LEADS)
    more = f"(?:{_shown(_CONTINUING)})"
    # a no-break space may have become the space behind, where no common mark ends so; in a third
    # layer it did
    common = "|".join(f"(?<={start})(?<!ÃƒÂ¢{start})" for start in _COMMON)
    half = f"(?:(?:{common})(?:Â|â€)|(?:Â|â€)(?! ))(?![{_single(_CONTINUING)}\ufffd])"
    half = f"(?:{half}|Â (?={_VARIANT}))"
    return re.compile(f"(?:{leads})(?:{more}{{0,2}}+{half}{more}{{0,2}})")


def _single(values: range) -> str:
    """The characters of single bytes, for a class."""
    return "".join(re.escape(codecs.charmap(MISREAD.read)[value]) for value in values)


def _shown(values: range) -> str:
    """The characters of single bytes as UTF-8 that was read so itself, as alternatives."""
    chars = (codecs.charmap(MISREAD.read)[value] for value in values)
    return "|".join(re.escape(MISREAD.garble(char, holes=True)) for char in chars)


# What is beyond ASCII in a row, with the space that the one before that mark was.
_ROW = re.compile(f"(?:[^\0-\x7f]|(?<=Â) (?={_VARIANT}))+")


def find(text: str, policy: Policy) -> Findings:
    """Propose to undo the upper layer where bytes of it vanished.

    >>> from fixenc.policy import STANDARD
    >>> [edit.after for edit in find("Ã¢â‚¬â€ and Ã¢ÂÅ’", STANDARD).proposals]
    ['â€”', 'âŒ']
    """
    of_line = [
        found
        for chain, found in (
            (MISREAD, _of_line),
            (second_layer.MISREAD, _restored),
            (unshown_layer.MISREAD, _unshown),
        )
        if allows(chain, policy)
    ]
    return Findings(
        tuple(
            moved(edit, offset)
            for offset, line, _ in by_line(text, policy)
            if _CONTROL.search(line) is None
            for found in of_line
            for edit in found(line)
        )
    )


def _restored(line: str) -> Iterator[Edit]:
    """The byte put back that Cyrillic lost in the second layer."""
    for row in second_layer.rows(line):
        unit = Unit(*row)
        if not is_quoted(line, [unit], second_layer.MISREAD):
            yield inferred(line, unit, second_layer.MISREAD, SURE)


def _unshown(line: str) -> Iterator[Edit]:
    """What Latin-1 showed without its controls."""
    misread, chain = unshown_layer.MISREAD, unshown_layer.CHAIN_OF_MARKS
    marks = list(unshown_layer.marks(line))
    if marks and not is_quoted(line, [unit for unit, _ in marks], misread):
        for unit, other in marks:
            others = (Alternative(other, str(chain), 1.0 - DASH),) if other else ()
            yield inferred(line, unit, chain, DASH if other else SURE, alternatives=others)
    letters = unshown_layer.letters(model.load(), line)
    if letters and not is_quoted(line, [unit for unit, _ in letters], misread):
        for unit, sure in letters:
            yield inferred(line, unit, misread, sure)


def _of_line(line: str) -> Iterator[Edit]:
    found = deque(match.span() for match in _pattern().finditer(line))
    for row in _ROW.finditer(line) if found else ():
        spans: list[tuple[int, int]] = []
        while found and found[0][0] < row.end():
            spans.append(found.popleft())
        whole = _undone(row[0]) if spans else None
        if whole is not None:
            spans = [row.span()]
        for start, end in spans:
            after = _undone(line[start:end]) if whole is None else whole
            if after is None or is_quoted(line, [Unit(start, end, after)], MISREAD):
                continue
            yield inferred(line, Unit(start, end, after), MISREAD, SURE)


def _undone(shown: str) -> str | None:
    """The upper layer undone, if that and what is left of characters explains all of it."""
    shown = _ended().sub(lambda match: match[0] + _COMMON[match[1]], shown)
    encode = encoder(MISREAD.read)
    after, at = "", 0
    for unit in (*align(shown, [encode[char] for char in shown], MISREAD.written), None):
        gap = _halves(shown[at : unit.start if unit else len(shown)])
        if gap is None:
            return None
        after += gap + (unit.after if unit else "")
        at = unit.end if unit else at
    return after


@cache
def _ended() -> re.Pattern[str]:
    """What common marks begin with, and half of what ends them."""
    return re.compile(f"({'|'.join(_COMMON)})Â(?![{_single(_CONTINUING)}])")


def _halves(text: str) -> str | None:
    """What halves in a row were; None if there is anything else."""
    for half, char in _HALVES.items():
        text = text.replace(half, char)
    return text if all(char in (_QUOTE, "\xa0") for char in text) else None
