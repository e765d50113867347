"""Report: what a repair did, why, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from fixenc import spans
from fixenc.detect.detection import Defect, Detection, Guess, Segment
from fixenc.errors import FormatError, ReplayError
from fixenc.spans import Alternative, Certainty, Damage, Edit, Evidence, Kind

SCHEMA = 1  # raised whenever to_dict() changes in a way that a reader would notice


class Verdict(StrEnum):
    """What became of a text."""

    CLEAN = "clean"
    REPAIRED = "repaired"  # may carry damage too
    DAMAGED = "damaged"  # garble remains, and nothing was repaired


@dataclass(frozen=True, slots=True)
class Report:
    """What a repair did to a text.

    ``text`` is the repaired text; ``edits`` a sorted tuple of edits that neither overlap nor
    touch, in code points of the input; ``damage`` spans of ``text`` that are garbled and were
    left; ``suggestions`` edits that the policy withheld. ``confidence`` is the probability that
    all of ``text`` is as first written. ``detection`` is there when the input was bytes.

    >>> import fixenc
    >>> report = fixenc.repair("naÃ¯ve cafÃ©")
    >>> report.text, report.verdict.value, len(report.edits)
    ('naïve café', 'repaired', 2)
    >>> report.undo()
    'naÃ¯ve cafÃ©'
    """

    text: str
    edits: tuple[Edit, ...] = ()
    damage: tuple[Damage, ...] = ()
    suggestions: tuple[Edit, ...] = ()
    confidence: float = 1.0
    detection: Detection | None = None

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

    def to_dict(self) -> dict[str, Any]:
        """The report as plain data for JSON; ``from_dict`` takes it back.

        The detection keeps its findings but not the file's bytes. JSON itself takes a high and a
        low surrogate in a row for one character, so a text that holds such a pair comes back
        otherwise.
        """
        return {
            "schema": SCHEMA,
            "verdict": self.verdict.value,
            "changed": self.changed,
            "confidence": self.confidence,
            "text": self.text,
            "edits": [_edit_to_dict(edit) for edit in self.edits],
            "damage": [
                {"start": d.start, "end": d.end, "reason": d.reason, "lost": d.lost}
                for d in self.damage
            ],
            "suggestions": [_edit_to_dict(edit) for edit in self.suggestions],
            "detection": None if self.detection is None else _detection_to_dict(self.detection),
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Report:
        """The report that ``to_dict`` wrote; only the bytes of its detection are gone.

        Raises ``FormatError`` when ``data`` is not such a report, when its edits do not belong to
        its text, or when it is of another schema.
        """
        if not isinstance(data, dict) or data.get("schema") != SCHEMA:
            raise FormatError(f"not a fixenc report of schema {SCHEMA}")
        try:
            report = cls(
                text=data["text"],
                edits=tuple(_edit_from_dict(edit) for edit in data["edits"]),
                damage=tuple(Damage(**damage) for damage in data["damage"]),
                suggestions=tuple(_edit_from_dict(edit) for edit in data["suggestions"]),
                confidence=data["confidence"],
            )
            read = report.undo()
            found = data["detection"]
            detection = None if found is None else _detection_from_dict(found, read)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise FormatError(f"a broken fixenc report: {error!r}") from None
        return replace(report, detection=detection)


def _edit_to_dict(edit: Edit) -> dict[str, Any]:
    return {
        "start": edit.start,
        "end": edit.end,
        "before": edit.before,
        "after": edit.after,
        "chain": edit.chain,
        "kind": edit.kind.value,
        "certainty": edit.certainty.value,
        "confidence": edit.confidence,
        "evidence": [{"name": e.name, "bits": e.bits} for e in edit.evidence],
        "alternatives": [
            {"after": a.after, "chain": a.chain, "confidence": a.confidence}
            for a in edit.alternatives
        ],
    }


def _edit_from_dict(data: dict[str, Any]) -> Edit:
    return Edit(
        start=data["start"],
        end=data["end"],
        before=data["before"],
        after=data["after"],
        chain=data["chain"],
        kind=Kind(data["kind"]),
        certainty=Certainty(data["certainty"]),
        confidence=data["confidence"],
        evidence=tuple(Evidence(**term) for term in data["evidence"]),
        alternatives=tuple(Alternative(**other) for other in data["alternatives"]),
    )


def _detection_to_dict(detection: Detection) -> dict[str, Any]:
    return {
        "encoding": detection.encoding,
        "confidence": detection.confidence,
        "reason": detection.reason,
        "language": detection.language,
        "bom": detection.bom.hex(),
        "declared": detection.declared,
        "defects": [{"offset": d.offset, "bytes": d.data.hex()} for d in detection.defects],
        "segments": [
            {"start": s.start, "end": s.end, "encoding": s.encoding, "confidence": s.confidence}
            for s in detection.segments
        ],
        "alternatives": [
            {"encoding": g.encoding, "confidence": g.confidence, "language": g.language}
            for g in detection.alternatives
        ],
        "evidence": [{"name": name, "bits": bits} for name, bits in detection.evidence],
        "variant": detection.variant,
        "cut": list(detection.cut),
    }


def _detection_from_dict(data: dict[str, Any], text: str) -> Detection:
    """The detection of a file that was read as ``text``."""
    before, after = data["cut"]
    return Detection(
        data=b"",
        encoding=data["encoding"],
        confidence=data["confidence"],
        reason=data["reason"],
        language=data["language"],
        bom=bytes.fromhex(data["bom"]),
        declared=data["declared"],
        defects=tuple(Defect(d["offset"], bytes.fromhex(d["bytes"])) for d in data["defects"]),
        segments=tuple(Segment(**segment) for segment in data["segments"]),
        alternatives=tuple(Guess(**guess) for guess in data["alternatives"]),
        evidence=tuple((term["name"], term["bits"]) for term in data["evidence"]),
        variant=data["variant"],
        cut=(before, after),
        decoded=text,
    )
