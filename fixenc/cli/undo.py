"""``fixenc undo``: back to what a file was before its repair."""

from __future__ import annotations

from typing import Annotated

import typer

from fixenc.cli import inputs, render
from fixenc.cli import output as out
from fixenc.errors import FormatError, ReplayError
from fixenc.formats import files as disk
from fixenc.reports import undo as reports

File = Annotated[
    str, typer.Argument(metavar="FILE", help="A repaired file, or - for standard input.")
]
ReportFile = Annotated[
    str,
    typer.Option(
        "--report",
        metavar="REPORT.json",
        help="What 'fixenc repair --report' wrote, or 'fixenc repair --json'.",
        show_default=False,
    ),
]
Output = Annotated[
    str | None,
    typer.Option("-o", "--output", metavar="FILE", help="Write the old file here, not in place."),
]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="No summary; only errors.")]


def undo(file: File, report: ReportFile, output: Output = None, quiet: Quiet = False) -> None:
    """Bring a file back to what it was before its repair, byte for byte.

    The file must be just as the repair left it: the digest in the report tells. It
    is replaced in one step, as by 'fixenc repair --write'; standard input goes to standard output.

    \b
    Examples:
      fixenc repair -w --report r.json a.txt      repair it, and keep a report
      fixenc undo a.txt --report r.json           and take that back
      fixenc undo a.txt --report r.json -o b.txt  the old one beside it
      fixenc undo - --report r.json < a.txt       through a pipe
    """
    source = inputs.load(file)
    kept = inputs.load(report) if source is not None else None
    if source is None or kept is None:
        raise typer.Exit(out.FAILURE)
    try:
        entries = reports.read(kept.data)
    except FormatError as error:
        out.fail(f"{render.name(report)}: {render.visible(str(error))}")
    try:
        entry = reports.choose(entries, file, source.data)
        before = reports.restore(source.data, entry)
    except reports.AlreadyUndone as error:
        before, said = source.data, str(error)
    except ReplayError as error:
        out.fail(f"{render.name(file)}: left alone, since {render.visible(str(error))}")
    except FormatError as error:
        out.fail(f"{render.name(report)}: {render.visible(str(error))}")
    else:
        said = f"brought back, {render.count(len(before), 'byte')}"
    _emit(source, before, output)
    if not quiet:
        out.complain(f"{render.name(file)}: {said}")


def _emit(source: disk.Source, data: bytes, output: str | None) -> None:
    """Write what was brought back; exit with 2 after a line when that fails."""
    if output == inputs.STDIN or (output is None and source.path == inputs.STDIN):
        out.write(data)
        return
    try:
        if output is None:
            disk.replace(source, data)
        else:
            disk.write(output, [data])
    except OSError as error:
        out.fail(f"{render.name(output or source.path)}: {inputs.why(error)}")
