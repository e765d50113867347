"""Stage 4: legacy encodings, ranked by the model on what the bytes would say in each.

Every candidate reads the same bytes; what is compared is the text. A little is scored first, and
more of those that keep up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import add, sub

from fixenc import codecs, model
from fixenc.detect import shape
from fixenc.detect.candidates import Candidate, candidates
from fixenc.detect.sample import ASCII, around, rounds
from fixenc.detect.unicode import RUN_OR_LONE
from fixenc.model.format import UNIT

# High bytes scored in each round. The first settles most of the candidates.
ROUNDS = (16, 48, 160, 600)
# Quarter bits behind the best at which a candidate is dropped in each round.
BEHIND = (48 * UNIT, 48 * UNIT, 64 * UNIT, 80 * UNIT)
ENOUGH = 64 * UNIT  # quarter bits between the best two texts that end the search
# Bits behind the best in shape at which a candidate is not put to the model at all, and bits for
# each high byte on top. With 16 high bytes of 1,011 sentences the right encoding was never more
# than 20 behind (5 times more than 16), with 48 it was 45 behind at most.
BEHIND_IN_SHAPE = (16.0, 0.7)
# Quarter bits for each run of bytes that does not decode.
DEFECT = 22 * UNIT
# Quarter bits that ASCII in another language than the rest costs at most.
ELSEWHERE = 28 * UNIT
# Quarter bits for reading capitals as if they were small letters, once a batch.
SHOUTED = 6 * UNIT
# Pairs scored before a candidate is first compared with the best; doubles.
FIRST_PAIRS = 16

_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_PAIR = re.compile(r"(?s)(?=([^\x00-\x7f].|.[^\x00-\x7f]))")
_NEVER = 1 << 60  # above any cost


@dataclass(slots=True)
class Runner:
    """A candidate in the race; costs are quarter bits, by language, priors left out."""

    candidate: Candidate
    totals: list[int]
    extra: int  # cost from elsewhere: a declaration, a witness
    text: str = ""
    defects: int = 0
    cost: int = 0


_Reading = tuple[Runner, str, tuple[tuple[int, int], ...]]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate that stayed: ``cost`` in bits, prior included; ``text`` of the sample."""

    encoding: str
    cost: float
    language: str
    text: str
    defects: int


def rank(
    found: list[bytes],
    *,
    favours: Mapping[str, float] | None = None,
    only: Iterable[str] | None = None,
) -> list[Ranked]:
    """The candidates by what they make of pieces of a file, the best first.

    ``favours`` gives bits in favour of encodings; ``only`` restricts the candidates.
    """
    race = Race(favours or {}, only)
    race.run_all(found)
    return race.ranked()


def rank_file(data: bytes, found: list[bytes], favours: Mapping[str, float]) -> list[Ranked]:
    """The candidates by what they make of a whole file, the best first.

    ``found`` are its pieces.

    The pieces of the file that are read hold every byte value above 0x7F that it has, when the
    best is a single-byte encoding: then candidates that give the sample the same text give the
    file the same text.
    """
    race = Race(favours, None)
    race.run_all(found)
    if race.runners and race.runners[0].candidate.single:
        unseen = set(data.translate(None, race.seen))
        if unseen:
            places = (data.index(byte) for byte in unseen)
            more = [around(data, place, 0, len(data))[0] for place in places]
            race.run(RUN_OR_LONE.sub(b" ", b"\n".join(more)), BEHIND[-1])
    return race.ranked()


class Race:
    """The candidates that are still in, and what all of them share: the pairs of ASCII.

    The words between may be in another language than the letters above ASCII (markup, program
    text): no language pays more than ``ELSEWHERE`` for them above the one that they suit best.
    """

    def __init__(self, favours: Mapping[str, float], only: Iterable[str] | None) -> None:
        self._mind = model.load()
        self._priors = self._mind.totals(())
        self._ascii = [0] * len(self._priors)
        self._base = self._priors
        self._begun = False
        self.seen = ASCII
        names = None if only is None else frozenset(only)
        self.runners = [
            Runner(c, self._ascii, -round(favours.get(c.name, 0) * UNIT))
            for c in candidates()
            if names is None or c.name in names
        ]

    def run_all(self, found: list[bytes]) -> None:
        """Score batch after batch until one text is far ahead."""
        for number, batch in enumerate(rounds(found, ROUNDS)):
            self.run(batch, BEHIND[min(number, len(BEHIND) - 1)])
            runners = self.runners
            others = (r.cost for r in runners if r.text != runners[0].text)
            if number and next(others, _NEVER) - runners[0].cost > ENOUGH:
                break

    def ranked(self) -> list[Ranked]:
        """Those still in, the best first."""
        return [
            Ranked(r.candidate.name, r.cost / UNIT, self._language(r), r.text, r.defects)
            for r in self.runners
        ]

    def run(self, batch: bytes, behind: int) -> None:
        """Score one batch with every runner, and keep those that keep up, the best first."""
        line = b"\n" + batch
        self.seen += bytes(set(batch.translate(None, self.seen)))
        places = self._take_ascii(line)
        texts = [(r, *codecs.decode_with_defects(line, r.candidate.name)) for r in self.runners]
        if not self._begun:
            texts = _thinned(texts, line, places)
            self._begun = True
        texts.sort(key=lambda t: len(t[2]))
        seen: dict[tuple[str, str], tuple[list[int], int]] = {}
        best = _NEVER
        for runner, text, defects in texts:
            runner.defects += len(defects)
            fixed = runner.extra + runner.defects * DEFECT
            bound = best + behind - fixed
            key = (runner.text, text)
            known = seen.get(key)
            if known is None:
                pairs = (
                    [text[i : i + 2] for i in places]
                    if runner.candidate.single
                    else _PAIR.findall(text)
                )
                known = self._scored(runner.totals, pairs, bound)
                if _is_shouted(text):
                    quiet = [low if len(low := pair.lower()) == 2 else pair for pair in pairs]
                    lowered = self._scored(runner.totals, quiet, bound, SHOUTED)
                    known = min(known, lowered, key=lambda k: k[1])
                seen[key] = known
            runner.totals, lowest = known
            runner.text += text
            runner.cost = _NEVER
            if lowest + runner.candidate.least <= bound:
                costs = map(add, map(add, runner.totals, self._base), runner.candidate.against)
                runner.cost = min(costs) + fixed
                best = min(best, runner.cost)
        kept = [r for r, _, _ in texts if r.cost <= best + behind]
        self.runners = sorted(kept, key=lambda r: r.cost)

    def _language(self, runner: Runner) -> str:
        """The language that a runner's text suits best."""
        totals = list(map(add, runner.totals, self._base))
        return self._mind.languages[totals.index(min(totals))]

    def _take_ascii(self, line: bytes) -> list[int]:
        """Count the pairs of ASCII in, and return where the other pairs begin."""
        low, high = _places(line)
        totals = self._mind.totals([chr(line[i]) + chr(line[i + 1]) for i in low])
        self._ascii = list(map(add, self._ascii, map(sub, totals, self._priors)))
        most = min(self._ascii) + ELSEWHERE
        self._base = [
            min(cost, most) + prior for cost, prior in zip(self._ascii, self._priors, strict=True)
        ]
        return high

    def _scored(
        self, totals: list[int], pairs: list[str], bound: int, extra: int = 0
    ) -> tuple[list[int], int]:
        """``totals`` with the costs of ``pairs`` and ``extra``, and the lowest of the languages.

        Stops where that is above ``bound``, since costs only grow; then it is ``_NEVER``.
        """
        at, size = 0, FIRST_PAIRS
        if extra:
            totals = [total + extra for total in totals]
        while True:
            # The model adds its priors to what it sums.
            added = map(sub, self._mind.totals(pairs[at : at + size]), self._priors)
            totals = list(map(add, totals, added))
            lowest = min(map(add, totals, self._base))
            if lowest > bound:
                return totals, _NEVER
            at += size
            size *= 2
            if at >= len(pairs):
                return totals, lowest


def _is_shouted(text: str) -> bool:
    """Whether most letters above ASCII are capitals."""
    high = [char for char in text if char > "\x7f"]
    capitals = sum(map(str.isupper, high))
    return capitals > 2 and capitals > 2 * sum(map(str.islower, high))


def _thinned(texts: list[_Reading], line: bytes, places: list[int]) -> list[_Reading]:
    """The readings whose shape is not far worse than the best."""
    costs: list[float] = []
    high = len(line.translate(None, ASCII))
    for runner, text, defects in texts:
        if runner.candidate.single:
            cost = shape.cost_of_shape(shape.shape_of(line, runner.candidate.name, places))
        else:
            cost = shape.cost_of_text(text) + 2.0 * len(defects)
        costs.append(cost + (runner.candidate.least + runner.extra) / UNIT)
    most = min(costs) + BEHIND_IN_SHAPE[0] + BEHIND_IN_SHAPE[1] * high
    return [reading for reading, cost in zip(texts, costs, strict=True) if cost <= most]


def _places(line: bytes) -> tuple[list[int], list[int]]:
    """Where pairs of bytes begin: those of two ASCII bytes, and the others."""
    high: list[int] = []
    last = -1
    for match in _HIGH_RUN.finditer(line):
        start = max(match.start() - 1, last + 1)
        last = min(match.end() - 1, len(line) - 2)
        high += range(start, last + 1)
    others = set(high)
    return [i for i in range(len(line) - 1) if i not in others], high
