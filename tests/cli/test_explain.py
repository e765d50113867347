"""``fixenc explain``: every candidate with its bits and its fate, on any text or file."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

import fixenc
from fixenc import EAGER, SAFE, STANDARD, Policy
from fixenc.cli.app import application
from fixenc.explain import Fate, Line, Option, explain
from fixenc.repair import engine

Run = Callable[..., Result]
FRENCH = "Le musÃ©e rouvre aprÃ¨s deux ans."
QUOTED = "é shows up as Ã©"


@pytest.fixture
def real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Calls fixenc with the real engine, in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str, stdin: bytes = b"") -> Result:
        result = CliRunner().invoke(application(), list(arguments), input=stdin, prog_name="fixenc")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return call


def won(line: Line) -> Option:
    (option,) = [option for option in line.options if option.fate is Fate.WON]
    return option


def test_the_winner_and_its_rivals() -> None:
    found = explain(FRENCH)
    (line,) = found.lines
    best = won(line)
    assert best is line.options[0]
    assert (best.chain, best.language) == ("utf-8>cp1252", "fr")
    assert FRENCH[best.start : best.end] == best.before
    assert best.rank == best.whole - best.prior > 0
    assert best.confidence is not None and best.confidence > 0.9
    same = {option.chain for option in line.options if option.fate is Fate.SAME}
    assert "utf-8>cp1254" in same
    assert best.chain in line.verdict and line.verdict.startswith("repaired")
    assert found.report == fixenc.repair(FRENCH)


def test_why_nothing_is_done() -> None:
    (line,) = explain(QUOTED).lines
    assert line.options[0].fate is Fate.REFUSED
    assert "quoted" in line.options[0].why
    assert line.verdict.startswith("left alone")


def test_each_round_of_a_chain() -> None:
    found = explain("cafÃƒÂ© noir et thÃƒÂ© vert")
    assert [line.round for line in found.lines] == [1, 2]
    assert [won(line).chain for line in found.lines] == ["utf-8>cp1252"] * 2
    assert found.report.text == "café noir et thé vert"


def test_the_number_and_place_of_a_line() -> None:
    text = f"one\n\n{FRENCH}\nfour"
    (line,) = explain(text).lines
    assert (line.number, line.start, line.text) == (3, 5, FRENCH)


def test_what_the_policy_withholds(monkeypatch: pytest.MonkeyPatch) -> None:
    (line,) = explain(FRENCH, policy=Policy(min_confidence=1.0)).lines
    assert line.options[0].fate is Fate.WITHHELD
    assert line.verdict.startswith("left alone") and "asks for 1" in line.verdict
    excluded = explain(FRENCH, policy=Policy(exclude=frozenset({"windows-1252"})))
    options = [o for o in excluded.lines[0].options if o.chain == "utf-8>cp1252"]
    assert {option.fate for option in options} == {Fate.REFUSED}
    assert "policy" in options[0].why


@pytest.mark.parametrize("text", ["", "plain", "naïve café", "\n\n", "\ud800", "?"])
def test_clean_text_has_nothing_to_explain(text: str) -> None:
    found = explain(text)
    assert found.lines == found.others == ()
    assert found.report.text == text


def test_bytes_are_refused() -> None:
    with pytest.raises(TypeError):
        explain(b"x")  # type: ignore[arg-type]


@given(st.text(alphabet="aé ÃƒÂ©€â™РѕСЃ浣犲ソ\n?\ufffd\ud800\x85", max_size=60))
@settings(max_examples=60, deadline=None)
def test_it_tells_what_repair_does(text: str) -> None:
    for policy in (SAFE, STANDARD, EAGER):
        found = explain(text, policy=policy)
        assert found.report == fixenc.repair(text, policy=policy)
        assert len(found.lines) <= engine.ROUNDS * (text.count("\n") + 1)


def test_a_text(real: Run) -> None:
    result = real("explain", FRENCH)
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.split("\n")
    assert lines[0] == f"line 1: {FRENCH}"
    assert lines[1].startswith("  repaired as utf-8>cp1252; ")
    assert lines[3].split()[0] == "won"
    assert "█" in lines[3]
    assert lines[4].endswith("→ ée rouvre aprè")


def test_a_file_before_a_text(real: Run) -> None:
    Path("plain").write_bytes(FRENCH.encode())
    assert "utf-8>cp1252" in real("explain", "plain").stdout
    Path("plain").unlink()
    result = real("explain", "plain")
    assert result.exit_code == 0
    assert "nothing looks garbled" in result.stdout
    assert "no file plain" in result.stderr


def test_standard_input(real: Run) -> None:
    for arguments in (["explain"], ["explain", "-"]):
        assert "utf-8>cp1252" in real(*arguments, stdin=FRENCH.encode()).stdout


def test_an_old_file(real: Run) -> None:
    Path("old.txt").write_bytes("Voilà: cafÃ© noir".encode("cp1252"))
    assert "utf-8>cp1252" in real("explain", "-e", "cp1252", "old.txt").stdout


def test_json(real: Run) -> None:
    found: dict[str, Any] = json.loads(real("explain", "--json", FRENCH).stdout)
    option = found["lines"][0]["options"][0]
    assert (option["fate"], option["chain"]) == ("won", "utf-8>cp1252")
    assert fixenc.Report.from_dict(found["report"]).undo() == FRENCH


def test_long_lines_are_cut_and_everything_is_escaped(real: Run) -> None:
    text = "x" * 300 + f" \x1b[31m\u202e {FRENCH} " + "y" * 300
    result = real("explain", text)
    assert "\x1b" not in result.stdout and "\u202e" not in result.stdout
    first = result.stdout.split("\n")[0]
    assert first.startswith("line 1: …") and first.endswith("…")
    assert "musÃ©e" in first
    assert max(map(len, result.stdout.split("\n"))) < 140


@pytest.mark.skipif(os.name != "posix", reason="terminals as on POSIX")
def test_nothing_steers_a_terminal(terminal: Callable[..., Any]) -> None:
    shown = terminal("explain", f"\x1b]0;x\x07 \u202e [red] {FRENCH} \x9b1m", columns=60)
    assert shown.code == 0
    for raw in ("\x1b]0", "\x07", "\u202e", "\x9b"):
        assert raw not in shown.text
    assert "[red]" in shown.text
    assert "█" in shown.text
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown.text)
    assert max(len(line.rstrip()) for line in plain.split("\n")) <= 60
    colour = re.compile(r"\x1b\[(?:\d+;)*3\d")
    assert colour.search(terminal("explain", FRENCH).text)
    assert not colour.search(terminal("explain", FRENCH, NO_COLOR="1").text)


def test_many_lines(real: Run) -> None:
    text = "".join(f"{FRENCH} {i}\n" for i in range(5))
    result = real("explain", "--lines", "2", stdin=text.encode())
    assert result.stdout.count("repaired as") == 2
    assert "… and 3 more lines" in result.stdout


def test_other_finders_and_damage(real: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from fixenc.repair.proposal import Findings
    from fixenc.spans import Damage, Edit, Evidence, Kind

    def find(text: str, policy: Policy) -> Findings:
        if not text.startswith("É\x1b"):
            return Findings(damage=(Damage(0, 1, "gone"),))
        terms = (Evidence("model", 20.0),)
        edit = Edit(0, 2, "É\x1b", "é", kind=Kind.LOST, confidence=0.95, evidence=terms)
        return Findings((edit,))

    monkeypatch.setattr(engine, "FINDERS", (find,))
    monkeypatch.setattr("fixenc.explain.is_suspicious", lambda text: True)
    result = real("explain", "É\x1b")
    assert result.stdout.split("\n") == [
        r"lost at 0: É\x1b",
        "  → é",
        "  lossless, confidence 0.950; 20.0 bits (model 20.0)",
        "damaged: gone: é",
        "",
    ]


def test_troubles(real: Run) -> None:
    Path("folder").mkdir()
    Path("binary").write_bytes(bytes(range(256)) * 8)
    for name in ("folder", "binary"):
        result = real("explain", name)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith(f"fixenc: {name}: ")
    assert real("explain", "--encoding", "nonsense", "x").exit_code == 2


def test_the_policy_may_ask_for_more(real: Run) -> None:
    shown = real("explain", "--min-confidence", "0.9999", FRENCH).stdout
    assert re.search(
        r"left alone: utf-8>cp1252 is 0\.99\d sure, and the policy asks for 0\.9999", shown
    )
    assert real("explain", "--min-confidence", "2", FRENCH).exit_code == 2
