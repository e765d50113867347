"""Readings in brackets that an author put there stay."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fixenc import EAGER, STANDARD, Annotations, Policy, repair

CASES = Path(__file__).resolve().parents[2] / "corpus" / "cases"
LINES = (CASES / "readings.jsonl").read_text(encoding="utf-8").split("\n")
ROWS = {row["id"]: row["text"] for row in map(json.loads, filter(None, LINES))}
POLICIES = {
    "standard": STANDARD,
    "eager": EAGER,
    "never": Policy(min_confidence=0.5, strip_annotations=Annotations.NEVER),
}


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
@pytest.mark.parametrize("case", ROWS)
def test_the_readings_of_an_author_stay(case: str, policy: Policy) -> None:
    report = repair(ROWS[case], policy=policy)
    assert report.text == ROWS[case], [(e.before, e.after, e.chain) for e in report.edits]
