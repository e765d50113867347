"""Shapes in which people meet broken text: names of files, tags, subtitles, prices, chats."""

from __future__ import annotations

import pytest

import fixenc
from fixenc.chains import Chain

REPAIRED = [
    ("utf-8>cp1252", "I’m here"),
    ("utf-8>cp1252", "price £20 only"),
    ("utf-8>cp1252", "done ✓"),
    ("utf-8>cp1252", "Brand™"),
    ("utf-8>cp1252", "A → B"),
    ("utf-8>cp1252", "a board of 3 × 4 fields"),
    # one word by itself: known words tell readers apart that are nearly twins
    ("utf-8>cp1252", "Straße"),
    ("utf-8>cp1252", "Škoda"),
    ("utf-8>cp1252", "Œuvre"),
    ("utf-8>cp1250", "München"),
    ("utf-8>cp1251", "voilà"),
    ("utf-8>cp1251", "матрица 3 × 4"),
    ("utf-8>cp1252", "il a dit … rien"),
    ("utf-8>cp1252", "Monday – Friday"),
    ("utf-8>cp1252", "voilà"),
    ("utf-8>cp1251", "signiﬁcantly lower"),
    ("cp1252>iso8859-1", "don’t go"),
    ("cp1252>iso8859-1", "The ferry – winds of 90 km/h"),
    # names in ZIP archives
    ("cp932>cp437", "新しいフォルダー.zip"),
    ("gb18030>cp437", "新建文件夹"),
    ("big5hkscs>cp437", "新資料夾"),
    ("cp949>cp437", "이력서 양식.hwp"),
    ("cp852>cp437", "Závěrečná práce.doc"),
    # Cyrillic of Windows on a Mac: small letters survive
    ("cp1251>mac-cyrillic", "Настройки приложения"),
    ("cp1251>mac-cyrillic", "Настройка программы — выберите нужный файл"),
    ("cp1254>iso8859-1", "Kapıyı açtım, sonra çıktım"),
]
CLEAN = [
    "a line of «Â», the letter",
    "Â llaw, la lettre Â est",
    "Charlotte Brontë…”",
    "TEMPERATURA DO PÂ°",
    "│░│▒│▓│ log │░│",
    "╔╦╗╠╬╣╚╩╝",
    "âge d’or… “oui” – dit-il",
    "MINHA IRMÃ — 2 ANOS",
]


@pytest.mark.parametrize(("chain", "text"), REPAIRED)
def test_everyday_garble_comes_back(chain: str, text: str) -> None:
    garbled = Chain.parse(chain).garble(text, holes=True)
    assert garbled != text
    assert fixenc.repair(garbled).text == text


def test_no_break_spaces_that_became_spaces_come_back() -> None:
    report = fixenc.repair("helloÂ world and more.Â Next")
    assert report.text == "hello\xa0world and more.\xa0Next"
    assert report.undo() == "helloÂ world and more.Â Next"


@pytest.mark.parametrize("text", CLEAN)
def test_what_looks_like_it_stays(text: str) -> None:
    assert fixenc.repair(text, policy=fixenc.EAGER).text == text
