"""``fixenc undo``: files, pipes, and what it refuses."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

Run = Callable[..., Result]

GARBLED = b"\xef\xbb\xbf" + "dÃ©jÃ\xa0 vu\r\n".encode()
REPAIRED = b"\xef\xbb\xbf" + "déjà vu\r\n".encode()
LEGACY = "déjà vu\n".encode("cp1252")


@pytest.fixture
def repaired(run: Run) -> Run:
    Path("a.txt").write_bytes(GARBLED)
    Path("b.txt").write_bytes(LEGACY)
    Path("c.txt").write_bytes(b"clean\n")
    Path("a.txt").chmod(0o640)
    assert run("repair", "-w", "--report", "r.json", "a.txt", "b.txt", "c.txt").exit_code == 0
    return run


def test_files_come_back(repaired: Run) -> None:
    assert Path("a.txt").read_bytes() == REPAIRED
    for name, before in (("a.txt", GARBLED), ("b.txt", LEGACY)):
        result = repaired("undo", name, "--report", "r.json")
        assert (result.exit_code, result.stdout_bytes) == (0, b"")
        assert f"{name}: brought back" in result.stderr
        assert Path(name).read_bytes() == before
    assert Path("a.txt").stat().st_mode & 0o777 == 0o640 or os.name != "posix"
    result = repaired("undo", "c.txt", "--report", "r.json")
    assert (result.exit_code, Path("c.txt").read_bytes()) == (0, b"clean\n")


def test_twice_is_once(repaired: Run) -> None:
    assert repaired("undo", "-q", "a.txt", "--report", "r.json").stderr == ""
    result = repaired("undo", "a.txt", "--report", "r.json")
    assert result.exit_code == 0
    assert "already" in result.stderr
    assert Path("a.txt").read_bytes() == GARBLED


def test_a_file_that_was_given_twice_comes_back(run: Run) -> None:
    """Repaired twice, it would be in the report as clean as well, and which it was be lost."""
    Path("a.txt").write_bytes(GARBLED)
    assert run("repair", "-w", "--report", "r.json", "a.txt", "./a.txt").exit_code == 0
    assert run("undo", "a.txt", "--report", "r.json").exit_code == 0
    assert Path("a.txt").read_bytes() == GARBLED


def test_to_another_file_and_through_a_pipe(repaired: Run) -> None:
    assert repaired("undo", "a.txt", "--report", "r.json", "-o", "old.txt").exit_code == 0
    assert Path("old.txt").read_bytes() == GARBLED
    assert repaired("undo", "a.txt", "--report", "r.json", "-o", "-").stdout_bytes == GARBLED
    assert repaired("undo", "-", "--report", "r.json", stdin=REPAIRED).stdout_bytes == GARBLED
    assert Path("a.txt").read_bytes() == REPAIRED


def test_the_report_may_come_through_a_pipe(run: Run) -> None:
    Path("a.txt").write_bytes(GARBLED)
    report = run("repair", "-w", "--json", "a.txt").stdout_bytes
    assert run("undo", "a.txt", "--report", "-", stdin=report).exit_code == 0
    assert Path("a.txt").read_bytes() == GARBLED


def test_defects_come_back_with_the_rest(run: Run) -> None:
    data = b"\xff " + GARBLED[3:]
    run("repair", "-o", "new.txt", "--report", "r.json", stdin=data)
    assert run("undo", "new.txt", "--report", "r.json").exit_code == 0
    assert Path("new.txt").read_bytes() == data


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["a.txt", "--report", "r.json"], "a.txt: left alone, since it is not what this report"),
        (
            ["old.json", "--report", "r.json"],
            "old.json: left alone, since this report says",
        ),
        (["none.txt", "--report", "r.json"], "none.txt: no such file"),
        (["b.txt", "--report", "none.json"], "none.json: no such file"),
        (["b.txt", "--report", "b.txt"], "b.txt: not a report"),
        (["b.txt", "--report", "old.json"], "or not of schema"),
        (["b.txt", "--report", "r.json", "-o", "none/x"], "none/x: no such file or folder"),
        (["b.txt"], "--report"),
    ],
)
def test_what_is_refused(repaired: Run, arguments: list[str], says: str) -> None:
    with open("a.txt", "ab") as file:
        file.write(b"more")
    Path("old.json").write_bytes(b'{"schema": 1, "files": []}')
    before = {path: path.read_bytes() for path in Path().iterdir()}
    result = repaired("undo", *arguments)
    assert (result.exit_code, result.stdout_bytes) == (2, b"")
    assert says in result.stderr
    assert {path: path.read_bytes() for path in Path().iterdir()} == before
