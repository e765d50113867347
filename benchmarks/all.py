"""Everything, one after the other: ``python -m benchmarks all [--quick]``.

Each benchmark runs in a process of its own and leaves its two files. What they print goes into
``benchmarks/results/all.md``, what they measured into ``all.json``. One that fails or is not
installed for is named, and the others still run; one that falls short of its aims is kept.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks import results

ROOT = Path(__file__).parents[1]

# Name, and its arguments in full and quick.
ORDER: dict[str, tuple[list[str], list[str]]] = {
    "model": ([], ["--items", "300"]),
    "detect": ([], ["--quick"]),
    "repair": ([], ["--sample", "1", "--clean", "100"]),
    "damage": ([], ["3"]),
    "calibrate": (["--check", "--sample", "4"], ["--check", "--sample", "1"]),
    "filter": ([], ["--quick"]),
    "arrow": ([], ["--rows", "4000"]),
    "speed": ([], ["--quick", "--rounds", "3"]),
    "cold": ([], []),
    "scale": ([], ["--gigabytes", "0.1", "--rounds", "1"]),
}


def run(name: str, arguments: list[str]) -> tuple[str, int, float]:
    """What a benchmark prints, its exit code, and its seconds."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "benchmarks", name, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    errors = done.stderr[-2000:] if done.returncode else ""
    return done.stdout + errors, done.returncode, time.perf_counter() - began


def main(arguments: list[str]) -> int:
    """Run all that there are; exit code 1 when one left nothing."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks all")
    parser.add_argument("--quick", action="store_true", help="fewer texts of each kind")
    options = parser.parse_args(arguments)
    began = time.time()
    parts = ["# All benchmarks\n"]
    found: dict[str, Any] = {}
    failed = []
    for name, (full, quick) in ORDER.items():
        printed, code, seconds = run(name, quick if options.quick else full)
        parts.append(f"\n## {name}\n\n```\n{printed.strip()}\n```\n")
        file = results.FOLDER / f"{name}.json"
        left = file.exists() and file.stat().st_mtime >= began
        if left:
            found[name] = results.load(name)
        else:
            failed.append(name)
        said = ("; short of an aim" if code else "") if left else f"; failed, exit code {code}"
        print(f"{name}: {seconds:.0f} s{said}", flush=True)
    results.FOLDER.mkdir(exist_ok=True)
    (results.FOLDER / "all.md").write_text("".join(parts), "utf-8")
    text = json.dumps(found, ensure_ascii=False, indent=1)
    (results.FOLDER / "all.json").write_text(text + "\n", "utf-8")
    print("written to benchmarks/results/all.md and all.json")
    return int(bool(failed))
