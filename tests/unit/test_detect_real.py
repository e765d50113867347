"""Real files of an optional folder beside the repository; skipped when it is absent."""

from __future__ import annotations

import pytest

import fixenc
from benchmarks.detect import accepted, real_files

FILES = real_files()


@pytest.mark.skipif(not FILES, reason="the optional folder of real files is absent")
def test_every_real_file_is_read_right() -> None:
    wrong = [
        name
        for name, data in FILES.items()
        if fixenc.detect(data).decode().removeprefix("\ufeff") not in accepted(data, name)
    ]
    assert wrong == []
