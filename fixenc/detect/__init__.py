"""Which encoding bytes are in: one plain function runs the stages in order."""

from __future__ import annotations

from fixenc import codecs
from fixenc.detect.detection import Defect, Detection


def detect(data: bytes, *, encoding: str | None = None, witnesses: bool = True) -> Detection:
    """Find the encoding of ``data``.

    ``encoding`` is taken at its word when given: then only the defects are found.
    Raises ``EncodingNotFound`` for an unknown name, ``TypeError`` for anything but bytes.

    >>> detect("naïve".encode()).encoding
    'utf-8'
    """
    if not isinstance(data, bytes | bytearray | memoryview):
        raise TypeError(f"detect takes bytes, not {type(data).__name__}")
    data = bytes(data)
    if encoding is not None:
        return _as_told(data, encoding)
    if data.isascii():
        return Detection(data, "ascii", 1.0, decoded=data.decode("ascii"))
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _as_told(data, name, mark)
    try:
        return Detection(data, "utf-8", 1.0, decoded=data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    if data.count(0) * 50 > len(data):
        return Detection(data, None, 0.9, reason="binary")
    return _legacy(data)


def _as_told(data: bytes, encoding: str, bom: bytes = b"") -> Detection:
    name = codecs.lookup(encoding).name
    text, ranges = codecs.decode_with_defects(data, name)
    defects = tuple(Defect(start, data[start:end]) for start, end in ranges)
    return Detection(data, name, 1.0, bom=bom, defects=defects, decoded=text)


NAMES = "utf-8 cp1252 gb18030 cp932 euc_jp big5hkscs cp949 cp1251 koi8-r cp866 cp1250 iso8859-2 cp1253 cp1254 cp1255 cp1256 cp874 cp1257".split()


def _legacy(data: bytes) -> Detection:
    from fixenc import model

    m = model.load()
    best: tuple[float, str] = (float("-inf"), "cp1252")
    for i, name in enumerate(NAMES):
        text, defects = codecs.decode_with_defects(data[:4096], name)
        if len(defects) * 20 > len(data[:4096]):
            continue
        best = max(best, (m.score(text) - i * 0.1 - 10 * len(defects), name))
    return _as_told(data, best[1])
