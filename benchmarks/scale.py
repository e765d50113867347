"""How ``fixenc filter`` grows: memory on a long stream, and two workers beside one.

``python -m benchmarks scale [--gigabytes N] [--rounds N]``. The stream comes through a pipe:
English in ASCII, one line in four of the project's sentences in other languages, and one in 4,000
garbled; told is the most memory that was resident. One worker and two take turns on the same files,
by the clock, and so do one and two processes that only count: what two of those are beside one is
what the machine has to give just then. Ray is measured likewise where it is installed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import fixenc
from benchmarks import filter as texts
from benchmarks import results
from benchmarks.gate_speed import TEXTS, text_of

ROOT = Path(__file__).resolve().parents[1]

RESIDENT = 200.0  # MB at most
LEAST = {"workers": 1.7, "Ray": 1.6}  # times one
FILES = 10  # of 2 MB, on which one worker takes some seconds
ROWS = 100_000  # of 430 bytes, on which one worker of Ray takes a quarter of a minute
COUNT = 15_000_000  # steps, about a second

ENGLISH = b"The ferry to the islands leaves at nine from the second pier, weather allowing.\n"
GARBLED = "Le musÃ©e rouvre aprÃ¨s deux ans de travaux.\n".encode()
COMMAND = [sys.executable, "-m", "fixenc.cli", "filter", "-q"]


def stream() -> bytes:
    """About a megabyte of text, one line in 4,000 of it garbled."""
    known = [line for name in TEXTS for line in text_of(*TEXTS[name]).split("\n")]
    clean = [f"{line}\n".encode() for line in known if line and not fixenc.is_suspicious(line)]
    lines = [clean[i // 4 % len(clean)] if i % 4 == 0 else ENGLISH for i in range(12_000)]
    lines[::4000] = [GARBLED] * len(lines[::4000])
    return b"".join(lines)


def memory(gigabytes: float) -> dict[str, float]:
    """The most memory that the command has resident, in MB, while so much goes through it."""
    block = stream()
    began = perf_counter()
    command = [*COMMAND, "-", os.devnull]
    with subprocess.Popen(command, stdin=subprocess.PIPE, cwd=ROOT) as run:
        assert run.stdin is not None
        for _ in range(round(gigabytes * 1e9 / len(block))):
            run.stdin.write(block)
        run.stdin.close()
        _, code, usage = os.wait4(run.pid, 0)
        run.returncode = os.waitstatus_to_exitcode(code)
    assert run.returncode == 0
    return {
        "GB": gigabytes,
        "seconds": perf_counter() - began,
        "seconds of processor": usage.ru_utime + usage.ru_stime,
        "resident MB": usage.ru_maxrss / 1024,
    }


def counting(processes: int) -> float:
    """Seconds in which processes that only count are all done; each has as much to count."""
    code = f"for i in range({COUNT}): pass"
    began = perf_counter()
    children = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(processes)]
    for child in children:
        child.wait()
    return (perf_counter() - began) / processes


@contextmanager
def by_workers() -> Iterator[Callable[[int], float]]:
    """Seconds of the command on some files, by the number of workers."""
    with TemporaryDirectory() as folder:
        source = Path(folder) / "in"
        source.mkdir()
        for number in range(FILES):
            rows = texts.garbled(texts.lines("Russian", number), "Russian")
            (source / f"{number}.txt").write_text("\n".join(rows) + "\n", "utf-8")

        def took(workers: int) -> float:
            began = perf_counter()
            command = [*COMMAND, "--workers", str(workers), str(source), f"{folder}/out"]
            subprocess.run(command, check=True, cwd=ROOT)
            return perf_counter() - began

        yield took


@contextmanager
def by_ray() -> Iterator[Callable[[int], float]]:
    """Seconds of a job on a local cluster of Ray, by the number of its workers."""
    import pyarrow as pa
    import pyarrow.parquet as pq
    import ray
    import ray.data

    from benchmarks.arrow import Rows, fresh
    from fixenc.integrations.ray import filter_parquet

    rows = Rows()
    mixed = [rows.mixed() for _ in range(ROWS)]

    with TemporaryDirectory() as folder:

        def took(workers: int) -> float:
            quiet = {"include_dashboard": False, "log_to_driver": False, "logging_level": "ERROR"}
            ray.init(num_cpus=workers, **quiet)
            ray.data.DataContext.get_current().enable_progress_bars = False
            for size in (ROWS // 20, ROWS):  # the first job is for the workers to start
                path = f"{folder}/in.parquet"
                pq.write_table(pa.table({"text": fresh(mixed[:size])}), path)
                began = perf_counter()
                filter_parquet(path, BytesIO(), rows=max(1, size // 16))
                seconds = perf_counter() - began
            ray.shutdown()
            return seconds

        yield took


def turns(took: Callable[[int], float], rounds: int) -> dict[str, float]:
    """The medians of one and of two, taking turns, and how many times as fast two are.

    Counting takes its turns with them.
    """
    seconds: dict[int, list[float]] = {1: [], 2: []}
    counted: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(rounds):
        for number in (1, 2):
            seconds[number].append(took(number))
            counted[number].append(counting(number))
    return {
        "one, s": median(seconds[1]),
        "two, s": median(seconds[2]),
        "times": median(seconds[1]) / median(seconds[2]),
        "counting, times": median(counted[1]) / median(counted[2]),
    }


def main(arguments: list[str]) -> int:
    """Print the figures; exit code 1 when one is short of its aim."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks scale")
    parser.add_argument("--gigabytes", type=float, default=5.0, help="of the stream")
    parser.add_argument("--rounds", type=int, default=3, help="of one worker and two; 0: none")
    options = parser.parse_args(arguments)
    found: dict[str, Any] = {"memory": memory(options.gigabytes)}
    print("   ".join(f"{key}: {value:.4g}" for key, value in found["memory"].items()), flush=True)
    short = found["memory"]["resident MB"] > RESIDENT
    sides = {"workers": by_workers} | ({"Ray": by_ray} if find_spec("ray") else {})
    for name, side in sides.items() if options.rounds else ():
        with side() as took:
            found[name] = turns(took, options.rounds)
        row = "   ".join(f"{key}: {value:.2f}" for key, value in found[name].items())
        print(f"{name}: {row}   (asked: {LEAST[name]})", flush=True)
        short |= found[name]["times"] < LEAST[name]
    results.keep("scale", arguments, found)
    return int(short)
