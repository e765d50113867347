"""The examples of docs/testing.md run as they stand there, on the libraries that they name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fixenc.testing import LawBroken, assert_clean_unchanged

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "testing.md").read_text("utf-8")
EXAMPLES = dict(re.findall(r"^### (.+?)\n.*?^```python\n(.*?)^```$", PAGE, re.M | re.S))
# Title in the page: the libraries it needs, and which of its tests pass and fail.
WANTED = {
    "A reader of CSV": (("csv",), {"passed": 5, "failed": 0}),
    "ftfy": (("ftfy",), {"passed": 4, "failed": 2}),
    "The text of an HTTP client": (("httpx",), {"passed": 2, "failed": 0}),
}


def test_each_example_is_run() -> None:
    assert set(EXAMPLES) == set(WANTED)


def test_what_the_page_shows_is_what_is_told() -> None:
    (shown,) = re.findall(r"^```text\n(.*?)\n```$", PAGE, re.M | re.S)
    with pytest.raises(LawBroken) as caught:
        assert_clean_unchanged(lambda text: text.encode().decode("latin-1"))
    assert str(caught.value) == shown


@pytest.mark.parametrize("title", WANTED)
def test_an_example_does_what_the_page_says(
    title: str, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    libraries, outcomes = WANTED[title]
    for library in libraries:
        pytest.importorskip(library)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makepyfile(EXAMPLES[title])
    result = pytester.runpytest_subprocess("-p", "fixenc.testing.plugin", "--strict-markers")
    result.assert_outcomes(**outcomes)
