"""``fixenc filter`` of Parquet files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from fixenc.cli.app import application
from tests.integrations.cases import MENDED, ROWS

pa = pytest.importorskip("pyarrow", reason="needs the extra arrow")
import pyarrow.parquet as pq  # noqa: E402

pytestmark = pytest.mark.arrow


def run(*arguments: object) -> Any:
    return CliRunner().invoke(application(), ["filter", *map(str, arguments)])


@pytest.fixture
def source(tmp_path: Path) -> Path:
    pq.write_table(pa.table({"text": ROWS, "title": ROWS}), tmp_path / "in.parquet")
    return tmp_path / "in.parquet"


def test_a_parquet_file(source: Path, tmp_path: Path) -> None:
    done = run(source, tmp_path / "out.parquet")
    assert done.exit_code == 0, done.output
    assert "6 records: 3 passed, 3 repaired" in done.stderr
    made = pq.read_table(tmp_path / "out.parquet")
    assert made["text"].to_pylist() == made["title"].to_pylist() == MENDED


def test_one_column_under_another_name(source: Path, tmp_path: Path) -> None:
    renamed = source.rename(tmp_path / "shard")
    done = run("--format", "parquet", "--field", "title", renamed, tmp_path / "out")
    assert done.exit_code == 0, done.output
    made = pq.read_table(tmp_path / "out")
    assert made["text"].to_pylist() == ROWS and made["title"].to_pylist() == MENDED


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--field", "nope"], "no column 'nope'"),
        (["--engine", "ray", "--format", "text"], "takes Parquet files only"),
    ],
)
def test_what_cannot_be_is_one_line(
    source: Path, tmp_path: Path, arguments: list[str], message: str
) -> None:
    done = run(*arguments, source, tmp_path / "out.parquet")
    assert done.exit_code == 2 and message in done.stderr and "Traceback" not in done.output
    assert not (tmp_path / "out.parquet").exists()


def test_what_is_no_parquet_file_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "in.parquet").write_bytes(b"PAR1")
    done = run(tmp_path / "in.parquet", tmp_path / "out.parquet")
    assert done.exit_code == 2 and "not a Parquet file" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.parquet"]
