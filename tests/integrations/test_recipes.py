"""The recipes of docs/engines.md, each run as it stands there."""

from __future__ import annotations

import doctest
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.integrations.cases import MENDED, ROWS, VERDICTS, recipe

pa = pytest.importorskip("pyarrow", reason="needs the extra arrow")
from fixenc.integrations.arrow import output_schema, repair_batch  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
IDS = list(range(len(ROWS)))

pytestmark = [
    pytest.mark.recipe,
    # what engines leave open or announce is theirs to mend
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def run(title: str) -> Any:
    """What a recipe makes of the rows."""
    table = pa.table({"id": IDS, "text": ROWS})
    names = {
        "pa": pa,
        "repair_batch": repair_batch,
        "output_schema": output_schema,
        "table": table,
        "__name__": "recipe",
    }
    exec(compile(recipe(title), title, "exec"), names)
    return names["repaired"]


def rows_of_table(made: Any) -> list[dict[str, Any]]:
    return list(made.to_pylist())


def rows_of_frame(made: Any) -> list[dict[str, Any]]:
    return list(made.to_dicts())


def rows_of_dataset(made: Any) -> list[dict[str, Any]]:
    return list(made.with_format(None))


@pytest.mark.parametrize(
    ("title", "module", "rows_of"),
    [
        ("DuckDB", "duckdb", rows_of_table),
        ("Polars", "polars", rows_of_frame),
        ("Hugging Face datasets", "datasets", rows_of_dataset),
        ("Daft", "daft", rows_of_table),
    ],
)
def test_a_recipe(title: str, module: str, rows_of: Callable[[Any], list[dict[str, Any]]]) -> None:
    pytest.importorskip(module, reason=f"needs {module}, of the extra engines")
    rows = sorted(rows_of(run(title)), key=lambda row: row["id"])
    assert [row["text"] for row in rows] == MENDED
    if title != "DuckDB":
        assert [row["text_verdict"] for row in rows] == VERDICTS
    if title in ("Polars", "Hugging Face datasets"):
        assert rows[1]["text_edits"][0]["chain"] == "utf-8>cp1252"


def test_the_examples_of_the_page() -> None:
    failed, tried = doctest.testfile(str(ROOT / "docs" / "engines.md"), module_relative=False)
    assert (failed, tried > 5) == (0, True)
