"""``fixenc filter``: a corpus repaired record by record."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Annotated, BinaryIO

import typer

from fixenc.cli import engines, inputs, options, output, render
from fixenc.cli.engines import Engine
from fixenc.cli.options import Preset
from fixenc.errors import DamagedRecord, FormatError
from fixenc.filter import Counts, Filter, OnDamaged
from fixenc.filter.core import BLOCK, MAX_RECORD
from fixenc.formats import files, table
from fixenc.policy import Annotations, Policy

In = Annotated[str, typer.Argument(metavar="IN", help="A file, or - for standard input.")]
Out = Annotated[str, typer.Argument(metavar="OUT", help="A file, or - for standard output.")]
FormatName = Annotated[
    str | None,
    typer.Option("--format", metavar="NAME", help="text, jsonl, parquet, … [default: a guess]"),
]
Fields = Annotated[
    list[str] | None,
    typer.Option("--field", metavar="PATH", help="A path of strings to look at; repeatable."),
]
Damaged = Annotated[
    OnDamaged, typer.Option("--on-damaged", help="What becomes of records that stay damaged.")
]
MaxRecord = Annotated[
    int,
    typer.Option("--max-record", metavar="BYTES", min=1, help="Pass longer records as they are."),
]
EngineName = Annotated[
    Engine, typer.Option("--engine", help="Who does the work; ray takes Parquet files only.")
]


def filter(
    source: In,
    target: Out,
    format: FormatName = None,
    field: Fields = None,
    on_damaged: Damaged = OnDamaged.KEEP,
    preset: options.PresetName = Preset.STANDARD,
    min_confidence: options.MinConfidence = None,
    max_record: MaxRecord = MAX_RECORD,
    engine: EngineName = Engine.LOCAL,
    quiet: options.Quiet = False,
) -> None:
    """Repair the records of a corpus one by one; clean records come out byte for byte.

    \b
    Examples:
      fixenc filter shard.jsonl clean.jsonl               every string of every record
      fixenc filter --field text shard.jsonl clean.jsonl  only one of them
    """
    policy = options.policy(preset, min_confidence, Annotations.AUTO, False)
    try:
        if engines.takes(source, format, engine):
            counts = engines.filter_parquet(source, target, field or (), policy, on_damaged, engine)
        else:
            counts = _stream(source, target, format, field or (), policy, on_damaged, max_record)
    except DamagedRecord as error:
        output.fail(f"{render.name(source)}: {render.visible(str(error))}")
    except FormatError as error:
        output.fail(render.visible(str(error)))
    except OSError as error:
        output.fail(f"{render.name(source)}: {inputs.why(error)}")
    if not quiet:
        output.complain(f"{render.name(source)}: {summary(counts)}")


def _stream(
    source: str,
    target: str,
    format: str | None,
    fields: list[str] | tuple[()],
    policy: Policy,
    on_damaged: OnDamaged,
    max_record: int,
) -> Counts:
    with _opened(source) as stream:
        head = stream.read(BLOCK) or b""
        sieve = Filter(
            policy=policy,
            format=format or table.guess(source, head),
            fields=fields,
            on_damaged=on_damaged,
            max_record=max_record,
        )
        pieces = _filtered(sieve, head, stream)
        if target == inputs.STDIN:
            for piece in pieces:
                output.write(piece)
        else:
            with files.Writing(target) as writing:
                for piece in pieces:
                    writing.file.write(piece)
    return sieve.counts


def _opened(name: str) -> BinaryIO:
    return sys.stdin.buffer if name == inputs.STDIN else files.reader(name)


def _filtered(sieve: Filter, head: bytes, stream: BinaryIO) -> Iterator[bytes]:
    while head:
        yield sieve.feed(head)
        head = stream.read(BLOCK)
    yield sieve.close()


def summary(counts: Counts) -> str:
    """The counts on one line."""
    parts = [
        f"{getattr(counts, name)} {name}"
        for name in ("passed", "repaired", "quarantined", "dropped")
        if getattr(counts, name)
    ]
    return f"{render.count(counts.records, 'record')}: {', '.join(parts) or 'empty'}"
