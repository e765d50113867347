"""Shared by all tests: where things are, and how hypothesis runs."""

from __future__ import annotations

import os
from pathlib import Path

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parent.parent

pytest_plugins = ["fixenc.testing.plugin", "pytester"]

# A deadline measures the machine, not the code. A CI run must not fail at random on a commit that
# passed before, so there the examples are always the same ones.
hypothesis.settings.register_profile("local", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "local")


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
