"""What is told by other means than bits: struck-out text, stray controls, letters made small."""

from __future__ import annotations

import pytest

from fixenc import fix, repair


@pytest.mark.parametrize(
    ("garbled", "written"),
    [
        ("now $4Ì¶9Ì¶ 29", "now $4Ì¶9Ì¶ 29"),  # two may be chance
        ("now $Ì¶4Ì¶9Ì¶ $29", "now $\u03364\u03369\u0336 $29"),
        ("sÌ²eÌ²eÌ² below", "s\u0332e\u0332e\u0332 below"),
        ("It was oМ¶lМ¶dМ¶ new", "It was o\u0336l\u0336d\u0336 new"),
    ],
)
def test_marks_behind_every_character(garbled: str, written: str) -> None:
    report = repair(garbled)
    assert report.text == written
    assert report.undo() == garbled


def test_controls_among_others_are_marks() -> None:
    assert fix("The cityâ\x80\x99s plan\x85 \x97 and the mayorâ\x80\x99s") == (
        "The city’s plan… — and the mayor’s"
    )


@pytest.mark.parametrize("left", ["ãƒâ€ ã¢â‚¬â„¢ ã‚â©", "COSÌ² SÌ¶ LÌ²"])
def test_the_rest_is_left(left: str) -> None:
    assert fix(left) == left


@pytest.mark.parametrize("word", ["OÙ", "PIÙ", "PERÒ"])
def test_a_known_word_in_capitals_that_ends_in_a_mark(word: str) -> None:
    garbled = word.encode().decode("cp1252")
    assert fix(f"ET {garbled} VA") == f"ET {word} VA"
    assert fix("NICIODATĂ™ NU") == "NICIODATĂ™ NU"
