"""Text made safe to show: what a file holds must never steer the terminal."""

from __future__ import annotations

import math
import re

# What moves the cursor, changes colours or turns the reading direction around: C0 but for tab and
# newline, DEL, C1 (U+009B starts a command just as ESC [ does), and the embedding, override and
# isolate controls of the Unicode Bidirectional Algorithm (UAX #9). A carriage return passes as
# part of a CRLF. Lone surrogates cannot be written at all.
_STEERING = re.compile(
    "\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)

# For names and excerpts also what cannot be seen: newlines and tabs, soft hyphens, marks and
# joiners without width, line and paragraph separators, and the tag characters.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)

_SHORT = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    code = ord(char)
    if char in _SHORT:
        return _SHORT[char]
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def harmless(text: str) -> str:
    r"""``text`` for a terminal: as it is, but what would steer the terminal is shown as escapes.

    >>> harmless("red: \x1b[31m\n")
    'red: \\x1b[31m\n'
    """
    return _STEERING.sub(_escape, text)


def visible(text: str) -> str:
    r"""``text`` on one line with everything that cannot be seen shown as escapes.

    >>> visible("a\tb\u200b")
    'a\\tb\\u200b'
    """
    return _UNSEEN.sub(_escape, text)


def name(path: str) -> str:
    r"""A file name to show; the bytes of a name that is not UTF-8 appear as ``\xff``.

    >>> name("caf\udce9.txt")
    'caf\\xe9.txt'
    """
    if path == "-":
        return "standard input"
    return visible(_BYTES.sub(lambda match: f"\\x{ord(match[0]) - 0xDC00:02x}", path))


_BYTES = re.compile("[\udc80-\udcff]")  # how Python smuggles undecodable bytes (PEP 383)


def probability(value: float) -> str:
    """A probability with three decimals, rounded down, so that only 1 itself shows as 1.000.

    >>> probability(0.99996), probability(1.0)
    ('0.999', '1.000')
    """
    return f"{math.floor(value * 1000) / 1000:.3f}"


def count(number: int, noun: str) -> str:
    """A number with its noun.

    >>> count(1, "edit"), count(2, "edit")
    ('1 edit', '2 edits')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
