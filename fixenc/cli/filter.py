"""``fixenc filter``: a corpus repaired record by record."""

from __future__ import annotations

from typing import Annotated

import typer

from fixenc.cli import asked, filtering, options, output, render
from fixenc.cli.asked import Preset
from fixenc.filter import OnDamaged
from fixenc.filter.core import MAX_RECORD
from fixenc.formats import table
from fixenc.jobs.options import Engine
from fixenc.jobs.options import Options as Chosen
from fixenc.policy import Annotations

FORMATS = (*table.FORMATS, *table.WHOLE)

Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="IN OUT",
        help="Files, folders or patterns, and a file or folder for the output; - for a pipe.",
        show_default=False,
    ),
]
FormatName = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="NAME",
        help=f"{', '.join(FORMATS)}; else a guess.",
        autocompletion=lambda incomplete: [name for name in FORMATS if name.startswith(incomplete)],
    ),
]
Fields = Annotated[
    list[str] | None,
    typer.Option(
        "--field",
        "--column",
        metavar="NAME",
        help="Look at this one only: a path as in a.b[].c, or a column. Repeatable.",
    ),
]
Damaged = Annotated[
    OnDamaged | None,
    typer.Option("--on-damaged", help="What becomes of records that stay damaged. [default: keep]"),
]
Held = Annotated[
    str | None,
    typer.Option("--quarantine", metavar="FILE", help="Where those go that are held back."),
]
Metadata = Annotated[
    str | None,
    typer.Option(metavar="FIELD", help="Add verdict, confidence and edits to each record."),
]
MaxRecord = Annotated[
    int,
    typer.Option("--max-record", metavar="BYTES", min=1, help="Pass longer records as they are."),
]
StatsFile = Annotated[
    str | None, typer.Option("--stats", metavar="FILE", help="Write what was counted, as JSON.")
]
Workers = Annotated[
    int, typer.Option("--workers", metavar="N", min=1, help="Processes that work at once.")
]
EngineName = Annotated[
    Engine, typer.Option("--engine", help="Who does the work; ray takes Parquet files only.")
]
Resume = Annotated[
    bool, typer.Option("--resume", help="Keep a journal, and leave out what it says is done.")
]


def filter(
    paths: Paths,
    format: FormatName = None,
    field: Fields = None,
    encoding: options.EncodingName = None,
    on_damaged: Damaged = None,
    quarantine: Held = None,
    preset: options.PresetName = Preset.STANDARD,
    min_confidence: options.MinConfidence = None,
    metadata: Metadata = None,
    max_record: MaxRecord = MAX_RECORD,
    stats_file: StatsFile = None,
    workers: Workers = 1,
    engine: EngineName = Engine.LOCAL,
    resume: Resume = False,
    quiet: options.Quiet = False,
) -> None:
    """Repair the records of a corpus one by one; clean records come out byte for byte.

    \b
    Examples:
      fixenc filter a.jsonl b.jsonl                  every string of every record
      fixenc filter --field text raw/ clean/         a folder, one field
      fixenc filter 'raw/**/*.gz' clean/ --resume    go on where a run ended
      fixenc filter --quarantine q.jsonl a.csv b.csv damaged records apart
      zcat old.srt.gz | fixenc filter - - > new.srt  in a pipe
    """
    if len(paths) < 2:
        output.fail("name an input and an output, as in 'fixenc filter IN OUT'; - is a pipe")
    if on_damaged is OnDamaged.QUARANTINE and quarantine is None:
        output.fail("--on-damaged quarantine needs a place for them: --quarantine FILE")
    if format is not None and format not in FORMATS:
        output.fail(f"no format {render.visible(format)}; there are {', '.join(FORMATS)}")
    chosen = Chosen(
        policy=asked.policy(preset, min_confidence, Annotations.AUTO, False),
        format=format,
        fields=tuple(field or ()),
        encoding=asked.encoding(encoding),
        on_damaged=on_damaged or (OnDamaged.QUARANTINE if quarantine else OnDamaged.KEEP),
        quarantine=quarantine is not None,
        metadata=metadata,
        max_record=max_record,
        engine=engine,
    )
    wishes = filtering.Wishes(quarantine, stats_file, workers=workers, resume=resume, quiet=quiet)
    code = filtering.run(paths, chosen, wishes)
    if code:
        raise typer.Exit(code)
