"""Wide marks that took half of a pair along: ``- CLI锛歚npm start` `` for ``- CLI：`npm start` ``.

GB 18030 shows such a mark and a backtick or brace as two ideographs. They gain few bits, but in
the line the other half of the pair stands alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from fixenc.chains import Misread
from fixenc.repair.undoing.align import Unit

_MISREAD = Misread("utf-8", "gb18030")
_CLOSERS = {"`": "`", "{": "}", "[": "]"}
_PAIR = re.compile("[锛銆][\u2e80-\u9fff]")
_WIDE = re.compile("[\u1100-\u11ff\u2e80-\ud7ff\uf900-\uffef]")


@cache
def _shown() -> Mapping[str, str]:
    return {
        _MISREAD.garble(mark + half): mark + half for mark in "，：；（、。" for half in _CLOSERS
    }


def found(line: str) -> Iterator[tuple[Misread, list[Unit]]]:
    """The marks of a line that has nothing else East Asian, where each half finds its other.

    >>> [units for _, units in found("- CLI锛歚npm start`")]
    [[Unit(start=5, end=7, after='：`')]]
    """
    pairs = [pair for pair in _PAIR.finditer(line) if pair[0] in _shown()]
    if not pairs or len(_WIDE.findall(line)) > 2 * len(pairs):
        return
    units = [Unit(*pair.span(), _shown()[pair[0]]) for pair in pairs]
    for half in {unit.after[1] for unit in units}:
        starts = [unit.start for unit in units if unit.after[1] == half]
        closer = _CLOSERS[half]
        lacking = line.count(closer) - (half != closer and line.count(half))
        alone = lacking % 2 == len(starts) % 2 if half == closer else lacking == len(starts)
        if not alone or line.rfind(closer) < starts[-1]:
            return
    yield _MISREAD, units
