"""Text about garble: quoted examples, tables of wrong and right forms, replacement lists.

Such text is clean as it stands. Two things give it away: the right form stands beside the garbled
one, or the garble stands in quotation marks in a line that names an encoding.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from unicodedata import combining

from fixenc.chains import Misread
from fixenc.errors import ChainError
from fixenc.repair.operands import is_replaced
from fixenc.repair.spoken_of import is_spoken_of
from fixenc.repair.undoing.align import Unit
from fixenc.repair.undoing.score import regions, undo_units

# Names that only a text about encodings uses (source: the labels of the WHATWG Encoding Standard
# and the words for garbled text in English, Japanese, Chinese and Russian).
_ENCODINGS = re.compile(
    r"utf-?(?:8|16)|latin-?[129]|iso-?8859|windows-?(?:125|874|31)|cp-?(?:125|437|8[56]|93|94)\d?"
    r"|gb(?:k|2312|18030)|big-?5|shift[-_ ]?jis|sjis|euc[-_](?:jp|kr|cn)|koi8|mojibake|charset"
    r"|文字化け|乱码|亂碼|кракозябр|krzaczki",
    re.IGNORECASE,
)
# What people and programs write for marks of typography: a test expects ``"It's"`` of ``"Itâ€™s"``.
_TYPED = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "..."})
# What stands before and behind a sign that a program prints: a value by default, one of a choice, a
# property (``icon: "🚀",``); and before one that is all of an element but a cell or code.
_CHOSEN = re.compile(r"""(?:\?\??|\|\||\b(?:return|or|else)|\?[^?]{1,80}:) ?["'`]$""")
_PROPERTY = re.compile(r"""[\w)\]]["']?: ?["'`]$|[ <][\w-]+=["']$""", re.ASCII)
_ELEMENT = re.compile(r"<(?!code|d[dt]|kbd|li|pre|samp|t[dht]\b)[a-z][^<>]{0,200}>$", re.IGNORECASE)
_ENDS, _GOES_ON = re.compile(r"""["'`] ?(?:[:;,)}\]]|$)"""), re.compile(r"""["'`] ?[,}/>]""")
_REPEATED = re.compile(r"""["'`](?:\.repeat\(| ?\* ?\w)""")
_SIGN = re.compile(r"""["']([^"'\s]{1,2})["']|(?<=/)([^/\w\s]|[^\W\d_])(?=/)""")
_OPENING = "\"'`“‘„‚«‹「『《〈״([{<>/|→=,:;"
_CLOSING = "\"'`”’“‘»›」』》〉״)]}</|→=,:;."
_MARKS = frozenset(_OPENING) | frozenset(_CLOSING) | {""}
_PAIRS = frozenset({("“", "”"), ("‘", "’"), ("«", "»"), ("„", "“"), ("„", "”"), ("「", "」")})
_PAIRS |= {("»", "«"), ("»", "»"), ("”", "”")}  # German and Danish, Finnish, Swedish
# What a row of examples begins with, and how many there are at least: Ã  Â  â€™  Ã©  Ã§.
_LEADS, _FEWEST_EXAMPLES = frozenset("ÂÃâï"), 5
# What first bytes of UTF-8 are shown as: patterns that look for garble name them by themselves.
_SHOWN_LEADS = frozenset("ÂÃÐÑ")
_DESTROYED = re.compile(r"""["'](?:锟斤拷){1,99}+["']""")  # quoted by itself
_WORD_BEFORE = 24  # code points looked at for the rest of a word
_LAYERS = 6
_FEW = 2  # places that an unmarked example has at most
_SURE = 4  # letters of a repair that cannot stand elsewhere in the line by chance


def word_around(text: str, start: int, end: int) -> tuple[int, int]:
    """``start:end`` widened to whole words, by at most 24 code points on either side."""
    stop = max(0, start - _WORD_BEFORE)
    while start > stop and _in_word(text[start - 1]):
        start -= 1
    stop = min(len(text), end + _WORD_BEFORE)
    while end < stop and _in_word(text[end]):
        end += 1
    return start, end


def _in_word(char: str) -> bool:
    """Whether a character belongs to a word; East Asian text has no spaces to tell."""
    return char.isalnum() and char < "\u2e80"


def is_quoted(text: str, units: Sequence[Unit], misread: Misread) -> bool:
    """Whether at least half of the places that would change are quoted garble."""
    if is_cited(text, units[0].start, units[-1].end):
        return True
    repaired = undo_units(text, units)
    start, end = units[0].start, units[-1].end
    if is_spoken_of(text, start, end, repaired[start : end + len(repaired) - len(text)]):
        return True
    shift = beside = spoken = 0
    marked = 0.0
    places = regions(units)
    # a sign by itself is an example, but not where others like it are at words
    at_words = any(
        map(str.isalnum, "".join(text[a - 1 : a] + text[b : b + 1] for a, b, _ in places))
    )
    weight = 0.5 if at_words else 1.0
    # the words that stand where nothing changes, place by place
    gaps = [text[a:b] for a, b in pairwise([0, *(at for p in places for at in p[:2]), len(text)])]
    outside = "\n".join(gaps[::2])
    words = frozenset("".join(c if c.isalnum() else " " for c in outside).split())
    for start, end, after in places:
        place = start + shift, start + shift + len(after)
        shift += len(after) - (end - start)
        if is_cited(text, start, end) or _is_letter_in_quotation(text, start, end):
            marked += 1
        elif _is_sign_alone(repaired, *place, misread):
            marked += weight
        elif is_spoken_of(text, start, end, after):
            spoken += 1
        elif _stands_beside(repaired, *place, outside, words, misread):
            beside += 1
            marked += _is_marked(repaired, *word_around(repaired, *place))
    marked += spoken * (spoken + marked + beside >= len(places))
    # a half-garbled line may say a word twice; an example is in quotes, or there is little else
    return 2 * marked >= len(places) or (beside == len(places) <= _FEW)


def _is_marked(text: str, start: int, end: int) -> bool:
    """Whether a place stands between quotation marks, arrows and the like."""
    left, right = text[:start].rstrip()[-1:], text[end:].lstrip()[:1]
    return left in _MARKS and right in _MARKS


def _is_letter_in_quotation(text: str, start: int, end: int) -> bool:
    """Whether a place is one character and the mark that closes the quotation it is in: »Ä«."""
    quotation = text[start - 1 : start], text[end - 1]
    return end - start == 2 and (quotation in _PAIRS or quotation == ("»", "«"))


def _is_sign_alone(repaired: str, start: int, end: int, misread: Misread) -> bool:
    """Whether a place becomes a sign that no one writes there: alone, or a BOM within a line.

    The sign may be garbled once more.
    """
    after = _undone(repaired[start:end], misread)
    if after == "\ufeff":
        return any(map(str.isalnum, repaired[:start]))
    if _is_shown_lead(repaired, start, end):
        return True
    if any(map(str.isalnum, after)) or combining(after[:1] or " "):
        return False  # nor does a mark above or below another character stand by itself
    if _is_printed(repaired, start, end):
        return False
    left, right = repaired[start - 1 : start], repaired[end : end + 1]
    if left and right and left in _OPENING and right in _CLOSING and not left.isspace():
        return True
    return after in "’‘“”„" and left == " " == right


def _is_printed(text: str, start: int, end: int) -> bool:
    """Whether a sign that stands alone is what a program or a page shows, and no example."""
    if text[start - 1 : start] == ">":
        return (
            text.startswith("</", end)
            and _ELEMENT.search(text[max(0, start - 200) : start]) is not None
        )
    before = text[max(0, start - 96) : start]
    if (_CHOSEN.search(before) and _ENDS.match(text, end)) or _REPEATED.match(text, end):
        return True
    return _PROPERTY.search(before) is not None and _GOES_ON.match(text, end) is not None


def _is_shown_lead(repaired: str, start: int, end: int) -> bool:
    """Whether a place becomes what still is the beginning of garble, and no more: ``/[ÃÂ]/``."""
    left, right = repaired[start - 1 : start], repaired[end : end + 1]
    between = left in _MARKS and right in _MARKS and not (left + right).isspace()
    return between and _SHOWN_LEADS.issuperset(repaired[start:end])


def _undone(text: str, misread: Misread) -> str:
    """A text with a misread undone as often as it goes."""
    for _ in range(_LAYERS):
        try:
            deeper = misread.undo(text)
        except ChainError:
            break
        if deeper == text:
            break
        text = deeper
    return text


def _stands_beside(
    repaired: str, start: int, end: int, outside: str, words: frozenset[str], misread: Misread
) -> bool:
    """Whether the word at ``repaired[start:end]`` also stands where nothing changes.

    ``outside`` is the text there, and ``words`` are the words of it.
    The misread is undone as often as it goes, since examples may be garbled twice over.
    """
    left, right = word_around(repaired, start, end)
    word = repaired[left:right]
    typed = word.translate(_TYPED)
    if typed != word and any(f"{mark}{typed}{mark}" in outside for mark in "\"'`"):
        return True
    spelt = any(map(str.isalnum, word)) or _is_marked(repaired, left, right)
    for _ in range(_LAYERS):
        if spelt and _found(word, outside, words):
            return True
        try:
            deeper = misread.undo(word)
        except ChainError:
            return False
        if deeper == word:
            return False
        word = deeper
    return False


def _found(word: str, outside: str, words: frozenset[str]) -> bool:
    word = word.strip()
    if not word or word.isascii():
        return False
    if not any(map(str.isalnum, word)) or len(word) >= _SURE or word[0] >= "\u2e80":
        return word in outside
    return word in words


def is_cited(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` is an example by what stands around it.

    In quotation marks in a line that names an encoding, or what a program replaces.

    >>> is_cited("UTF-8: 'Ã©'", 8, 10), is_cited("tout le cafÃ©", 11, 13)
    (True, False)
    """
    left, right = word_around(text, start, end)
    before, after = text[:left].rstrip()[-1:], text[right:].lstrip()[:1]
    quoted = bool(before) and bool(after) and before in _OPENING and after in _CLOSING
    if start and (text[start - 1], text[end - 1]) in _PAIRS:
        return True  # the closing mark itself was taken for part of the garble
    if is_replaced(text, start, end) or _is_row(text):
        return True
    if not quoted:
        return False
    # it names an encoding, quotes what is lost for good, or is a table of repairs
    if _ENCODINGS.search(text) is not None or _DESTROYED.search(text) is not None:
        return True
    return _is_table(text) and not _is_printed(text, start, end)


def _is_row(text: str) -> bool:
    """Whether a line is examples of garbled letters and of garbled marks, and nothing else."""
    examples = text.split() if text[:1] in _LEADS else []
    if len(examples) < _FEWEST_EXAMPLES or any(len(e) > 3 or e.isascii() for e in examples):
        return False
    first = {example[0] for example in examples}
    return "â" in first and not first.isdisjoint("ÂÃ")


def _is_table(text: str) -> bool:
    """Whether a line holds a lone sign beyond ASCII in quotes, as tables of repairs do.

    Two characters are a word where one is an ideograph or a syllable.
    """
    signs = (match[1] or match[2] for match in _SIGN.finditer(text))
    return any(not sign.isascii() and (len(sign) == 1 or max(sign) < "\u2e80") for sign in signs)
