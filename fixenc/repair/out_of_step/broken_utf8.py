"""UTF-8 with single bytes lost, put in or changed: it keeps its step, but characters are gone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from fixenc.repair.out_of_step.orphans import (
    CHANGED,
    PUT_IN,
    REPLACEMENT,
    USUAL,
    Costs,
    proposal,
    tells,
)
from fixenc.spans import Edit

# Half-open, in bytes.
Range = tuple[int, int]

LONGEST = 5  # ill-formed bytes that one byte more or less makes well-formed
# Defects, and bytes for each, from which on this is no UTF-8 that lost a byte here and there.
MANY, DENSE = 200, 25


def mended(
    data: bytes, ranges: Sequence[Range], costs: Costs
) -> tuple[str, tuple[Range, ...], tuple[Edit, ...]]:
    """UTF-8 with one U+FFFD for all bytes side by side that do not decode, and what they were."""
    few = len(ranges) <= max(MANY, len(data) // DENSE)
    holes = list(_joined(data, ranges, few))
    parts: list[str] = []
    places: list[int] = []
    at = written = 0
    for start, end in holes:
        part = data[at:start].decode("utf-8") + REPLACEMENT
        parts.append(part)
        written += len(part)
        places.append(written - 1)
        at = end
    whole = "".join((*parts, data[at:].decode("utf-8")))
    fills: list[Edit] = []
    if not few:
        return whole, tuple(holes), ()
    for place, (start, end) in zip(places, holes, strict=True):
        ends = whole[place - 1 : place] or "\n", whole[place + 1 : place + 2] or "\n"
        if end - start > LONGEST or REPLACEMENT in ends or (end - start == 1 and not tells(ends)):
            continue
        around = whole[place - 2 : place - 1] or "\n", whole[place + 2 : place + 3] or "\n"
        found = restored(data[start:end], ends, around, costs)
        shown = ends[0] + REPLACEMENT + ends[1]
        fill = proposal(place - 1, shown, found, "utf-8") if found else None
        if fill is not None and (not fills or fills[-1].end < fill.start):
            fills.append(fill)
    return whole, tuple(holes), tuple(fills)


def _joined(data: bytes, ranges: Sequence[Range], closely: bool) -> Iterator[Range]:
    """The defects; as one those that touch and, ``closely``, those split by a byte put in."""
    first, last = ranges[0]
    for start, end in ranges:
        split = closely and start - last == 2 and end - first <= LONGEST
        if start > last and not (split and _is_split(data[first:end])):
            yield first, last
            first = start
        last = end
    yield first, last


def _is_split(part: bytes) -> bool:
    return any(bits == PUT_IN for _, bits in wholes(part))


def restored(
    part: bytes, ends: tuple[str, str], around: tuple[str, str], costs: Costs
) -> list[tuple[str, float]]:
    """The texts that ill-formed UTF-8 may have been before one byte was lost, put in or changed.

    Each with its bits between the characters ``around``, the likeliest first. It holds the
    characters ``ends`` on both sides too: a byte put into a character makes another of its first
    bytes, or of its last.
    """
    first, last = ends
    left, right = (end.encode("utf-8", "surrogatepass") if end > "\x7f" else b"" for end in ends)
    options = [(first + text + last, text, extra) for text, extra in wholes(part)]
    if left:
        found = wholes(left + part)
        options += [(text + last, text, extra) for text, extra in found if extra]
    if right:
        found = wholes(part + right)
        options += [(first + text, text, extra) for text, extra in found if extra]
    bits: dict[str, float] = {}
    for whole, text, extra in options:
        if all(costs.alone(char) < USUAL for char in text):
            cost = costs.of(whole + around[1], around[0]) + extra
            bits[whole] = min(cost, bits.get(whole, cost))
    return sorted(bits.items(), key=lambda entry: entry[1])


@lru_cache(256)
def wholes(part: bytes) -> tuple[tuple[str, float], ...]:
    """The texts that bytes are in UTF-8 with one byte more, less or changed, and bits against it.

    >>> [text for text, bits in wholes(b"\\xc3\\x28\\xa9") if bits == PUT_IN]
    ['é']
    """
    high = [bytes((byte,)) for byte in range(0x80, 0xF5)]
    found: dict[str, float] = {}
    for at in range(len(part) + 1):
        head, tail = part[:at], part[at:]
        tried = [(head + byte + tail, 0.0) for byte in high]
        if tail:
            tried.append((head + tail[1:], PUT_IN))
            flipped = (bytes((tail[0] ^ 1 << bit,)) for bit in range(8))
            tried += [(head + byte + tail[1:], CHANGED) for byte in flipped]
        for whole, extra in tried:
            try:
                text = whole.decode("utf-8")
            except UnicodeDecodeError:
                continue
            if text.isprintable():
                found[text] = min(extra, found.get(text, extra))
    return tuple(found.items())
