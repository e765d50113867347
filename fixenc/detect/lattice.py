"""Several encodings inside one line: the likeliest way through its bytes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from fixenc import codecs
from fixenc.detect.lanes import Lane
from fixenc.detect.utf8 import SEQUENCE

# Bits for going from one encoding to another inside a line, after ASCII and after another
# character, and for a byte that does not decode.
SWITCH = 12.0
SWITCH_IN_WORD = 20.0
DEFECT = 22.0

# What a pair may cost before it counts as badly read: so many times the usual, and bits on
# top; the usual is at most so many.
ALLOWED = (1.35, 3.0, 9.0)

_ASCII_RUN = re.compile(rb"[\x00-\x7f]+")

# The character that begins at a byte, and its length in bytes; None where none begins.
Step = Callable[[bytes, int], tuple[str, int] | None]


@dataclass(frozen=True, slots=True)
class Reader:
    """One of the encodings of a mixed file, and the costs of its language.

    ``usual`` is what a code point of its text costs, in bits.
    """

    encoding: str
    lane: Lane
    usual: float
    step: Step


@dataclass(frozen=True, slots=True)
class Way:
    """How a stretch of bytes is read: ``parts`` are (start, end, number of the reader)."""

    cost: float
    parts: tuple[tuple[int, int, int], ...]


def step_of(encoding: str) -> Step:
    """How to take one character of an encoding."""
    entry = codecs.lookup(encoding)
    if entry.kind is codecs.Kind.SINGLE:
        table = codecs.charmap(encoding)
        return lambda data, at: (table[data[at]], 1)
    if encoding == "utf-8":
        return _utf8_step
    longest = {"gb18030": 4, "euc_jp": 3}.get(encoding, 2)

    @cache
    def character(sequence: bytes) -> str | None:
        try:
            text = codecs.decode(sequence, encoding)
        except UnicodeDecodeError:
            return None
        return text if len(sequence) == 1 or len(text) == 1 else None

    def step(data: bytes, at: int) -> tuple[str, int] | None:
        for length in (1, 2, longest):
            sequence = data[at : at + length]
            char = character(sequence)
            if char is not None:
                return char, len(sequence)
        return None

    return step


def _utf8_step(data: bytes, at: int) -> tuple[str, int] | None:
    match = SEQUENCE.match(data, at)
    return (match[0].decode("utf-8"), match.end() - at) if match else None


def best_way(data: bytes, readers: list[Reader]) -> Way:
    """The likeliest way to read ``data``, each character by one of ``readers``.

    Time in proportion to the bytes times the readers.
    """
    count = len(readers)
    never = float("inf")
    # By reader, at each byte: the cost so far, the last character, where the last step came from.
    costs = [[never] * (len(data) + 1) for _ in readers]
    lasts = [["\n"] * (len(data) + 1) for _ in readers]
    came: list[list[tuple[int, int]]] = [[(0, 0)] * (len(data) + 1) for _ in readers]
    for number in range(count):
        costs[number][0] = 0.0
    ends = _ascii_ends(data)
    for at in range(len(data) + 1):
        low = min(range(count), key=lambda number: costs[number][at])
        if costs[low][at] == never:
            continue
        most = costs[low][at] + (SWITCH if lasts[low][at] < "\x80" else SWITCH_IN_WORD)
        for number, reader in enumerate(readers):
            if costs[number][at] > most and at:
                costs[number][at], lasts[number][at] = most, lasts[low][at]
                came[number][at] = (at, low)
            if at < len(data):
                _relax(data, at, ends[at], number, reader, costs, lasts, came)
    return _traced(costs, came, len(data))


def _relax(
    data: bytes,
    at: int,
    ascii_end: int,
    number: int,
    reader: Reader,
    costs: list[list[float]],
    lasts: list[list[str]],
    came: list[list[tuple[int, int]]],
) -> None:
    """Take the character at ``at``, or all of the ASCII there: its pairs are free but the first."""
    if ascii_end:
        cost = reader.lane[lasts[number][at] + chr(data[at])]
        end, char = ascii_end, chr(data[ascii_end - 1])
    else:
        taken = reader.step(data, at)
        char, length = taken or ("\ufffd", 1)
        cost = reader.lane[lasts[number][at] + char] if taken else DEFECT
        end = at + length
    cost += costs[number][at]
    if cost < costs[number][end]:
        costs[number][end], lasts[number][end] = cost, char
        came[number][end] = (at, number)


def _ascii_ends(data: bytes) -> list[int]:
    """For each byte, where the run of ASCII that it is in ends; 0 for the others."""
    ends = [0] * len(data)
    for match in _ASCII_RUN.finditer(data):
        ends[match.start() : match.end()] = [match.end()] * (match.end() - match.start())
    return ends


def _traced(costs: list[list[float]], came: list[list[tuple[int, int]]], end: int) -> Way:
    number = min(range(len(costs)), key=lambda n: costs[n][end])
    cost = costs[number][end]
    parts: list[tuple[int, int, int]] = []
    stop = at = end
    while at:
        before, reader = came[number][at]
        if reader != number:
            if stop > at:
                parts.append((at, stop, number))
            stop, number = at, reader
        at = before
    if stop:
        parts.append((0, stop, number))
    return Way(cost, tuple(reversed(parts)))


def badly_read(data: bytes, reader: Reader) -> bytes:
    """The stretch of ``data`` that ``reader`` reads worst: the largest sum above the usual."""
    most = total = 0.0
    begin = low = high = at = 0
    last = "\n"
    allowed = ALLOWED[0] * min(reader.usual, ALLOWED[2]) + ALLOWED[1]
    while at < len(data):
        taken = (chr(data[at]), 1) if data[at] < 0x80 else reader.step(data, at)
        char, length = taken or ("\ufffd", 1)
        if taken is None:
            total += DEFECT
        elif not (char.isascii() and last.isascii()):
            total += reader.lane[last + char] - allowed
        if total <= 0.0:
            total, begin = 0.0, at + length
        elif total > most:
            most, low, high = total, begin, at + length
        at += length
        last = char
    return data[low:high]
