"""Misread text that can be undone exactly.

``finder`` takes the candidates of a line, the best first. Before those come forms that bits do not
tell: ``dashes`` between words, ``halves`` of pairs, text that is ``struck`` out, ``stray_controls``
and garble that was ``made_small``. ``confidence`` is made of ``signs``; one is by how much runs
that begin or end ``elsewhere`` are worse.
"""

from fixenc.repair.finders.misread.finder import (
    allowed,
    allows,
    by_line,
    choose,
    find,
    of_line,
    undone,
)

__all__ = ["allowed", "allows", "by_line", "choose", "find", "of_line", "undone"]
