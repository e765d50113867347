"""Spark: one real job on a local cluster of two cores."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integrations.cases import MENDED, ROWS, VERDICTS, recipe

pytest.importorskip("pyspark", reason="needs the extra spark")
pytest.importorskip("pandas", reason="needs the extra spark")

pytestmark = [
    pytest.mark.spark,
    # Spark tells of versions of pandas to come, and leaves its sockets to the collector
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    java = shutil.which("java")
    if java is None:
        pytest.skip("needs Java 17")
    version = subprocess.run([java, "-version"], capture_output=True, text=True).stderr
    if '"17' not in version and '"21' not in version:
        pytest.skip(f"needs Java 17, not {version.partition(chr(10))[0]}")
    from pyspark.sql import SparkSession

    import fixenc.integrations.spark  # noqa: F401 (sets the Python of the workers)

    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("warehouse")))
        .getOrCreate()
    )
    yield session
    session.stop()


def test_a_job_from_parquet_to_parquet(spark: Any, tmp_path: Path) -> None:
    from pyspark.sql import SparkSession

    rows = [(i, text) for i, text in enumerate(ROWS * 50)]
    spark.createDataFrame(rows, "n int, text string").write.parquet(str(tmp_path / "in"))

    names = {"source": str(tmp_path / "in"), "target": str(tmp_path / "out")}
    exec(compile(recipe("Spark"), "recipe", "exec"), {**names, "SparkSession": SparkSession})

    made = spark.read.parquet(str(tmp_path / "out")).orderBy("n").collect()
    assert [row["text"] for row in made] == MENDED * 50
    assert [row["text_verdict"] for row in made] == VERDICTS * 50
    assert made[1]["text_edits"][0]["chain"] == "utf-8>cp1252"
    assert made[4]["text_edits"] is None and made[0]["text_edits"] == []


def test_what_cannot_be_is_refused_before_the_job_runs(spark: Any) -> None:
    from fixenc.integrations.spark import repair_dataframe

    frame = spark.createDataFrame([(1, "x")], "n int, text string")
    with pytest.raises(KeyError, match="nope"):
        repair_dataframe(frame, "nope")
    with pytest.raises(TypeError, match="int32"):
        repair_dataframe(frame, "n")
