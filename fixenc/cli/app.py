"""The application: which commands there are."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib import import_module
from typing import Annotated

import typer

from fixenc import __version__

# Each command is a function of its own module, of the same name; with its line in the help.
COMMANDS = {
    "repair": "Repair garbled text in files.",
    "undo": "Take a repair back, by its report.",
    "detect": "Say which encoding files are in.",
    "explain": "Show why a text is repaired so, or left.",
    "filter": "Repair a corpus, record by record.",
    "garble": "Make damage, for tests.",
    "encodings": "List the encodings that fixenc knows.",
    "selftest": "Try the promises on this installation.",
}


def application(names: Iterable[str] = COMMANDS) -> typer.Typer:
    """The application with these commands; to load all of them takes twice as long as one."""
    # Plain help: the examples keep their layout, and an error takes one line without a box.
    app = typer.Typer(
        name="fixenc",
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(root)
    for name in names:
        command = getattr(import_module(f"fixenc.cli.{name}"), name)
        app.command(name, short_help=COMMANDS[name])(command)
    return app


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"fixenc {__version__}")
        raise typer.Exit


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
    named = sys.argv[1:2]
    app = application(named if named and named[0] in COMMANDS else COMMANDS)
    app(prog_name="fixenc")
