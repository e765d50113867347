"""When a file cannot be read or written: one line, exit code 2, and the others are still done."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

Run = Callable[..., Result]

GARBLED = "dÃ©jÃ\xa0 vu\n".encode()
REPAIRED = "déjà vu\n".encode()


def lines(result: Result) -> list[str]:
    return result.stderr.removesuffix("\n").split("\n")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("none.txt", "no such file or folder; check the name"),
        ("folder", "is a folder; name the files in it"),
        ("binary", "binary file, left alone; if it is text, give its --encoding"),
        ("secret", "permission denied; check the rights"),
    ],
)
@pytest.mark.parametrize("options", [[], ["-w"], ["--check"], ["--diff"], ["--json"]])
def test_one_bad_file_among_good_ones(
    run: Run, name: str, says: str, options: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from fixenc.formats import files

    real = files.read

    def read(path: str) -> files.Source:  # root, as which tests may run, may read anything
        if path == "secret":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(files, "read", read)
    os.mkdir("folder")
    Path("binary").write_bytes(b"\x7fELF\0\1")
    for good in ("a.txt", "b.txt"):
        Path(good).write_bytes(GARBLED)
    result = run("repair", *options, "a.txt", name, "b.txt")
    assert result.exit_code == 2
    about = [line for line in lines(result) if line.startswith(f"fixenc: {name}: ")]
    assert len(about) == 1
    assert says in about[0]
    if options == ["-w"]:
        assert Path("a.txt").read_bytes() == Path("b.txt").read_bytes() == REPAIRED
    elif not options:
        assert result.stdout_bytes == REPAIRED * 2
    assert lines(result)[-1] == "fixenc: 3 files: 2 repaired, 1 failed"


@pytest.mark.parametrize("name", ["none.txt", "folder"])
def test_detect_has_the_same_manners(run: Run, name: str) -> None:
    os.mkdir("folder")
    Path("a.txt").write_bytes(b"clean")
    result = run("detect", name, "a.txt")
    assert result.exit_code == 2
    assert len(lines(result)) == 1
    assert result.stdout.startswith("a.txt\tutf-8\t")


def test_output_that_cannot_be_written(run: Run) -> None:
    Path("a.txt").write_bytes(GARBLED)
    os.mkdir("folder")
    for place in ("none/b.txt", "folder"):
        result = run("repair", "a.txt", "-o", place)
        assert result.exit_code == 2
        assert lines(result)[0].startswith(f"fixenc: {place}: ")
        assert len(lines(result)) == 1
    result = run("repair", "-q", "a.txt", "--report", "none/report.json")
    assert result.exit_code == 2
    assert result.stdout_bytes == b""  # nothing is done that its report could not tell of


def test_a_full_disk_leaves_the_file_as_it_was(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    Path("a.txt").write_bytes(GARBLED)
    monkeypatch.setattr(os, "fsync", full)
    result = run("repair", "-w", "a.txt")
    assert result.exit_code == 2
    assert lines(result) == [
        "fixenc: a.txt: the disk is full, so nothing was written; make room and run the command"
        " again"
    ]
    assert Path("a.txt").read_bytes() == GARBLED
    assert os.listdir() == ["a.txt"]


def test_standard_input_cannot_be_repaired_in_place(run: Run) -> None:
    Path("a.txt").write_bytes(GARBLED)
    result = run("repair", "-w", "-", "a.txt", stdin=GARBLED)
    assert result.exit_code == 2
    assert "standard input cannot be repaired in place" in result.stderr
    assert Path("a.txt").read_bytes() == REPAIRED


@pytest.mark.skipif(sys.platform != "linux", reason="names of any bytes as on Linux")
def test_a_file_name_that_is_not_utf8(run: Run, tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9\x1b[31m.txt")
    Path(name).write_bytes(GARBLED)
    result = run("repair", "-w", name)
    assert result.exit_code == 0
    assert result.stderr.startswith("fixenc: caf\\xe9\\x1b[31m.txt: 2 edits")
    assert Path(name).read_bytes() == REPAIRED
    assert run("detect", name).stdout.startswith("caf\\xe9\\x1b[31m.txt\tutf-8")
    assert run("repair", "--json", name).exit_code == 0
    assert run("repair", "--diff", name).exit_code == 0
    other = os.fsdecode(b"\xff.json")
    assert run("repair", "-q", name, "--report", other, "-o", os.fsdecode(b"\xfe")).exit_code == 0
    assert os.path.exists(other)


SHELL = Path("/bin/sh").exists() and os.name == "posix"


@pytest.mark.skipif(not SHELL, reason="pipes as in a POSIX shell")
class TestStreams:
    """Standard output closed, full, or with a reader that has seen enough."""

    def sh(self, script: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
        root = Path(__file__).resolve().parents[2]
        environment = {
            **os.environ,
            "F": f"{sys.executable} -m fixenc.cli",
            "PYTHONPATH": str(root),
        }
        return subprocess.run(
            ["/bin/sh", "-c", script],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
        )

    def test_a_closed_pipe_is_quiet(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_bytes(b"clean text\n" * 100_000)
        done = self.sh("{ $F repair -q a.txt a.txt; echo $? >&2; } | head -n 1", tmp_path)
        assert done.stdout == b"clean text\n"
        assert done.stderr == b"2\n"

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
    def test_a_full_device_takes_one_line(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_bytes(b"clean text\n")
        done = self.sh("$F repair -q a.txt > /dev/full", tmp_path)
        assert done.returncode == 2
        assert done.stderr.count(b"\n") == 1
        assert b"standard output: No space left on device" in done.stderr

    def test_standard_output_that_is_closed(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_bytes(b"clean text\n")
        done = self.sh("$F repair -q a.txt >&-", tmp_path)
        assert done.returncode == 2
        assert done.stderr == b"fixenc: standard output is closed; give a file with --output\n"

    def test_standard_input_that_is_closed(self, tmp_path: Path) -> None:
        done = self.sh("$F repair - <&-", tmp_path)
        assert done.returncode == 2
        assert done.stderr.count(b"\n") == 1

    def test_a_terminal_that_is_not_utf8(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_bytes("é\n".encode())
        done = self.sh("PYTHONIOENCODING=ascii $F repair a.txt", tmp_path)
        assert done.returncode == 0
        assert done.stdout == "é\n".encode()
