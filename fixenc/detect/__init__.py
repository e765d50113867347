"""Which encoding bytes are in: one plain function runs the stages in order.

====================  ======================================================================
``bom``               byte order marks
``binary``            files of known binary formats, and those full of control bytes
``declared``          what the file says of itself: a clue, not a verdict
``unicode``           ASCII, UTF-8 with ``utf8``, UTF-16, UTF-32; ``escapes``: ISO 2022, HZ, UTF-7
``closer``            the rest, read as text: ``legacy`` ranks the ``candidates``, ``mixed`` finds
                      parts in other encodings, ``witnesses`` are other detectors
====================  ======================================================================
"""

from __future__ import annotations

from fixenc import codecs
from fixenc.detect import binary, bom, declared, unicode
from fixenc.detect.clues import Clues
from fixenc.detect.detection import Detection

__all__ = ["detect"]


def detect(
    data: bytes,
    *,
    encoding: str | None = None,
    declaration: str | None = None,
    witnesses: bool = False,
) -> Detection:
    """Find the encoding of ``data``.

    ``encoding`` is taken at its word when given: then only the defects are found. ``declaration``
    is a label that came with the data, such as the charset of an HTTP header: evidence like what
    the data says of itself, and ignored when no encoding goes by it. ``witnesses`` allows other
    detectors to be asked where the evidence is thin. Never raises for any bytes; raises
    ``EncodingNotFound`` for an unknown ``encoding``, ``TypeError`` for anything but bytes.

    >>> detect("naïve".encode()).encoding
    'utf-8'
    >>> detect("Блины с мёдом".encode("cp866")).encoding
    'cp866'
    """
    if not isinstance(data, bytes | bytearray | memoryview):
        raise TypeError(f"detect takes bytes, not {type(data).__name__}")
    data = bytes(data)
    if encoding is not None:
        return bom.told(data, codecs.lookup(encoding).name)
    found = bom.find(data) or binary.find_signed(data)
    if found is not None:
        return found
    told = declared.named(declaration) if declaration else None
    said = declared.declared_in(data) or told
    clues = Clues(data, said, binary.control_share(data), witnesses, told)
    found = unicode.clean(clues) or unicode.find(clues) or binary.find(clues)
    if found is not None:
        return found
    from fixenc.detect import closer  # with the model and its tables

    return closer.look(clues)
