"""Files that are no streams of records, Parquet and WARC: one becomes another as a whole."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from typing import IO, Any, cast

from fixenc.errors import FormatError
from fixenc.filter import Counts, Quarantined
from fixenc.formats import compressed, files, table
from fixenc.jobs.options import Engine, Options

HEAD = 16  # bytes by which a file shows what it is
Hold = Callable[[Quarantined], object]
Report = Callable[[int], object]

# What a format has no use for, of the options.
_ENCODING = ("encoding", "--encoding")
_NOT_FOR = {
    "parquet": (_ENCODING,),
    "warc": (_ENCODING, ("fields", "--field"), ("metadata", "--metadata")),
}
SOUGHT = ("parquet",)  # those that need a file to seek in
_EXTRAS = {"parquet": "arrow", "warc": "warc"}


def format_of(path: str, options: Options) -> str | None:
    """Which of these formats a file is of, as told or by its name and start; None for all others.

    Raises ``FormatError`` for a compressed file that is broken, ``OSError``.
    """
    if options.format is not None:
        return options.format if options.format in table.WHOLE else None
    name = compressed.bare(path)
    if files.stamp(path) is None:  # a pipe, which can be read only once
        return table.guess_whole(name, b"")
    with files.reader(path) as file:
        start = file.read(HEAD)
        file.seek(0)
        return table.guess_whole(name, compressed.reader(file, start).read(HEAD))


def filtered(
    format: str,
    names: tuple[str, str],
    source: compressed.Stream,
    target: IO[bytes],
    options: Options,
    hold: Hold | None,
    report: Report = lambda size: None,
) -> Counts:
    """Write what becomes of the file ``source`` to ``target``; ``names`` are those of the two.

    What is compressed as a whole is to be unpacked already; Parquet needs a file to seek in.
    ``report`` is told bytes of Parquet as they are done. Raises ``FormatError``, ``DamagedRecord``
    and ``OSError``.
    """
    for option, name in _NOT_FOR[format]:
        if getattr(options, option):
            raise FormatError(f"{name} has no use in {format}; leave it out")
    if options.engine is not Engine.LOCAL and format != "parquet":
        raise FormatError(f"--engine {options.engine} takes Parquet files only")
    try:
        if format == "warc":
            return _warc(names[1], source, target, options, hold)
        return _parquet(names[0], source, target, options, hold, report)
    except ModuleNotFoundError as error:
        extra = "ray" if options.engine is Engine.RAY else _EXTRAS[format]
        raise FormatError(f"needs {error.name}: pip install 'fixenc[{extra}]'") from None


def _parquet(
    name: str,
    source: compressed.Stream,
    target: IO[bytes],
    options: Options,
    hold: Hold | None,
    report: Report,
) -> Counts:
    wishes: dict[str, Any] = {
        "policy": options.policy,
        "on_damaged": options.on_damaged,
        "quarantine": hold,
        "with_findings": options.metadata is not None,
        "report": report,
    }
    if options.engine is Engine.LOCAL:
        from fixenc.integrations import parquet

        return parquet.filter_parquet(cast(IO[bytes], source), target, options.fields, **wishes)
    from fixenc.integrations import ray

    if files.stamp(name) is None:
        raise FormatError("--engine ray needs a file that its workers can read")
    return ray.filter_parquet(name, target, options.fields, **wishes)


def _warc(
    name: str, source: compressed.Stream, target: IO[bytes], options: Options, hold: Hold | None
) -> Counts:
    from fixenc.integrations import warc

    # Each record is a member of its own in gzip, so that it can be read alone.
    gzip = compressed.suffix_of(name) == ".gz"
    with nullcontext(target) if gzip else compressed.packing(target, name) as output:
        return warc.convert(
            cast(IO[bytes], source),
            output,
            policy=options.policy,
            on_damaged=options.on_damaged,
            quarantine=hold,
            gzip=gzip,
        )
