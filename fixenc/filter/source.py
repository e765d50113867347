"""Which encoding a stream is in, and the stream as UTF-8.

The encoding is settled once, from the first bytes that tell anything, and held. UTF-8 goes through
as it is, whatever else is in it: the records are judged one by one. Any other encoding becomes
UTF-8, line by line, since a line may disagree with the rest of its file.
"""

from __future__ import annotations

import re
from collections import Counter, deque

from fixenc import codecs
from fixenc.codecs import Kind
from fixenc.detect import detect

HEAD = 1 << 16  # bytes that the encoding is settled from
UTF8 = ("ascii", "utf-8", "utf-8-sig")
# From so many bytes above 0x7F on, what is valid UTF-8 is UTF-8: of the pairs of letters in GBK or
# cp1251 one in eight is a valid sequence by chance, of longer runs next to none.
ENOUGH = 4
EVEN_ODDS = 0.5  # a head that is less likely in its encoding than not leaves it to the records
SURE = 0.9  # a line may be in another encoding than its file when the detector is that sure

_HIGH = re.compile(rb"[\x80-\xff]")
# What is not plain ASCII text: the escapes of ISO 2022, the zeros of UTF-16, and bytes above.
_TELLING = re.compile(rb"[^\x01-\x0d\x10-\x1a\x1c-\x7f]")
_WIDE = {"utf-16-le": (2, 0), "utf-16-be": (2, 1), "utf-32-le": (4, 0), "utf-32-be": (4, 3)}
_MARKS = {
    b"\xff\xfe\0\0": "utf-32-le",
    b"\0\0\xfe\xff": "utf-32-be",
    b"\xff\xfe": "utf-16-le",
    b"\xfe\xff": "utf-16-be",
}
_KOREAN = b"\x1b$)C"  # ISO-2022-KR says it once, at the start of the file


class Source:
    """A stream as UTF-8. ``encoding`` is taken at its word, or else settled.

    ``feed`` takes bytes and gives those that are ready; ``final`` says that nothing follows. The
    sum of what it gives does not depend on how the stream is cut up. ``limit`` bounds the bytes
    of a line that are held.

    >>> source = Source()
    >>> source.feed("Блины\\nс мёдом\\n".encode("cp1251"), final=True).decode()
    'Блины\\nс мёдом\\n'
    >>> source.encoding, source.converted
    ('cp1251', 2)
    """

    def __init__(self, encoding: str | None = None, limit: int = 64_000_000) -> None:
        self.encoding = None if encoding is None else codecs.lookup(encoding).name
        self.language: str | None = None
        self.binary = False
        self.converted = 0  # lines
        self.lines: Counter[str] = Counter()  # by encoding, since a stream is converted
        self._limit = limit
        self._told = encoding is not None
        self._head = b""  # what waits until the encoding is settled
        self._first = True  # the head is that of the stream, not one behind plain ASCII
        self._rest = b""  # the start of a line
        self._places: deque[tuple[int, int]] = deque()  # ends of lines, in UTF-8 and as they came
        self._sizes = (0, 0)  # of what was converted, in UTF-8 and as it came
        self._base = (0, 0)

    @property
    def converts(self) -> bool:
        """Whether the stream is known not to be UTF-8, and is converted."""
        return self.encoding is not None and self.encoding not in UTF8

    @property
    def keeps_lines(self) -> bool:
        """Whether bytes may be cut behind a line break, and each part read by itself."""
        name = self.encoding or "utf-8"
        return name not in _WIDE and not _is_stateful(name)

    def feed(self, data: bytes, *, final: bool = False) -> bytes:
        """Take some bytes; those that are ready, in UTF-8."""
        if self.encoding is None:
            before, data = self._settle(self._head + data, final)
            if self.encoding is None:
                return before
            return before + self.feed(data, final=final)
        if self._told:  # the byte order, however, is for the mark to tell
            data = self._head + data
            if len(data) < 4 and not final:
                self._head = data
                return b""
            self._head, self._told = b"", False
            self._begin(data[:4])
        return self._convert(data, final) if self.converts else data

    def offset_of(self, place: int) -> int:
        """The offset in the stream of the line that begins at ``place`` in the UTF-8.

        To be asked for in rising order; what lies before is forgotten.
        """
        while self._places and self._places[0][0] <= place:
            self._base = self._places.popleft()
        return self._base[1] + place - self._base[0]

    def _settle(self, head: bytes, final: bool) -> tuple[bytes, bytes]:
        """Settle the encoding, if there is enough to go by: what goes on as it is, and the rest."""
        start = 0
        if not self._first:
            telling = None if _is_plain(head) else _TELLING.search(head)
            start = telling.start() if telling else len(head)
        window = head[start : start + HEAD]
        if not final and (len(window) < HEAD or start == len(head)):
            self._head = window
            return self._through(head[:start]), b""
        found = detect(window)
        self._head = b""
        if self._first and found.encoding == "ascii" and (not final or len(head) > HEAD):
            self._first = False
            before, rest = self._settle(head[HEAD:], final)
            return self._through(head[:HEAD]) + before, rest
        mixed = any(segment.encoding in UTF8 for segment in found.segments)
        self.binary = self._first and found.encoding is None
        self.language = found.language
        unsure = mixed or found.encoding is None or found.confidence < EVEN_ODDS
        self.encoding = "utf-8" if unsure else found.encoding
        self._begin(found.bom if self._first else b"")
        return self._through(head[:start]), head[start:]

    def _through(self, data: bytes) -> bytes:
        """Plain ASCII before the encoding is settled, which goes on as it is."""
        if data:
            out, came = self._sizes
            self._sizes = self._base = out + len(data), came + len(data)
        return data

    def _begin(self, start: bytes) -> None:
        """Settle the byte order, which the mark at the start tells; without one, little-endian."""
        if self.encoding in ("utf-16", "utf-32"):
            marks = [(mark, name) for mark, name in _MARKS.items() if name[:6] == self.encoding]
            found = (name for mark, name in marks if start.startswith(mark))
            self.encoding = next(found, f"{self.encoding}-le")

    def _convert(self, data: bytes, final: bool) -> bytes:
        """Whole lines in UTF-8."""
        assert self.encoding is not None
        width, at = _WIDE.get(self.encoding, (1, 0))
        data = self._rest + data
        newline = bytes(at) + b"\n" + bytes(width - at - 1)
        parts: list[bytes] = []
        start = search = 0
        while True:
            end = data.find(newline, search)
            if end >= 0 and (end - start) % width:  # half of one character and half of the next
                search = end + 1
                continue
            stop = end + width if end >= 0 else len(data)
            if stop - start > self._limit:
                stop = start + max(self._limit // 4, 1) * 4
            elif end < 0 and not (final and start < stop):
                break
            parts.append(self._line(data[start:stop]))
            start = search = stop
        self._rest = data[start:]
        return b"".join(parts)

    def _line(self, data: bytes) -> bytes:
        """A line in UTF-8."""
        assert self.encoding is not None
        name, text = self.encoding, data
        if self.encoding in _WIDE or not data.isascii() or _is_stateful(self.encoding):
            name, decoded = self._read(data)
            text = decoded.encode("utf-8", "surrogatepass")
        self.lines[name] += 1
        self.converted += text != data
        out, came = self._sizes
        self._sizes = out + len(text), came + len(data)
        self._places.append(self._sizes)
        return text

    def _read(self, data: bytes) -> tuple[str, str]:
        """The encoding of a line and its text."""
        held = self.encoding or "utf-8"
        if held not in _WIDE:
            utf8 = _strictly(data, "utf-8")
            if utf8 is not None and len(_HIGH.findall(data)) >= ENOUGH:
                return "utf-8", utf8
        else:
            utf8 = None
            if not self._sizes[1]:
                data = data.removeprefix("\ufeff".encode(held))
        if held == "iso2022_kr" and not data.startswith(_KOREAN):
            data = _KOREAN + data
        text = _strictly(data, held)
        if text is not None:
            return held, text
        if utf8 is not None:
            return "utf-8", utf8
        if held not in _WIDE:
            found = detect(data)
            if found.encoding is not None and not found.defects and found.confidence >= SURE:
                return found.encoding, found.decode()
        return held, codecs.decode_with_defects(data, held)[0]


def _is_plain(data: bytes) -> bool:
    """Whether ``_TELLING`` finds nothing, which this tells ten times as fast."""
    return data.isascii() and not any(sign in data for sign in (b"\x1b", b"\0", b"\x0e", b"\x0f"))


def _is_stateful(name: str) -> bool:
    return name == "utf-7" or codecs.lookup(name).kind is Kind.STATEFUL


def _strictly(data: bytes, name: str) -> str | None:
    try:
        return data.decode() if name == "utf-8" else codecs.decode(data, name)
    except UnicodeDecodeError:
        return None
