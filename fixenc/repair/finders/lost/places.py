"""Where bytes of an older encoding may have vanished from a run, since nothing marks the place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from fixenc.chains import Misread
from fixenc.model import Model
from fixenc.repair.finders.lost.costs import Costs
from fixenc.repair.finders.lost.readers import reader
from fixenc.repair.finders.lost.states import Zone
from fixenc.repair.finders.lost.writers import legacy
from fixenc.repair.undoing.align import Unit

# A byte that vanishes costs less here than in UTF-8, where one never vanishes alone: the readers
# are those that show a soft hyphen or a control for it, and then all of them vanish.
VANISHED = 2.0
ODD = 14.0  # bits that a character costs where one may be missing before it
AROUND = 4  # characters of the garble around it
# Bits that a character costs at most that is thought gone with both its bytes: 込 is 8D 9E, which
# cp1254 has nothing for, 刻 8D 8F.
IN_USE = 13.0
# ASCII that marks of Shift_JIS end in, but for a backslash, which begins an escape in source code
# far more often than it was a dash.
TRAILS = frozenset(map(chr, range(0x40, 0x7F))) - {"\\"}


def mark_zones(line: str, units: Sequence[Unit], start: int, end: int) -> Iterator[Zone]:
    """Where a run has a lone letter that may be what is left of a mark."""
    at = start
    for first, last, _ in (*units, Unit(end - start, end - start, "")):
        low, high = at, start + first
        at = start + last
        follows = line[low + 1 : high][:1].isalnum() and line[low : low + 1].isalpha()
        if low < high and line[low] in TRAILS and not follows:
            yield Zone(low, low + 1, True)


def merged(zones: Iterable[Zone]) -> list[Zone]:
    """Zones in order, those that touch as one."""
    found: list[Zone] = []
    for zone in sorted(zones):
        if found and zone.start <= found[-1].stop:
            last = found.pop()
            zone = Zone(last.start, max(last.stop, zone.stop), True)
        found.append(zone)
    return found


def is_whole(line: str, units: Sequence[Unit], start: int, end: int) -> bool:
    """Whether all of a run beyond ASCII can be undone."""
    at = start
    for first, last, _ in units:
        if not line[at : start + first].isascii():
            return False
        at = start + last
    return line[at:end].isascii()


@cache
def gone(known: Model, number: int, misread: Misread) -> tuple[str, ...]:
    """The characters, of those in use in a language, of which a reader shows neither byte."""
    alone = sorted(reader(misread.read).alone)
    pairs = (bytes((one, two)) for one in alone for two in alone)
    chars = (legacy(misread.written).feed(b"", pair) for pair in pairs)
    found = (fed.text for fed in chars if fed is not None and len(fed.text) == 1)
    return tuple(char for char in found if known.char_cost(char, number) <= IN_USE)


def gaps(
    units: Sequence[Unit], start: int, end: int, gone: Sequence[str], costs: Costs
) -> Iterator[Zone]:
    """Where a character that is gone with both its bytes makes the two beside it likelier."""
    before, last = "", -1
    for first, stop, after in units:
        for char in after:
            if before and last == first:
                least = min((costs[before + one] + costs[one + char] for one in gone), default=ODD)
                if least + 2 * VANISHED < costs[before + char]:
                    at = start + first
                    yield Zone(max(start, at - 1), min(end, at + 1), True)
            before, last = char, stop


def odd_zones(line: str, units: Sequence[Unit], start: int, end: int, costs: Costs) -> list[Zone]:
    """Where a run reads oddly when undone, or cannot be undone: there a byte may be missing."""
    odd: list[int] = []
    before, at = " ", start
    for first, last, after in units:
        odd += [i for i in range(at, start + first) if line[i] > "\x7f"]
        if start + first == at + 1 and line[at].isalpha() and before > "\x7f":
            odd.append(at)  # one letter between characters: a trail byte
        for char in after:
            if costs[before + char] >= ODD:
                odd.append(start + first)
            before = char
        at = start + last
    odd += [i for i in range(at, end) if line[i] > "\x7f"]
    zones: list[Zone] = []
    for i in odd:
        low, high = max(start, i - AROUND), min(end, i + AROUND)
        if zones and low <= zones[-1].stop:
            low = zones.pop().start
        zones.append(Zone(low, high, True))
    return zones
