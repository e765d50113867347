"""One repair behind every door: str, bytes, the filter, the command, and columns of Arrow.

What one of them repairs all repair alike, and each keeps the laws by itself.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from typer.testing import CliRunner

import fixenc
from fixenc import spans, testing
from fixenc.cli.app import application
from fixenc.filter import Filter
from fixenc.reports import undo
from fixenc.spans import Edit

ROOT = Path(__file__).resolve().parents[2]
GARBLED = testing.garbled_corpus(120, seed=11)
CLEAN = testing.clean_corpus(80, seed=11)
LINES = [one.text for one in GARBLED] + list(CLEAN)
Door = Callable[[list[str]], list[str]]


def by_bytes(lines: list[str]) -> list[str]:
    return [fixenc.repair_bytes(line.encode(), encoding="utf-8").text for line in lines]


def by_filter(lines: list[str]) -> list[str]:
    sieve = Filter(format="text")
    # A clean line first settles that the stream is UTF-8.
    data = "\n".join(["Ça va", *lines]).encode()
    return (sieve.feed(data) + sieve.close()).decode().split("\n")[1:]


def by_jsonl(lines: list[str]) -> list[str]:
    sieve = Filter(format="jsonl")
    data = "".join(json.dumps({"t": line}, ensure_ascii=False) + "\n" for line in lines).encode()
    out = sieve.feed(data) + sieve.close()
    return [json.loads(line)["t"] for line in out.split(b"\n") if line]


def by_command(lines: list[str]) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "fixenc.cli", "repair", "-e", "utf-8", "-q"],
        input="\n".join(lines).encode(),
        capture_output=True,
        cwd=ROOT,
        check=True,
    )
    return done.stdout.decode().split("\n")


def by_arrow(lines: list[str]) -> list[str]:
    pa = pytest.importorskip("pyarrow")
    from fixenc.integrations.arrow import repair_batch

    return list(repair_batch(pa.table({"text": lines}))["text"].to_pylist())


def one_line(text: str) -> bool:
    return not any(c in text for c in "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")


@pytest.mark.parametrize("door", [by_bytes, by_filter, by_jsonl, by_arrow])
def test_every_door_repairs_a_line_alike(door: Door) -> None:
    lines = [line for line in LINES if one_line(line)]
    wanted = [fixenc.fix(line) for line in lines]
    assert sum(a != b for a, b in zip(lines, wanted, strict=True)) > 60
    assert door(lines) == wanted


def test_the_command_writes_what_the_function_gives() -> None:
    lines = [line for line in LINES if one_line(line)]
    assert by_command(lines) == fixenc.fix("\n".join(lines)).split("\n")


# -- the laws, each on all doors ------------------------------------------------------------------


def single(door: Door) -> Callable[[str], str]:
    return lambda text: door([text])[0]


def through_the_filter(text: str) -> str:
    sieve = Filter(format="text", encoding="utf-8")
    data = text.encode("utf-8", "surrogatepass")
    return (sieve.feed(data) + sieve.close()).decode("utf-8", "surrogatepass")


def through_the_command(text: str) -> str:
    """``fixenc repair -e utf-8`` in this process."""
    data = text.encode("utf-8", "surrogatepass")
    done = CliRunner().invoke(application(), ["repair", "-e", "utf-8", "-q"], input=data)
    assert done.exit_code == 0, done.output
    return done.stdout_bytes.decode("utf-8", "surrogatepass")


DOORS = {
    "str": fixenc.fix,
    "bytes": single(by_bytes),
    "filter": through_the_filter,
    "jsonl": single(by_jsonl),
    "command": through_the_command,
    "arrow": single(by_arrow),
}
# A lone surrogate is no character of UTF-8, and each byte of it becomes U+FFFD; a mark at the head
# of a file is none of its text.
TEXTS = testing.any_texts().map(
    lambda text: text.encode("utf-8", "replace").decode().removeprefix("\ufeff")
)


@pytest.mark.parametrize("name", DOORS)
def test_each_door_keeps_the_laws(name: str) -> None:
    door = DOORS[name]
    testing.assert_clean_unchanged(door, examples=40)
    testing.assert_takes_any_text(door, texts=TEXTS, examples=40)
    testing.assert_idempotent(door, texts=TEXTS, examples=40)
    testing.assert_all_or_nothing(door, examples=150)
    assert testing.assert_recovers(door, min_rate=0.75, examples=150).value > 0.8


def reported_by_the_command(text: str) -> Undone:
    """What ``--json`` tells, and what ``fixenc undo`` would make of it."""
    data = text.encode()
    with TemporaryDirectory() as folder:
        path = Path(folder, "a.txt")
        path.write_bytes(data)
        done = CliRunner().invoke(
            application(), ["repair", "-e", "utf-8", "-w", "--json", str(path)]
        )
        assert done.exit_code == 0, done.output
        (entry,) = undo.read(done.stdout_bytes)
        return Undone(undo.restore(path.read_bytes(), entry).decode())


@dataclass(frozen=True, slots=True)
class Undone:
    """Something that can be undone, as the law wants it."""

    before: str

    def undo(self) -> str:
        return self.before


def reported_by_arrow(text: str) -> Undone:
    pa = pytest.importorskip("pyarrow")
    from fixenc.integrations.arrow import repair_batch

    (row,) = repair_batch(pa.table({"text": [text]})).to_pylist()
    edits = [Edit(e["start"], e["end"], e["before"], e["after"]) for e in row["text_edits"]]
    return Undone(spans.undo(row["text"], edits))


UNDONE = {
    "str": fixenc.repair,
    "bytes": lambda text: fixenc.repair_bytes(text.encode(), encoding="utf-8"),
    "command": reported_by_the_command,
    "arrow": reported_by_arrow,
}


@pytest.mark.parametrize("name", UNDONE)
def test_what_each_door_did_can_be_undone(name: str) -> None:
    testing.assert_undoable(UNDONE[name], texts=TEXTS, examples=40)
