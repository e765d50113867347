"""``fixenc selftest``: laws that hold, laws that break, and what it says of them."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner, Result

from fixenc.cli import selftest as command
from fixenc.cli.app import application
from fixenc.testing import LawBroken, Rate, selftest
from fixenc.testing.selftest import Check


def run(*arguments: str) -> Result:
    return CliRunner().invoke(application(), ["selftest", *arguments], prog_name="fixenc")


def broken(examples: int, seed: int) -> None:
    raise LawBroken(f"told so\n  text      'x' in {examples} of {seed}")


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> None:
    checks = (Check("it holds", lambda n, s: Rate(n, n)), Check("it breaks", broken))
    monkeypatch.setattr(selftest, "CHECKS", checks)


def test_the_laws_hold() -> None:
    result = run("--examples", "500")
    lines = result.stdout.split("\n")[:-1]
    assert result.exit_code == 0, result.output
    assert len(lines) == len(selftest.CHECKS)
    assert all(line.startswith("ok\t") for line in lines)


def test_a_broken_law_is_told_with_its_example(checks: None) -> None:
    result = run("--seed", "5")
    assert result.exit_code == 1
    first, second, *rest = result.stdout.split("\n")
    assert first.startswith("ok\tit holds\t300\t") and "300 of 300, 100.0%" in first
    assert second.startswith("BROKEN\tit breaks\t300\t")
    assert rest == ["\ttold so", "\t  text      'x' in 300 of 5", ""]


def test_quiet_tells_only_what_is_broken(checks: None) -> None:
    result = run("-q", "--json")
    found = [json.loads(line) for line in result.stdout.split("\n") if line]
    assert [(one["law"], one["holds"]) for one in found] == [("it breaks", False)]


def test_without_hypothesis_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "find_spec", lambda name: None)
    result = run()
    assert result.exit_code == 2
    assert "pip install 'fixenc[testing]'" in result.stderr


def test_so_few_examples_that_nothing_is_shown_are_refused() -> None:
    assert run("--examples", "20").exit_code == 2
