"""Units: what a text would be, piece by piece, if a misread were undone."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from fixenc.chains import Known, catalogue
from fixenc.repair.undoing.align import Unit, align, decoder, encoder
from tests.oracles.garble import MULTIBYTE, garble

CASES = Path(__file__).resolve().parents[2] / "corpus" / "cases"
SENTENCES = [
    json.loads(line)["text"]
    for line in (CASES / "sentences.jsonl").read_text("utf-8").split("\n")
    if line
]
ODD = [
    "",
    "plain",
    "?",
    "\ufffd?\ufffd",
    "\ud800é\udfff",
    "ÃÃÃ",
    "é" * 50,
    "\x80\x81\xa0",
    "字Ã©字",
]
TWO = re.compile("[^\x00-\x7f]{2}")


def units_of(text: str, known: Known) -> list[Unit]:
    encode = encoder(known.misread.read)
    return align(text, [encode[char] for char in text], known.misread.written)


def undone(text: str, units: list[Unit]) -> str:
    parts, at = [], 0
    for start, end, after in units:
        parts += [text[at:start], after]
        at = end
    return "".join(parts) + text[at:]


def spelling(known: Known) -> str:
    return str(known.misread)


@pytest.mark.parametrize("known", catalogue(), ids=spelling)
def test_units_are_in_order_apart_and_change_something(known: Known) -> None:
    for text in (*ODD, *SENTENCES[::40], *(known.example[1] + odd for odd in ODD)):
        at = 0
        for start, end, after in units_of(text, known):
            assert at <= start < end <= len(text)
            assert after and after != text[start:end]
            assert not text[start:end].isascii()
            at = end


def worthwhile(text: str, known: Known) -> bool:
    """Whether a text has what is worth a look: of East Asian text, two characters in a row."""
    written = known.misread.written
    return written == "utf-8" or written not in MULTIBYTE or bool(TWO.search(text))


@pytest.mark.parametrize("known", catalogue(), ids=spelling)
def test_what_is_garbled_throughout_is_undone_throughout(known: Known) -> None:
    for text in (known.example[0], *SENTENCES[::13]):
        garbled = garble(text, spelling(known))
        if garbled is None or "\uf8f0" in garbled or not worthwhile(text, known):
            continue  # U+F8F0 is byte A0 of code page 932 to Python alone
        assert undone(garbled, units_of(garbled, known)) == text


@pytest.mark.parametrize("known", catalogue(), ids=spelling)
def test_clean_text_around_a_garbled_run_stays(known: Known) -> None:
    before, after = known.example
    for shell in ("a {} z", "123 {}", "{}, abc."):
        text = shell.format(after)
        if worthwhile(before, known):
            assert undone(text, units_of(text, known)) == shell.format(before)


def test_an_encoder_knows_the_bytes_and_a_question_mark_for_what_has_none() -> None:
    assert encoder("cp1251")["я"] == b"\xff"
    assert encoder("cp1251")["字"] == b"?"
    assert encoder("gb18030")["€"] == b"\x80"
    assert encoder("utf-8")["\ud800"] == b"?"


def test_a_decoder_gives_nothing_for_bytes_that_are_none() -> None:
    assert decoder("gb18030")[b"\xb0\xa1"] == "啊"
    assert decoder("utf-8")[b"\xff"] == ""
