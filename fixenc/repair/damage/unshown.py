"""Text in UTF-8 that Latin-1 showed, without what it shows for 80 to 9F: ``ÐÑÐ¸Ð²ÐµÑ`` is Привет.

Nobody sees those controls, and they are gone where such text was copied. A third of the letters of
Russian and half of those of Hebrew lose their second byte so, and their first stands by itself.
"""

from __future__ import annotations

import re

READER = "iso8859-1"
# Characters of which both bytes are seen, at least, and those of which one is, at least and for
# each of the others at most. That they are text is asked of the model.
WHOLE, LONE, MOST_LONE = 3, 2, 3
KINDS = 2  # of second bytes
_WHOLE = re.compile("[\xc2-\xf4][\xa0-\xbf]")
_LONE = re.compile("[\xc2-\xf4](?![\xa0-\xbf])")
_OTHER = re.compile("[^\0-\x7f\xa0-\xbf\xc2-\xf4]")


def has_lone_lead(text: str) -> bool:
    """Whether what Latin-1 shows for a first byte stands without another, and all is of Latin-1.

    >>> has_lone_lead("GrÃ¼Ãe"), has_lone_lead("GrÃ¼Ã\\x9fe"), has_lone_lead("GrÃ¼ÃŸÃe")
    (True, False, False)
    """
    found = _LONE.search(text)
    while found is not None and "\x7f" < text[found.end() : found.end() + 1] < "\xa0":
        found = _LONE.search(text, found.end())
    return found is not None and max(text) <= "\xff"


def lone_leads(text: str) -> int:
    """How many first bytes stand in a text without another.

    >>> lone_leads("ÐÑÐ¸Ð²ÐµÑ")
    3
    """
    return len(_LONE.findall(text))


def stands_in(text: str) -> bool:
    """Whether a line has characters of which both bytes are seen, and as many that lost one.

    Those are of more than one kind, and most of these begin as some of those do, or one beside.

    >>> stands_in("ÐÑÐ¸Ð²ÐµÑ"), stands_in("Привет"), stands_in("«là», «voilà» et «déjà»")
    (True, False, False)
    """
    whole = _WHOLE.findall(text)
    if len(whole) < WHOLE or _OTHER.search(text) is not None:
        return False
    lone = _LONE.findall(text)
    if not LONE <= len(lone) <= MOST_LONE * len(whole) or len({char[1] for char in whole}) < KINDS:
        return False
    begun = {ord(char[0]) + step for char in whole for step in (-1, 0, 1)}
    return 2 * sum(ord(char) in begun for char in lone) >= len(lone)
