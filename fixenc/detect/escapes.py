"""Seven-bit encodings: their escape sequences or shifts give them away."""

from __future__ import annotations

import re

from fixenc import codecs, model
from fixenc.detect.lanes import pairs_above_ascii

# ISO/IEC 2022 designations, by the set that each names (RFC 1468, 1554, 1557, 2237; JIS X 0213).
_DESIGNATIONS: tuple[tuple[str, re.Pattern[bytes]], ...] = (
    ("iso2022_kr", re.compile(rb"\x1b\$\)C")),
    ("iso2022_jp_2004", re.compile(rb"\x1b\$\(Q")),
    ("iso2022_jp_3", re.compile(rb"\x1b\$\([OP]")),
    ("iso2022_jp_2", re.compile(rb"\x1b\$A|\x1b\$\(C|\x1b\.[AF]")),
    ("iso2022_jp_1", re.compile(rb"\x1b\$\(D")),
    ("iso2022_jp", re.compile(rb"\x1b\$@|\x1b\$B|\x1b\(I|\x1b\(J")),
)
_HZ = re.compile(rb"~\{(?:[!-w][!-~]){1,200}~\}")
# What UTF-7 writes for a run of characters above ASCII: two thirds of them at least six long.
_UTF7 = re.compile(rb"(?<![A-Za-z0-9+/])\+[A-Za-z0-9+/]{3,200}+(?![A-Za-z0-9+/=])")
SAMPLE = 4096  # bytes about the first shift that the model reads
# Bits by which the text must be likelier than the ASCII as it stands.
GAIN = 24.0
# The most bits that a pair of characters may cost that is not all ASCII: 4 to 11 in real text.
READABLE = 12.0


def seven_bit(data: bytes) -> tuple[str, float] | None:
    """The seven-bit encoding that ASCII bytes are in, and its margin in bits; None for ASCII.

    >>> seven_bit(b"\\x1b$B$O$$\\x1b(B")[0]
    'iso2022_jp'
    """
    if b"\x1b" in data:
        for encoding, designation in _DESIGNATIONS:
            match = designation.search(data)
            if match is not None:
                gain = _gain(data, encoding, match.start())
                return (encoding, gain) if gain > 0 else None
    if b"~{" in data:
        match = _HZ.search(data)
        if match is not None and (gain := _gain(data, "hz", match.start())) > GAIN:
            return "hz", gain
    if b"+" in data:
        match = _UTF7.search(data)
        if match is not None and (gain := _gain(data, "utf-7", match.start())) > GAIN:
            return "utf-7", gain
    return None


def _gain(data: bytes, encoding: str, at: int) -> float:
    """How much likelier the text is than the bytes as ASCII, in bits."""
    # A designation holds to the end of its line, that of ISO-2022-KR stands at the top.
    begin = 0 if encoding == "iso2022_kr" else data.rfind(b"\n", 0, at) + 1
    begin = max(begin, at - SAMPLE)
    sample = data[begin : at + SAMPLE]
    cut = sample.rfind(b"\n") + 1
    if cut and begin + len(sample) < len(data):
        sample = sample[:cut]
    text, defects = codecs.decode_with_defects(sample, encoding)
    if text.isascii() or (len(defects) > 1 and encoding in ("hz", "utf-7")):
        return 0.0
    mind = model.load()
    pairs = pairs_above_ascii(text)
    # Base64 and the like say something in UTF-7 and HZ too, but nothing that anybody wrote.
    if -mind.best(pairs)[0] > READABLE * len(pairs):
        return 0.0
    return mind.score(text) - mind.score(sample.decode("ascii")) - 20.0 * len(defects)
