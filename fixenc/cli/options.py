"""The options of ``fixenc repair``, and what they come to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated

import typer

from fixenc import codecs
from fixenc.cli import encodings, output, render
from fixenc.errors import EncodingNotFound, PolicyError
from fixenc.policy import PRESETS, Annotations, Policy


class Preset(StrEnum):
    """The presets of the policy by name."""

    SAFE = "safe"
    STANDARD = "standard"
    EAGER = "eager"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What ``fixenc repair`` was asked to do. ``output`` is a file's name or None."""

    policy: Policy
    encoding: str | None
    output: str | None
    write: bool
    backup: str
    check: bool
    diff: bool
    reports: tuple[str, ...]
    json: bool
    quiet: bool
    strict: bool

    @property
    def dry(self) -> bool:
        """Whether nothing may be written but the report."""
        return self.check or self.diff

    @property
    def prints(self) -> bool:
        """Whether anything goes to standard output: text, what would change, or reports."""
        elsewhere = self.write or self.check or self.output is not None
        return self.diff or self.json or not elsewhere


def policy(
    preset: Preset,
    min_confidence: float | None,
    annotations: Annotations = Annotations.AUTO,
    tidy: bool = False,
) -> Policy:
    """The policy that the options name; exits with 2 when they name none."""
    base = PRESETS[preset]
    sure = base.min_confidence if min_confidence is None else min_confidence
    try:
        return replace(base, min_confidence=sure, strip_annotations=annotations, tidy=tidy)
    except PolicyError as error:
        output.fail(render.visible(str(error)))


def encoding(name: str | None) -> str | None:
    """The canonical name of an encoding; exits with 2 when there is none of that name."""
    if name is None:
        return None
    try:
        return codecs.lookup(name).name
    except EncodingNotFound as error:
        output.fail(f"{render.visible(str(error))}; 'fixenc encodings' lists the names")


def check(options: Options, names: list[str]) -> None:
    """Exit with 2 when the options contradict each other."""
    places = [f"--{name}" for name in ("write", "check", "diff") if getattr(options, name)]
    if options.output is not None:
        places.insert(0, "--output")
    if len(places) > 1:
        output.fail(f"{' and '.join(places)} do not go together; choose one")
    if options.output is not None and len(names) > 1:
        output.fail("--output takes the text of one file; use --write for many")
    if options.backup and not options.write:
        output.fail("--backup goes with --write")
    if "/" in options.backup or "\0" in options.backup:
        output.fail("--backup takes a suffix, as in '--backup .bak', not a path")
