"""Stage 3: ASCII and the Unicode encodings, which show themselves by their structure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fixenc import codecs, model
from fixenc.detect.detection import Defect, defects_of

# Well-formed sequences of more than one byte (Unicode 16, table 3-7).
SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}"
    rb"|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}"
    rb"|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)
# Enough of it to be no accident in another encoding: four two-byte sequences in a row, two of three
# bytes, one of four, or fewer that stand alone between ASCII (one of three, two of two). The second
# also takes one of two. Each pattern begins with one set of bytes, since ``re`` is quick to skip
# what is not in it.
_END = rb"(?![\x80-\xff])"
_RUNS = (
    rb"[\xc3-\xf0](?:(?<=[\xc3-\xdf])[\x80-\xbf](?:(?:[\xc3-\xdf][\x80-\xbf]){3,}|%s)"
    rb"|(?<=[\xe0-\xef])[\x80-\xbf]{2}(?:(?:[\xe0-\xef][\x80-\xbf]{2})+|%s)"
    rb"|(?<=\xf0)[\x90-\xbf][\x80-\xbf]{2})"
)
_THREE_ALONE = rb"(?<![\x80-\xff][\xe0-\xef][\x80-\xbf]{2})" + _END
_TWO_ALONE = rb"(?<![\x80-\xff][\xc3-\xdf][\x80-\xbf])"
RUN = re.compile(
    _RUNS % (_TWO_ALONE + rb"(?:[\xc3-\xdf][\x80-\xbf]){1,2}" + _END, _THREE_ALONE)
)
RUN_OR_LONE = re.compile(
    _RUNS % (_TWO_ALONE + rb"(?:[\xc3-\xdf][\x80-\xbf]){0,2}" + _END, _THREE_ALONE)
)
_HEAD_CUT = re.compile(rb"[\x80-\xbf]{1,3}")
_TAIL_CUT = re.compile(
    rb"(?:[\xc2-\xf4]|[\xe0-\xf4][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2})\Z"
)
# A surrogate of CESU-8 or WTF-8, or the NUL of modified UTF-8.
_VARIANT = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]|\xc0\x80")
_PAIR = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")

# C0 controls that text hardly holds: all but tab, newline, return, form feed, backspace, bell,
# vertical tab, shift in and out, escape and the end-of-file mark of DOS.
CONTROLS = bytes(c for c in range(0x20) if c not in b"\t\n\r\f\b\a\v\x0e\x0f\x1a\x1b")
LOOKED_AT = 1 << 16  # bytes at the start, in the middle and at the end that are searched for those

# Share of control bytes from which a file without a NUL may be UTF-16: CJK text in UTF-16 has
# 1 to 12 %, text in anything else none.
FEW_CONTROLS = 0.005
# Bits a code point, spaces counted: real text in UTF-16 or UTF-32 costs 3 to 9, anything else
# read as such 14 and more.
READABLE = 11.5
WIDE_SAMPLE = 2048  # bytes of each wide candidate that the model reads


@dataclass(frozen=True, slots=True)
class Utf8:
    """Bytes as UTF-8: the text, what does not decode, cut bytes at either end, the variant."""

    text: str
    defects: tuple[Defect, ...] = ()
    cut: tuple[int, int] = (0, 0)
    variant: str | None = None


def strict_utf8(data: bytes) -> Utf8 | None:
    """The text when all of ``data`` is well-formed but for a character cut at either end."""
    try:
        return Utf8(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        first = error.start
    cut = cut_of(data)
    if cut == (0, 0) or cut[0] < first < len(data) - cut[1]:
        return None
    try:
        text = data[cut[0] : len(data) - cut[1]].decode("utf-8")
    except UnicodeDecodeError:
        return None
    if text.isascii():
        return None
    return Utf8("\ufffd" * bool(cut[0]) + text + "\ufffd" * bool(cut[1]), cut=cut)


def cut_of(data: bytes) -> tuple[int, int]:
    """How many bytes at the start and at the end of ``data`` belong to a cut UTF-8 character."""
    head = _HEAD_CUT.match(data)
    # Four continuation bytes in a row are no end of a character.
    before = head.end() if head else 0
    if before == 3 and b"\x80" <= data[3:4] <= b"\xbf":
        before = 0
    tail = _TAIL_CUT.search(data, max(before, len(data) - 3))
    return before, len(data) - tail.start() if tail else 0


def damaged_utf8(data: bytes) -> Utf8:
    """The text of UTF-8 with defects; U+FFFD stands for each, and for a cut character."""
    before, after = cut_of(data)
    text, ranges = codecs.decode_with_defects(data[before : len(data) - after], "utf-8")
    defects = defects_of(data, ranges, before)
    return Utf8("\ufffd" * bool(before) + text + "\ufffd" * bool(after), defects, (before, after))


def variant_of(data: bytes) -> Utf8 | None:
    """CESU-8, modified UTF-8 or WTF-8, when that is what keeps ``data`` from being UTF-8."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if not _VARIANT.match(data, error.start):
            return None
    try:
        text = data.replace(b"\xc0\x80", b"\0").decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return None
    if b"\xc0\x80" in data:
        variant = "modified-utf-8"
    else:
        variant = "cesu-8" if _PAIR.search(data) else "wtf-8"
    joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    return Utf8(joined, variant=variant)


def control_share(data: bytes) -> float:
    """The share of control bytes, NUL among them, in three places of ``data``."""
    if len(data) <= 3 * LOOKED_AT:
        looked = data
    else:
        middle = len(data) // 2
        looked = data[:LOOKED_AT] + data[middle : middle + LOOKED_AT] + data[-LOOKED_AT:]
    return 1 - len(looked.translate(None, CONTROLS)) / len(looked) if looked else 0.0


def wide(data: bytes) -> tuple[str, float] | None:
    """UTF-16 or UTF-32 without a byte order mark: the encoding and its margin in bits.

    ``data`` should hold control bytes; nothing else makes this likely.
    """
    readings: list[tuple[float, str]] = []
    for encoding in ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be"):
        unit = 4 if "32" in encoding else 2
        if len(data) % unit and len(data) < 64:
            continue
        sample = data[: min(len(data), WIDE_SAMPLE) // unit * unit]
        try:
            text = sample.decode(encoding)
        except UnicodeDecodeError as error:
            # A pair of surrogates may be cut at the end of the sample.
            if error.start < len(sample) - unit:
                continue
            text = sample[: error.start].decode(encoding)
        if text and "\0" not in text:
            readings.append((model.load().score(text) / len(text), encoding))
    if not readings or max(readings)[0] < -READABLE:
        return None
    best = max(readings)
    others = [score for score, encoding in readings if encoding != best[1]]
    return best[1], len(data) / 2 * (best[0] - max([*others, -READABLE - 8]))
