"""The command line; the only importer of typer and rich.

``app`` has the commands, each a module of its name. What they share: ``options`` and ``inputs``
take what is given, ``output``, ``render`` and ``progress`` show what there is. ``diff`` and
``results`` belong to ``repair``; ``filtering``, for files, and ``piping``, for streams, to
``filter``.
"""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run ``fixenc`` with the arguments of the process, and exit."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        # Answered before typer is loaded: scripts ask for it often.
        from fixenc import __version__

        print(f"fixenc {__version__}")
        return
    # Modules leave little garbage as they are loaded; to look for it takes 9 ms of 260.
    gc.set_threshold(100_000)
    from fixenc.cli import app

    app.run()
