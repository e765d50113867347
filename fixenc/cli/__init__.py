"""The command line; the only importer of typer and rich.

``app`` has the commands, each a module of its name. What they share: ``options``, ``asked`` and
``inputs`` take what is given, ``output``, ``render`` and ``progress`` show what there is.
``repairing``, ``diff`` and ``results`` belong to ``repair``; ``filtering``, for files, and
``piping``, for streams, to ``filter``.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

INTERRUPTED = 130  # the exit codes of typer
NOBODY_READS = 1


def main() -> None:
    """Run ``fixenc`` with the arguments of the process, and exit."""
    given = sys.argv[1:]
    if given in (["--version"], ["-V"]):
        # Answered before typer is loaded: scripts ask for it often.
        from fixenc import __version__

        print(f"fixenc {__version__}")
        return
    # Modules leave little garbage as they are loaded; to look for it takes 9 ms of 260.
    gc.set_threshold(100_000)
    for stream in (sys.stdout, sys.stderr):
        # A terminal of another encoding shows an escape instead of stopping the program.
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    if _is_plain(given):
        _repair(given[1:])
    from fixenc.cli import app

    app.run()


def _is_plain(given: Sequence[str]) -> bool:
    """Whether files are to be repaired without any option, so that nothing is left to parse."""
    if given[:1] != ["repair"] or os.name == "nt":  # where typer looks for files by * and ?
        return False
    return all(name and (name == "-" or name[0] != "-") for name in given[1:])


def _repair(names: list[str]) -> NoReturn:
    """What ``fixenc repair NAMES`` does, a quarter sooner than by typer and pydantic."""
    from fixenc.cli import asked, inputs, repairing

    try:
        sys.exit(repairing.run(inputs.chosen(names), asked.Options()))
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:  # standard error's; standard output is seen to where it is written
        sys.exit(NOBODY_READS)
