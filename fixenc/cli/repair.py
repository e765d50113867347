"""``fixenc repair``: repair files, or show what would be repaired."""

from __future__ import annotations

import typer

from fixenc.cli import asked, inputs, options, repairing
from fixenc.cli.asked import Options, Preset
from fixenc.policy import Annotations


def repair(
    files: options.Files = None,
    output: options.Output = None,
    write: options.Write = False,
    backup: options.Backup = "",
    check: options.Check = False,
    diff: options.Diff = False,
    encoding: options.EncodingName = None,
    preset: options.PresetName = Preset.STANDARD,
    min_confidence: options.MinConfidence = None,
    annotations: options.AnnotationsMode = Annotations.AUTO,
    tidy: options.Tidy = False,
    report: options.ReportFiles = None,
    json: options.AsJson = False,
    quiet: options.Quiet = False,
    strict: options.Strict = False,
) -> None:
    """Repair garbled text: UTF-8 on standard output, a summary on standard error.

    Clean UTF-8 comes back byte for byte. A file in another encoding becomes UTF-8.

    \b
    Examples:
      fixenc repair letter.txt > repaired.txt     a repaired copy
      fixenc repair --diff *.txt                  see what would change
      fixenc repair -w --backup .bak *.txt        repair files where they are
      fixenc repair -e cp1251 old.txt -o new.txt  the encoding is known
      curl -s URL | fixenc repair --preset safe   only what is lossless
    """
    chosen = Options(
        policy=asked.policy(preset, min_confidence, annotations, tidy),
        encoding=asked.encoding(encoding),
        output=None if output == inputs.STDIN else output,
        write=write,
        backup=backup,
        check=check,
        diff=diff,
        reports=tuple(report or ()),
        json=json,
        quiet=quiet,
        strict=strict,
    )
    code = repairing.run(inputs.chosen(files), chosen)
    if code:
        raise typer.Exit(code)
