"""UTF-8 read as GB 18030 over and over, with losses each time: 闂備礁鎼ˇ顐﹀疾….

One such misread without a loss can be undone, and is, elsewhere. What comes here is what was left:
dense runs of rare ideographs whose bytes are UTF-8 for the most part, and which undoing makes no
better, since a character lost in one round cost its neighbours in the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from operator import add

from fixenc import model
from fixenc.repair.damage.byte_pairs import HAN
from fixenc.repair.finders.unrecoverable.mention import speaks_of_encodings
from fixenc.repair.gate.look import lines_to_look_at
from fixenc.spans import Damage

READER = "gb18030"
# UTF-8 sequences of three bytes, three in a row: 9 in 10 characters of Chinese UTF-8 are such.
_DENSE = re.compile(rb"(?:[\xe2-\xef][\x80-\xbf]{2}){3}")
_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2}"
)
_RUN = re.compile("(?:[^\x00-\x7f]|(?<=[^\x00-\x7f])[?](?=[^\x00-\x7f]))+")

SHORTEST = 4  # ideographs of a run
# Share of a run's bytes that are UTF-8: garbled runs have 0.75 and more even with losses.
COVERED = 0.75
# The same from which on undoing goes on: what a round of losses leaves of 0.75.
STILL_COVERED = 0.5
# Bits a character: garbled runs cost 20 to 24, prose 5 to 9, what is right again but for a few
# characters up to 14. Lists of rare characters cost as much as garble, but are no UTF-8.
UNLIKELY = 15.0
ROUNDS = 8
_LANGUAGES = ("zh-hans", "zh-hant", "ja", "ko")


@dataclass(frozen=True, slots=True)
class Run:
    """``start:end`` was read wrongly ``rounds`` times; undone as far as it goes it is ``text``.

    ``lost`` is the share of the characters that stood there which ``text`` has not; 1 when undoing
    never gives anything readable.
    """

    start: int
    end: int
    rounds: int
    text: str
    stood: int
    lost: float

    @property
    def damage(self) -> Damage:
        """What a report says of it."""
        times = "once" if self.rounds < 2 else f"{self.rounds} times or more"
        if not self.text:
            return Damage(self.start, self.end, f"U+FFFD read as {READER} {times}", self.lost)
        reason = f"UTF-8 read as {READER} {times}, with losses; about {self.stood} characters stood"
        return Damage(self.start, self.end, f"{reason} here", self.lost)


def find_layers(text: str) -> Iterator[Run]:
    """The runs of ``text`` that were read wrongly with losses.

    >>> [(run.rounds > 2, run.lost) for run in find_layers("闂備礁鎼ˇ顐﹀疾濠婂牆钃熼柕濞垮剭")]
    [(True, 1.0)]
    """
    if not any(map(_is_dense, {line for _, line in lines_to_look_at(text)})):
        return
    for found in _RUN.finditer(text):
        if len(HAN.findall(found[0])) < SHORTEST or not _is_misread(found[0]):
            continue
        if _cost(found[0]) < UNLIKELY or speaks_of_encodings(text, *found.span()):
            continue
        run = _undone(found.start(), found[0])
        if run is not None:
            yield run


def _is_dense(text: str) -> bool:
    return bool(HAN.search(text) and _DENSE.search(text.encode(READER, "ignore")))


def _is_misread(run: str) -> bool:
    # 锟斤拷 is U+FFFD, for which another search is there
    data = run.encode(READER, "ignore").replace(b"\xef\xbf\xbd", b"")
    return _DENSE.search(data) is not None and _covered(data) >= COVERED


def _covered(data: bytes) -> float:
    return sum(len(found[0]) for found in _SEQUENCE.finditer(data)) / max(1, len(data))


def _cost(text: str) -> float:
    """Bits a character in the likeliest East Asian language."""
    mind = model.load()
    pairs = [*map(add, "。" + text[:-1], text)]
    return min(sum(mind.pair_cost(p, lang) for p in pairs) for lang in _LANGUAGES) / len(pairs)


def _undone(start: int, run: str) -> Run | None:
    """A run undone until it is readable or no UTF-8 is left; None if nothing is lost."""
    text, rounds, bad = run, 0, 0
    readable = False
    while rounds < ROUNDS and not readable:
        data = text.encode(READER, "ignore")
        if _covered(data) < STILL_COVERED:
            break
        undone = data.decode("utf-8", "replace")
        bad += undone.count("\ufffd")
        text = undone.replace("\ufffd", "")
        rounds += 1
        if not text:
            break
        readable = _cost(text) < UNLIKELY
    if readable and not bad:
        return None
    # each round makes three characters of two
    stood = max(1, round(len(run) * (2 / 3) ** rounds))
    lost = 1 - min(1.0, len(text) / (len(text) + bad)) if readable else 1.0
    return Run(start, start + len(run), rounds, text, stood, round(lost, 2))
