"""Are we as good as we were: ``python -m benchmarks gate [--sample] [--update]``.

Measures every figure that has a floor in ``benchmarks/floors.toml`` and fails below one. With
``--sample`` on a few texts of each kind, in a few minutes. A part with a figure of time that is
short is measured again, twice at most, and the best counts: a machine may be busy for a while, but
what has become slow stays slow. ``--update`` raises the floors to what
was measured; when a figure is below its floor it changes nothing and fails.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from benchmarks import floors, measures

ROUNDS = 3


def main(arguments: list[str]) -> int:
    """Measure, compare, and raise the floors if that was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks gate")
    add = parser.add_argument
    add("--sample", action="store_true", help="a few texts of each kind")
    add("--update", action="store_true", help="raise the floors to what is measured")
    add("--only", default="", metavar="WORD", help="only parts with this in their name")
    add("--floors", type=Path, default=floors.FILE, help="the file of floors")
    options = parser.parse_args(arguments)
    scale = "sampled" if options.sample else "full"
    known = floors.load(scale, options.floors)
    found: list[floors.Figure] = []
    for name, measure in measures.parts(sample=options.sample).items():
        if options.only not in name:
            continue
        began = time.perf_counter()
        new = measured(measure, known)
        print(f"{name}: {time.perf_counter() - began:.0f} s", flush=True)
        for figure in new:
            bound = known.of(figure)
            print(f"  {figure.name:64} {figure.value:10.4f}  {'' if bound is None else bound}")
        found += new
    if options.update:
        return _update(scale, known, found, options.floors)
    missed = floors.misses(known, found)
    if options.only:
        missed = [line for line in missed if not line.endswith("was not measured")]
    for line in missed:
        print(line, file=sys.stderr)
    print(f"{len(found)} figures, {len(missed)} short")
    return int(bool(missed))


def measured(measure: measures.Measure, known: floors.Floors) -> list[floors.Figure]:
    """The figures of a part, of those that are timed the best of up to ``ROUNDS`` measurements."""
    found = measure()
    for _ in range(ROUNDS - 1):
        short = [each.name for each in found if each.timed and floors.is_short(known, each)]
        if not short:
            break
        print(f"measured again, since short: {', '.join(short)}", flush=True)
        found = [floors.better(old, new) for old, new in zip(found, measure(), strict=True)]
    return found


def _update(scale: str, known: floors.Floors, found: list[floors.Figure], path: Path) -> int:
    worse = [
        f"{figure.name}: {figure.value:.4f} is worse than {bound:g}; no floor is lowered"
        for figure in found
        if (bound := known.of(figure)) is not None and floors.is_worse(figure, bound)
    ]
    for line in worse:
        print(line, file=sys.stderr)
    if not worse:
        floors.save(scale, floors.raised(known, found), path)
        print(f"written to {path.name}")
    return int(bool(worse))
