"""Stage 5: files in two or three encodings.

The main encoding explains most of a file; the units that it explains badly are gathered, and the
encoding that they have in common is asked for. A further encoding has to be worth its while in
bits, and so has every switch.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from fixenc import codecs, model
from fixenc.detect import suspects
from fixenc.detect.candidates import candidates
from fixenc.detect.lanes import lane_of, pairs_above_ascii
from fixenc.detect.lattice import DEFECT, Reader, Way, badly_read, best_way, step_of
from fixenc.detect.legacy import rank
from fixenc.detect.sample import ASCII
from fixenc.detect.suspects import Range
from fixenc.detect.utf8 import RUN

# Bits that a further encoding has to gain over the whole file.
NEW = 36.0
# Bits for going from one unit to another in another encoding.
SWITCH = 4.0
# A unit reads badly when what is not ASCII costs more than so many times the usual, and so many
# bits on top.
BADLY, BESIDES = 1.35, 18.0
# Bits by which a further encoding must be likelier than the main one on what it reads.
LEAD = 24.0
PARTS = 64  # parts that this is tried on
# Bits for a pair of characters of which one is not ASCII, in multi-byte and in single-byte
# encodings: real text costs 6 to 11 in hanzi, kana and hangul and 4 to 6.5 in alphabets, text
# misread 13 to 20, lists of rare characters misread as letters 10.
USUAL_AT_MOST = (10.0, 6.5)
READABLE = (13.0, 8.5)
LINES = 48  # lines of a sample that show its language
FEWEST = 4  # such pairs in a line that counts for the usual cost
MOST = 3  # encodings of one file
TRIED = 48  # units on which a further encoding must gain something before all are read with it
GATHERED = 6000  # bytes of badly read units that are ranked

# Start, end, number of the reader, margin in bits.
Part = tuple[int, int, int, float]


@dataclass(frozen=True, slots=True)
class Mixture:
    """A file in several encodings: the readers and who reads what, in order, without gaps.

    ``gain`` is in bits, over the main encoding alone.
    """

    readers: tuple[Reader, ...]
    parts: tuple[Part, ...]
    gain: float


def reader_of(encoding: str, sample: str) -> Reader:
    """A reader for the text of an encoding; some lines of the sample may be misread.

    Its language is the one that most lines are in, its usual cost that of the better lines.
    """
    lines = [line for line in sample.split("\n") if not line.isascii()][:LINES]
    mind = model.load()
    votes: Counter[int] = Counter()
    for pairs in map(pairs_above_ascii, lines):
        votes[mind.best(pairs)[1]] += len(pairs)
    lane = lane_of(mind.languages[votes.most_common(1)[0][0]] if votes else "en")
    by_line = sorted(cost / pairs for cost, pairs in map(lane.cost, lines) if pairs >= FEWEST)
    usual = by_line[len(by_line) // 4] if by_line else USUAL_AT_MOST[0]
    return Reader(encoding, lane, usual, step_of(encoding))


def find(data: bytes, main: str, sample: str, text: str, defects: Iterable[int]) -> Mixture | None:
    """The mixture that ``data`` is, or None when ``main`` explains all of it well enough.

    ``sample`` is text of some of it and ``text`` of all of it as ``main`` reads it, ``defects``
    the offsets where it cannot.
    """
    if main == "utf-8":
        odd = list(suspects.not_utf8(data))
    else:
        odd = suspects.strange(data, main, text, defects)
    if not odd:
        return None
    readers = [reader_of(main, sample)]
    while odd and len(readers) < MOST:
        other = _other(data, odd, readers)
        if other is None:
            break
        readers.append(other)
    if len(odd) > 2 * TRIED:
        few = sorted(islice(_spread(odd), TRIED))
        gains = _gains(*_choose(data, few, readers), len(readers))
        readers = [
            reader for number, reader in enumerate(readers) if not number or gains[number] > 0
        ]
    while len(readers) > 1:
        mixture, worst = _mixture(data, odd, readers)
        if mixture is not None:
            return mixture
        del readers[worst]
    return None


def _other(data: bytes, odd: list[Range], readers: list[Reader]) -> Reader | None:
    """The encoding that suits best what the known readers read badly."""
    known = {reader.encoding for reader in readers}
    bad: list[bytes] = []
    pieces: list[bytes] = []
    size = 0
    for start, end in _spread(odd):
        unit = data[start:end]
        costs = [_cost(unit, reader) for reader in readers]
        if any(well for _, well in costs):
            continue
        best = min(range(len(readers)), key=lambda i: costs[i][0])
        piece = badly_read(unit, readers[best])
        if "utf-8" in known:
            piece = RUN.sub(b" ", piece)
        if not piece.isascii():
            bad.append(unit)
            pieces.append(piece)
            size += len(piece)
        if size > GATHERED:
            break
    if not pieces:
        return None
    if "utf-8" not in known and (text := _utf8_in(bad)):
        return reader_of("utf-8", text)
    ranked = rank(pieces, only=[c.name for c in candidates() if c.name not in known])
    if not ranked:
        return None
    other = reader_of(ranked[0].encoding, ranked[0].text)
    return other if other.usual <= _limit(READABLE, other.encoding) else None


def _spread(odd: list[Range]) -> Iterable[Range]:
    """All of the units, but those spread over the file first."""
    step = max(1, len(odd) // 64)
    for first in range(step):
        yield from odd[first::step]


def _utf8_in(units: list[bytes]) -> str:
    """The text of what is UTF-8 in the units, when that is a third of what is above ASCII."""
    found = [RUN.findall(unit) for unit in units]
    high = sum(len(unit.translate(None, ASCII)) for unit in units)
    if sum(map(len, (run for runs in found for run in runs))) * 3 < high:
        return ""
    return "\n".join(b" ".join(runs).decode("utf-8", "ignore") for runs in found)


def _cost(unit: bytes, reader: Reader) -> tuple[float, bool]:
    """What a unit costs as ``reader`` reads it, and whether that is as usual."""
    text, defects = codecs.decode_with_defects(unit, reader.encoding)
    cost, pairs = reader.lane.cost(text)
    usual = min(reader.usual, _limit(USUAL_AT_MOST, reader.encoding))
    well = not defects and cost <= BADLY * usual * pairs + BESIDES
    return cost + DEFECT * len(defects), well


def _mixture(data: bytes, odd: list[Range], readers: list[Reader]) -> tuple[Mixture | None, int]:
    """The best reading of the odd units; or None and the reader that is least worth its while."""
    ways, chosen = _choose(data, odd, readers)
    gains = _gains(ways, chosen, len(readers))
    parts: list[Part] = []
    for (start, _), options, pick in zip(odd, ways, chosen, strict=True):
        way = options[pick]
        margin = min(abs(o.cost - way.cost) for i, o in enumerate(options) if i != pick)
        parts += [(start + low, start + high, number, margin) for low, high, number in way.parts]
    worst = min(range(1, len(readers)), key=lambda number: gains[number])
    if gains[worst] >= NEW:
        failed = [n for n in range(1, len(readers)) if not _holds(data, parts, readers, n)]
        if not failed:
            return Mixture(tuple(readers), _filled(data, parts), sum(gains)), 0
        worst = failed[0]
    return None, worst


def _choose(
    data: bytes, odd: list[Range], readers: list[Reader]
) -> tuple[list[list[Way]], list[int]]:
    """The ways to read each of the units, and which of them is the best."""
    ways = [_ways(data[start:end], readers) for start, end in odd]
    return ways, _chosen(data, odd, ways, len(readers))


def _gains(ways: list[list[Way]], chosen: list[int], count: int) -> list[float]:
    """What each reader gains over the main one, in bits."""
    gains = [0.0] * count
    for options, pick in zip(ways, chosen, strict=True):
        gain = options[0].cost - options[pick].cost
        used = {number for _, _, number in options[pick].parts} - {0}
        for number in used:
            gains[number] += gain / len(used)
    return gains


def _holds(data: bytes, parts: list[Part], readers: list[Reader], number: int) -> bool:
    """Whether what a further encoding reads is text, and likelier so than in the main one.

    In any language: a quotation in a third language is no third encoding.
    """
    theirs = [data[start:end] for start, end, who, _ in parts if who == number]
    pieces = [part for part in theirs if not part.isascii()][:PARTS]
    best: list[float] = []
    count = 0
    for reader in (readers[0], readers[number]):
        texts = [codecs.decode_with_defects(piece, reader.encoding) for piece in pieces]
        pairs = [pair for text, _ in texts for pair in pairs_above_ascii(text)]
        defects = sum(len(ranges) for _, ranges in texts)
        free = [pair for pair in pairs if "\ufffd" not in pair]
        best.append(DEFECT * defects - model.load().best(free)[0])
        count = len(pairs)
    return (
        best[0] >= best[1] + LEAD and best[1] <= _limit(READABLE, readers[number].encoding) * count
    )


def _limit(limits: tuple[float, float], encoding: str) -> float:
    return limits[codecs.lookup(encoding).kind is codecs.Kind.SINGLE]


def _ways(unit: bytes, readers: list[Reader]) -> list[Way]:
    """The unit in each encoding alone, and, where none reads it well, in several."""
    costs = [_cost(unit, reader) for reader in readers]
    ways = [Way(cost, ((0, len(unit), i),)) for i, (cost, _) in enumerate(costs)]
    if not any(well for _, well in costs):
        ways.append(best_way(unit, readers))
    return ways


def _chosen(data: bytes, odd: list[Range], ways: list[list[Way]], count: int) -> list[int]:
    """Which of the ways of each unit, switches between units counted."""
    # By reader: the cost of the best choice so far that ends in it, and the choices.
    states: list[tuple[float, int]] = [(0.0, -1)] + [(SWITCH, -1)] * (count - 1)
    history: list[list[tuple[int, int]]] = []
    last = 0
    for (start, end), options in zip(odd, ways, strict=True):
        if not data[last:start].isascii():
            low = min(cost + (SWITCH if i else 0.0) for i, (cost, _) in enumerate(states))
            from_ = min(range(count), key=lambda i: states[i][0] + (SWITCH if i else 0.0))
            states = [(low, from_)] + [(low + SWITCH, from_)] * (count - 1)
        else:
            states = [(cost, i) for i, (cost, _) in enumerate(states)]
        fresh: list[tuple[float, int, int]] = [(float("inf"), 0, 0)] * count
        for pick, way in enumerate(options):
            first, final = way.parts[0][2], way.parts[-1][2]
            before = min(range(count), key=lambda i: states[i][0] + (SWITCH if i != first else 0.0))
            cost = states[before][0] + (SWITCH if before != first else 0.0) + way.cost
            if cost < fresh[final][0]:
                fresh[final] = (cost, states[before][1], pick)
        history.append([(came, pick) for _, came, pick in fresh])
        states = [(cost, i) for i, (cost, _, _) in enumerate(fresh)]
        last = end
    return _walked_back(states, history)


def _walked_back(
    states: list[tuple[float, int]], history: list[list[tuple[int, int]]]
) -> list[int]:
    at = min(range(len(states)), key=lambda i: states[i][0])
    picks: list[int] = []
    for step in reversed(history):
        at, pick = step[at]
        picks.append(pick)
    return picks[::-1]


def _filled(data: bytes, parts: list[Part]) -> tuple[Part, ...]:
    """The parts with what lies between: the main encoding, but for ASCII, which goes along."""
    whole: list[Part] = []

    def put(start: int, end: int, number: int, margin: float) -> None:
        if whole and whole[-1][2] == number:
            first, _, _, least = whole[-1]
            whole[-1] = (first, end, number, min(least, margin))
        elif start < end:
            whole.append((start, end, number, margin))

    at = 0
    for start, end, number, margin in parts:
        between = data[at:start]
        if between:
            if not between.isascii():
                put(at, start, 0, float("inf"))
            elif whole:
                put(at, start, whole[-1][2], float("inf"))
            else:
                put(at, start, number, float("inf"))
        if data[start:end].isascii() and whole:
            put(start, end, whole[-1][2], float("inf"))
        else:
            put(start, end, number, margin)
        at = end
    if at < len(data):
        rest = data[at:]
        put(at, len(data), whole[-1][2] if rest.isascii() and whole else 0, float("inf"))
    return tuple(whole)
