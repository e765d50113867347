"""Misreads made with the standard library alone, and undone to see whether they lose anything.

Nothing here comes from fixenc, so that a mistake in its tables cannot hide itself.
"""

from __future__ import annotations

from functools import cache

# Read strictly: a byte that fits in nowhere loses something. The others are read byte by byte.
MULTIBYTE = frozenset({"utf-8", "gb18030", "big5hkscs", "cp932", "euc_jp", "cp949"})


@cache
def table(encoding: str) -> dict[int, str]:
    """The characters of a single-byte encoding; as in browsers, C1 controls for the bytes
    0x80 to 0x9F that have none."""
    found = {}
    for byte in range(256):
        try:
            found[byte] = bytes([byte]).decode(encoding)
        except UnicodeDecodeError:
            if byte < 0xA0:
                found[byte] = chr(byte)
    return found


@cache
def _bytes_of(encoding: str) -> dict[str, int]:
    return {char: byte for byte, char in table(encoding).items()}


def decode(data: bytes, encoding: str) -> str:
    """Bytes as text; ``UnicodeDecodeError`` or ``KeyError`` where they stand for none."""
    if encoding in MULTIBYTE:
        return data.decode(encoding)
    return "".join(map(table(encoding).__getitem__, data))


def encode(text: str, encoding: str) -> bytes:
    """Text as bytes; ``UnicodeEncodeError`` or ``KeyError`` for what the encoding does not hold."""
    if encoding in MULTIBYTE:
        return text.encode(encoding)
    return bytes(_bytes_of(encoding)[char] for char in text)


def pairs(chain: str) -> list[tuple[str, str]]:
    """``a>b>c>d`` as ``[(a, b), (c, d)]``."""
    names = chain.split(">")
    return list(zip(names[::2], names[1::2], strict=True))


def garble(text: str, chain: str) -> str | None:
    """The text after the misreads of the chain, or None when it cannot pass or loses something."""
    garbled = text
    try:
        for written, read in pairs(chain):
            garbled = decode(encode(garbled, written), read)
        again = garbled
        for written, read in reversed(pairs(chain)):
            again = decode(encode(again, read), written)
    except (UnicodeError, KeyError):
        return None
    return garbled if again == text else None
