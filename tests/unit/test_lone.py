"""Signs and letters that stand alone in a line that has nothing else like them."""

from __future__ import annotations

import pytest

from fixenc.chains import Misread
from fixenc.repair.deciding.lone import MOST, are_signs, is_of_maths, stand_alone
from fixenc.repair.undoing.align import Unit, align, encoder


def units_of(text: str, read: str) -> list[Unit]:
    encode = encoder(read)
    return align(text, [encode[char] for char in text], "utf-8")


@pytest.mark.parametrize(
    ("text", "read", "alone"),
    [
        ("200 ┬░C", "cp437", True),
        ("├─ 200 ┬░C", "cp437", False),  # another frame
        ("┌┬┐", "cp437", False),
        ("Then тАФ nothing", "cp866", True),
        ("Then тАФ да", "cp866", False),  # other Cyrillic letters
        ("It鈥檚 fine", "gb18030", True),
        ("It鈥檚 中 fine", "gb18030", False),
        ("caf√© au lait", "mac-roman", True),
        ("√2 and caf√©", "mac-roman", False),
        ("caf√© and √π", "mac-roman", False),
        ("cafÃ©", "cp1252", False),  # Latin letters may stand alone
    ],
)
def test_what_stands_alone(text: str, read: str, alone: bool) -> None:
    assert stand_alone(text, units_of(text, read)) is alone


def test_many_units_are_not_looked_at() -> None:
    text = Misread("utf-8", "cp437").garble("é" * (MOST + 1))
    assert not stand_alone(text, units_of(text, "cp437"))
    assert stand_alone(text[2:], units_of(text[2:], "cp437"))


@pytest.mark.parametrize(
    ("text", "size", "after", "sign"),
    [
        ("┬┐ Que", 2, "¿", False),
        ("┬┐Que", 2, "¿", True),
        ("┬░ 5", 2, "°", True),
        ("├® 5", 2, "é", False),
        ("тАФ 5", 3, "—", True),
    ],
)
def test_signs(text: str, size: int, after: str, sign: bool) -> None:
    assert are_signs(text, [Unit(0, size, after)]) is sign


def test_formulas_and_degrees() -> None:
    assert is_of_maths("√Ω", Unit(0, 2, "ý"))
    assert is_of_maths("x ¬∞", Unit(2, 4, "°"))
    assert not is_of_maths("20 ¬∞", Unit(3, 5, "°"))
    assert not is_of_maths("√©", Unit(0, 2, "é"))
    assert not is_of_maths("pi√π", Unit(2, 4, "ù"))


def test_quotation_marks_stand_against_words() -> None:
    assert are_signs("┬½oui┬╗", [Unit(0, 2, "«"), Unit(5, 7, "»")])
    assert not are_signs("`┬½  ):", [Unit(1, 3, "«")])
