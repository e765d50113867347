"""Fuzz some targets: ``python -m tests.fuzz --seconds 30 [TARGET ...]``; needs the extra fuzz.

Each target runs in a process of its own, one on each core. Exit code 1 when one fails; the input
is printed as Python spells it, to be added to ``seeds.REGRESSIONS``.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

# Seconds of the clock for one input; a busy machine has let one of half a second wait for 60.
SLOWEST = 300
MOST = 4096  # bytes of an input; longer ones take longer and find the same


def main() -> int:
    if "--child" in sys.argv:
        fuzz(sys.argv[-1], int(sys.argv[-2]))
        return 0
    from tests.fuzz.targets import TARGETS

    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--seconds", type=int, default=30, help="for each target")
    options = parser.parse_args()
    names = options.targets or list(TARGETS)
    if unknown := set(names) - set(TARGETS):
        parser.error(f"no such target: {', '.join(sorted(unknown))}")
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return max(pool.map(lambda name: watch(name, options.seconds), names))


def watch(name: str, seconds: int) -> int:
    """Fuzz one target in a process of its own; 1 when it fails."""
    command = [sys.executable, "-m", "tests.fuzz", "--child", str(seconds), name]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace")
    ran = re.findall(r"^stat::number_of_executed_units: *(\d+)", done.stderr, re.M)
    if done.returncode == 0 and ran:
        print(f"{name}: {ran[-1]} inputs in {seconds} s, no fault", flush=True)
        return 0
    # an input that took too long is written to a file, as Python is not asked any more
    written = re.search(r"Test unit written to (\S+)", done.stderr)
    kept = written is not None and Path(written[1])
    given = f"input: {kept.read_bytes()!r}\n" if kept and kept.exists() else ""
    print(f"{name}: FAULT\n{done.stdout[-2000:]}{done.stderr[-4000:]}\n{given}", flush=True)
    return 1


def fuzz(name: str, seconds: int) -> None:
    """Fuzz one target; does not return."""
    import atheris

    with atheris.instrument_imports(include=["fixenc"]):
        from tests.fuzz.targets import TARGETS
    from tests.fuzz.seeds import seeds

    target = TARGETS[name]

    def one_input(data: bytes) -> None:
        try:
            target(data)
        except Exception:
            print(f"input: {data!r}", flush=True)
            raise

    with tempfile.TemporaryDirectory() as folder:
        for number, data in enumerate(seeds()):
            (Path(folder) / str(number)).write_bytes(data[:MOST])
        flags = [
            f"-max_total_time={seconds}",
            f"-max_len={MOST}",
            f"-timeout={SLOWEST}",
            "-print_final_stats=1",
            f"-artifact_prefix={folder}/",
        ]
        atheris.Setup([sys.argv[0], *flags, folder], one_input)
        atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
