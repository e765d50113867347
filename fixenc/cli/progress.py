"""Progress on standard error, when there is somebody to see it and something to wait for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from fixenc.cli import output, render
from fixenc.formats import files

Item = TypeVar("Item")

MANY = 20  # files; fewer of ordinary size are done before a bar has been read
LARGE = 4_000_000  # bytes in all; less than about two seconds of work


def watched(
    names: Sequence[str], verb: str, *, quiet: bool = False, prints: bool = True
) -> Iterator[str]:
    """The names one after the other, with a bar on standard error while they are worked on.

    No bar when standard error is not a terminal, when ``quiet``, or when something ``prints`` to
    a terminal meanwhile, where the two would run into each other.
    """
    if quiet or not _somebody_looks(prints) or not _takes_long(names):
        yield from names
        return
    from rich.console import Console
    from rich.progress import Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True, markup=False, emoji=False, highlight=False)
    columns = (
        TextColumn(f"{verb} {{task.completed}}/{{task.total}}", markup=False),
        TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False),
    )
    with Progress(*columns, console=console, transient=True, redirect_stdout=False) as bar:
        task = bar.add_task("", total=len(names))
        for name in names:
            bar.update(task, description=render.name(name))
            yield name
            bar.advance(task)


def stepped(steps: Iterator[Item], names: Sequence[str], *, quiet: bool = False) -> Iterator[Item]:
    """What the steps give, one after the other, with a bar while each is worked on.

    The bar is gone whenever something is given, so that it may be written to any terminal.
    """
    for number, name in enumerate(names):
        if quiet or sys.stderr is None or not sys.stderr.isatty():
            yield next(steps)
            continue
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        console = Console(stderr=True, markup=False, emoji=False, highlight=False)
        columns = (BarColumn(20), TimeElapsedColumn(), TextColumn("{task.description}"))
        with Progress(*columns, console=console, transient=True, redirect_stdout=False) as bar:
            bar.add_task(name, total=len(names), completed=number)
            given = next(steps)
        yield given


@contextmanager
def of_bytes(
    total: int, verb: str, *, quiet: bool = False, prints: bool = False
) -> Iterator[Callable[[int], object]]:
    """A bar of the bytes done, with the rate and the time left; to be told of bytes as they are.

    No bar where ``watched`` shows none. A ``total`` of 0 means that nobody knows.
    """
    if quiet or not _somebody_looks(prints) or 0 < total < LARGE:
        yield lambda size: None
        return
    from rich import progress
    from rich.console import Console

    console = Console(stderr=True, markup=False, emoji=False, highlight=False)
    columns = (
        progress.TextColumn(verb, markup=False),
        progress.BarColumn(),
        progress.DownloadColumn(),
        progress.TransferSpeedColumn(),
        progress.TimeRemainingColumn(),
    )
    with progress.Progress(*columns, console=console, transient=True, redirect_stdout=False) as bar:
        shown = bar.add_task("", total=total or None)
        yield lambda size: bar.advance(shown, size)


def _somebody_looks(prints: bool) -> bool:
    shown = sys.stderr is not None and sys.stderr.isatty()
    return shown and not (prints and output.is_terminal())


def _takes_long(names: Sequence[str]) -> bool:
    return len(names) >= MANY or sum(map(files.size, names)) >= LARGE
