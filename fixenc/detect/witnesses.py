"""Stage 6: other detectors, asked on request where our own evidence is thin.

Nothing here is asked by default: of 127 cuts of 6 to 20 bytes with a margin under 6 bits,
chardet 7.7 was right and we were wrong in 8, the reverse held in 51; charset-normalizer 3.5 was
never right alone.
"""

from __future__ import annotations

from fixenc import codecs
from fixenc.errors import EncodingNotFound

MARGIN = 6.0  # bits between our best two texts below which witnesses are asked
LONGEST = 4096  # bytes of a file beyond which they are not
# Bits for the encoding that a witness names: about what the figures above are worth.
WEIGHT = {"chardet": 1.0, "charset-normalizer": 0.2}


def ask(data: bytes) -> dict[str, str | None]:
    """What each other detector that is installed says: a canonical name, or None.

    >>> sorted(ask(b"plain")) == sorted(set(ask(b"plain")) & set(WEIGHT))
    True
    """
    said: dict[str, str | None] = {}
    try:
        import chardet

        said["chardet"] = canonical(chardet.detect(data)["encoding"])
    except ImportError:
        pass
    try:
        import charset_normalizer

        best = charset_normalizer.from_bytes(data).best()
        said["charset-normalizer"] = canonical(best.encoding) if best else None
    except ImportError:
        pass
    return said


def canonical(label: str | None) -> str | None:
    """Our name for a label, or the label where we know no such encoding."""
    try:
        return None if label is None else codecs.lookup(label).name
    except EncodingNotFound:
        return label


def favours(data: bytes) -> dict[str, float]:
    """Bits in favour of encodings, by what the witnesses say."""
    bits: dict[str, float] = {}
    for witness, name in ask(data).items():
        try:
            known = codecs.lookup(name).superset or name if name else "ascii"
        except EncodingNotFound:
            continue
        bits[known] = bits.get(known, 0.0) + WEIGHT[witness]
    return bits
