"""The README is true: its commands are the ones that are run, its output is what comes out."""

from __future__ import annotations

import doctest
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

import fixenc

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.M | re.S)


def test_two_commands_do_all_the_setting_up() -> None:
    commands = [line for block in blocks("bash") for line in block.split("\n") if line]
    assert len(commands) == 2
    assert commands[0] == "pip install . && fixenc repair corpus/samples/mixed.txt"
    assert commands[1] == "pip install '.[test]' && pytest -n auto"


@pytest.mark.skipif(shutil.which("awk") is None, reason="CI takes the commands out with awk")
def test_ci_runs_exactly_these_commands() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    found = re.search(r"^awk '(.*)' README\.md > \"\$scratch/commands\"$", script, re.M)
    assert found is not None
    done = subprocess.run(
        ["awk", found[1], str(ROOT / "README.md")], capture_output=True, check=True
    )
    assert done.stdout.decode() == "".join(blocks("bash"))
    assert 'bash -euo pipefail -c "$command" < /dev/null' in script
    # Nothing that is installed for a user or a tester comes from the script itself.
    installed = set(re.findall(r"^ *pip install.*$", script, re.M))
    assert "pip install --quiet '.[dev]' < /dev/null" in installed
    assert all(re.search(r" --quiet '\.\[[\w,]+\]' < /dev/null$", line) for line in installed)


def test_the_example_is_the_sample_and_what_becomes_of_it() -> None:
    before, after = blocks("text")
    sample = (ROOT / "corpus/samples/mixed.txt").read_bytes()
    assert before.encode() == sample
    assert fixenc.repair_bytes(sample).text == after


def test_the_session_runs() -> None:
    failures, tests = doctest.testfile(str(ROOT / "README.md"), module_relative=False)
    assert (failures, tests > 3) == (0, True)


def test_extras_are_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    assert {"test", "bench", "testing", "dev"} <= set(extras)
    assert all(extras.values()), "an extra is declared only once it holds something"
