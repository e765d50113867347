"""Which bytes each character was read from."""

from collections.abc import Iterator

from fixenc.codecs.convert import READ_AS, decode
from fixenc.codecs.entry import Kind
from fixenc.codecs.lookup import lookup
from fixenc.codecs.patches import patch_of
from fixenc.codecs.walk import smallest

# (start, end, text) of the bytes [start, end), half open.
Unit = tuple[int, int, str]


def units(data: bytes, name: str) -> Iterator[Unit]:
    """The characters of well-formed bytes with their places, in order and without gaps.

    Joined, the texts are ``decode(data, name)``. A unit is one character (sometimes two, as with
    some kana of JIS X 0213), or a run of base64 in UTF-7; an escape sequence is a unit without
    text. Ill-formed bytes are U+FFFD. Takes about half a microsecond for each byte. Raises
    ``EncodingNotFound``.

    >>> list(units("a好".encode("gbk"), "gbk"))
    [(0, 1, 'a'), (1, 3, '好')]
    """
    entry = lookup(name)
    if entry.kind in (Kind.SINGLE, Kind.ASCII):
        for at, char in enumerate(decode(data, name)):
            yield at, at + 1, char
        return
    codec = READ_AS.get(entry.name, entry.name)
    patch = patch_of(codec)
    for start, end, text in smallest(data, codec, patch.read if patch else {}):
        if text is not None and patch:
            text = patch.renamed.sub(lambda match: patch.rename[match[0]], text)
        yield start, end, "\ufffd" if text is None else text
