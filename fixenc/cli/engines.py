"""``fixenc filter`` of Parquet files, in this process or on an engine."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import IO

from fixenc.cli import inputs, output
from fixenc.errors import FormatError
from fixenc.filter import Counts, OnDamaged, Quarantined
from fixenc.formats import files
from fixenc.policy import Policy


class Engine(StrEnum):
    """Who does the work."""

    LOCAL = "local"  # this process
    RAY = "ray"


def takes(source: str, format: str | None, engine: Engine) -> bool:
    """Whether an input is a matter for this module; ``FormatError`` when no one takes it."""
    if format == "parquet" or (format is None and source.lower().endswith((".parquet", ".pq"))):
        return True
    if engine is not Engine.LOCAL:
        raise FormatError(f"--engine {engine} takes Parquet files only")
    return False


def filter_parquet(
    source: str,
    target: str,
    columns: Sequence[str],
    policy: Policy,
    on_damaged: OnDamaged,
    engine: Engine,
    quarantine: Callable[[Quarantined], object] | None = None,
) -> Counts:
    """Filter a Parquet file into another. Errors as of the integrations, and ``OSError``."""
    if engine is Engine.RAY and source == inputs.STDIN:
        raise FormatError("--engine ray needs a file that its workers can read")

    def run(stream: IO[bytes]) -> Counts:
        try:
            if engine is Engine.RAY:
                from fixenc.integrations import ray

                return ray.filter_parquet(
                    source,
                    stream,
                    columns,
                    policy=policy,
                    on_damaged=on_damaged,
                    quarantine=quarantine,
                )
            from fixenc.integrations import parquet

            with _opened(source) as opened:
                return parquet.filter_parquet(
                    opened,
                    stream,
                    columns,
                    policy=policy,
                    on_damaged=on_damaged,
                    quarantine=quarantine,
                )
        except ModuleNotFoundError as error:
            extra = "ray" if engine is Engine.RAY else "arrow"
            raise FormatError(f"needs {error.name}: pip install 'fixenc[{extra}]'") from None

    if target == inputs.STDIN:
        made = io.BytesIO()
        counts = run(made)
        output.write(made.getvalue())
        return counts
    with files.Writing(target) as writing:
        return run(writing.file)


def _opened(name: str) -> IO[bytes]:
    return io.BytesIO(sys.stdin.buffer.read()) if name == inputs.STDIN else files.reader(name)
