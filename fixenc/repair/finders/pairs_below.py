"""Finder of UTF-8 that a reader of pairs showed with losses, and one of single bytes showed again.

``?¤ë¥˜ê°? ë°œìƒ?ˆìŠµ?ˆë‹¤`` (오류가 발생했습니다) is, but for its marks, UTF-8 in cp1252. Yet a
mark stands for two bytes of three, and the third one begins what stands behind it, as in no UTF-8:
Windows-949 lost those pairs, and its text was saved before cp1252 showed it. What was saved is what
``lost`` knows how to read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from fixenc import codecs
from fixenc.chains import Misread
from fixenc.policy import Policy
from fixenc.repair.finders.misread import allows, by_line
from fixenc.repair.proposal import Findings
from fixenc.repair.quoted import is_quoted
from fixenc.repair.undoing.align import Unit, encoder
from fixenc.repair.undoing.score import undo_units
from fixenc.spans import Edit, Kind, apply, fuse, moved

_ABOVE = ("cp1252", "mac-roman")  # readers of the text as it was saved
_BELOW = ("cp949", "big5hkscs", "gb18030")  # readers of UTF-8 that lost pairs of it
FEWEST = 2  # marks that stand for two bytes of three
# Share of what the upper layer gives that the lower one must give back as text.
SHARE = 0.6
SURE = 0.9
MOST = 0.1  # share of what the upper layer gives that may be no pair
_MARK = re.compile(r"[?](?=[^\0-\x7f])|(?<=[^\0-\x7f])[?]")
_REPLACED = "\N{REPLACEMENT CHARACTER}"


def find(text: str, policy: Policy) -> Findings:
    """Propose to undo what a reader of single bytes showed, where pairs are missing below it.

    >>> from fixenc.policy import STANDARD
    >>> garbled = "ê²°ê³¼ë¥? ì¶œë\xa0¥?œë‹¤"
    >>> [edit.after for edit in find(garbled, STANDARD).proposals]
    ['寃곌낵瑜? 異쒕젰?쒕떎']
    """
    if "?" not in text:
        return Findings(())
    proposals: list[Edit] = []
    for offset, line, _ in by_line(text, policy):
        proposals += (moved(edit, offset) for edit in _of_line(line, policy))
    return Findings(tuple(proposals))


def _of_line(line: str, policy: Policy) -> Iterator[Edit]:
    for read in _ABOVE:
        pattern, begun = _patterns(read)
        marks = len(pattern.findall(line))
        if not marks:
            continue
        few = marks < FEWEST or marks <= len(begun.findall(line))
        start = next(at for at, char in enumerate(line) if char > "\x7f" or char == "?")
        end = max(at for at, char in enumerate(line) if char > "\x7f" or char == "?") + 1
        encode = encoder(read)
        try:
            data = b"".join(_bytes_of(encode[char], char) for char in line[start:end])
        except ValueError:
            continue
        for below in _BELOW:
            misread = Misread(below, read)
            most = 0.0 if few else MOST
            if not allows(misread, policy) or (shown := _decoded(data, below, most)) is None:
                continue
            unit = Unit(start, end, shown)
            if _is_garbled(line, unit, below, policy) and not is_quoted(line, [unit], misread):
                yield Edit(
                    start,
                    end,
                    line[start:end],
                    shown,
                    chain=str(misread),
                    kind=Kind.MISREAD,
                    confidence=SURE,
                )
                return


@cache
def _patterns(read: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A mark for two bytes of three, with the third behind it; and one for the second alone."""
    table = codecs.charmap(read)
    third = "".join(table[0x80:0xC0])
    first = "".join(table[0xE1:0xF0])
    return (
        re.compile(f"(?<![{re.escape(first)}])[?][{re.escape(third)}]"),
        re.compile(f"[{re.escape(first)}][?][{re.escape(third)}]"),
    )


def _bytes_of(part: bytes, char: str) -> bytes:
    if part == b"?" != char.encode("utf-8", "surrogatepass"):
        raise ValueError(char)
    return part


def _decoded(data: bytes, read: str, most: float) -> str | None:
    """What a reader of pairs showed for bytes, if but for a share they are pairs or ASCII.

    Of what the upper reader lacks nothing is left, so that a pair may lack a byte.
    """
    shown = data.decode(read, "replace")
    lacking = shown.count(_REPLACED)
    return shown.replace(_REPLACED, "?") if lacking <= most * len(shown) else None


def _is_garbled(line: str, unit: Unit, below: str, policy: Policy) -> bool:
    """Whether a unit comes back as UTF-8 that a reader showed with losses, and leaves less behind.

    Less than is left where the line is taken for UTF-8 as it stands.
    """
    shown = undo_units(line, [unit])
    edits = _lost(shown, policy)
    chain = str(Misread("utf-8", below))
    after = "".join(edit.after for edit in edits if edit.chain == chain)
    back = sum(char > "\x7f" and char != policy.hole for char in after)
    if 2 * back < SHARE * sum(char > "\x7f" for char in shown):
        return False
    exact = [edit for _, _, found in by_line(line, policy) for edit in found]
    direct = _lost(line, policy) or exact
    return _left(shown, edits, policy) < _left(line, direct, policy)


def _lost(line: str, policy: Policy) -> Sequence[Edit]:
    from fixenc.repair.finders import lost  # takes 10 ms to load, and most texts need it not

    return lost.find(line, policy).proposals


def _left(line: str, edits: Sequence[Edit], policy: Policy) -> int:
    """What edits leave of a garbled line: marks beside text, holes, and what they do not change."""
    text = apply(line, fuse(edits)) if edits else line
    changed = sum(char > "\x7f" for edit in edits for char in edit.before)
    others = sum(char > "\x7f" for char in line) - changed
    return others + text.count(policy.hole) + len(_MARK.findall(text))
