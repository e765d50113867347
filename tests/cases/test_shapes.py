"""Shapes in which people meet broken text: ``corpus/cases/shapes.jsonl``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import fixenc
from tests.oracles.garble import garble

CASES = Path(__file__).resolve().parents[2] / "corpus" / "cases" / "shapes.jsonl"
ROWS = [json.loads(line) for line in CASES.read_text("utf-8").split("\n") if line]


def parts(row: dict[str, Any]) -> tuple[str, str, str]:
    """What stands before the garbled part, that part, and what stands behind it."""
    before, _, rest = row["text"].partition("⟦")
    inner, _, behind = rest.rpartition("⟧")
    return before, inner, behind


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(
            row, marks=[] if row["done"] else [pytest.mark.xfail(reason=row["reason"], strict=True)]
        )
        for row in ROWS
    ],
    ids=lambda row: row["id"],
)
def test_a_shape_comes_back(row: dict[str, Any]) -> None:
    before, inner, behind = parts(row)
    broken = garble(inner, row["chain"])
    assert broken is not None and broken != inner
    report = fixenc.repair(before + broken + behind)
    assert report.text == before + inner + behind, row["reason"]
    assert report.undo() == before + broken + behind


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_the_same_shape_unbroken_stays(row: dict[str, Any]) -> None:
    text = "".join(parts(row))
    assert fixenc.repair(text, policy=fixenc.EAGER).text == text


def test_the_file_is_not_shrunk_and_well_formed() -> None:
    assert len(ROWS) >= 140
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    assert sum(not row["done"] for row in ROWS) <= 8
    for row in ROWS:
        assert set(row) == {"id", "chain", "text", "done", "reason"}
        assert row["text"].count("⟦") == row["text"].count("⟧") == 1
