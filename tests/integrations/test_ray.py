"""Ray: a local cluster of two workers; one is killed, and the result is whole all the same."""

from __future__ import annotations

import contextlib
import io
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from time import sleep
from typing import Any

import pytest
from typer.testing import CliRunner

from fixenc.cli.app import application
from fixenc.filter import Quarantined
from tests.integrations.cases import MENDED, ROWS, VERDICTS, recipe

ray = pytest.importorskip("ray", reason="needs the extra ray")
pytest.importorskip("ray.data", reason="needs the extra ray")
import pyarrow as pa  # noqa: E402
import pyarrow.parquet as pq  # noqa: E402

from fixenc.integrations import parquet  # noqa: E402
from fixenc.integrations.ray import filter_parquet, repair_dataset  # noqa: E402

pytestmark = [
    pytest.mark.ray,
    # Ray leaves sockets and files to the collector, and tells of its own changes to come
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


@pytest.fixture(scope="module", autouse=True)
def cluster() -> Iterator[None]:
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
    ray.data.DataContext.get_current().enable_progress_bars = False
    yield
    ray.shutdown()


def dataset(rows: int) -> Any:
    texts = (ROWS * (rows // len(ROWS) + 1))[:rows]
    return ray.data.from_arrow(pa.table({"id": range(rows), "text": texts}))


def pids(table: Any) -> Any:
    sleep(0.2)  # long enough for the second worker to start
    return table.append_column("pid", pa.array([os.getpid()] * len(table)))


def test_a_dataset_is_repaired_by_every_worker() -> None:
    repaired = repair_dataset(dataset(1200).repartition(12)).map_batches(
        pids, batch_format="pyarrow"
    )
    rows = sorted(repaired.take_all(), key=lambda row: row["id"])
    assert [row["text"] for row in rows] == MENDED * 200
    assert [row["text_verdict"] for row in rows] == VERDICTS * 200
    assert len({row["pid"] for row in rows}) == 2
    assert rows[1]["text_edits"][0]["chain"] == "utf-8>cp1252"


def test_the_recipe_from_parquet_to_parquet(tmp_path: Path) -> None:
    pq.write_table(pa.table({"id": range(60), "text": ROWS * 10}), tmp_path / "in.parquet")
    names = {"source": str(tmp_path / "in.parquet"), "target": str(tmp_path / "out")}
    exec(compile(recipe("Ray Data"), "recipe", "exec"), names)
    made = pq.read_table(tmp_path / "out").sort_by("id")
    assert made["text"].to_pylist() == MENDED * 10
    assert made["text_verdict"].to_pylist() == VERDICTS * 10


def test_a_worker_that_dies_loses_nothing(tmp_path: Path) -> None:
    mark = tmp_path / "died"

    def die_once(table: Any) -> Any:
        if not mark.exists() and table["id"][0].as_py() > 100:
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return table

    before = dataset(600).repartition(6).map_batches(die_once, batch_format="pyarrow")
    rows = sorted(repair_dataset(before).take_all(), key=lambda row: row["id"])
    assert mark.exists()
    assert [row["id"] for row in rows] == list(range(600))
    assert [row["text"] for row in rows] == MENDED * 100


LOST = "naïve caf\ufffd ???? cr\ufffdme"


def written(path: Path, texts: list[str | None], group: int) -> None:
    kinds = pa.array(["naÃ¯ve", "b"] * (len(texts) // 2)).dictionary_encode()
    table = pa.table({"text": texts, "n": range(len(texts)), "kind": kinds})
    pq.write_table(table, path, row_group_size=group, compression="zstd")


def same(source: Path, **options: Any) -> None:
    """What Ray makes of a file is what one process makes of it, byte for byte."""
    alone, on_ray = io.BytesIO(), io.BytesIO()
    one: list[Quarantined] = []
    other: list[Quarantined] = []
    with source.open("rb") as stream:
        counts = parquet.filter_parquet(stream, alone, quarantine=one.append, **options)
    again = filter_parquet(str(source), on_ray, quarantine=other.append, rows=50, **options)
    first, second = (pq.ParquetFile(io.BytesIO(f.getvalue())) for f in (alone, on_ray))
    assert second.read().equals(first.read(), check_metadata=True)
    groups = [
        [f.metadata.row_group(i).num_rows for i in range(f.num_row_groups)] for f in (first, second)
    ]
    assert groups[0] == groups[1]
    assert counts == again and counts.balanced
    assert [(q.offset, q.reason) for q in one] == [(q.offset, q.reason) for q in other]


@pytest.mark.parametrize("on_damaged", ["keep", "quarantine"])
def test_a_file_comes_out_as_from_one_process(tmp_path: Path, on_damaged: str) -> None:
    written(tmp_path / "in.parquet", [*ROWS, LOST, None] * 40, 130)
    same(tmp_path / "in.parquet", on_damaged=on_damaged)
    same(tmp_path / "in.parquet", on_damaged=on_damaged, with_findings=True, columns=["text"])


def test_a_file_without_rows(tmp_path: Path) -> None:
    written(tmp_path / "in.parquet", [], 10)
    same(tmp_path / "in.parquet")


def test_the_command(tmp_path: Path) -> None:
    written(tmp_path / "in.parquet", [*ROWS, LOST, None] * 10, 30)
    arguments = ["filter", "--engine", "ray", "in.parquet", "out.parquet"]
    with contextlib.chdir(tmp_path):
        done = CliRunner().invoke(application(), arguments)
    assert done.exit_code == 0, done.output
    assert pq.read_table(tmp_path / "out.parquet")["text"].to_pylist()[:6] == MENDED


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="finds the worker to kill by /proc")
def test_a_worker_killed_while_a_file_is_filtered(tmp_path: Path) -> None:
    written(tmp_path / "in.parquet", [f"{row} {i}" for i in range(600) for row in ROWS if row], 500)
    killed: list[int] = []
    over = Event()

    def kill_one() -> None:
        while not over.is_set() and not killed:
            for pid in working():
                if over.wait(0.3):
                    return
                if pid in working():
                    os.kill(pid, signal.SIGKILL)
                    killed.append(pid)
                    return
            over.wait(0.02)

    killer = Thread(target=kill_one)
    killer.start()
    try:
        same(tmp_path / "in.parquet")
    finally:
        over.set()
        killer.join()
    assert killed


def working() -> list[int]:
    """The processes of this cluster that repair parts of a file just now."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            title = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if title.startswith(b"ray::") and b"_repair_part" in title:
            found.append(int(folder.name))
    return found
