"""``fixenc filter`` on files, folders, patterns and pipes."""

from __future__ import annotations

import gzip
import json
import os
import re
import signal
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from typer.testing import Result

ROOT = Path(__file__).resolve().parents[2]
Run = Callable[..., Result]

GARBLED = '{"text": "Le musÃ©e", "n": 1.50}\n'.encode()
CLEAN = '{"text": "Le musée", "n": 1.50}\n'.encode()


def test_one_file_to_another(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(GARBLED + CLEAN)
    result = run("filter", "a.jsonl", "b.jsonl")
    assert result.exit_code == 0
    assert (tmp_path / "b.jsonl").read_bytes() == CLEAN + CLEAN
    assert result.stderr == "fixenc: a.jsonl: 2 records: 1 passed, 1 repaired\n"
    assert sorted(os.listdir(tmp_path)) == ["a.jsonl", "b.jsonl"]


def test_a_pipe(run: Run) -> None:
    result = run("filter", "-", "-", stdin=GARBLED)
    assert result.stdout_bytes == CLEAN


def test_compressed_input_through_a_pipe(run: Run) -> None:
    packed = gzip.compress("cafÃ© noir\n".encode() * 2000)
    result = run("filter", "-", "-", stdin=packed)
    assert result.exit_code == 0
    assert result.stdout_bytes == "café noir\n".encode() * 2000


def test_a_folder_keeps_its_tree_and_its_compression(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "a.jsonl.gz").write_bytes(gzip.compress(GARBLED) + gzip.compress(GARBLED))
    packed = zstandard.ZstdCompressor().compress(GARBLED)
    (tmp_path / "in" / "deep" / "b.jsonl.zst").write_bytes(packed + packed)
    (tmp_path / "in" / ".hidden").write_bytes(GARBLED)
    assert run("filter", "in", "in/out").exit_code == 0
    assert gzip.decompress((tmp_path / "in/out/a.jsonl.gz").read_bytes()) == CLEAN * 2
    data = (tmp_path / "in/out/deep/b.jsonl.zst").read_bytes()
    assert zstandard.ZstdDecompressor().stream_reader(data).read() == CLEAN * 2
    assert sorted(os.listdir(tmp_path / "in/out")) == ["a.jsonl.gz", "deep"]


def test_a_pattern(run: Run, tmp_path: Path) -> None:
    for name in ("raw/x/a.jsonl", "raw/y/a.jsonl", "raw/y/a.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(GARBLED)
    assert run("filter", "raw/**/*.jsonl", "out").exit_code == 0
    assert (tmp_path / "out/x/a.jsonl").read_bytes() == CLEAN
    assert (tmp_path / "out/y/a.jsonl").read_bytes() == CLEAN
    assert sorted(os.listdir(tmp_path / "out/y")) == ["a.jsonl"]


def test_compression_is_by_the_name_of_the_output(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(GARBLED)
    assert run("filter", "a.jsonl", "b.jsonl.gz").exit_code == 0
    assert gzip.decompress((tmp_path / "b.jsonl.gz").read_bytes()) == CLEAN
    assert run("filter", "b.jsonl.gz", "c.jsonl").exit_code == 0
    assert (tmp_path / "c.jsonl").read_bytes() == CLEAN


def test_quarantine(run: Run, tmp_path: Path) -> None:
    lost = '{"text": "caf\ufffd\ufffd"}\n'.encode()
    (tmp_path / "a.jsonl").write_bytes(CLEAN + lost + b'{"a\n' + b'{"a": "\x90\xff"}\n' + GARBLED)
    assert run("filter", "a.jsonl", "b.jsonl", "--quarantine", "q.jsonl").exit_code == 0
    assert (tmp_path / "b.jsonl").read_bytes() == CLEAN * 2
    held = [json.loads(row) for row in (tmp_path / "q.jsonl").read_text("utf-8").split("\n")[:-1]]
    places = [(one["line"], one["offset"], one["verdict"]) for one in held]
    first = len(CLEAN)
    assert places == [
        (2, first, "damaged"),
        (3, first + len(lost), "malformed"),
        (4, first + len(lost) + 4, "damaged"),
    ]
    assert held[0]["record"].encode() == lost
    assert held[2]["base64"] == b64encode(b'{"a": "\x90\xff"}\n').decode()


@pytest.mark.parametrize(
    ("choice", "code", "kept"),
    [("keep", 0, True), ("drop", 0, False), ("fail", 3, None)],
)
def test_on_damaged(run: Run, tmp_path: Path, choice: str, code: int, kept: bool | None) -> None:
    lost = "caf\ufffd\ufffd\n".encode()
    (tmp_path / "a.txt").write_bytes(b"x\n" + lost)
    result = run("filter", "a.txt", "b.txt", "--on-damaged", choice)
    assert result.exit_code == code
    if kept is None:
        assert "line 2, byte 2" in result.stderr
        assert sorted(os.listdir(tmp_path)) == ["a.txt"]
    else:
        assert (tmp_path / "b.txt").read_bytes() == b"x\n" + (lost if kept else b"")


def test_statistics(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("cafÃ©\nx\n".encode())
    (tmp_path / "b.txt").write_bytes(b"")
    run("filter", "a.txt", "b.txt", "out", "--stats", "s.json", "-q")
    stats = json.loads((tmp_path / "s.json").read_text("utf-8"))
    assert [one["input"] for one in stats["inputs"]] == ["a.txt", "b.txt"]
    total = stats["total"]
    assert (total["records"], total["passed"], total["repaired"]) == (2, 1, 1)
    assert total["chains"] == {"utf-8>cp1252": 1}
    assert total["verdicts"] == {"clean": 1, "repaired": 1}
    assert (total["bytes_in"], total["bytes_out"]) == (10, 8)


def test_metadata_in_json_and_in_columns(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(GARBLED + b"{}\n[1]\n")
    (tmp_path / "a.csv").write_bytes('id,t\r\n1,"cafÃ©, x"\r\n2,ok\r\n'.encode())
    assert run("filter", "a.jsonl", "a.csv", "out", "--metadata", "fx").exit_code == 0
    rows = (tmp_path / "out/a.jsonl").read_text("utf-8").split("\n")
    first = json.loads(rows[0])
    assert first["fx"]["verdict"] == "repaired"
    assert [(e["field"], e["before"], e["after"]) for e in first["fx"]["edits"]] == [
        ("text", "Ã©", "é")
    ]
    assert rows[1] == '{"fx": {"verdict": "clean", "confidence": 1.0, "edits": []}}'
    assert rows[2] == "[1]"
    table = (tmp_path / "out/a.csv").read_bytes().decode().split("\r\n")
    assert table[0] == "id,t,fx_verdict,fx_confidence,fx_edits"
    assert table[1].startswith('1,"café, x",repaired,0.')
    assert table[2] == "2,ok,clean,1.0,[]"
    again = run("filter", "out/a.jsonl", "again.jsonl", "--metadata", "fx")
    assert again.exit_code == 0
    row = (tmp_path / "again.jsonl").read_text("utf-8").split("\n")[0]
    assert row.count('"fx"') == 1
    assert json.loads(row)["fx"]["verdict"] == "clean"


def test_columns_and_fields(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("a;b\nÃ©tÃ©;Ã©tÃ©\n".encode())
    assert run("filter", "a.csv", "b.csv", "--column", "b").exit_code == 0
    assert (tmp_path / "b.csv").read_text("utf-8") == "a;b\nÃ©tÃ©;été\n"
    result = run("filter", "a.csv", "c.csv", "--column", "c")
    assert result.exit_code == 2
    assert "no column 'c'; there are a, b" in result.stderr
    (tmp_path / "a.jsonl").write_bytes('{"a": [{"b": "Ã©tÃ©", "c": "Ã©tÃ©"}]}\n'.encode())
    assert run("filter", "a.jsonl", "b.jsonl", "--field", "a[].c").exit_code == 0
    assert (tmp_path / "b.jsonl").read_text("utf-8") == '{"a": [{"b": "Ã©tÃ©", "c": "été"}]}\n'


def test_a_field_that_is_nowhere_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(GARBLED)
    for source in ("a.jsonl", "-"):
        result = run("filter", "--field", "txet", source, "b.jsonl", stdin=GARBLED)
        assert result.exit_code == 0
        assert "no string under 'txet' in its first records; check --field" in result.stderr
    assert run("filter", "-q", "--field", "txet", "a.jsonl", "b.jsonl").stderr == ""
    assert "check --field" not in run("filter", "a.jsonl", "b.jsonl").stderr
    (tmp_path / "a.csv").write_bytes(b"a,b\n1,2\n")
    result = run("filter", "--column", "3", "a.csv", "b.csv")
    assert result.exit_code == 2 and "no column '3'; there are a, b" in result.stderr


def test_another_encoding_becomes_utf8(run: Run, tmp_path: Path) -> None:
    text = "Встречаемся у входа в музей в половине шестого.\r\n" * 3
    for name in ("cp1251", "utf-16"):
        (tmp_path / "a.txt").write_bytes(text.encode(name))
        assert run("filter", "a.txt", "b.txt", "--stats", "s.json").exit_code == 0
        assert (tmp_path / "b.txt").read_bytes() == text.encode()
        assert json.loads((tmp_path / "s.json").read_text("utf-8"))["total"]["converted"] == 3


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["a.txt"], "name an input and an output"),
        (["a.txt", "a.txt"], "is an input itself"),
        (["none.txt", "b.txt"], "no such file or folder"),
        (["*.none", "out"], "no files in"),
        (["a.txt", "b.txt", "--format", "xml"], "no format xml"),
        (["a.txt", "b.txt", "--metadata", "m"], "no place for metadata"),
        (["a.txt", "b.txt", "--on-damaged", "quarantine"], "--quarantine FILE"),
        (["-", "-", "--resume"], "--resume needs files"),
        (["zip.bin", "b.txt"], "not text"),
        (["a.txt", "zip.bin/b.txt"], "a file stands where a folder is needed"),
        (["cut.gz", "b.txt"], "broken or cut off"),
    ],
)
def test_what_cannot_be_done(run: Run, tmp_path: Path, arguments: list[str], message: str) -> None:
    (tmp_path / "a.txt").write_bytes(b"x\n")
    (tmp_path / "zip.bin").write_bytes(b"PK\3\4" + bytes(200))
    (tmp_path / "cut.gz").write_bytes(gzip.compress(os.urandom(100).hex().encode())[:-20])
    before = sorted(os.listdir(tmp_path))
    result = run("filter", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stderr.count("\n") == 1
    assert sorted(os.listdir(tmp_path)) == before


def test_one_bad_input_does_not_stop_the_others(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.gz").write_bytes(gzip.compress(b"x" * 1000)[:20])
    (tmp_path / "in/b.txt").write_bytes("cafÃ©".encode())
    result = run("filter", "in", "out")
    assert result.exit_code == 2
    assert os.listdir(tmp_path / "out") == ["b.txt"]
    assert re.search("in/a.gz: the compressed data are broken", result.stderr)
    assert "2 files (1 failed), 1 record: 1 repaired" in result.stderr


@pytest.mark.parametrize("option", ["--quarantine", "--stats"])
@pytest.mark.parametrize(
    ("name", "message"),
    [("a.txt", "is an input too"), ("b.txt", "is the output too"), ("none/c", "no such file")],
)
def test_nothing_else_goes_over_an_input_or_the_output(
    run: Run, tmp_path: Path, option: str, name: str, message: str
) -> None:
    (tmp_path / "a.txt").write_bytes(b"x\n")
    for source in ("a.txt", "-"):
        if source == "-" and name == "a.txt":
            continue
        result = run("filter", source, "b.txt", option, name, stdin=b"x\n")
        assert result.exit_code == 2 and message in result.stderr and name in result.stderr
        assert os.listdir(tmp_path) == ["a.txt"]
        assert (tmp_path / "a.txt").read_bytes() == b"x\n"


def test_statistics_and_quarantine_in_one_file_are_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x\n")
    result = run("filter", "a.txt", "b.txt", "--quarantine", "c", "--stats", "./c")
    assert result.exit_code == 2 and "what --quarantine names" in result.stderr


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "fixenc.cli", "filter", *arguments]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def test_a_device_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x\n")
    done = subprocess.run(command("a.txt", "/dev/null"), cwd=tmp_path, env=environment())
    assert done.returncode == 0
    assert not Path("/dev/null").is_file()


def test_a_reader_that_has_seen_enough_ends_it_quietly(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"a line of text\n" * 1_000_000)
    with subprocess.Popen(
        command("a.txt", "-"),
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.read(10)
        child.stdout.close()
        assert child.stderr.read() == b""
        assert child.wait() == 2


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_signal_leaves_nothing_half_done(tmp_path: Path, number: int, workers: str) -> None:
    (tmp_path / "in").mkdir()
    for i in range(40):
        (tmp_path / f"in/{i:02}.txt").write_bytes("Ã©tÃ© aprÃ¨s Ã©tÃ©, une ligne\n".encode() * 3000)
    with subprocess.Popen(
        command("in", "out", "--workers", workers),
        cwd=tmp_path,
        env=environment(),
        stderr=subprocess.PIPE,
    ) as child:
        while not (tmp_path / "out/00.txt").exists() and child.poll() is None:
            time.sleep(0.01)
        child.send_signal(number)
        assert child.stderr is not None
        message = child.stderr.read().decode()
        assert child.wait() == 128 + number, message
    assert "stopped, and nothing left half done" in message
    assert not (tmp_path / "out/.fixenc").exists()
    whole = "été après été, une ligne\n".encode() * 3000
    for path in (tmp_path / "out").iterdir():
        assert path.read_bytes() == whole
