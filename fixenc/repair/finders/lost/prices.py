"""What steps of the search cost behind what was read so far."""

from __future__ import annotations

from math import inf

from fixenc.repair.finders.lost.costs import Costs
from fixenc.repair.finders.lost.losses import Losses
from fixenc.repair.finders.lost.moves import HOLE, UNKNOWN, Move
from fixenc.repair.finders.lost.steps import Steps
from fixenc.repair.finders.lost.writers import Layered, Writer

# Bits of the character after a fill where an unlikely one stands, or none: bytes of it may have
# vanished too. Without them 作 of 作成 that lost both its first bytes is not followed up.
LOST = 12.0


class Prices:
    """The bits of the steps through one line, in the language of ``costs``."""

    def __init__(self, costs: Costs, writer: Writer, losses: Losses, steps: Steps) -> None:
        self._costs = costs
        self._reach = costs.reach
        self._writer = writer
        self._losses = losses
        self._steps = steps

    def of(self, last: str, moves: list[Move], limit: float) -> list[tuple[float, Move]]:
        """The moves with what they cost, but none of one step that costs more than ``limit``."""
        row = self._costs.behind(last)
        found = [
            (
                move.bits + row[bottom]
                if len(bottom := move.bottom) == 1 and bottom != HOLE
                else self._bits(last, move, limit),
                move,
            )
            for move in moves
        ]
        return [one for one in found if one[0] <= limit or (one[1].width > 1 and one[0] < inf)]

    def _bits(self, last: str, move: Move, limit: float) -> float:
        """What a move costs behind ``last``; no matter how much, if it is more than ``limit``."""
        costs, reach = self._costs, self._reach
        bits = move.bits
        for char in move.bottom:
            if char == HOLE:
                bits += UNKNOWN
                last = " "
            else:
                bits += costs.once(last, char)
                last = (last + char)[-reach:]
            if bits > limit and move.width == 1:
                return inf
        return bits

    def last(self, last: str, text: str) -> str:
        """The last characters of a text behind ``last``, as many as count."""
        if HOLE in text:
            last, text = " ", text.rpartition(HOLE)[2]
        return (last + text)[-self._reach :]

    def below(self, rest: bytes, before: str) -> float:
        """What the likeliest character costs of which the layer below shows a mark.

        Which one it is will be asked when this layer is undone.
        """
        found = self._writer.endings(rest) if isinstance(self._writer, Layered) else []
        row = self._costs.behind(before)
        return min((row[char] for char in found), default=UNKNOWN)

    def ahead(self, last: str, move: Move, at: int, *, silent: bool) -> float:
        """The bits of what comes next after a move over ``text[at]``, as far as that is known.

        ``silent`` says that bytes may have vanished there.
        """
        if move.tail:
            before = self.last(last, move.bottom)
            return 0.0 if self._steps.is_bottom else self.below(move.rest, before)
        char = self._steps.coming(move.rest, at + move.width)
        unsure = self._losses.single and silent
        if not char:
            return LOST if unsure else 0.0
        known = self._costs.once(self.last(last, move.bottom), char)
        return min(known, LOST) if unsure else known
