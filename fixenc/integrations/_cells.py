"""Repairing the cells of one array of strings or of bytes.

A cell of a string column should be UTF-8 and is repaired as text; where it is not, and in columns
of bytes wherever a cell is not plainly UTF-8, its encoding is found first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from fixenc.formats.text import emit
from fixenc.integrations import _gate
from fixenc.integrations._plain import sound
from fixenc.pipeline import repair, repair_bytes
from fixenc.policy import Policy
from fixenc.report import Report, Verdict

# Well-formed UTF-8 byte by byte (Unicode 16, table 3-7): Arrow has RE2 read bytes as Latin-1.
_UTF8 = (
    r"\A(?:[\x00-\x7f]|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]"
    r"|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]"
    r"|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2})*\z"
)
# Bytes that are UTF-8 in form and yet a matter for the detector: control bytes (UTF-16, binary
# files), a byte order mark, the shifts of seven-bit encodings, the beginnings of binary formats.
_DOUBTFUL = (
    r"[\x00-\x06\x0e-\x1f]|~\{|\+[A-Za-z0-9+/]{3}"
    r"|\A(?:\xef\xbb\xbf|GIF8|BZh91|%PDF-|OggS|fLaC|ID3|wOF|II\*|MM|PAR1|Rar!|PK|!<arch>)"
)


@dataclass(frozen=True, slots=True)
class Found:
    """What became of one cell that changed or is not clean.

    ``content`` is the new cell, None when it stays. ``verdict`` is the report's, except that a
    cell that was only put into UTF-8 counts as repaired, too.
    """

    report: Report
    verdict: Verdict
    content: str | bytes | None


def is_damaged(cell: Found) -> bool:
    """Whether garble remains in a cell, or bytes that do not decode, repaired or not."""
    return cell.verdict is Verdict.DAMAGED or bool(cell.report.damage)


def why(cell: Found) -> list[str]:
    """Why a cell is damaged."""
    reasons = [damage.reason for damage in cell.report.damage]
    return reasons or ["bytes that do not decode"]


def repair_cells(cells: pa.Array, policy: Policy) -> tuple[pa.Array, dict[int, Found]]:
    """The cells repaired, and what was found, by their numbers; the others are clean.

    ``cells`` has type string, large_string, binary or large_binary, and so has the result. It is
    the same array when nothing changes.
    """
    is_text = _is_text(cells.type)
    found: dict[int, Found] = {}
    for number, content in _to_look_at(cells, policy):
        if isinstance(content, str):
            outcome = _of_text(content, repair(content, policy=policy), is_text)
        else:
            outcome = _of_bytes(content, repair_bytes(content, policy=policy), is_text, policy)
        if outcome.content is not None or outcome.verdict is not Verdict.CLEAN:
            found[number] = outcome
    new = {n: cell.content for n, cell in sorted(found.items()) if cell.content is not None}
    return replaced(cells, new), found


def _of_text(text: str, report: Report, is_text: bool) -> Found:
    if not report.edits:
        return Found(report, report.verdict, None)
    new = sound(report.text)
    return Found(report, report.verdict, new if is_text else new.encode())


def _of_bytes(data: bytes, report: Report, is_text: bool, policy: Policy) -> Found:
    found = report.detection
    assert found is not None
    if found.encoding is None or found.confidence < policy.min_confidence:
        verdict = Verdict.CLEAN if found.encoding is None and not is_text else Verdict.DAMAGED
        # a string column has to hold a string all the same
        content = data.decode("utf-8", "replace") if is_text else None
        return Found(Report(content or "", confidence=report.confidence), verdict, content)
    new = sound(report.text) if is_text else emit(data, report)
    if new == data:
        return Found(report, report.verdict, None)
    damaged = report.verdict is Verdict.DAMAGED
    return Found(report, Verdict.DAMAGED if damaged else Verdict.REPAIRED, new)


def _to_look_at(cells: pa.Array, policy: Policy) -> Iterator[tuple[int, str | bytes]]:
    """The numbers of the cells that may need repair, each with its text, or bytes if in doubt."""
    raw = cells.view(_twin(cells.type)) if _is_text(cells.type) else cells
    text = cells if _is_text(cells.type) else cells.view(_twin(cells.type))
    plain = _plain(cells, raw, text)
    if plain is None:
        yield from _in_order(text, policy)
        return
    odd = pc.indices_nonzero(pc.invert(plain))
    yield from zip(odd.to_pylist(), raw.take(odd).to_pylist(), strict=True)
    even = pc.indices_nonzero(plain)
    numbers = even.to_pylist()
    for number, content in _in_order(text.take(even), policy):
        yield numbers[number], content


def _in_order(text: pa.Array, policy: Policy) -> Iterator[tuple[int, str]]:
    # cosmetic fixes are not the gate's to find
    numbers = pc.indices_nonzero(text.is_valid()) if policy.tidy else _gate.suspects(text)
    yield from zip(numbers.to_pylist(), text.take(numbers).to_pylist(), strict=True)


def _plain(cells: pa.Array, raw: pa.Array, text: pa.Array) -> pa.Array | None:
    """Which cells are UTF-8 without a doubt; None when all are."""
    try:
        text.validate(full=True)
    except pa.ArrowInvalid:
        plain = pc.match_substring_regex(raw, _UTF8)
    else:
        if _is_text(cells.type):
            return None
        plain = None
    if not _is_text(cells.type):
        sure = pc.invert(pc.match_substring_regex(raw, _DOUBTFUL))
        plain = sure if plain is None else pc.and_(plain, sure)
    return plain


def replaced(cells: pa.Array, new: Mapping[int, str | bytes]) -> pa.Array:
    """``cells`` with those put in their places that ``new`` holds, by number, in order."""
    if not new:
        return cells
    mask = bytearray(len(cells))
    for number in new:
        mask[number] = 1
    marked = pa.Array.from_buffers(pa.uint8(), len(mask), [None, pa.py_buffer(bytes(mask))])
    return pc.replace_with_mask(
        cells, marked.cast(pa.bool_()), pa.array(new.values(), type=cells.type)
    )


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _twin(kind: pa.DataType) -> pa.DataType:
    """The type of bytes laid out as a type of text, and the reverse."""
    return {
        pa.string(): pa.binary(),
        pa.large_string(): pa.large_binary(),
        pa.binary(): pa.string(),
        pa.large_binary(): pa.large_string(),
    }[kind]
