"""Repair in place where things are not plain: links, modes, odd names, others at the same file."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from typer.testing import CliRunner, Result

import fixenc
from fixenc.cli.app import application
from fixenc.formats import files

ROOT = Path(__file__).resolve().parents[2]
NEW = "naïve café, déjà vu\n".encode()
OLD = NEW.decode("cp1252").encode()
posix = pytest.mark.skipif(os.name != "posix", reason="files as on POSIX")


def repair(*arguments: str | bytes | Path, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "fixenc.cli", "repair", *map(os.fsencode, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_bytes(OLD)
    return path


@posix
def test_a_link_stays_a_link_and_its_target_is_repaired(file: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("a.txt")
    (tmp_path / "link of link").symlink_to("link")
    assert repair("-w", "link of link", cwd=tmp_path).returncode == 0
    assert file.read_bytes() == NEW and not file.is_symlink()
    assert (tmp_path / "link").is_symlink() and (tmp_path / "link of link").is_symlink()


@posix
def test_a_broken_link_and_a_circle_are_told(tmp_path: Path) -> None:
    (tmp_path / "broken").symlink_to("nowhere")
    (tmp_path / "circle").symlink_to("circle")
    done = repair("-w", "broken", "circle", cwd=tmp_path)
    assert done.returncode == 2
    assert len(done.stderr.decode().split("\n")) >= 3 and b"Traceback" not in done.stderr
    assert sorted(os.listdir(tmp_path)) == ["broken", "circle"]


@posix
def test_the_other_name_of_a_file_keeps_the_old_content(file: Path, tmp_path: Path) -> None:
    """A hard link is parted: who holds the other name sees all of the old content, never half."""
    os.link(file, tmp_path / "b.txt")
    assert repair("-w", "a.txt", cwd=tmp_path).returncode == 0
    assert file.read_bytes() == NEW
    assert (tmp_path / "b.txt").read_bytes() == OLD


NOBODY = 65534  # the user without rights, by the custom of POSIX systems


@pytest.fixture
def as_anybody(file: Path) -> Iterator[Path]:
    """A folder of a user to whom rights matter, and that user's rights: root may do anything."""
    done = in_place(file)  # loads what it needs from where that user may not read
    assert done.exit_code == 0
    with TemporaryDirectory() as folder:
        root = os.geteuid() == 0
        if root:
            os.chown(folder, NOBODY, NOBODY)
            os.setresuid(NOBODY, NOBODY, 0)
        try:
            yield Path(folder)
        finally:
            if root:
                os.setresuid(0, 0, 0)
            os.chmod(folder, 0o700)


def in_place(path: Path) -> Result:
    """The same in this process."""
    return CliRunner().invoke(application(), ["repair", "-w", str(path)])


@pytest.mark.skipif(not hasattr(os, "setresuid"), reason="users as on Linux")
@pytest.mark.parametrize(("folder", "mode"), [(0o755, 0o444), (0o555, 0o644), (0o555, 0o444)])
def test_what_is_marked_read_only_is_left(as_anybody: Path, folder: int, mode: int) -> None:
    """A file, or the folder that its copy would be written to."""
    path = as_anybody / "a.txt"
    path.write_bytes(OLD)
    path.chmod(mode)
    as_anybody.chmod(folder)
    before = path.stat()
    done = in_place(path)
    assert done.exit_code == 2 and "permission denied" in done.stderr
    assert path.read_bytes() == OLD and path.stat() == before
    assert os.listdir(as_anybody) == ["a.txt"]


def test_a_file_that_changes_while_it_is_read_is_left(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read may be half of the one and half of the other."""

    class Slow(io.FileIO):
        def read(self, size: int | None = -1, /) -> bytes:
            data = super().read() or b""
            file.write_bytes(b"somebody else's\n")
            return data

    monkeypatch.setattr(files, "open", lambda path, mode: Slow(path, mode), raising=False)
    source = files.read(str(file))
    monkeypatch.undo()
    with pytest.raises(files.ChangedMeanwhile):
        files.replace(source, NEW)
    assert file.read_bytes() == b"somebody else's\n"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_a_file_that_changes_after_it_was_read_is_left(file: Path, tmp_path: Path) -> None:
    source = files.read(str(file))
    file.write_bytes(b"somebody else's\n")
    with pytest.raises(files.ChangedMeanwhile):
        files.replace(source, NEW)
    assert file.read_bytes() == b"somebody else's\n"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_a_file_that_changes_while_its_copy_is_written_is_left(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = files.read(str(file))
    fsync = os.fsync

    def slow(descriptor: int) -> None:
        file.write_bytes(b"somebody else's\n")
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", slow)
    with pytest.raises(files.ChangedMeanwhile):
        files.replace(source, NEW)
    assert file.read_bytes() == b"somebody else's\n"
    assert os.listdir(tmp_path) == ["a.txt"]


@posix
@pytest.mark.skipif(sys.platform == "darwin", reason="its file systems take UTF-8 names only")
def test_a_name_that_is_not_utf8(tmp_path: Path) -> None:
    name = b"caf\xe9 \xff\n.txt"
    path = os.path.join(os.fsencode(tmp_path), name)
    with open(path, "wb") as out:
        out.write(OLD)
    done = repair("-w", name, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    with open(path, "rb") as again:
        assert again.read() == NEW
    assert os.listdir(os.fsencode(tmp_path)) == [name]
    assert done.stderr.count(b"\n") == 1  # the newline in the name is shown, not sent


@pytest.mark.parametrize("twice", [("a.txt", "a.txt"), ("a.txt", "./a.txt")])
def test_a_file_given_twice_is_repaired_once(
    file: Path, tmp_path: Path, twice: tuple[str, str]
) -> None:
    twofold = fixenc.repair(OLD.decode()).text.encode()
    assert repair("-w", "--backup", ".bak", *twice, cwd=tmp_path).returncode == 0
    assert file.read_bytes() == twofold == NEW
    assert (tmp_path / "a.txt.bak").read_bytes() == OLD


def test_two_processes_on_one_file(file: Path, tmp_path: Path) -> None:
    lines = 400
    for _ in range(5):
        file.write_bytes(OLD * lines)
        command = [sys.executable, "-m", "fixenc.cli", "repair", "-w", str(file)]
        both = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE) for _ in range(2)]
        said = [process.communicate()[1] for process in both]
        codes = sorted(process.returncode for process in both)
        assert codes in ([0, 0], [0, 2]), said
        assert codes == [0, 0] or any(b"changed while" in text for text in said)
        assert file.read_bytes() == NEW * lines
        assert os.listdir(tmp_path) == ["a.txt"]
