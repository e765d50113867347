"""Ticks and crosses whose last byte was lost: ``"鉁?Done"`` for ``"✅ Done"``.

UTF-8 writes ✅ in three bytes, of which a reader of pairs makes one character, and a pair of the
third and what follows. A space or a quotation mark makes none: a mark of loss stands there and has
taken it along, mostly. Programs print such signs before their messages and between quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fixenc.chains import Misread
from fixenc.repair.damage.halved_marks import Part
from fixenc.repair.undoing.align import Unit

# What readers show for the first two bytes of a tick, and of a cross; and what for those they lack.
# Chinese has 笨 as well, before a question mark even, which Japanese readers do not write.
_SHOWN = {"gb18030": ("鉁鉂", "?\ufffd"), "cp932": ("笨笶", "\ufffd・")}
SHOWN = "".join(shown for shown, _ in _SHOWN.values())
# What each is, how sure that is, and another that leaves the same. Of ticks that programs write ✅
# is the commonest; ✓, ✔ and ✨ are others. Of crosses it is ❌; ❓ and ❗ are others.
_SIGNS = {"鉁": ("✅", 0.75, "✓"), "鉂": ("❌", 0.85, "❓")}
_SIGNS |= {"笨": _SIGNS["鉁"], "笶": _SIGNS["鉂"]}
_PATTERNS = {
    read: re.compile(f"(?<![^\\W_])([{shown}])([{marks}])(?![*_~])")
    for read, (shown, marks) in _SHOWN.items()
}
# What stands behind a quotation mark that is gone, and behind the sign that begins a tag.
_CLOSES, _TAG = (
    re.compile(r" ?+(?:[:;,)}\]|+]|$)"),
    re.compile(r"/?+[A-Za-z][A-Za-z0-9]{0,9}+ ?+/?+>"),
)


def stands_in(line: str) -> bool:
    """Whether anything that is left of a tick or a cross stands in a line.

    >>> stands_in("鉁?Done"), stands_in("你好笨?")
    (True, False)
    """
    return any(pattern.search(line) for pattern in _PATTERNS.values())


def found(line: str) -> Iterator[tuple[Misread, list[Part]]]:
    """The ticks and crosses of a line by the misread, whatever else is in it.

    >>> [[part.unit.after for part in parts] for _, parts in found('ok ? "鉁? : "鉂?;')]
    [['✅"', '❌"']]
    """
    for read, pattern in _PATTERNS.items():
        parts = [_part(line, match) for match in pattern.finditer(line)]
        if parts:
            yield Misread("utf-8", read), parts


def _part(line: str, match: re.Match[str]) -> Part:
    sign, sure, other = _SIGNS[match[1]]
    more = taken(line, match.start(), match.end(), match[2])
    unit = Unit(*match.span(), sign + more)
    return Part(unit, sure, inferred=True, other=other + more)


def taken(line: str, start: int, end: int, mark: str) -> str:
    """What the mark for the last byte took along, by what is around it."""
    before = line[start - 1 : start]
    if before in tuple("\"'`") and _CLOSES.match(line, end):
        return before
    if _TAG.match(line, end):
        return "<"
    spared = line[end : end + 1] == " " and mark != "・"
    return "" if spared or end == len(line) else " "
