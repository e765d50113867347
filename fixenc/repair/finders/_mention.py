"""Whether remains of lost text are a loss, or what a text is about.

People write about 锟斤拷 and 烫烫烫: in articles, in jokes, in code that looks for them. There the
remains are named: in quotation marks, beside others of their kind, one unit of them in a sentence
that is whole, and mostly with the words of the trade around.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from fixenc.repair.finders._remains import Remains, fills

AROUND = 300  # code points of the line on either side that are looked at
PROSE = 4  # letters of a double-byte script beside the remains that make a sentence
LONG_FILL = 5  # 烫烫烫烫烫 is no exclamation any more

# Words of texts about encodings, memory and garble (source: the labels of the WHATWG Encoding
# Standard, and the words for these things in Chinese, Japanese, Korean, Russian and English).
_TRADE = re.compile(
    r"utf-?(?:8|16)|latin-?[129]|iso-?8859|windows-?125|cp-?125\d|gb(?:k\b|2312|18030)|big-?5"
    r"|shift[-_ ]?jis|euc[-_](?:jp|kr|cn)|koi8|mojibake|charset|(?:en|de)cod(?:e|ing)|u\+fffd"
    r"|\\ufffd|0x(?:cc|cd|dd|fe|ef|bf|bd|fffd)|\b(?:ef|bf|bd|cc|cd|dd)(?: ?(?:ef|bf|bd|cc|cd|dd))+"
    r"|unicode|replacement char|garbled|gibberish|uninitiali[sz]ed|debug|\bheap\b|\bbytes?\b"
    r"|question marks?|乱码|亂碼|编码|編碼|解码|解碼|字节|位元組|内存|記憶體|未初始化|调试|替换字符"
    r"|取代字元|問號|问号|文字化け|バイト|コード|置換文字|깨진|깨짐|인코딩|바이트|кодировк|кракозябр",
    re.IGNORECASE,
)
_QUOTES = frozenset(
    (
        "“”",
        "‘’",
        "「」",
        "『』",
        "《》",
        "〈〉",
        "«»",
        "„“",
        "„”",
        "【】",
        '""',
        "''",
        "``",
        "()",
        "（）",
    )
)
_LISTING = frozenset("、,，/|;；→=:：\t")
_DOUBLE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


def speaks_of_encodings(text: str, start: int, end: int) -> bool:
    """Whether the line around ``text[start:end]`` uses a word of the trade."""
    before, after = sides(text, start, end)
    return _TRADE.search(before) is not None or _TRADE.search(after) is not None


def sides(text: str, start: int, end: int) -> tuple[str, str]:
    """The rest of the line on either side of ``text[start:end]``, at most 300 code points each."""
    left = max(text.rfind("\n", max(0, start - AROUND), start) + 1, start - AROUND, 0)
    right = text.find("\n", end, end + AROUND)
    return text[left:start], text[end : min(len(text), end + AROUND) if right < 0 else right]


def is_mention(text: str, remains: Remains, others: Sequence[Remains]) -> bool:
    """Whether remains are named rather than met; ``others`` are all of the text.

    >>> from fixenc.repair.finders._remains import find_remains
    >>> [is_mention(t, next(find_remains(t)), ()) for t in ("U+FFFD (�)", "��� ����")]
    [True, False]
    """
    before, after = sides(text, remains.start, remains.end)
    quoted = before[-1:] + after[:1] in _QUOTES
    trade = _TRADE.search(before) is not None or _TRADE.search(after) is not None
    named = remains.exact and _units(remains) <= 1
    if remains.kind == "filled":
        return quoted or trade or _is_exclamation(remains, before, after)
    if quoted and (trade or named):
        return True
    if not named and not (trade and remains.exact):
        return False
    if trade and (_is_listed(before, after) or _is_prose(before, after, remains.kind)):
        return True
    if _beside_others(remains, others, len(before), len(after)):
        return True
    return named and remains.kind == "gb18030" and _is_prose(before, after, remains.kind)


def _units(remains: Remains) -> int:
    """How often the shortest form stands there: 锟斤拷 is two U+FFFD, � one."""
    paired = remains.kind not in ("replaced", "shown", "filled")
    return remains.units // 2 if paired else remains.units


def _is_exclamation(remains: Remains, before: str, after: str) -> bool:
    """Whether characters of a fill say what they mean: 这汤烫烫烫！"""
    if remains.units >= LONG_FILL:
        return False
    rest = _DOUBLE.findall(before + after)
    return any(char not in fills() for char in rest)


def _is_listed(before: str, after: str) -> bool:
    """Whether remains are an item of a list, or stand between spaces."""
    left, right = before.rstrip(" ")[-1:], after.lstrip(" ")[:1]
    return left in _LISTING or right in _LISTING or not (left or right)


def _is_prose(before: str, after: str, kind: str) -> bool:
    """Whether a whole sentence stands around remains.

    Text that was read in the wrong encoding has no whole characters of a double-byte script, so
    that for the remains met there a few of them are enough.
    """
    rest = before + after
    if kind in ("replaced", "shown"):
        return len(rest.split()) > 3 and rest.count("�") + rest.count("½") == 0
    return len(_DOUBLE.findall(rest)) >= PROSE


def _beside_others(remains: Remains, others: Sequence[Remains], before: int, after: int) -> bool:
    """Whether remains of another kind stand in the same line."""
    first, last = remains.start - before, remains.end + after
    return any(
        first <= other.start and other.end <= last and other.kind != remains.kind
        for other in others
    )
