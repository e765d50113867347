"""The tables of the documentation: ``python -m benchmarks tables [--write]``.

Prints the tables of what the last runs left in ``benchmarks/results``. With ``--write`` puts them
into ``docs/benchmarks.md`` and ``README.md``, between ``<!-- NAME -->`` and ``<!-- end -->``; a
table of which there was no run stays as it is.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Any

from benchmarks import markdown, results
from benchmarks.overview import overview

ROOT = Path(__file__).parents[1]
PAGES = (ROOT / "docs" / "benchmarks.md", ROOT / "README.md")
OVERVIEW = ("model", "detect", "repair", "speed", "cold")  # the runs that it is made of


def tables() -> dict[str, str]:
    """The Markdown of each table by name, of the runs that there are."""
    runs: dict[str, dict[str, Any]] = {}
    for name in markdown.TABLES:
        run = results.load(name)
        if run is not None:
            runs[name] = run
    found = {name: markdown.page(name, run) for name, run in runs.items()}
    if set(OVERVIEW) <= set(runs):
        found["overview"] = overview({name: runs[name]["found"] for name in OVERVIEW})
    return found


def filled(text: str, found: dict[str, str]) -> str:
    """A page with its tables replaced."""
    for name, table in found.items():
        block = f"<!-- {name} -->\n\n{table}\n<!-- end -->"
        pattern = rf"<!-- {name} -->\n.*?<!-- end -->"
        text = re.sub(pattern, lambda _, block=block: block, text, flags=re.S)  # type: ignore[misc]
    return text


def main(arguments: list[str]) -> int:
    """Print the tables, or write them into the documentation."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks tables")
    parser.add_argument("--write", action="store_true", help="put them into the documentation")
    options = parser.parse_args(arguments)
    found = tables()
    if options.write:
        for path in PAGES:
            path.write_text(filled(path.read_text("utf-8"), found), "utf-8")
    else:
        for name, table in found.items():
            print(f"## {name}\n\n{table}")
    return 0
