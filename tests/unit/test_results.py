"""The tables and plots of the documentation come from what the benchmarks left."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from benchmarks import all as every
from benchmarks import markdown, results, tables

ROOT = Path(__file__).resolve().parents[2]
FOUND = {"bare Python": 12.25, "import": 11.5}


def test_a_run_leaves_both_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "FOLDER", tmp_path / "results")
    assert results.load("cold") is None
    results.keep("cold", ["--capture", "page"], FOUND)
    run = results.load("cold")
    assert run is not None
    assert run["found"] == FOUND
    assert run["run"]["command"] == "python -m benchmarks cold --capture page"
    page = (tmp_path / "results" / "cold.md").read_text("utf-8")
    assert page.startswith("`python -m benchmarks cold --capture page`, 2")
    assert "| bare Python | 12 |\n" in page


def test_a_table_takes_the_place_of_the_one_before() -> None:
    page = "before\n\n<!-- cold -->\nold\n<!-- end -->\n\n<!-- speed -->\nkept\n<!-- end -->\n"
    once = tables.filled(page, {"cold": "new \\1\n"})
    assert once.startswith("before\n\n<!-- cold -->\n\nnew \\1\n\n<!-- end -->\n")
    assert once.endswith("<!-- speed -->\nkept\n<!-- end -->\n")
    assert tables.filled(once, {"cold": "new \\1\n"}) == once


def test_every_benchmark_has_a_table_and_every_table_a_place() -> None:
    assert set(every.ORDER) <= set(markdown.TABLES)
    places = re.findall(r"<!-- (\w+) -->", (ROOT / "docs" / "benchmarks.md").read_text("utf-8"))
    assert set(every.ORDER) == set(places) - {"end"}
    assert places.count("end") == len(places) / 2
    assert "<!-- overview -->" in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("picture", ["accuracy", "throughput", "reliability"])
def test_plots_have_their_points_beside_them(picture: str) -> None:
    folder = ROOT / "docs" / "images"
    points = json.loads((folder / f"{picture}.json").read_text("utf-8"))
    assert points
    assert 5_000 < (folder / f"{picture}.png").stat().st_size < 200_000
