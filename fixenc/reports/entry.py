"""The report of one file, as the command line writes it.

It is ``Report.to_dict`` without the text: what stands around an edit is all that it holds of the
rest, and digests say which files it belongs to. It holds what ``undo`` needs besides the repaired
file. ``docs/report.schema.json`` describes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import chain, pairwise

from fixenc import origin
from fixenc.detect.detection import Detection
from fixenc.packed import Plain, Rows
from fixenc.report import SCHEMA, Report, plain

CONTEXT = 24  # code points on either side of an edit, of the same line and of no other edit
EXCERPT = 96  # code points of a damaged span that are quoted


def entry(name: str, data: bytes, output: bytes, report: Report) -> Plain:
    """The report of a file as plain data for JSON, with ``Rows`` of edits and of damage.

    ``data`` are the bytes that ``report`` is of, ``output`` what became of them. Linear in both
    and in the edits.
    """
    told = plain(report, iter)
    text = report.undo()
    for part, edits in (("edits", report.edits), ("suggestions", report.suggestions)):
        around = _around(text, ((edit.start, edit.end) for edit in edits))
        told[part] = Rows(
            {**row, "left": left, "right": right}
            for row, (left, right) in zip(told[part], around, strict=True)
        )
    around = _around(report.text, ((damage.start, damage.end) for damage in report.damage))
    told["damage"] = Rows(
        {
            **row,
            "excerpt": report.text[row["start"] : row["end"]][:EXCERPT],
            "left": left,
            "right": right,
        }
        for row, (left, right) in zip(told["damage"], around, strict=True)
    )
    detection = report.detection
    source = None if detection is None or data == output else _source(detection)
    # A mark at the head of the output is none of the text.
    mark = len(output) - len(report.text.encode("utf-8", "surrogatepass"))
    return {
        "schema": told.pop("schema"),
        "file": name,
        "input": {"sha256": sha256(data).hexdigest(), "size": len(data)},
        "output": {"sha256": sha256(output).hexdigest(), "size": len(output), "mark": max(0, mark)},
        **told,
        "source": source,
    }


def document(entries: Sequence[Plain]) -> Plain:
    """The reports of several files as one document."""
    return {"schema": SCHEMA, "files": list(entries)}


def _around(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[str, str]]:
    """What stands before and after each of the spans, which are in order unless they overlap."""
    before = 0
    for (start, end), (after, _) in pairwise(chain(spans, [(len(text), len(text))])):
        # Suggestions may overlap.
        low, high = before if before <= start else 0, after if after >= end else len(text)
        left = text[max(low, start - CONTEXT) : start]
        right = text[end : min(high, end + CONTEXT)]
        yield left[left.rfind("\n") + 1 :], right.partition("\n")[0]
        before = end


def _source(detection: Detection) -> list[Plain]:
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
