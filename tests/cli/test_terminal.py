"""What a terminal is sent, in a real one: tables and colours, and nothing that could steer it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fixenc.cli import render
from tests import terminals

ROOT = Path(__file__).resolve().parents[2]
Terminal = Callable[..., Any]

pytestmark = pytest.mark.skipif(os.name != "posix", reason="terminals as on POSIX")

# Colours, C1, a bidi override, a lone carriage return, a bell, and what has no width.
HOSTILE = "\x1b[31mred\x9b1m \u202egnorw\u2069\rover\x07 a\u200bb\x7f dÃ©jÃ\xa0\n"
STEERING = ("\x1b[31mred", "\x9b", "\u202e", "\u2069", "\rover", "\x07", "\x7f")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_bytes(HOSTILE.encode())
    return path


@pytest.mark.parametrize(
    "command", [["repair"], ["repair", "--diff"], ["repair", "--json"], ["detect", "--json"]]
)
def test_nothing_steers_the_terminal(terminal: Terminal, file: Path, command: list[str]) -> None:
    shown = terminal(*command, "a.txt")
    for raw in STEERING:
        assert raw not in shown.text
    if "--diff" in command:
        assert "\u200b" not in shown.text


def test_a_file_name_does_not_steer_it_either(terminal: Terminal, tmp_path: Path) -> None:
    name = "\x1b]0;x\x07\u202e[red].txt"
    (tmp_path / name).write_bytes(b"clean")
    for command in (["repair", name], ["detect", name], ["repair", "--diff", name, "none\x1b[m"]):
        shown = terminal(*command)
        assert "\x1b]0" not in shown.text
        assert "\u202e" not in shown.text
        assert "none\x1b" not in shown.text
        if len(command) == 2:
            assert "[red]" in shown.text  # a tag that markup would have eaten


def test_text_keeps_its_lines(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"one\r\n\ttwo")
    shown = terminal("repair", "a.txt")
    assert shown.text.startswith("one\r\r\n\ttwo\r\nfixenc: a.txt: clean")


def test_diff_marks_the_runs(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("x\nun dÃ©but\n".encode())
    shown = terminal("repair", "--diff", "a.txt")
    assert shown.code == 1
    assert "\x1b[" in shown.text
    for part in ("a.txt:2", "Ã©", "é", "utf-8>iso8859-1", "0.995 lossless"):
        assert part in shown.text
    plain = terminal("repair", "--diff", "a.txt", NO_COLOR="1").text
    assert "\x1b[31m" not in plain
    assert "\x1b[32m" not in plain
    assert "un début" in terminal("repair", "--diff", "a.txt", TERM="dumb").text


def test_diff_marks_what_is_withheld_and_what_is_damaged(
    terminal: Terminal, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_bytes("un dÃ©but\n\x1b[31mfin\ufffd.\n".encode())
    shown = terminal("repair", "--diff", "--min-confidence", "0.999", "a.txt").text
    assert "0.995 lossless, withheld" in shown
    assert re.search("\x1b\\[1;7;33mé\x1b", shown)  # bold, reversed, yellow
    shown = terminal("repair", "--diff", "a.txt").text
    assert re.search("\x1b\\[1;7;35m\ufffd\x1b", shown)
    assert r"\x1b[31mfin" in shown and "damaged" in shown


@pytest.mark.parametrize("columns", [20, 60, 200])
def test_tables_fit(terminal: Terminal, tmp_path: Path, columns: int) -> None:
    (tmp_path / f"{'long' * 20}.txt").write_bytes(b"clean")
    shown = terminal("detect", f"{'long' * 20}.txt", columns=columns)
    assert shown.code == 0
    text = re.sub(r"\x1b\[[0-9;]*m|\r", "", shown.text)
    assert max(map(len, text.split("\n"))) <= columns


def test_json_on_a_terminal_is_ascii(terminal: Terminal, file: Path) -> None:
    shown = terminal("repair", "--json", "-q", "a.txt")
    assert shown.text.isascii()
    assert json.loads(shown.text)["edits"]


def test_without_files_a_person_is_told(terminal: Terminal) -> None:
    shown = terminal("repair")
    assert shown.code == 2
    assert shown.text.startswith("fixenc: no files: name some, or pipe text in")


def test_a_bar_for_many_files(terminal: Terminal, tmp_path: Path) -> None:
    names = [f"{i}.txt" for i in range(25)]
    for name in names:
        (tmp_path / name).write_bytes("dÃ©jÃ\xa0".encode())
    assert "repairing 25/25" in terminal("repair", *names, piped=True).text
    assert "/25" not in terminal("repair", "-q", *names, piped=True).text
    assert "/25" not in terminal("repair", *names).text  # it would run into the text
    assert "repairing 25/25" in terminal("repair", "--check", *names).text
    assert "/25" not in terminal("repair", "--diff", *names).text
    assert "repairing 25/25" in terminal("repair", "--write", *names).text
    assert "detecting 25/25" in terminal("detect", *names).text
    assert "/25" not in terminal("detect", "--minimal", *names).text


def test_a_bar_with_rate_and_time_left_for_a_corpus(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"a line of plain text\n" * 400_000)
    for arguments in (["a.txt", "b.txt"], ["a.txt", "out/", "--workers", "2"]):
        shown = terminal("filter", *arguments).text
        assert re.search(r"filtering .*8\.4/8\.4 MB.*/s", shown), shown
        assert "400000 records: 400000 passed" in shown
    assert "filtering" not in terminal("filter", "-q", "a.txt", "b.txt").text
    assert "filtering" not in terminal("filter", "a.txt", "-").text[:2000]


STEPS = """
import sys
from fixenc.cli import progress
for step in progress.stepped(iter("ab"), ["first law", "second law"], quiet=len(sys.argv) > 1):
    print("gave", step, flush=True)
"""


@pytest.mark.parametrize("quiet", [False, True])
def test_a_bar_for_the_laws_of_a_selftest(quiet: bool) -> None:
    def start(terminal: int) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", STEPS, *["-q"] * quiet]
        environment = {**os.environ, "TERM": "xterm-256color"}
        return subprocess.Popen(
            command, stdin=terminal, stdout=terminal, stderr=terminal, cwd=ROOT, env=environment
        )

    sent, code = terminals.shown(start, columns=80)
    text = sent.decode()
    assert code == 0
    order = ["first law", "gave a", "second law", "gave b"]
    found = [text.find(part) for part in order if part in text]
    assert len(found) == (2 if quiet else 4) and found == sorted(found)
    assert "━" in text or quiet


def test_every_steering_character_is_escaped() -> None:
    for code in [*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]:
        char = chr(code)
        assert render.visible(char).isascii()
        assert render.visible(char).isprintable()
        assert render.harmless(char) == char if char in "\t\n" else render.harmless(char).isascii()
    assert render.harmless("a\r\nb\rc") == "a\r\nb\\rc"
    assert render.harmless("\ud800\u200d") == "\\ud800\u200d"
    assert render.visible("\U000e0041\u00ad\ufeff") == "\\U000e0041\\xad\\ufeff"
