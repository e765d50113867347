"""Programs that mend garble: what they replace is clean as it stands.

``s/Ã©/e/``, ``text.replace("Ã©", "e")``, ``$t -replace 'Ã©','e'``. A program whose source is
garbled itself shows garble on either side, or in what is longer than a word.
"""

from __future__ import annotations

import re

from fixenc.repair.latest import kept

# The substitutions of sed, Perl and vim; and calls of which the name says that they replace, with a
# regular expression or a string, after the text to search where the language has it first.
_SUBSTITUTION = re.compile(r"\bs([/|#,!~])([^/|#,!~\n]{1,200}+)\1([^/|#,!~\n]{0,40}+)\1")
_CALL = re.compile(
    r"(?:replace(?:_?all|_?first)?|gsub|sub|strtr)[ \t]{0,4}+\(?[ \t]{0,4}+"
    r"(?:[\w.$@\[\]]{1,40}+,[ \t]{0,4}+)?"
    r"(?:r?\"([^\"\n]{1,200}+)\"|r?'([^'\n]{1,200}+)'|`([^`\n]{1,200}+)`|/([^/\n]{1,200}+)/[a-z]{0,6}+)"
    r"[ \t]{0,4}+,[ \t]{0,4}+"
    r"(?:r?\"([^\"\n]{0,40}+)\"|r?'([^'\n]{0,40}+)'|`([^`\n]{0,40}+)`)",
    re.IGNORECASE,
)
_PHRASE = re.compile(" [a-z]{2}")
_LATIN = "\u024f"  # the last letter of the Latin blocks that single-byte tables hold
_SIGNS = "\u02c6", "\u2bff"  # the first and the last of the signs that they hold


def is_replaced(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` stands in a word of garbled Latin that a program replaces.

    >>> line = "s/Ã©/e/"
    >>> is_replaced(line, 2, 4), is_replaced("name.replace('Ã©', 'Ã¨')", 14, 16)
    (True, False)
    """
    return any(a <= start and end <= b for a, b in _replaced(text))


@kept
def _replaced(text: str) -> tuple[tuple[int, int], ...]:
    found = []
    for match in _SUBSTITUTION.finditer(text):
        found.append((match.span(2), match[3]))
    for match in _CALL.finditer(text):
        number = next(i for i in range(1, 5) if match[i] is not None)
        by = next((match[i] for i in range(5, 8) if match[i] is not None), "")
        found.append((match.span(number), by))
    return tuple(span for span, by in found if _is_word_of_garble(text[slice(*span)], by))


def _is_word_of_garble(text: str, by: str) -> bool:
    """Whether a text of Latin letters and signs, no phrase, is replaced by what is not garbled."""
    if text.isascii() or _PHRASE.search(text) is not None:
        return False
    plain = 0 < len(by) < len(text) or (by != "" and by.isascii())
    return plain and all(c <= _LATIN or _SIGNS[0] <= c <= _SIGNS[1] for c in text)
