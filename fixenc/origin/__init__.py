"""How a decoded text and the bytes that it was read from belong together.

Every character has its bytes, and the text can be turned into exactly those bytes again: also where
they did not decode, where the encoding has two ways to write a character, and in files of several
encodings.
"""

from fixenc.origin.offsets import byte_ranges, ranges_in_turn
from fixenc.origin.pieces import Piece, pieces

__all__ = ["Piece", "byte_ranges", "pieces", "ranges_in_turn"]
