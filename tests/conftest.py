"""Shared by all tests: where things are, and how hypothesis runs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from fixenc.report import Report
from fixenc.reports import entry
from tests import reports

ROOT = Path(__file__).resolve().parent.parent

pytest_plugins = ["fixenc.testing.plugin", "pytester"]

# A deadline measures the machine, not the code. A CI run must not fail at random on a commit that
# passed before, so there the examples are always the same ones.
hypothesis.settings.register_profile("local", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.fixture(autouse=True, scope="session")
def every_report_is_as_the_schema_says() -> Iterator[None]:
    """Holds each report that any test makes in this process against docs/report.schema.json."""
    to_dict, of_file = Report.to_dict, entry.entry

    def checked(report: Report, *, text: bool = True) -> dict[str, Any]:
        plain = to_dict(report, text=text)
        if text:
            reports.check(plain)
        return plain

    def checked_of_file(*arguments: Any) -> dict[str, Any]:
        made = of_file(*arguments)
        reports.check(reports.listed(made), "file")
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Report, "to_dict", checked)
        patch.setattr(entry, "entry", checked_of_file)
        yield


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the project."""
    return ROOT


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of sample files that the README and the documentation use."""
    return ROOT / "corpus" / "samples"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The optional folder ../shared; the test is skipped when it is absent."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the optional folder ../shared is absent")
    return folder
