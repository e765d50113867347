"""UTF-8 garbled twice whose no-break spaces became plain ones."""

from __future__ import annotations

import pytest

from fixenc import STANDARD, Policy, fix, repair
from fixenc.repair.finders.no_break import find
from fixenc.spans import Certainty, Kind


def twice(text: str) -> str:
    """A text misread twice by a browser, with plain spaces for its no-break ones."""
    for _ in range(2):
        garbled = text.encode()
        text = "".join(
            chr(byte) if byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes([byte]).decode("cp1252")
            for byte in garbled
        )
    return text.replace("\xa0", " ")


@pytest.mark.parametrize(
    "written",
    [
        "કૃપા કરીને ફાઇલ ખોલો",
        "ಕಡತವನ್ನು ತೆರೆಯಿರಿ",
        "รอสักครู่",
        "ÆGIR og ÐÓRA",
        "input → output",
        "Редактор и Рабочий стол",
    ],
)
def test_both_layers_come_off(written: str) -> None:
    garbled = twice(written)
    assert " " in garbled
    report = repair(garbled)
    assert report.text == written
    assert any(e.kind is Kind.LOST and e.certainty is Certainty.INFERRED for e in report.edits)
    assert report.undo() == garbled


@pytest.mark.parametrize("clean", ["Ã la carte", "IRMÃ E MÃE", "Č Ž", "â la mode — ã “x”"])
def test_clean_text_stays(clean: str) -> None:
    assert fix(clean) == clean
    assert not find(clean, STANDARD).proposals


def test_a_policy_that_bars_the_encoding_bars_the_edit() -> None:
    text = twice("રસોડું")
    assert find(text, STANDARD).proposals
    assert not find(text, Policy(exclude=frozenset({"windows-1252"}))).proposals
