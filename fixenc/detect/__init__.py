"""Which encoding bytes are in: one plain function runs the stages in order."""

from __future__ import annotations

from fixenc import codecs
from fixenc.detect import binary, bom, declared, escapes, unicode
from fixenc.detect.detection import Detection, defects_of

__all__ = ["detect"]


def detect(data: bytes, *, encoding: str | None = None, witnesses: bool = True) -> Detection:
    """Find the encoding of ``data``.

    ``encoding`` is taken at its word when given: then only the defects are found. ``witnesses``
    allows other detectors to be asked where the evidence is thin. Never raises for any bytes;
    raises ``EncodingNotFound`` for an unknown name, ``TypeError`` for anything but bytes.

    >>> detect("naïve".encode()).encoding
    'utf-8'
    >>> detect("Блины с мёдом".encode("cp866")).encoding
    'cp866'
    """
    if not isinstance(data, bytes | bytearray | memoryview):
        raise TypeError(f"detect takes bytes, not {type(data).__name__}")
    data = bytes(data)
    if encoding is not None:
        return told(data, codecs.lookup(encoding).name)
    marked = bom.bom_of(data)
    if marked is not None:
        return told(data, marked[1], marked[0])
    if binary.is_signed(data):
        return Detection(data, None, 0.9999, reason="binary")
    said = declared.declared_in(data)
    share = unicode.control_share(data)
    return (
        unicode_or_binary(data, said, share)
        or _legacy_or_mixed(data, said, witnesses)
    )


def told(data: bytes, name: str, mark: bytes = b"") -> Detection:
    """What there is to say of ``data`` in an encoding that is certain."""
    text, ranges = codecs.decode_with_defects(data, name)
    if mark and name in ("gb18030", "utf-7"):
        text = text.removeprefix("\ufeff")
    defects = defects_of(data, ranges)
    return Detection(data, name, 1.0, bom=mark, defects=defects, decoded=text)


def unicode_or_binary(data: bytes, said: str | None, share: float) -> Detection | None:
    """ASCII, clean Unicode, and what is no text; None for all that needs a closer look."""
    if share > unicode.FEW_CONTROLS or b"\0" in data:
        found = unicode.wide(data)
        if found is not None:
            name, margin = found
            sure = told(data, name)
            from fixenc.detect.confidence import of_margin

            return Detection(
                data, name, of_margin(margin), declared=said, defects=sure.defects,
                evidence=(("margin", margin),), decoded=sure.decoded,
            )
    if data.isascii():
        return _ascii(data, said, share)
    utf8 = unicode.strict_utf8(data) or unicode.variant_of(data)
    if utf8 is not None:
        return _utf8(data, utf8, said)
    if binary.is_binary(data, share):
        return _binary(data, share, said)
    return None


def _binary(data: bytes, share: float, said: str | None) -> Detection:
    sure = min(0.9999, 0.5 + share * 10)
    return Detection(data, None, sure, reason="binary", declared=said)


def _ascii(data: bytes, said: str | None, share: float) -> Detection:
    if binary.is_binary(data, share):
        text = data.translate(None, b"\0")
        # Padding and holes of NUL in what is otherwise text.
        if len(text) < 16 or binary.is_binary(text, unicode.control_share(text)):
            return _binary(data, share, said)
        return Detection(data, "ascii", 0.6, declared=said, decoded=data.decode("ascii"))
    found = escapes.seven_bit(data)
    if found is None:
        return Detection(data, "ascii", 1.0, declared=said, decoded=data.decode("ascii"))
    from fixenc.detect.confidence import of_margin

    sure = told(data, found[0])
    return Detection(
        data, found[0], of_margin(found[1]), declared=said, defects=sure.defects,
        evidence=(("margin", found[1]),), decoded=sure.decoded,
    )


def _utf8(data: bytes, utf8: unicode.Utf8, said: str | None) -> Detection:
    return Detection(
        data, "utf-8", 0.9999, declared=said, defects=utf8.defects, cut=utf8.cut,
        variant=utf8.variant, decoded=utf8.text,
    )


def _legacy_or_mixed(data: bytes, said: str | None, witnesses: bool) -> Detection:
    from fixenc.detect import closer

    return closer.look(data, said, witnesses)
