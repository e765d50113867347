"""UTF-8 that is not clean: cut, damaged, in a variant, or among other encodings."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fixenc import codecs
from fixenc.detect.detection import Defect, defects_of

# Well-formed sequences of more than one byte (Unicode 16, table 3-7).
SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}"
    rb"|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}"
    rb"|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)
# Enough of it to be no accident in another encoding: four two-byte sequences in a row, two of
# three bytes, one of four; or one to three of two bytes, or one of three, alone between ASCII.
# It begins with one set of bytes, since ``re`` is quick to skip what is not in it.
RUN = re.compile(
    rb"[\xc3-\xf0](?:(?<=[\xc3-\xdf])[\x80-\xbf](?:(?:[\xc3-\xdf][\x80-\xbf]){3,}"
    rb"|(?<![\x80-\xff][\xc3-\xdf][\x80-\xbf])(?:[\xc3-\xdf][\x80-\xbf]){0,2}(?![\x80-\xff]))"
    rb"|(?<=[\xe0-\xef])[\x80-\xbf]{2}(?:(?:[\xe0-\xef][\x80-\xbf]{2})+"
    rb"|(?<![\x80-\xff][\xe0-\xef][\x80-\xbf]{2})(?![\x80-\xff]))"
    rb"|(?<=\xf0)[\x90-\xbf][\x80-\xbf]{2})"
)
_HEAD_CUT = re.compile(rb"[\x80-\xbf]{1,3}")
_TAIL_CUT = re.compile(rb"(?:[\xc2-\xf4]|[\xe0-\xf4][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2})\Z")
# A surrogate of CESU-8, or the NUL of modified UTF-8.
_VARIANT = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]|\xc0\x80")


@dataclass(frozen=True, slots=True)
class Utf8:
    """Bytes as UTF-8: the text, what does not decode, cut bytes at either end, the variant."""

    text: str
    defects: tuple[Defect, ...] = ()
    cut: tuple[int, int] = (0, 0)
    variant: str | None = None


def cut_utf8(data: bytes) -> Utf8 | None:
    """The text when ``data`` is well-formed but for a character cut at either end.

    ``data`` is not all UTF-8; with nothing above ASCII but the cut, there is nothing to say.
    """
    cut = cut_of(data)
    if cut == (0, 0):
        return None
    try:
        text = data[cut[0] : len(data) - cut[1]].decode("utf-8")
    except UnicodeDecodeError:
        return None
    if text.isascii():
        return None
    return Utf8("\ufffd" * bool(cut[0]) + text + "\ufffd" * bool(cut[1]), cut=cut)


def cut_of(data: bytes) -> tuple[int, int]:
    """How many bytes at the start and at the end of ``data`` belong to a cut UTF-8 character.

    >>> cut_of("né".encode()[:-1])
    (0, 1)
    """
    head = _HEAD_CUT.match(data)
    before = head.end() if head else 0
    # Four continuation bytes in a row are no end of a character.
    if before == 3 and b"\x80" <= data[3:4] <= b"\xbf":
        before = 0
    tail = _TAIL_CUT.search(data, max(before, len(data) - 3))
    return before, len(data) - tail.start() if tail else 0


def damaged_utf8(data: bytes) -> Utf8:
    """The text of UTF-8 with defects; U+FFFD stands for each, and for a cut character."""
    before, after = cut_of(data)
    text, ranges = codecs.decode_with_defects(data[before : len(data) - after], "utf-8")
    defects = defects_of(data, [(before + start, before + end) for start, end in ranges])
    return Utf8("\ufffd" * bool(before) + text + "\ufffd" * bool(after), defects, (before, after))


def variant_of(data: bytes) -> Utf8 | None:
    """CESU-8 or modified UTF-8, when that is what keeps ``data`` from being UTF-8.

    CESU-8 (Unicode Technical Report 26) writes a character beyond U+FFFF as two surrogates of
    three bytes each; modified UTF-8 (Java) does so too and writes NUL as C0 80.
    """
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if not _VARIANT.match(data, error.start):
            return None
    try:
        halves = data.replace(b"\xc0\x80", b"\0").decode("utf-8", "surrogatepass")
        # A surrogate without its other half fails here.
        text = halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeDecodeError:
        return None
    return Utf8(text, variant="modified-utf-8" if b"\xc0\x80" in data else "cesu-8")
