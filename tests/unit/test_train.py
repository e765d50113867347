"""The training of the model, on tiny texts."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from corpus.build import train, words
from corpus.build.counts import (
    CAPITALS,
    Counts,
    count_text,
    count_words,
    mixed,
    paragraphs_of,
    with_capitals,
)
from corpus.build.fetch import Source, SourceError, Sources
from fixenc.model import Model, format
from fixenc.model.classes import NAMES, class_of


def test_text_is_folded_and_counted_by_lines() -> None:
    counts = count_text(["ab\t7", "a"])
    assert counts.size == len("ab 7\na\n")
    chars = {" ": 4, "a": 2, "b": 1, "0": 1}
    assert counts.chars == pytest.approx({char: n / 8 for char, n in chars.items()})
    pairs = {" a": 2, "ab": 1, "b ": 1, " 0": 1, "0 ": 1, "a ": 1}
    assert counts.pairs == pytest.approx({pair: n / 7 for pair, n in pairs.items()})


def test_no_text_counts_nothing() -> None:
    assert count_text([]).size == 0
    assert count_text([]).pairs == {}


def test_words_are_spelt_three_ways_and_stand_between_spaces() -> None:
    counts = count_words([("äb", 1.0)], spaced=True)
    assert counts.size == 0
    assert counts.pairs["äb"] / counts.pairs["ÄB"] == pytest.approx(0.86 / 0.03)
    assert counts.pairs[" Ä"] / counts.pairs[" ä"] == pytest.approx(0.14 / 0.86)
    assert count_words([("好人", 2.0)], spaced=False).pairs == {"好人": 1.0}


def test_parts_are_mixed_by_weight() -> None:
    one, other = Counts({"a": 1.0}, {"ab": 1.0}, 5), Counts({"b": 1.0}, {"ab": 1.0}, 0)
    assert mixed([(one, 3), (other, 1)]) == Counts({"a": 0.75, "b": 0.25}, {"ab": 1.0}, 5)


def test_capitals_are_added_and_nothing_where_there_are_none() -> None:
    counts = with_capitals(Counts({"a": 0.5, "ß": 0.5}, {"aa": 0.5, "aß": 0.5}, 9))
    assert counts.chars["A"] == pytest.approx(CAPITALS / (1 + CAPITALS))
    assert counts.pairs["AA"] == pytest.approx(CAPITALS / (1 + CAPITALS))
    assert sum(counts.pairs.values()) == pytest.approx(1.0)
    georgian = Counts({"ა": 1.0}, {"აა": 1.0}, 9)
    assert with_capitals(georgian) == georgian


def test_a_long_text_is_thinned_evenly(tmp_path: Path) -> None:
    path = tmp_path / "xx.txt"
    path.write_text("".join(f"{i:09}\n" for i in range(100)), encoding="utf-8")
    assert len(list(paragraphs_of(path))) == 100
    thinned = [int(line) for line in paragraphs_of(path, most=200)]
    assert thinned == list(range(4, 100, 5))
    assert list(paragraphs_of(tmp_path / "absent.txt")) == []


def test_pairs_that_say_most_are_kept() -> None:
    counts = count_text(["qu qu qu quo ab ba ax\ufffd xa"])
    kept = train.kept_pairs(counts, 3)
    assert "qu" in kept
    assert len(kept) == 3
    assert 0 <= kept["qu"] < 0.5
    assert not any("\ufffd" in pair for pair in train.kept_pairs(counts, 99))


def test_classes_cost_their_share_and_the_unseen_most() -> None:
    costs = train.class_costs({"a": 0.5, "b": 0.25, "я": 0.25})
    assert costs[NAMES.index("ascii lower")] == 2  # quarter bits of 0.75: 1.66
    assert costs[NAMES.index("cyrillic lower")] == 8
    assert costs[NAMES.index("han")] == 255


def test_shared_punctuation_depends_on_the_class_before() -> None:
    merged = Counts({}, {"a–": 0.25, "b–": 0.25, "ab": 0.5}, 0)
    assert train.shared_punctuation(merged) == {(class_of("a"), "–"): 4}


ENTRIES = {
    "de": {"weight": 1.0},
    "ja": {"weight": 3.0, "pairs": 10},
    "ko": {"weight": 1.0},
    "zh-hans": {"weight": 1.0},
    "zh-hant": {"weight": 1.0},
}
TEXTS = {
    "de": "Grüße aus Köln, schöne Tage",
    "ja": "東京の天気は晴れです",
    "ko": "안녕하세요 여러분",
    "zh-hans": "今天天气很好",
    "zh-hant": "今天天氣很好",
}


def write_texts(cache: Path) -> None:
    (cache / "train").mkdir()
    for name, text in TEXTS.items():
        (cache / "train" / f"{name}.txt").write_text(f"{text}\n" * 3000, encoding="utf-8")


def test_counted_languages_make_a_model_that_knows_them() -> None:
    counts = {name: count_text([text] * 3) for name, text in TEXTS.items()}
    data, description = train.pack_counts(counts, ENTRIES)
    assert (description.digest, description.size) == (hashlib.sha256(data).hexdigest(), len(data))
    assert description.languages["ja"][1] == 10
    mind = Model(format.unpack(data))
    for name, text in TEXTS.items():
        assert mind.language(text) == name


def test_the_same_sources_give_the_same_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_texts(tmp_path)
    monkeypatch.setattr(train, "check_versions", lambda sources: None)
    monkeypatch.setattr(train, "word_lists", lambda *_: ())
    monkeypatch.setattr(train, "DATA", tmp_path)
    table = "".join(f'["{name}"]\nweight = 1.0\n' for name in [*ENTRIES, "none"])
    (tmp_path / "languages.toml").write_text(table, encoding="utf-8")
    source = Source("deb", "texts", "1", "00", "MIT", "train")
    sources = Sources(frozenset(ENTRIES), {}, (source,))
    monkeypatch.setattr(train, "count_languages", count_here)
    made = []
    for folder in (tmp_path / "one", tmp_path / "two"):
        folder.mkdir()
        train.build_model(sources, tmp_path, folder, folder)
        made.append([(folder / name).read_bytes() for name in ("model.bin", "model.json")])
    assert made[0] == made[1]
    said = json.loads(made[0][1])
    assert said["digest"] == hashlib.sha256(made[0][0]).hexdigest()
    assert list(said["languages"]) == sorted(TEXTS)
    assert said["sources"] == [
        {"kind": "deb", "name": "texts", "version": "1", "sha256": "00", "licence": "MIT"}
    ]


def count_here(entries: train.Entries, cache: Path) -> dict[str, Counts]:
    """What ``count_languages`` does, in this process."""
    found = {name: train.count_language(name, entries[name], cache) for name in sorted(entries)}
    return {name: counts for name, counts in found.items() if counts is not None}


def test_two_processes_count_as_one_does(tmp_path: Path) -> None:
    (tmp_path / "train").mkdir()
    for name in ("de", "sv"):
        (tmp_path / "train" / f"{name}.txt").write_text(f"{TEXTS['de']}\n" * 800, "utf-8")
    entries = {"sv": {"weight": 1.0}, "de": {"weight": 1.0}, "none": {"weight": 1.0}}
    counted = train.count_languages(entries, tmp_path)
    assert list(counted) == ["de", "sv"]
    assert counted == count_here(entries, tmp_path)


def test_without_texts_or_with_other_lists_the_way_out_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = Sources(frozenset(), {}, (Source("pypi", "wordfreq", "0", "", "", "data"),))
    with pytest.raises(SourceError, match=r"corpus\.build texts"):
        train.build_model(sources, tmp_path, tmp_path, tmp_path)
    monkeypatch.setattr(words, "version", lambda name: "1")
    with pytest.raises(SourceError, match="wordfreq 0 is pinned, but 1 is installed"):
        words.check_versions(sources)
