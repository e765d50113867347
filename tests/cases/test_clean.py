"""Clean text comes back as it was, however much it looks damaged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fixenc import EAGER, STANDARD, Policy, Verdict, repair

CASES = Path(__file__).resolve().parents[2] / "corpus" / "cases"


def texts(name: str) -> dict[str, str]:
    """The texts of a case file by their ids."""
    lines = (CASES / name).read_text(encoding="utf-8").split("\n")
    rows = [json.loads(line) for line in lines if line]
    return {row["id"]: row["text"] for row in rows}


CLEAN = texts("clean.jsonl")
SENTENCES = texts("sentences.jsonl")
POLICIES = {"standard": STANDARD, "eager": EAGER}


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
@pytest.mark.parametrize("case", CLEAN)
def test_a_clean_line_is_left_alone(case: str, policy: Policy) -> None:
    report = repair(CLEAN[case], policy=policy)
    assert report.text == CLEAN[case], [(e.before, e.after, e.chain) for e in report.edits]
    assert report.verdict is not Verdict.REPAIRED


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
@pytest.mark.parametrize("number", range(1, 13))
def test_a_page_of_clean_sentences_is_left_alone(number: int, policy: Policy) -> None:
    """One sentence of each language, each on a line of its own."""
    page = "\n".join(text for case, text in SENTENCES.items() if case.endswith(f"-{number:02}"))
    report = repair(page, policy=policy)
    assert report.text == page, [(e.before, e.after, e.chain) for e in report.edits]
    assert report.verdict is Verdict.CLEAN, report.damage


@pytest.mark.parametrize("path", sorted((CASES / "pages").glob("*.txt")), ids=lambda p: p.stem)
def test_a_whole_page_is_left_alone(path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    report = repair(page, policy=EAGER)
    assert report.text == page, [(e.before, e.after, e.chain) for e in report.edits]
    assert report.verdict is Verdict.CLEAN, report.damage
