"""Other tools that repair garbled text, behind one face: text to text.

A tool that is not installed is left out. Only their repair of encodings counts. plsfix cannot be
told to leave the rest out, so what it gives is compared after ftfy's cosmetic fixes on both sides.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import fixenc
from fixenc.policy import Policy


def _as_it_is(text: str) -> str:
    return text


@dataclass(frozen=True, slots=True)
class Mender:
    """A tool: how it mends a text, and how texts are seen when its results are compared."""

    name: str
    version: str
    mend: Callable[[str], str]
    seen: Callable[[str], str] = _as_it_is

    def outcome(self, garbled: str, *right: str) -> str:
        """What becomes of a text: ``right``, ``left`` as it was, or made something ``wrong``."""
        mended = self.mend(garbled)
        if mended in right:
            return "right"
        mended = self.seen(mended)
        if any(mended == self.seen(text) for text in right):
            return "right"
        return "left" if mended == self.seen(garbled) else "wrong"


def menders(policy: Policy) -> list[Mender]:
    """The tools that are here, fixenc first."""
    from importlib.metadata import version

    def own(text: str) -> str:
        return fixenc.repair(text, policy=policy).text

    found = [Mender("fixenc", fixenc.__version__, own)]
    try:
        import ftfy
    except ImportError:
        return found
    found.append(Mender("ftfy", version("ftfy"), ftfy.fix_encoding))
    try:
        import plsfix
    except ImportError:
        return found

    @lru_cache(maxsize=4096)
    def cosmetic(text: str) -> str:
        return str(ftfy.fix_text(text, fix_encoding=False))

    def rust(text: str) -> str:
        return str(plsfix.fix_text(text))

    found.append(Mender("plsfix", version("plsfix"), rust, cosmetic))
    return found
