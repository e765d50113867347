"""The laws of streams, confidence and time; those of texts are in ``laws``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from hypothesis.strategies import SearchStrategy

from fixenc.testing import pace, strategies
from fixenc.testing.corpus import garbled_corpus
from fixenc.testing.defaults import resolve
from fixenc.testing.kinds import Bin, Chunked, Garbled, LawBroken, Rate
from fixenc.testing.trial import always, message, shown, smallest

EDGES = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 1.0)
FEW = 20  # repairs of which nothing can be said
FEW_ALIKE = 10  # the same of repairs of about one confidence
SMALLEST = 4  # code points of a text whose repair counts; in fewer all is past deciding


def assert_chunk_invariant(
    fn: Callable[[list[bytes]], Any],
    *,
    files: SearchStrategy[Chunked] | None = None,
    examples: int | None = None,
    seed: int | None = None,
) -> None:
    """However a stream is cut into pieces, what comes out is the same.

    ``fn`` takes the pieces and gives anything that can be compared. Raises ``LawBroken``.

    >>> assert_chunk_invariant(b"".join, examples=20)
    """
    count, seed = resolve(examples, seed)

    def breaks(chunked: Chunked) -> str | None:
        try:
            whole, cut = fn([chunked.data]), fn(list(chunked.pieces))
        except Exception as error:
            return f"raised {error!r}"
        return None if whole == cut else f"gave {shown(cut)}, but in one piece {shown(whole)}"

    law = "however a stream is cut, the same must come out"
    always(law, breaks, strategies.chunked_files() if files is None else files, count, seed)


def assert_calibrated(
    fn: Callable[[str], Any],
    *,
    max_gap: float = 0.03,
    examples: int | None = None,
    seed: int | None = None,
) -> tuple[Bin, ...]:
    """A repair is right at least as often as its confidence says.

    ``fn`` gives an object with ``text`` and ``confidence``, as fixenc's reports are, or a pair of
    them. Texts that it leaves as they are do not count. Raises ``LawBroken`` when of the repairs
    of about one confidence, by the interval at 95 %, surely fewer than that confidence less
    ``max_gap`` were right, with the smallest wrong one that was found; ``ValueError`` when so few
    texts were repaired that nothing can be said. Gives the bins.

    >>> from fixenc import repair
    >>> sum(bin.rate.total for bin in assert_calibrated(repair, examples=60)) > 20
    True
    """
    count, seed = resolve(examples, seed)
    found: list[tuple[float, bool]] = []
    for garbled in garbled_corpus(count, seed=seed, min_size=SMALLEST):
        text, confidence = _claimed(fn, garbled)
        if text != garbled.text:
            found.append((confidence, text == garbled.original))
    if len(found) < FEW:
        raise ValueError(f"{len(found)} of {count} texts were repaired, too few to say anything")
    bins = binned(found)
    told = [one for one in bins if one.rate.total >= FEW_ALIKE]
    if wrong := [one for one in told if one.rate.high < one.claimed - max_gap]:
        law = "\n".join(["confidence must not be more than is right", *map(_spelt, wrong)])

        def breaks(garbled: Garbled) -> str | None:
            text, confidence = _claimed(fn, garbled)
            boasts = any(one.low <= confidence <= one.high for one in wrong)
            if text in (garbled.text, garbled.original) or not boasts:
                return None
            return f"gave {shown(text)} with confidence {confidence:.3f}"

        texts = strategies.garbled_texts(min_size=SMALLEST)
        least = smallest(breaks, texts, count, seed)
        raise LawBroken(message(law, least, count, seed) if least else law)
    return bins


def _claimed(fn: Callable[[str], Any], garbled: Garbled) -> tuple[str, float]:
    """What a function makes of a text, and how sure it is."""
    result = fn(garbled.text)
    return result if isinstance(result, tuple) else (result.text, result.confidence)


def binned(found: Sequence[tuple[float, bool]]) -> tuple[Bin, ...]:
    """Pairs of a confidence and whether it was right, by confidence; no empty bins."""
    bins: list[Bin] = []
    for low, high in pairwise(EDGES):
        inside = [one for one in found if low <= one[0] < high or one[0] == high == 1.0]
        if inside:
            claimed = sum(confidence for confidence, _ in inside) / len(inside)
            rate = Rate(sum(right for _, right in inside), len(inside))
            bins.append(Bin(low, high, claimed, rate))
    return tuple(bins)


def _spelt(one: Bin) -> str:
    return f"  confidence {one.low} to {one.high}: {one.claimed:.1%} on average, right {one.rate}"


def assert_linear_time(
    fn: Callable[[str], object], *, units: Sequence[str] = pace.UNITS
) -> dict[str, float]:
    """A text that is eight times as long takes at most sixteen times as long.

    Tried on texts that repeat each of ``units``; gives the ratio of each. Raises ``LawBroken``
    when three timings in a row were above. A function that is quadratic takes 64 times as long.

    >>> ratios = assert_linear_time(str.upper, units=["ab"])
    >>> list(ratios)
    ['ab']
    """
    ratios = {unit: pace.growth(fn, unit) for unit in units}
    slow = [
        f"  {unit!r} ({unit.encode('utf-8', 'surrogatepass').hex(' ')}) takes {ratio:.0f} times"
        for unit, ratio in ratios.items()
        if ratio > pace.MOST
    ]
    if slow:
        law = f"{pace.FACTOR} times the text must not take {pace.MOST} times as long"
        raise LawBroken("\n".join([law, *slow]))
    return ratios
