"""Frames around words, and words that only look as if they had frames around them."""

from __future__ import annotations

import pytest

from fixenc import fix, repair
from fixenc.policy import PRESETS
from fixenc.repair.deciding.drawings import is_boxed, is_framed
from tests.oracles.garble import garble

CELLS = ["Größe", "prénom", "Kapı", "улица", "ЦЕНА", "місто", "όνομα"]
FRAMES = ["║{0}║{0}║", "│{}│", "█ {} █", "├─ {}", "╔══ {} ══╗", "▌{}▐"]


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("frame", FRAMES)
def test_a_framed_word_stays(frame: str, cell: str) -> None:
    text = frame.format(cell)
    assert repair(text, policy=PRESETS["eager"]).text == text


@pytest.mark.parametrize(
    ("chain", "written"),
    [
        ("cp1252>cp850", "die Straße ist groß"),
        ("cp1252>cp437", "ein Fußball auf der Straße"),
        ("mac-cyrillic>koi8-r", "Моля, затворете прозореца и вратата, преди да излезете навън."),
        ("utf-8>cp850", "miró la ventana"),
    ],
)
def test_words_that_have_parts_of_frames_come_back(chain: str, written: str) -> None:
    garbled = garble(written, chain)
    assert garbled is not None and set(garbled) & set("▀▄█▌▐░▒▓│├└┐")
    assert fix(garbled) == written


def test_what_frames_are_made_of() -> None:
    assert is_framed("└── MENÜ") and not is_framed("стр╠")
    assert is_boxed("│a│b│", "│a│b│") and not is_boxed("gro▀e", "▀")
