"""Marks that were lost: which of them fit where they stand.

``銆?`` is 。 or 、 or 「 to the pairs of characters around it; a line ends with the first, and the
last has an other half behind it.
"""

from __future__ import annotations

import re

from fixenc.repair.finders.lost.moves import HOLE

_HALVES = dict(zip("（「『《〈【“‘", "）」』》〉】”’", strict=True))
_OPENERS = {closer: opener for opener, closer in _HALVES.items()}
# Bits for a closing bracket with no opening one before it, for an opening one that is not closed or
# stands where a line ends, and for other marks there. Of 33,000 ， in Chinese text 125 end a
# line, of 3,700 ： 2,180, and the pairs of the model know half of that. Of 77 messages that end
# with ： and lost it, 16 came back with 2 bits for ，, 38 with 6, 68 with 7; of 14 with ， 9, 0, 0.
ALONE, UNCLOSED = 6.0, 6.0
_AT_END = {**dict.fromkeys(_HALVES, 10.0), "、": 5.0, "，": 7.0, "；": 1.0}
# What asks in Chinese: a sentence with one of these ends with ？ more often than with others.
_ASKING = tuple("吗 嗎 呢 什么 什麼 如何 怎么 怎麼 为何 為何 哪 谁 誰 是否".split())
# What stands on either side of a mark as wide as a letter: “ and ‘ are before a word, ” behind one,
# and dashes between spaces or between words.
_BEFORE_WORDS, _BEHIND_WORDS, _DASHES, _SINGLE = "“‘", "”", "–—", "‘’"
_NARROW = frozenset(_BEFORE_WORDS + _BEHIND_WORDS + _DASHES + _SINGLE)
ASTRAY = 6.0  # bits for one that does not stand so
SINGLE = 5.0  # bits for ‘ and ’ that are no apostrophes: in Chinese there are 15 “ to one of those
# What Korean sentences end with, and bits for one that ends a line without a full stop, or for a
# stop behind other words. Of 19,870 lines of messages that end so 18,558 have one, of 22,557 that
# end with other syllables 1,241; the pairs of the model know half of that.
_KOREAN_ENDINGS, STOPPED = "다요", 2.5
# Bits for ， between a few ideographs that begin a line and ASCII, where ： stands: of lines of 24
# characters with one mark 204 have ： there and 31 ，, though ， is nine times as frequent.
OF_LABEL, LONGEST_LABEL = 9.0, 14
_MARKS = frozenset("，。、；：！？")
_IN_MESSAGES, _BEHIND = frozenset("，；（：！？。"), 4
ASKED = 4.0  # bits for other marks at the end of such a sentence
_ENDING = "。！"
# Bits against marks that messages of programs hardly end with, by what stands behind the quotation
# mark: behind ： a value is put, as it is not behind ！. Of ten such messages that were met three
# end a bracket, five in ！, one in ？ and ：; the pairs of the model, of news, have ！ last.
_ENDED, _GOES_ON = re.compile(r"[\"'`] *+[);\]}]"), re.compile(r"[\"'`] *+(?:[+%.&]|<<)")
# What ends a comment, a cell of a table and an element, which is as good as the end of a line.
_END_OF_PART = re.compile(r" {0,3}+(?:\*/|\||</)")
OF_MESSAGE = {"，": 7.0, "；": 5.0, "（": 7.0}
OF_VALUE, OF_QUESTION = 7.0, 6.0
_STOPS = "。！？；：\n"


def misfit(before: str, text: str, after: str) -> float:
    """How many bits the marks in ``text``, read between ``before`` and ``after``, do not fit by.

    >>> misfit("输出", "。", ""), misfit("输出", "「", ""), misfit("（输出", "）", "")
    (0.0, 16.0, 0.0)
    """
    bits = 0.0
    whole = before + text
    for i, char in enumerate(text, len(before)):
        if char in _OPENERS:
            opener = _OPENERS[char]
            if whole.count(opener, 0, i) <= whole.count(char, 0, i) and HOLE not in whole[:i]:
                bits += ALONE
        if char == "，" and _is_label(whole[:i], (whole + after)[i + 1 :]):
            bits += OF_LABEL
        if char in _AT_END and _END_OF_PART.match((whole + after)[i + 1 : i + 1 + _BEHIND]):
            bits += _AT_END[char]
        if char in _IN_MESSAGES:
            bits += _of_message(whole[:i], char, (whole + after)[i + 1 : i + 1 + _BEHIND])
        if char in _NARROW:
            bits += _astray(whole[max(0, i - 1) : i], char, (whole + after)[i + 1 : i + 2])
    if any(_is_opened_again(whole, text, after, *half) for half in _HALVES.items()):
        bits += UNCLOSED
    bits += sum(_ends(before + line) for line in text.split("\n")[:-1])
    if not after.strip():
        last = text.rstrip()[-1:]
        bits += _AT_END.get(last, 0.0)
        bits += _stopped(whole.rstrip())
        bits += UNCLOSED * _is_open(whole)
        if last in _ENDING and _asks(whole[: len(whole.rstrip()) - 1]):
            bits += ASKED
    return bits


def _is_label(before: str, after: str) -> bool:
    """Whether a mark stands between a short label and what a program or a form puts there."""
    if not "!" <= after[:1] <= "~" or not _MARKS.isdisjoint(before):
        return False
    wide = sum(char >= "\u2e80" for char in before)
    return wide <= LONGEST_LABEL


def _of_message(before: str, mark: str, behind: str) -> float:
    """The bits by which a message of a program hardly ends in a mark."""
    if _ENDED.match(behind) is not None:
        if mark == "：":
            return OF_VALUE
        return OF_QUESTION * (mark == "？" and not _asks(before)) + OF_MESSAGE.get(mark, 0.0)
    if _GOES_ON.match(behind) is not None:
        return OF_VALUE * (mark in "！？。") + OF_MESSAGE.get(mark, 0.0) * (mark == "（")
    return 0.0


def _ends(line: str) -> float:
    """The bits by which a line hardly ends so, where a mark took its end along."""
    return _AT_END.get(line[-1:], 0.0) + UNCLOSED * _is_open(line)


def _is_open(text: str) -> bool:
    """Whether a bracket or a quotation mark is open at the end of a text without holes."""
    return HOLE not in text and any(text.count(o) > text.count(c) for o, c in _HALVES.items())


def _is_opened_again(whole: str, text: str, after: str, opener: str, closer: str) -> bool:
    """Whether a bracket is open behind marks that were filled in, and the next one opens too."""
    if HOLE in whole or text.isalnum() or whole.count(opener) <= whole.count(closer):
        return False
    return -1 < after.find(opener) < (after.find(closer) % (len(after) + 1))


def _stopped(text: str) -> float:
    """The bits by which a Korean line has a full stop too few or too many."""
    has_stop = text.endswith(".")
    last = text[-2:-1] if has_stop else text[-1:]
    is_odd = "가" <= last <= "힣" and has_stop != (last in _KOREAN_ENDINGS)
    return STOPPED * is_odd


def _astray(before: str, mark: str, after: str) -> float:
    """The bits by which a mark does not stand where such marks do, next to spaces or to words."""
    spaced, followed = not before.strip(), bool(after.strip())
    bits = 0.0
    if mark in _SINGLE and not (before.isalpha() and after.isalpha()):
        bits = SINGLE
    if mark in _DASHES:
        astray = spaced == followed
    elif mark in _BEFORE_WORDS:
        astray = not followed or (before.isascii() and before.isalnum())
    else:
        astray = mark in _BEHIND_WORDS and spaced
    return bits + ASTRAY * astray


def _asks(text: str) -> bool:
    """Whether the last sentence of a text is a question."""
    start = 1 + max(text.rfind(stop) for stop in _STOPS)
    return any(word in text[start:] for word in _ASKING)
