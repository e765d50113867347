"""Signs that programs print come back from lines that are ASCII else."""

from __future__ import annotations

import pytest

from fixenc import is_suspicious, repair
from fixenc.chains import Misread
from fixenc.repair.damage import shown_signs

LINES = [
    "## {} Menu",
    "print('{} Tea is ready')",
    "- {} Soup and bread",
    "{}",
    '<b>{} Tea</b>"',
]
SIGNS = "🚀 📁 🔧 🟢 ❌ ⚠️ ℹ️ ✓ → — • ═══ ───── ├──".split()
# what GBK shows without a loss: an even number of bytes, and none that is no second byte
WHOLE = "🚀 📁 🔧 🟢 ⚠️ ℹ️ ▶️ ──".split()


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("read", ["cp1252", "cp1250", "cp437", "cp850", "mac-roman"])
def test_single_bytes_show_them(read: str, line: str) -> None:
    for sign in SIGNS:
        written = line.format(sign)
        assert repair(Misread("utf-8", read).garble(written, holes=True)).text == written


@pytest.mark.parametrize("line", LINES)
def test_gbk_shows_them(line: str) -> None:
    for sign in WHOLE:
        written = line.format(sign)
        garbled = Misread("utf-8", "gb18030").garble(written)
        assert is_suspicious(garbled)
        assert repair(garbled).text == written


@pytest.mark.parametrize("clean", ["煎饼馃子", "馃", "「笍」", "в „кавычках“", "№ 5 – 6"])
def test_what_is_no_row_of_signs_stays(clean: str) -> None:
    assert repair(clean).text == clean


def test_a_row_with_anything_else_is_none() -> None:
    assert [*shown_signs.found("馃殌好 ðŸš€é")] == []
    assert [*shown_signs.halved("馃殌好?")] == []
