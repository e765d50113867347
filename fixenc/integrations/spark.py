"""fixenc on Spark: a column of a DataFrame repaired by every core, as Arrow batches.

Needs the extra ``spark`` and Java 17. Import this before the session is made: the workers then run
the Python that the driver runs, with fixenc in it, unless ``PYSPARK_PYTHON`` says otherwise.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

from fixenc.integrations.arrow import output_schema, repair_batch
from fixenc.policy import STANDARD, Policy

os.environ.setdefault("PYSPARK_PYTHON", sys.executable)


def repair_dataframe(
    frame: DataFrame, column: str | Sequence[str] = "text", *, policy: Policy = STANDARD
) -> DataFrame:
    """``frame`` with a column, or several, repaired as by ``repair_batch``.

    Runs when Spark needs the rows, batch by batch (``spark.sql.execution.arrow.maxRecordsPerBatch``
    rows each), in as many tasks as the frame has partitions. Errors as of ``repair_batch``.
    """

    def repaired(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return (repair_batch(batch, column, policy=policy) for batch in batches)

    return frame.mapInArrow(
        repaired, from_arrow_schema(output_schema(to_arrow_schema(frame.schema), column))
    )
