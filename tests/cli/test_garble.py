"""``fixenc garble``: damage to order, and clear words when it cannot be made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from tests.oracles import garble as oracle

Run = Callable[..., Result]


@pytest.mark.parametrize(
    ("chain", "text"),
    [
        ("utf-8>cp1252", "déjà lu".replace("à", "á")),
        ("UTF-8 > Windows-1252", "é"),
        ("utf-8>gbk", "你好"),
        ("koi8-r>cp1251", "привет"),
        ("utf-8>cp1252>utf-8>cp1252", "é"),
        ("shift_jis>cp1252", "こんにち"),
    ],
)
def test_a_text(run: Run, chain: str, text: str) -> None:
    names = {"UTF-8 > Windows-1252": "utf-8>cp1252", "utf-8>gbk": "utf-8>gb18030"}
    names["shift_jis>cp1252"] = "cp932>cp1252"
    result = run("garble", chain, "--text", text)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == oracle.garble(text, names.get(chain, chain))


def test_a_file_and_standard_input(run: Run) -> None:
    Path("a.txt").write_bytes("é\r\nè\n".encode())
    for result in (
        run("garble", "utf-8>latin-1", "a.txt"),
        run("garble", "utf-8>latin-1", stdin="é\r\nè\n".encode()),
        run("garble", "utf-8>latin-1", "-", stdin="é\r\nè\n".encode()),
    ):
        assert result.exit_code == 0
        assert result.stdout_bytes == "Ã©\r\nÃ¨\n".encode()


def test_holes(run: Run) -> None:
    text = "Ít"  # whose second byte, 8D, Windows-1252 does not define
    result = run("garble", "utf-8>cp1252", "--text", text)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--holes" in result.stderr
    assert run("garble", "utf-8>cp1252", "--holes", "--text", text).stdout == "Ã\x8dt"
    lossy = run("garble", "utf-8>cp1252", "--errors", "replace", "--text", text)
    assert lossy.stdout == "Ã\ufffdt"


def test_what_can_only_be_lost(run: Run) -> None:
    result = run("garble", "koi8-r>cp1251", "--text", "мир 你")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--errors replace" in result.stderr
    replace = ("--errors", "replace")
    for more in ([], ["--holes"]):
        result = run("garble", "koi8-r>cp1251", *more, *replace, "--text", "мир 你\ud800")
        assert result.stdout == "мир ??".encode("koi8-r").decode("cp1251")
        result = run("garble", "cp1252>utf-8", *more, *replace, "--text", "café au lait")
        assert result.stdout == "caf\ufffd au lait"


@pytest.mark.parametrize("chain", ["utf-8", "a>b>c", "", ">", "utf-8>cp9999", "utf-8>\x1b[31m"])
def test_a_wrong_chain(run: Run, chain: str) -> None:
    result = run("garble", chain, "--text", "x")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert "\x1b" not in result.stderr


def test_troubles(run: Run) -> None:
    Path("binary").write_bytes(b"\0\1\2")
    for arguments in (["none.txt"], ["binary"], ["--text", "x", "a.txt"]):
        result = run("garble", "utf-8>cp1252", *arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith("fixenc: ")
        assert result.stderr.count("\n") == 1


def test_completion_of_a_chain() -> None:
    from fixenc.cli.garble import _complete

    assert "utf-8>koi8-r" in [name for name, _ in _complete("utf-8>koi")]
    assert "koi8-r" in [name for name, _ in _complete("koi")]
