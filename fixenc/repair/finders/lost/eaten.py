"""ASCII that a mark took along: how likely each character is where a line lacks one.

A reader that shows ``?`` for the first byte of a pair often takes the second for its other half,
whatever that is: ``鍒?AI`` was 到 AI, ``鍑芥暟鍚?(`` 函数名 (, ``<p>鏂囨?/p>`` lost its ``<``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cache

from fixenc.repair.gate.patterns import MARKS

DIGIT = "0"  # stands for any digit: which one cannot be told
BELOW = "?"  # the mark of the layer below, in text that was garbled twice
# What a mark may take along; the rest are second bytes in some reader.
CHARACTERS = " \"'),<(>.$/:;-=*&#%+!012\n"

# Bits for each by what comes next, after the ASCII behind an ideograph or a syllable in 1,700
# sentences in Chinese, Japanese and Korean: before a letter 76 of 100 are spaces, before a space
# none is. Those not named cost ``RARELY`` and are not tried: half of the search's time went to them
# where cp949 was the reader. Before a space and what a program fills in (``%s``, ``${name}``) 519
# of 591 are colons in 258,000 messages, before a space and a digit 472 of 749. Spaces at the end of
# a line are rarely one alone.
RARELY = 10.0
_BEFORE: dict[str, dict[str, float]] = {
    "end": {".": 3.0, '"': 6.0, "'": 6.0, ")": 6.0, "!": 6.0, ",": 6.0, ":": 6.0, ";": 6.0},
    "space": {".": 2.0, ",": 2.0, ")": 3.0, ":": 3.0, '"': 4.0, "'": 4.0, ";": 6.0, "!": 6.0},
    "place": {":": 0.0, ",": 4.0, ".": 6.0, ")": 6.0, '"': 6.0, "'": 6.0},
    "number": {":": 1.0, ",": 2.0, ".": 3.0, ")": 4.0, '"': 6.0, "'": 6.0},
    "spaces": {" ": 0.0, ":": 8.0, ".": 8.0, ",": 9.0, ")": 9.0, ";": 9.0},
    "letter": {" ": 0.0, '"': 5.0, "'": 5.0, "<": 5.0, "(": 6.0, ",": 6.0, ")": 6.0, ":": 7.0},
    "digit": {" ": 0.0, DIGIT: 2.0, "(": 6.0, "-": 6.0, ":": 6.0, "#": 6.0, '"': 7.0, "'": 7.0},
    "beyond": {" ": 0.0, ",": 3.0, '"': 5.0, "'": 5.0, ")": 5.0, "(": 5.0, "<": 6.0},
    "other": {" ": 0.0, '"': 5.0, "'": 5.0, ")": 6.0, ",": 6.0, "<": 6.0},
    "/": {"<": 2.0, " ": 3.0, "*": 6.0, ":": 6.0},
    "{": {" ": 1.0, "$": 0.0, '"': 6.0, "'": 6.0},
    "item": {"\n": 0.0, " ": 2.0, "*": 6.0, "-": 6.0, "/": 6.0, "<": 6.0},
    "indent": {"\n": -4.0, ":": 6.0, ".": 6.0, ",": 7.0, ")": 7.0, ";": 7.0, " ": 7.0},
    "..": {".": -6.0, " ": 3.0, '"': 8.0},
    "closer": {'"': 3.0, "'": 3.0, ")": 4.0, ".": 6.0, " ": 6.0},
}
_CLASSES = {**dict.fromkeys(")]},;", "closer"), "/": "/", "{": "{", " ": "space", "": "end"}
_CLASSES |= dict.fromkeys("0123456789.%", "digit")
_KOREAN = {".": -3.0}  # at the end of a line: its sentences end so, in two of three
TOO_MANY = 4.0  # bits more for a bracket or quotation mark where all have their other halves
# Bits for the other half of one that has none, whatever it stands behind: less than for nothing.
LACKING = -9.0
# Bits more for marks before the two stars that end bold text: it ends in a colon there, if in any
# mark, and hardly in a comma or an opening bracket.
BEFORE_STARS = {**dict.fromkeys("，、；（", 14.0), **dict.fromkeys("）！？。", 8.0)}
# Bits more for a space between a wide mark and the sign of an item: one of 96,000 such marks has
# that behind it, of 1.5 million ideographs 2,907.
WIDE_MARKS, BEHIND_WIDE = frozenset("，。；：！？、）"), 7.0
_PAIRS = (("(", ")"), ("<", ">"))
_QUOTES = "\"'"
# What stands behind a quotation mark that closes, and before one that opens; nothing in either.
_BEHIND = frozenset(",;:)]}") | {""}
_BEFORE_OPENERS = frozenset(" ([{=,:>\t") | {""}
_MARK = re.compile(f"[{MARKS}]")
# What begins a line, so that a mark took the end of the one before along: the sign of an item of a
# list, of a heading, of a comment, and more spaces than stand between words.
_ITEM = re.compile(r"(?:-|\*|//|#{1,6}|\d{1,2}\.) (?! )")
# The sign that a line of a quotation in Markdown or of a comment begins with begins the next, too.
_LEADERS = (
    (re.compile(r"\s*> "), re.compile(">(?: |$)")),
    (re.compile(r"\s*\* "), re.compile(r" ?\*(?:/$| )")),
)
# What may stand behind a space: what a program fills in, a number, or no more than spaces.
_SPACED = (
    ("spaces", re.compile(r" {2,64}\|")),  # a cell of a table, filled up to the width of others
    ("indent", re.compile(r" {2,64}(?:\S)")),
    ("place", re.compile(r" [{$%#\\]")),
    ("number", re.compile(r" \d")),
    ("spaces", re.compile(r" {1,64}$")),
)
_STARS = re.compile(r"\*+")
_NAMED = re.compile(r"\(\w{1,40}\)[-0-9.]{0,4}[sdifr]")  # a place in a message for what has a name
_UNNAMED = re.compile(r"[sdif](?!\w)")  # and for what has none, if the line prints
_PRINTS = re.compile(r"print|format|%[-0-9.]{0,4}[sdif]|\b_{1,2}\(", re.IGNORECASE)
# The rest of a year before a month; of which century, its first digit tells.
_YEAR = re.compile(r"(?:(0)|9)\d\d(?=[-/.年]\d)")
_HALVES = "()<>" + _QUOTES


@cache
def _before(kind: str) -> dict[str, float]:
    named = _BEFORE[kind]
    return {char: named.get(char, RARELY) for char in CHARACTERS}


class Eaten:
    """The ASCII that marks of one line may have taken along."""

    def __init__(self, line: str, language: str) -> None:
        self._line = line
        self._korean = language == "ko"
        self._likely: dict[int, list[tuple[str, float]]] = {}
        self._places = {char: _places(line, char) for char in _HALVES}
        # text of JavaScript between backticks, or of a shell: a brace hardly stands there by itself
        self._is_template = "${" in line or "`" in line
        self._halved = _halved_stars(line)
        self._leaders = [again for leader, again in _LEADERS if leader.match(line)]
        self._prints = _PRINTS.search(line) is not None

    def likely(self, at: int) -> Sequence[tuple[str, float]]:
        """What the mark before ``line[at]`` may have taken along, with the bits of each.

        To that come the bits of the character after the one before it, but for what the line lacks.
        """
        if at not in self._likely:
            prices, lacking = self._bits(at), self._lacking(at)
            self._likely[at] = [
                (char, LACKING if char in lacking else prices[char])
                for char in CHARACTERS
                if char in lacking or prices[char] < RARELY
            ]
        return self._likely[at]

    def _bits(self, at: int) -> Mapping[str, float]:
        kind = self._follows(at)
        found = dict(_before(kind))
        if self._korean and kind in ("end", "space"):
            for char, bits in _KOREAN.items():
                found[char] += bits
        for char in _HALVES:
            found[char] += TOO_MANY
        return found

    def _lacking(self, at: int) -> str:
        """The brackets and quotation marks at ``at`` that others of the line have no half in.

        And the first character of ``${``, where the line is a template, of ``%(name)s`` and ``%s``,
        of a year, and of the two stars that end bold text.
        """
        if any(leader.match(self._line, at) for leader in self._leaders):
            return ""
        follows = self._follows(at)
        found = "$" if follows == "{" and self._is_template else ""
        place = _NAMED.match(self._line, at) or (self._prints and _UNNAMED.match(self._line, at))
        found += "%" if place else ""
        if year := _YEAR.match(self._line, at):
            found += "2" if year[1] else "1"
        found += "*" if at in self._halved else ""
        closes = follows not in ("letter", "digit")
        for opener, closer in _PAIRS:
            one, two = self._places[opener], self._places[closer]
            before = bisect_left(one, at) - bisect_left(two, at)
            if before > 0 and len(one) > len(two):
                found += closer if closes else ""
            elif len(two) > len(one) and before - len(one) + len(two) > 0:
                found += opener
        for quote in _QUOTES:
            places = self._places[quote]
            number = bisect_left(places, at)
            if len(places) % 2:
                closes_here = closes and self._may_close(places, number, at)
                found += quote if closes_here or not number % 2 else ""
            elif number and self._ends_here(at) and self._open_on_both_sides(places, number):
                found += quote
        return found

    def _may_close(self, places: Sequence[int], number: int, at: int) -> bool:
        """Whether a quotation mark may close at ``at``, and none of the marks before did that.

        Text may go on behind one that closes, but rather behind the first mark.
        """
        if not number or self._ends_here(at) or self._line[at] == " ":
            return True
        return _MARK.search(self._line, places[number - 1] + 1, at - 1) is None

    def _ends_here(self, at: int) -> bool:
        """Whether what comes next stands behind a quotation mark that closes."""
        return self._line[at : at + 1] in _BEHIND

    def _open_on_both_sides(self, places: Sequence[int], number: int) -> bool:
        """Whether the quotation marks before and behind, if there is one, both open.

        ``number`` of ``places`` are before.
        """
        return all(
            self._line[place - 1 : place] in _BEFORE_OPENERS
            and self._line[place + 1 : place + 2] not in _BEHIND
            for place in places[number - 1 : number + 1]
        )

    def is_item(self, at: int) -> bool:
        """Whether ``line[at:]`` begins as an item of a list, a heading or a comment does.

        Or as the line itself does, in a quotation or a comment.
        """
        leaders = (_ITEM, *self._leaders)
        return any(leader.match(self._line, at) for leader in leaders)

    def _follows(self, at: int) -> str:
        """The class of what comes next."""
        char = self._line[at : at + 1]
        if self.is_item(at):
            return "item"
        if char == "." and self._line[at + 1 : at + 3].rstrip(" ") == ".":
            return ".."
        if char == " ":
            spaced = (kind for kind, like in _SPACED if like.match(self._line, at))
            return next(spaced, "space")
        if kind := _CLASSES.get(char):
            return kind
        return "beyond" if char > "\x7f" else "letter" if char.isalpha() else "other"


def _halved_stars(line: str) -> frozenset[int]:
    """Where one star is left of the two that end bold text: behind a mark, and two began it."""
    found: set[int] = set()
    is_bold = False
    for stars in _STARS.finditer(line):
        at, end = stars.span()
        if "/" in (line[at - 1 : at], line[end : end + 1]):
            continue  # a comment begins or ends there
        if end - at == 2:
            is_bold = not is_bold
        elif end - at == 1 and is_bold and at and _MARK.match(line, at - 1):
            found.add(at)
            is_bold = False
    return frozenset(found)


def _places(line: str, char: str) -> list[int]:
    """Where a character stands that has another half: no apostrophe, no arrow, no comparison."""
    found: list[int] = []
    at = line.find(char)
    while at >= 0:
        left, right = line[at - 1 : at] if at else "", line[at + 1 : at + 2]
        if char == "'":
            own = not (left.isalpha() and right.isalpha())
        elif char == "<":
            own = right.isalpha() or right in ("/", "!")
        elif char == '"':
            own = char not in (left, right)  # three in a row are about more than a line
        elif char == ">":
            own = left not in ("", " ", "-", "=", ">")
        else:
            own = True
        if own:
            found.append(at)
        at = line.find(char, at + 1)
    return found
