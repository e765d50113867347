"""fixenc on Ray: a step for Ray Data, and whole Parquet files with all the cores of a cluster.

Needs the extra ``ray``. Ray starts again what a lost worker was doing, and a repair gives the same
every time, so the result is whole whatever dies on the way (but not the driver).
"""

from __future__ import annotations

import logging
import os
import pickle
from collections.abc import Callable, Iterator, Sequence
from typing import IO, Any

import pyarrow as pa
import ray
import ray.data

from fixenc.filter import Counts, OnDamaged, Quarantined
from fixenc.formats import files
from fixenc.integrations._rows import Tally, repair_rows, stream_of
from fixenc.integrations.arrow import repair_batch
from fixenc.integrations.parquet import Layout, Piece, opened, row_group, write
from fixenc.policy import STANDARD, Policy

# Rows that are worked on together. Of rows of 430 bytes that is 10 MB, and with garble in 1 % of
# them seconds of work: enough to make up for the 10 ms that Ray takes for each.
ROWS = 25_000
PARTS = 8  # for each core at most, so that none is idle for long at the end


def repair_dataset(
    dataset: ray.data.Dataset,
    column: str | Sequence[str] = "text",
    *,
    policy: Policy = STANDARD,
    **options: Any,
) -> ray.data.Dataset:
    """``dataset`` with a column, or several, repaired as by ``repair_batch``.

    ``options`` go to ``Dataset.map_batches``. Ray hands out blocks, and a file of Parquet may be
    one: ``repartition`` a dataset of fewer blocks than cores first.
    """
    return dataset.map_batches(
        repair_batch,
        batch_format="pyarrow",
        zero_copy_batch=True,
        fn_kwargs={"column": column, "policy": policy},
        **options,
    )


def filter_parquet(
    source: str,
    target: IO[bytes],
    columns: Sequence[str] = (),
    *,
    policy: Policy = STANDARD,
    on_damaged: OnDamaged | str = OnDamaged.KEEP,
    quarantine: Callable[[Quarantined], object] | None = None,
    with_findings: bool = False,
    counts: Counts | None = None,
    rows: int = ROWS,
    report: Callable[[int], object] = lambda size: None,
) -> Counts:
    """As ``fixenc.integrations.parquet.filter_parquet``, on the cluster that Ray is connected to.

    ``source`` is a path that every node can read. Row groups are cut into parts of ``rows`` rows,
    so that every core has work, and are whole again in ``target``, in their order. Connects as
    ``ray.init`` does where nothing is connected yet. Ray tells of its work only what is wrong.
    """
    if not ray.is_initialized():
        ray.init(include_dashboard=False, log_to_driver=False, logging_level=logging.WARNING)
    with files.reader(source) as stream:
        layout = Layout.of(opened(stream), columns, with_findings)
    pieces = _pieces(source, layout, policy, rows)
    tally = Tally(Counts() if counts is None else counts, OnDamaged(on_damaged), quarantine)
    return write(pieces, target, layout, files.size(source), tally, report)


def _pieces(source: str, layout: Layout, policy: Policy, rows: int) -> Iterator[Piece]:
    """The file's row groups in pieces, repaired on the cluster, in order."""
    # A worker has to read the whole row group for its part of it.
    cluster: Any = ray
    cores = int(cluster.cluster_resources().get("CPU", 1))
    rows = max(rows, sum(layout.sizes) // (PARTS * max(1, cores)))
    parts = [
        {"group": group, "start": start}
        for group, size in enumerate(layout.sizes)
        for start in range(0, max(1, size), rows)
    ]
    if not parts:
        return
    context = ray.data.DataContext.get_current()
    before = context.execution_options.preserve_order, context.enable_progress_bars
    context.execution_options.preserve_order, context.enable_progress_bars = True, False
    work: Any = _repair_part
    done: Any
    try:
        done = ray.data.from_items(parts, override_num_blocks=len(parts)).map_batches(
            work,
            batch_size=1,
            batch_format="pyarrow",
            fn_kwargs={
                "source": os.path.abspath(source),
                "names": layout.names,
                "schema": layout.schema,
                "policy": policy,
                "rows": rows,
            },
        )
        log = logging.getLogger("ray.data")  # of which the first dataset sets the level
        level = log.level
        log.setLevel(logging.WARNING)
        for batch in done.iter_batches(batch_size=None, batch_format="pyarrow"):
            for part in batch.to_pylist():
                table = pa.ipc.open_stream(part["table"]).read_all()
                yield part["group"], table, pickle.loads(part["found"])
        log.setLevel(level)
    finally:
        context.execution_options.preserve_order, context.enable_progress_bars = before


def _repair_part(
    parts: pa.Table,
    source: str,
    names: Sequence[str],
    schema: pa.Schema,
    policy: Policy,
    rows: int,
) -> pa.Table:
    """On a worker: the parts named in a table read, repaired, and put into another table."""
    made: list[dict[str, Any]] = []
    with files.reader(source) as stream:
        file = opened(stream)
        for part in parts.to_pylist():
            table = row_group(file, part["group"]).slice(part["start"], rows)
            after, found = repair_rows(table, names, policy, schema)
            made.append(
                {"group": part["group"], "table": stream_of(after), "found": pickle.dumps(found)}
            )
    return pa.Table.from_pylist(made, schema=_PART)


_PART = pa.schema([("group", pa.int64()), ("table", pa.large_binary()), ("found", pa.binary())])
