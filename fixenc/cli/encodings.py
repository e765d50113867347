"""``fixenc encodings``: the catalogue."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from fixenc import codecs
from fixenc.cli import output


def encodings(
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON array of objects, with every label.")
    ] = False,
) -> None:
    """List the encodings that fixenc knows.

    On a terminal a table; otherwise one line for each encoding with tabs between name, kind,
    description and labels. Every label can be given to --encoding.

    \b
    Examples:
      fixenc encodings                       all of them
      fixenc encodings | grep -i cyrillic    those of one script
      fixenc encodings | cut -f1             only the names
      fixenc encodings --json                for a program
    """
    catalogue = codecs.catalogue()
    if as_json:
        output.write_json([_plain(encoding) for encoding in catalogue])
        return
    rows = [(e.name, e.kind.name.lower(), e.description, ", ".join(e.labels)) for e in catalogue]
    output.show_table(("name", "kind", "description", "labels"), rows)


def _plain(encoding: codecs.Encoding) -> dict[str, Any]:
    return {
        "name": encoding.name,
        "kind": encoding.kind.name.lower(),
        "description": encoding.description,
        "labels": list(encoding.labels),
        "superset": encoding.superset,
        "source": encoding.source,
    }


def complete(incomplete: str) -> list[tuple[str, str]]:
    """Shell completion for a name of an encoding: the names with their descriptions."""
    return [
        (encoding.name, encoding.description)
        for encoding in codecs.catalogue()
        if encoding.name.startswith(incomplete.lower())
    ]
