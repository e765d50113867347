"""fixenc on Ray: a step for Ray Data, and whole Parquet files with all the cores of a cluster.

Needs the extra ``ray``. Ray starts again what a lost worker was doing, and a repair gives the same
every time, so the result is whole whatever dies on the way (but not the driver).
"""

from __future__ import annotations

import logging
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import IO, TYPE_CHECKING, Any

import pyarrow as pa
import ray

from fixenc.filter import Counts, OnDamaged, Quarantined
from fixenc.formats import files
from fixenc.integrations._rows import RowFound, Tally, repair_rows, stream_of
from fixenc.integrations.arrow import repair_batch
from fixenc.integrations.parquet import Layout, Piece, opened, row_group, write
from fixenc.policy import STANDARD, Policy

if TYPE_CHECKING:
    import ray.data  # takes half a second to import, in every worker

# Rows that are worked on together. Of rows of 430 bytes that is 10 MB, and seconds of work: enough
# to make up for the row group that is read for it.
ROWS = 25_000
PARTS = 8  # for each core at most, so that none is idle for long at the end
AHEAD = 2  # parts for each core that are in work or wait to be written


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
    """The file's row groups in pieces, repaired on the cluster, in order.

    By tasks of Ray itself: Ray Data hands them to one worker for the first second.
    """
    # A worker has to read the whole row group for its part of it.
    cluster: Any = ray
    cores = int(cluster.cluster_resources().get("CPU", 1))
    rows = max(rows, sum(layout.sizes) // (PARTS * max(1, cores)))
    parts = (
        (group, start)
        for group, size in enumerate(layout.sizes)
        for start in range(0, max(1, size), rows)
    )
    work = ray.remote(_repair_part)
    waiting: deque[tuple[int, Any]] = deque()
    for group, start in parts:
        asked = work.remote(os.path.abspath(source), group, start, rows, layout, policy)
        waiting.append((group, asked))
        if len(waiting) > AHEAD * cores:
            yield _done(*waiting.popleft())
    while waiting:
        yield _done(*waiting.popleft())


def _done(group: int, asked: Any) -> Piece:
    """A part as it comes from the cluster; waits for it."""
    table, found = ray.get(asked)
    return group, pa.ipc.open_stream(table).read_all(), found


def _repair_part(
    source: str, group: int, start: int, rows: int, layout: Layout, policy: Policy
) -> tuple[bytes, list[RowFound]]:
    """On a worker: some rows of a row group read and repaired, as a stream, and what was found."""
    with files.reader(source) as stream:
        table = row_group(opened(stream), group).slice(start, rows)
    after, found = repair_rows(table, layout.names, policy, layout.schema)
    return stream_of(after), found
