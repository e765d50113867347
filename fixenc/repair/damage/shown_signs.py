"""Signs that programs print, as readers show them: ``## 馃殌 Start``, ``## ðŸš€ Start``.

A model of letters knows little of emoji, arrows and rules, so that one of them in a line of ASCII
gains few bits. But where all of a row beyond ASCII is UTF-8 of signs that are in use, nobody wrote
what is seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from fixenc.chains import Misread
from fixenc.repair.damage.emoji import BLOCKS
from fixenc.repair.damage.halved_marks import Part
from fixenc.repair.damage.ticks import taken
from fixenc.repair.undoing.align import Unit, align, encoder

_READERS = tuple("cp1252 cp1250 cp1251 cp1254 cp1253 cp437 cp850 mac-roman gb18030 cp932".split())
MISREAD = Misread("utf-8", "gb18030")
_EMOJI = (*BLOCKS, (0x1F7E0, 0x1F7EB))  # with round and square ones of a colour
# What programs and authors of pages print of the other signs. Rules and trees, arrows, marks of
# lists, and what is an emoji in most programs; the last two make one of what stands before them.
SIGNS = frozenset(
    "–—‘’“”•…€№™←↑→↓↔⇐⇒⌘⌛⏎⏩⏪⏭⏮⏰⏱⏲⏳⏸⏹⏺ℹ─│┌┐└┘├┤┬┴┼═║╔╗╚╝╠╣╦╩╬╭╮╯╰█░▒▓▀▄■□▪▫▲△▶►▼▽◀◄◆◇○●◎"
    "★☆☀☁☎☑☔☕☝☠☢☹☺♠♣♥♦♻♾⚒⚓⚔⚖⚗⚙⚛⚠⚡⚪⚫⚽⛏⛔✂✅✈✉✊✋✌✍✏✒✓✔✕✖✗✘✦✨✱✳✴❄❇❌❎❓❔❕❗❣❤➕➖➗➜➡➤⬅⬆⬇"
    "⬛⬜⭐⭕\u200d\ufe0f"
)
_FACE = "馃"  # F0 9F as GBK shows it
_VARIANT = "笍"  # the end of EF B8 8F there
_TIMES = "Ã—"  # what closes a window on a page
# Rows that may end a word: a capital of Portuguese before a dash, a letter before closing marks.
_ENDING = re.compile("Ã—|[âв][”’“‘…–—»]+")
_TICK = "вњ"  # E2 9C as cp1251 shows it, with marks behind it that stand anywhere
_ROW = re.compile("[^\0-\x7f]+")
# A row that lost the last byte, and the mark for it; the last byte of what is mostly cut there.
_CUT = re.compile("(?<![^\0-\x7f\ufffd])([^\0-\x7f\ufffd]++)([?\ufffd])")
_ENDS = {b"\xef\xb8": "\ufe0f", b"\xe2\xad": "⭐"}
_SURE = 0.9


@cache
def _firsts() -> frozenset[str]:
    """What readers show for the first byte of a sign, or the first two."""
    leads = [b"\xf0\x9f", *(bytes((0xE2, byte)) for byte in range(0x80, 0xAE))]
    shown = (lead.decode(read, "ignore") for read in _READERS for lead in leads)
    return frozenset(text[0] for text in shown if text)


def stands_in(line: str) -> bool:
    """Whether a line has what GBK shows for an emoji, alone among what is not Chinese.

    What single bytes show are signs by themselves, but for ticks in Cyrillic.

    >>> stands_in("## 馃殌 Start"), stands_in("鈿狅笍 Careful"), stands_in("煎饼馃子")
    (True, True, False)
    """
    if _FACE not in line and _VARIANT not in line and _TICK not in line:
        return False
    return any(units for _, units in found(line))


def found(line: str) -> Iterator[tuple[Misread, list[Unit]]]:
    """The rows of a line that are nothing but signs in UTF-8, each with how it was read.

    >>> [[unit.after for unit in units] for _, units in found("## ðŸš€ Start ÔåÆ")]
    [['🚀'], ['→']]
    """
    for row in _ROW.finditer(line):
        if line[max(0, row.start() - 1) : row.start()].isalpha() and _ENDING.fullmatch(row[0]):
            continue
        if row[0] == _TIMES:
            yield Misread("utf-8", "cp1252"), [Unit(*row.span(), "×")]
        elif row[0][0] in _firsts():
            for read in _READERS:
                if units := _signs(row[0], read):
                    at = row.start()
                    moved = [Unit(at + start, at + end, after) for start, end, after in units]
                    yield Misread("utf-8", read), moved
                    break


def halved(line: str) -> Iterator[Part]:
    """The same of rows that GBK shows without their last byte: ``馃洜锔?Tools``, ``鈺愨晲鈺?``.

    >>> [part.unit.after for part in halved("## 馃洜锔?Tools 鈺愨晲鈺?")]
    ['🛠️ ', '═══']
    """
    encode = encoder(MISREAD.read)
    for cut in _CUT.finditer(line):
        if cut[1][0] in _firsts():
            parts = [encode[char] for char in cut[1]]
            units = align(cut[1], parts, "utf-8")
            after = "".join(unit.after for unit in units)
            rest = b"".join(parts)[len(after.encode()) :]
            last = _ENDS.get(rest) or after[-1:]
            if rest and last.encode().startswith(rest) and all(map(_is_sign, after)):
                after += last + taken(line, cut.start(), cut.end(), cut[2])
                yield Part(Unit(*cut.span(), after), _SURE, inferred=True)


def _signs(row: str, read: str) -> list[Unit]:
    """The signs that a row is of, or nothing where it is of anything else."""
    encode = encoder(read)
    units = align(row, [encode[char] for char in row], "utf-8")
    after = "".join(unit.after for unit in units)
    if sum(unit.end - unit.start for unit in units) < len(row) or not all(map(_is_sign, after)):
        return []
    return units


def _is_sign(char: str) -> bool:
    return char in SIGNS or any(first <= ord(char) <= last for first, last in _EMOJI)
