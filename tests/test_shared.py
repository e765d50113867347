"""Real pages from the optional folder ../shared; these tests are skipped when it is absent."""

from __future__ import annotations

from pathlib import Path

from fixenc import EAGER, Verdict, repair


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
