"""The application as a whole: help that teaches, the version, completion, and the real engine."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from fixenc.cli.app import application

Run = Callable[..., Result]
COMMANDS = [command.name for command in application().registered_commands]
ROOT = Path(__file__).resolve().parents[2]


def fixenc(
    *arguments: str, stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "fixenc.cli", *arguments],
        input=stdin,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_help_teaches_by_examples(run: Run, command: str) -> None:
    for option in ("--help", "-h"):
        result = run(command, option)
        assert result.exit_code == 0
        assert "\x1b" not in result.stdout
        assert 3 <= len(re.findall(rf"^ {{4}}.*fixenc {command}\b", result.stdout, re.M)) <= 5
        assert max(map(len, result.stdout.split("\n"))) <= 80


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_explained(run: Run, command: str) -> None:
    text = run(command, "--help").stdout
    options = text[text.index("\nOptions:") :]
    for option in re.findall(r"^  (-.*)$", options, re.M):
        assert re.search(r"\S  +\S", option) or option.endswith(">"), option


def test_the_version() -> None:
    plain = fixenc("--version").stdout
    assert re.fullmatch(rb"fixenc \S+\n", plain)
    assert fixenc("-V").stdout == plain
    assert fixenc("--version", "repair").stdout == plain


def test_files_without_options_come_out_as_by_typer(tmp_path: Path) -> None:
    """What is done without typer is what typer would do; with ``--`` it is asked."""
    (tmp_path / "folder").mkdir()
    names = {
        "garbled": "dÃ©jÃ\xa0 vu\n".encode(),
        "clean": "un café\n".encode(),
        "damaged": "锟斤拷锟斤拷 ????\n".encode(),
        "legacy": "Съешь ещё этих мягких французских булок\n".encode("cp1251"),
        "binary": b"\x7fELF\0\1",
    }
    for name, data in names.items():
        (tmp_path / name).write_bytes(data)
    at = {name: str(tmp_path / name) for name in (*names, "none", "folder")}
    for given in (*([path] for path in at.values()), list(at.values()), ["-", at["clean"]], []):
        plain = fixenc("repair", *given, stdin=names["garbled"])
        asked = fixenc("repair", *given, "--", stdin=names["garbled"])
        assert (plain.returncode, plain.stdout, plain.stderr) == (
            asked.returncode,
            asked.stdout,
            asked.stderr,
        ), given
    assert fixenc("repair", "--", at["garbled"]).stdout == "déjà vu\n".encode()


@pytest.mark.parametrize("given", [["repair", "a.txt"], ["repair", "--quiet", "a.txt"]])
def test_what_files_without_options_load(tmp_path: Path, given: list[str]) -> None:
    (tmp_path / "a.txt").write_text("plain", "utf-8")
    program = (
        f"import sys; sys.argv = {['fixenc', *given]!r}\n"
        "from fixenc.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print('typer' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.stdout == f"plain{len(given) > 2}\n"


def test_an_interrupted_repair_says_so_by_its_exit_code(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    command = [sys.executable, "-m", "fixenc.cli", "repair", str(tmp_path / "pipe")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with (
        subprocess.Popen(
            command,
            stderr=subprocess.PIPE,
            env=environment,
            # what a shell starts in the background ignores it
            preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
        ) as running,
        # Returns when fixenc opens the other end: it is at work then, and waits for bytes.
        (tmp_path / "pipe").open("wb"),
    ):
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=60)
    assert running.returncode == 130
    assert b"Traceback" not in said


def test_the_version_does_not_load_typer() -> None:
    program = (
        "import sys; sys.argv = ['fixenc', '--version']\n"
        "from fixenc.cli import main\n"
        "main(); print('typer' in sys.modules or 'rich' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.endswith("\nFalse\n"), done.stderr


def test_repair_does_not_load_rich(tmp_path: Path) -> None:
    program = (
        "import sys; sys.argv = ['fixenc', 'repair', '-']\n"
        "from fixenc.cli import main\n"
        "try: main()\n"
        "finally: print('rich' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, input="clean\n", capture_output=True, text=True
    )
    assert done.stdout == "clean\nFalse\n", done.stderr


def test_a_wrong_command_names_the_right_one(run: Run) -> None:
    result = run("repiar")
    assert result.exit_code == 2
    assert "Did you mean 'repair'?" in result.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shell_completion(shell: str) -> None:
    script = fixenc("--show-completion", shell, _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1")
    assert b"_FIXENC_COMPLETE" in script.stdout, script.stderr


def test_completion_of_an_encoding() -> None:
    done = fixenc(
        _FIXENC_COMPLETE="complete_bash", COMP_WORDS="fixenc repair -e koi", COMP_CWORD="3"
    )
    assert b"koi8-r" in done.stdout.split()


def test_the_real_engine_repairs_bytes_through_pipes() -> None:
    done = fixenc("repair", "-q", stdin="Le musÃ©e rouvre aprÃ¨s deux ans.\r\n".encode())
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == "Le musée rouvre après deux ans.\r\n"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b"\r\n\r",
        "naïve\n".encode(),
        b"\xef\xbb\xbfa\n",
        bytes(range(1, 128)),
        b"\xff\xfe",
    ],
)
def test_the_real_engine_takes_any_bytes(data: bytes) -> None:
    for command in (["repair"], ["repair", "--diff"], ["repair", "--json"], ["detect"]):
        result = CliRunner().invoke(application(), command, input=data)
        assert result.exception is None or isinstance(result.exception, SystemExit)
        assert result.exit_code in (0, 1, 2)


def test_it_runs_as_a_module() -> None:
    garbled = "cafÃ©\n".encode()
    done = subprocess.run(
        [sys.executable, "-m", "fixenc", "repair", "-"],
        cwd=ROOT,
        input=garbled,
        capture_output=True,
    )
    assert done.returncode == 0 and done.stdout.decode() == "café\n"
