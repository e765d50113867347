"""The report as a page: one file that opens from the disk and loads nothing.

The page holds the edits as JSON and builds what is looked at from it, as text and never as markup.
Its template, style and script are ``data/page.html``, ``page.css`` and ``page.js``.
"""

from __future__ import annotations

import json
import math
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from heapq import merge
from itertools import accumulate, islice
from typing import Any

from fixenc import data
from fixenc.packed import Plain
from fixenc.reports.entry import CONTEXT
from fixenc.version import VERSION

ROOM = 2_800_000  # bytes for the edits of a page: 10,000 of them stay under 3 MB
FRAME = 110  # bytes that an edit takes besides its texts: 70 to 105 in pages of real files
HUNK = 160  # code points of one line that are shown together
DEFECTS = 200  # of a file
MANY = 1024  # parts of a page that are given together: a few hundred kilobytes

# Rows are lists, to be short: [type, line, parts], with a type of these and parts that are texts
# and, for the edits among them, lists.
EDITED, WITHHELD, DAMAGED = range(3)


@dataclass(frozen=True, slots=True)
class Limits:
    """What is shown of an edit at most: code points of a run and on either side, alternatives."""

    run: int
    context: int
    others: int


# The first that leaves room for all edits, or the last: 10,000 long runs of three bytes a character
# take 2.2 MB by it.
LIMITS = (
    Limits(4000, CONTEXT, 4),
    Limits(800, CONTEXT, 4),
    Limits(160, CONTEXT, 4),
    Limits(80, CONTEXT, 2),
    Limits(40, CONTEXT, 2),
    Limits(24, 12, 1),
    Limits(12, 8, 1),
)


def render(document: Plain) -> bytes:
    """The page of a document that ``entry.document`` made, in UTF-8."""
    return b"".join(parts(document))


def parts(document: Plain) -> Iterator[bytes]:
    """The same a piece at a time: the rows of a long one are never all in memory.

    10,000 edits make less than 3 MB. Nothing in the document can become markup: it is read as JSON
    by a script that only ever sets text, and the page allows no other script.
    """
    style, script = (_text(f"page.{kind}") for kind in ("css", "js"))
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}';"
        " base-uri 'none'; form-action 'none'"
    )
    contents: dict[str, Iterable[str]] = {
        "policy": [policy],
        "style": [style],
        "script": [script],
        "data": _page_data(document["files"]),
    }
    pieces = _text("page.html").split("@@")
    every = (
        part for i, piece in enumerate(pieces) for part in (contents[piece] if i % 2 else [piece])
    )
    while some := list(islice(every, MANY)):
        yield "".join(some).encode("utf-8", "backslashreplace")


def _text(name: str) -> str:
    return data.read(name).decode()


def _hash(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


def _embedded(value: object) -> str:
    """JSON for a script element: nothing in it can end the element, and it is plain UTF-8."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # Outside of strings JSON has neither; inside, an escape says the same.
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


class _Names(dict[str, int]):
    """Numbers for texts that come again and again, in the order in which they first came."""

    def __missing__(self, name: str) -> int:
        self[name] = number = len(self)
        return number


def _page_data(files: Sequence[Plain]) -> Iterator[str]:
    """The data of the page, in JSON; the names come last, when all are known."""
    names = _Names()
    edits = [edits for file in files for edits in (file["edits"], file["suggestions"])]
    limits = next((each for each in LIMITS[:-1] if _is_room(edits, each)), LIMITS[-1])
    yield f'{{"made":{_embedded(_made(files))},"files":['
    for number, file in enumerate(files):
        facts = _embedded(_file(file))
        yield f'{"," if number else ""}{facts[:-1]},"rows":['
        for place, row in enumerate(_rows(file, names, limits)):
            yield f"{',' if place else ''}{_embedded(row)}"
        yield "]}"
    yield f'],"names":{_embedded(list(names))}}}'


def _made(files: Sequence[Plain]) -> str:
    """By what, and by which policy, in one line."""
    if not files:
        return f"fixenc {VERSION}"
    said = f"fixenc {files[0]['fixenc']}, model {files[0]['model'][:12]}"
    policy = files[0]["policy"]
    if policy is None:
        return said
    inferred = "inferred ones too" if policy["allow_inferred"] else "lossless ones only"
    return f"{said}; edits of at least {policy['min_confidence']:g}, {inferred}"


def _is_room(sets: Iterable[Iterable[Plain]], limits: Limits) -> bool:
    """Whether the edits of all sets surely fit; it looks no further than they do."""
    sizes = accumulate(_size(edit, limits) for edits in sets for edit in edits)
    return all(size <= ROOM for size in sizes)


def _size(edit: Plain, limits: Limits) -> int:
    """Bytes that an edit takes, estimated from above."""
    others = [other["after"] for other in edit["alternatives"][: limits.others]]
    size = FRAME + 24 * len(others)
    for text in (edit["before"], edit["after"], *others):
        size += min(len(text), limits.run) * (1 if text.isascii() else 3)
    for text in (edit["left"], edit["right"]):
        size += min(len(text), limits.context) * (1 if text.isascii() else 3)
    return size


def _file(file: Plain) -> Plain:
    """What is told of a file besides its rows."""
    detection = file["detection"] or {}
    defects = detection.get("defects", [])
    return {
        "name": "standard input" if file["file"] == "-" else file["file"],
        "verdict": file["verdict"],
        "sure": _rounded(file["confidence"]),
        "encoding": detection.get("encoding"),
        "mixed": len(detection.get("segments", [])),
        "sizes": [file["input"]["size"], file["output"]["size"]],
        "defects": [[defect["offset"], defect["bytes"][:32]] for defect in defects[:DEFECTS]],
        "defective": len(defects),
    }


def _rows(file: Plain, names: _Names, limits: Limits) -> Iterator[list[Any]]:
    """The rows of a file by line and column."""
    return merge(
        _hunks(EDITED, file["edits"], names, limits),
        _hunks(WITHHELD, file["suggestions"], names, limits),
        _damage(file["damage"]),
        key=lambda row: (row[1], row[2][6] if row[0] == DAMAGED else row[2][1][6]),
    )


def _hunks(kind: int, edits: Iterable[Plain], names: _Names, limits: Limits) -> Iterator[list[Any]]:
    """Rows of edits, those close together on one line in one row."""
    for hunk in _clusters(edits):
        parts: list[Any] = [_left(hunk[0], limits.context)]
        for edit in hunk:
            parts += (_edit(edit, names, limits), edit["right"])
        parts[-1] = _right(hunk[-1], limits.context)
        yield [kind, hunk[0]["line"], parts]


def _left(place: Plain, most: int) -> str:
    """What stands before an edit or damage, with a mark where the line began earlier."""
    left: str = place["left"][-most:]
    return f"…{left}" if place["column"] > len(left) + 1 else left


def _right(place: Plain, most: int) -> str:
    right: str = place["right"][:most]
    return f"{right}…" if len(right) == most else right


def _clusters(edits: Iterable[Plain]) -> Iterator[list[Plain]]:
    hunk: list[Plain] = []
    for edit in edits:
        if hunk:
            last = hunk[-1]["end"]
            near = 0 < edit["start"] - last <= CONTEXT and edit["line"] == hunk[-1]["line"]
            whole = len(hunk[-1]["right"]) == edit["start"] - last
            if not (near and whole) or edit["end"] - hunk[0]["start"] > HUNK:
                yield hunk
                hunk = []
        hunk.append(edit)
    if hunk:
        yield hunk


def _edit(edit: Plain, names: _Names, limits: Limits) -> list[Any]:
    others = edit["alternatives"][: limits.others]
    longest = limits.run
    return [
        _shortened(edit["before"], longest),
        _shortened(edit["after"], longest),
        names[edit["kind"]],
        names[edit["chain"]],
        names[edit["certainty"]],
        _rounded(edit["confidence"]),
        edit["column"],
        -1 if edit["byte_start"] is None else edit["byte_start"],
        [[names[term["name"]], round(term["bits"], 1)] for term in edit["evidence"]],
        [
            [_shortened(o["after"], longest), names[o["chain"]], _rounded(o["confidence"])]
            for o in others
        ],
    ]


def _damage(damage: Iterable[Plain]) -> Iterator[list[Any]]:
    for span in damage:
        length = span["end"] - span["start"]
        excerpt = [span["excerpt"], length - len(span["excerpt"]), ""]
        yield [
            DAMAGED,
            span["line"],
            [
                _left(span, CONTEXT),
                span["excerpt"] if not excerpt[1] else excerpt,
                _right(span, CONTEXT),
                span["reason"],
                _rounded(span["lost"]),
                length,
                span["column"],
            ],
        ]


def _shortened(run: str, longest: int) -> str | list[Any]:
    """A run, or what is shown of it: its beginning, how much is left out, its end."""
    if len(run) <= longest:
        return run
    half = longest // 2
    return [run[:half], len(run) - 2 * half, run[-half:]]


def _rounded(value: float) -> float:
    """A probability to four decimals, rounded down, so that only 1 itself is 1."""
    return math.floor(value * 10_000) / 10_000
