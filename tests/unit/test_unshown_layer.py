"""Text garbled twice that Latin-1 showed without its controls."""

from __future__ import annotations

import pytest

from fixenc import repair
from fixenc.chains import Misread
from fixenc.repair.damage import unshown_layer
from fixenc.spans import Certainty


def unseen(text: str) -> str:
    """What nobody sees is gone."""
    return "".join(char for char in text if not "\x80" <= char <= "\x9f")


def twice(text: str, lower: str) -> str:
    once = Misread("utf-8", lower).garble(text, holes=True)
    return unseen(Misread("utf-8", "iso8859-1").garble(once, holes=True))


@pytest.mark.parametrize("lower", ["iso8859-1", "cp1252"])
@pytest.mark.parametrize(
    "written",
    [
        "La información está también en español",
        "café",
        "Le garçon a été très gêné à Noël",
        "Die Brücke ist für Fußgänger zu",
        "São João não é aqui",
        "Kyllä täällä yöllä pärjää",
    ],
)
def test_letters_come_back(written: str, lower: str) -> None:
    garbled = twice(written, lower)
    report = repair(garbled)
    assert report.text == written
    assert report.undo() == garbled
    assert any(edit.certainty is Certainty.INFERRED for edit in report.edits)


@pytest.mark.parametrize(
    "written",
    [
        "It’s late, and they don’t know",
        "“Fine”, he said… twice",
        "Items: • one • two",
        "100 € or Acme™",
    ],
)
def test_marks_come_back(written: str) -> None:
    garbled = twice(written, "cp1252")
    report = repair(garbled)
    assert report.text == written
    assert report.undo() == garbled


def test_of_two_dashes_the_other_is_offered() -> None:
    (edit,) = repair(twice("one — two", "cp1252")).edits
    assert edit.after == "–"
    assert [other.after for other in edit.alternatives] == ["—"]
    assert edit.confidence < 0.9


def test_what_cannot_be_told_claims_less() -> None:
    """Of ß both bytes are gone in the upper layer."""
    sure = {
        edit.after: edit.confidence for edit in repair(twice("Große Brücke", "iso8859-1")).edits
    }
    assert sure["ü"] >= 0.9 > min(sure.values())


@pytest.mark.parametrize(
    "clean",
    [
        "SÃO JOÃO, SÃ",
        "Â, Ã, Ä",
        "In the table: ‘Ã©’ is é",
        'fix("gÃÂ©néral") == "général"',
        "â¬ Ã¢",
    ],
)
def test_others_are_left(clean: str) -> None:
    assert list(unshown_layer.marks(clean)) == []
    assert repair(clean).text == clean
