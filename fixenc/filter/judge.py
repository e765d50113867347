"""What becomes of one record."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from fixenc import model, pipeline
from fixenc.detect import detect
from fixenc.errors import FormatError
from fixenc.filter.record import RecordVerdict
from fixenc.filter.source import UTF8
from fixenc.formats.record import Format, Value
from fixenc.policy import Policy
from fixenc.report import Report
from fixenc.spans import Damage, Edit

UNDECODABLE = "bytes that do not decode"
OFTEN = 200  # code points of a string that may come again
SAMPLE = 1000  # code points that the language of a string is told by

_ESCAPED = re.compile("[\udc80-\udcff]")  # a byte that does not decode, by "surrogateescape"
_DECODED = re.compile("[^\x00-\x7f\udc80-\udcff]")

# Bytes that tell something of their encoding: three of them, or one in a word. By fewer the
# detector is misled: it takes 90 FF for two Persian letters, FF for a Russian one.
_TELLING = re.compile(
    rb"[\x80-\xff](?:[^\x80-\xff]*+[\x80-\xff]){2}|[A-Za-z]{2}[\x80-\xff]|[\x80-\xff][A-Za-z]{2}"
)
_ORPHANS = re.compile(rb"\A[\x80-\xbf]{1,3}+")  # the end of a character that was cut in two
# The start of one, in Latin, Cyrillic or Greek letters, punctuation and emoji.
_CUT = re.compile(rb"[\xc2-\xd1]|[\xe2\xef][\x80-\xbf]?|\xf0[\x80-\xbf]{0,2}")


@dataclass(frozen=True, slots=True)
class Found:
    """A string in which something was found: its field and its report."""

    where: str
    report: Report


@dataclass(frozen=True, slots=True)
class Judged:
    """A record as it will go on, and what was found in it. ``encoding`` is what it came in."""

    text: str
    verdict: RecordVerdict
    reason: str = ""
    confidence: float = 1.0
    found: tuple[Found, ...] = ()
    changed: bool = False
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True)
class _Read:
    """Bytes as text. ``sure`` when all of them decode and the encoding is beyond doubt.

    ``report`` is of what was done beyond that to read them.
    """

    text: str
    encoding: str
    confidence: float
    sure: bool
    report: Report | None = None


def judge(data: bytes, shape: Format, policy: Policy) -> Judged:
    """Judge a record by itself: decode it, look at its strings, and repair them."""
    try:
        return judge_text(data.decode(), shape, policy)
    except UnicodeDecodeError:
        pass
    record = data.decode("utf-8", "surrogateescape")
    # Where some of the bytes are UTF-8 beyond doubt, each string is read by itself.
    if shape.lines or not _DECODED.search(record):
        read = _read(data, policy)
        judged = judge_text(read.text, shape, policy)
        if shape.lines or (read.sure and judged.verdict is not RecordVerdict.MALFORMED):
            return _after_reading(judged, read)
    return _by_values(record, shape, policy)


def judge_text(record: str, shape: Format, policy: Policy) -> Judged:
    """Judge a record that was decoded: look at its strings, and repair them."""
    _, faults = shape.survey([record])
    if faults:
        return Judged(record, RecordVerdict.MALFORMED, faults[0])
    return _mend(record, shape.values(record), policy)


def _read(data: bytes, policy: Policy) -> _Read:
    """Bytes that are not UTF-8: in another encoding if that is sure, or else with holes."""
    if _TELLING.search(data) and not _is_cut(data):
        found = detect(data)
        named = found.encoding not in UTF8 or bool(found.segments)
        whole = found.encoding is not None and not found.defects and not found.bom
        if whole and named and found.confidence >= policy.min_confidence:
            return _Read(found.decode(), found.encoding or "", found.confidence, True)
    report = pipeline.repair_bytes(data, encoding="utf-8", policy=policy)
    return _Read(report.text, "utf-8", report.confidence, False, report)


def _is_cut(data: bytes) -> bool:
    """Whether bytes are UTF-8 from which a character was cut at the start or the end.

    In a stream of UTF-8 that is likelier than another encoding, unless all that speaks for it is
    a last byte that many languages end words in, as in ``caf\\xe9``.
    """
    core = _ORPHANS.sub(b"", data).rstrip(b"\r\n")
    try:
        text, size = codecs.utf_8_decode(core, "strict", False)
    except UnicodeDecodeError:
        return False
    return size == len(core) or not text.isascii() or _CUT.fullmatch(core, size) is not None


def _after_reading(judged: Judged, read: _Read) -> Judged:
    """A record that was judged by what its bytes were read as."""
    verdict, reason = judged.verdict, judged.reason
    if not read.sure:
        verdict, reason = _worse(verdict), reason or UNDECODABLE
    elif verdict is RecordVerdict.CLEAN:
        verdict = RecordVerdict.REPAIRED
    return replace(
        judged,
        verdict=verdict,
        reason=reason,
        confidence=judged.confidence * read.confidence,
        changed=judged.changed or read.sure or bool(read.report and read.report.edits),
        found=(*(() if read.report is None else (Found("", read.report),)), *judged.found),
        encoding=read.encoding,
    )


def _worse(verdict: RecordVerdict) -> RecordVerdict:
    malformed = verdict is RecordVerdict.MALFORMED
    return RecordVerdict.MALFORMED if malformed else RecordVerdict.DAMAGED


@lru_cache(maxsize=4096)  # menus, headers and footers come again and again
def _repaired(text: str, policy: Policy) -> Report:
    return pipeline.repair(text, policy=policy)


def _repair(text: str, policy: Policy) -> Report:
    return (_repaired if len(text) <= OFTEN else pipeline.repair)(text, policy=policy)


def _mend(record: str, values: Iterable[Value], policy: Policy) -> Judged:
    """Repair the strings of a well-formed record where that is due."""
    draft = _Draft(record)
    for value in values:
        draft.put(value, _repair(value.text, policy))
    return draft.done()


def _by_values(record: str, shape: Format, policy: Policy) -> Judged:
    """Judge a record of which some bytes do not decode: each string for itself."""
    _, faults = shape.survey([record])
    if faults:
        text = _ESCAPED.sub("\ufffd", record)
        return Judged(text, RecordVerdict.MALFORMED, f"{faults[0]}; {UNDECODABLE}")
    draft = _Draft(record)
    for value in shape.values(record):
        if not _ESCAPED.search(record, value.start, value.end):
            draft.put(value, _repair(value.text, policy))
            continue
        read = _read(value.text.encode("utf-8", "surrogateescape"), policy)
        report = pipeline.repair(read.text, policy=policy)
        damage = report.damage
        if not read.sure:
            damage = (Damage(0, len(report.text), UNDECODABLE), *damage)
        else:
            draft.encoding = read.encoding
        edit = Edit(0, len(value.text), value.text, report.text)
        confidence = report.confidence * read.confidence
        draft.put(value, Report(report.text, (edit,), damage, (), confidence), report)
        draft.repaired |= read.sure or bool(read.report and read.report.edits)
    judged = draft.done()
    if _ESCAPED.search(judged.text):  # outside the strings: in keys, or in cells left out
        text = _ESCAPED.sub("\ufffd", judged.text)
        judged = replace(judged, text=text, verdict=RecordVerdict.DAMAGED, reason=UNDECODABLE)
    return judged


class _Draft:
    """A record in the making."""

    def __init__(self, record: str) -> None:
        self.repaired = False
        self.encoding = "utf-8"
        self._record = record
        self._parts: list[str] = []
        self._at = 0
        self._found: list[Found] = []
        self._reasons: list[str] = []

    def put(self, value: Value, report: Report, shown: Report | None = None) -> None:
        """Write a string by its report; ``shown`` is the report to tell of, if another."""
        if report.edits:
            try:
                written = value.rewritten(self._record, report.edits)
                # Text that UTF-8 cannot hold; JSON has escapes for it.
                written.encode("utf-8", "strict" if shown is None else "surrogateescape")
            except (FormatError, UnicodeEncodeError) as error:
                why = str(error) if isinstance(error, FormatError) else "lone surrogates"
                shown = report = Report(value.text, damage=(Damage(0, len(value.text), why),))
            else:
                self._parts += (self._record[self._at : value.start], written)
                self._at = value.end
                self.repaired |= shown is None or bool(shown.edits)
        if report.edits or report.damage:
            self._found.append(Found(value.where, shown or report))
            self._reasons += (damage.reason for damage in report.damage)

    def done(self) -> Judged:
        """The record with all that was written."""
        text = "".join([*self._parts, self._record[self._at :]]) if self._parts else self._record
        if self._reasons:
            verdict = RecordVerdict.DAMAGED
        else:
            verdict = RecordVerdict.REPAIRED if self.repaired else RecordVerdict.CLEAN
        return Judged(
            text,
            verdict,
            "; ".join(dict.fromkeys(self._reasons)),
            min((found.report.confidence for found in self._found), default=1.0),
            tuple(self._found),
            self.repaired,
            self.encoding,
        )


def chains(reports: Iterable[Report]) -> Counter[str]:
    """How often each chain was undone; the kind of an edit stands for it where it has none."""
    return Counter(edit.chain or edit.kind.value for report in reports for edit in report.edits)


def languages(found: Iterable[Found]) -> Iterable[str]:
    """The language of each string that was repaired."""
    known = model.load()
    for one in found:
        if one.report.edits:
            start = max(0, one.report.edits[0].start - SAMPLE // 2)
            yield known.language(one.report.text[start : start + SAMPLE])


def edits(found: Iterable[Found]) -> list[dict[str, object]]:
    """The edits as plain data for metadata; positions are code points of the string."""
    return [
        {
            **({"field": one.where} if one.where else {}),
            **{name: getattr(edit, name) for name in ("start", "end", "before", "after", "chain")},
            "confidence": round(edit.confidence, 4),
        }
        for one in found
        for edit in one.report.edits
    ]
