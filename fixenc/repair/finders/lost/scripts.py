"""Which letters hardly ever stand side by side: what tells a half-undone garble."""

from __future__ import annotations

from itertools import pairwise

from fixenc.repair.deciding.oddities import script_of

_LAST_LATIN = "\u024f"


def is_latin(char: str) -> bool:
    """Whether a character is a Latin letter.

    >>> is_latin("ß"), is_latin("я"), is_latin("")
    (True, False, False)
    """
    return char.isalpha() and (char <= _LAST_LATIN or "\u1e00" <= char <= "\u1eff")


def is_foreign(char: str) -> bool:
    """Whether a character is a letter, but no Latin one.

    >>> is_foreign("я"), is_foreign("字"), is_foreign("ß")
    (True, True, False)
    """
    return char.isalpha() and not is_latin(char)


def unmixed(text: str) -> str:
    """A text with U+FFFD for East Asian characters in words of an alphabet, or hangul amid hanzi.

    Of the two, those that are fewer are what is left of the garble.

    >>> unmixed("Э脂т") == "Э\ufffdт", unmixed("α粒子の") == "α粒子の"
    (True, True)
    """
    kinds = "".join(map(_kind, text))
    letters, han, hangul = map(kinds.count, "ahg")
    both = {"".join(pair) for pair in pairwise(kinds)}
    gone = ""
    if letters >= 2 and letters >= han + hangul and both & {"ah", "ha", "ag", "ga"}:
        gone = "hg"
    elif min(han, hangul) >= 2 and both & {"hg", "gh"}:
        gone = "h" if han < hangul else "g"
    if not gone:
        return text
    return "".join(
        "\ufffd" if kind in gone else char for char, kind in zip(text, kinds, strict=True)
    )


def is_of_several(text: str) -> bool:
    """Whether letters are of several scripts that no language has together.

    >>> is_of_several("ע\u0780"), is_of_several("Να"), is_of_several("ใ字"), is_of_several("字の")
    (True, False, True, False)
    """
    scripts = {script_of(char) for char in text if is_foreign(char)}
    return len(scripts - {""}) > 1 and scripts != {"japanese", "hangul"}


def _kind(char: str) -> str:
    """``a`` for letters of an alphabet that is not Latin, ``h`` for hanzi and kana, ``g``."""
    if "\uac00" <= char <= "\ud7a3":
        return "g"
    if "\u3041" <= char <= "\u30ff" or "\u3400" <= char <= "\u9fff":
        return "h"
    return "a" if "\u0370" <= char < "\u2000" and char.isalpha() and not is_latin(char) else " "
