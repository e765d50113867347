"""Marks of typography that lost bytes are told by their places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixenc import fix, repair
from fixenc.policy import STANDARD, Policy
from fixenc.repair.damage import halved_marks
from fixenc.repair.finders import sign
from fixenc.repair.gate.look import is_suspicious
from fixenc.repair.undoing.align import encoder
from fixenc.spans import Certainty


def by_pairs(text: str, mark: str = "?") -> str:
    """UTF-8 read as GBK; what makes no pair becomes a mark, and the next byte is spared."""
    return text.encode().decode("gbk", "replace").replace("\ufffd", mark)


def as_latin(text: str, mark: str = "?") -> str:
    """UTF-8 read as Latin-1, with a mark for each control."""
    shown = text.encode().decode("latin-1")
    return "".join(mark if "\x80" <= char <= "\x9f" else char for char in shown)


def comes_back(garbled: str, written: str) -> None:
    assert is_suspicious(garbled)
    report = repair(garbled)
    assert report.text == written
    assert report.undo() == garbled
    assert any(edit.certainty is Certainty.INFERRED for edit in report.edits)


def test_what_readers_show_is_in_the_order_of_the_bytes() -> None:
    for read, shown in halved_marks.SHOWN.items():
        assert b"".join(map(encoder(read).__getitem__, shown)) == b"".join(halved_marks._LEADS)


@pytest.mark.parametrize("mark", ["?", "\ufffd"])
@pytest.mark.parametrize(
    "written",
    [
        "Close the “Lid” gently.",
        "(“$5” a cup)",
        "a tea room – closed on Mondays",
        "• salt, pepper",
        "Lamp™ by a friend",
        "30 € a day",
        "north → south",
        "│   a folder",
        "└── a file",
    ],
)
def test_read_by_pairs(written: str, mark: str) -> None:
    garbled = by_pairs(written, mark)
    assert garbled.count(mark) > written.count(mark)
    comes_back(garbled, written)


def test_a_dash_of_which_nothing_else_is_left() -> None:
    garbled = as_latin("Un thé chaud — sans sucre", "")
    assert garbled == "Un thÃ© chaud â sans sucre"
    comes_back(garbled, "Un thé chaud — sans sucre")


@pytest.mark.parametrize(
    "line",
    [
        "paned o de â llaeth",  # Welsh: with milk
        "Un thÃ© froid â€™ â eau",  # another reader
    ],
)
def test_an_a_that_is_no_dash(line: str) -> None:
    assert " â " in fix(line)


@pytest.mark.parametrize("mark", ["?", "\ufffd"])
@pytest.mark.parametrize(
    "written",
    [
        "They didn’t say so.",
        "L’air, l’eau, D’Artois",
        "He says “well” at once",
        "rain – then sun",
        "and so on…",
        "• eggs",
        "a cup for 3 €",
    ],
)
def test_read_as_latin(written: str, mark: str) -> None:
    comes_back(as_latin(written, mark), written)


@pytest.mark.parametrize(
    "written",
    [
        "You don’t want to wake them.",
        "I’ve heard it’s always late",
        "“Thanks!” he said, and didn’t go – really",
        "We don’t know Anna’s age (“the old one”).",
        "That’s what they’d say; there’s more, isn’t there?",
    ],
)
def test_english_words_tell_where_nothing_else_is_left(written: str) -> None:
    comes_back(as_latin(written, ""), written)


@pytest.mark.parametrize(
    "clean",
    [
        "Il fallait qu’il donnât mieux, et qu’elle coordonât tout",
        "hotărâre, coborâre, cânt, râs și pâine",
        "Le mât du bâtiment, la pâte et l’âge",
        "hâlâ kâr, dükkân ve rüzgâr",
    ],
)
def test_other_languages_write_that_letter(clean: str) -> None:
    assert not halved_marks.stands_in(clean)
    assert repair(clean).text == clean


def test_a_byte_that_was_taken_along_is_a_space() -> None:
    assert fix("the 鈥渙ld鈥?mill and 鈥渘ew鈥?barn") == "the “old” mill and “new” barn"


def test_a_stop_that_was_taken_along_is_a_hole() -> None:
    report = repair("the 鈥渙ld鈥?mill, the 鈥渘ew鈥? and so on")
    assert report.text == "the “old” mill, the “new”\ufffd and so on"
    assert report.damage


def test_the_other_dash_is_an_alternative() -> None:
    (edit,) = repair("rain 鈥? then sun").edits
    assert [other.after for other in edit.alternatives] == ["—"]
    assert edit.confidence < STANDARD.min_confidence


@pytest.mark.parametrize(
    "line",
    [
        "他写了鈥?三个字",  # Chinese beside it
        "pages 10鈥?20",  # a digit may have been taken along
        "the users鈥? names",  # ’ or ” or a dash
        "hâlâ??",
        "Le circonflexe : â??",
        "shows up as 鈥? in GBK",
        "?ïÉâ??Ab1c",  # behind another first byte: garble of some other reader
    ],
)
def test_what_no_place_tells_stays(line: str) -> None:
    assert fix(line) == line


def test_the_policy_names_readers() -> None:
    line = "the 鈥渙ld鈥? mill isnâ??t"
    assert sign.find(line, STANDARD).proposals
    assert not sign.find(line, Policy(exclude=frozenset({"gb18030", "iso8859-1"}))).proposals


@given(st.text(st.sampled_from("鈥鈩鈧鈹窶斺€? \ufffd・â¦¢¬ab1.“”é"), max_size=40))
def test_parts_are_in_order_and_within(line: str) -> None:
    for _, parts in halved_marks.found(line):
        at = 0
        for part in parts:
            assert at <= part.unit.start < part.unit.end <= len(line)
            at = part.unit.end
        assert halved_marks.stands_in(line)
    assert fix(fix(line)) == fix(line)
