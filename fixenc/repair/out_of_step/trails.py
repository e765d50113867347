"""Second bytes in the ASCII range whose first byte was lost: 我@們 in Big5 for 我一們.

They read as ASCII, so that no decoder and no loss of step shows them; only what stands on both
sides does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from fixenc.repair.out_of_step.orphans import USUAL, Costs, character, proposal
from fixenc.spans import Edit

_LETTERS = "\u3041-\u30fa\u3400-\u9fff\uac00-\ud7a3、。，"
_ALONE = re.compile(f"(?<=[{_LETTERS}])[@-~](?=[{_LETTERS}])")
# Bits by which a character must be likelier than the sign: at 15, 0 of 20,687 clean lines had
# one (at 12, two: "れるBフレーム"), and of 808 proposals for lost bytes 806 were right.
SURELY = 15.0


def find_trails(text: str, encoding: str, costs: Costs) -> Iterator[Edit]:
    """Proposals for ASCII signs in ``text`` that are what is left of a character of two bytes."""
    for found in _ALONE.finditer(text):
        at, sign = found.start(), found[0]
        before, after = text[at - 1], text[at + 1]
        shown = costs[before + sign] + costs[sign + after]
        read = sorted(
            (costs[before + char] + costs[char + after], char)
            for char in _parents(sign, encoding)
            if costs.alone(char) < USUAL
        )
        if read and shown - read[0][0] >= SURELY:
            entries = [(char, cost) for cost, char in read]
            edit = proposal(at, sign, [*entries, (sign, shown)], encoding)
            if edit is not None:
                yield edit


@cache
def _parents(sign: str, encoding: str) -> str:
    pairs = (bytes((lead, ord(sign))) for lead in range(0x81, 0xFF))
    found = (character(pair, encoding) for pair in pairs)
    return "".join(dict.fromkeys(char for char in found if char is not None))


def apart(edits: Iterable[Edit]) -> Iterator[Edit]:
    """Edits from left to right without those that overlap or touch the one before."""
    end = -1
    for edit in sorted(edits, key=lambda edit: edit.start):
        if edit.start > end:
            yield edit
            end = edit.end
