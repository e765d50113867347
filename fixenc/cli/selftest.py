"""``fixenc selftest``: the laws, tried on the package as it is installed."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated

import typer

from fixenc.cli import options, output, progress

if TYPE_CHECKING:
    from fixenc.testing.selftest import Outcome

EXAMPLES = 300  # about half a minute in all on one core
LEAST = 150  # fewer cannot show that 97 of 100 come back

Examples = Annotated[
    int,
    typer.Option("--examples", metavar="N", min=LEAST, help="Examples on which each law is tried."),
]
Seed = Annotated[int, typer.Option("--seed", metavar="N", help="Other examples for another seed.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line for each law.")]


def selftest(
    examples: Examples = EXAMPLES,
    seed: Seed = 0,
    json: AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Try the promises of fixenc on texts that are made for it, in about a minute.

    Exit code 1 when one is broken. Needs the extra testing: pip install 'fixenc[testing]'.

    \b
    Examples:
      fixenc selftest                             after an installation
      fixenc selftest --examples 100000 --seed 7  overnight
      fixenc selftest --json | jq .law            for a program to read
    """
    if find_spec("hypothesis") is None:
        output.fail("selftest needs hypothesis: pip install 'fixenc[testing]'")
    broken = 0
    for outcome in _watched(examples, seed, quiet=quiet):
        broken += bool(outcome.problem)
        if quiet and not outcome.problem:
            continue
        if json:
            output.write_json(_plain(outcome))
        else:
            output.write_lines(*_lines(outcome))
    if broken:
        raise typer.Exit(1)


def _watched(examples: int, seed: int, *, quiet: bool) -> Iterator[Outcome]:
    from fixenc.testing import selftest as laws

    names = [check.name for check in laws.CHECKS]
    return progress.stepped(laws.run(examples, seed), names, quiet=quiet)


def _lines(outcome: Outcome) -> list[str]:
    mark = "BROKEN" if outcome.problem else "ok"
    rate = f"\t{outcome.rate}" if outcome.rate else ""
    head = f"{mark}\t{outcome.name}\t{outcome.examples}\t{outcome.seconds:.1f} s{rate}"
    return [head, *(f"\t{line}" for line in outcome.problem.split("\n") if line)]


def _plain(outcome: Outcome) -> dict[str, object]:
    rate = outcome.rate
    return {
        "law": outcome.name,
        "holds": not outcome.problem,
        "examples": outcome.examples,
        "seconds": round(outcome.seconds, 3),
        "rate": None if rate is None else rate.value,
        "problem": outcome.problem,
    }
