"""What undoing a misread could gain at most, near the signs of a line: it sends clean lines home.

Rare letters stop many a clean line (``90 °C``, ``¿Ya``, ``Zoë``), and to try every misread on one
takes a millisecond. So each run of characters beyond ASCII is asked once for the likeliest that any
misread can make of it, in every language; that is kept, since the same letters stand beside the
same letters again and again. Where all the runs near a sign could not gain together what a misread
costs, none is tried.

This is so for the alphabets of single-byte encodings; where East Asian characters stand,
``bound_wide`` tells what reading their bytes otherwise could gain. A line is never sent home where
a byte may have been lost, or where what is near a sign may be text of two bytes a character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from math import inf
from typing import NamedTuple

from fixenc import chains, codecs, model
from fixenc.model.format import UNIT
from fixenc.repair.damage import resaved, truncated, vanished
from fixenc.repair.gate import bound_wide
from fixenc.repair.gate.bound_wide import pairs_within
from fixenc.repair.gate.hidden import has_known
from fixenc.repair.gate.patterns import DOUBLE_BYTE_SHOWN, FIRST_DOUBLE_BYTE, MARK
from fixenc.repair.gate.plain_signs import is_known, stands_well
from fixenc.repair.undoing.align import align, encoder
from fixenc.repair.undoing.families import EAST_ASIAN
from fixenc.repair.undoing.score import undo_units
from fixenc.repair.undoing.stretch import running
from fixenc.repair.undoing.tables import tables

AROUND = 16  # code points on either side of a sign that are looked at
LONGEST = 24  # code points of a run that can be a word
# From so many characters, of so many bits above usual, text of two bytes a character is possible
# (ƒeƒX is テス): the finder tries those misreads from 25 bits on.
MANY, HOT = 3, 20.0
GARBLED = 60.0  # bits above usual near a sign, from which on UTF-8 is no chance
# Bits above usual so near a mark for a lost byte: the finder of those asks for as many in the line.
BESIDE, COOL = 4, 8.0
_CLOSING = frozenset("”’“»…–—")  # what is written behind a question mark
# Bits that all runs near a sign must be able to gain. Of 4,080 garbled sentences, sentences in
# clean lines and fragments of 8 and 12 code points that the eager policy puts right, none could
# gain less than 10.5, eight less than 14, and a real one 9.5 (10 bits save a tenth of the time);
# none is missed by ``HOPE`` either, one at half of it.
DUE = 8.0
# The same of the word that the sign is in, by itself, and of oddness there. Words of up to six
# letters tell too little: Ќе is Не in Russian, and clean in Macedonian. Of those 4,080 none gains
# less (one if words of two letters are asked), of 1,767 in two bytes a character none.
DUE_OF_WORD, HOT_WORD, TELLING = 4.0, 8.0, 9

# A run is asked what it costs with a misread undone if its characters by themselves cost so many
# bits each more then, at most, than they do by their pairs as they are; and if it is a word, not
# above so many bits each. At 5.5 none of the 4,080 is missed, at 5 five.
HOPE = 1.0
WORD, LIKELY = 4, 6.0

_RUN = re.compile("[^\x00-\x7f]+")
_SINGLE = re.compile("[\x80-\u24ff]+")  # what single-byte encodings alone show
_BELOW = re.compile("[\x80-\u2e7f]")  # what they may show, and ``has_known`` asks about
_CONTROL = re.compile("[\x80-\x9f]")  # no clean text has these
# What is beyond ASCII but no letter, and no mark of prose: misread text of some length has it.
_SYMBOL = re.compile(r"[^\0-\x7f\w«»“”„‘’–—…]")
# What is left of à where its second byte became a space, and of í and ” where the last one went;
# the finders of those take their lines from here.
_HALVED = re.compile("[ÃĂГÂâ](?:(?<!â)(?<![Ѐ-ӿ]Г) |(?<=[a-z][ÃĂ])(?![a-z]*[A-Z])|(?<=â)€)")


def may_gain(line: str, signs: Iterable[int]) -> bool:
    """Whether undoing a misread might make the text near any of the signs likelier.

    ``signs`` are places in ``line``, in order.
    """
    if may_have_lost(line) or _HALVED.search(line) or resaved.sign().search(line):
        return True
    if truncated.stands_in(line):
        return True
    is_wide = DOUBLE_BYTE_SHOWN.search(line) is not None
    if is_wide and bound_wide.shows_others(line):
        return True
    padded = f" {line} "
    looked_at = -1
    for sign in signs:
        if sign >= looked_at and stands_well(padded, sign + 1):
            continue
        if is_wide and (vanished.stands_at(line, sign) or bound_wide.may_gain(line, sign)):
            return True
        start, end = max(0, sign + 1 - AROUND), sign + 2 + AROUND
        if sign > looked_at and _may_gain_by_word(_word(padded, start, sign + 1, end)):
            if may_gain_within(padded[start:end]):
                return True
            looked_at = sign + AROUND // 2
    return False


def _word(text: str, start: int, at: int, end: int) -> str:
    """What stands around a place up to spaces, those included, or to ``start`` and ``end``."""
    left, right = text.rfind(" ", start, at), text.find(" ", at + 1, end)
    return text[start if left < 0 else left : end if right < 0 else right + 1]


@lru_cache(maxsize=1 << 14)
def _may_gain_by_word(word: str) -> bool:
    """Whether the word that a sign is in might gain anything to speak of by itself."""
    if len(word) < TELLING:
        return True
    if _BELOW.search(word) is None:
        return False
    most = _most(word)
    return most.gain > DUE_OF_WORD or most.of_double_byte >= HOT_WORD or has_known(word)


@lru_cache(maxsize=4096)  # headers, footers and units come again and again
def may_gain_within(window: str) -> bool:
    """Whether undoing misreads in a stretch of a line might make it likelier by what is due.

    Its first and last character are only neighbours.
    """
    if _BELOW.search(window) is None:
        return False
    most = _most(window)
    if most.gain > DUE or has_known(window):
        return True
    shown = _shown_for_double_byte()
    if most.of_double_byte < HOT or sum(char in shown for char in window) < MANY:
        return False
    return bound_wide.may_gain_as_bytes(window)


class _Most(NamedTuple):
    """Bits a text might gain, and bits above usual of what double-byte text is shown as."""

    gain: float
    of_double_byte: float = 0.0


_ANY = _Most(inf)


def _most(text: str) -> _Most:
    """What undoing misreads of single-byte encodings in a text might gain at most."""
    if _CONTROL.search(text):
        return _ANY
    known = model.load()
    pairs = list(pairs_within(text))
    bound = spent = known.packed(pairs)
    costs = known.unpacked(spent)
    least = min(costs)
    number = costs.index(least)
    above, shown = known.above(number), _shown_for_double_byte()
    odd = of_double_byte = 0.0
    for pair in pairs:
        if not pair.isascii() and max(pair) < FIRST_DOUBLE_BYTE:
            bits = max(0.0, above[pair])
            odd += bits
            of_double_byte += 0.0 if shown.isdisjoint(pair) else bits
    if odd >= GARBLED and readers_of_utf8(text):
        return _ANY
    for run in _SINGLE.finditer(text):
        start, end = run.span()
        if end - start > LONGEST:
            return _ANY
        if is_known(text, start, end):
            continue
        before, after = text[max(0, start - 1) : start], text[end : end + 1]
        bound -= known.packed(pairs_within(before + run[0] + after))
        bound += _least(before, run[0], after)
    return _Most((least - min(known.unpacked(bound))) / UNIT, of_double_byte)


def may_have_lost(line: str) -> bool:
    """Whether a mark for lost bytes stands in a line, and odd text beside it."""
    if MARK.search(line) is None:
        return False
    known = model.load()
    prose = "?" in line and _SYMBOL.search(line) is None
    for mark in MARK.finditer(line):
        start, end = mark.span()
        if mark[0] == "?" and _is_punctuation(line, start):
            continue
        window = line[max(0, start - BESIDE) : end + BESIDE]
        pairs = list(pairs_within(f" {window} "))
        number = known.best(pairs)[1]
        above = [*map(known.above(number).__getitem__, pairs)]
        if prose and mark[0] == "?" and _ends_sentence(line, start):
            above[min(start, BESIDE)] = 0.0  # few languages were met with that pair
        if max(running(above)) >= COOL:
            return True
    return False


def _ends_sentence(line: str, at: int) -> bool:
    """Whether a question mark stands behind a letter, and a space or nothing behind it."""
    return line[at + 1 : at + 2] in ("", " ") and line[max(0, at - 1) : at].isalpha()


def _is_punctuation(line: str, at: int) -> bool:
    """Whether a question mark stands before or behind a closing mark, behind plain text."""
    before, behind = line[max(0, at - 2) : at], line[at + 1 : at + 2]
    if behind in _CLOSING:
        return before[-1:].isascii()
    return before[-1:] in _CLOSING and before[:1].isascii() and behind in (" ", "")


@cache
def _shown_for_double_byte() -> frozenset[str]:
    """The characters that single-byte encodings show for text of two bytes a character."""
    readers = {m.read for m in chains.misreads() if m.written in EAST_ASIAN}
    singles = (read for read in readers if codecs.lookup(read).kind is codecs.Kind.SINGLE)
    return frozenset(
        chr(point)
        for read in singles
        for point, byte in codecs.encoding_map(read).items()
        if byte > 0x7F
    )


@lru_cache(maxsize=1 << 14)
def _least(before: str, run: str, after: str) -> int:
    """What a run costs at least in each language, as it is or with any misread undone."""
    known = model.load()
    least = known.packed(pairs_within(before + run + after))
    most = min(known.unpacked(least)) + HOPE * UNIT * len(run)
    if len(run) >= WORD:
        most = min(most, LIKELY * UNIT * len(run))
    for text in {*tables().texts(run, most), *_from_utf8(run)}:
        least = known.lesser(least, known.packed(pairs_within(before + text + after)))
    return least


def _from_utf8(run: str) -> Iterator[str]:
    """What a run was if it is UTF-8, read in each of the single-byte encodings that allow that."""
    for read in readers_of_utf8(run):
        encode = encoder(read)
        yield undo_units(run, align(run, [encode[char] for char in run], "utf-8"))


@lru_cache(maxsize=64)  # asked for each hot place of a line
def readers_of_utf8(text: str) -> frozenset[str]:
    """The single-byte encodings in which some characters of ``text`` are a UTF-8 sequence."""
    leads, trails = _parts_of_utf8()
    possible = 0
    for found in _RUN.finditer(text):
        run = found[0]
        masks = [trails.get(char, 0) for char in run]
        for at, char in enumerate(run):
            for length, readers in enumerate(leads.get(char, ()), 1):
                for mask in masks[at + 1 : at + 1 + length]:
                    readers &= mask
                if at + length < len(run):
                    possible |= readers
    return frozenset(read for number, read in enumerate(_readers()) if possible >> number & 1)


def divides_utf8(text: str, at: int) -> bool:
    """Whether a place lies within characters that are a UTF-8 sequence in some encoding.

    >>> divides_utf8("Ã©Ã©", 1), divides_utf8("Ã©Ã©", 2)
    (True, False)
    """
    leads, trails = _parts_of_utf8()
    for start in range(max(0, at - 3), at):
        for length, readers in enumerate(leads.get(text[start], ()), 1):
            if start + length >= at:
                for char in text[start + 1 : start + 1 + length]:
                    readers &= trails.get(char, 0)
                if readers:
                    return True
    return False


@cache
def _readers() -> tuple[str, ...]:
    found = (m.read for m in chains.misreads() if m.written == "utf-8")
    return tuple(read for read in found if codecs.lookup(read).kind is codecs.Kind.SINGLE)


@cache
def _parts_of_utf8() -> tuple[Mapping[str, tuple[int, int, int]], Mapping[str, int]]:
    """The readers, a bit each, that show a character for a lead byte, and for a trailing one.

    Lead bytes by how many bytes they lead: one, two or three.
    """
    leads: dict[str, list[int]] = {}
    trails: dict[str, int] = {}
    for number, read in enumerate(_readers()):
        for point, byte in codecs.encoding_map(read).items():
            if 0x80 <= byte < 0xC0:
                trails[chr(point)] = trails.get(chr(point), 0) | 1 << number
            elif 0xC2 <= byte < 0xF5:
                length = 1 + (byte >= 0xE0) + (byte >= 0xF0)
                leads.setdefault(chr(point), [0, 0, 0])[length - 1] |= 1 << number
    return {char: (a, b, c) for char, (a, b, c) in leads.items()}, trails
