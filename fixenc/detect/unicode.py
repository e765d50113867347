"""Stage 3: ASCII and the Unicode encodings, which show themselves by their structure.

``clean`` is all that happens to most files of today, so it imports and compiles nothing.
"""

from __future__ import annotations

from fixenc import codecs
from fixenc.detect.clues import Clues
from fixenc.detect.detection import Detection, defects_of

# Share of control bytes from which a file without a NUL may be UTF-16: CJK text in UTF-16 has
# 1 to 12 %, text in anything else none.
FEW_CONTROLS = 0.005
# Bits a code point, spaces counted: real text in UTF-16 or UTF-32 costs 3 to 9, anything else
# read as such 14 and more.
READABLE = 11.5
WIDE_SAMPLE = 2048  # bytes of each wide candidate that the model reads
LEAST_TEXT = 16  # bytes beside NULs that make a padded file text
SURE = 0.9999


def clean(clues: Clues) -> Detection | None:
    """Clean ASCII or UTF-8 without a doubt."""
    data = clues.data
    if clues.controls > FEW_CONTROLS or b"\0" in data:
        return None
    if data.isascii():
        if b"\x1b" in data or b"~{" in data or b"+" in data:
            return None
        return Detection(data, "ascii", 1.0, declared=clues.said, decoded=data.decode("ascii"))
    text = utf8_text(data)
    if text is None:
        return None
    return Detection(data, "utf-8", SURE, declared=clues.said, decoded=text)


def utf8_text(data: bytes) -> str | None:
    """The text of well-formed UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def find(clues: Clues) -> Detection | None:
    """UTF-16, UTF-32, seven-bit encodings, and all that is UTF-8 in structure."""
    data = clues.data
    doubtful = clues.controls > FEW_CONTROLS or b"\0" in data
    if doubtful:
        found = wide(data)
        if found is not None:
            return _told(clues, *found)
    if data.isascii():
        return _ascii(clues)
    if doubtful and (text := utf8_text(data)) is not None:
        return Detection(data, "utf-8", SURE, declared=clues.said, decoded=text)
    from fixenc.detect.utf8 import cut_utf8, variant_of

    read = cut_utf8(data) or variant_of(data)
    if read is None:
        return None
    return Detection(
        data,
        "utf-8",
        SURE,
        declared=clues.said,
        variant=read.variant,
        cut=read.cut,
        decoded=read.text,
    )


def _told(clues: Clues, name: str, margin: float) -> Detection:
    """An encoding that its structure gives away."""
    from fixenc.detect.confidence import of_margin

    text, ranges = codecs.decode_with_defects(clues.data, name)
    return Detection(
        clues.data,
        name,
        of_margin(margin),
        declared=clues.said,
        defects=defects_of(clues.data, ranges),
        evidence=(("margin", margin),),
        decoded=text,
    )


def _ascii(clues: Clues) -> Detection | None:
    from fixenc.detect import binary, escapes

    data = clues.data
    sure = 1.0
    if binary.is_binary(data, clues.controls):
        # Padding and holes of NUL in what is otherwise text.
        text = data.translate(None, b"\0")
        if len(text) < LEAST_TEXT or binary.is_binary(text, binary.control_share(text)):
            return None
        sure = 0.6
    found = escapes.seven_bit(data)
    if found is not None:
        return _told(clues, *found)
    return Detection(data, "ascii", sure, declared=clues.said, decoded=data.decode("ascii"))


def wide(data: bytes) -> tuple[str, float] | None:
    """UTF-16 or UTF-32 without a byte order mark: the encoding and its margin in bits.

    ``data`` should hold control bytes; nothing else makes this likely.
    """
    from fixenc import model

    readings: list[tuple[float, str]] = []
    for encoding in ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be"):
        unit = 4 if "32" in encoding else 2
        if len(data) % unit and len(data) < 64:
            continue
        text = _beginning(data, encoding, unit)
        if text and "\0" not in text:
            readings.append((model.load().score(text) / len(text), encoding))
    if not readings or max(readings)[0] < -READABLE:
        return None
    best = max(readings)
    others = [score for score, encoding in readings if encoding != best[1]]
    return best[1], len(data) / 2 * (best[0] - max([*others, -READABLE - 8]))


def _beginning(data: bytes, encoding: str, unit: int) -> str:
    """The text of a sample; empty when it does not decode."""
    sample = data[: min(len(data), WIDE_SAMPLE) // unit * unit]
    try:
        return sample.decode(encoding)
    except UnicodeDecodeError as error:
        # A pair of surrogates may be cut at the end of the sample.
        return sample[: error.start].decode(encoding) if error.start >= len(sample) - unit else ""
