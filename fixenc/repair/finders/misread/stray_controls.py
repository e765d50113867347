"""C1 controls that UTF-8 read as Latin-1 leaves over: marks that Windows wrote among it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from fixenc import codecs
from fixenc.chains import Misread
from fixenc.repair.undoing.align import Unit
from fixenc.spans import Edit

MISREAD = Misread("cp1252", "iso8859-1")
_CONTROL = re.compile("[\x80-\x9f]")
_MARKS = frozenset("…‘’“”–—•")  # typed by themselves; letters are a matter of words


def stray(line: str, edits: Sequence[Edit]) -> Iterator[Unit]:
    """The controls of a line that stand for marks, where ``edits`` show that others are bytes.

    >>> edits = [Edit(1, 4, "â\\x80\\x99", "’", chain="utf-8>iso8859-1")]
    >>> [unit.after for unit in stray("sâ\\x80\\x99 pressure\\x85", edits)]
    ['…']
    """
    if not any(edit.chain.startswith("utf-8>") and _CONTROL.search(edit.before) for edit in edits):
        return
    taken = {at for edit in edits for at in range(edit.start, edit.end)}
    table = codecs.charmap("cp1252")
    for match in _CONTROL.finditer(line):
        char = table[ord(match[0])]
        beside = {match.start() - 1, match.end()}
        if match.start() not in taken and char in _MARKS and not _is_lead(line, beside - taken):
            yield Unit(match.start(), match.end(), char)


def _is_lead(line: str, places: set[int]) -> bool:
    """Whether a character beyond ASCII that nothing explains stands at one of the places."""
    return any(0 <= at < len(line) and line[at] > "\x7f" for at in places)
