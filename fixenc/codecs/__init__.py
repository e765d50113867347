"""The catalogue of encodings: names, labels, supersets, and bytes to text and back."""

from fixenc.codecs.convert import after_mark, decode, decode_with_defects, encode
from fixenc.codecs.entry import Encoding, Kind
from fixenc.codecs.lookup import catalogue, lookup
from fixenc.codecs.single import charmap, encoding_map

__all__ = [
    "Encoding",
    "Kind",
    "after_mark",
    "catalogue",
    "charmap",
    "decode",
    "decode_with_defects",
    "encode",
    "encoding_map",
    "lookup",
]
