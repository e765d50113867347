"""Repair side by side with other tools: ``python -m benchmarks repair [--sample N] [--show N]``.

Every tool gets the same garbled texts (``benchmarks.garbled``) and the same clean ones
(``benchmarks.clean``). A text counts as right when it comes back as first written, and as wrong
when it is changed to anything else. Two folders beside the repository, ``../shared/ftfy-cases``
and ``../shared/wild``, are measured when they are there. Everything is seeded. Prints tables in
Markdown; a run of all tables is kept in ``benchmarks/results``.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from statistics import mean
from typing import Any

from benchmarks import clean, garbled, outside, results
from benchmarks.garbled import Item
from benchmarks.menders import Mender, menders
from fixenc.chains import Chain
from fixenc.policy import PRESETS
from fixenc.repair.undoing.families import family

BY_ITEM = "fragments of 8 characters, by item"  # where texts count alike, not chains
WIDTH = 72  # code points of a text that --show prints

# Name, items, and how many of them for each chain, as a multiple of --sample.
SECTIONS: dict[str, tuple[garbled.Source, float]] = {
    "sentences, strict": (garbled.strict, 1),
    "sentences, holes as C1": (garbled.holes, 1),
    "fragments of 8 characters, strict": (garbled.fragments, 1),
    BY_ITEM: (garbled.any_fragments, 4),
    "sentences inside a clean line, strict": (garbled.inside, 1),
    "words amid another script, strict": (garbled.amid, 1),
    "layers": (garbled.layers, 3),
}


@dataclass(slots=True)
class Tally:
    """Outcomes of one tool in one section: in all, by chain, and by what else."""

    all: Counter[str] = field(default_factory=Counter)
    parts: dict[str, dict[str, Counter[str]]] = field(default_factory=dict)
    seconds: float = 0.0

    def add(self, outcome: str, **groups: str) -> None:
        """Count one outcome, in all and in its part of each group."""
        self.all[outcome] += 1
        for group, part in groups.items():
            self.parts.setdefault(group, {}).setdefault(part, Counter())[outcome] += 1

    @property
    def mean_over_chains(self) -> float:
        """The share that is right, averaged over chains."""
        return mean(share(c) for c in self.parts.get("chain", {"": self.all}).values())

    def to_dict(self) -> dict[str, Any]:
        """The tally for JSON, with shares."""
        found: dict[str, Any] = {
            "items": self.all.total(),
            "right": share(self.all),
            "right, mean over chains": self.mean_over_chains,
            "wrong": share(self.all, "wrong"),
            "seconds": round(self.seconds, 3),
        }
        for group, parts in self.parts.items():
            found[f"by {group}"] = {
                part: {"items": c.total(), "right": share(c), "wrong": share(c, "wrong")}
                for part, c in sorted(parts.items())
            }
        return found


def share(counts: Counter[str], outcome: str = "right") -> float:
    """The share of one outcome, 0 to 1."""
    return counts[outcome] / counts.total() if counts else 0.0


Failures = list[tuple[str, str, str, str, str]]  # outcome, group, given, gave, should be


def measure(items: Iterable[Item], tools: list[Mender], failures: Failures) -> dict[str, Tally]:
    """The outcomes of the tools on the same items; those of the first that fail are kept."""
    tallies = {tool.name: Tally() for tool in tools}
    for item in items:
        groups = {"chain": item.chain, "family": _family(item.chain)}
        if item.group:
            groups["place"] = item.group
        for tool in tools:
            began = time.perf_counter()
            outcome = tool.outcome(item.garbled, item.clean)
            tallies[tool.name].seconds += time.perf_counter() - began
            tallies[tool.name].add(outcome, **groups)
            if tool is tools[0] and outcome != "right":
                gave = tool.mend(item.garbled)
                label = f"{item.chain} {item.language}"
                failures.append((outcome, label, item.garbled, gave, item.clean))
    return tallies


def _family(chain: str) -> str:
    misreads = Chain.parse(chain).misreads
    return str(family(misreads[0])) if len(misreads) == 1 else f"{len(misreads)} misreads"


def untouched(
    sources: dict[str, list[str]], tools: list[Mender], failures: Failures
) -> dict[str, dict[str, Any]]:
    """How many clean texts each tool changed, by source."""
    found: dict[str, dict[str, Any]] = {}
    for name, texts in sources.items():
        row: dict[str, Any] = {"items": len(texts)}
        for tool in tools:
            changed = [text for text in texts if tool.outcome(text, text) != "right"]
            row[tool.name] = len(changed)
            if tool is tools[0]:
                failures += [("changed", name, t, tool.mend(t), t) for t in changed]
        found[name] = row
    return found


def main(arguments: list[str]) -> None:
    """Measure what was asked for, print the tables, write the JSON file."""
    options = _options(arguments)
    tools = menders(PRESETS[options.preset])
    if options.alone:
        tools = tools[:1]
    print(f"{', '.join(f'{tool.name} {tool.version}' for tool in tools)}; seed {options.seed}\n")
    found: dict[str, Any] = {"tools": {tool.name: tool.version for tool in tools}}
    found |= {"seed": options.seed, "sample": options.sample, "preset": options.preset}
    for name, section in _sections(options, tools):
        began = time.perf_counter()
        failures: Failures = []
        heading, rows, figures = section(failures)
        _print_table(heading, rows)
        found[name] = figures
        print(f"\n{time.perf_counter() - began:.0f} s\n", flush=True)
        for failure in failures[: options.show]:
            print("  " + "\n      ".join(repr(part[:WIDTH]) for part in failure))
    if not options.only:
        results.keep("repair", arguments, found)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks repair")
    add = parser.add_argument
    add("--sample", type=int, default=3, help="texts for each chain (default %(default)s)")
    add("--clean", type=int, default=1000, help="clean texts of each large source")
    add("--full", action="store_true", help="all clean texts, and 12 garbled ones for each chain")
    add("--seed", default="1")
    add("--preset", choices=sorted(PRESETS), default="standard")
    add("--show", type=int, default=0, metavar="N", help="show so many failures of each table")
    add("--only", default="", metavar="WORD", help="only tables with this in their name")
    add("--alone", action="store_true", help="fixenc without the other tools")
    options = parser.parse_args(arguments)
    if options.full:
        options.sample, options.clean = 12, None
    return options


Rows = list[tuple[str, ...]]
Section = Callable[[Failures], tuple[tuple[str, ...], Rows, dict[str, Any]]]


def _sections(options: argparse.Namespace, tools: list[Mender]) -> Iterator[tuple[str, Section]]:
    """The tables to make, by name."""

    def garble(name: str) -> Section:
        source, times = SECTIONS[name]

        def run(failures: Failures) -> tuple[tuple[str, ...], Rows, dict[str, Any]]:
            items = source(int(options.sample * times), options.seed)
            return _of_tallies(name, measure(items, tools, failures))

        return run

    def leave(failures: Failures) -> tuple[tuple[str, ...], Rows, dict[str, Any]]:
        found = untouched(clean.lines(options.clean, options.seed), tools, failures)
        return _of_counts("clean text changed", found, tools)

    def elsewhere(failures: Failures) -> tuple[tuple[str, ...], Rows, dict[str, Any]]:
        return _of_counts("other collections", outside.measure(tools, failures), tools)

    sections = {name: garble(name) for name in SECTIONS}
    sections |= {"clean text": leave, "other collections": elsewhere}
    yield from ((name, run) for name, run in sections.items() if options.only in name)


def _of_tallies(
    name: str, tallies: dict[str, Tally]
) -> tuple[tuple[str, ...], Rows, dict[str, Any]]:
    """The table of a section: in all, then by family and place, then the share made wrong."""
    rows: Rows = []

    def row(label: str, items: int, values: Iterable[float]) -> None:
        rows.append((label, str(items), *(f"{100 * value:.1f} %" for value in values)))

    some = next(iter(tallies.values()))
    number = some.all.total()
    row("right, mean over chains", number, (t.mean_over_chains for t in tallies.values()))
    row("right, by item", number, (share(t.all) for t in tallies.values()))
    row("changed to a wrong text", number, (share(t.all, "wrong") for t in tallies.values()))
    for group in ("family", "place") if "place" in some.parts else ("family",):
        for part, counts in sorted(some.parts.get(group, {}).items()):
            shares = (share(tally.parts[group][part]) for tally in tallies.values())
            row(f"– {part}", counts.total(), shares)
    figures = {tool: tally.to_dict() for tool, tally in tallies.items()}
    return (name, "texts", *tallies), rows, figures


def _of_counts(
    name: str, found: dict[str, dict[str, Any]], tools: list[Mender]
) -> tuple[tuple[str, ...], Rows, dict[str, Any]]:
    names = [tool.name for tool in tools]
    rows = [
        (source, str(row["items"]), *(str(row.get(tool, "")) for tool in names))
        for source, row in found.items()
    ]
    return (name, "texts", *names), rows, found


def _print_table(heading: tuple[str, ...], rows: Rows) -> None:
    print("| " + " | ".join(heading) + " |")
    print("| --- |" + " ---: |" * (len(heading) - 1))
    for row in rows:
        print("| " + " | ".join(row) + " |")
