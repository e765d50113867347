"""UTF-8 that Latin-1 showed, without what nobody sees of it: 80 to 9F are controls there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixenc import repair
from fixenc.repair.damage import unshown
from fixenc.spans import Certainty


def shown(text: str, mark: str = "") -> str:
    """UTF-8 read as Latin-1, with a mark for each control."""
    return "".join(
        mark if "\x80" <= char <= "\x9f" else char for char in text.encode().decode("l1")
    )


@pytest.mark.parametrize("mark", ["", "?", "\ufffd"])
@pytest.mark.parametrize(
    "written",
    [
        "Привет мир",
        "Ответить на сообщение можно здесь.",
        "Où êtes-vous allés ? Ça va",
        "Grüße aus München",
    ],
)
def test_what_words_tell_comes_back(written: str, mark: str) -> None:
    garbled = shown(written, mark)
    report = repair(garbled)
    assert report.text == written
    assert report.undo() == garbled
    assert any(edit.certainty is Certainty.INFERRED for edit in report.edits)


@pytest.mark.parametrize("mark", ["", "?", "\ufffd"])
@pytest.mark.parametrize(
    "written",
    [
        "Это не работает после обновления системы.",
        "Не удалось открыть документ",
        "Каждая строка содержит одно слово",
        "Κάθε γραμμή περιέχει μία λέξη",
    ],
)
def test_what_nothing_tells_is_a_hole(written: str, mark: str) -> None:
    text = repair(shown(written, mark)).text
    assert len(text) == len(written)
    assert all(a in (b, "\ufffd") for a, b in zip(text, written, strict=True))
    assert text.count("\ufffd") <= len(written) // 4


def test_long_lines_come_back_word_by_word() -> None:
    written = (
        "Программа может сохранить настройки только тогда, когда в каталоге пользователя "
        "достаточно свободного места, иначе она просит удалить старые файлы и повторить попытку."
    )
    text = repair(shown(written)).text
    assert len(text) == len(written)
    holes = text.count("\ufffd")
    assert holes <= len(written) // 6
    wrong = sum(a != b for a, b in zip(text, written, strict=True)) - holes
    assert wrong <= len(written) // 25


def test_a_language_that_writes_latin_letters_too_is_not_told_by_the_garble() -> None:
    """Ossetian has æ amid Cyrillic ones, and what is left of Russian seems to have some as well."""
    assert repair("Ð?Ñ?Ð¸Ð²ÐµÑ? Ð¼Ð¸Ñ?").text == "Привет мир"


@pytest.mark.parametrize(
    "clean",
    [
        "Il dit «oui, voilà» et «déjà», puis «à côté»",
        "Ðað er gott að sjá þig",
        "Þórður fór út á Áróru",
        "100 Å, 5 µm, Ø 30 ±2 °C",
        "ÅÄÖ åäö ÆØÅ æøå",
        "Ñandú, Ñuñoa y Ñuble",
    ],
)
def test_clean_text_is_left(clean: str) -> None:
    assert not unshown.stands_in(clean)
    assert repair(clean).text == clean


def test_clean_letters_beside_it_stay() -> None:
    line = "château (" + shown("Московский вокзал") + ") à côté"
    text = repair(line).text
    assert text.startswith("château (")
    assert text.endswith(") à côté")


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF), max_size=40))
def test_a_second_repair_changes_nothing(text: str) -> None:
    once = repair(text).text
    assert repair(once).text == once
