"""Functions that look like repairs and are not: each breaks a promise, and a law must say so."""

from __future__ import annotations

import unicodedata

from fixenc import fix


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


def splits_at_every_line_end(text: str) -> str:
    """``str.splitlines`` takes U+0085 and others for an end of line, which garbled text holds."""
    return "\n".join(fix(line) for line in text.splitlines())


class Forgets:
    """Gives a report that cannot be undone where the text was changed."""

    def __init__(self, text: str) -> None:
        self.text = fix(text)

    def undo(self) -> str:
        return self.text
