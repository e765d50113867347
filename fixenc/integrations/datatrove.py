"""fixenc in pipelines of datatrove: a formatter in the place of FTFYFormatter, and a filter.

Needs the extra ``datatrove``. Both count what they found in datatrove's own statistics, and the
formatter leaves it in ``doc.metadata["fixenc"]``.
"""

from __future__ import annotations

from typing import Any

from datatrove.data import Document, DocumentsPipeline
from datatrove.pipeline.filters.base_filter import BaseFilter
from datatrove.pipeline.formatters.base import BaseFormatter
from datatrove.pipeline.writers.disk_base import DiskWriter
from datatrove.utils.typeshelper import StatHints

from fixenc.integrations._plain import edit_to_dict, sound
from fixenc.pipeline import repair
from fixenc.policy import STANDARD, Policy
from fixenc.report import Report, Verdict

KEY = "fixenc"  # in the metadata of a document


class FixencFormatter(BaseFormatter):  # type: ignore[misc]
    """Repairs the text of every document; nothing else of it changes.

    ``doc.metadata["fixenc"]`` holds ``verdict``, ``confidence``, ``damage`` (the reasons why garble
    remains) and ``edits``, which can be left out with ``edits=False``. The statistics count
    ``clean``, ``repaired`` and ``damaged`` documents and the edits by chain.

    >>> doc = Document(text="un cafÃ©", id="1")
    >>> [done.text for done in FixencFormatter().run([doc])]
    ['un café']
    >>> doc.metadata["fixenc"]["verdict"]
    'repaired'
    """

    name = "🔤 fixenc"

    def __init__(self, policy: Policy = STANDARD, *, edits: bool = True) -> None:
        super().__init__()
        self.policy = policy
        self.edits = edits

    def format(self, text: str) -> str:
        """The text repaired, without anything else."""
        return repair(text, policy=self.policy).text

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:
        """Repair the documents as they come."""
        for doc in data:
            self.stat_update(StatHints.total)
            with self.track_time():
                report = repair(doc.text, policy=self.policy)
                doc.text = sound(report.text) if report.edits else doc.text
                doc.metadata[KEY] = found = _metadata(report, self.edits)
            self.stat_update(found["verdict"])
            for edit in report.edits:
                self.stat_update(f"edit_{edit.chain or edit.kind.value}")
            yield doc


class FixencFilter(BaseFilter):  # type: ignore[misc]
    """Drops documents in which garble remains (``damaged``), or whose repair is too unsure.

    Unsure are those repaired with less than ``min_confidence`` (``unsure``). Goes by what
    FixencFormatter left in the metadata; where there is nothing, it looks at the text and drops
    what would have been repaired, too (``garbled``). The reason is in the statistics and, for the
    ``exclusion_writer``, in the metadata as ``filter_reason``.

    >>> FixencFilter().filter(Document(text="un cafÃ©", id="1"))
    (False, 'garbled')
    """

    name = "🔤 fixenc"

    def __init__(
        self,
        policy: Policy = STANDARD,
        *,
        min_confidence: float = 0.0,
        exclusion_writer: DiskWriter | None = None,
    ) -> None:
        super().__init__(exclusion_writer)
        self.policy = policy
        self.min_confidence = min_confidence

    def filter(self, doc: Document) -> bool | tuple[bool, str]:
        """Whether to keep a document, or why not."""
        found = doc.metadata.get(KEY)
        if found is None:
            found = _metadata(repair(doc.text, policy=self.policy), False)
            if found["verdict"] == Verdict.REPAIRED.value:
                return False, "garbled"
        if found["verdict"] == Verdict.DAMAGED.value or found["damage"]:
            return False, "damaged"
        if found["confidence"] < self.min_confidence:
            return False, "unsure"
        return True


def _metadata(report: Report, edits: bool) -> dict[str, Any]:
    """What was found, as JSON has it."""
    found: dict[str, Any] = {
        "verdict": report.verdict.value,
        "confidence": report.confidence,
        "damage": list(dict.fromkeys(damage.reason for damage in report.damage)),
    }
    if edits:
        found["edits"] = [edit_to_dict(edit) for edit in report.edits]
    return found
