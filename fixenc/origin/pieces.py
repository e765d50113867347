"""The pieces of a file, each with what turns its text into its bytes again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fixenc import codecs
from fixenc.codecs.units import units
from fixenc.detect.detection import Detection

REPLACEMENT = "\ufffd"

# What CESU-8 and modified UTF-8 write otherwise than UTF-8, a character each.
_VARIANT = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]|\xc0\x80")


@dataclass(frozen=True, slots=True)
class Piece:
    """``text[start:end]`` was read from ``data[low:high]``; all half open.

    Encoding the text in ``encoding`` gives those bytes again. Where no encoding does, it is None.
    """

    start: int
    end: int
    low: int
    high: int
    encoding: str | None


def pieces(detection: Detection) -> tuple[Piece, ...]:
    """The pieces of a file and of the text that it was read as, in order and without gaps.

    Linear in the file's length.

    >>> from fixenc.detect import detect
    >>> for piece in pieces(detect(b"caf\\xc3\\xa9 \\xff", encoding="utf-8")):
    ...     print(piece)
    Piece(start=0, end=5, low=0, high=6, encoding='utf-8')
    Piece(start=5, end=6, low=6, high=7, encoding=None)
    """
    data, text = detection.data, detection.decode()
    found: list[Piece] = []
    at = low = 0
    stretches = list(_stretches(detection))
    for number, (first, last, encoding) in enumerate(stretches, 1):
        if first != low:
            break
        if encoding is not None:
            new = list(_readable(data, first, last, encoding, text, at))
        else:
            following = stretches[number] if number < len(stretches) else None
            new = list(_unreadable(data, first, last, following, text, at))
        if not new or new[-1].high != last:
            break
        found += new
        at, low = new[-1].end, last
    if at < len(text) or low < len(data):
        rest = Piece(at, len(text), low, len(data), detection.encoding)
        found += _by_line(data, rest, text)
    return tuple(_joined(found))


# Bytes start:end and their encoding; None for those that do not decode.
_Stretch = tuple[int, int, str | None]


def _stretches(detection: Detection) -> Iterator[_Stretch]:
    """The file cut where encodings change and around what does not decode."""
    data = detection.data
    if codecs.lookup(detection.encoding or "iso8859-1").kind is codecs.Kind.STATEFUL:
        # What comes before a character says how to read it; a defect is no reason to cut there.
        skipped = len(detection.bom)
        yield from ((0, skipped, None),) if skipped else ()
        yield skipped, len(data), detection.encoding
        return
    encoding, skipped = codecs.after_mark(data, detection.encoding or "iso8859-1")
    skipped = max(skipped, len(detection.bom))
    spans = [(s.start, s.end, s.encoding) for s in detection.segments]
    spans = spans or [(skipped, len(data), encoding)]
    if skipped:
        yield 0, skipped, None
    bad = iter([*_bad(detection), (len(data), len(data))])
    start, end = next(bad)
    for low, high, name in spans:
        low, high = max(low, skipped), min(high, len(data))
        while start < high:
            if low < start:
                yield low, start, name
            if low < end:
                yield max(low, start), min(end, high), None
                low = min(end, high)
            if end > high:
                break
            start, end = next(bad)
        if low < high:
            yield low, high, name


def _bad(detection: Detection) -> Iterator[tuple[int, int]]:
    """The ranges of bytes that the detection did not decode by the rules, in order."""
    before, after = detection.cut
    size = len(detection.data)
    if before:
        yield 0, before
    if detection.variant is not None:
        yield from (match.span() for match in _VARIANT.finditer(detection.data))
    for defect in detection.defects:
        yield defect.offset, defect.offset + len(defect.data)
    if after:
        yield size - after, size


def _unreadable(
    data: bytes, low: int, high: int, following: _Stretch | None, text: str, at: int
) -> Iterator[Piece]:
    """The pieces of bytes that do not decode; there is U+FFFD for them, once or more often."""
    if _VARIANT.match(data, low, high):
        yield Piece(at, at + 1, low, high, None)
        return
    most = 0
    while most < high - low and text.startswith(REPLACEMENT, at + most):
        most += 1
    after = "" if following is None else _decoded(data, *following)
    # As often as the decoder says, or else as the text that follows leaves room for.
    told = len(codecs.decode_with_defects(data[low:high], "utf-8")[1])
    for count in (told, *range(most + 1)):
        if count > most or (after is not None and not text.startswith(after, at + count)):
            continue
        if following is None and at + count < len(text):
            continue
        yield Piece(at, at + count, low, high, None)
        return


def _decoded(data: bytes, low: int, high: int, encoding: str | None) -> str | None:
    if encoding is None:
        return None
    try:
        return codecs.decode(data[low:high], encoding)
    except UnicodeDecodeError:
        return None


def _readable(
    data: bytes, low: int, high: int, encoding: str, text: str, at: int
) -> Iterator[Piece]:
    """The pieces of bytes that decode; not all of them when the text is another."""
    read = _decoded(data, low, high, encoding)
    if read is None or not text.startswith(read, at):
        return
    whole = Piece(at, at + len(read), low, high, encoding)
    if _writes(read, encoding, data[low:high]):
        yield whole
    elif codecs.lookup(encoding).kind is codecs.Kind.STATEFUL:
        yield from _by_line(data, whole, text)
    else:
        yield from _by_unit_in_lines(data, low, high, encoding, at)


def _by_line(data: bytes, rest: Piece, text: str) -> Iterator[Piece]:
    """Lines that their encoding writes as they are; without an encoding, those that it does not.

    For what cannot be followed character by character: where the bytes have as many lines as the
    text, they belong together one by one; otherwise it is all one piece.
    """
    read, written = text[rest.start : rest.end], data[rest.low : rest.high]
    if rest.encoding is None or read.count("\n") != written.count(b"\n"):
        yield Piece(rest.start, rest.end, rest.low, rest.high, None)
        return
    at, low = rest.start, rest.low
    for chars, line in zip(read.split("\n"), written.split(b"\n"), strict=True):
        last = low + len(line) == rest.high
        chars, line = (chars, line) if last else (chars + "\n", line + b"\n")
        encoding = rest.encoding if _writes(chars, rest.encoding, line) else None
        yield Piece(at, at + len(chars), low, low + len(line), encoding)
        at, low = at + len(chars), low + len(line)


def _by_unit_in_lines(data: bytes, low: int, high: int, encoding: str, at: int) -> Iterator[Piece]:
    """As ``_by_unit``, which is slow, for the lines that need it; all of them decode."""
    for line in _lines(data[low:high]):
        chars = codecs.decode(line, encoding)
        if _writes(chars, encoding, line):
            yield Piece(at, at + len(chars), low, low + len(line), encoding)
        else:
            yield from _by_unit(line, low, encoding, at)
        at, low = at + len(chars), low + len(line)


def _lines(data: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(data):
        end = data.find(b"\n", at) + 1 or len(data)
        yield data[at:end]
        at = end


def _by_unit(data: bytes, low: int, encoding: str, at: int) -> Iterator[Piece]:
    """Characters in runs that are written as they were read, and one by one those that are not."""
    found = list(units(data, encoding))
    if "".join(char for _, _, char in found) != (line := codecs.decode(data, encoding)):
        yield Piece(at, at + len(line), low, low + len(data), None)
        return
    run = Piece(at, at, low, low, encoding)
    chars: list[str] = []
    for start, end, char in found:
        own = Piece(run.end, run.end + len(char), low + start, low + end, encoding)
        if _writes(char, encoding, data[start:end]):
            run = Piece(run.start, own.end, run.low, own.high, encoding)
            chars.append(char)
            continue
        yield from _checked(run, data[run.low - low : run.high - low], "".join(chars))
        yield Piece(own.start, own.end, own.low, own.high, None)
        run = Piece(own.end, own.end, own.high, own.high, encoding)
        chars = []
    yield from _checked(run, data[run.low - low : run.high - low], "".join(chars))


def _checked(run: Piece, data: bytes, text: str) -> Iterator[Piece]:
    """A run, unless neighbours are written as one: then without an encoding."""
    if run.low < run.high:
        assert run.encoding is not None
        encoding = run.encoding if _writes(text, run.encoding, data) else None
        yield Piece(run.start, run.end, run.low, run.high, encoding)


def _writes(text: str, encoding: str, data: bytes) -> bool:
    try:
        return codecs.encode(text, encoding) == data
    except UnicodeEncodeError:
        return False


def _joined(found: Iterable[Piece]) -> Iterator[Piece]:
    """Lines that follow each other in one encoding as one piece."""
    last: Piece | None = None
    for piece in found:
        if piece.start == piece.end and piece.low == piece.high:
            continue
        if last is not None and last.encoding == piece.encoding is not None:
            last = Piece(last.start, piece.end, last.low, piece.high, last.encoding)
            continue
        if last is not None:
            yield last
        last = piece
    if last is not None:
        yield last
