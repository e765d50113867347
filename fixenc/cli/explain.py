"""``fixenc explain``: which repairs were weighed, and why one won or none did."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Annotated

import typer

import fixenc
from fixenc.cli import asked, inputs, options, output, render
from fixenc.cli.asked import Preset
from fixenc.explain import Explanation, Fate, Line, Option
from fixenc.explain import explain as explained
from fixenc.spans import Edit

EXCERPT = 60  # code points of a text shown at most
BAR = 16  # columns of the longest bar
LINES = 20  # of a file; --lines asks for more
CANDIDATES = 8  # of a line, the best ones; --json has all

STYLES = {Fate.WON: "bold green", Fate.WITHHELD: "yellow", Fate.SAME: "green"}
HEADINGS = (
    f"  {'':8}  {'bits':>7} {'':{BAR}}  {'whole':>7} {'changed':>7} {'context':>7}"
    f" {'prior':>5} {'a pair':>6}  chain"
)

# One row of what is shown: a style for the terminal, and the text, safe to show.
Row = tuple[str, str]

What = Annotated[
    str | None,
    typer.Argument(metavar="TEXT|FILE", help="A file, - for standard input, or a text itself."),
]
PresetName = Annotated[Preset, typer.Option(help="What a repair may do, as in 'fixenc repair'.")]
Lines = Annotated[int, typer.Option(min=1, metavar="N", help="Explain at most so many lines.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object, with every candidate.")]


def explain(
    what: What = None,
    encoding: options.EncodingName = None,
    preset: PresetName = Preset.STANDARD,
    min_confidence: options.MinConfidence = None,
    lines: Lines = LINES,
    as_json: AsJson = False,
) -> None:
    """Show the repairs that were weighed, and why one won or none did.

    For each line that might be garbled, its candidates: the bits by which each is likelier than
    the line as it is (less the prior of its misread), with a bar; what it gains over the whole
    line, over the characters that change, and over those in the line's language; what a changed
    pair of characters still costs; the chain; and what the run would become.

    \b
    Examples:
      fixenc explain 'cafÃ© crÃ¨me'      a text
      fixenc explain letter.txt          a file
      pbpaste | fixenc explain           what comes through a pipe
      fixenc explain --json letter.txt   everything, for a program
    """
    name = what if what is not None else inputs.chosen(None)[0]
    text = _text(name, asked.encoding(encoding))
    found = explained(text, policy=asked.policy(preset, min_confidence))
    if as_json:
        output.write_json(found.to_dict())
        return
    rows = list(_rows(found, lines))
    if output.is_terminal():
        _show_on_terminal(rows)
    else:
        output.write_lines(*(text for _, text in rows))


def _text(name: str, encoding: str | None) -> str:
    """The text of a file, or what was given itself when there is no file of that name."""
    if name != inputs.STDIN and not os.path.lexists(name):
        if name.isascii():
            shown = render.visible(name[:EXCERPT])
            output.complain(f"there is no file {shown}, so it is explained as a text")
        return name
    source = inputs.load(name)
    if source is None:
        raise typer.Exit(output.FAILURE)
    if encoding is not None:
        return fixenc.detect(source.data, encoding=encoding).decode()
    detection = fixenc.detect(source.data)
    if detection.encoding is None:
        why = render.visible(detection.reason or "unknown")
        output.fail(f"{render.name(name)}: {why} file; if it is text, give its --encoding")
    return detection.decode()


def _rows(found: Explanation, most: int) -> Iterator[Row]:
    for line in found.lines[:most]:
        yield from _line(line)
    if len(found.lines) > most:
        left = render.count(len(found.lines) - most, "more line")
        yield "dim", f"… and {left}; see --lines"
    for edit in found.others:
        yield from _other(edit)
    for damage in found.report.damage:
        excerpt = _excerpt(found.report.text[damage.start : damage.end])
        yield "yellow", f"damaged: {render.visible(damage.reason)}: {excerpt}"
    if not (found.lines or found.others or found.report.damage):
        yield "", "nothing looks garbled: no misread makes any line of it likelier"


def _line(line: Line) -> Iterator[Row]:
    again = f", round {line.round}" if line.round > 1 else ""
    place = min((option.start for option in line.options), default=0)
    yield "bold", f"line {line.number}{again}: {_excerpt(line.text, place)}"
    yield "", f"  {render.visible(line.verdict)}"
    yield "dim", HEADINGS
    shown = line.options[:CANDIDATES]
    most = max(1.0, *(option.rank for option in shown))
    for option in shown:
        yield from _option(option, most)
    if len(line.options) > len(shown):
        yield "dim", f"  … and {len(line.options) - len(shown)} more; see --json"


def _option(option: Option, most: float) -> Iterator[Row]:
    style = STYLES.get(option.fate, "dim")
    bits = f"{option.rank:7.1f} {_bar(option.rank / most)}"
    gained = f"{option.whole:7.1f} {option.changed:7.1f} {option.context:7.1f}"
    cost = f"{option.prior:5.1f} {option.cost:6.1f}"
    yield style, f"  {option.fate:8}  {bits}  {gained} {cost}  {option.chain}"
    if option.fate is not Fate.SAME:
        yield style, f"  {'':8}  → {_excerpt(option.after)}"
    if option.confidence is not None:
        sure = render.probability(option.confidence)
        yield style, f"  {'':8}  confidence {sure}, language {option.language}"
    if option.fate not in (Fate.WON, Fate.SAME):
        yield style, f"  {'':8}  {render.visible(option.why)}"


def _bar(share: float) -> str:
    """A bar of ``BAR`` columns, filled by a share of 0 to 1 to an eighth of a column.

    >>> _bar(0.5)
    '████████        '
    """
    eighths = round(BAR * 8 * min(1.0, max(0.0, share)))
    full, part = divmod(eighths, 8)
    return ("█" * full + " ▏▎▍▌▋▊▉"[part].strip()).ljust(BAR)


def _other(edit: Edit) -> Iterator[Row]:
    """An edit that another finder had a part in."""
    terms = ", ".join(f"{render.visible(term.name)} {term.bits:.1f}" for term in edit.evidence)
    yield "bold", f"{edit.kind} at {edit.start}: {_excerpt(edit.before)}"
    yield "green", f"  → {_excerpt(edit.after)}"
    sure = f"{edit.certainty}, confidence {render.probability(edit.confidence)}"
    yield "green", f"  {sure}; {edit.margin:.1f} bits ({terms})"


def _excerpt(text: str, place: int = 0) -> str:
    """At most ``EXCERPT`` code points of a text, with those from ``place`` on, safe to show."""
    start = max(0, min(place - EXCERPT // 4, len(text) - EXCERPT))
    cut = text[start : start + EXCERPT]
    left, right = "…" if start else "", "…" if start + EXCERPT < len(text) else ""
    return f"{left}{render.visible(cut)}{right}"


def _show_on_terminal(rows: list[Row]) -> None:
    from rich.text import Text

    console = output.console()
    for style, text in rows:
        console.print(Text(text, style), overflow="ellipsis", no_wrap=True)
