"""The application: which commands there are."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from fixenc import __version__
from fixenc.cli import detect, encodings, explain, filter, garble, repair, selftest, undo

# Plain help: the examples keep their layout, and an error takes one line without a box.
app = typer.Typer(
    name="fixenc",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("repair", short_help="Repair garbled text in files.")(repair.repair)
app.command("undo", short_help="Take a repair back, by its report.")(undo.undo)
app.command("detect", short_help="Say which encoding files are in.")(detect.detect)
app.command("explain", short_help="Show why a text is repaired so, or left.")(explain.explain)
app.command("filter", short_help="Repair a corpus, record by record.")(filter.filter)
app.command("garble", short_help="Make damage, for tests.")(garble.garble)
app.command("encodings", short_help="List the encodings that fixenc knows.")(encodings.encodings)
app.command("selftest", short_help="Try the promises on this installation.")(selftest.selftest)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"fixenc {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool,
        typer.Option(
            "-V", "--version", is_eager=True, callback=_show_version, help="Show the version."
        ),
    ] = False,
) -> None:
    """Find garbled text, undo the damage, and say how sure it is.

    \b
    Examples:
      fixenc repair letter.txt > repaired.txt     a repaired copy
      fixenc repair --diff *.txt                  see what would change
      fixenc repair --write --backup .bak *.txt   repair files where they are
      fixenc detect old.txt                       which encoding is it in?
      fixenc explain letter.txt                   why is it repaired so?

    Exit codes: 0 done, or nothing to do; 1 --check or --diff found something; 2 wrong usage, or
    a file that could not be read or written; 3 damage remains and --strict was given.
    """


def run() -> None:
    """Run the application with the arguments of the process, and exit."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal of another encoding shows an escape instead of stopping the program.
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    app(prog_name="fixenc")
