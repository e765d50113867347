"""The steps over one character of the garble, with what may have been lost there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fixenc.repair.finders.lost.costs import Costs
from fixenc.repair.finders.lost.losses import Losses
from fixenc.repair.finders.lost.moves import BROKEN, GENUINE, HOLE, MARK, PASSED, Move
from fixenc.repair.finders.lost.writers import Fed, Utf8, Writer, is_whole


class Steps:
    """The steps through one line, of which the characters after ``end`` do not count.

    ``parts`` are the bytes of its characters, ``marks`` those that stand for lost bytes.
    """

    def __init__(
        self,
        text: str,
        parts: Sequence[bytes],
        writer: Writer,
        losses: Losses,
        marks: frozenset[str],
        costs: Costs,
    ) -> None:
        self._text = text
        self._parts = parts
        self._writer = writer
        self._losses = losses
        self._marks = marks
        self._costs = costs
        self.is_bottom = isinstance(writer, Utf8)
        self.end = len(text)
        self._next: dict[tuple[bytes, int], str] = {}  # see ``coming``

    def fed(self, rest: bytes, at: int) -> Fed | None:
        part, char = self._parts[at], self._text[at]
        if (part == b"?" or char in self._marks) and char != "?":
            return None
        if char <= "\x7f" and not is_whole(rest) and self._writer.name == "utf-8":
            return None
        return self._writer.feed(rest, part)

    def moves(self, rest: bytes, at: int, may_vanish: bool) -> Iterator[Move]:
        """The steps over ``text[at]`` after the unfinished ``rest``."""
        char, part = self._text[at], self._parts[at]
        whole, is_mark = is_whole(rest), char in self._marks
        known = part != b"?"
        fed = self.fed(rest, at)
        if fed is not None:
            genuine = GENUINE if is_mark and self.is_bottom and self._touches(at) else 0.0
            yield Move(fed.rest, fed.text, fed.bottom, genuine)
        if may_vanish and known and not is_mark:
            yield from self._losses.vanished(rest, part)
        if is_mark:
            yield from self._marked(rest, at)
        if char == " ":
            yield from self._losses.spaces(rest)
        if not whole and fed is None:
            yield from self._broken(char, part, known)
        elif whole and char > "\x7f":
            lost = char == HOLE
            yield Move(rest, char, char, BROKEN if lost else PASSED, (0,) if lost else ())
            if known and fed is None:
                yield self._resumed(part)  # what it continues is lost
        elif fed is None:
            yield Move(b"", char, char, PASSED)

    def _marked(self, rest: bytes, at: int) -> Iterator[Move]:
        """The steps over a mark, or over two in a row."""
        mark = self._text[at]
        follows = self._follows(at)
        yield from self._losses.marked(rest, mark, follows)
        if follows != MARK:
            return
        yield from self._losses.marked_twice(rest, mark, self._follows(at + 1))
        if is_whole(rest):
            # all of a character is lost; the second mark took a space along, or did not
            yield Move(b"", HOLE + " ", HOLE + " ", BROKEN, (0, 1), "", 2)
            yield Move(b"", HOLE, HOLE, BROKEN + PASSED, (0,), "", 2)

    def whole(self, rest: bytes, at: int, may_vanish: bool) -> Sequence[Move]:
        """The steps over ``text[at]`` by which all of a character is lost, or all but a byte."""
        char, losses = self._text[at], self._losses
        if losses.single:
            return ()
        if char in self._marks:
            if rest or self._follows(at) != MARK:
                return ()
            return losses.whole(self._costs.daily(), char, self._follows(at + 1))
        part = self._parts[at]
        if not may_vanish or not self.is_bottom or not rest or part == b"?":
            return ()
        if self.fed(rest, at) is not None:
            return ()
        return losses.sunk(rest, part, self._costs.usual())

    def _follows(self, at: int) -> bytes:
        """The bytes of the character after ``text[at]``: none at the end, ``MARK`` for a mark."""
        if at + 1 >= self.end:
            return b""
        return MARK if self._text[at + 1] in self._marks else self._parts[at + 1]

    def _touches(self, at: int) -> bool:
        """Whether a mark stands directly before or after what is not ASCII."""
        return self._text[max(0, at - 1) : at + 2].isascii() is False

    def _broken(self, char: str, part: bytes, known: bool) -> Iterator[Move]:
        """What was begun is beyond recovery."""
        if char in self._marks:
            yield Move(b"", HOLE, HOLE, BROKEN, (0,))
            if char == "?":
                yield Move(b"", HOLE + char, HOLE + char, BROKEN, (0,))
        elif not known:
            yield Move(b"", HOLE + char, HOLE + char, BROKEN + PASSED, (0,))
        else:
            yield self._resumed(part)

    def _resumed(self, part: bytes) -> Move:
        """A hole, and what can be read from the first byte that may begin a character."""
        for skip in range(len(part)):
            fed = self._writer.feed(b"", part[skip:])
            if fed is not None:
                return Move(fed.rest, HOLE + fed.text, HOLE + fed.bottom, BROKEN, (0,))
        return Move(b"", HOLE, HOLE, BROKEN, (0,))

    def coming(self, rest: bytes, at: int) -> str:
        """The character that is finished next, if nothing was lost of it; none if none is."""
        char = self._next.get((rest, at))
        if char is None:
            char = self._next[rest, at] = self._finished_next(rest, at)
        return char

    def _finished_next(self, rest: bytes, at: int) -> str:
        for i in range(at, min(at + 3, self.end)):
            fed = self.fed(rest, i)
            if fed is None or self._text[i] in self._marks:
                return ""
            if fed.bottom:
                return fed.bottom[0]
            rest = fed.rest
        return ""
