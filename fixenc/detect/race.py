"""The race of the candidates: a little is scored first, and more of those that keep up."""

from __future__ import annotations

import re
from codecs import charmap_decode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from operator import add, sub

from fixenc import codecs, model
from fixenc.detect import shape
from fixenc.detect.candidates import Candidate, candidates
from fixenc.detect.lanes import SHOUTED, pairs_above_ascii
from fixenc.detect.sample import ASCII, rounds
from fixenc.model.format import UNIT

# High bytes scored in each round, at least. The first leaves one to three texts of a dozen.
ROUNDS = (16, 48, 160, 600)
# Quarter bits behind the best at which a candidate is dropped in each round; wide, since a piece
# may be in another language, in capitals, or made of signs.
BEHIND = (48 * UNIT, 48 * UNIT, 64 * UNIT, 80 * UNIT)
ENOUGH = 64 * UNIT  # quarter bits between the best two texts that end the search
# Bits behind the best in shape at which a candidate is not put to the model at all, and bits for
# each high byte on top: of 6,066 beginnings of sentences the right encoding was 20 behind at most
# with up to 34 high bytes, and 28 with up to 99.
BEHIND_IN_SHAPE = (18.0, 0.3)
# Quarter bits for each run of bytes that does not decode: less than two misread characters, more
# than a rare one.
DEFECT = 22 * UNIT
# Quarter bits that ASCII in another language than the rest costs at most. With no limit 38 of 207
# real files were misread (markup in English around Russian), with 16 bits "£825" in English was
# read as Russian.
ELSEWHERE = 28 * UNIT
RANKED = 16  # candidates that are told of at the end
# Pairs scored before a candidate is first compared with the best; doubles.
FIRST_PAIRS = 32
# Pairs that are scored at once in the first round, and quarter bits that ASCII may cost then: sums
# of 16 bits hold both.
AT_ONCE, MOST_AT_ONCE = 240, 8000

_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_ASCII_RUN = re.compile(rb"[\x00-\x7f]{2,}")
_NEVER = 1 << 60  # above any cost


@dataclass(slots=True)
class Runner:
    """A candidate in the race; costs are quarter bits.

    ``sums`` are the costs of its text by language, the languages' priors included ``asked`` times:
    once for each time that the model was asked. ``key`` tells whether two runners read the same
    text so far.
    """

    candidate: Candidate
    sums: list[int]
    extra: int  # cost from elsewhere: a declaration, a witness
    asked: int = 0
    key: str = ""
    defects: int = 0
    cost: int = 0


@dataclass(frozen=True, slots=True)
class Scored:
    """A runner's new sums, and what its text costs in each language, all told.

    ``lowest`` is the least of those, or above any cost when the runner was stopped.
    """

    sums: list[int]
    asked: int
    whole: list[int]
    lowest: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate that stayed: ``cost`` in bits, prior included.

    Two of the same ``key`` read the same text; ``text``, of the sample, is there for the best.
    """

    encoding: str
    cost: float
    language: str
    text: str
    key: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Bytes to score: all of them, and the pairs that are not all ASCII, one after the other."""

    line: bytes
    pairs: bytes
    ascii_pairs: list[str]

    @classmethod
    def of(cls, data: bytes) -> Batch:
        """The batch of some pieces of a file."""
        line = b"\n" + data + b"\n"
        parts: list[bytes] = []
        for match in _HIGH_RUN.finditer(line):
            window = line[match.start() - 1 : match.end() + 1]
            pairs = bytearray(2 * len(window) - 2)
            pairs[::2], pairs[1::2] = window[:-1], window[1:]
            parts.append(bytes(pairs))
        low: list[str] = []
        for run in _ASCII_RUN.findall(line):
            text = run.decode("ascii")
            low += map(add, text, text[1:])
        return cls(line, b"".join(parts), low)


# A runner, its text, how many defects. A single-byte encoding's text is that of the pairs.
_Reading = tuple[Runner, str, int]


class Race:
    """The candidates that are still in, and what all of them share: the pairs of ASCII.

    The words between may be in another language than the letters above ASCII (markup, program
    text): no language pays more than ``ELSEWHERE`` for them above the one that they suit best.
    """

    def __init__(self, favours: Mapping[str, float], only: Iterable[str] | None) -> None:
        self._mind = model.load()
        self._priors = self._mind.totals(())
        self._ascii = self._nothing = [0] * len(self._priors)
        self._bases: dict[int, list[int]] = {}
        self._packed: int | None = None
        self._scored_bytes = b""
        self.seen = ASCII
        self._favours = {name: -round(bits * UNIT) for name, bits in favours.items()}
        self._field = _all()
        if only is not None:
            names = frozenset(only)
            self._field = _Field([c for c in candidates() if c.name in names])
        self.runners: list[Runner] = []

    def run_all(self, found: list[bytes]) -> None:
        """Score batch after batch until one text is far ahead."""
        for number, batch in enumerate(rounds(found, ROUNDS)):
            self.run(batch, BEHIND[min(number, len(BEHIND) - 1)])
            runners = self.runners
            others = (r.cost for r in runners if r.key != runners[0].key)
            if next(others, _NEVER) - runners[0].cost > ENOUGH:
                break

    def ranked(self) -> list[Ranked]:
        """Those still in, the best first."""
        return [
            Ranked(
                runner.candidate.name,
                runner.cost / UNIT,
                self._language(runner),
                self._text(runner) if not place else "",
                runner.key,
            )
            for place, runner in enumerate(self.runners[:RANKED])
        ]

    def _text(self, runner: Runner) -> str:
        return codecs.decode_with_defects(self._scored_bytes, runner.candidate.name)[0]

    def run(self, data: bytes, behind: int) -> None:
        """Score some bytes with every runner, and keep those that keep up, the best first."""
        batch = Batch.of(data)
        self.seen += bytes(set(data.translate(None, self.seen)))
        self._take_ascii(batch.ascii_pairs)
        if self._scored_bytes:
            readings = [_reading(batch, runner) for runner in self.runners]
        else:
            readings = list(self._start(batch))
        self._scored_bytes += batch.line
        readings.sort(key=lambda reading: reading[2])
        seen: dict[tuple[str, str], Scored] = {}
        best = _NEVER
        for runner, text, defects in readings:
            runner.defects += defects
            fixed = runner.extra + runner.defects * DEFECT
            bound = best + behind - fixed
            key = (runner.key, text)
            if key not in seen:
                seen[key] = self._cost(runner, text, batch, bound)
            scored = seen[key]
            runner.sums, runner.asked = scored.sums, scored.asked
            runner.key += text
            runner.cost = _NEVER
            if scored.lowest + runner.candidate.least <= bound:
                runner.cost = min(map(add, scored.whole, runner.candidate.against)) + fixed
                best = min(best, runner.cost)
        kept = [reading[0] for reading in readings if reading[0].cost <= best + behind]
        self.runners = sorted(kept, key=lambda r: r.cost)

    def _start(self, batch: Batch) -> Iterator[_Reading]:
        """What the candidates read whose reading of the first batch is not far worse in shape."""
        high = len(batch.line.translate(None, ASCII))
        behind = round(UNIT * (BEHIND_IN_SHAPE[0] + BEHIND_IN_SHAPE[1] * high))
        single, multi, favours = self._field.single, self._field.multi, self._favours
        costs = shape.costs_of_pairs(batch.pairs, self._field.names)
        costs = list(map(add, costs, self._field.least))
        if favours:
            costs = [cost + favours.get(c.name, 0) for cost, c in zip(costs, single, strict=True)]
        most = min(costs, default=_NEVER) + behind
        texts: list[str] = []
        for candidate in multi:
            extra = candidate.least + favours.get(candidate.name, 0)
            texts.append(_text_of(batch, candidate))
            costs.append(shape.cost_of_text(texts[-1], most - extra) + extra)
        most = min(costs, default=0) + behind
        known: list[str | None] = [*repeat(None, len(single)), *texts]
        for cost, candidate, text in zip(costs, (*single, *multi), known, strict=True):
            if cost <= most:
                runner = Runner(candidate, self._nothing, favours.get(candidate.name, 0))
                yield _reading(batch, runner, text)

    def _cost(self, runner: Runner, text: str, batch: Batch, bound: int) -> Scored:
        """The runner scored with the pairs of a text."""
        if not runner.candidate.single:
            return self._scored(runner.sums, runner.asked, pairs_above_ascii(text), bound)
        pairs = list(map(add, text[::2], text[1::2]))
        scored = self._scored(runner.sums, runner.asked, pairs, bound)
        if shape.is_shouted(shape.kinds_of(batch.pairs, runner.candidate.name)):
            quiet = [low if len(low := pair.lower()) == 2 else pair for pair in pairs]
            sums = [cost + round(SHOUTED * UNIT) for cost in runner.sums]
            lowered = self._scored(sums, runner.asked, quiet, bound)
            scored = min(scored, lowered, key=lambda s: s.lowest)
        return scored

    def _language(self, runner: Runner) -> str:
        """The language that a runner's text suits best."""
        whole = list(map(add, runner.sums, self._base(runner.asked)))
        return self._mind.languages[whole.index(min(whole))]

    def _take_ascii(self, pairs: list[str]) -> None:
        costs = map(sub, self._mind.totals(pairs), self._priors)
        self._ascii = list(map(add, self._ascii, costs))
        self._bases, self._packed = {}, None

    def _base(self, asked: int) -> list[int]:
        """What the languages cost besides the pairs above ASCII, less the priors in excess."""
        if asked not in self._bases:
            most = min(self._ascii) + ELSEWHERE
            self._bases[asked] = [
                (cost if cost < most else most) + (1 - asked) * prior
                for cost, prior in zip(self._ascii, self._priors, strict=True)
            ]
        return self._bases[asked]

    def _packed_base(self) -> int:
        """The same for what is asked for the first time, to reckon with; 0 where it is too much."""
        if self._packed is None:
            base = self._base(1)
            fits = max(base) <= MOST_AT_ONCE and min(base) >= 0
            self._packed = self._mind.pack(map(add, base, self._priors)) if fits else 0
        return self._packed

    def _scored(self, sums: list[int], asked: int, pairs: list[str], bound: int) -> Scored:
        """``sums`` with the costs of ``pairs``; stops above ``bound``, since costs only grow."""
        if sums is self._nothing and len(pairs) <= AT_ONCE and (base := self._packed_base()):
            whole = self._mind.unpacked(self._mind.packed(pairs) + base)
            lowest = min(whole)
            if lowest > bound:
                return Scored(sums, 1, whole, _NEVER)
            return Scored(list(map(sub, whole, self._base(1))), 1, whole, lowest)
        at, size = 0, FIRST_PAIRS
        while True:
            costs = self._mind.totals(pairs[at : at + size])
            sums = costs if sums is self._nothing else list(map(add, sums, costs))
            asked += 1
            whole = list(map(add, sums, self._base(asked)))
            lowest = min(whole)
            at += size
            size *= 2
            if lowest > bound or at >= len(pairs):
                return Scored(sums, asked, whole, lowest if lowest <= bound else _NEVER)


def _reading(batch: Batch, runner: Runner, text: str | None = None) -> _Reading:
    """What a runner reads; ``text`` where that is known already."""
    if runner.candidate.single:
        table = codecs.charmap(runner.candidate.name)
        return runner, charmap_decode(batch.pairs, "strict", table)[0], 0
    text = _text_of(batch, runner.candidate) if text is None else text
    return runner, text, text.count("\ufffd")


def _text_of(batch: Batch, candidate: Candidate) -> str:
    # Python's own codec: what fixenc.codecs adds is rare, and not worth a slower way here.
    return batch.line.decode(candidate.name, "replace")


class _Field:
    """The candidates of a race: those of one byte a character, and the others."""

    def __init__(self, tried: Sequence[Candidate]) -> None:
        self.single = [c for c in tried if c.single]
        self.multi = [c for c in tried if not c.single]
        self.names = tuple(c.name for c in self.single)
        self.least = [c.least for c in self.single]


@cache
def _all() -> _Field:
    return _Field(candidates())
