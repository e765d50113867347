"""Functions that look like repairs and are not: each breaks a promise, and a law must say so."""

from __future__ import annotations

import unicodedata
from functools import cache

from fixenc import fix, repair


def drops_a_character(text: str) -> str:
    """Loses the last character beyond ASCII, as a reader that cuts a buffer does."""
    fixed = fix(text)
    return fixed[:-1] if fixed and fixed[-1] > "\x7f" else fixed


def normalises(text: str) -> str:
    """Folds widths and ligatures without being asked."""
    return unicodedata.normalize("NFKC", fix(text))


def half_repairs(text: str) -> str:
    """Repairs the first half of each text, and leaves the other."""
    middle = len(text) // 2
    return fix(text[:middle]) + text[middle:]


def ignores_errors(text: str) -> str:
    """The recipe of many a forum: what does not decode is dropped."""
    return text.encode("cp1252", "ignore").decode("utf-8", "ignore")


def one_layer(text: str) -> str:
    """Takes one layer off, so that a second call takes another."""
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def needs_utf8(text: str) -> str:
    """Raises for lone surrogates."""
    return fix(text.encode("utf-8").decode("utf-8"))


class Forgets:
    """Gives a report that cannot be undone where the text was changed."""

    def __init__(self, text: str) -> None:
        self.text = fix(text)

    def undo(self) -> str:
        return self.text


class ReplaysAnother(Forgets):
    """Gives a report that can be undone, but whose edits lead elsewhere when they are replayed."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._before = text

    def undo(self) -> str:
        return self._before

    def replay(self, text: str) -> str:
        return drops_a_character(text)


def cuts_characters(pieces: list[bytes]) -> str:
    """Decodes each piece by itself."""
    return "".join(piece.decode("utf-8", "replace") for piece in pieces)


def keeps_the_first_encoding(pieces: list[bytes]) -> str:
    """Caches across pieces: what the first is in is taken for all."""
    try:
        pieces[0].decode("utf-8")
    except UnicodeDecodeError:
        return b"".join(pieces).decode("iso8859-1")
    return b"".join(pieces).decode("utf-8", "replace")


def caches_pieces(pieces: list[bytes]) -> bytes:
    """Caches across pieces: what a piece became once, it becomes again wherever it stands."""
    return b"".join(map(_remembered, pieces))


@cache
def _remembered(piece: bytes) -> bytes:
    return one_layer(piece.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")


def forgets_the_rest(pieces: list[bytes]) -> bytes:
    """Gives what is whole lines, and not what stands behind the last of them."""
    rest, done = b"", []
    for piece in pieces:
        *lines, rest = (rest + piece).split(b"\n")
        done += lines
        if len(pieces) == 1:
            done.append(rest)
    return b"\n".join(done)


def boasts(text: str) -> tuple[str, float]:
    """Loses a character now and then, and is as sure as ever."""
    report = repair(text)
    return drops_a_character(text), max(report.confidence, 0.99)


def guesses(text: str) -> tuple[str, float]:
    """Takes a layer off, whatever comes of it, and calls it even odds."""
    return text.encode("cp1252", "replace").decode("utf-8", "replace"), 0.5


def looks_back(text: str) -> int:
    """Quadratic: searches all that came before, for each sixteenth character."""
    return sum(text.count("\0", 0, at) for at in range(0, len(text), 16))
