"""Characters of which all is lost, but for a byte: two marks stand there, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from fixenc.repair.finders.lost.fills import Fills
from fixenc.repair.finders.lost.memory import Kept
from fixenc.repair.finders.lost.moves import (
    HOLE,
    SUNK,
    UNEATEN,
    WHOLE,
    Move,
    keep_moves,
    spared,
)
from fixenc.repair.finders.lost.readers import Reader, shows, tail
from fixenc.repair.finders.lost.writers import Writer, is_whole
from fixenc.repair.undoing.align import encoder


class Gone:
    """The steps over such characters, of one reader and one writer.

    ``lacking`` are the bytes that may be missing, ``eaten`` the ASCII that a mark may have taken
    along; ``is_rare`` says of a character that it is not to be filled in.
    """

    def __init__(
        self,
        reader: Reader,
        writer: Writer,
        lacking: Fills,
        eaten: str,
        is_rare: Callable[[str], bool],
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._lacking = lacking
        self._eaten = eaten
        self._is_rare = is_rare
        self._known = Kept[tuple[bytes, bytes], tuple[Move, ...]]()
        self._marked = Kept[tuple[str, bytes], tuple[Move, ...]]()

    def between(self, rest: bytes, part: bytes, chars: Iterable[str]) -> tuple[Move, ...]:
        """Two pairs that vanished between ``rest`` and ``part``, or the end of the line.

        They end the unfinished character and hold all but the first byte of the next one, which
        is one of ``chars``: 闂鐨 for 问题的, since AE E9 and A2 98 are for private use in GBK.
        """
        key = rest, part
        found = self._known.get(key)
        if found is None:
            found = keep_moves(self._known, key, self._moves(rest, part, chars))
        return found

    def _moves(self, rest: bytes, part: bytes, chars: Iterable[str]) -> Iterator[Move]:
        name, feed = self._reader.name, self._writer.feed
        begun: dict[int, list[str]] = {}  # by the byte that the second pair leaves to the first
        for char in chars:
            written = encoder(self._writer.name)[char]
            if len(written) == 3 and not shows(name, written[1:]):
                begun.setdefault(written[0], []).append(char)
        for data, fed in self._lacking.leading(rest):
            if not fed.text or not is_whole(fed.rest) or self._is_rare(fed.text):
                continue
            for lead, seconds in begun.items():
                if shows(name, bytes([data[0], lead])):
                    continue
                for second in seconds:
                    then = feed(b"", part)
                    if then is not None:
                        text = fed.text + second + then.text
                        yield Move(then.rest, text, text, 2 * SUNK, (0, 1))

    def marked(self, chars: Iterable[str], mark: str, follows: bytes) -> tuple[Move, ...]:
        """Characters of ``chars`` of which all is lost: two marks, with what the second took."""
        key = mark, follows
        found = self._marked.get(key)
        if found is None:
            found = keep_moves(self._marked, key, self._whole(chars, mark, follows))
        return found

    def _whole(self, chars: Iterable[str], mark: str, follows: bytes) -> Iterator[Move]:
        name, breaks = self._reader.name, self._reader.breaks
        for char in chars:
            part = encoder(self._writer.name)[char]  # "?" where the writer lacks it
            if len(part) != 3 or shows(name, part[:2]) or part[2] not in self._reader.leads:
                continue
            if mark == HOLE or not follows or breaks(part[2], follows[0]):
                bits = spared(mark) if follows else 0.0
                yield Move(b"", char, char, WHOLE + bits, (0,), "", 2)
            if taken := tail(self._reader, part[2], self._eaten):
                uneaten = UNEATEN if mark == HOLE else 0.0
                yield Move(b"", char, char, WHOLE + uneaten, (0,), taken, 2)
