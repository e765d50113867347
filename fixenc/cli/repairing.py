"""The work of ``fixenc repair``: files one after the other, from their bytes to where they go."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import fixenc
from fixenc.cli import asked, inputs, render
from fixenc.cli import diff as view
from fixenc.cli import output as out
from fixenc.cli.asked import Options
from fixenc.cli.progress import watched
from fixenc.cli.results import Result, Tally
from fixenc.formats import files as disk
from fixenc.formats import text

CHANGES = 1  # exit codes; output.FAILURE is 2
DAMAGE = 3

PAGES = (".html", ".htm")  # the names of reports to look at

# A file is not converted where it stands on a guess that is more likely wrong than right.
EVEN_ODDS = 0.5


def run(names: list[str], chosen: Options) -> int:
    """Do the files one after the other; the exit code.

    Exits with 2 when the options contradict each other.
    """
    asked.check(chosen, names)
    if chosen.write:
        names = inputs.distinct(names)
    if not all(map(_is_writable, chosen.reports)):
        return out.FAILURE  # before a file is changed that the report could have brought back
    tally = Tally()
    for name in watched(names, "repairing", quiet=chosen.quiet, prints=chosen.prints):
        result = _repaired(name, chosen)
        if result is None or not _emit(result, chosen):
            tally.failed += 1
            continue
        tally.add(result, keep_report=bool(chosen.reports))
        if not chosen.quiet and (len(names) == 1 or result.changed or result.damaged):
            out.complain(result.summary(dry=chosen.dry))
    for name in chosen.reports:
        tally.failed += not _written(name, tally.report(page=name.lower().endswith(PAGES)))
    if len(names) > 1 and not chosen.quiet:
        out.complain(tally.summary(len(names)))
    if tally.failed:
        return out.FAILURE
    if chosen.strict and tally.damaged:
        return DAMAGE
    return CHANGES if chosen.dry and tally.changed else 0


def _repaired(name: str, chosen: Options) -> Result | None:
    """Read and repair one file; None after a line on standard error when that cannot be."""
    if chosen.write and name == inputs.STDIN:
        out.complain("standard input cannot be repaired in place; leave --write out")
        return None
    source = inputs.load(name)
    if source is None:
        return None
    if chosen.encoding is None and _is_for_the_filter(source.data):
        out.complain(f"{render.name(name)}: left alone; 'fixenc filter IN OUT' reads such files")
        return None
    report = fixenc.repair_bytes(source.data, encoding=chosen.encoding, policy=chosen.policy)
    if report.detection is not None and report.detection.encoding is None:
        why = render.visible(report.detection.reason or "unknown")
        out.complain(
            f"{render.name(name)}: {why} file, left alone; if it is text, give its --encoding"
        )
        return None
    return Result(name, source, report, text.emit(source.data, report))


def _is_for_the_filter(data: bytes) -> bool:
    """Whether a file is compressed, or a table or archive that would not bear a repair as text."""
    if data[:1] not in (b"\x1f", b"\x28", b"P", b"W"):  # most files, without loading the formats
        return False
    from fixenc.formats import compressed, table

    packed = data.startswith((compressed.GZIP, compressed.ZSTANDARD))
    return packed or table.guess_whole("", data[:16]) is not None


def _emit(result: Result, chosen: Options) -> bool:
    """Put the result where it goes; False after a line on standard error when that fails."""
    if chosen.json:
        out.write_report(result.to_dict())
    elif chosen.diff:
        view.show(result)
    if chosen.dry:
        return True
    if chosen.output is not None:
        return _written(chosen.output, [result.data])
    if chosen.write:
        return not result.changed or _replaced(result, chosen)
    if not chosen.json:
        out.write(result.data)
    return True


def _is_writable(name: str) -> bool:
    return _succeeds(name, lambda: disk.probe(name))


def _written(name: str, parts: Iterable[bytes]) -> bool:
    return _succeeds(name, lambda: disk.write(name, parts))


def _succeeds(name: str, write: Callable[[], None]) -> bool:
    try:
        write()
    except OSError as error:
        out.complain(f"{render.name(name)}: {inputs.why(error)}")
        return False
    return True


def _replaced(result: Result, chosen: Options) -> bool:
    """Repair in place, unless that would lose something for good."""
    name = render.name(result.name)
    detection = result.report.detection
    if result.defects and not chosen.backup:
        lost = render.count(result.defects, "run")
        out.complain(
            f"{name}: left alone, since {lost} of bytes that do not decode would be lost;"
            " keep the old file with --backup .bak, or give its --encoding"
        )
        return False
    if detection is not None and chosen.encoding is None and detection.confidence < EVEN_ODDS:
        out.complain(
            f"{name}: left alone, since its encoding is not sure ({detection.encoding},"
            f" {render.probability(detection.confidence)}); give its --encoding"
        )
        return False
    try:
        return disk.replace(result.source, result.data, backup=chosen.backup)
    except OSError as error:
        out.complain(f"{name}: {inputs.why(error)}")
        return False
