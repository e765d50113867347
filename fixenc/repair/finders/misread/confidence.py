"""From the signs of a repair to the probability that it is right."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from fixenc import codecs
from fixenc.calibration import Curve, curves
from fixenc.chains import Misread
from fixenc.model import Model, pairs_of
from fixenc.repair.damage import vanished
from fixenc.repair.finders.misread.signs import Signs
from fixenc.repair.gate.bound import may_have_lost
from fixenc.repair.gate.look import is_suspicious
from fixenc.repair.gate.patterns import MARKS
from fixenc.repair.lists import lexicon
from fixenc.repair.undoing.align import Unit
from fixenc.repair.undoing.borders import FIRST_CJK
from fixenc.repair.undoing.families import EAST_ASIAN, SPARSE, Family, family

PLAIN = "misread, all of a line in UTF-8"
# Where a pair of characters of the result costs more bits than this, the model hardly knows the
# language, or it is none: whatever the margins say, we are no surer than that.
UNLIKELY = 14.0
UNSURE = 0.95
# Where another misread is behind by less than so many bits, either may be right. Of sentences in
# clean lines that were so near 2 in 4 came out right, of fragments 8 in 10.
NEAR, NEARLY_EVEN = 2.5, 0.85
# In some tables of Cyrillic the capitals of another are small letters, so that either may have been
# written. In capitals are 6 % of the project's sentences, and 0.6 % of those of others.
SMALL = 0.96
# What can be undone exactly of text that lost bytes ends in a character that they were part of, or
# is garbled still: of 380 edits that touch a mark or are, 179 were wrong, of 558 others none. Of
# Cyrillic, Hebrew or Arabic lines that were UTF-8 to the last byte though read by pairs that lack
# most of it, 12 of 21 were.
PARTIAL = 0.9
# Of 112 that those readers showed of alphabets without a mark, 9 were wrong, of 346 with one none.
# Of 161 that garble goes on behind, where UTF-8 was read by pairs, 21 were wrong in the last
# character, which bytes from either side of lost ones may make; of 340 others 7.
BEHIND = 8  # code points
# 36 % of the characters of Big5 are pairs that GBK leaves to its users: text that shows none of
# them went through a program that drops them. Of 456 such lines of so many characters or more,
# messages and sentences, 12 had had none; of shorter ones three in ten.
GONE, ENOUGH = 0.1, 6
SHARE_OF_USERS = 0.36
DOT = "・"  # what Japanese readers write for bytes that they lack; it reads as two of UTF-8
# What no one sees, or what is a space to most programs. Of 300 Russian phrases that lost а and н
# so, 101 came back wrong with a confidence of 0.9 and more. Of 360 Cyrillic lines that had no н and
# 360 that lost theirs, with а as it was, 305 and 119 claimed 0.99, and the latter were all wrong.
UNSEEN = "\N{NO-BREAK SPACE}\N{SOFT HYPHEN}"
# Letters of which none is there. Of 600 lines that lost theirs 22 claim 0.99 and lack them still,
# with half a letter 43; of 720 lines that have none 253 claim it, and 361.
EXPECTED = 0.25
UNHEARD = 25.0  # bits of a character by itself that no language of the model has use for


def of_signs(signs: Signs, misread: Misread) -> float:
    """The probability that undoing ``misread`` where it has these signs gives the right text.

    >>> from fixenc.chains import Misread
    >>> signs = Signs(
    ...     margin=60.0, ahead=50.0, border=40.0, left=0.0, cost=5.0, units=9, odd=0, again=False
    ... )
    >>> 0.9 < of_signs(signs, Misread("koi8-r", "cp1251")) < 1.0
    True
    """
    sure = curve_of(family(misread)).probability(signs.figures())
    if signs.ahead < NEAR:
        sure = min(sure, NEARLY_EVEN)
    return min(sure, UNSURE) if signs.cost > UNLIKELY else sure


def of_plain(after: str, misread: Misread) -> float:
    """The probability that ``after`` is right, of a line of nothing but UTF-8 undone."""
    sure = curves()[PLAIN].highest
    return min(sure, PARTIAL) if misread.read in SPARSE and _is_alphabetic(after) else sure


def _is_alphabetic(text: str) -> bool:
    """Whether most of a text beyond ASCII is of alphabets."""
    alphabetic = sum("\x7f" < char < FIRST_CJK for char in text)
    return 2 * alphabetic > sum(char > "\x7f" for char in text)


def lacks_bytes(run: str, after: str, misread: Misread) -> bool:
    """Whether bytes of UTF-8 may be missing from a line that becomes ``after``.

    ``run`` is what changes of it.
    """
    return misread.written == "utf-8" and (DOT in run or may_have_lost(after))


def is_beside_missing(line: str, start: int, end: int) -> bool:
    """Whether a mark for lost bytes touches ``line[start:end]`` or stands in it."""
    return any(mark in line[max(0, start - 1) : end + 1] for mark in MARKS)


def is_cut_short(line: str, end: int, misread: Misread) -> bool:
    """Whether garble that is not undone goes on behind ``line[:end]``, of which an edit is."""
    if misread.written != "utf-8" or misread.read not in EAST_ASIAN or line[end : end + 1] < "\x80":
        return False
    return is_suspicious(line[end : end + BEHIND])


def may_lack_pairs(model: Model, line: str, unit: Unit, misread: Misread) -> bool:
    """Whether a unit of a line may have come of the bytes on either side of some that are missing.

    UTF-8 that lost a pair of bytes is UTF-8 often enough: in alphabets, where no mark in the line
    says how readers show what they lack, and words come of it that are not known; or of a character
    that no one writes.
    """
    if misread.read not in SPARSE:
        return False
    if _is_alphabetic(unit.after) and not any(mark in line for mark in MARKS):
        return not lexicon.are_known(line, [unit])
    return any(model.least[char] >= UNHEARD for char in unit.after)


def highest_without_letters(
    model: Model, line: str, units: Sequence[Unit], misread: Misread
) -> float:
    """How sure units of a line can be, by the letters that no one sees where it is misread.

    н of cp866 is a soft hyphen in cp1251, а a no-break space: ``переме[нн]ые``. The line may lack
    one that is not in it as often as there should be, if not all of its words are known; hardly
    where another of them is seen.
    """
    text = "".join(unit.after for unit in units)
    letters = _unseen_letters(misread)
    gone = [letter for letter in letters if letter not in text]
    if not gone:
        return 1.0
    number = model.best(pairs_of(text))[1]
    expected = len(text) * sum(2.0 ** -model.char_cost(letter, number) for letter in gone)
    if expected < EXPECTED or lexicon.are_known(line, units):
        return 1.0
    return PARTIAL if len(gone) == len(letters) else UNSURE


@cache
def _unseen_letters(misread: Misread) -> str:
    """The letters of an alphabet that a reader of single bytes shows no one."""
    written, read = (codecs.lookup(name) for name in (misread.written, misread.read))
    if not written.kind is read.kind is codecs.Kind.SINGLE:
        return ""
    shown = codecs.charmap(misread.read)
    letters = codecs.charmap(misread.written)
    return "".join(
        char
        for char, other in zip(letters, shown, strict=True)
        if char > "\x7f" and char.isalpha() and char.islower() and other in UNSEEN
    )


def highest_without_pairs(after: str, misread: Misread) -> float:
    """How sure a repair can be of a line that becomes ``after``, by what may have vanished of it.

    >>> from fixenc.chains import Misread
    >>> highest_without_pairs("假設第數是最", Misread("big5hkscs", "gb18030"))
    0.1
    """
    if (misread.written, misread.read) != ("big5hkscs", vanished.READER):
        return 1.0
    shown = vanished.in_big5(after)
    return 1.0 if not shown else PARTIAL if shown < ENOUGH else GONE


def curve_of(kind: Family) -> Curve:
    """The curve of a family of misreads."""
    return curves()[name_of(kind)]


def name_of(kind: Family) -> str:
    """The name by which the curve of a family goes."""
    return f"misread {kind.value}"
