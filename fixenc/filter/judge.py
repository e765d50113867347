"""What becomes of one record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from fixenc import pipeline, spans
from fixenc.detect import detect
from fixenc.errors import FormatError
from fixenc.filter.record import RecordVerdict
from fixenc.formats.record import Format, Value
from fixenc.policy import Policy
from fixenc.repair.gate import is_suspicious
from fixenc.report import Report

UTF8 = ("ascii", "utf-8", "utf-8-sig")


@dataclass(frozen=True, slots=True)
class Judged:
    """A record as it will go on, and what was found in it. ``text`` is in Python's characters."""

    text: str
    verdict: RecordVerdict
    reason: str = ""
    confidence: float = 1.0
    reports: tuple[Report, ...] = ()
    encoding: str = "utf-8"
    changed: bool = False


def judge(data: bytes, shape: Format, policy: Policy) -> Judged:
    """Judge a record by itself: decode it, look at its strings, and repair them."""
    try:
        return judge_text(data.decode(), shape, policy)
    except UnicodeDecodeError:
        pass
    found = detect(data)
    sure = found.encoding is not None and found.encoding not in UTF8 and not found.defects
    if sure and found.confidence >= policy.min_confidence:
        judged = judge_text(found.decode(), shape, policy)
        verdict = judged.verdict
        if verdict is RecordVerdict.CLEAN:
            verdict = RecordVerdict.REPAIRED
        confidence = judged.confidence * found.confidence
        name = found.encoding or ""
        return Judged(judged.text, verdict, judged.reason, confidence, judged.reports, name, True)
    report = pipeline.repair_bytes(data, encoding="utf-8", policy=policy)
    judged = judge_text(report.text, shape, policy)
    verdict = judged.verdict
    if verdict is not RecordVerdict.MALFORMED:
        verdict = RecordVerdict.DAMAGED
    reason = judged.reason or "bytes that do not decode"
    reports = (report, *judged.reports)
    confidence = min(judged.confidence, report.confidence)
    return Judged(judged.text, verdict, reason, confidence, reports, "utf-8", bool(report.edits))


def judge_text(record: str, shape: Format, policy: Policy) -> Judged:
    """Judge a record that was decoded: look at its strings, and repair them."""
    _, faults = shape.survey([record])
    if faults:
        return Judged(record, RecordVerdict.MALFORMED, faults[0])
    return mend(record, shape.values(record), policy)


def mend(record: str, values: Iterable[Value], policy: Policy) -> Judged:
    """Repair the strings of a well-formed record where that is due."""
    reports: list[Report] = []
    parts: list[str] = []
    reasons: list[str] = []
    at = 0
    changed = False
    for value in values:
        if not is_suspicious(value.text):
            continue
        report = pipeline.repair(value.text, policy=policy)
        if report.edits:
            try:
                written = value.rewritten(record, report.edits)
            except FormatError as error:
                report = Report(value.text, damage=(spans.Damage(0, len(value.text), str(error)),))
            else:
                parts += (record[at : value.start], written)
                at = value.end
                changed = True
        if report.edits or report.damage:
            reports.append(report)
            reasons += (damage.reason for damage in report.damage)
    text = "".join([*parts, record[at:]]) if changed else record
    if reasons:
        verdict = RecordVerdict.DAMAGED
    else:
        verdict = RecordVerdict.REPAIRED if changed else RecordVerdict.CLEAN
    confidence = min((report.confidence for report in reports), default=1.0)
    reason = "; ".join(dict.fromkeys(reasons))
    return Judged(text, verdict, reason, confidence, tuple(reports), "utf-8", changed)


def chains(reports: Iterable[Report]) -> Counter[str]:
    """How often each chain was undone."""
    return Counter(edit.chain or edit.kind.value for report in reports for edit in report.edits)
