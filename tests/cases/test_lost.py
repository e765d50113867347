"""Hand-written lines that lost bytes, and questions that did not: ``corpus/cases/lost.jsonl``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import fixenc
from fixenc.spans import Certainty

CASES = Path(__file__).resolve().parents[2] / "corpus" / "cases" / "lost.jsonl"
ROWS = [json.loads(line) for line in CASES.read_text("utf-8").split("\n") if line]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_line_comes_back_as_far_as_it_can(row: dict[str, str]) -> None:
    report = fixenc.repair(row["garbled"])
    assert report.text == row["repaired"], row["reason"]
    assert report.undo() == row["garbled"]
    if row["repaired"] == row["garbled"]:
        assert not report.damage
    elif row["repaired"] != row["text"]:
        assert any(0.0 < damage.lost <= 1.0 for damage in report.damage)


def test_the_file_is_not_shrunk_and_well_formed() -> None:
    assert len(ROWS) >= 30
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    for row in ROWS:
        assert set(row) == {"id", "lang", "text", "garbled", "repaired", "reason"}
        holes = row["repaired"].count("\ufffd")
        assert row["repaired"] == row["text"] or 0 < holes < len(row["text"]) / 2


def test_what_is_filled_in_is_called_inferred() -> None:
    lossy = [row for row in ROWS if row["repaired"] == row["text"] != row["garbled"]]
    assert len(lossy) >= 10
    for row in lossy:
        edits = fixenc.repair(row["garbled"]).edits
        assert any(edit.certainty is Certainty.INFERRED for edit in edits), row["id"]
