"""What the words of a run tell where letters alone gain too little."""

from __future__ import annotations

import pytest

import fixenc
from fixenc import model
from fixenc.chains import Chain
from fixenc.repair.deciding.words import words_of
from fixenc.repair.undoing.align import Unit

GARBLED = [
    # several words, each of which is of no language that has the letter shown
    ("cp1252>cp1257", "Plaku e lidhi varkën te shelgu dhe për një kohë të gjatë vështroi dritat."),
    ("cp1257>cp1252", "Vecāmāte ienesa tēju, un bērni sēdās pie galda pie loga."),
    ("cp1252>mac-roman", "Vi ønsker å få nøkkelen før søndag, så døra må være åpen."),
    # marks and signs for letters
    ("mac-roman>cp1252", "La niña comió sola en el jardín y después cantó."),
    ("iso8859-2>cp1250", "Zamknij drzwi i jedź ostrożnie dalej drogą."),
]
CLEAN = [
    "Në Vilnius presidentja Dalia Grybauskaitė priti një delegacion nga Shqipëria.",
    "Kedvenc íróm a portugál Camões, utána Pessoa és Saramago.",
    "Der Roman von Gonçalves wurde neu übersetzt und gefiel allen.",
    "De toerist kocht vier foto´s, drie auto´s en twee piano´s op de markt.",
    "On\xadline fi\xadó\xadkok",
]


@pytest.mark.parametrize(("chain", "text"), GARBLED)
def test_words_tell_latin_letters_from_others(chain: str, text: str) -> None:
    garbled = Chain.parse(chain).garble(text)
    assert garbled != text
    assert fixenc.repair(garbled, policy=fixenc.EAGER).text == text


@pytest.mark.parametrize("text", CLEAN)
def test_foreign_names_and_typed_marks_stay(text: str) -> None:
    assert fixenc.repair(text, policy=fixenc.EAGER).text == text


def test_words_are_counted_once_and_the_rest_in_letters() -> None:
    text = "njė libėr dhe njė tjetėr"
    units = [Unit(i, i + 1, "ë") for i, char in enumerate(text) if char == "ė"]
    words = words_of(model.load(), text, units, "sq")
    assert len(words.gains) == 3
    assert words.rest == len("dhe")
    assert min(words.gains) > 0 < words.cost
