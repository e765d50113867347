"""The laws on the installed package: what ``fixenc selftest`` runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import monotonic

from fixenc.filter import Filter
from fixenc.pipeline import fix, repair, repair_bytes
from fixenc.testing import laws, strategies, streams
from fixenc.testing.kinds import LawBroken, Rate
from fixenc.testing.trial import always

MIN_RECOVERED = 0.75  # of 3,000 garbled sentences of all chains 88 % came back
MIN_WHOLE = 0.97  # and 99.9 % came back or stayed


@dataclass(frozen=True, slots=True)
class Check:
    """A law, and how it is tried on so many examples of a seed."""

    name: str
    run: Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a check: ``problem`` is empty when the law holds."""

    name: str
    examples: int
    seconds: float
    rate: Rate | None = None
    problem: str = ""


def run(examples: int, seed: int) -> Iterator[Outcome]:
    """Try each law; an outcome as each is done."""
    for check in CHECKS:
        start = monotonic()
        rate, problem = None, ""
        try:
            found = check.run(examples, seed)
            rate = found if isinstance(found, Rate) else None
        except LawBroken as error:
            problem = str(error)
        yield Outcome(check.name, examples, monotonic() - start, rate, problem)


def _any_bytes(examples: int, seed: int) -> None:
    def breaks(data: bytes) -> str | None:
        report = repair_bytes(data)
        detection = report.detection
        if detection is None or report.undo() != detection.decode():
            return "the report does not lead back to what was read"
        return None

    files = strategies.chunked_files().map(lambda chunked: chunked.data)
    always("any bytes give a report that can be undone", breaks, files, examples, seed)


def _chunks(examples: int, seed: int) -> None:
    def filtered(pieces: list[bytes]) -> bytes:
        sieve = Filter()
        return b"".join([*map(sieve.feed, pieces), sieve.close()])

    streams.assert_chunk_invariant(filtered, examples=examples, seed=seed)


def _recovers(examples: int, seed: int) -> Rate:
    return laws.assert_recovers(fix, min_rate=MIN_RECOVERED, examples=examples, seed=seed)


def _whole(examples: int, seed: int) -> Rate:
    return laws.assert_all_or_nothing(fix, min_rate=MIN_WHOLE, examples=examples, seed=seed)


def _clean(examples: int, seed: int) -> None:
    laws.assert_clean_unchanged(fix, examples=examples, seed=seed)


def _any_text(examples: int, seed: int) -> None:
    laws.assert_takes_any_text(fix, examples=examples, seed=seed)


def _twice(examples: int, seed: int) -> None:
    laws.assert_idempotent(fix, examples=examples, seed=seed)


def _undone(examples: int, seed: int) -> None:
    laws.assert_undoable(repair, examples=examples, seed=seed)


CHECKS = (
    Check("clean text comes back as it was", _clean),
    Check("any text is taken", _any_text),
    Check("twice is as once", _twice),
    Check("every repair can be undone", _undone),
    Check("any bytes are taken", _any_bytes),
    Check("a stream may be cut anywhere", _chunks),
    Check("garbled text comes back", _recovers),
    Check("garbled text comes back whole or stays", _whole),
)
