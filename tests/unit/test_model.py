"""The character-frequency model: its file, its lanes against a slow oracle, its classes."""

from __future__ import annotations

import hashlib
import json
import math
import tomllib
from itertools import pairwise
from pathlib import Path
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixenc import data, model
from fixenc.model import classes, format, rows
from fixenc.model import model as scoring
from tests.oracles.slow_model import SlowModel

ROOT = Path(__file__).resolve().parents[2]

LANGUAGES = ("de", "ja", "ko", "ru", "zh-hans", "zh-hant")
CHARS = "ab Ä7ß.–яЖ中国가あ、０\0\t\ufffd\x85\ud800😀\xa0"
CLASS = {name: number for number, name in enumerate(classes.NAMES)}

# Costs as they go into a file: half bits by language, whole bits for the four wide languages.
PAIRS = {
    "ab": {0: 9, 3: 40},
    "ба": {3: 4},
    "Äß": {0: 63},
    "a ": {0: 3, 1: 5, 2: 7},
    "\0a": {0: 8, 1: 30, 3: 20},
    "\0я": {3: 9},
    "\0.": {0: 12},
    "\0–": {0: 14, 3: 13},
}
WIDE = {"中国": (3, 4, 0, 15), "国。": (0, 1, 2, 0), "\0国": (1, 2, 3, 0), "\0、": (0, 0, 1, 0)}
SHARED = {(CLASS["latin lower"], "–"): 20, (CLASS["han"], "、"): 8, (CLASS["space"], "."): 44}
PRIORS = bytes((10, 9, 8, 7, 6, 12))
CLASSES = bytes((17 * i) % 200 + 8 for i in range(len(LANGUAGES) * len(classes.NAMES)))


def small_file() -> bytes:
    return format.pack(
        languages=LANGUAGES,
        priors=PRIORS,
        classes=CLASSES,
        shared=SHARED,
        pairs=PAIRS,
        wide=WIDE,
    )


def slow_model() -> SlowModel:
    alone: dict[tuple[str, str], float] = {}
    pairs: dict[tuple[str, str], float] = {}
    for pair, costs in PAIRS.items():
        for number, cost in costs.items():
            if pair[0] == "\0":
                alone[LANGUAGES[number], pair[1]] = cost / 2
            else:
                pairs[LANGUAGES[number], pair] = cost / 2
    for pair, nibbles in WIDE.items():
        for name, bits in zip(("zh-hans", "zh-hant", "ja", "ko"), nibbles, strict=True):
            if bits and pair[0] == "\0":
                alone[name, pair[1]] = bits + 6.0
            elif bits:
                pairs[name, pair] = float(bits)
    width = len(classes.NAMES)
    return SlowModel(
        priors={name: cost / 4 for name, cost in zip(LANGUAGES, PRIORS, strict=True)},
        classes={
            (name, kind): CLASSES[width * number + kind] / 4
            for number, name in enumerate(LANGUAGES)
            for kind in range(width)
        },
        shared={key: cost / 4 for key, cost in SHARED.items()},
        alone=alone,
        pairs=pairs,
        class_of=classes.class_of,
        floors=classes.FLOOR,
        unwanted=classes.UNWANTED,
        punctuation=classes.SHARED,
    )


@given(st.text(CHARS, min_size=1, max_size=20))
def test_the_lanes_add_up_as_the_oracle_does(text: str) -> None:
    fast, slow = model.Model(format.unpack(small_file())), slow_model()
    first = "。" if text[0] in "中国가あ" else " "
    totals = fast.totals(model.pairs_of(text))
    for number, name in enumerate(LANGUAGES):
        assert totals[number] / 4 == slow.total(text, first, name)
        assert fast.score_in(text, name) == -slow.total(text, first, name)
    assert fast.score(text) == max(fast.score_in(text, name) for name in LANGUAGES)
    assert fast.best(model.pairs_of(text)) == (
        fast.score(text),
        LANGUAGES.index(fast.language(text)),
    )


@given(st.sampled_from(CHARS), st.sampled_from(CHARS))
def test_the_cost_of_a_pair_is_the_oracles(before: str, char: str) -> None:
    fast, slow = model.Model(format.unpack(small_file())), slow_model()
    for number, name in enumerate(LANGUAGES):
        assert fast.pair_cost(before + char, name) == slow.cost(before, char, name)
        assert fast.lane_cost_once(before + char, number) == slow.cost(before, char, name)
        assert fast.lane_cost(before + char, number) == slow.cost(before, char, name)
        assert fast.lane(number)[before + char] == slow.cost(before, char, name)
        assert fast.above(number)[before + char] == fast.above_usual(before + char, number)


def test_long_texts_do_not_overflow_a_lane() -> None:
    mind = model.load()
    text = "\ufffd" * 5000
    assert mind.totals(model.pairs_of(text)) == [5000 * 30 * 4 + prior for prior in mind.totals(())]


def test_forgetting_rows_changes_no_score(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Grüße aus Köln, 東京都、Москва… " * 3
    expected = model.load().score(text)
    monkeypatch.setattr(rows, "_KEPT", 8)
    assert model.Model(format.unpack(data.read("model.bin"))).score(text) == expected


@given(st.lists(st.text(CHARS, min_size=2, max_size=2), max_size=9), st.integers(-900, 40))
def test_what_is_beyond_a_score_is_told_as_the_best(pairs: list[str], quarters: int) -> None:
    mind, bits = model.Model(format.unpack(small_file())), quarters / 4
    best = mind.best(pairs)[0]
    assert mind.beyond(pairs, bits) == (best if best > bits else -math.inf)


def test_what_is_beyond_a_score_is_told_of_long_texts() -> None:
    mind, pairs = model.load(), ["\ufffd\ufffd"] * 5000
    best = mind.best(pairs)[0]
    assert mind.beyond(pairs, best) == -math.inf
    assert mind.beyond(pairs, best - 0.25) == best


def test_no_more_is_kept_of_languages_than_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    mind = model.Model(format.unpack(small_file()))
    monkeypatch.setattr(scoring, "_KEPT_IN_LANE", 2)
    monkeypatch.setattr(scoring, "_LANES", 2)
    for number in range(len(LANGUAGES)):
        costs = [mind.lane(number)[pair] for pair in ("ab", "ба", "Äß", "ab")]
        assert costs == [mind.lane_cost(pair, number) for pair in ("ab", "ба", "Äß", "ab")]
        assert len(mind.lane(number)) <= 2


@given(st.text(max_size=40))
def test_any_text_has_a_finite_score(text: str) -> None:
    mind = model.load()
    assert -30.0 * len(text) - 20 <= mind.score(text) < 0
    assert mind.score(text) == mind.score(text)


def test_an_empty_text_costs_its_prior_alone() -> None:
    mind = model.load()
    assert mind.score("") == -min(mind.totals(())) / 4
    with pytest.raises(KeyError):
        mind.score_in("a", "tlh")


_COSTS = st.dictionaries(st.integers(0, len(LANGUAGES) - 1), st.integers(1, 63), min_size=1)
_PAIR = st.text(
    st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"]), min_size=2, max_size=2
)
_NIBBLES = st.tuples(*[st.integers(0, 15)] * 4)


@given(st.dictionaries(_PAIR, _COSTS, max_size=30), st.dictionaries(_PAIR, _NIBBLES, max_size=30))
def test_unpack_gives_back_what_was_packed(
    pairs: dict[str, dict[int, int]], wide: dict[str, tuple[int, int, int, int]]
) -> None:
    tables = format.unpack(
        format.pack(
            languages=LANGUAGES,
            priors=PRIORS,
            classes=CLASSES,
            shared=SHARED,
            pairs=pairs,
            wide=wide,
        )
    )
    assert (tables.languages, tables.priors, tables.classes) == (LANGUAGES, PRIORS, CLASSES)
    assert dict(tables.shared) == SHARED
    for pair, costs in pairs.items():
        at = tables.pairs.find(tables.pairs.behind(pair[0]), pair[1])
        part = slice(tables.offsets[at], tables.offsets[at + 1])
        found = dict(zip(tables.lanes[part], tables.costs[part], strict=True))
        assert found == {lane: 2 * cost for lane, cost in costs.items()}
    for pair, (a, b, c, d) in wide.items():
        at = tables.wide.find(tables.wide.behind(pair[0]), pair[1])
        assert (tables.wide_low[at], tables.wide_high[at]) == (a << 4 | b, c << 4 | d)
    assert len(tables.offsets) == len(pairs) + 1
    assert len(tables.wide.seconds) == len(wide)


def test_a_pair_that_is_not_there_is_not_found() -> None:
    tables = format.unpack(small_file())
    for pair in ("aa", "zz", "\ud800a", "a\ud800", "😀a", "a😀", "\0\0"):
        assert tables.pairs.find(tables.pairs.behind(pair[0]), pair[1]) == -1
        assert tables.wide.find(tables.wide.behind(pair[0]), pair[1]) == -1


@pytest.mark.parametrize("data", [b"", b"fixenc model 1\n{}", b"\x89PNG\r\n"])
def test_other_files_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="not a fixenc model file"):
        format.unpack(data)


@pytest.mark.parametrize(
    ("char", "name"),
    [
        *(("a", "ascii lower"), ("Z", "ascii upper"), ("4", "digit"), ("\t", "space")),
        *(("\0", "control"), ("\x7f", "control"), ("\x85", "c1"), ("\xa0", "latin symbol")),
        *(("é", "latin lower"), ("Ě", "latin upper"), ("ệ", "latin lower"), ("ª", "latin letter")),
        *(("€", "general punctuation"), ("—", "general punctuation"), ("☆", "symbol")),
        *(("┐", "box drawing"), ("Ω", "greek upper"), ("ї", "cyrillic lower"), ("ש", "hebrew")),
        *(("ֿ", "hebrew mark"), ("ش", "arabic"), ("，", "full width"), ("ﾃ", "half-width katakana")),
        *(("中", "han"), ("㐀", "rare han"), ("𠀀", "rare han"), ("한", "hangul"), ("ㅋ", "jamo")),
        *(("\ue000", "private use"), ("\ufffd", "replacement"), ("\ud800", "unassigned")),
        *(("\u0378", "unassigned"), ("\u200b", "format"), ("😀", "astral"), ("ก", "thai")),
    ],
)
def test_characters_are_in_their_classes(char: str, name: str) -> None:
    assert classes.NAMES[classes.class_of(char)] == name


def test_every_code_point_has_a_class() -> None:
    uncached = classes.class_of.__wrapped__
    for point in [*range(0x3000), *range(0x3000, 0x110000, 61)]:
        char = chr(point)
        kind = uncached(char)
        assert 0 <= kind < len(classes.NAMES)
        if category(char) in ("Cn", "Co", "Cs"):
            assert kind in classes.UNWANTED


def test_the_description_matches_the_file_and_the_table_of_languages() -> None:
    packed = data.read("model.bin")
    said = json.loads((ROOT / "corpus" / "model.json").read_text("utf-8"))
    entries = tomllib.loads(data.read("languages.toml").decode())
    assert said["digest"] == hashlib.sha256(packed).hexdigest()
    assert said["size"] == len(packed) <= 700_000
    assert tuple(said["languages"]) == model.load().languages
    assert set(said["languages"]) <= set(entries)
    assert all(source["sha256"] and source["licence"] for source in said["sources"])
    for entry in entries.values():
        assert 0 < entry["weight"] <= 3
        for name in entry.get("usual", ()):
            assert "".encode(name) is not None


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("naïve café", "naÃ¯ve cafÃ©"),
        ("Привет, мир", "оПХБЕР, ЛХП"),
        ("今天天气很好", "浠婂ぉ澶╂皵寰堝ソ"),
        ("文字化けしない", "暥帤壔偗偟側偄"),
        ("Zażółć gęślą jaźń", "Za¿ó³æ gê\x9clą ja\x9fñ"),
        ("ΚΑΛΗΜΕΡΑ", "ÊÁËÇÌÅÑÁ"),
        ("안녕하세요", "¾È³çÇÏ¼¼¿ä"),
    ],
)
def test_language_scores_above_garble(right: str, wrong: str) -> None:
    assert model.load().score(right) > model.load().score(wrong) + 8


@given(st.text(max_size=260), st.text(max_size=260))
def test_the_lesser_of_two_costs_is_so_in_each_language(one: str, other: str) -> None:
    known = model.load()
    a, b = (known.packed(map("".join, pairwise(t))) for t in (one, other))
    assert known.unpacked(known.lesser(a, b)) == [
        min(pair) for pair in zip(known.unpacked(a), known.unpacked(b), strict=True)
    ]


@pytest.mark.parametrize("language", ["fr", "th", "ja"])
def test_all_characters_of_a_language_cost_what_each_does(language: str) -> None:
    known = model.load()
    number = known.languages.index(language)
    costs = known.char_costs(number)
    assert len(costs) > 100
    assert all(known.char_cost(char, number) == cost for char, cost in costs.items())
    missing = {"щ", "漢", "é", "ก", "ᚠ"} - costs.keys()
    assert all(known.char_cost(char, number) == 30.0 for char in missing)
