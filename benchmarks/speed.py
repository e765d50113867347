"""Speed side by side: ``python -m benchmarks speed [--quick]``.

Calls for one line each, on clean and on garbled text, against ftfy and plsfix; detection of short
files against chardet and charset-normalizer; what importing costs, what is installed, and the
memory that a text of 10 MB takes. The sides take turns within each round, so that a busy machine
slows all of them alike: read the ratios, not the times.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from pydoc_data.topics import topics
from statistics import median
from time import process_time
from typing import Any

import fixenc
from benchmarks import clean, cold, results
from benchmarks.detect import cuts
from benchmarks.garbled import strictly
from benchmarks.gate_speed import CASES, TEXTS, text_of
from benchmarks.peers import readers
from fixenc.repair.finders import misread

ROOT = Path(__file__).parents[1]
ROUNDS = 7
LINES = 1500  # clean ones a round, where there are as many
PASSES = 60  # lines timed together, at least about so many
GARBLED = 60  # garbled ones a round
CHAINS = ("utf-8>cp1252", "utf-8>gb18030", "cp1251>cp1252", "gb18030>cp1252", "koi8-r>cp1251")
SCRIPTS = {
    "Chinese": ("zh-hans", "zh-hant"),
    "Japanese": ("ja",),
    "Russian": ("ru",),
    "French+German": ("fr", "de"),
    "Arabic+Hebrew": ("ar", "he"),
}
MEMORY = 10_000_000  # bytes

Sides = dict[str, Callable[[str], object]]


def menders() -> Sides:
    """What repairs one line, by name; fixenc first."""
    found: Sides = {"fixenc": fixenc.fix}
    try:
        import ftfy

        found["ftfy"] = ftfy.fix_encoding
    except ImportError:
        pass
    try:
        import plsfix

        found["plsfix"] = plsfix.fix_text
    except ImportError:
        pass
    return found


def turns(sides: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The median seconds of each side, all of them taking turns."""
    times: dict[str, list[float]] = {name: [] for name in sides}
    for work in sides.values():
        work()
    for _ in range(rounds):
        for name, work in sides.items():
            began = process_time()
            work()
            times[name].append(process_time() - began)
    return {name: median(found) for name, found in times.items()}


def _over(call: Callable[[str], object], lines: list[str]) -> Callable[[], object]:
    def work() -> None:
        for _ in range(max(1, PASSES // len(lines))):  # a few lines are over too soon to time
            misread.of_line.cache_clear()  # no line is met twice in real text
            for line in lines:
                call(line)

    return work


def per_line(lines: list[str], rounds: int) -> dict[str, float]:
    """Microseconds a line of each side, how many times fixenc's each other takes, bytes a line.

    ``stopped`` is the share of the lines that the gate stops.
    """
    taken = turns({name: _over(call, lines) for name, call in menders().items()}, rounds)
    calls = len(lines) * max(1, PASSES // len(lines))
    found = {f"{name} us": round(1e6 * t / calls, 3) for name, t in taken.items()}
    for name, seconds in taken.items():
        if name != "fixenc":
            found[f"times {name}"] = round(seconds / taken["fixenc"], 4)
    found["stopped"] = round(sum(map(fixenc.is_suspicious, lines)) / len(lines), 4)
    found["bytes a line"] = round(sum(len(line.encode()) for line in lines) / len(lines), 2)
    return found


def clean_lines(*, own: bool) -> dict[str, list[str]]:
    """Clean lines by script, no two alike: ``own`` or software's, if they were gathered.

    The project's own English is rich in marks, so ASCII is that of Python's help.
    """
    found = {}
    for name, languages in SCRIPTS.items():
        lines = [] if own else clean.software(languages)
        found[name] = _distinct(lines or text_of(*TEXTS[name]).split("\n"))
    plain = "\n".join(topics[name] for name in sorted(topics)).split("\n")
    return found | {"ASCII": _distinct([line for line in plain if line.isascii()])}


def _distinct(lines: list[str]) -> list[str]:
    """At most ``LINES`` lines that are not blank, no two alike, drawn by a seed."""
    found = list(dict.fromkeys(line for line in lines if line.strip()))
    return random.Random(1).sample(found, min(LINES, len(found)))


def garbled_lines() -> list[str]:
    """Lines garbled by a handful of common misreads, as many of each."""
    rows = (CASES / "sentences.jsonl").read_text("utf-8").split("\n")
    texts = [json.loads(row)["text"] for row in rows if row]
    found: list[str] = []
    for number, chain in enumerate(CHAINS):
        passed = (strictly(text, chain) for text in texts[number::3])
        broken = [b for b in passed if b is not None and not b.isascii()]
        found += broken[: GARBLED // len(CHAINS)]
    return found


def detection(rounds: int) -> dict[str, float]:
    """Milliseconds a file of about 200 bytes, the median of the files, and ratios."""
    files = [data for _, _, data, _ in cuts(200, starts=2)]
    times: dict[str, list[float]] = {}
    sides = {name.partition(" ")[0]: reader for name, reader in readers().items()}
    for data in files:
        found = turns({n: lambda r=r, d=data: r(d) for n, r in sides.items()}, min(3, rounds))  # type: ignore[misc]
        for name, seconds in found.items():
            times.setdefault(name, []).append(seconds)
    middle = {name: median(found) for name, found in times.items()}
    table = {f"{name} ms": round(1000 * t, 3) for name, t in middle.items()}
    ratios = {f"times {n}": round(t / middle["fixenc"], 4) for n, t in middle.items()}
    return table | {name: ratio for name, ratio in ratios.items() if name != "times fixenc"}


def installed() -> float:
    """Megabytes of the package as it is installed, compiled files left out."""
    files = (path for path in (ROOT / "fixenc").rglob("*") if path.is_file())
    return sum(p.stat().st_size for p in files if "__pycache__" not in p.parts) / 1e6


# Not ru_maxrss: a new process begins with what its parent had.
_STATUS = Path("/proc/self/status")
_PEAK = """
import sys
text = open(sys.argv[1], encoding="utf-8").read()
{work}
print(open("/proc/self/status").read().partition("VmHWM:")[2].split()[0])
"""


def memory() -> dict[str, float]:
    """Peak megabytes over the bare interpreter, for a text of 10 MB with garble in it.

    Nothing where the system does not tell (it is Linux that does).
    """
    if not _STATUS.exists():
        return {}
    clean = text_of(*TEXTS["French+German"])[:40_000]
    lines = clean.split("\n")
    lines[::40] = [line.encode().decode("cp1252", "ignore") for line in lines[::40]]
    unit = "\n".join(lines) + "\n"
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "text.txt"
        path.write_text(unit * (MEMORY // len(unit.encode())), "utf-8")
        bare = _peak("", ROOT / "pyproject.toml")
        read = _peak("", path)
        whole = _peak("import fixenc; fixenc.repair(text)", path)
    over = {"peak MB over the interpreter": whole, "of that the text itself": read}
    return {name: round(megabytes - bare, 1) for name, megabytes in over.items()}


def _peak(work: str, path: Path) -> float:
    code = _PEAK.format(work=work)
    command = [sys.executable, "-c", code, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    return round(int(done.stdout) / 1024, 1)  # from KiB


def measure(
    *, rounds: int = ROUNDS, quick: bool = False, own: bool = False
) -> dict[str, dict[str, float]]:
    """All figures by what was measured; ``own`` leaves out what is not in the repository."""
    lines = clean_lines(own=own)
    found = {f"clean lines, {name}": per_line(some, rounds) for name, some in lines.items()}
    found["garbled"] = per_line(garbled_lines(), rounds)
    found["detection"] = detection(rounds)
    found["size"] = {"installed MB": round(installed(), 3)}
    if not quick:
        found["import"] = {
            "import fixenc ms": round(
                median(cold.timed("", "import fixenc", ROOT) for _ in range(rounds)), 2
            )
        }
        found["memory"] = memory()
    return found


def main(arguments: list[str]) -> int:
    """Print the table and keep it as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks speed")
    parser.add_argument("--quick", action="store_true", help="without fresh processes")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args(arguments)
    found: dict[str, Any] = measure(rounds=options.rounds, quick=options.quick)
    for name, row in found.items():
        print(f"{name:28}" + "   ".join(f"{key}: {value:g}" for key, value in row.items()))
    results.keep("speed", arguments, found)
    return 0
