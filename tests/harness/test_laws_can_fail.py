"""A law that cannot fail is no law: each catches the functions that break it, and only those."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

import fixenc
from fixenc import testing
from fixenc.testing import LawBroken, pace
from tests.harness import broken

Law = Callable[..., object]

CAUGHT: list[tuple[Law, Callable[[str], object]]] = [
    (testing.assert_clean_unchanged, broken.drops_a_character),
    (testing.assert_clean_unchanged, broken.normalises),
    (testing.assert_clean_unchanged, broken.ignores_errors),
    (testing.assert_clean_unchanged, str.lower),
    (testing.assert_idempotent, broken.one_layer),
    (testing.assert_idempotent, broken.drops_a_character),
    (testing.assert_takes_any_text, broken.needs_utf8),
    (testing.assert_takes_any_text, str.encode),
    (testing.assert_all_or_nothing, broken.half_repairs),
    (testing.assert_all_or_nothing, broken.normalises),
    (testing.assert_all_or_nothing, broken.ignores_errors),
    (testing.assert_undoable, broken.Forgets),
    (testing.assert_undoable, broken.ReplaysAnother),
]
KEPT: list[tuple[Law, Callable[[str], object]]] = [
    (testing.assert_clean_unchanged, str),
    (testing.assert_clean_unchanged, fixenc.fix),
    (testing.assert_clean_unchanged, broken.half_repairs),
    (testing.assert_idempotent, str.lower),
    (testing.assert_idempotent, fixenc.fix),
    (testing.assert_takes_any_text, fixenc.fix),
    (testing.assert_all_or_nothing, str),
    (testing.assert_all_or_nothing, fixenc.fix),
    (testing.assert_undoable, fixenc.repair),
]


def named(value: object) -> str:
    return getattr(value, "__qualname__", type(value).__name__).removeprefix("assert_")


@pytest.mark.parametrize(("law", "function"), CAUGHT, ids=named)
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_broken_function_is_caught(
    law: Law, function: Callable[[str], object], seed: int
) -> None:
    with pytest.raises(LawBroken) as caught:
        law(function, seed=seed, examples=2000)  # it stops at the first
    message = str(caught.value)
    assert "  problem   " in message
    assert re.search(r"^  bytes     ([0-9a-f]{2} ?)*?( … |$)", message, re.M)
    assert f"of seed {seed}" in message


SMALLEST: list[tuple[Law, Callable[[str], object], dict[str, object], str]] = [
    (testing.assert_clean_unchanged, str.upper, {}, "'a'"),
    (testing.assert_takes_any_text, broken.needs_utf8, {}, r"'\ud800'"),
    (testing.assert_undoable, broken.ReplaysAnother, {}, r"'\x80'"),
    (testing.assert_recovers, str, {"min_rate": 0.9, "min_size": 1}, r"'ã\x81‚'"),
]


@pytest.mark.parametrize(
    ("law", "function", "asked", "smallest"), SMALLEST, ids=[named(one[0]) for one in SMALLEST]
)
def test_what_is_told_is_the_smallest(
    law: Law, function: Callable[[str], object], asked: dict[str, object], smallest: str
) -> None:
    """Of thousands of sentences and any characters one letter is left, and the simplest chain."""
    with pytest.raises(LawBroken) as caught:
        law(function, examples=1000, **asked)
    lines = str(caught.value).split("\n")
    assert f"  text      {smallest}" in lines
    assert not asked or "  chain     utf-8>cp1252" in lines


@pytest.mark.parametrize(("law", "function"), KEPT, ids=named)
def test_a_sound_function_is_not(law: Law, function: Callable[[str], object]) -> None:
    law(function)


@pytest.mark.parametrize(
    ("function", "chain"),
    [
        (str, None),
        (broken.half_repairs, "utf-8>cp1252"),
        (broken.drops_a_character, "utf-8>cp1250"),
    ],
    ids=named,
)
def test_too_few_texts_recovered_are_told_with_their_rate(
    function: Callable[[str], str], chain: str | None
) -> None:
    chains = None if chain is None else [chain]
    with pytest.raises(LawBroken, match=r"\d+ of 200, \d+\.\d% \(\d+\.\d% to \d+\.\d%\)") as caught:
        testing.assert_recovers(function, min_rate=0.9, chains=chains)
    assert f"  chain     {chain or ''}" in str(caught.value)


def test_the_rate_is_what_came_back() -> None:
    rate = testing.assert_recovers(fixenc.fix, min_rate=0.7, examples=300)
    corpus = testing.garbled_corpus(300)
    assert rate.total == 300
    assert rate.hits == sum(fixenc.fix(one.text) == one.original for one in corpus)


def test_a_rate_that_so_few_examples_cannot_show_is_refused() -> None:
    with pytest.raises(ValueError, match=r"do not show a rate of 0\.99"):
        testing.assert_all_or_nothing(str, min_rate=0.99, examples=20)


def test_what_comes_and_goes_is_told() -> None:
    calls: list[str] = []

    def moody(text: str) -> str:
        calls.append(text)
        return text if len(calls) % 7 else text + "!"

    with pytest.raises(LawBroken, match="but not every time"):
        testing.assert_clean_unchanged(moody)


def test_the_same_seed_tries_the_same_examples() -> None:
    def tried(seed: int) -> list[str]:
        texts: list[str] = []
        testing.assert_clean_unchanged(lambda text: texts.append(text) or text, seed=seed)
        return texts

    assert tried(1) == tried(1) != tried(2)


# -- streams, confidence, time ------------------------------------------------------------------


@pytest.mark.parametrize(
    "function",
    [
        broken.cuts_characters,
        broken.keeps_the_first_encoding,
        broken.caches_pieces,
        broken.forgets_the_rest,
    ],
    ids=named,
)
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_what_hangs_on_the_cuts_is_caught(
    function: Callable[[list[bytes]], object], seed: int
) -> None:
    with pytest.raises(LawBroken, match="however a stream is cut") as caught:
        testing.assert_chunk_invariant(function, seed=seed, examples=2000)
    assert re.search(r"^  pieces    \(b'.*\)$", str(caught.value), re.M)
    assert re.search(r"^  bytes     ([0-9a-f]{2} ?)+$", str(caught.value), re.M)


def test_a_stream_that_is_joined_first_is_sound() -> None:
    testing.assert_chunk_invariant(lambda pieces: broken.cuts_characters([b"".join(pieces)]))


@pytest.mark.parametrize("function", [broken.boasts, broken.guesses], ids=named)
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_too_much_confidence_is_caught(
    function: Callable[[str], tuple[str, float]], seed: int
) -> None:
    told = r"confidence 0\.\d+ to \d\.\d+: .* right \d+ of \d+"
    with pytest.raises(LawBroken, match=told) as caught:
        testing.assert_calibrated(function, seed=seed, examples=300)
    assert re.search(r"^  problem   gave '.*' with confidence [01]\.\d+$", str(caught.value), re.M)
    assert re.search(r"^  chain     \S+>\S+$", str(caught.value), re.M)
    assert re.search(r"^  bytes     ([0-9a-f]{2} ?)+", str(caught.value), re.M)


def test_of_few_repairs_nothing_is_said() -> None:
    with pytest.raises(ValueError, match="too few to say anything"):
        testing.assert_calibrated(lambda text: (text, 1.0), examples=100)


def test_quadratic_time_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "TRIES", 2)  # of 64 times the time each
    monkeypatch.setattr(pace, "LONG_ENOUGH", 0.003)
    with pytest.raises(LawBroken, match=r"'a' \(61\) takes \d\d times"):
        testing.assert_linear_time(broken.looks_back, units=["a"])


# -- strategies ---------------------------------------------------------------------------------


TEXTS = {
    "any": testing.any_texts(),
    "clean": testing.clean_texts(["de", "vi"]),
    "garbled": testing.garbled_texts(max_depth=2).map(lambda made: made.text),
    "lossy": testing.lossy_texts().map(lambda made: made.text),
    "edited pages": testing.byte_edited_pages().map(lambda made: made.text),
    "mixed lines": testing.mixed_lines().map(lambda made: made.text),
}


@pytest.mark.parametrize("name", TEXTS)
def test_every_strategy_shows_what_is_broken(name: str) -> None:
    with pytest.raises(LawBroken):
        testing.assert_idempotent(broken.drops_a_character, texts=TEXTS[name], examples=2000)


@pytest.mark.parametrize("name", ["any", "garbled", "edited pages", "mixed lines"])
def test_strategies_of_repairs_show_what_is_not_undone(name: str) -> None:
    with pytest.raises(LawBroken):
        testing.assert_undoable(broken.Forgets, texts=TEXTS[name], examples=2000)


def test_mixed_files_show_a_cache_across_pieces() -> None:
    files = testing.mixed_files(["ru", "el"]).flatmap(
        lambda data: testing.chunkings(data).map(lambda pieces: testing.Chunked(tuple(pieces)))
    )
    with pytest.raises(LawBroken):
        testing.assert_chunk_invariant(broken.keeps_the_first_encoding, files=files, examples=2000)
