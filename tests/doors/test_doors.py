"""One repair behind every door: str, bytes, the filter, the command, and columns of Arrow.

What one of them repairs all repair alike, and each keeps the laws by itself.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import fixenc
from fixenc import testing
from fixenc.filter import Filter

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


def single(door: Door) -> Callable[[str], str]:
    return lambda text: door([text])[0]


DOORS = {"str": fixenc.fix, "bytes": single(by_bytes), "jsonl": single(by_jsonl)}


@pytest.mark.parametrize("name", DOORS)
def test_each_door_keeps_the_laws(name: str) -> None:
    door = DOORS[name]
    testing.assert_clean_unchanged(door)
    texts = testing.garbled_texts(max_depth=2).map(lambda garbled: garbled.text)
    testing.assert_idempotent(door, texts=texts)
    testing.assert_all_or_nothing(door)
