"""Garble whose letters were made small afterwards: ``ã†â€™ãƒâ€ ã¢â‚¬â„¢``.

Ã begins most of what is garbled more than once; ã in its place begins nothing but three bytes.
Signs are never made small, so that some of it is UTF-8 still: to undo that alone would destroy what
is left of the rest.
"""

from __future__ import annotations

import re

from fixenc import codecs

_TRAILS = "".join(char for byte, char in enumerate(codecs.charmap("cp1252")) if 0x80 <= byte < 0xC0)
# What would be two bytes behind a capital, and is no part of three; and three bytes, which East
# Asian text has some of whatever it lost.
_HALF = re.compile(f"ã[{re.escape(_TRAILS)}](?![{re.escape(_TRAILS)}])")
_WHOLE = re.compile(f"ã[{re.escape(_TRAILS)}]{{2}}")
_CAPITALS = re.compile("[ÃÄÅÂ]")
_SIGN = re.compile(f"â[€‚„][{re.escape(_TRAILS)}]")  # what is UTF-8 still
FEWEST = 3


def was_made_small(line: str) -> bool:
    """Whether the garble in a line lost its capitals.

    >>> was_made_small("ã†â€™ãƒâ€ ã¢â‚¬â„¢ãƒæ’ã‚â¢"), was_made_small("ãƒ†ã‚¹ãƒˆ")
    (True, False)
    """
    if _SIGN.search(line) is None or _CAPITALS.search(line) or _WHOLE.search(line):
        return False
    return len(_HALF.findall(line)) >= FEWEST
