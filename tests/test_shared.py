"""Real pages from the optional folder ../shared; these tests are skipped when it is absent."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.outside import DIFFERENCES, digest
from fixenc import EAGER, Verdict, fix, repair


def read(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def test_the_clean_pages_are_clean(shared: Path) -> None:
    pages = [path for path in sorted((shared / "seeds").glob("*.txt")) if path.stem[:3] != "004"]
    assert pages
    for page in pages:
        report = repair(read(page), policy=EAGER)
        assert report.verdict is Verdict.CLEAN, (page.name, report.edits, report.damage)


def test_the_damaged_page_becomes_what_was_written(shared: Path) -> None:
    (damaged,) = (path for path in (shared / "seeds").glob("004_*.txt"))
    gold = read(shared / "seeds" / "004.gold.txt")
    report = repair(read(damaged))
    assert report.text == gold
    assert report.undo() == read(damaged)


def test_what_was_written_is_left_alone(shared: Path) -> None:
    gold = read(shared / "seeds" / "004.gold.txt")
    report = repair(gold, policy=EAGER)
    assert report.text == gold and report.verdict is Verdict.CLEAN


def test_each_difference_to_the_cases_of_ftfy_has_a_reason(shared: Path) -> None:
    rows = [json.loads(line) for line in DIFFERENCES.read_text("utf-8").split("\n")[:-1]]
    reasons = {row["id"]: row for row in rows}
    seen = set()
    for path in sorted((shared / "ftfy-cases").glob("*.json")):
        for case in json.loads(path.read_text("utf-8")):
            text, right = case["original"], case.get("fixed-encoding", case["fixed"])
            if (after := fix(text)) == right:
                continue
            row = reasons[digest(text)]
            seen.add(row["id"])
            assert row["verdict"] != "better" or digest(after) == row["right"], case["label"]
    assert seen == set(reasons), "a difference that is no more"
