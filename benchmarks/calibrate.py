"""The confidences: ``python -m benchmarks calibrate [--check] [--sample N]``.

Fits the curves of ``fixenc/data/calibration.toml`` on one half of the evaluation sentences, damaged
in every way that fixenc undoes, and checks them on the other. With ``--check`` nothing is fitted.
Prints a row for each kind of damage; ``python -m benchmarks plots`` draws the reliability diagrams.
Everything is seeded. Needs ``python -m corpus.build eval`` to have run.
"""

from __future__ import annotations

import argparse
import datetime
import os
import sys
import time
import tomllib

from benchmarks import markdown, results
from benchmarks.calibration import curves, figures, texts
from benchmarks.calibration.gather import gather
from fixenc import calibration


def main(arguments: list[str]) -> int:
    """Fit and check, or only check."""
    options = _options(arguments)
    if not texts.SENTENCES.exists():
        print(f"{texts.SENTENCES} is not there: run python -m corpus.build eval", file=sys.stderr)
        return 2
    began = time.perf_counter()
    if options.check:
        table = tomllib.loads(curves.FILE.read_text("utf-8"))
        fitted, date = table["curves"], table["date"]
    else:
        found = gather(options.sample, texts.FIT, check=False, processes=options.processes)
        fitted, date = curves.fitted(found), options.date
        curves.write(fitted, {}, date)
        # of what could be filled in the best is, so it is less sure than it was by itself
        made = gather(
            options.sample, texts.FIT, check=True, processes=options.processes, only="lost"
        )
        fitted |= curves.of_fills(made)
        curves.write(fitted, {}, date)
        calibration.curves.cache_clear()
        seconds = time.perf_counter() - began
        print(f"fitted on {len(found)} samples, {seconds:.0f} s", flush=True)
    checked = gather(options.sample, texts.CHECK, check=True, processes=options.processes)
    rows = figures.groups(checked)
    table = {name: figures.figures(samples).to_dict() for name, samples in rows.items()}
    print(markdown.TABLES["calibrate"]({"figures": table}))
    if not options.check:
        curves.write(fitted, table, date)
    points = {name: figures.diagram(samples) for name, samples in rows.items()}
    results.keep("calibrate", arguments, {"figures": table, "points": points})
    print(f"{time.perf_counter() - began:.0f} s")
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks calibrate")
    add = parser.add_argument
    add("--check", action="store_true", help="fit nothing, check the curves that there are")
    add("--sample", type=int, default=2, help="texts for each misread and place (%(default)s)")
    add("--processes", type=int, default=min(2, os.cpu_count() or 1))
    add("--date", default=datetime.date.today().isoformat(), help="what the file is dated")
    return parser.parse_args(arguments)
