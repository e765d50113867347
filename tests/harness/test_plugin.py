"""The pytest plugin, in sessions of its own."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLUGIN = ("-p", "fixenc.testing.plugin", "-p", "no:cacheprovider")


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> object:
    """Runs the tests of a text in a fresh interpreter, with warnings as errors."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")

    def call(source: str, *options: str) -> pytest.RunResult:
        pytester.makepyfile(source)
        return pytester.runpytest_subprocess(*PLUGIN, "-Werror", *options)

    return call


def test_pytest_finds_the_plugin() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["entry-points"]["pytest11"] == {"fixenc": "fixenc.testing.plugin"}
    assert {"hypothesis>=6.100", "pytest>=8"} == set(project["optional-dependencies"]["testing"])


def test_a_session_that_does_not_use_it_loads_nothing(run) -> None:  # type: ignore[no-untyped-def]
    source = """
    import sys
    def test_nothing():
        loaded = [n for n in sys.modules if n.startswith(("fixenc", "hypothesis"))]
        light = {"fixenc", "fixenc.version", "fixenc.errors", "fixenc.policy"}
        ours = light | {"fixenc.testing", "fixenc.testing.plugin"}
        assert set(loaded) <= ours
    """
    run(source).assert_outcomes(passed=1)


def test_the_mark_makes_a_test_of_each_law(run) -> None:  # type: ignore[no-untyped-def]
    source = """
    import pytest
    @pytest.mark.encoding_safe
    def test_same(text):
        return text
    """
    result = run(source, "-v", "--strict-markers", "--fixenc-examples=150")
    result.assert_outcomes(passed=4)
    result.stdout.fnmatch_lines(["*test_same?takes_any_text? PASSED*", "*?all_or_nothing? PASSED*"])


def test_a_broken_function_fails_its_law_alone_with_the_example(run) -> None:  # type: ignore[no-untyped-def]
    source = """
    import pytest
    @pytest.fixture
    def mark():
        return "!"
    @pytest.mark.encoding_safe("takes_any_text", "idempotent")
    def test_marked(mark, text, tmp_path):
        assert tmp_path.is_dir()
        return text + mark
    """
    result = run(source)
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(
        ["doing it twice*", "  problem *gave '!!'*", "  text *''*", "  bytes*", "*of seed 0"]
    )
    result.stdout.no_fnmatch_line("*fixenc/testing/*")  # no way through the harness is shown


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ('@pytest.mark.encoding_safe("tidy")\ndef test_it(text): return text', "*names of laws*"),
        ("@pytest.mark.encoding_safe\ndef test_it(): pass", "*must take an argument `text`*"),
    ],
)
def test_a_mistaken_mark_is_told(run, source: str, message: str) -> None:  # type: ignore[no-untyped-def]
    result = run(f"import pytest\n{source}")
    assert result.ret != 0
    result.stdout.fnmatch_lines([message])


def test_the_corpus_is_as_large_as_asked_and_always_the_same(run) -> None:  # type: ignore[no-untyped-def]
    source = """
    from fixenc.testing import garbled_corpus as made
    def test_corpus(garbled_corpus):
        assert garbled_corpus == made(7, seed=5) != made(7, seed=4)
    """
    run(source, "--fixenc-examples=7", "--fixenc-seed=5").assert_outcomes(passed=1)


def test_examples_below_one_are_refused(run) -> None:  # type: ignore[no-untyped-def]
    result = run("def test_it(): pass", "--fixenc-examples=0")
    assert result.ret == pytest.ExitCode.USAGE_ERROR


def test_a_report_is_shown_when_its_test_fails(run) -> None:  # type: ignore[no-untyped-def]
    source = """
    def test_clean(fixenc_report):
        assert not fixenc_report("a clean line").changed
    def test_garbled(fixenc_report):
        assert not fixenc_report(b"na\\xc3\\x83\\xc2\\xafve caf\\xc3\\x83\\xc2\\xa9").changed
    """
    result = run(source)
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*fixenc*", "verdict: repaired*", "*utf-8>cp1252"])
