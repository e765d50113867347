"""Drawings: frames, bars and block letters, which are as odd as garbled text is."""

from __future__ import annotations

import re
from itertools import pairwise

# What is beyond ASCII in a row, other than East Asian characters.
ROW_OF_SIGNS = re.compile("[\x80-\u2e7f]+")
# Share of signs in a row that are as the one before: of Russian letters one in 80 is, of frames and
# block letters a third; and signs in a row on average, words have five.
DOUBLED, ENOUGH_SIGNS = 0.15, 12
SHORT, ENOUGH_ROWS = 2.5, 6
SHORTER, FEWER_ROWS = 1.8, 4  # the same of few rows: signs one by one, or in pairs
# What boxes and bars are drawn with. Words of Cyrillic read as box drawing have other parts of it
# too: their vowels are ╨╒╪▐, ┴╧╒╙ and ═╔╗╝.
BLOCKS = frozenset("▀▄█▌▐░▒▓")
_FRAMES = BLOCKS | frozenset("─│┌┐└┘├┤┬┴┼═║╔╗╚╝╠╣╦╩╬")
BARS = frozenset("│║")  # which stand right before a cell of a table and right behind it
_SIGNS = re.compile(r"[^\x00-\x7f\w]+")
_SIDE = re.compile("[│║├└┌╔╚╠]?[─═]*[│║┐┘┤╗╝╣]?")
_IN_WORD = re.compile(r"[^\W\d_][─┌┐└┘├┤┬┴┼═╔╗╚╝╠╣╦╩╬▀▄█▌▐░▒▓][^\W\d_]")
_BLOCK_IN_WORD = re.compile(r"(?<=[^\W\d_])[▀▄█▌▐░▒▓](?=[^\W\d_])")
_PARTS = 3  # distinct characters that what is drawn around a word or two is of at most


def is_drawn(run: str) -> bool:
    """Whether what is beyond ASCII is often doubled, or stands in rows of one or two.

    >>> is_drawn("╔══╗ ║ok║ ╚══╝ ├──┤"), is_drawn("██ █ ▄▀ █ ▌ █ ▀")
    (True, True)
    """
    rows = ROW_OF_SIGNS.findall(run)
    size = sum(map(len, rows))
    if len(rows) >= ENOUGH_ROWS and size < SHORT * len(rows):
        return True
    if len(rows) >= FEWER_ROWS and size < SHORTER * len(rows):
        return True
    doubled = sum(a == b for row in rows for a, b in pairwise(row))
    return size >= ENOUGH_SIGNS and doubled > DOUBLED * (size - len(rows))


def is_framed(run: str) -> bool:
    """Whether letters and few parts of boxes are all a run has, as boxes are drawn around words.

    >>> is_framed("║ОК║"), is_framed("▄█▐▌"), is_framed("▀▄╪▌"), is_framed("├─ МЕНЮ")
    (True, True, False, True)
    """
    signs = [char for char in run if char > "\x7f" and not char.isalpha()]
    drawn = set(signs)
    if not drawn or not drawn <= _FRAMES:
        return False
    if drawn <= BLOCKS:
        return True
    twice = len(drawn) <= _PARTS and len(signs) > len(drawn)
    return (twice or _is_ruled(run)) and _IN_WORD.search(run) is None


def _is_ruled(run: str) -> bool:
    """Whether each row of signs is the side of a box or the branch of a tree, some with a rule."""
    rows = _SIGNS.findall(run)
    return any(len(row) > 1 for row in rows) and all(map(_SIDE.fullmatch, rows))


def is_boxed(text: str, run: str) -> bool:
    """Whether blocks, rules, or bars that its line has more of are all a run has besides letters.

    >>> is_boxed("║nom║prénom║", "║nom"), is_boxed("║nom", "║nom"), is_boxed("╠a║", "╠a║")
    (True, False, False)
    >>> is_boxed("╔══ à ══╗", "╔══ à ══╗"), is_boxed("█ nom █", "█"), is_boxed("Fu▀e", "▀")
    (True, True, False)
    """
    signs = {char for char in run if char > "\x7f" and not char.isalpha()}
    if signs <= BARS:
        return bool(signs) and sum(map(text.count, BARS)) > 1
    if signs <= BLOCKS:
        return sum(map(text.count, BLOCKS)) > len(_BLOCK_IN_WORD.findall(text))
    return signs <= _FRAMES and _is_ruled(run)
