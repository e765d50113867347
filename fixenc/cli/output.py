"""Standard output and standard error: every command writes through here."""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NoReturn

from fixenc.cli import render
from fixenc.reports import as_json

if TYPE_CHECKING:  # rich takes longer to load than most files to repair: only when it is needed
    from rich.console import Console

FAILURE = 2  # the exit code of wrong usage and of input and output that failed


def is_terminal() -> bool:
    """Whether standard output goes to a terminal."""
    return sys.stdout is not None and sys.stdout.isatty()


def complain(message: str) -> None:
    """One line on standard error. The message must be safe to show already."""
    if sys.stderr is not None:
        print(f"fixenc: {message}", file=sys.stderr)


def fail(message: str) -> NoReturn:
    """One line on standard error, and exit code 2."""
    complain(message)
    raise SystemExit(FAILURE)


def write(data: bytes) -> None:
    """Bytes to standard output: exactly those into a pipe or file, made harmless on a terminal."""
    if is_terminal():
        text = render.harmless(data.decode("utf-8", "surrogatepass"))
        # The summary on standard error starts on a line of its own.
        data = _encoded(text if text.endswith("\n") or not text else f"{text}\n")
    _write(data)


def write_lines(*lines: str) -> None:
    """Lines of text that are safe to show already."""
    _write(_encoded("".join(f"{line}\n" for line in lines)))


def to_json(value: Any, *, ascii_only: bool = False) -> bytes:
    """JSON on one line with a newline, in UTF-8; a lone surrogate becomes its escape."""
    return as_json.utf8(json.dumps(value, ensure_ascii=ascii_only)) + b"\n"


def write_json(value: Any) -> None:
    """A value to standard output as one line of JSON; a terminal gets ASCII, which is harmless."""
    _write(to_json(value, ascii_only=is_terminal()))


def write_report(entry: dict[str, Any]) -> None:
    """The report of a file in the same way, a piece at a time."""
    for part in as_json.of_file(entry, ascii_only=is_terminal()):
        _write(part)


def _encoded(text: str) -> bytes:
    """UTF-8, so that a pipe always carries the same; a terminal gets its own encoding."""
    encoding = sys.stdout.encoding if is_terminal() else "utf-8"
    return text.encode(encoding, "backslashreplace")


def _write(data: bytes) -> None:
    if sys.stdout is None:
        fail("standard output is closed; give a file with --output")
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    except OSError as error:
        _abandon()
        if error.errno != errno.EPIPE:  # a reader that has seen enough is no reason to complain
            complain(f"standard output: {error.strerror}; the output is not complete")
        raise SystemExit(FAILURE) from None


def _abandon() -> None:
    """Send what is left in the buffer to nowhere, or Python would fail on it again at exit."""
    try:
        descriptor = os.open(os.devnull, os.O_WRONLY)
        os.dup2(descriptor, sys.stdout.fileno())
        os.close(descriptor)
    except (OSError, ValueError):
        pass


def console() -> Console:
    """A rich console on standard output, for terminals; NO_COLOR is honoured by rich."""
    from rich.console import Console

    return Console(markup=False, emoji=False, highlight=False)


def show_table(headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """A table on a terminal, lines with tabs otherwise. The cells may hold anything."""
    cells = [tuple(render.visible(cell) for cell in row) for row in rows]
    if not is_terminal():
        write_lines(*("\t".join(row) for row in cells))
        return
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in headings:
        table.add_column(Text(heading), overflow="fold")
    for row in cells:
        table.add_row(*(Text(cell) for cell in row))
    console().print(table)
