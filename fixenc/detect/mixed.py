"""Stage 5: files in two or three encodings.

The main encoding explains most of a file; the units that it explains badly are gathered, and the
encoding that they have in common is asked for. A further encoding has to be worth its while in
bits, and so has every switch.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fixenc import codecs
from fixenc.detect import suspects
from fixenc.detect.candidates import candidates
from fixenc.detect.lanes import Lane
from fixenc.detect.lattice import DEFECT, Reader, Way, best_way, step_of
from fixenc.detect.legacy import Ranked, rank
from fixenc.detect.suspects import Range
from fixenc.detect.unicode import RUN, RUN_OR_LONE, SEQUENCE

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
MOST = 3  # encodings of one file
GATHERED = 6000  # bytes of badly read units that are ranked

@dataclass(frozen=True, slots=True)
class Mixture:
    """A file in several encodings: the readers and who reads what, in order, without gaps.

    ``gain`` is in bits, over the main encoding alone; ``parts`` hold (start, end, number of the
    reader, margin in bits).
    """

    readers: tuple[Reader, ...]
    parts: tuple[tuple[int, int, int, float], ...]
    gain: float


def reader_of(encoding: str, language: str, sample: str) -> Reader:
    """A reader, its usual cost taken from a sample of its text."""
    lane = Lane(language)
    cost, pairs = lane.cost(sample)
    usual = cost / pairs if pairs else 10.0
    return Reader(encoding, lane, usual, step_of(encoding))


def find(data: bytes, main: Reader, text: str, defects: Iterable[int]) -> Mixture | None:
    """The mixture that ``data`` is, or None when ``main`` explains all of it well enough.

    ``text`` is all of it as ``main`` reads it, ``defects`` the offsets where it cannot.
    """
    if main.encoding == "utf-8":
        odd = list(suspects.not_utf8(data))
    else:
        odd = suspects.strange(data, main.encoding, text, defects)
    readers = [main]
    while odd and len(readers) < MOST:
        other = _other(data, odd, readers)
        if other is None:
            break
        readers.append(other)
    mixture = None
    while len(readers) > 1 and mixture is None:
        mixture = _mixture(data, odd, readers)
        if mixture is None:
            readers.pop()
    return mixture


def _other(data: bytes, odd: list[Range], readers: list[Reader]) -> Reader | None:
    """The encoding that most of the badly read units are in, when it is a further one."""
    known = {reader.encoding for reader in readers}
    pieces: list[bytes] = []
    size = 0
    for start, end in _spread(odd):
        unit = data[start:end]
        if _reads_well(unit, readers):
            continue
        if "utf-8" in known:
            unit = RUN_OR_LONE.sub(b" ", unit)
        if not unit.isascii():
            pieces.append(unit)
            size += len(unit)
        if size > GATHERED:
            break
    if not pieces:
        return None
    if "utf-8" not in known and _holds_utf8(pieces):
        return _utf8_reader(pieces)
    ranked = rank(pieces, only=[c.name for c in candidates() if c.name not in known])
    return reader_of(ranked[0].encoding, ranked[0].language, ranked[0].text) if ranked else None


def _spread(odd: list[Range]) -> Iterable[Range]:
    """All of the units, but those spread over the file first."""
    step = max(1, len(odd) // 64)
    for first in range(step):
        yield from odd[first::step]


def _holds_utf8(pieces: list[bytes]) -> bool:
    return sum(1 for piece in pieces if RUN.search(piece)) * 3 > len(pieces)


def _utf8_reader(pieces: list[bytes]) -> Reader | None:
    text = "\n".join("".join(m.decode() for m in SEQUENCE.findall(piece)) for piece in pieces)
    ranked = rank([text.encode()], only=("utf-8",))
    return reader_of("utf-8", ranked[0].language, text) if ranked else None


def _reads_well(unit: bytes, readers: list[Reader]) -> bool:
    return any(_cost(unit, reader)[1] for reader in readers)


def _cost(unit: bytes, reader: Reader) -> tuple[float, bool]:
    """What a unit costs as ``reader`` reads it, and whether that is as usual."""
    text, defects = codecs.decode_with_defects(unit, reader.encoding)
    cost, pairs = reader.lane.cost(text)
    well = not defects and cost <= BADLY * reader.usual * pairs + BESIDES
    return cost + DEFECT * len(defects), well


def _mixture(data: bytes, odd: list[Range], readers: list[Reader]) -> Mixture | None:
    """The best reading of the odd units; None when some reader is not worth its while."""
    ways = [_ways(data[start:end], readers) for start, end in odd]
    chosen = _chosen(data, odd, ways, len(readers))
    gains = [0.0] * len(readers)
    parts: list[tuple[int, int, int, float]] = []
    for (start, _), options, pick in zip(odd, ways, chosen, strict=True):
        way = options[pick]
        gain = options[0].cost - way.cost
        used = {number for _, _, number in way.parts} - {0}
        for number in used:
            gains[number] += gain / len(used)
        margin = min(abs(o.cost - way.cost) for i, o in enumerate(options) if i != pick)
        parts += [(start + low, start + high, number, margin) for low, high, number in way.parts]
    if any(gain < NEW for gain in gains[1:]) or not _hold(data, parts, readers):
        return None
    return Mixture(tuple(readers), _filled(data, parts), sum(gains))


def _hold(
    data: bytes, parts: list[tuple[int, int, int, float]], readers: list[Reader]
) -> bool:
    """Whether what each further encoding reads is not likelier as the main one.

    In any language: a quotation in a third language is no third encoding.
    """
    main = readers[0].encoding
    for number, reader in enumerate(readers[1:], 1):
        theirs = [data[start:end] for start, end, who, _ in parts if who == number]
        pieces = [part for part in theirs if not part.isascii()][:PARTS]
        if not pieces:
            return False
        ranked = rank([b"\n".join(pieces)[:GATHERED]], only=(main, reader.encoding))
        costs = {r.encoding: r.cost for r in ranked}
        if reader.encoding not in costs or costs.get(main, 1e9) < costs[reader.encoding] + LEAD:
            return False
    return True


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
            before = min(
                range(count), key=lambda i: states[i][0] + (SWITCH if i != first else 0.0)
            )
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


def _filled(
    data: bytes, parts: list[tuple[int, int, int, float]]
) -> tuple[tuple[int, int, int, float], ...]:
    """The parts with what lies between: the main encoding, but for ASCII, which goes along."""
    whole: list[tuple[int, int, int, float]] = []

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
