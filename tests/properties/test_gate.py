"""The gate against the finders: what it passes over, none of them would have repaired."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixenc import chains
from fixenc.policy import STANDARD
from fixenc.repair import engine
from fixenc.repair.finders.misread import finder as misread
from fixenc.repair.gate import look
from tests.oracles.garble import garble
from tests.properties import strategies as own

CASES = Path(__file__).resolve().parents[2] / "corpus" / "cases"
FEW = settings(max_examples=100)


def everything(text: str) -> Iterator[tuple[int, str]]:
    """Every line that is not ASCII, as a gate that lets all through gives them."""
    at = 0
    for line in text.split("\n"):
        if not line.isascii():
            yield at, line
        at += len(line) + 1


def ungated(text: str, patch: pytest.MonkeyPatch) -> engine.Outcome:
    with patch.context() as patched:
        patched.setattr(misread, "lines_to_look_at", everything)
        misread.by_line.cache_clear()
        found = engine.run(text, STANDARD)
    misread.by_line.cache_clear()
    return found


def gated(text: str) -> engine.Outcome:
    return engine.run(text, STANDARD) if look.is_suspicious(text) else engine.Outcome(text)


@cache
def texts(name: str) -> list[str]:
    lines = (CASES / name).read_text(encoding="utf-8").split("\n")
    return [json.loads(line)["text"] for line in lines if line]


def test_clean_text_comes_out_the_same_with_and_without(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = random.Random(1)
    for text in draw.sample(texts("clean.jsonl"), 150) + draw.sample(texts("sentences.jsonl"), 50):
        with_gate, without = gated(text), ungated(text, monkeypatch)
        assert with_gate.text == without.text == text


def test_garbled_text_comes_out_the_same_with_and_without(monkeypatch: pytest.MonkeyPatch) -> None:
    """The gate may keep a few from being mended: ``docs/adr/0005-gate.md`` says which."""
    draw = random.Random(2)
    total = 0
    differing = []
    for known in chains.catalogue():
        for text in draw.sample(texts("sentences.jsonl"), 40):
            garbled = garble(text, str(known.misread))
            if garbled is None or garbled == text:
                continue
            total += 1
            if look.is_suspicious(garbled) and list(look.lines_to_look_at(garbled)):
                continue  # the finders see the same line
            # what no finder would have mended right, the gate keeps nobody from
            if gated(garbled).text != ungated(garbled, monkeypatch).text == text:
                differing.append((str(known.misread), garbled))
    assert total > 1500
    assert len(differing) <= 0.005 * total, differing


@FEW
@given(own.texts())
def test_what_is_not_suspicious_is_let_be(text: str) -> None:
    if not look.is_suspicious(text):
        outcome = engine.run(text, STANDARD)
        assert outcome.text == text and not outcome.edits and not outcome.damage


@FEW
@given(st.lists(own.texts(), max_size=5))
def test_a_line_is_judged_by_itself(parts: list[str]) -> None:
    lines = [line for part in parts for line in part.split("\n")]
    apart = [line for line in lines for _, line in look.lines_to_look_at(line)]
    joined = [line for _, line in look.lines_to_look_at("\n".join(lines))]
    assert joined == apart


@FEW
@given(own.texts())
def test_lines_are_of_the_text_in_order_and_apart(text: str) -> None:
    end = 0
    for start, line in look.lines_to_look_at(text):
        assert start >= end and line and text[start : start + len(line)] == line
        assert "\n" not in line and len(line) <= look.LONGEST
        end = start + len(line)
