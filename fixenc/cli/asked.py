"""What a command was asked to do: the values of its options, checked.

Without typer, which takes a fifth of the time of a short file to load.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from fixenc import codecs
from fixenc.cli import output, render
from fixenc.errors import EncodingNotFound, PolicyError
from fixenc.policy import PRESETS, STANDARD, Annotations, Policy


class Preset(StrEnum):
    """The presets of the policy by name."""

    SAFE = "safe"
    STANDARD = "standard"
    EAGER = "eager"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What ``fixenc repair`` was asked to do. ``output`` is a file's name or None."""

    policy: Policy = STANDARD
    encoding: str | None = None
    output: str | None = None
    write: bool = False
    backup: str = ""
    check: bool = False
    diff: bool = False
    reports: tuple[str, ...] = ()
    json: bool = False
    quiet: bool = False
    strict: bool = False

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
