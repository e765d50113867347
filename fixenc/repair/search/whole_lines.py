"""Lines that are nothing but UTF-8 misread: common, told at once, and beyond doubt."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from operator import itemgetter

from fixenc import chains, codecs
from fixenc.chains import Misread
from fixenc.model import Model
from fixenc.repair.deciding.decide import LIKELY_OF_SIGNS
from fixenc.repair.deciding.oddities import is_symbol
from fixenc.repair.gate import bound
from fixenc.repair.lists import lexicon
from fixenc.repair.search.candidate import Candidate
from fixenc.repair.search.windows import DOUBLE_BYTE, FIRST, LAST
from fixenc.repair.undoing import score
from fixenc.repair.undoing.align import Unit, align, encoder
from fixenc.repair.undoing.families import prior
from fixenc.repair.undoing.score import Gains

# A line whose every character beyond ASCII is part of a UTF-8 sequence needs no rivals: three
# sequences and 40 bits are beyond chance (the most that a clean line offered was 14 bits).
PLAIN_UNITS = 3
PLAIN_BITS = 40.0
# Sequences that are beyond it whatever comes of them: ÔÑÅÐÅÔÁÉ, Greek in capitals, is three of them
# in code page 850, by chance.
BEYOND_CHANCE = 12
PLAIN_SHARE = 0.7  # of the characters beyond ASCII, for nothing else to be tried on the line
# Bits by which one of several must be likelier to be taken for the only one: of 4,075 lines that
# several fit 83 have less, and 30 of these are another one; of the others 6 are.
NEAR = 6.0
CUT = 3  # bytes of a UTF-8 character that a line cut off in its middle begins or ends in, at most


def plain(model: Model, text: str) -> Candidate | None:
    """The candidate for a line that is nothing but UTF-8 misread, or None: common, and cheap."""
    readings: dict[str, Misread] = {}
    double = any(FIRST <= char <= LAST for char in text)
    for misread in _plain_misreads():
        if double and misread.read not in DOUBLE_BYTE:
            continue
        if (after := _plain_reading(text, misread.read)) is not None:
            readings.setdefault(after, misread)
    found: list[tuple[float, Candidate]] = []
    for after, misread in readings.items():
        encode = encoder(misread.read)
        units = align(text, [encode[char] for char in text], "utf-8")
        if len(units) < PLAIN_UNITS or score.undo_units(text, units) != after:
            continue
        old, new = score.changed_pairs(text, units)
        score_new, number = model.best(new)
        bits = score_new - model.best(old)[0]
        cost = -score_new / max(1, len(new))
        gained = Gains(
            bits, bits, bits, bits, len(set(new)), model.languages[number], cost, False, bits
        )
        candidate = Candidate(misread, tuple(units), gained, None, prior(misread))
        if bits < PLAIN_BITS or (cost > LIKELY_OF_SIGNS and _is_chance(text, units, after)):
            continue
        if len(units) < BEYOND_CHANCE and _is_cut(text, units):
            continue
        if len(readings) > 1:  # twins differ in a few letters: the words around tell them
            bits = model.score(after) - candidate.against + lexicon.told_of_utf8(text, units)
        found.append((bits, candidate))
    found.sort(key=itemgetter(0))
    if len(found) > 1 and found[-1][0] < found[-2][0] + NEAR:
        return None
    return found[-1][1] if found else None


def _is_chance(text: str, units: Sequence[Unit], after: str) -> bool:
    """Whether UTF-8 that gives something unlikely may be chance: art, or too short to tell.

    What was garbled twice over is UTF-8 once more.
    """
    if all(is_symbol(char) for char in text if char > "\x7f"):
        return True
    if len(units) >= BEYOND_CHANCE or bound.readers_of_utf8(after):
        return False
    again = (_plain_reading(after, m.read) for m in _plain_misreads() if m.read in DOUBLE_BYTE)
    return all(under in (None, after) for under in again)


def _is_cut(text: str, units: Sequence[Unit]) -> bool:
    """Whether a line begins or ends in what is part of no sequence, and may be no UTF-8."""
    return any(char > "\x7f" for char in text[: units[0].start] + text[units[-1].end :])


def _plain_reading(text: str, read: str) -> str | None:
    """The line read as UTF-8, if that is what its bytes are; what was cut at its ends stays."""
    try:
        data = codecs.encode(text, read)
    except UnicodeError:
        return None
    start, end = 0, len(data)
    if len(data) == len(text):
        while start < min(CUT, end) and 0x80 <= data[start] < 0xC0:
            start += 1
    try:
        return text[:start] + data[start:].decode("utf-8")
    except UnicodeDecodeError as error:
        end = start + error.start
        if len(data) != len(text) or len(data) - end > CUT:
            return None
        return text[:start] + data[start:end].decode("utf-8") + text[end:]


@cache
def _plain_misreads() -> tuple[Misread, ...]:
    return tuple(sorted((m for m in chains.misreads() if m.written == "utf-8"), key=prior))


def is_plain(candidate: Candidate, text: str) -> bool:
    """Whether a candidate explains most of a line as UTF-8, beyond doubt."""
    if candidate.refusal is not None or candidate.misread.written != "utf-8":
        return False
    if candidate.gained.strict < PLAIN_BITS or candidate.gained.cost > LIKELY_OF_SIGNS:
        return False
    explained = sum(unit.end - unit.start for unit in candidate.units)
    return explained > PLAIN_SHARE * sum(char > "\x7f" for char in text)
