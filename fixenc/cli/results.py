"""What became of each file that ``fixenc repair`` was given, and how it is summed up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from fixenc.cli import render
from fixenc.formats import text
from fixenc.formats.files import Source
from fixenc.report import Report
from fixenc.reports import as_json, entry

CHAINS_SHOWN = 3  # in a summary, the commonest first


@dataclass(frozen=True, slots=True)
class Result:
    """One file: what it was, what was found, and what its bytes become."""

    name: str
    source: Source
    report: Report
    data: bytes

    @property
    def changed(self) -> bool:
        """Whether a repair in place has something to write.

        A UTF-8 file in which nothing could be repaired is not rewritten for its bad bytes' sake.
        """
        hopeless = text.is_utf8(self.report) and not self.report.edits
        return self.data != self.source.data and not hopeless

    @property
    def defects(self) -> int:
        """How many runs of bytes did not decode."""
        detection = self.report.detection
        return 0 if detection is None else len(detection.defects)

    @property
    def damaged(self) -> bool:
        """Whether garble or undecodable bytes remain."""
        return bool(self.report.damage or self.defects)

    @property
    def converted_from(self) -> str | None:
        """The encoding that the file was in, when it was not UTF-8."""
        detection = self.report.detection
        if detection is None or text.is_utf8(self.report):
            return None
        return "mixed encodings" if detection.segments else detection.encoding

    def to_dict(self) -> dict[str, Any]:
        """The report of the file, for JSON; without its text."""
        return entry.entry(self.name, self.source.data, self.data, self.report)

    def summary(self, *, dry: bool) -> str:
        """One line, safe to show; ``dry`` when nothing was to be written."""
        parts = []
        if self.report.edits:
            edits = render.count(len(self.report.edits), "edit")
            sure = render.probability(self.report.confidence)
            parts.append(f"{edits} ({_chains(self.report)}), confidence {sure}")
        if self.converted_from is not None:
            parts.append(f"{'to convert' if dry else 'converted'} from {self.converted_from}")
        if self.report.damage:
            parts.append(f"{render.count(len(self.report.damage), 'span')} left damaged")
        if self.defects:
            parts.append(f"{render.count(self.defects, 'run')} of bytes that do not decode")
        if self.report.suggestions:
            held = render.count(len(self.report.suggestions), "edit")
            parts.append(f"{held} withheld as not sure enough (see --min-confidence)")
        return f"{render.name(self.name)}: {'; '.join(parts) or 'clean'}"


def _chains(report: Report) -> str:
    counts = Counter(edit.chain or str(edit.kind) for edit in report.edits)
    shown = [render.visible(chain) for chain, _ in counts.most_common(CHAINS_SHOWN)]
    return ", ".join(shown) + (", …" if len(counts) > len(shown) else "")


@dataclass(slots=True)
class Tally:
    """How many files came out how; a file may be both repaired and damaged."""

    clean: int = 0
    repaired: int = 0
    converted: int = 0
    damaged: int = 0
    changed: int = 0
    failed: int = 0
    reports: list[dict[str, Any]] = field(default_factory=list)

    def add(self, result: Result, *, keep_report: bool) -> None:
        """Count one file that was done; its report is kept only on demand, since it is large."""
        self.repaired += bool(result.report.edits)
        self.converted += result.converted_from is not None and not result.report.edits
        self.damaged += result.damaged
        self.changed += result.changed
        if not (result.report.edits or result.damaged or result.converted_from is not None):
            self.clean += 1
        if keep_report:
            self.reports.append(result.to_dict())

    def summary(self, files: int) -> str:
        """One line for all files."""
        counts = ("clean", "repaired", "converted", "damaged", "failed")
        parts = [f"{getattr(self, name)} {name}" for name in counts if getattr(self, name)]
        return f"{render.count(files, 'file')}: {', '.join(parts)}"

    def report(self, *, page: bool) -> Iterator[bytes]:
        """The reports of all files, for ``--report``: a page, or JSON; a piece at a time."""
        document = entry.document(self.reports)
        if not page:
            return as_json.of_files(document)
        from fixenc.reports.page import parts  # with its template

        return parts(document)
