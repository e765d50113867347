"""The à that lost its second byte to a space."""

from __future__ import annotations

import pytest

from fixenc import STANDARD, Policy, fix, repair
from fixenc.repair.finders.space import find
from fixenc.spans import Certainty, Kind


@pytest.mark.parametrize(
    ("garbled", "written"),
    [
        (
            "Le magasin est fermÃ© jusqu'Ã demain matin.",
            "Le magasin est fermé jusqu'à demain matin.",
        ),
        ("Elle pense dÃ©jÃ  aux vacances.", "Elle pense déjà aux vacances."),
        ("La cittÃ Ã¨ piena di gente.", "La città è piena di gente."),
        ("As reuniÃµes comeÃ§am Ã s nove horas.", "As reuniões começam às nove horas."),
        ("Nous allons Г la gare aprГЁs le dГ©jeuner.", "Nous allons à la gare après le déjeuner."),
    ],
)
def test_the_letter_comes_back(garbled: str, written: str) -> None:
    report = repair(garbled)
    assert report.text == written
    filled = [edit for edit in report.edits if edit.kind is Kind.LOST]
    assert filled
    assert all(edit.certainty is Certainty.INFERRED for edit in filled)
    assert report.undo() == garbled


@pytest.mark.parametrize(
    "clean",
    [
        "IRMÃ MARIA E A MANHÃ SEGUINTE",
        "Г. Москва, ул. Садовая",
        "A letra Ã leva til.",
        "Город Г стоит на реке.",
    ],
)
def test_clean_text_stays(clean: str) -> None:
    assert fix(clean) == clean


def test_a_policy_that_bars_the_encoding_bars_the_edit() -> None:
    text = "Elle pense dÃ©jÃ  aux vacances."
    assert find(text, STANDARD).proposals
    assert not find(text, Policy(exclude=frozenset({"windows-1252"}))).proposals


def test_both_readings_are_named() -> None:
    (edit,) = find("Il habite Ã cÃ´tÃ© de la gare.", STANDARD).proposals
    assert {edit.after, *(other.after for other in edit.alternatives)} == {"à", "à "}
    assert 0.5 < edit.confidence < 1.0


@pytest.mark.parametrize(
    ("garbled", "written"),
    [
        ("âš  Le tÃ©lÃ©phone est coupÃ©", "⚠ Le téléphone est coupé"),
        ("âš ï¸ Le tÃ©lÃ©phone est coupÃ©", "⚠\ufe0f Le téléphone est coupé"),
        ("âš ï¸\x8f Le tÃ©lÃ©phone est coupÃ©", "⚠\ufe0f Le téléphone est coupé"),
        ("рџЏ  Р”РѕРј СЃ СЃР°РґРѕРј", "🏠 Дом с садом"),
        ("a â‰  b, donc câ€™est tout", "a ≠ b, donc c’est tout"),
    ],
)
def test_a_sign_comes_back(garbled: str, written: str) -> None:
    report = repair(garbled)
    assert report.text == written
    assert report.undo() == garbled


def test_a_sign_before_a_word_is_left() -> None:
    assert not find("âš Le tÃ©lÃ©phone", STANDARD).proposals
    assert not find("âš Le tÃ©lÃ©phone", STANDARD).proposals
    assert not find("âš  Le tÃ©lÃ©phone", Policy(exclude=frozenset({"cp1252"}))).proposals


def test_a_letter_of_the_reader_is_no_half_of_a_no_break_space() -> None:
    written = "толькі дождж ідзе ўжо"
    garbled = written.encode().decode("cp850")
    assert "Â " in garbled  # the second byte of ж, as that reader shows it
    assert fix(garbled) == written
