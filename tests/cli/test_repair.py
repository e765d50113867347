"""``fixenc repair``: where the text goes, what is said, and how it ends."""

from __future__ import annotations

import gzip
import json
import os
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import Result

import fixenc
from fixenc.policy import EAGER, SAFE, STANDARD, Annotations, Policy
from fixenc.report import SCHEMA, Report
from fixenc.reports import undo
from fixenc.spans import Edit
from tests import reports

Run = Callable[..., Result]

GARBLED = "dÃ©jÃ\xa0 vu\r\n".encode()
REPAIRED = "déjà vu\r\n".encode()
LEGACY = "déjà vu\n".encode("cp1252")
CONVERTED = "déjà vu\n".encode()
BOM = b"\xef\xbb\xbf"
LONG_AGO = 1_000_000_000_000_000_000


def put(name: str, data: bytes) -> Path:
    path = Path(name)
    path.write_bytes(data)
    os.utime(path, ns=(LONG_AGO, LONG_AGO))
    return path


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(GARBLED, REPAIRED, id="garbled"),
        pytest.param(LEGACY, CONVERTED, id="legacy becomes UTF-8"),
        pytest.param(b"", b"", id="empty"),
        pytest.param(REPAIRED, REPAIRED, id="clean"),
        pytest.param(BOM + REPAIRED, BOM + REPAIRED, id="clean with a mark"),
        pytest.param(BOM + GARBLED, BOM + REPAIRED, id="garbled with a mark"),
        pytest.param(b"a\rb\x85\nc\x0b".decode("latin-1").encode(), None, id="odd newlines"),
        pytest.param(b"ok \xff\n", "ok \ufffd\n".encode(), id="a byte that does not decode"),
    ],
)
def test_text_goes_to_standard_output(run: Run, before: bytes, after: bytes | None) -> None:
    put("a.txt", before)
    expected = before if after is None else after
    for arguments, stdin in ((["a.txt"], b""), (["-"], before), ([], before)):
        result = run("repair", *arguments, stdin=stdin)
        assert result.stdout_bytes == expected
        assert result.exit_code == 0
    assert Path("a.txt").read_bytes() == before


def test_several_files_follow_each_other(run: Run) -> None:
    put("a.txt", GARBLED)
    put("b.txt", b"clean\n")
    result = run("repair", "b.txt", "a.txt", "-", "b.txt", stdin=LEGACY)
    assert result.stdout_bytes == b"clean\n" + REPAIRED + CONVERTED + b"clean\n"


def test_the_summary_says_what_was_done(run: Run) -> None:
    put("a.txt", GARBLED)
    put("b.txt", b"clean\n")
    put("c.txt", LEGACY)
    put("d.txt", b"ok \xff\n")
    result = run("repair", "a.txt")
    assert result.stderr == "fixenc: a.txt: 2 edits (utf-8>iso8859-1), confidence 0.995\n"
    assert run("repair", "b.txt").stderr == "fixenc: b.txt: clean\n"
    result = run("repair", "a.txt", "b.txt", "c.txt", "d.txt")
    assert result.stderr.split("\n") == [
        "fixenc: a.txt: 2 edits (utf-8>iso8859-1), confidence 0.995",
        "fixenc: c.txt: converted from cp1252",
        "fixenc: d.txt: 1 span left damaged; 1 run of bytes that do not decode",
        "fixenc: 4 files: 1 clean, 1 repaired, 1 converted, 1 damaged",
        "",
    ]
    assert run("repair", "-q", "a.txt", "c.txt").stderr == ""


def test_edits_held_back_are_mentioned(run: Run) -> None:
    result = run("repair", "--min-confidence", "0.999", stdin=GARBLED)
    assert result.stdout_bytes == GARBLED
    assert "2 edits withheld as not sure enough (see --min-confidence)" in result.stderr


def test_the_encoding_may_be_given_by_any_label(run: Run) -> None:
    result = run("repair", "-e", "Windows-1251", stdin="Привет".encode("cp1251"))
    assert result.stdout_bytes.decode() == "Привет"


@pytest.mark.parametrize(
    ("arguments", "policy"),
    [
        ([], STANDARD),
        (["--preset", "safe"], SAFE),
        (["--preset", "eager", "--min-confidence", "0.7"], replace(EAGER, min_confidence=0.7)),
        (["--annotations", "never"], Policy(strip_annotations=Annotations.NEVER)),
        (["--tidy"], Policy(tidy=True)),
    ],
)
def test_the_options_make_the_policy(
    run: Run, arguments: list[str], policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Policy] = []

    def repair_bytes(data: bytes, *, encoding: str | None, policy: Policy) -> Report:
        asked.append(policy)
        return Report(data.decode())

    monkeypatch.setattr(fixenc, "repair_bytes", repair_bytes)
    assert run("repair", *arguments, stdin=b"clean").exit_code == 0
    assert asked == [policy]


def test_output_to_a_file(run: Run) -> None:
    put("a.txt", GARBLED)
    result = run("repair", "a.txt", "-o", "b.txt")
    assert result.stdout_bytes == b""
    assert Path("b.txt").read_bytes() == REPAIRED
    assert run("repair", "a.txt", "-o", "a.txt").exit_code == 0
    assert Path("a.txt").read_bytes() == REPAIRED
    assert run("repair", "a.txt", "-o", "-").stdout_bytes == REPAIRED
    assert sorted(os.listdir()) == ["a.txt", "b.txt"]


def test_write_repairs_in_place(run: Run) -> None:
    put("a.txt", GARBLED).chmod(0o640)
    put("b.txt", b"clean\n")
    put("c.txt", LEGACY)
    result = run("repair", "-w", "a.txt", "b.txt", "c.txt")
    assert (result.exit_code, result.stdout_bytes) == (0, b"")
    assert Path("a.txt").read_bytes() == REPAIRED
    assert Path("c.txt").read_bytes() == CONVERTED
    assert Path("b.txt").stat().st_mtime_ns == LONG_AGO
    assert stat.S_IMODE(Path("a.txt").stat().st_mode) == 0o640 or os.name != "posix"
    assert sorted(os.listdir()) == ["a.txt", "b.txt", "c.txt"]
    again = run("repair", "-w", "a.txt", "b.txt", "c.txt")
    assert "3 files: 3 clean" in again.stderr


def test_write_with_a_backup(run: Run) -> None:
    put("a.txt", GARBLED)
    put("b.txt", b"clean\n")
    assert run("repair", "-w", "--backup", ".bak", "a.txt", "b.txt").exit_code == 0
    assert Path("a.txt.bak").read_bytes() == GARBLED
    assert not Path("b.txt.bak").exists()
    put("a.txt", GARBLED + b"more")
    result = run("repair", "-w", "--backup", ".bak", "a.txt")
    assert result.exit_code == 2
    assert "choose another suffix" in result.stderr
    assert Path("a.txt").read_bytes() == GARBLED + b"more"


def test_the_same_file_twice_is_written_once(run: Run) -> None:
    put("a.txt", GARBLED)
    names = ["a.txt", "./a.txt"]
    if os.name == "posix":
        os.symlink("a.txt", "link.txt")
        names.append("link.txt")
    result = run("repair", "-w", *names)
    assert result.exit_code == 0
    assert result.stderr.count("edits") == 1
    assert Path("a.txt").read_bytes() == REPAIRED


def test_write_loses_no_bytes_without_a_backup(run: Run) -> None:
    data = b"\xff " + GARBLED
    put("a.txt", data)
    result = run("repair", "-w", "a.txt")
    assert result.exit_code == 2
    assert "--backup .bak" in result.stderr
    assert Path("a.txt").read_bytes() == data
    assert run("repair", "-w", "--backup", ".bak", "a.txt").exit_code == 0
    assert Path("a.txt").read_bytes() == "\ufffd ".encode() + REPAIRED
    assert Path("a.txt.bak").read_bytes() == data


def test_write_leaves_a_hopeless_file_alone(run: Run) -> None:
    put("a.txt", b"ok \xff\n")
    result = run("repair", "-w", "a.txt")
    assert result.exit_code == 0
    assert "do not decode" in result.stderr
    assert Path("a.txt").stat().st_mtime_ns == LONG_AGO
    assert run("repair", "--check", "a.txt").exit_code == 0


def test_write_does_not_convert_on_a_poor_guess(run: Run) -> None:
    put("a.txt", b"unsure \xe9\n")
    result = run("repair", "-w", "a.txt")
    assert result.exit_code == 2
    assert "its encoding is not sure (cp1252, 0.300)" in result.stderr
    assert Path("a.txt").read_bytes() == b"unsure \xe9\n"
    assert run("repair", "-w", "-e", "cp1252", "a.txt").exit_code == 0
    assert Path("a.txt").read_bytes() == "unsure é\n".encode()


@pytest.mark.parametrize("option", ["--check", "--diff", "--json"])
def test_looking_changes_nothing(run: Run, option: str) -> None:
    put("a.txt", GARBLED)
    assert run("repair", option, "a.txt").exit_code == (0 if option == "--json" else 1)
    assert Path("a.txt").stat().st_mtime_ns == LONG_AGO
    assert os.listdir() == ["a.txt"]


@pytest.mark.parametrize("option", ["--check", "--diff"])
def test_looking_at_clean_text_finds_nothing(run: Run, option: str) -> None:
    result = run("repair", option, stdin=BOM + REPAIRED)
    assert (result.exit_code, result.stdout_bytes) == (0, b"")


def test_check_counts_a_conversion(run: Run) -> None:
    result = run("repair", "--check", stdin=LEGACY)
    assert result.exit_code == 1
    assert result.stderr == "fixenc: standard input: to convert from cp1252\n"


def test_strict_tells_that_damage_remains(run: Run) -> None:
    assert run("repair", "--strict", stdin="a\ufffdb".encode()).exit_code == 3
    assert run("repair", "--strict", "--check", stdin="a\ufffdÃ©".encode()).exit_code == 3
    assert run("repair", "--strict", stdin=b"ok \xff").exit_code == 3
    assert run("repair", "--strict", stdin=GARBLED).exit_code == 0
    assert run("repair", "--strict", "-", "none.txt", stdin=b"ok \xff").exit_code == 2


def test_json_holds_the_report_but_not_the_text(run: Run) -> None:
    put("a.txt", GARBLED)
    result = run("repair", "--json", "a.txt", "-", stdin=b"ok \xff\n")
    first, second = map(json.loads, result.stdout.removesuffix("\n").split("\n"))
    assert (first["file"], second["file"]) == ("a.txt", "-")
    assert "text" not in first
    assert undo.restore(REPAIRED, first) == GARBLED
    assert second["detection"]["defects"] == [{"offset": 3, "bytes": "ff"}]


def test_json_beside_output(run: Run) -> None:
    put("a.txt", GARBLED)
    result = run("repair", "--json", "-w", "a.txt")
    assert json.loads(result.stdout)["verdict"] == "repaired"
    assert Path("a.txt").read_bytes() == REPAIRED


def test_report_to_a_file(run: Run) -> None:
    put("a.txt", GARBLED)
    result = run("repair", "--report", "report.json", "a.txt", "-", "none", stdin=b"clean")
    assert result.stdout_bytes == REPAIRED + b"clean"
    report = json.loads(Path("report.json").read_bytes())
    assert report["schema"] == SCHEMA
    assert [file["verdict"] for file in report["files"]] == ["repaired", "clean"]


def test_several_reports_of_which_one_is_a_page(run: Run) -> None:
    put("a.txt", GARBLED)
    names = ["r.json", "r.html", "R.HTM"]
    run("repair", "--check", *(x for name in names for x in ("--report", name)), "a.txt")
    reports.check(json.loads(Path("r.json").read_bytes()), "files")
    for name in names[1:]:
        assert Path(name).read_bytes().startswith(b"<!doctype html>")


def test_nothing_is_repaired_when_its_report_could_not_be_written(run: Run) -> None:
    put("a.txt", GARBLED)
    os.mkdir("folder")
    for name, says in (("none/r.json", "no such file or folder"), ("folder", "is a folder")):
        result = run("repair", "-w", "--report", "r.json", "--report", name, "a.txt")
        assert (result.exit_code, result.stdout_bytes) == (2, b"")
        assert f"{name}: {says}" in result.stderr
    assert Path("a.txt").stat().st_mtime_ns == LONG_AGO
    assert sorted(os.listdir()) == ["a.txt", "folder"]
    if os.name == "posix":
        assert run("repair", "-q", "--check", "--report", "/dev/null", "a.txt").exit_code == 1


def test_diff_shows_each_place(run: Run) -> None:
    put("a.txt", b"one\n\n" + GARBLED + b"x" * 500 + GARBLED)
    put("b.txt", LEGACY)
    result = run("repair", "--diff", "-q", "a.txt", "b.txt")
    assert result.exit_code == 1
    assert result.stdout.split("\n") == [
        "a.txt:3\tutf-8>iso8859-1\t0.995\tlossless",
        "- dÃ©jÃ\xa0 vu",
        "+ déjà vu",
        "a.txt:4\tutf-8>iso8859-1\t0.995\tlossless",
        "- …" + "x" * 23 + "dÃ©jÃ\xa0 vu",
        "+ …" + "x" * 23 + "déjà vu",
        "b.txt: would be converted from cp1252 to UTF-8",
        "",
    ]


def test_diff_shows_what_is_withheld_and_what_stays_damaged(run: Run) -> None:
    put("a.txt", "un dÃ©but\nfin\ufffd\ufffd.\n".encode())
    result = run("repair", "--diff", "-q", "--min-confidence", "0.999", "a.txt")
    assert result.exit_code == 0
    assert result.stdout.split("\n") == [
        "a.txt:1\tutf-8>iso8859-1\t0.995\tlossless\twithheld",
        "= un dÃ©but",
        "? un début",
        "",
    ]
    result = run("repair", "--diff", "-q", "a.txt")
    assert result.stdout.split("\n")[3:] == [
        "a.txt:2\tdamaged\tcharacters were replaced by U+FFFD",
        "! \ufffd\ufffd",
        "",
    ]


def test_suggestions_that_overlap_are_shown_once(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    held = (Edit(0, 4, "dÃ©j", "a", confidence=0.2), Edit(1, 3, "Ã©", "é", confidence=0.8))
    report = Report("dÃ©j", suggestions=held)
    monkeypatch.setattr(fixenc, "repair_bytes", lambda *_, **__: report)
    shown = run("repair", "--diff", "-q", stdin=b"x").stdout.split("\n")
    assert shown[1:3] == ["= dÃ©j", "? déj"]


def test_a_mixed_file_is_said_to_be_mixed(run: Run) -> None:
    result = run("repair", "--check", stdin=b"mixed: \xe9\xe9\xe9")
    assert "to convert from mixed encodings" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["-w", "-o", "b.txt", "a.txt"], "--output and --write do not go together"),
        (["--check", "--diff", "a.txt"], "--check and --diff do not go together"),
        (["-w", "--check", "a.txt"], "--write and --check do not go together"),
        (["-o", "b.txt", "a.txt", "a.txt"], "--output takes the text of one file"),
        (["--backup", ".bak", "a.txt"], "--backup goes with --write"),
        (["-w", "--backup", "/x", "a.txt"], "--backup takes a suffix"),
        (["-e", "utf-99\x1b", "a.txt"], "'fixenc encodings' lists the names"),
        (["--min-confidence", "nan", "a.txt"], "--min-confidence"),
        (["--preset", "bold", "a.txt"], "--preset"),
        (["--annotations", "some", "a.txt"], "--annotations"),
        (["--nonesuch", "a.txt"], "--nonesuch"),
    ],
)
def test_wrong_usage(run: Run, arguments: list[str], says: str) -> None:
    put("a.txt", GARBLED)
    result = run("repair", *arguments)
    assert (result.exit_code, result.stdout_bytes) == (2, b"")
    assert says in result.stderr
    assert "\x1b" not in result.stderr
    assert os.listdir() == ["a.txt"]
    assert Path("a.txt").read_bytes() == GARBLED


@pytest.mark.parametrize(
    "data",
    [
        gzip.compress(b"text", mtime=0),
        b"\x28\xb5\x2f\xfd\0",
        b"PAR1 and more",
        b"WARC/1.0\r\nWARC-Type: x",
    ],
)
def test_what_the_filter_reads_is_left_alone(run: Run, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a").write_bytes(data)
    result = run("repair", "--write", "a")
    assert result.exit_code == 2 and "'fixenc filter IN OUT' reads such files" in result.stderr
    assert (tmp_path / "a").read_bytes() == data
    (tmp_path / "a").write_bytes(b"WARC and PAR are words")
    assert run("repair", "--write", "a").exit_code == 0
