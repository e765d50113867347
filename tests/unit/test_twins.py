"""Misreads that explain a run as well as another, and lines of which only a part is garbled."""

from __future__ import annotations

import pytest

import fixenc
from fixenc import model
from fixenc.chains import Misread
from fixenc.repair.search.ends import better_left
from fixenc.repair.search.twins import MOST, twins
from fixenc.repair.undoing.align import Unit

KNOWN = model.load()


def test_twins_of_one_letter_are_of_whatever_reader() -> None:
    text = "Kirjelik tΣlge"
    found = list(twins(KNOWN, text, [Unit(10, 11, "ä")], Misread("cp1252", "cp437")))
    assert Misread("cp850", "cp437") in found  # tõlge
    assert len(found) <= MOST


def test_twins_of_a_longer_run_are_of_the_same_reader() -> None:
    text = "▒ЮЬЮ"
    units = [Unit(i, i + 1, after) for i, after in enumerate("‘ама")]
    found = list(twins(KNOWN, text, units, Misread("cp1251", "koi8-r")))
    assert found[0] == Misread("mac-cyrillic", "koi8-r")  # Сама
    assert {twin.read for twin in found} == {"koi8-r"}


def test_what_is_several_bytes_to_a_character_has_none() -> None:
    assert not list(twins(KNOWN, "Ã©", [Unit(0, 2, "é")], Misread("utf-8", "cp1252")))


def test_a_clean_word_of_another_language_at_the_end_of_a_run_is_likelier_left() -> None:
    text = "leabharlann na gcrannán och det fîrsta"
    number = KNOWN.languages.index("sv")
    run = [Unit(21, 22, "ç"), Unit(33, 34, "ö")]
    ((start, bits),) = better_left(KNOWN, text, run, number)
    assert start == 21 and bits > 0


@pytest.mark.parametrize(
    ("before", "clean", "chain"),
    [
        ("Переклад закінчено сьогодні ввечері", "הקובץ נמחק אתמול בערב", "cp1255>cp1252"),
        ("設定ファイルを開く", "Відкрити файл налаштувань", "iso8859-5>iso8859-1"),
        ("यह पाठ कल लिखा गया था।", "Программа завершила работу", "cp866>cp1251"),
        ("Настройките бяха записани.", "تم حفظ الملف بنجاح", "cp1256>iso8859-1"),
    ],
)
def test_a_garbled_part_need_not_be_in_the_language_of_its_line(
    before: str, clean: str, chain: str
) -> None:
    written, _, read = chain.partition(">")
    garbled = Misread(written, read).garble(clean, holes=True)
    assert garbled != clean
    report = fixenc.repair(f"{before} {garbled}")
    assert report.text == f"{before} {clean}"


def test_capitals_in_identifiers_are_not_odd() -> None:
    garbled = Misread("cp1251", "cp1254").garble("закрытьФайлMenuItem", holes=True)
    assert fixenc.fix(garbled) == "закрытьФайлMenuItem"


@pytest.mark.parametrize(
    ("garbled", "clean"),
    [
        ("Г‚В©2014 by the authors of the manual", "©2014 by the authors of the manual"),
        ("┬┐cu├бntos archivos hay?", "¿cuántos archivos hay?"),
        ("┬┐hay mas archivos?", "¿hay mas archivos?"),
        ("├─┬┐fin", "├─┬┐fin"),
    ],
)
def test_signs_that_nobody_writes(garbled: str, clean: str) -> None:
    assert fixenc.fix(garbled) == clean
