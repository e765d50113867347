"""What an engine adds: rows a second through each, where fixenc itself costs next to nothing.

``python -m benchmarks engines [--rows N] [NAME…]``. The rows are ASCII, about 430 bytes each, so
what is measured is how an engine hands batches to Python and takes them back. By the clock, the
second of two jobs in one process; on a machine with other work read ratios. Engines that are not
installed are left out.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from io import BytesIO
from tempfile import TemporaryDirectory
from time import perf_counter

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks import results
from benchmarks.arrow import Rows
from fixenc.integrations.arrow import output_schema, repair_batch

BATCH = 10_000  # rows

# A job takes the table and the path of the same as a Parquet file.
Job = Callable[[pa.Table, str], object]


@contextmanager
def _arrow() -> Iterator[Job]:
    yield lambda table, path: repair_batch(table)


@contextmanager
def _parquet() -> Iterator[Job]:
    from fixenc.integrations.parquet import filter_parquet

    def job(table: pa.Table, path: str) -> None:
        with open(path, "rb") as stream:
            filter_parquet(stream, BytesIO())

    yield job


@contextmanager
def _polars() -> Iterator[Job]:
    import polars as pl

    def job(table: pa.Table, path: str) -> None:
        schema = pl.from_arrow(output_schema(table.schema).empty_table()).schema
        pl.scan_parquet(path).map_batches(
            lambda frame: pl.from_arrow(repair_batch(frame.to_arrow())),
            schema=schema,
            streamable=True,
        ).collect(engine="streaming")

    yield job


@contextmanager
def _duckdb() -> Iterator[Job]:
    import duckdb

    connection = duckdb.connect()
    connection.create_function(
        "mend",
        lambda texts: repair_batch(pa.table({"text": texts}))["text"],
        ["VARCHAR"],
        "VARCHAR",
        type="arrow",
    )
    query = "SELECT mend(text) AS text FROM read_parquet(?)"
    yield lambda table, path: connection.execute(query, [path]).to_arrow_table()
    connection.close()


@contextmanager
def _datasets() -> Iterator[Job]:
    import datasets

    datasets.disable_progress_bars()
    datasets.disable_caching()

    def job(table: pa.Table, path: str) -> None:
        pages = datasets.Dataset(table).with_format("arrow")
        pages.map(repair_batch, batched=True, batch_size=BATCH)

    yield job


@contextmanager
def _datatrove() -> Iterator[Job]:
    from datatrove.data import Document

    from fixenc.integrations.datatrove import FixencFormatter

    def job(table: pa.Table, path: str) -> None:
        texts = enumerate(table["text"].to_pylist())
        docs = (Document(text=text, id=str(number)) for number, text in texts)
        for _ in FixencFormatter().run(docs):
            pass

    yield job


@contextmanager
def _ray() -> Iterator[Job]:
    import ray
    import ray.data

    from fixenc.integrations.ray import repair_dataset

    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
    ray.data.DataContext.get_current().enable_progress_bars = False
    yield lambda table, path: repair_dataset(ray.data.read_parquet(path)).materialize()
    ray.shutdown()


@contextmanager
def _spark() -> Iterator[Job]:
    from pyspark.sql import SparkSession

    from fixenc.integrations.spark import repair_dataframe

    session = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    spark = session.getOrCreate()
    noop = lambda frame: frame.write.format("noop").mode("overwrite").save()  # noqa: E731
    yield lambda table, path: noop(repair_dataframe(spark.read.parquet(path)))
    spark.stop()


ENGINES = {
    "pyarrow": _arrow,
    "parquet": _parquet,
    "polars": _polars,
    "duckdb": _duckdb,
    "datasets": _datasets,
    "datatrove": _datatrove,
    "ray": _ray,
    "pyspark": _spark,
}


def main(arguments: list[str]) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks engines")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(ENGINES))
    parser.add_argument("--rows", type=int, default=100_000)
    options = parser.parse_args(arguments)
    rows = Rows()
    texts = [rows.of("ascii") for _ in range(options.rows)]
    found: dict[str, dict[str, float]] = {}
    with TemporaryDirectory() as folder:
        path = os.path.join(folder, "in.parquet")
        table = pa.table({"text": texts})
        pq.write_table(table, path, row_group_size=BATCH, compression="zstd")
        for name, engine in ENGINES.items():
            if (options.names and name not in options.names) or not _is_here(name):
                continue
            start = perf_counter()
            with engine() as job:
                times = [perf_counter() - start]
                for _ in range(2):
                    start = perf_counter()
                    job(table, path)
                    times.append(perf_counter() - start)
            found[name] = {
                "start, s": times[0],
                "first job, s": times[1],
                "rows/s": len(texts) / times[2],
            }
            print(
                f"{name:12}start {times[0]:6.1f} s  first job {times[1]:6.1f} s "
                f"{found[name]['rows/s']:12,.0f} rows/s"
            )
    results.keep("engines", arguments, found)
    return 0


def _is_here(name: str) -> bool:
    return find_spec({"parquet": "pyarrow"}.get(name, name)) is not None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
