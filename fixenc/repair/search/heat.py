"""Where a line is least likely: its *heat*.

Clean text of another script than the rest of a line is unusual there, and no heat.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fixenc.model import Model, pairs_of
from fixenc.repair.deciding.oddities import script_of
from fixenc.repair.undoing.stretch import greatest

WINDOW = 32  # code points around the hottest place on which misreads are tried first
PLACES = 3  # windows that are tried until one gives a candidate
FOREIGN = 3  # clean stretches of other languages that a line is cooled by
ALIEN = 3.0  # bits a character above usual where a stretch may be of another script


@dataclass(frozen=True, slots=True)
class Heat:
    """How unlikely a line is where it is least likely.

    ``bits`` above what is usual in the hottest stretch, from ``first`` to ``last`` (code points,
    half open); ``start`` and ``end`` of a window of ``WINDOW`` that holds it, or the hottest part
    of it; ``number`` of the line's best language.
    """

    bits: float
    first: int
    last: int
    start: int
    end: int
    number: int

    @property
    def length(self) -> int:
        """Code points of the hottest stretch."""
        return self.last - self.first

    def within(self, text: str) -> str:
        """What of the hottest stretch of ``text`` is in the window; all of that if it is cold."""
        return (
            text[max(self.first, self.start) : min(self.last, self.end)]
            or text[self.start : self.end]
        )


def heat(model: Model, text: str) -> Heat:
    """The heat of a line."""
    return next(heats(model, text))


# Scripts whose words stand without spaces, or are joined to those of others: they touch letters of
# any script in clean text.
TOUCHING = frozenset(("japanese", "hangul", "thai", "south-east"))


def heat_by_script(model: Model, text: str) -> float:
    """The heat of a text of which every part may be in a script and language of its own, in bits.

    No more than that of the whole. Within a word scripts do not change.

    >>> from fixenc import model
    >>> text = "Файл «naïve café» не найден"
    >>> heat_by_script(model.load(), text) < heat(model.load(), text).bits
    True
    """
    whole = heat(model, text).bits
    parts = list(_by_script(text))
    return whole if len(parts) < 2 else min(whole, max(heat(model, part).bits for part in parts))


def _by_script(text: str) -> Iterator[str]:
    """The parts of a text in one script each; what is no letter goes with what is before it."""
    begun, script, touches = 0, "", False
    for at, char in enumerate(text):
        own = script_of(char) if char.isalpha() else ""
        apart = not touches or own in TOUCHING or script in TOUCHING
        if own and script and own != script and apart:
            yield text[begun:at]
            begun = at
        script = own or script
        touches = bool(own)
    yield text[begun:]


def heats(model: Model, text: str) -> Iterator[Heat]:
    """The heat of a line, and what it is elsewhere when the windows before are left out.

    What is hottest may be clean: a name, or an address, in a line of which a word is garbled.
    """
    pairs = list(pairs_of(text))
    number = model.best(pairs)[1]
    excess = _excess(model, pairs, number)
    start = _hottest(excess)
    for _ in range(FOREIGN):
        # clean text of another script than most of the line is no heat
        window = pairs[start : start + WINDOW]
        if sum(excess[start : start + WINDOW]) < ALIEN * len(window):
            break
        other = model.best(window)[1]
        if other == number or sum(cooler := _excess(model, window, other)) > 0:
            break
        if cooler == excess[start : start + WINDOW]:
            break
        excess = [min(both) for both in zip(excess, _excess(model, pairs, other), strict=True)]
        start = _hottest(excess)
    for _ in range(PLACES):
        bits, first, last = greatest(excess)
        if last - first < WINDOW:
            # in the middle, and from the start of a word on
            start = max(0, min(first - (WINDOW - last + first) // 2, len(text) - WINDOW))
            while start < first and start and text[start] != " ":
                start += 1
        end = min(len(text), start + WINDOW)
        yield Heat(bits, first, last, start, end, number)
        excess[start:end] = [min(0.0, bits) for bits in excess[start:end]]
        start = _hottest(excess)


def _excess(model: Model, pairs: Sequence[str], number: int) -> list[float]:
    """The bits of each pair above what is usual, in one language."""
    above = [*map(model.above(number).__getitem__, pairs)]
    if max(pairs, default="") < "\u0900" and (not pairs or pairs[-1][1] < "\u0900"):
        return above
    return [bits if _can_be_read(p[1]) else 0.0 for bits, p in zip(above, pairs, strict=True)]


def _can_be_read(char: str) -> bool:
    """Whether a misread of the catalogue can give it: Indic scripts and their like are in none."""
    return not ("\u0900" <= char <= "\u0dff" or "\u0e80" <= char <= "\u1dff")


def _hottest(excess: Sequence[float]) -> int:
    """Where the window of the greatest sum begins."""
    window = best = sum(excess[:WINDOW])
    start = 0
    for i in range(WINDOW, len(excess)):
        window += excess[i] - excess[i - WINDOW]
        if window > best:
            best, start = window, i - WINDOW + 1
    return start
