"""Which stretches of a text may be shifted, and which readings stand behind holes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fixenc.repair.damage.byte_pairs import BRACKET, HOLES, KEY, SPELT

READING = re.compile(KEY)
# What may be shifted: a hole, a reading or a folded mark, and what follows up to the next ASCII.
ZONE = re.compile(rf"[{HOLES}](?:\(?+{SPELT}\)|[!-~])?+[^\x00-\x3e@-\x7f]*+")


def clean_parts(text: str) -> Iterator[str]:
    """The stretches of a text outside the zones that may be shifted, readings aside.

    >>> list(clean_parts("當(dāng)?shù)貢r間"))
    ['當', 'r間']
    """
    at = 0
    for found in ZONE.finditer(text):
        if found.start() > at:
            yield BRACKET.sub("", text[at : found.start()])
        at = found.end()
    yield BRACKET.sub("", text[at:])
