"""The ways in which bytes can have been lost at one place, each with the text it gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TypeAlias

from fixenc.repair.finders.lost.eaten import BELOW, CHARACTERS
from fixenc.repair.finders.lost.fills import EACH, Fills
from fixenc.repair.finders.lost.gone import Gone
from fixenc.repair.finders.lost.memory import Kept
from fixenc.repair.finders.lost.moves import (
    BROKEN,
    COLLAPSED,
    HOLE,
    MARK,
    NEXT,
    NOT_THE_SPACE,
    STRIPPED,
    SUNK,
    UNEATEN,
    UNSEEN,
    VANISHED,
    Move,
    keep_moves,
    spared,
)
from fixenc.repair.finders.lost.readers import Reader, tail
from fixenc.repair.finders.lost.writers import Fed, Layered, Writer, is_whole

# What a mark may stand for: moves that finish what was begun, and fills that leave more to come,
# with their bits, by what they leave.
_Lost: TypeAlias = tuple[tuple[Move, ...], dict[bytes, list[tuple[Fed, float]]]]


class Losses:
    """What one reader can have lost of one writer's bytes.

    ``present`` are bytes that the text at hand does show, so that it cannot have lost them.
    """

    def __init__(
        self,
        reader: Reader,
        writer: Writer,
        present: frozenset[int],
        is_rare: Callable[[str], bool],
        price: float,
        usual: Mapping[int, float],
        trails: frozenset[bytes],
    ) -> None:
        self._is_rare = is_rare
        self._reader = reader
        self._writer = writer
        self.single = reader.single
        # under another layer the mark that the lower one left is what is taken along most often
        self._eaten = CHARACTERS + BELOW if isinstance(writer, Layered) else CHARACTERS
        self._lacking = Fills(reader, writer, reader.alone - present)
        self._vanishing = price
        self._usual = usual
        self._trails = trails
        self._filling = Kept[bytes, dict[bytes, list[tuple[bytes, Fed, float]]]]()
        self._lost = Kept[tuple[bytes, str, bytes], _Lost]()
        self._vanished = Kept[tuple[bytes, bytes], tuple[Move, ...]]()
        self._marked = Kept[tuple[bytes, str, bytes], tuple[Move, ...]]()
        self._gone = Gone(reader, writer, self._lacking, self._eaten, is_rare)

    def vanished(self, rest: bytes, part: bytes) -> tuple[Move, ...]:
        """Bytes that vanished between the unfinished ``rest`` and ``part``."""
        key = rest, part
        found = self._vanished.get(key)
        return keep_moves(self._vanished, key, self._vanish(rest, part)) if found is None else found

    def _likely(self, moves: Iterable[Move]) -> Iterator[Move]:
        """The moves without those that fill in what the language has no use for."""
        for move in moves:
            if not any(self._is_unlikely(move.bottom[i : i + 1]) for i in move.filled):
                yield move

    def _is_unlikely(self, char: str) -> bool:
        """Whether a character is one that is not to be filled in."""
        return char > "\x7f" and char != HOLE and self._is_rare(char)

    def _vanish(self, rest: bytes, part: bytes) -> Iterator[Move]:
        feed = self._writer.feed
        for then_rest, fills in self._by_rest(rest).items():
            if part < b"\x80" and self._writer.name == "utf-8" and not is_whole(then_rest):
                continue
            then = feed(then_rest, part)
            if then is None:
                continue
            more = NOT_THE_SPACE if part == b" " else 0.0
            trails = part in self._trails and not is_whole(then_rest)
            for data, fed, price in fills:
                text, bottom = fed.text + then.text, fed.bottom + then.bottom
                begun = then.bottom[: not is_whole(fed.rest)]
                if (text and self._is_unlikely(bottom[:1])) or self._is_unlikely(begun):
                    continue
                bits = price + more
                if trails and len(data) == 1:
                    bits = self._usual.get(data[0], bits)
                yield Move(then.rest, text, bottom, bits, (0,) if text else (NEXT,))
        yield from self._likely(self._vanish_more(rest, part))

    def _by_rest(self, rest: bytes) -> dict[bytes, list[tuple[bytes, Fed, float]]]:
        """Fills of one byte or two with what they cost, by what they leave unfinished.

        Without those that give a character which the language has no use for.
        """
        found = self._filling.get(rest)
        if found is None:
            found = {}
            fills = (*self._lacking.singles(rest), *self._lacking.doubles(rest))
            for data, fed in fills:
                if not (fed.bottom and fed.text and self._is_unlikely(fed.bottom[0])):
                    found.setdefault(fed.rest, []).append((data, fed, self._price(data)))
            self._filling.keep(rest, found, 1 + len(fills))
        return found

    def _vanish_more(self, rest: bytes, part: bytes) -> Iterator[Move]:
        for data, fed in self._lacking.singles(rest) if part < b"\x80" else ():
            for byte, bits in self._usual.items() if self._begins(fed, part) else ():
                then = self._writer.feed(fed.rest, bytes([byte]) + part)
                if then is not None:
                    text, bottom = fed.text + then.text, fed.bottom + then.bottom
                    yield Move(then.rest, text, bottom, bits + self._price(data), (0, 1))
        for data, fed in self._lacking.leading(rest):
            if not is_whole(fed.rest):
                continue
            for more in ("", " ") if self._reader.breaks(data[0], 0x20) else ("",):
                if more or self._reader.breaks(data[0], part[0]):
                    then = self._writer.feed(fed.rest, more.encode() + part)
                    if then is not None:
                        text, bottom = fed.text + then.text, fed.bottom + then.bottom
                        filled = (0, 1) if more else (0,)
                        yield Move(then.rest, text, bottom, STRIPPED, filled)

    def _begins(self, fed: Fed, part: bytes) -> bool:
        """Whether a pair with ``part`` for its second byte may begin behind what ``fed`` gives."""
        return bool(fed.text) and is_whole(fed.rest) and part in self._trails

    def sunk(self, rest: bytes, part: bytes, chars: Iterable[str]) -> tuple[Move, ...]:
        """Two pairs that vanished between ``rest`` and ``part``, or the end of the line."""
        return self._gone.between(rest, part, chars)

    def _price(self, data: bytes) -> float:
        """The bits that it costs for ``data`` to vanish without a mark."""
        if not self._reader.single:
            return SUNK if len(data) == 2 else self._vanishing
        space = self._reader.space
        unseen = self._reader.unseen
        return sum(
            (VANISHED if byte in unseen else self._vanishing) + (UNSEEN if byte == space else 0.0)
            for byte in data
        )

    def at_end(self, rest: bytes) -> Iterator[Move]:
        """What may have vanished at the end of a line, and finish ``rest``."""
        yield Move(b"", HOLE, HOLE, BROKEN, (0,))
        lost = [
            *self._lacking.singles(rest),
            *self._lacking.leading(rest),
            *self._lacking.doubles(rest),
        ]
        for data, first in self._lacking.singles(rest):
            if not self._reader.single:
                lost += [(data + more, fed) for more, fed in self._lacking.leading(first.rest)]
        for data, fed in lost:
            if is_whole(fed.rest):
                yield Move(fed.rest, fed.text, fed.bottom, self._price(data), (0,))

    def spaces(self, rest: bytes) -> Iterator[Move]:
        """A space that was the byte shown as a no-break space, alone or with a space after it."""
        if self._reader.space < 0:
            return
        fed = self._writer.feed(rest, bytes([self._reader.space]))
        if fed is not None and not any(map(self._is_rare, fed.bottom)):
            filled = (0,) if fed.text else ()
            yield Move(fed.rest, fed.text, fed.bottom, 0.0, filled)
            if is_whole(fed.rest):
                yield Move(fed.rest, fed.text + " ", fed.bottom + " ", COLLAPSED, filled)

    def marked(self, rest: bytes, mark: str, follows: bytes) -> tuple[Move, ...]:
        """Bytes that ``mark`` stands for; ``follows`` are those after it, none at the end."""
        key = rest, mark, follows
        found = self._marked.get(key)
        if found is None:
            found = keep_moves(self._marked, key, self._mark(rest, mark, follows))
        return found

    def _mark(self, rest: bytes, mark: str, follows: bytes) -> Iterator[Move]:
        # of what follows the first byte says which fills there may be, the others what comes then
        key = rest, mark, follows if follows == MARK else follows[:1]
        lost = self._lost.get(key)
        if lost is None:
            lost = self._losing(*key)
            self._lost.keep(key, lost, EACH * (1 + len(lost[0]) + len(lost[1])))
        finished, begun = lost
        yield from finished
        if not follows or follows == MARK:
            return
        for then_rest, fills in begun.items():
            then = self._writer.feed(then_rest, follows)
            if then is None:
                continue
            for fed, bits in fills:
                text, bottom = fed.text + then.text, fed.bottom + then.bottom
                if text and not self._is_unlikely(bottom[:1]):
                    yield Move(then.rest, text, bottom, bits, (0,), "", 2)

    def _losing(self, rest: bytes, mark: str, follows: bytes) -> _Lost:
        """The fills that a mark may stand for before a byte."""
        finished: list[Move] = []
        begun: dict[bytes, list[tuple[Fed, float]]] = {}
        for fed, bits in self._lost_before(rest, mark, follows):
            if fed.bottom and self._is_unlikely(fed.bottom[0]):
                continue
            if is_whole(fed.rest) or (follows == MARK and (fed.text or self._reader.single)):
                finished.append(Move(fed.rest, fed.text, fed.bottom, bits, (0,)))
            else:
                begun.setdefault(fed.rest, []).append((fed, bits))
        uneaten = UNEATEN if mark == HOLE else 0.0
        for data, fed in () if self._reader.single else self._lacking.leading(rest):
            if is_whole(fed.rest) and (taken := tail(self._reader, data[0], self._eaten)):
                finished.append(Move(fed.rest, fed.text, fed.bottom, uneaten, (0,), taken))
        return tuple(self._likely(finished)), begun

    def _lost_before(self, rest: bytes, mark: str, follows: bytes) -> Iterator[tuple[Fed, float]]:
        reader = self._reader
        for data, fed in (*self._lacking.singles(rest), *self._lacking.doubles(rest)):
            if reader.unseen.isdisjoint(data):
                yield fed, 0.0
        if reader.single:
            return
        unknown = follows in (b"", MARK)
        leads = {b for b in reader.leads if unknown or reader.breaks(b, follows[0])}
        for _, first in self._lacking.singles(rest):
            for data, fed in self._lacking.leading(first.rest):
                if data[0] in leads:
                    both = Fed(fed.rest, first.text + fed.text, first.bottom + fed.bottom)
                    yield both, spared(mark)
        bits = 0.0 if unknown else spared(mark)
        for data, fed in self._lacking.leading(rest):
            if data[0] in leads:
                yield fed, bits

    def marked_twice(self, rest: bytes, mark: str, follows: bytes) -> tuple[Move, ...]:
        """Two bytes that a mark each stands for, and that finish ``rest``."""
        key = rest, mark + mark, follows
        if self._reader.single or is_whole(rest):
            return ()
        found = self._marked.get(key)
        if found is None:
            moves = self._likely(self._mark_twice(rest, follows))
            found = keep_moves(self._marked, key, moves)
        return found

    def _mark_twice(self, rest: bytes, follows: bytes) -> Iterator[Move]:
        breaks = self._reader.breaks
        for data, fed in (*self._lacking.leading(rest), *self._lacking.singles(rest)):
            if fed.text:
                continue
            for more, then in (*self._lacking.leading(fed.rest), *self._lacking.singles(fed.rest)):
                if not is_whole(then.rest) or not breaks(data[0], more[0]):
                    continue
                if follows in (b"", MARK) or breaks(more[0], follows[0]):
                    yield Move(then.rest, then.text, then.bottom, 0.0, (0,), "", 2)

    def whole(self, chars: Iterable[str], mark: str, follows: bytes) -> tuple[Move, ...]:
        """Characters of ``chars`` of which all is lost: two marks, with what the second took."""
        return self._gone.marked(chars, mark, follows)


@lru_cache(maxsize=64)
def losses(
    reader: Reader,
    writer: Writer,
    present: frozenset[int],
    is_rare: Callable[[str], bool],
    price: float = VANISHED,
    usual: tuple[tuple[int, float], ...] = (),
    trails: frozenset[bytes] = frozenset(),
) -> Losses:
    """The losses of a reader and a writer.

    ``is_rare`` says of a character that it is not to be filled in; ``price`` is what a vanished
    byte costs in bits, ``usual`` has other prices for some before the ASCII of ``trails``.
    """
    return Losses(reader, writer, present, is_rare, price, dict(usual), trails)
