"""Every target on every seed, so that what a fuzzer once found stays found without one."""

from __future__ import annotations

import pytest

from tests.fuzz.seeds import seeds
from tests.fuzz.targets import TARGETS


@pytest.mark.parametrize("name", TARGETS)
def test_targets_hold_on_the_seeds(name: str) -> None:
    for data in seeds():
        TARGETS[name](data)
