"""Known words: what the file knows, and what that says of a run."""

from __future__ import annotations

import pytest

import fixenc
from corpus.build.fuse import packed
from fixenc.repair.deciding import typeset
from fixenc.repair.lists import lexicon
from fixenc.repair.undoing.align import Unit


def units(text: str, undone: str) -> list[Unit]:
    pairs = enumerate(zip(text, undone, strict=True))
    return [Unit(i, i + 1, after) for i, (before, after) in pairs if before != after]


def test_a_file_knows_what_was_packed_into_it() -> None:
    words = [
        f"wörd{number}".translate(str.maketrans("0123456789", "abcdefghij"))
        for number in range(500)
    ]
    content = packed(words, "a test")
    cells, segments, seed = lexicon.unpack(content)
    for word in words:
        found, mark = lexicon.places(word, segments, seed)
        one, two, three = (lexicon.cell(cells, place) for place in found)
        assert one ^ two ^ three == mark
    assert content == packed(reversed(words), "a test")
    with pytest.raises(ValueError, match="not a lexicon"):
        lexicon.unpack(b"else")


def test_hardly_another_string_is_taken_for_known() -> None:
    strange = [
        f"ż{first}{second}ő{third}q"
        for first in "bcdfghjkmn"
        for second in "xzwvp"
        for third in "aeiou"
    ]
    assert sum(map(lexicon.knows, strange)) <= 0.03 * len(strange)


@pytest.mark.parametrize("word", ["olduğu", "OLDUĞU", "Žilina", "naïve", "внимание", "větší"])
def test_common_words_are_known_in_any_case(word: str) -> None:
    assert lexicon.knows(word)


@pytest.mark.parametrize("word", ["", "a", "word", "é", "é" * 25, "\ud800x", "İ", "olduđu", "gyõr"])
def test_others_are_not(word: str) -> None:
    assert not lexicon.knows(word)


def test_words_speak_for_a_misread_and_against_one() -> None:
    assert lexicon.told("bu olduđu", units("bu olduđu", "bu olduğu")) == {0: lexicon.MOST}
    assert lexicon.told("bu olduğu", units("bu olduğu", "bu olduđu")) == {0: -lexicon.MOST}
    assert lexicon.told("bu xđx", units("bu xđx", "bu xğx")) == {}


def test_all_words_but_one_in_three_must_become_known() -> None:
    assert lexicon.vouches("ve olduđu gibi", units("ve olduđu gibi", "ve olduğu gibi"))
    assert not lexicon.vouches("ve xlduđu gibi", units("ve xlduđu gibi", "ve xlduğu gibi"))
    assert not lexicon.vouches("ve été gibi", units("ve été gibi", "ve âtâ gibi"))


def test_units_of_several_characters_change_no_word() -> None:
    assert list(lexicon.changes("Ã©tÃ©", [Unit(0, 2, "é"), Unit(3, 5, "é")])) == []


@pytest.mark.parametrize(
    ("text", "undone"),
    [
        ("25 Ä ñ no deposit", "25 € – no deposit"),
        ("ôKami tidak,ö kata", "“Kami tidak,” kata"),
        ("the museumÆs wing û free", "the museum’s wing – free"),
    ],
)
def test_marks_stand_where_marks_do(text: str, undone: str) -> None:
    assert typeset.is_set(text, units(text, undone))


@pytest.mark.parametrize(
    ("text", "undone"),
    [
        ("vitamin ñ only", "vitamin – only"),  # one alone
        ("à la è mode", "– la – mode"),  # words of one letter
        ("Ñandú y ñu", "–andú y –u"),  # within words
        ("rôle, forêt", "r”le, for…t"),
    ],
)
def test_letters_that_may_stand_are_no_marks(text: str, undone: str) -> None:
    assert not typeset.is_set(text, units(text, undone))


def test_what_words_say_is_done() -> None:
    assert fixenc.fix("Ona oldukça iyi olduđu için geldi") == "Ona oldukça iyi olduğu için geldi"
    assert fixenc.fix("On 5 May 2016 the museumÆs new wing opens û admission will be free") == (
        "On 5 May 2016 the museum’s new wing opens – admission will be free"
    )
