"""How a law is tried: on what hypothesis thinks of, or on a seeded sample whose rate counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis.errors import Flaky
from hypothesis.strategies import SearchStrategy

from fixenc.testing.kinds import Chunked, Garbled, LawBroken, Rate

Tried = TypeVar("Tried")

SHOWN = 400  # characters of a value in a message
SHOWN_BYTES = 120


@dataclass(frozen=True, slots=True)
class Fault(Generic[Tried]):
    """An example that breaks a law, and how."""

    example: Tried
    problem: str


class _Found(Exception):
    """Carries nothing: hypothesis only needs to know that an example fails."""


def smallest(
    breaks: Callable[[Tried], str | None],
    strategy: SearchStrategy[Tried],
    examples: int,
    seed_: int,
) -> Fault[Tried] | None:
    """The smallest example found for which ``breaks`` names a problem; None if it names none."""
    faults: list[Fault[Tried]] = []

    @seed(seed_)
    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        derandomize=False,
        phases=(Phase.generate, Phase.shrink),
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
        print_blob=False,
    )
    @given(strategy)
    def run(example: Tried) -> None:
        problem = breaks(example)
        if problem is not None:
            faults.append(Fault(example, problem))
            raise _Found

    try:
        run()
    except _Found:
        return faults[-1]  # hypothesis runs the smallest one last
    except Flaky:
        fault = faults[-1]
        return Fault(fault.example, f"{fault.problem}, but not every time")
    return None


def always(
    law: str,
    breaks: Callable[[Tried], str | None],
    strategy: SearchStrategy[Tried],
    examples: int,
    seed_: int,
) -> None:
    """Raise ``LawBroken`` with the smallest example that breaks the law."""
    fault = smallest(breaks, strategy, examples, seed_)
    if fault is not None:
        raise LawBroken(message(law, fault, examples, seed_))


def mostly(
    law: str,
    breaks: Callable[[Tried], str | None],
    sample: Sequence[Tried],
    strategy: SearchStrategy[Tried],
    min_rate: float,
    seed_: int,
) -> Rate:
    """The rate at which a sample keeps the law; ``LawBroken`` unless it is surely high enough.

    That is: unless the lower end of its interval reaches ``min_rate``.
    """
    faults = [Fault(one, problem) for one in sample if (problem := breaks(one)) is not None]
    rate = Rate(len(sample) - len(faults), len(sample))
    if rate.low >= min_rate:
        return rate
    if not faults:
        raise ValueError(f"{len(sample)} examples, all right, do not show a rate of {min_rate}")
    least = smallest(breaks, strategy, len(sample), seed_) or faults[0]
    why = f"{law}: {rate}, which is not surely {min_rate:.1%}"
    raise LawBroken(message(why, least, len(sample), seed_))


def message(law: str, fault: Fault[Tried], examples: int, seed_: int) -> str:
    """What is told of a broken law: the example, its chain, its bytes."""
    lines = [law, f"  problem   {fault.problem}", *_described(fault.example)]
    return "\n".join([*lines, f"  found in  {examples} examples of seed {seed_}"])


def _described(example: object) -> list[str]:
    if isinstance(example, Garbled):
        lines = [_line("text", example.text), _line("original", example.original)]
        lines.append(f"  chain     {example.chain or 'none'}")
        return [*lines, _bytes("bytes", example.text), _bytes("were", example.original)]
    if isinstance(example, Chunked):
        return [_line("pieces", example.pieces), _hex("bytes", example.data)]
    if isinstance(example, str):
        return [_line("text", example), _bytes("bytes", example)]
    if isinstance(example, bytes):
        return [_hex("bytes", example)]
    return [_line("example", example)]


def _line(name: str, value: object) -> str:
    return f"  {name:<9} {shown(value)}"


def _bytes(name: str, text: str) -> str:
    return _hex(name, text.encode("utf-8", "surrogatepass"))


def _hex(name: str, data: bytes) -> str:
    tail = f" … ({len(data)} bytes)" if len(data) > SHOWN_BYTES else ""
    return f"  {name:<9} {data[:SHOWN_BYTES].hex(' ')}{tail}"


def shown(value: object) -> str:
    """A value as Python spells it, cut to what fits a message.

    >>> shown("café")
    "'café'"
    """
    return _cut(repr(value))


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}… ({len(text)} characters)"
