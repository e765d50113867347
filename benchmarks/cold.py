"""How soon fixenc answers in a fresh process, beside chardet and bare Python.

``python -m benchmarks cold``. Every figure is the median of fresh processes, the sides taking
turns, so that a busy machine slows all of them; the import alone and the whole process are both
timed. ``--capture FILE`` times the first repair of another file than the sample.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from benchmarks import results

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "corpus" / "samples" / "mixed.txt"
ROUNDS = 15

_TIMED = """
import time
{setup}
begun = time.perf_counter()
{work}
print((time.perf_counter() - begun) * 1e3)
"""

# Milliseconds asked for on an idle machine; relative ones are what the table is for.
ASKED = {"import": 15, "first repair": 150, "--version": 120, "repair FILE": 250, "detect": 190}


def timed(setup: str, work: str, path: Path) -> float:
    """Milliseconds of ``work`` in a fresh process, after ``setup``."""
    code = _TIMED.format(setup=setup, work=work)
    return float(_run([sys.executable, "-c", code, str(path)]))


def whole(arguments: Sequence[str]) -> float:
    """Milliseconds of a whole process."""
    begun = perf_counter()
    _run([sys.executable, *arguments])
    return (perf_counter() - begun) * 1e3


def _run(command: Sequence[str]) -> str:
    # Installed packages have their bytecode; a checkout must not be timed without it.
    settings = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    settings["PYTHONPATH"] = str(ROOT)
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=settings)
    return done.stdout


READ = "import sys; data = open(sys.argv[1], 'rb').read()"
DETECT = "import fixenc; fixenc.detect(data)"
DETECT_CHARDET = "import chardet; chardet.detect(data)"


def measure(capture: Path, rounds: int = ROUNDS) -> dict[str, float]:
    """The medians by name, in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder) / "small.txt"
        small.write_bytes(SAMPLE.read_bytes())
        sides = {
            "bare Python": lambda: whole(["-c", "pass"]),
            "import": lambda: timed("", "import fixenc", small),
            "first repair": lambda: timed(
                f"{READ}; import fixenc", "fixenc.repair_bytes(data)", capture
            ),
            "detect": lambda: timed(READ, DETECT, small),
            "detect, chardet": lambda: timed(READ, DETECT_CHARDET, small),
            "--version": lambda: whole(["-m", "fixenc.cli", "--version"]),
            "repair FILE": lambda: whole(["-m", "fixenc.cli", "repair", str(small)]),
        }
        times: dict[str, list[float]] = {name: [] for name in sides}
        for side in sides.values():
            side()
        for _ in range(rounds):
            for name, side in sides.items():
                times[name].append(side())
    return {name: statistics.median(found) for name, found in times.items()}


def times_chardet(rounds: int) -> float:
    """How many times as soon as chardet's fixenc's first answer is, by the least of each."""
    ours, theirs = [], []
    for _ in range(rounds + 1):
        ours.append(timed(READ, DETECT, SAMPLE))
        theirs.append(timed(READ, DETECT_CHARDET, SAMPLE))
    return min(theirs) / min(ours)


def main(arguments: list[str]) -> int:
    """Print the table and keep it as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks cold", description=__doc__)
    parser.add_argument("--capture", type=Path, default=SAMPLE, help="the file first repaired")
    chosen = parser.parse_args(arguments)
    found = measure(chosen.capture)
    for name, milliseconds in found.items():
        asked = f"   (asked: {ASKED[name]})" if name in ASKED else ""
        print(f"{name:18}{milliseconds:8.1f} ms{asked}")
    results.keep("cold", arguments, found)
    return 0
