"""The list of words: what it says, and that its file is what its sources give."""

from __future__ import annotations

import pytest

from fixenc import data
from fixenc.repair.lists import vocabulary
from fixenc.repair.lists.vocabulary import cost


@pytest.mark.parametrize(
    ("likely", "unlikely"),
    [
        ("雙方宣布停火", "雙方宣布。火"),
        ("。科學家發現", "專科學家發現"),
        ("。火山噴發", "停火山噴發"),
        ("危害電力設施", "。害電力設施"),
        ("电力设施", "电刀设施"),
    ],
)
def test_words_tell_what_pairs_do_not(likely: str, unlikely: str) -> None:
    assert cost(likely) + 2 < cost(unlikely)


def test_both_scripts_cost_the_same() -> None:
    assert cost("電力設施") == cost("电力设施")


@pytest.mark.parametrize("text", ["", "a", "\ud800", "\n?", "停" * 5000, "\U0002000b。"])
def test_any_text_has_a_cost(text: str) -> None:
    assert 0.0 <= cost(text) < 25 * len(text) + 1


def test_a_list_survives_packing() -> None:
    words = vocabulary.unpack(vocabulary.pack({"停火": 17.6, "的": 4.0}, {"條": "条"}, "a test"))
    assert words.endings["停"] == {"火": 18.0}
    assert (words.endings["的"], words.endings["。"].keys()) == ({"": 4.0}, {""})
    assert (words.endings["火"], words.simple) == ({}, {ord("條"): ord("条")})
    with pytest.raises(ValueError, match="not a list"):
        vocabulary.unpack(b"something else")


def test_the_list_is_what_its_sources_give() -> None:
    pytest.importorskip("wordfreq")
    pytest.importorskip("opencc")
    from corpus.build.vocabulary import LARGEST, collect

    words, simple = collect()
    known = vocabulary.load()
    assert {ord(char): ord(other) for char, other in simple.items()} == known.simple
    assert all(known.endings[word[0]][word[1:]] == round(bits) for word, bits in words.items())
    assert len(data.read("words.bin")) <= LARGEST


@pytest.mark.parametrize("language", ["ja", "ko", "ru"])
def test_other_lists_are_what_their_source_gives(language: str) -> None:
    pytest.importorskip("wordfreq")
    from corpus.build.vocabulary import collect_other

    known = vocabulary.load(language)
    words = collect_other(language)
    words.pop("ー", None)  # a mark of its own
    assert all(known.endings[word[0]][word[1:]] == round(bits) for word, bits in words.items())


@pytest.mark.parametrize(
    ("language", "likely", "unlikely"),
    [
        ("ja", "人材マネジメント", "人材のネジメント"),
        ("ko", "파일만 업로드", "파일링 업로드"),
        ("ru", "из памяти", "из пумяти"),
    ],
)
def test_words_of_other_languages_tell_too(language: str, likely: str, unlikely: str) -> None:
    assert cost(likely, language) + 2 < cost(unlikely, language)


@pytest.mark.parametrize("language", ["ja", "ko", "ru"])
@pytest.mark.parametrize("text", ["", "a", "\ud800", "\n?", "の" * 5000, "я" * 5000, "가 나"])
def test_any_text_has_a_cost_in_them(language: str, text: str) -> None:
    assert 0.0 <= cost(text, language) < 25 * len(text) + 1
