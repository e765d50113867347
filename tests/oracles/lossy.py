"""Misreads that lose bytes, made with the standard library alone.

Nothing here comes from fixenc, so that a mistake in its tables cannot hide itself. A *manner* is
what a reader does with bytes that it has no character for.
"""

from __future__ import annotations

from functools import cache

REPLACEMENT = "\ufffd"
MULTIBYTE = {"gbk": "gbk", "gb18030": "gbk", "big5": "big5", "cp932": "cp932", "cp949": "cp949"}
_SINGLES = {
    "cp932": frozenset({0x80, *range(0xA0, 0xE0)}),
    "gbk": frozenset({0x80}),
    "cp949": frozenset({0x80}),
}

# As Python's codecs do it; as Windows does it, where a byte takes the next one along; without a
# mark; as text that went through an editor, where no-break spaces became plain ones; and as Windows
# does it where the pairs that GB 18030 has for private use are characters, which the next program
# does not show. In 13 of 16 real lines of UTF-8 read as GBK the loss is as in the last of these.
MANNERS = ("replace", "question", "dropped", "spaced", "private")


def garble(text: str, written: str, read: str, manner: str) -> str:
    """``text`` written in one encoding and read as another, in one of ``MANNERS``.

    ``UnicodeEncodeError`` for text that ``written`` does not hold.
    """
    data = text.encode(written)
    if manner == "replace":
        return data.decode(MULTIBYTE.get(read, read), "replace")
    if read in MULTIBYTE:
        return _pairwise(data, MULTIBYTE[read], manner)
    return "".join(map(_table(read, manner).__getitem__, data))


@cache
def _table(encoding: str, manner: str) -> tuple[str, ...]:
    return tuple(_shown(byte, encoding, manner) for byte in range(256))


def _shown(byte: int, encoding: str, manner: str) -> str:
    """What becomes of one byte: controls and soft hyphens go, no-break spaces become plain."""
    char = bytes([byte]).decode(encoding, "replace")
    if char == REPLACEMENT or "\x80" <= char <= "\x9f":
        return "?" if manner == "question" else ""
    if char == "\xad":
        return ""
    return " " if char == "\xa0" and manner == "spaced" else char


def _pairwise(data: bytes, encoding: str, manner: str) -> str:
    """Two bytes at a time, from left to right, whatever they are."""
    mark = {"dropped": "", "spaced": ""}.get(manner, "・" if encoding == "cp932" else "?")
    text: list[str] = []
    at = 0
    while at < len(data):
        byte = data[at]
        if byte < 0x80 or byte in _SINGLES.get(encoding, ()):
            alone = "€" if byte == 0x80 and encoding == "gbk" else ""
            text.append(_known(data[at : at + 1], encoding) or alone)
            at += 1
            continue
        pair = data[at : at + 2]
        if pair[1:] == b"\n":
            pair = pair[:1]  # a line's end stays
        private = manner == "private" and _is_private(pair)
        text.append(_known(pair, encoding) or ("" if private else mark))
        at += len(pair)
    return "".join(text)


def _is_private(pair: bytes) -> bool:
    """Whether GB 18030 has a character for private use for a pair of bytes."""
    return "\ue000" <= (_known(pair, "gb18030") or "") <= "\uf8ff"


def _known(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def naive(garbled: str, written: str, read: str) -> str:
    """What encoding back by the true chain and decoding with U+FFFD for the rest gives."""
    codec = MULTIBYTE.get(read, read)
    return garbled.encode(codec, "replace").decode(written, "replace")
