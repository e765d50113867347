"""The report of one file, as the command line writes it.

It is ``Report.to_dict`` without the text: what stands around an edit is all that it holds of the
rest, and digests say which files it belongs to. It holds what ``undo`` needs besides the repaired
file. ``docs/report.schema.json`` describes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any

from fixenc import origin
from fixenc.detect.detection import Detection
from fixenc.report import SCHEMA, Report

CONTEXT = 24  # code points on either side of an edit, of the same line and of no other edit
EXCERPT = 96  # code points of a damaged span that are quoted


def entry(name: str, data: bytes, output: bytes, report: Report) -> dict[str, Any]:
    """The report of a file as plain data for JSON.

    ``data`` are the bytes that ``report`` is of, ``output`` what became of them. Linear in both
    and in the edits.
    """
    plain = report.to_dict(text=False)
    text = report.undo()
    for part, edits in (("edits", report.edits), ("suggestions", report.suggestions)):
        around = list(_around(text, [(edit.start, edit.end) for edit in edits]))
        plain[part] = [
            {**edit, "left": left, "right": right}
            for edit, (left, right) in zip(plain[part], around, strict=True)
        ]
    places = [(damage.start, damage.end) for damage in report.damage]
    plain["damage"] = [
        {
            **damage,
            "excerpt": report.text[damage["start"] : damage["end"]][:EXCERPT],
            "left": left,
            "right": right,
        }
        for damage, (left, right) in zip(plain["damage"], _around(report.text, places), strict=True)
    ]
    detection = report.detection
    source = None if detection is None or data == output else _source(detection)
    # A mark at the head of the output is none of the text.
    mark = len(output) - len(report.text.encode("utf-8", "surrogatepass"))
    return {
        "schema": plain.pop("schema"),
        "file": name,
        "input": {"sha256": sha256(data).hexdigest(), "size": len(data)},
        "output": {"sha256": sha256(output).hexdigest(), "size": len(output), "mark": max(0, mark)},
        **plain,
        "source": source,
    }


def document(entries: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The reports of several files as one document."""
    return {"schema": SCHEMA, "files": list(entries)}


def _around(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[str, str]]:
    """What stands before and after each of the spans, which are in order unless they overlap."""
    for i, (start, end) in enumerate(spans):
        before = spans[i - 1][1] if i else 0
        after = spans[i + 1][0] if i + 1 < len(spans) else len(text)
        # Suggestions may overlap.
        before = before if before <= start else 0
        after = after if after >= end else len(text)
        left = text[max(before, start - CONTEXT) : start]
        right = text[end : min(after, end + CONTEXT)]
        yield left[left.rfind("\n") + 1 :], right.partition("\n")[0]


def _source(detection: Detection) -> list[dict[str, Any]]:
    """What to encode each part of the input's text in, or the bytes of the part, to get the input.

    The bytes are in hexadecimal: those that do not decode, and those that the encoding would write
    otherwise.
    """
    return [
        {"start": piece.start, "end": piece.end}
        | (
            {"bytes": detection.data[piece.low : piece.high].hex()}
            if piece.encoding is None
            else {"encoding": piece.encoding}
        )
        for piece in origin.pieces(detection)
    ]
