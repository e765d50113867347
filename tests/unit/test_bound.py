"""What is sent home without a try: clean lines with a rare sign, and no garbled one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from fixenc import chains
from fixenc.repair.gate import bound, look, plain_signs
from fixenc.repair.undoing.families import EAST_ASIAN
from tests.oracles.garble import garble

SENTENCES = Path(__file__).parents[2] / "corpus" / "cases" / "sentences.jsonl"
FEW = 3  # characters beyond ASCII, below which no one can tell
LANGUAGES = {
    "gb18030": {"zh-hans", "zh-hant"},
    "big5hkscs": {"zh-hant"},
    "cp932": {"ja"},
    "euc_jp": {"ja"},
    "cp949": {"ko"},
    "cp1251": {"ru", "uk", "bg"},
    "utf-8": {"zh-hans", "ja", "ko", "ru", "el", "de", "vi"},
}


def sentences(languages: set[str]) -> Iterator[str]:
    for row in map(json.loads, filter(None, SENTENCES.read_text(encoding="utf-8").split("\n"))):
        if row["lang"] in languages:
            for text in (row["text"], row["text"][:12], row["text"][-12:]):
                if sum(char > "\x7f" for char in text) >= FEW:
                    yield text


def test_garbled_sentences_with_a_sign_are_looked_at() -> None:
    tried, missed = 0, []
    for misread in chains.misreads():
        if misread.read not in EAST_ASIAN and misread.written not in EAST_ASIAN:
            continue
        for text in sentences(LANGUAGES.get(misread.written, set())):
            garbled = garble(text, str(misread))
            if garbled is None or garbled == text or not look.is_odd(garbled):
                continue
            if look.Signs(garbled).first(0) < len(garbled):
                tried += 1
                if not list(look.lines_to_look_at(garbled)):
                    missed.append((str(misread), garbled))
    assert tried > 800
    assert not missed


@pytest.mark.parametrize(
    "line",
    [
        "画像を 90° 回転します",
        "오른쪽으로 45° 돌리기",
        "幅 3.5 × 高さ 2.5 インチ",
        "加拿大∕山地",
        "UWAGA! ŻÓŁTY SZLAK ZAMKNIĘTY",
        "Celcia (°C)",
        "Бумага Ф. Бэкона",
        "Pa\u0301gina siguiente",
    ],
)
def test_clean_lines_with_a_sign_are_sent_home(line: str) -> None:
    assert look.Signs(line).first(0) < len(line)
    assert not list(look.lines_to_look_at(line))


@pytest.mark.parametrize(
    "line", ["用法：<?>+<?>。", "『<?>』を入力", "Файл ▸ Зберегти як", "(□) לבן"]
)
def test_placeholders_and_shapes_by_themselves_are_no_reason_to_look(line: str) -> None:
    assert not look.is_suspicious(line)


@pytest.mark.parametrize("line", ["Hapus memo “{0}”? Ya", "Vraiment ? Oui", "Er fragte: „Was?“"])
def test_question_marks_beside_closing_marks_stand_for_nothing_lost(line: str) -> None:
    assert not bound.may_have_lost(line)


@pytest.mark.parametrize(
    "line",
    [
        "Отправить сообщением? Южный склад",
        "Сделать ещё копию? Адреса",
        "Smazat vybrané fotografií? Akci nelze vrátit",
    ],
)
def test_question_marks_that_end_a_sentence_stand_for_nothing_lost(line: str) -> None:
    assert not bound.may_have_lost(line)


@pytest.mark.parametrize("line", ["Сделать ещё копию? Адреса ▐╚", "то је добРё? Не"])
def test_question_marks_in_a_garbled_line_may_stand_for_lost_bytes(
    line: str,
) -> None:
    assert bound.may_have_lost(line)


def test_question_marks_beside_garble_may_stand_for_lost_bytes() -> None:
    assert bound.may_have_lost("锛屽湪鍖椾含锛?")


@pytest.mark.parametrize(
    ("line", "char"),
    [
        ("um programa útil", "ú"),  # a known word
        ("Ф. Бэкон", "Ф"),  # an initial
        ("35 °C am Tag", "°"),
        ("la ¿Ya?", "¿"),
        ("er sagte „Ö“", "„"),
        ("машина Нива® и прочее", "®"),  # behind a known word
        ("на Windows™ и позже", "™"),  # behind a name of ASCII
        ("затем ХЧРЩ. после", "Х"),  # capitals beside a word in small letters
        ("сразу (100 ЩЖ)", "Щ"),
        ("над ґратами і дахом", "ґ"),  # і is ґ in a twin, and stands there
        ("y = a·x + b", "·"),
        ("paral·lel", "·"),
        ("de a–z o", "–"),
        ("× 0,5", "×"),
        ("ﾗｲﾄ 2", "ﾗ"),
        ("un ¾ de", "¾"),
    ],
)
def test_what_stands_well_is_no_reason_to_look(line: str, char: str) -> None:
    padded = f" {line} "
    assert plain_signs.stands_well(padded, padded.index(char))


@pytest.mark.parametrize(
    ("line", "char"),
    [
        ("нЯма", "Я"),  # a word with a capital within
        ("…ôlxalq", "…"),
        ("°‡†‚", "°"),  # beside other signs
        ("voil… tout", "…"),  # behind a letter
        ("®iline", "®"),  # before a small one
        ("olduđu gibi", "đ"),  # no known word
        ("не® в горах", "®"),  # эхо; a word of two letters is known by chance
        ("нива®лма", "®"),  # before a letter
        ("MALM™ 2", "™"),  # Ö in cp850
        ("all™ oui", "™"),  # ô in Mac Roman
        ("оПХБЕР ЛХП", "Л"),  # Привет мир in KOI8-R
        ("слово ΠΈ дальше", "Π"),  # и in UTF-8; beside another alphabet
        ("вґд нас", "ґ"),  # від in Mac Cyrillic
        ("bez·r·sa", "·"),  # á in Mac Roman
        ("m·gica", "·"),
        ("MODALIT· DI", "·"),
        ("µTRE ICI", "µ"),  # ÊTRE
        ("Espa–a", "–"),  # ñ
        ("ﾃｩﾃｨ", "ﾃ"),  # éè in UTF-8
        ("ЩЖ", "Щ"),  # capitals alone
    ],
)
def test_what_garble_shows_is_one(line: str, char: str) -> None:
    padded = f" {line} "
    assert not plain_signs.stands_well(padded, padded.index(char))


@pytest.mark.parametrize(
    ("line", "halved"),
    [
        ("voilÃune", True),
        ("VOILÃ UNE", True),
        ("Ð Г ", True),
        ("ГГГГ чч", False),
        ("dÃas", True),
        ("dÃASX", False),
        ("DÃAS", False),
        ("â€", True),
        ("â ", False),
        ("€", False),
    ],
)
def test_what_is_left_of_two_or_three_bytes(line: str, halved: bool) -> None:
    assert (bound._HALVED.search(line) is not None) is halved
