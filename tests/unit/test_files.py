"""Reading and replacing files: all or nothing, and nothing about the file lost."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from fixenc.formats import files
from fixenc.formats.temporary import Temporary

posix = pytest.mark.skipif(os.name != "posix", reason="modes and links as on POSIX")
LONG_AGO = 1_000_000_000_000_000_000  # nanoseconds; a time that no test could give a file


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old\r\n")
    os.utime(path, ns=(LONG_AGO, LONG_AGO))
    return path


def names(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


def fail(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_replace_puts_all_of_the_new_content_in_place(file: Path) -> None:
    assert files.replace(files.read(str(file)), b"new\r\n")
    assert file.read_bytes() == b"new\r\n"
    assert names(file.parent) == ["a.txt"]


def test_the_same_content_leaves_the_file_alone(file: Path) -> None:
    before = file.stat()
    assert not files.replace(files.read(str(file)), b"old\r\n", backup=".bak")
    assert file.stat().st_mtime_ns == LONG_AGO
    assert file.stat().st_ino == before.st_ino
    assert names(file.parent) == ["a.txt"]


@posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755, 0o666])
def test_the_mode_stays(file: Path, mode: int) -> None:
    file.chmod(mode)
    files.replace(files.read(str(file)), b"new", backup="~")
    assert stat.S_IMODE(file.stat().st_mode) == mode
    assert stat.S_IMODE((file.parent / "a.txt~").stat().st_mode) == mode


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="extended attributes as on Linux")
def test_extended_attributes_stay(file: Path) -> None:
    try:
        os.setxattr(file, "user.origin", b"mail")
    except OSError:
        pytest.skip("this file system keeps no extended attributes")
    files.replace(files.read(str(file)), b"new")
    assert os.getxattr(file, "user.origin") == b"mail"


@posix
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives away")
def test_the_owner_stays(file: Path) -> None:
    os.chown(file, 12345, 23456)
    files.replace(files.read(str(file)), b"new")
    assert (file.stat().st_uid, file.stat().st_gid) == (12345, 23456)


@posix
def test_a_link_stays_and_its_target_is_replaced(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    link = folder / "link.txt"
    link.symlink_to("../a.txt")
    files.replace(files.read(str(link)), b"new", backup=".bak")
    assert link.is_symlink()
    assert file.read_bytes() == b"new"
    assert names(folder) == ["link.txt"]
    assert (tmp_path / "a.txt.bak").read_bytes() == b"old\r\n"


def test_a_backup_is_the_old_file(file: Path) -> None:
    files.replace(files.read(str(file)), b"new", backup=".bak")
    backup = file.parent / "a.txt.bak"
    assert backup.read_bytes() == b"old\r\n"
    assert backup.stat().st_mtime_ns == LONG_AGO


def test_a_backup_never_goes_over_another(file: Path) -> None:
    backup = file.parent / "a.txt.bak"
    backup.write_bytes(b"the first original")
    with pytest.raises(files.BackupExists):
        files.replace(files.read(str(file)), b"new", backup=".bak")
    assert file.read_bytes() == b"old\r\n"
    assert backup.read_bytes() == b"the first original"
    backup.write_bytes(b"old\r\n")
    assert files.replace(files.read(str(file)), b"new", backup=".bak")


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failure_leaves_no_trace(file: Path, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    source = files.read(str(file))
    monkeypatch.setattr(os, step, fail)
    with pytest.raises(OSError, match="No space"):
        files.replace(source, b"new")
    monkeypatch.undo()
    assert file.read_bytes() == b"old\r\n"
    assert names(file.parent) == ["a.txt"]


def test_an_interrupt_leaves_no_trace(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    source = files.read(str(file))
    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        files.replace(source, b"new")
    assert file.read_bytes() == b"old\r\n"
    assert names(file.parent) == ["a.txt"]


def test_a_file_that_was_written_meanwhile_is_left_alone(file: Path) -> None:
    source = files.read(str(file))
    file.write_bytes(b"somebody else's work")
    with pytest.raises(files.ChangedMeanwhile):
        files.replace(source, b"new")
    assert file.read_bytes() == b"somebody else's work"


def test_a_read_only_file_is_left_alone(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write to anything
    with pytest.raises(PermissionError):
        files.replace(files.read(str(file)), b"new")
    with pytest.raises(PermissionError):
        files.write(str(file), [b"new"])
    assert file.read_bytes() == b"old\r\n"


def test_the_temporary_file_has_a_name_of_its_own(file: Path) -> None:
    taken = Temporary(str(file.parent), 0o600)
    taken.file.write(b"somebody is at it")
    taken.flush()
    files.write(str(file), [b"new"])
    assert Path(taken.path).read_bytes() == b"somebody is at it"
    assert file.read_bytes() == b"new"
    with taken:
        pass
    assert names(file.parent) == ["a.txt"]


def test_what_a_crash_left_is_taken_away(file: Path) -> None:
    (file.parent / ".fixenc-1-0.tmp").write_bytes(b"left by a crash")
    (file.parent / ".fixenc-notes.tmp").write_bytes(b"not ours")
    files.write(str(file), [b"new"])
    assert names(file.parent) == [".fixenc-notes.tmp", "a.txt"]


def test_a_file_with_the_longest_name_possible(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 255)
    try:
        path.write_bytes(b"old")
    except OSError:
        pytest.skip("names are shorter here")
    assert files.replace(files.read(str(path)), b"new")
    assert path.read_bytes() == b"new"


def test_write_makes_a_new_file(tmp_path: Path) -> None:
    path = tmp_path / "new.txt"
    files.write(str(path), [b"new"])
    assert path.read_bytes() == b"new"
    if os.name == "posix":
        plain = tmp_path / "plain"
        plain.touch()
        assert path.stat().st_mode == plain.stat().st_mode


def test_write_says_when_there_is_no_folder(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        files.write(str(tmp_path / "none" / "a.txt"), [b"new"])


@posix
def test_a_device_is_written_to_and_stays_a_device() -> None:
    before = os.stat(os.devnull)
    files.write(os.devnull, [b"gone"])
    assert os.stat(os.devnull).st_ino == before.st_ino
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)


@posix
def test_what_is_not_a_regular_file_is_not_replaced(tmp_path: Path) -> None:
    source = files.read(os.devnull)
    assert source.stamp is None
    with pytest.raises(OSError, match="not a regular file"):
        files.replace(source, b"new")


@posix
def test_identity_follows_links(file: Path) -> None:
    link = file.parent / "link"
    link.symlink_to("a.txt")
    assert files.identity(str(link)) == files.identity(str(file))
    assert files.identity(f"{file.parent}/./a.txt") == files.identity(str(file))


def test_size(file: Path) -> None:
    assert files.size(str(file)) == 5
    assert files.size(str(file.parent / "none")) == 0
