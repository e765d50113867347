"""Stage 2: what a file says of itself. A declaration is a prior, not a verdict."""

from __future__ import annotations

import re
from functools import cache

from fixenc import codecs
from fixenc.errors import EncodingNotFound

# Bytes at the start that may hold a declaration: the HTML standard prescans 1,024, an e-mail or
# a .po file says it further down.
HEAD = 4096

_LABEL = rb"""["']?([A-Za-z0-9][A-Za-z0-9._:-]{1,39})"""
_DECLARATIONS = (
    rb"""<\?xml [^>]{0,80}?encoding=""",  # XML 1.0, section 4.3.3
    rb"""@charset """,  # CSS Syntax 3, section 3.2
    rb"""<meta [^>]{0,200}?charset=""",  # HTML, 4.2.5.4
    rb"""content-type:[^\n]{0,120}?charset=""",  # RFC 2045, and the header of .po files
    rb"""#[^\n]{0,40}?coding[:=][ \t]{0,4}""",  # PEP 263, and the modelines of editors
    rb"""-\*-[^\n]{0,40}?coding:[ ]{0,4}""",
    rb"""vim?:[^\n]{0,80}?fileencoding=""",
)


@cache
def _patterns() -> tuple[re.Pattern[bytes], ...]:
    return tuple(re.compile(pattern + _LABEL, re.IGNORECASE) for pattern in _DECLARATIONS)


def declared_in(data: bytes) -> str | None:
    """The canonical name of the encoding that the head of ``data`` declares, if any.

    >>> declared_in(b'<meta charset="windows-1251">')
    'cp1251'
    """
    head = data[:HEAD]
    lower = head.lower()
    if b"charset" not in lower and b"coding" not in lower:
        return None
    for pattern in _patterns():
        match = pattern.search(head)
        if match is not None and (name := named(match[1].decode("ascii"))) is not None:
            return name
    return None


def named(label: str) -> str | None:
    """The canonical name of the encoding that goes by a label, if any does.

    >>> named("windows-1251"), named("none")
    ('cp1251', None)
    """
    try:
        return codecs.lookup(label).name
    except EncodingNotFound:
        return None
