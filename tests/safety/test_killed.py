"""A repair in place that is killed at any moment: the old file or the new one, whole."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WHOLE = "Le musée rouvre après deux ans de travaux, à l’automne.\n"
LINE = WHOLE.encode().decode("cp1252")
COPIES = 3000
KILLS = int(os.environ.get("FIXENC_KILLS", 12))  # of the command; by hand 50

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="SIGKILL as on POSIX")

# Writes the one and the other text to the file by turns, as fast as it can.
BY_TURNS = """
import sys
from fixenc.formats import files
path, *contents = sys.argv[1], *(text.encode() * 20_000 for text in sys.argv[2:])
print("go", flush=True)
while True:
    for content in contents:
        files.replace(files.read(path), content)
"""


def start(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def command(path: Path) -> tuple[str, ...]:
    return "-m", "fixenc.cli", "repair", "-w", "-q", str(path)


def repair(path: Path) -> int:
    child = start(*command(path))
    child.communicate()
    return child.returncode


def names(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


def test_killed_fifty_times_while_it_writes(tmp_path: Path) -> None:
    chance = random.Random(1)
    path = tmp_path / "a.txt"
    path.write_text(LINE * 20_000, encoding="utf-8")
    either = {(text * 20_000).encode() for text in (LINE, WHOLE)}
    left = 0
    for _ in range(50):
        child = start("-c", BY_TURNS, str(path), LINE, WHOLE)
        assert child.stdout is not None and child.stdout.readline() == b"go\n"
        time.sleep(chance.uniform(0, 0.03))
        child.kill()
        child.communicate()
        assert path.read_bytes() in either
        left = max(left, len(names(tmp_path)) - 1)
    assert left == 1  # never more than the last one's, and some were killed in the middle
    path.write_text(LINE, encoding="utf-8")
    assert repair(path) == 0
    assert path.read_text("utf-8") == WHOLE
    assert names(tmp_path) == ["a.txt"]


def test_the_command_killed_at_any_moment(tmp_path: Path) -> None:
    chance = random.Random(2)
    path = tmp_path / "a.txt"
    old, new = (LINE * COPIES).encode(), (WHOLE * COPIES).encode()
    path.write_bytes(old)
    begun = time.monotonic()
    assert repair(path) == 0
    lasted = time.monotonic() - begun
    assert path.read_bytes() == new
    for _ in range(KILLS):
        path.write_bytes(old)
        child = start(*command(path))
        time.sleep(chance.uniform(0.2, 1.1) * lasted)
        child.kill()
        child.communicate()
        assert path.read_bytes() in (old, new)
    assert repair(path) == 0
    assert path.read_bytes() == new
    assert set(names(tmp_path)) == {"a.txt"}
