"""``fixenc filter`` when it is killed, when the disk is full, when it runs twice at once."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KILLS = 5 if os.environ.get("CI") else 20  # 20 take a minute
FILES = 12
LINES = 200


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "fixenc.cli", "filter", *arguments]


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments),
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


def corpus(folder: Path) -> None:
    """Files of lines of which some are garbled, some damaged, and no two alike."""
    chance = random.Random(7)
    folder.mkdir()
    words = ["plain", "words", "le musée"] * 20 + ["Ã©tÃ© aprÃ¨s", "caf\ufffd\ufffd"]
    for i in range(FILES):
        rows = [f"{i} {n} {' '.join(chance.choices(words, k=3))}" for n in range(LINES)]
        (folder / f"{i:02}.txt").write_text("\n".join(rows) + "\n", "utf-8")


def outputs(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.txt")}


def test_killed_again_and_again_it_ends_with_the_bytes_of_one_run(tmp_path: Path) -> None:
    corpus(tmp_path / "in")
    assert run(tmp_path, "in", "whole", "--quarantine", "whole.jsonl").returncode == 0
    chance = random.Random(11)
    arguments = ("in", "out", "--quarantine", "out.jsonl", "--resume", "--workers", "2")
    started = time.monotonic()
    assert run(tmp_path, "in", "timed", *arguments[2:]).returncode == 0
    taken = time.monotonic() - started
    seen = []
    for _ in range(KILLS):
        with subprocess.Popen(
            command(*arguments),
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stderr=subprocess.DEVNULL,
        ) as child:
            time.sleep(chance.uniform(0.3, 1.0) * taken)
            child.send_signal(signal.SIGKILL)
        whole = outputs(tmp_path / "whole")
        found = outputs(tmp_path / "out")
        assert all(whole[name] == data for name, data in found.items())  # whole or not there
        seen.append(len(found))
    assert seen == sorted(seen)  # what is finished stays
    done = run(tmp_path, *arguments, "--stats", "stats.json")
    assert done.returncode == 0, done.stderr
    assert outputs(tmp_path / "out") == outputs(tmp_path / "whole")
    held = [json.loads(row) for row in (tmp_path / "out.jsonl").read_text("utf-8").split("\n")[:-1]]
    expected = (tmp_path / "whole.jsonl").read_text("utf-8").split("\n")[:-1]
    assert held == [json.loads(row) for row in expected]
    assert (
        sorted(p.suffix for p in (tmp_path / "out/.fixenc").iterdir() if p.suffix != ".jsonl")
        == [".quarantine"] * FILES
    )
    total = json.loads((tmp_path / "stats.json").read_text("utf-8"))["total"]
    assert total["records"] == FILES * LINES
    outcomes = ("passed", "repaired", "quarantined", "dropped")
    assert total["records"] == sum(total[name] for name in outcomes)


def test_what_changed_is_done_again(tmp_path: Path) -> None:
    corpus(tmp_path / "in")
    run(tmp_path, "in", "out", "--resume")
    (tmp_path / "in/00.txt").write_text("new Ã©tÃ©\n", "utf-8")
    (tmp_path / "out/01.txt").unlink()
    stamps = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "out").glob("*.txt")}
    assert run(tmp_path, "in", "out", "--resume").returncode == 0
    assert (tmp_path / "out/00.txt").read_text("utf-8") == "new été\n"
    after = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "out").glob("*.txt")}
    assert {name for name in after if after[name] != stamps.get(name)} == {"00.txt", "01.txt"}
    # Other options mean other output.
    assert run(tmp_path, "in", "out", "--resume", "--on-damaged", "drop").returncode == 0
    last = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "out").glob("*.txt")}
    assert all(last[name] != after[name] for name in after)


def test_two_runs_do_not_meet(tmp_path: Path) -> None:
    fcntl = pytest.importorskip("fcntl", reason="locks as on POSIX")
    corpus(tmp_path / "in")
    (tmp_path / "out/.fixenc").mkdir(parents=True)
    with (tmp_path / "out/.fixenc/journal.jsonl").open("ab") as journal:
        fcntl.flock(journal.fileno(), fcntl.LOCK_EX)
        done = run(tmp_path, "in", "out")
    assert done.returncode == 2
    assert done.stderr == "fixenc: another run is at work on this output; wait for its end\n"
    assert outputs(tmp_path / "out") == {}


def test_names_that_are_not_utf8(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path / "in")
    os.mkdir(folder)
    names = [b"caf\xe9.txt", b"\xff\xfe.jsonl"]
    try:
        for name, data in zip(names, ["Ã©tÃ©\n\ufffd\ufffd\n", '{"text": "Ã©"}\n{\n'], strict=True):
            with open(os.path.join(folder, name), "wb") as file:
                file.write(data.encode())
    except OSError:
        pytest.skip("names are UTF-8 here")
    arguments = ("in", "out", "--on-damaged", "quarantine", "--quarantine", "held", "--resume")
    for _ in range(2):
        done = run(tmp_path, *arguments, "--stats", "stats.json", "--workers", "2")
        assert done.returncode == 0, done.stderr
        made = os.listdir(os.fsencode(tmp_path / "out"))
        assert sorted(name for name in made if not name.startswith(b".")) == sorted(names)
        held = [json.loads(row) for row in (tmp_path / "held").read_text("utf-8").split("\n")[:-1]]
        told = json.loads((tmp_path / "stats.json").read_text("utf-8"))
        for found in (held, told["inputs"]):
            assert [os.path.basename(os.fsencode(one["input"])) for one in found] == names
        assert told["total"]["repaired"] == told["total"]["quarantined"] == 2


def test_a_file_that_grows_while_it_is_read(tmp_path: Path) -> None:
    line = "Le musÃ©e rouvre après deux ans.\n".encode()
    source = tmp_path / "log.txt"
    source.write_bytes(line * 20_000)
    with subprocess.Popen(
        command("log.txt", "out.txt", "--stats", "stats.json"),
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.DEVNULL,
    ) as child:
        while child.poll() is None:
            with source.open("ab") as file:
                file.write(line[:20])
                file.flush()
                file.write(line[20:])
            time.sleep(0.001)
    assert child.returncode == 0
    total = json.loads((tmp_path / "stats.json").read_text("utf-8"))["total"]
    lines, rest = divmod(total["bytes_in"], len(line))
    assert lines >= 20_000 and source.stat().st_size > 20_000 * len(line)
    assert total["records"] == lines + (rest > 0)
    whole = "Le musée rouvre après deux ans.\n".encode()
    out = (tmp_path / "out.txt").read_bytes()
    assert out.startswith(whole * lines) and out.count(b"\n") == lines


def test_large_files_are_done_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from fixenc.filter import OnDamaged
    from fixenc.jobs import batch, task
    from fixenc.jobs.journal import Workplace
    from fixenc.jobs.options import Options

    monkeypatch.setattr(task, "SPLIT", 300)
    corpus(tmp_path / "in")
    source = tmp_path / "in/00.txt"
    options = Options(on_damaged=OnDamaged.QUARANTINE, quarantine=True)
    for name in ("out.txt", "out.txt.gz"):
        job = batch.Job(str(source), str(tmp_path / name))
        with Workplace(str(tmp_path / "work"), "key", resume=False) as place:
            assert len(task.plan(job.source, job.target, place.folder, options, 0)) > 10
            (done,) = batch.run([job], options, place)
            batch.gather([job], place, str(tmp_path / f"{name}.held"))
        assert done.counts.records == LINES
        assert done.counts.balanced
    assert run(tmp_path, "in/00.txt", "one.txt", "--quarantine", "one.held").returncode == 0
    assert (tmp_path / "out.txt").read_bytes() == (tmp_path / "one.txt").read_bytes()
    assert run(tmp_path, "out.txt.gz", "again.txt").returncode == 0
    assert (tmp_path / "again.txt").read_bytes() == (tmp_path / "one.txt").read_bytes()
    places = [
        [(one["line"], one["offset"], one["record"]) for one in map(json.loads, rows)]
        for rows in (
            (tmp_path / name).read_text("utf-8").split("\n")[:-1]
            for name in ("out.txt.held", "one.held")
        )
    ]
    assert places[0] == places[1]
    assert len(places[0]) > 5


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with room for 256 KB."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root can mount a small file system")
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)]
    made = subprocess.run(mount, capture_output=True, text=True, check=False)
    if made.returncode != 0:
        pytest.skip(f"a small file system cannot be mounted here: {made.stderr.strip()}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_full_disk_is_told_and_leaves_nothing(
    tmp_path: Path, small_disk: Path, workers: str
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_bytes(b"a line of text\n" * 40_000)
    (tmp_path / "in/b.txt").write_bytes(b"small\n")
    done = run(tmp_path, "in", "disk/out", "--workers", workers)
    assert done.returncode == 2
    assert "in/a.txt: the disk is full" in done.stderr
    left = outputs(small_disk / "out")
    if workers == "1":  # two at once may meet the full disk both
        assert list(left) == ["b.txt"]
    assert all(data == b"small\n" for data in left.values())
    assert sorted(os.listdir(small_disk / "out")) == sorted(left)


def test_what_is_held_back_is_not_lost_on_a_full_disk(tmp_path: Path, small_disk: Path) -> None:
    lines = b"caf\xef\xbf\xbd\xef\xbf\xbd noir\n" * 10_000
    (tmp_path / "a.txt").write_bytes(lines + b"clean\n")
    done = run(tmp_path, "a.txt", "b.txt", "--quarantine", "disk/held")
    assert done.returncode == 2
    assert "disk/held: No space left" in done.stderr
    assert "stays in " in done.stderr and ".b.txt.fixenc/quarantine.jsonl" in done.stderr
    kept = (tmp_path / ".b.txt.fixenc/quarantine.jsonl").read_text("utf-8").split("\n")[:-1]
    assert "".join(json.loads(row)["record"] for row in kept).encode() == lines
    assert os.listdir(small_disk) == []
    with (tmp_path / "a.txt").open("rb") as stream:
        piped = subprocess.run(
            command("-", "c.txt", "--quarantine", "disk/held"),
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=stream,
            capture_output=True,
            check=False,
        )
    assert piped.returncode == 2 and not (tmp_path / "c.txt").exists()
    assert run(tmp_path, "a.txt", "b.txt", "--quarantine", "held").returncode == 0
    assert not (tmp_path / ".b.txt.fixenc").exists()


def workers_of(process: int) -> list[int]:
    """The processes that a run has started to share its work."""
    found = []
    for name in Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split():
        try:
            if b"spawn_main" in Path(f"/proc/{name}/cmdline").read_bytes():
                found.append(int(name))
        except FileNotFoundError:
            continue
    return found


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="finds the worker to kill by /proc")
def test_a_worker_that_is_killed_is_told(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(4):
        os.mkfifo(tmp_path / f"in/{number}.txt")  # on which a worker waits until it is killed
    inputs = [f"in/{number}.txt" for number in range(4)]
    with subprocess.Popen(
        command(*inputs, "out", "--workers", "2"),
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        while not (found := workers_of(process.pid)) and process.poll() is None:
            time.sleep(0.05)
        os.kill(found[0], signal.SIGKILL)
        error = process.communicate(timeout=60)[1]
    assert process.returncode == 2
    assert "a worker was killed" in error and error.count("\n") == 1
    assert os.listdir(tmp_path / "out") == []
