"""Edits, damage, detections and policies as plain data for JSON, and back.

``docs/report.schema.json`` describes the data.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from itertools import repeat, tee
from typing import Any

from fixenc import places
from fixenc.detect.detection import Defect, Detection, Guess, Segment
from fixenc.origin import ranges_in_turn
from fixenc.places import Place
from fixenc.policy import Policy
from fixenc.spans import Alternative, Certainty, Damage, Edit, Evidence, Kind

Plain = dict[str, Any]
Span = tuple[int, int]


def edits_to_dicts(
    edits: Iterable[Edit], text: str, detection: Detection | None
) -> Iterator[Plain]:
    """Edits of a text one by one, with the bytes they stand for where those of a file are known."""
    edits, starts, spans = tee(edits, 3)
    where = places.in_turn(text, (edit.start for edit in starts))
    bytes_: Iterator[Span | None] = repeat(None)
    if detection is not None and detection.data:
        bytes_ = ranges_in_turn(detection, ((edit.start, edit.end) for edit in spans))
    return map(_edit_to_dict, edits, where, bytes_)


def damage_to_dicts(damage: Iterable[Damage], text: str) -> Iterator[Plain]:
    """Damage one by one; ``text`` is the output."""
    damage, starts = tee(damage)
    where = places.in_turn(text, (span.start for span in starts))
    return map(_damage_to_dict, damage, where)


def _edit_to_dict(edit: Edit, place: Place, bytes_: Span | None) -> Plain:
    line, column = place
    low, high = bytes_ or (None, None)
    return {
        "start": edit.start,
        "end": edit.end,
        "line": line,
        "column": column,
        "byte_start": low,
        "byte_end": high,
        "before": edit.before,
        "after": edit.after,
        "chain": edit.chain,
        "kind": edit.kind.value,
        "certainty": edit.certainty.value,
        "confidence": edit.confidence,
        "evidence": [{"name": e.name, "bits": e.bits + 0.0} for e in edit.evidence],
        "alternatives": [
            {"after": a.after, "chain": a.chain, "confidence": a.confidence}
            for a in edit.alternatives
        ],
    }


def edit_from_dict(data: Plain) -> Edit:
    """The edit that ``edits_to_dicts`` wrote."""
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


def _damage_to_dict(damage: Damage, place: Place) -> Plain:
    line, column = place
    return {
        "start": damage.start,
        "end": damage.end,
        "line": line,
        "column": column,
        "reason": damage.reason,
        "lost": damage.lost,
    }


def damage_from_dict(data: Plain) -> Damage:
    """The damage that ``damage_to_dicts`` wrote."""
    fields = {name: value for name, value in data.items() if name not in ("line", "column")}
    return Damage(**fields)


def totals(
    edits: Sequence[Edit], suggestions: Sequence[Edit], damage: int, defects: int
) -> dict[str, Any]:
    """How many there are of everything; edits by kind, without the kinds of which there is none."""
    return {
        "edits": _by_kind(edits),
        "suggestions": _by_kind(suggestions),
        "damage": damage,
        "defects": defects,
    }


def _by_kind(edits: Sequence[Edit]) -> dict[str, int]:
    counts = Counter(edit.kind for edit in edits)
    return {kind.value: counts[kind] for kind in Kind if counts[kind]}


def policy_to_dict(policy: Policy) -> Plain:
    """A policy: every field under its name, sets in order."""
    return {field.name: _plain(getattr(policy, field.name)) for field in fields(policy)}


def _plain(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    return list(value) if isinstance(value, tuple) else value


def detection_to_dict(detection: Detection) -> Plain:
    """A detection; not the bytes that it is of."""
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


def detection_from_dict(data: Plain, text: str) -> Detection:
    """The detection of a file that was read as ``text``; its bytes are gone."""
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
