"""``fixenc detect``: which encoding is a file in?"""

from __future__ import annotations

from typing import Annotated, Any

import typer

import fixenc
from fixenc.cli import inputs, output, render
from fixenc.cli.progress import watched
from fixenc.detect.detection import Detection
from fixenc.report import Report

HEADINGS = ("file", "encoding", "language", "confidence", "defects", "segments")
SEGMENTS_SHOWN = 4  # of a file of mixed encodings; --json has all

Files = Annotated[
    list[str] | None,
    typer.Argument(metavar="FILE", help="Files, or - for standard input.", show_default=False),
]
Minimal = Annotated[
    bool, typer.Option("--minimal", help="Only the name of the encoding, a line for each file.")
]
Top = Annotated[
    int,
    typer.Option(
        "--top", metavar="N", min=1, help="Up to N guesses for each file, the best first."
    ),
]
Compare = Annotated[
    bool, typer.Option("--compare", help="What chardet and charset-normalizer say, side by side.")
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line for each file.")]


def detect(
    files: Files = None,
    minimal: Minimal = False,
    as_json: AsJson = False,
    top: Top = 1,
    compare: Compare = False,
) -> None:
    """Say which encoding each file is in, and how sure that is.

    On a terminal a table; otherwise one line for each file with tabs between file, encoding,
    language, confidence, number of defects, and segments. A defect is a run of bytes that do not
    decode; segments are given when a file mixes encodings, as START-END:ENCODING in bytes.

    \b
    Examples:
      fixenc detect old.txt               one file
      fixenc detect *.txt | sort -k2      many, by encoding
      fixenc detect --minimal old.txt     only the name, for a script
      fixenc detect --json old.txt        everything, for a program
      fixenc detect --compare *.txt       what other detectors say
    """
    if compare and (minimal or top > 1):
        output.fail("--compare goes with neither --minimal nor --top")
    names = inputs.chosen(files)
    headings: tuple[str, ...] = HEADINGS
    rows: list[tuple[str, ...]] = []
    failed = False
    for name in watched(names, "detecting", prints=as_json or minimal):
        source = inputs.load(name)
        if source is None:
            failed = True
            continue
        detection = fixenc.detect(source.data)
        others = _others(source.data) if compare else {}
        if as_json:
            output.write_json(_plain(name, detection, others))
        elif minimal:
            guesses = [guess.encoding for guess in detection.alternatives[: top - 1]]
            output.write_lines(" ".join([_encoding(detection), *guesses]))
        elif compare:
            said = [render.visible(other or "-") for other in others.values()]
            rows.append((render.name(name), _encoding(detection), *said))
            headings = ("file", "fixenc", *others)
        else:
            rows += [_row(name, detection), *_guesses(name, detection, top - 1)]
    if rows:
        output.show_table(headings, rows)
    if failed:
        raise typer.Exit(output.FAILURE)


def _encoding(detection: Detection) -> str:
    return render.visible(detection.encoding or detection.reason or "unknown")


def _row(name: str, detection: Detection) -> tuple[str, ...]:
    return (
        render.name(name),
        _encoding(detection),
        detection.language or "-",
        render.probability(detection.confidence),
        str(len(detection.defects)),
        _segments(detection),
    )


def _segments(detection: Detection) -> str:
    shown = [f"{s.start}-{s.end}:{s.encoding}" for s in detection.segments[:SEGMENTS_SHOWN]]
    left = len(detection.segments) - len(shown)
    return ",".join(shown) + (f",+{left}" if left else "") or "-"


def _guesses(name: str, detection: Detection, count: int) -> list[tuple[str, ...]]:
    """Rows for the alternatives of a file."""
    return [
        (
            render.name(name),
            guess.encoding,
            guess.language or "-",
            render.probability(guess.confidence),
            "-",
            "-",
        )
        for guess in detection.alternatives[:count]
    ]


def _others(data: bytes) -> dict[str, str | None]:
    """What other detectors say, by their names."""
    from fixenc.detect import witnesses  # these detectors take longer to load than fixenc

    return witnesses.ask(data)


def _plain(name: str, detection: Detection, others: dict[str, str | None]) -> dict[str, Any]:
    plain = {"file": name, **Report("", detection=detection).to_dict()["detection"]}
    return {**plain, "others": others} if others else plain
