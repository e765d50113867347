"""What the misreads of single bytes make of a text, told for all of them at once.

Each character has a number with a lane for each table: what it costs by itself once that misread is
undone. Their sum over a text tells which tables make frequent letters of it, in a hundredth of the
time that it takes to undo each and ask the model.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from fixenc import chains, model
from fixenc.chains import Misread
from fixenc.model.format import UNIT
from fixenc.model.rows import lanes_of
from fixenc.repair.undoing.align import substitution


class Tables:
    """The distinct tables of all misreads of one single-byte encoding as another, as ``distinct``.

    Each is what ``str.translate`` takes.
    """

    def __init__(self) -> None:
        numbers: dict[tuple[tuple[int, str], ...], int] = {}
        self.distinct: list[Mapping[int, str]] = []
        self._of_misread: dict[Misread, int] = {}
        for misread in chains.misreads():
            if (table := substitution(misread)) is not None:
                number = numbers.setdefault(tuple(sorted(table.items())), len(numbers))
                if number == len(self.distinct):
                    self.distinct.append(table)
                self._of_misread[misread] = number
        self._of_char: dict[str, tuple[int, int]] = {}

    def texts(self, text: str, most: float) -> Iterator[str]:
        """The texts other than this whose characters cost no more, in quarter bits.

        ``text`` is of up to 500 characters.
        """
        changed, costs = self._sums(text)
        for number, cost in enumerate(costs):
            if cost <= most and changed >> number & 1:
                yield text.translate(self.distinct[number])

    def number(self, misread: Misread) -> int:
        """The number of a misread's table among ``distinct``; -1 for one without."""
        return self._of_misread.get(misread, -1)

    def likely(self, text: str, behind: float) -> frozenset[int]:
        """The tables that change ``text``, but those whose characters are far behind the best.

        ``behind`` is in bits for all of the text, which is of up to 500 characters.
        """
        changed, costs = self._sums(text)
        found = [(n, cost) for n, cost in enumerate(costs) if changed >> n & 1]
        most = min((cost for _, cost in found), default=0) + behind * UNIT
        return frozenset(number for number, cost in found if cost <= most)

    def _sums(self, text: str) -> tuple[int, list[int]]:
        """Which tables change a text, a bit each, and what its characters cost then."""
        changed = costs = 0
        for char in text:
            of_char = self._of_char.get(char) or self._add(char)
            changed |= of_char[0]
            costs += of_char[1]
        return changed, lanes_of(costs, len(self.distinct))

    def _add(self, char: str) -> tuple[int, int]:
        """Which tables change a character, a bit each, and what it costs then, 16 bits each."""
        least = model.load().least
        changed = costs = 0
        for number, table in enumerate(self.distinct):
            undone = table.get(ord(char), char)
            changed |= (undone != char) << number
            costs |= round(UNIT * least[undone]) << 16 * number
        self._of_char[char] = changed, costs
        return changed, costs


tables = cache(Tables)
