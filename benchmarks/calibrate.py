"""The confidences: ``python -m benchmarks calibrate [--check] [--sample N]``.

Fits the curves of ``fixenc/data/calibration.toml`` on one half of the evaluation sentences, damaged
in every way that fixenc undoes, and checks them on the other. With ``--check`` nothing is fitted.
Prints a row for each kind of damage, and writes the reliability diagrams of ``docs/images`` with
their data beside them. Everything is seeded. Needs ``python -m corpus.build eval`` to have run.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import sys
import time
import tomllib
from pathlib import Path
from typing import Any

from benchmarks.calibration import curves, figures, texts
from benchmarks.calibration.gather import gather
from benchmarks.calibration.samples import Sample
from fixenc import calibration

IMAGES = Path(__file__).parents[1] / "docs" / "images"
RESULTS = Path(__file__).parent / "results" / "calibrate.json"


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
        calibration.curves.cache_clear()
        seconds = time.perf_counter() - began
        print(f"fitted on {len(found)} samples, {seconds:.0f} s", flush=True)
    checked = gather(options.sample, texts.CHECK, check=True, processes=options.processes)
    rows = figures.groups(checked)
    table = {name: figures.figures(samples).to_dict() for name, samples in rows.items()}
    _print(table)
    if not options.check:
        curves.write(fitted, table, date)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(table, indent=1) + "\n", "utf-8")
    if options.diagrams:
        _diagrams(rows)
    print(f"\n{time.perf_counter() - began:.0f} s")
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks calibrate")
    add = parser.add_argument
    add("--check", action="store_true", help="fit nothing, check the curves that there are")
    add("--sample", type=int, default=2, help="texts for each misread and place (%(default)s)")
    add("--processes", type=int, default=min(2, os.cpu_count() or 1))
    add("--diagrams", action="store_true", help="draw the reliability diagrams (needs matplotlib)")
    add("--date", default=datetime.date.today().isoformat(), help="what the file is dated")
    return parser.parse_args(arguments)


def _print(table: dict[str, dict[str, Any]]) -> None:
    print(
        "\n| | answers | right | ECE | right at 0.99 | of the right | right at 0.9 | of the right |"
    )
    print("| --- |" + " ---: |" * 7)
    for name, row in table.items():
        shares = [f"{100 * row[key]:.2f} %" for key in list(row)[3:]]
        print(f"| {name} | {row['number']} | {100 * row['right']:.2f} % | {row['ece']:.4f} | "
              + " | ".join(shares) + " |")  # fmt: skip


def _diagrams(rows: dict[str, list[Sample]]) -> None:
    from benchmarks.calibration import diagrams

    data = {name: figures.diagram(samples) for name, samples in rows.items()}
    path = IMAGES / "reliability.json"
    path.write_text(json.dumps(data, indent=1) + "\n", "utf-8")
    diagrams.draw(data, IMAGES)
