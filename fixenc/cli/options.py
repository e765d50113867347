"""The options of ``fixenc repair`` as typer takes them; ``asked`` says what they come to."""

from __future__ import annotations

from typing import Annotated

import typer

from fixenc.cli import encodings
from fixenc.cli.asked import Preset
from fixenc.policy import Annotations

Files = Annotated[
    list[str] | None,
    typer.Argument(metavar="FILE", help="Files, or - for standard input.", show_default=False),
]
Output = Annotated[
    str | None,
    typer.Option("-o", "--output", metavar="FILE", help="Write the repaired text to this file."),
]
Write = Annotated[
    bool, typer.Option("-w", "--write", help="Repair the files in place, each in one step.")
]
Backup = Annotated[
    str,
    typer.Option(
        metavar="SUFFIX",
        show_default=False,
        help="With --write: keep the old file, as in '--backup .bak'.",
    ),
]
Check = Annotated[bool, typer.Option("--check", help="Change nothing; exit 1 if a file would be.")]
Diff = Annotated[
    bool, typer.Option("--diff", help="Change nothing; show what would be, and exit 1 if any.")
]
EncodingName = Annotated[
    str | None,
    typer.Option(
        "-e",
        "--encoding",
        metavar="NAME",
        help="The files' encoding; else it is detected. See 'fixenc encodings'.",
        autocompletion=encodings.complete,
    ),
]
PresetName = Annotated[
    Preset,
    typer.Option(
        help="safe: only what is lossless and 99 % sure; standard; eager: even odds suffice."
    ),
]
MinConfidence = Annotated[
    float | None,
    typer.Option(
        min=0.0,
        max=1.0,
        metavar="P",
        help="Make an edit only with this probability of being right. [default: the preset's]",
    ),
]
AnnotationsMode = Annotated[
    Annotations,
    typer.Option(
        "--annotations",
        help="Take out readings in brackets: when the page shows a machine put them in, or not.",
    ),
]
Tidy = Annotated[bool, typer.Option("--tidy", help="Apply ftfy's cosmetic fixes afterwards.")]
ReportFiles = Annotated[
    list[str] | None,
    typer.Option(
        "--report",
        metavar="FILE",
        help="Write a report of every edit: a page when FILE ends in .html, else JSON. Repeatable.",
        show_default=False,
    ),
]
AsJson = Annotated[
    bool, typer.Option("--json", help="The report on standard output, an object a line.")
]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="No summary; only errors.")]
Strict = Annotated[bool, typer.Option("--strict", help="Exit 3 when garble remains.")]
