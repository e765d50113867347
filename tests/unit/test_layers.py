"""Text garbled twice of which bytes of the upper layer were lost."""

from __future__ import annotations

import pytest

from fixenc import STANDARD, Policy, fix, repair
from fixenc.repair.finders.layers import find
from fixenc.spans import Certainty, Kind


def twice(text: str) -> str:
    """A text misread twice as cp1252; what that lacks is a control first, and U+FFFD then."""
    garbled = "".join(
        chr(byte) if byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes([byte]).decode("cp1252")
        for byte in text.encode()
    )
    return garbled.encode().decode("cp1252", errors="replace")


@pytest.mark.parametrize(
    "written", ["Закрыть весь файл.", "Добрый вечер, соседи!", "Откройте новое окно", "ТЕКСТ"]
)
def test_what_lies_below_comes_back(written: str) -> None:
    garbled = twice(written)
    report = repair(garbled)
    assert report.text == written
    assert all(e.certainty is Certainty.INFERRED for e in report.edits if e.kind is Kind.LOST)
    assert report.undo() == garbled


def twice_lossy(text: str, mark: str) -> str:
    """A text misread twice as cp1252, with a mark for each byte that it lacks, both times."""
    for _ in range(2):
        text = "".join(
            mark if byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes([byte]).decode("cp1252")
            for byte in text.encode()
        )
    return text


@pytest.mark.parametrize("mark", ["\ufffd", "?"])
@pytest.mark.parametrize(
    "written",
    [
        "Сегодня вечером мы читаем книгу о море.",
        "이 파일에서 설정을 변경할 수 있습니다.",
        "请在安装之前阅读这份文件，然后继续。",
        "このファイルを開くには、新しい版が必要です。",
    ],
)
def test_marks_of_both_layers(written: str, mark: str) -> None:
    # U+FFFD of the layer below is ï¿½, which must not keep what stands around it garbled
    assert repair(twice_lossy(written, mark)).text == written


def test_soft_hyphens_that_are_not_shown() -> None:
    written = "한국어 파일에서 설정을 변경할 수 있습니다."
    garbled = twice_lossy(written, "?").replace("\xad", "")
    report = repair(garbled)
    assert report.text == written
    assert report.undo() == garbled


@pytest.mark.parametrize(
    "clean",
    ["Ã\ufffd", "“Ã\ufffd” is no letter", "IRMÃ\ufffd E MÃE", "IRMÃ? E MÃE", "ï¿½ is U+FFFD"],
)
def test_a_mark_behind_a_letter_is_not_enough(clean: str) -> None:
    assert not find(clean, STANDARD).proposals


def test_a_policy_that_bars_the_encoding_bars_the_edit() -> None:
    text = twice("новое окно")
    assert find(text, STANDARD).proposals
    assert not find(text, Policy(exclude=frozenset({"windows-1252", "cp1254"}))).proposals
    assert fix("“Ã\ufffd” is no letter") == "“Ã\ufffd” is no letter"


@pytest.mark.parametrize("written", ["Bola ko‘rmadi, o‘n qush uchdi.", "Bu so‘rov o‘n kun."])
def test_marks_read_twice_by_pairs(written: str) -> None:
    garbled = written
    for _ in range(2):
        garbled = garbled.encode().decode("gb18030")
    assert fix(garbled) == written
