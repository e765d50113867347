"""Everything, one after the other: ``python -m benchmarks all [--quick]``.

Each benchmark runs in a process of its own. What they print goes into
``benchmarks/results/all.md``, what they measured into ``all.json``, with the machine, the date and
the versions. One that fails or is not installed for is named, and the others still run.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import subprocess
import sys
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from fixenc.version import __version__

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).parent / "results"
PACKAGES = ("ftfy", "plsfix", "chardet", "charset-normalizer", "chardetng-py", "pyarrow")

# Name, and its arguments in full and quick.
ORDER: dict[str, tuple[list[str], list[str]]] = {
    "model": ([], ["--items", "300"]),
    "detect": ([], ["--quick"]),
    "repair": ([], ["--sample", "1"]),
    "damage": ([], ["10"]),
    "calibrate": (["--check", "--sample", "4"], ["--check", "--sample", "1"]),
    "filter": ([], []),
    "arrow": ([], ["--rows", "4000"]),
    "speed": ([], ["--quick", "--rounds", "3"]),
    "cold": ([], []),
}


def surroundings() -> dict[str, Any]:
    """The machine, the date and the versions."""
    versions = {"fixenc": __version__, "Python": platform.python_version()}
    for package in PACKAGES:
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            continue
    return {
        "date": datetime.datetime.now(datetime.UTC).isoformat(timespec="minutes"),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "load": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
        "versions": versions,
    }


def run(name: str, arguments: list[str]) -> tuple[str, int, float]:
    """What a benchmark prints, its exit code, and its seconds."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "benchmarks", name, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    errors = done.stderr[-2000:] if done.returncode else ""
    return done.stdout + errors, done.returncode, time.perf_counter() - began


def main(arguments: list[str]) -> int:
    """Run all that there are."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks all")
    parser.add_argument("--quick", action="store_true", help="fewer texts of each kind")
    options = parser.parse_args(arguments)
    RESULTS.mkdir(exist_ok=True)
    around = surroundings()
    listed = ", ".join(f"{name} {number}" for name, number in around["versions"].items())
    parts = [f"# All benchmarks\n\n{around['date']}; {around['machine']}; {listed}\n"]
    results: dict[str, Any] = {"surroundings": around}
    failed = []
    for name, (full, quick) in ORDER.items():
        printed, code, seconds = run(name, quick if options.quick else full)
        print(f"{name}: {seconds:.0f} s" + (f", exit code {code}" if code else ""), flush=True)
        parts.append(f"\n## {name}\n\n```\n{printed.strip()}\n```\n")
        file = RESULTS / f"{name}.json"
        if code == 0 and file.exists():
            results[name] = json.loads(file.read_text("utf-8"))
        elif code:
            failed.append(name)
    (RESULTS / "all.md").write_text("".join(parts), "utf-8")
    (RESULTS / "all.json").write_text(json.dumps(results, indent=1) + "\n", "utf-8")
    print("written to benchmarks/results/all.md and all.json")
    return int(bool(failed))
