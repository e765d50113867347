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


def test_a_folder_of_tables_and_of_text(source: Path, tmp_path: Path) -> None:
    folder = tmp_path / "raw"
    (folder / "deep").mkdir(parents=True)
    data = source.read_bytes()
    (folder / "a.txt").write_text("Un cafÃ© noir.\n", "utf-8")
    (folder / "deep/b.parquet").write_bytes(data)
    (folder / "deep/no-name").write_bytes(data)  # told by how it begins
    assert run(source, tmp_path / "one.parquet").exit_code == 0
    for workers, more in (("1", []), ("2", ["--resume"]), ("1", ["--resume"])):
        done = run(folder, tmp_path / "out", "--workers", workers, *more)
        assert done.exit_code == 0, done.output
        assert "3 files, 13 records: 6 passed, 7 repaired" in done.stderr
        for name in ("deep/b.parquet", "deep/no-name"):
            written = (tmp_path / "out" / name).read_bytes()
            assert written == (tmp_path / "one.parquet").read_bytes()
    assert done.stderr.count("done before") == 3


def test_through_a_pipe(source: Path, tmp_path: Path) -> None:
    assert run(source, tmp_path / "one.parquet").exit_code == 0
    whole = (tmp_path / "one.parquet").read_bytes()
    assert run(source, "-").stdout_bytes == whole
    data = source.read_bytes()
    command = ["filter", "--format", "parquet", "-", "-"]
    assert CliRunner().invoke(application(), command, input=data).stdout_bytes == whole
    done = CliRunner().invoke(application(), ["filter", "-", "-"], input=data)
    assert done.exit_code == 2 and "say so with --format parquet" in done.stderr


def test_metadata_are_columns(source: Path, tmp_path: Path) -> None:
    assert run("--metadata", "fixenc", source, tmp_path / "out.parquet").exit_code == 0
    made = pq.read_table(tmp_path / "out.parquet")
    assert made["text_verdict"].to_pylist().count("repaired") == 3
    again = run("--metadata", "fixenc", tmp_path / "out.parquet", tmp_path / "more.parquet")
    assert again.exit_code == 2 and "there is a column text_verdict already" in again.stderr
    done = run("--field", "text", tmp_path / "out.parquet", tmp_path / "again.parquet")
    assert done.exit_code == 0, done.stderr
    assert pq.read_table(tmp_path / "again.parquet").equals(made)


def test_a_broken_row_group_is_told_with_the_name(source: Path, tmp_path: Path) -> None:
    data = bytearray(source.read_bytes())
    data[4:60] = bytes(byte ^ 0x5A for byte in data[4:60])
    source.write_bytes(data)
    done = run(source, tmp_path / "out.parquet")
    assert done.exit_code == 2
    assert f"{source}: row group 1 is broken" in done.stderr and done.stderr.count("\n") == 1
    assert not (tmp_path / "out.parquet").exists()
