"""The view of ``repair --diff``: each place that changes, before and after.

Also those whose change the policy withheld, and those that stay damaged.

The engine has the spans of its edits, so nothing is compared; a file of one line of many
megabytes is shown as fast as one of many lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import merge

from fixenc.cli import output, render
from fixenc.cli.results import Result
from fixenc.report import Report
from fixenc.spans import Certainty, Edit

CONTEXT = 24  # code points shown on either side of an edit, and the gap that joins two edits
RUN = 96  # code points of one edit shown at most; the middle of a longer one is left out

MARGIN = 20  # columns, so that the margins of hunks with short chains line up


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an excerpt, safe to show; ``hot`` when an edit changes it."""

    text: str
    hot: bool = False


@dataclass(frozen=True, slots=True)
class Hunk:
    """Edits close together on one line, which are made or which the policy withheld.

    ``line`` counts from 1, in the text before the repair.
    """

    line: int
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    chain: str
    confidence: float
    certainty: Certainty
    withheld: bool = False


def hunks(report: Report) -> Iterator[Hunk]:
    """The hunks of a report, in order. Linear in the length of the text."""
    text = report.undo()
    held = _apart(report.suggestions)
    yield from merge(
        _hunks(text, report.edits, withheld=False),
        _hunks(text, held, withheld=True),
        key=lambda hunk: hunk.line,
    )


def _apart(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Edits in order, of those that overlap the surest."""
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: edit.start):
        if kept and edit.start < kept[-1].end:
            if edit.confidence > kept[-1].confidence:
                kept[-1] = edit
        else:
            kept.append(edit)
    return tuple(kept)


def _hunks(text: str, edits_: Iterable[Edit], *, withheld: bool) -> Iterator[Hunk]:
    clusters = list(_clusters(text, edits_))
    line, at, last = 1, 0, 0
    for i, edits in enumerate(clusters):
        start, end = edits[0].start, edits[-1].end
        line += text.count("\n", at, start)
        at = start
        after = clusters[i + 1][0].start if i + 1 < len(clusters) else len(text)
        left, right = _left(text, last, start), _right(text, end, after)
        last = end
        yield Hunk(
            line,
            (left, *_pieces(text, edits, after=False), right),
            (left, *_pieces(text, edits, after=True), right),
            " + ".join(dict.fromkeys(render.visible(edit.chain or edit.kind) for edit in edits)),
            min(edit.confidence for edit in edits),
            _certainty(edits),
            withheld,
        )


def _certainty(edits: list[Edit]) -> Certainty:
    inferred = any(edit.certainty is Certainty.INFERRED for edit in edits)
    return Certainty.INFERRED if inferred else Certainty.LOSSLESS


def _clusters(text: str, edits: Iterable[Edit]) -> Iterator[list[Edit]]:
    """Edits whose contexts would overlap, together, while they make up a readable excerpt."""
    cluster: list[Edit] = []
    for edit in edits:
        if cluster:
            last = cluster[-1].end
            near = edit.start - last <= CONTEXT and edit.end - cluster[0].start <= RUN
            if not near or "\n" in text[cluster[0].start : edit.end]:
                yield cluster
                cluster = []
        cluster.append(edit)
    if cluster:
        yield cluster


def _left(text: str, last: int, start: int) -> Piece:
    """What stands before an edit on its line, but nothing of the edit that ends at ``last``."""
    low = max(last, start - CONTEXT)
    excerpt = text[low:start]
    newline = excerpt.rfind("\n")
    cut = newline < 0 and low > 0 and text[low - 1] != "\n"
    return Piece(("…" if cut else "") + render.visible(excerpt[newline + 1 :]))


def _right(text: str, end: int, after: int) -> Piece:
    """What stands behind an edit on its line, but nothing of the edit that starts at ``after``."""
    high = min(after, end + CONTEXT)
    excerpt, newline, _ = text[end:high].partition("\n")
    if newline or text[high : high + 1] in ("", "\n", "\r"):
        return Piece(render.visible(excerpt.removesuffix("\r")))
    return Piece(render.visible(excerpt) + "…")


def _pieces(text: str, edits: list[Edit], *, after: bool) -> Iterator[Piece]:
    at = edits[0].start
    for edit in edits:
        if at < edit.start:
            yield Piece(render.visible(text[at : edit.start]))
        yield Piece(_shortened(edit.after if after else edit.before), hot=True)
        at = edit.end


def _shortened(run: str) -> str:
    if len(run) <= RUN:
        return render.visible(run)
    half = RUN // 2
    return f"{render.visible(run[:half])}…{render.visible(run[-half:])}"


def show(result: Result) -> None:
    """Print what a repair would change, and what it would leave damaged."""
    name = render.name(result.name)
    if result.converted_from is not None:
        output.write_lines(f"{name}: would be converted from {result.converted_from} to UTF-8")
    if output.is_terminal():
        _show_on_terminal(name, result.report)
        return
    for hunk in hunks(result.report):
        output.write_lines(*_plain(name, hunk))
    for line, reason, pieces in _damage(result.report):
        output.write_lines(f"{name}:{line}\tdamaged\t{reason}", f"! {pieces[1].text}")


# What stands before the line as it is and as it would be: when made, and when withheld.
SIGNS = {False: ("-", "+"), True: ("=", "?")}
STYLES = {"-": "red", "+": "green", "=": "default", "?": "yellow", "!": "magenta"}


def _plain(name: str, hunk: Hunk) -> tuple[str, str, str]:
    sure = f"{render.probability(hunk.confidence)}\t{hunk.certainty}"
    signs = SIGNS[hunk.withheld]
    return (
        f"{name}:{hunk.line}\t{hunk.chain}\t{sure}" + "\twithheld" * hunk.withheld,
        f"{signs[0]} " + "".join(piece.text for piece in hunk.before),
        f"{signs[1]} " + "".join(piece.text for piece in hunk.after),
    )


def _show_on_terminal(name: str, report: Report) -> None:
    """The same in three columns: place, text with the runs marked, chain and confidence."""
    width = len(f"{name}:") + len(str(report.text.count("\n") + 1))
    for hunk in hunks(report):
        sure = f"{render.probability(hunk.confidence)} {hunk.certainty}"
        if hunk.withheld:
            sure += ", withheld"
        old, new = SIGNS[hunk.withheld]
        place = f"{name}:{hunk.line}"
        _show_rows(width, (place, old, hunk.before, hunk.chain), ("", new, hunk.after, sure))
    for line, reason, pieces in _damage(report):
        place = f"{name}:{line}"
        _show_rows(width, (place, "!", pieces, "damaged"), ("", " ", (Piece(reason),), ""))


def _show_rows(width: int, *rows: tuple[str, str, tuple[Piece, ...], str]) -> None:
    """Rows of place (at most ``width`` columns), sign, text and margin, on a terminal."""
    from rich.table import Table
    from rich.text import Text

    console = output.console()
    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(overflow="fold", width=min(width, console.width // 4))
    table.add_column(overflow="fold", ratio=1)
    table.add_column(overflow="fold", justify="right", min_width=MARGIN)
    for place, sign, pieces, margin in rows:
        style = STYLES.get(sign, "dim")
        marked = "bold underline" if sign == "=" else f"bold reverse {style}"
        text = Text(f"{sign} ", style=style)
        for piece in pieces:
            calm = "dim" if sign == " " else "default"
            text.append(piece.text, marked if piece.hot else calm)
        table.add_row(Text(place, style="bold"), text, Text(margin, style="dim"))
    console.print(table)


def _damage(report: Report) -> Iterator[tuple[int, str, tuple[Piece, ...]]]:
    """The line of each span that stays garbled, why, and the span with what stands around it."""
    line = at = last = 0
    text = report.text
    for damage in sorted(report.damage, key=lambda damage: damage.start):
        line += text.count("\n", at, damage.start)
        at = damage.start
        hot = Piece(_shortened(text[damage.start : damage.end]), hot=True)
        pieces = (_left(text, last, damage.start), hot, _right(text, damage.end, len(text)))
        yield line + 1, render.visible(damage.reason), pieces
        last = damage.end
