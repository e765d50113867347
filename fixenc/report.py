"""Report: what a repair did, why, and how sure it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from fixenc import spans
from fixenc.detect.detection import Detection
from fixenc.errors import FormatError, ReplayError
from fixenc.packed import Damages, Edits, Plain
from fixenc.policy import Policy
from fixenc.spans import Damage, Edit
from fixenc.version import VERSION

if TYPE_CHECKING:
    from fixenc.repair.engine import Outcome

SCHEMA = 2  # raised whenever to_dict() changes in a way that a reader would notice


class Verdict(StrEnum):
    """What became of a text.

    >>> import fixenc
    >>> fixenc.repair("plain text").verdict is Verdict.CLEAN
    True
    """

    CLEAN = "clean"
    REPAIRED = "repaired"  # may carry damage too
    DAMAGED = "damaged"  # garble remains, and nothing was repaired


@dataclass(frozen=True, slots=True)
class Report:
    """What a repair did to a text.

    ``text`` is the repaired text; ``edits`` a sorted sequence of edits that neither overlap nor
    touch, in code points of the input; ``damage`` spans of ``text`` that are garbled and were
    left; ``suggestions`` edits that the policy withheld. ``confidence`` is the probability that
    all of ``text`` is as first written. ``detection`` is there when the input was bytes, ``policy``
    when the report is of a repair.

    >>> import fixenc
    >>> report = fixenc.repair("naÃ¯ve cafÃ©")
    >>> report.text, report.verdict.value, len(report.edits)
    ('naïve café', 'repaired', 2)
    >>> report.undo()
    'naÃ¯ve cafÃ©'
    """

    text: str
    edits: Sequence[Edit] = ()
    damage: Sequence[Damage] = ()
    suggestions: Sequence[Edit] = ()
    confidence: float = 1.0
    detection: Detection | None = None
    policy: Policy | None = field(default=None, compare=False)

    @property
    def changed(self) -> bool:
        """Whether ``text`` differs from the input."""
        return bool(self.edits)

    @property
    def verdict(self) -> Verdict:
        """Clean, repaired (damage may remain), or damaged (nothing was repaired)."""
        if self.edits:
            return Verdict.REPAIRED
        defects = self.detection is not None and self.detection.defects
        return Verdict.DAMAGED if self.damage or defects else Verdict.CLEAN

    def undo(self) -> str:
        """The input, exactly."""
        return spans.undo(self.text, self.edits)

    def replay(self, text: str) -> str:
        """The output, made again from its input; ``ReplayError`` when ``text`` is another."""
        try:
            return spans.apply(text, self.edits)
        except ValueError as error:
            raise ReplayError(f"this report does not belong to this text: {error}") from None

    def to_dict(self, *, text: bool = True) -> dict[str, Any]:
        """The report as plain data for JSON; ``from_dict`` takes it back.

        Each edit also has its line and column in the input (damage: in the output), and the bytes
        that it stands for when there is a detection with its bytes. Without ``text`` the data hold
        no more of the text than the edits do, and cannot be taken back. The detection keeps its
        findings but not the file's bytes. JSON itself takes a high and a low surrogate in a row
        for one character, so a text that holds such a pair comes back otherwise.
        """
        return plain(self, list, text=text)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Report:
        """The report that ``to_dict`` wrote; only the bytes of its detection are gone.

        What follows from the rest, such as lines, columns and totals, is not read. Raises
        ``FormatError`` when ``data`` is not such a report, when its edits do not belong to its
        text, or when it is of another schema.
        """
        if not isinstance(data, dict) or data.get("schema") != SCHEMA:
            raise FormatError(f"not a fixenc report of schema {SCHEMA}")
        from fixenc import serial

        try:
            policy = data["policy"]
            report = cls(
                text=data["text"],
                edits=Edits(serial.edit_from_dict(edit) for edit in data["edits"]),
                damage=Damages(serial.damage_from_dict(damage) for damage in data["damage"]),
                suggestions=Edits(serial.edit_from_dict(edit) for edit in data["suggestions"]),
                confidence=data["confidence"],
                policy=None if policy is None else Policy(**policy),
            )
            read = report.undo()
            found = data["detection"]
            detection = None if found is None else serial.detection_from_dict(found, read)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise FormatError(f"a broken fixenc report: {error!r}") from None
        return replace(report, detection=detection)


def plain(
    report: Report, rows: Callable[[Iterator[Plain]], Iterable[Plain]], *, text: bool = False
) -> Plain:
    """``Report.to_dict`` with its edits, damage and suggestions as ``rows`` collects them.

    They come one by one, so that a long report need never be in memory as it is.
    """
    # On demand: most repairs are not reported.
    from fixenc import model, serial

    found = report.detection
    read = report.undo() if report.edits or report.suggestions else ""
    defects = 0 if found is None else len(found.defects)
    return {
        "schema": SCHEMA,
        "fixenc": VERSION,
        "model": model.digest(),
        "policy": None if report.policy is None else serial.policy_to_dict(report.policy),
        "verdict": report.verdict.value,
        "changed": report.changed,
        "confidence": report.confidence,
        "totals": serial.totals(report.edits, report.suggestions, len(report.damage), defects),
        **({"text": report.text} if text else {}),
        "edits": rows(serial.edits_to_dicts(report.edits, read, found)),
        "damage": rows(serial.damage_to_dicts(report.damage, report.text)),
        "suggestions": rows(serial.edits_to_dicts(report.suggestions, read, found)),
        "detection": None if found is None else serial.detection_to_dict(found),
    }


def of_outcome(outcome: Outcome, policy: Policy) -> Report:
    """The report of what the engine made of a text, bytes aside."""
    # Tidying by itself says nothing about how the text was first written.
    counted = (edit for edit in outcome.edits if edit.chain or edit.kind is not spans.Kind.TIDY)
    # The edits of a text stand or fall together: mostly they undo one accident.
    confidence = min((edit.confidence for edit in counted), default=1.0)
    return Report(
        outcome.text,
        Edits(outcome.edits),
        Damages(outcome.damage),
        Edits(outcome.suggestions),
        confidence,
        policy=policy,
    )
