"""What searches for lost bytes keep is bounded, and forgetting it changes nothing."""

from __future__ import annotations

import importlib
import json
from pathlib import Path

import pytest

import fixenc
from fixenc.repair.finders.lost import memory
from fixenc.repair.finders.lost.losses import losses
from fixenc.repair.finders.lost.memory import Kept

SENTENCES = Path(__file__).resolve().parents[2] / "corpus" / "cases" / "sentences.jsonl"
READERS = ("gb18030", "cp932", "cp1252", "cp1251")


def lossy(number: int) -> list[str]:
    """Sentences of many languages in UTF-8 that readers lost bytes of."""
    rows = [json.loads(row) for row in SENTENCES.read_text("utf-8").split("\n") if row]
    every = len(rows) // number
    return [
        row["text"][:40].encode().decode(READERS[i % len(READERS)], "replace").replace("\ufffd", m)
        for i, row in enumerate(rows[::every])
        for m in "?\ufffd"
    ]


def forget_lines() -> None:
    for module, name in (
        ("fixenc.repair.finders.lost.finder", "_searched"),
        ("fixenc.repair.finders.misread.finder", "of_line"),
    ):
        getattr(importlib.import_module(module), name).cache_clear()
    losses.cache_clear()


def test_what_is_forgotten_is_found_again(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = lossy(20)
    first = [fixenc.repair(text) for text in texts]
    assert sum(report.verdict is fixenc.Verdict.REPAIRED for report in first) > 10
    forget_lines()
    forgotten = []
    clear = Kept.clear
    monkeypatch.setattr(Kept, "clear", lambda kept: (forgotten.append(len(kept)), clear(kept)))
    monkeypatch.setattr(memory.MEMORY, "most", 300)
    again = [fixenc.repair(text) for text in texts]
    assert sum(forgotten) > 300
    assert again == first


def test_the_room_for_answers_is_bounded() -> None:
    parts = [Kept[int, int]() for _ in range(8)]
    for key in range(memory.MOST):
        parts[key % 8].keep(key, key, 3)
    assert sum(map(len, parts)) <= memory.MOST // 3 + 1


def test_answers_that_nobody_holds_are_gone() -> None:
    before = len(memory.MEMORY)
    Kept[int, int]().keep(1, 1)
    assert len(memory.MEMORY) == before


def test_losses_of_few_lines_are_kept() -> None:
    """They are told apart by the bytes that a line shows: there is no end to these."""
    assert losses.cache_info().maxsize is not None
