"""Whether remains of lost text are a loss, or what a text is about.

People write about 锟斤拷 and 烫烫烫: in articles, in jokes, in code that looks for them. There the
remains are named: in quotation marks, beside others of their kind, one unit of them in a sentence
that is whole, and mostly with the words of the trade around.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from fixenc.repair.damage.remains import REPLACEMENT, Remains, fills, renderings

AROUND = 300  # code points of the line on either side that are looked at
PROSE = 4  # letters of a double-byte script beside the remains that make a sentence
WORDS = 4  # the same of a script with spaces
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


@cache  # Python takes 3 ms to compile this class
def _double() -> re.Pattern[str]:
    return re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


def speaks_of_encodings(text: str, start: int, end: int) -> bool:
    """Whether the line around ``text[start:end]`` uses a word of the trade."""
    return _has_trade(_window(text, start, end))


def _window(text: str, start: int, end: int) -> str:
    """The line around ``text[start:end]``; of a long one, blocks that neighbours share."""
    first, last = start // AROUND * AROUND - AROUND, (end // AROUND + 2) * AROUND
    left = max(text.rfind("\n", max(0, first), start) + 1, first, 0)
    right = text.find("\n", end, last)
    return text[left : last if right < 0 else right]


@lru_cache(64)
def _has_trade(window: str) -> bool:
    return _TRADE.search(window) is not None


def mentions(text: str, found: Sequence[Remains]) -> list[bool]:
    """For each of the remains, from left to right, whether it is named rather than met.

    >>> from fixenc.repair.damage.remains import find_remains
    >>> [mentions(t, list(find_remains(t))) for t in ("U+FFFD (�)", "��� ����")]
    [[True], [False, False]]
    """
    beside = [False] * len(found)
    for i in range(1, len(found)):
        last, this = found[i - 1], found[i]
        gap = text[last.end : this.start]
        if last.kind != this.kind and 0 < len(gap) <= AROUND and "\n" not in gap:
            beside[i - 1] = beside[i] = True
    return [_is_mention(text, *entry) for entry in zip(found, beside, strict=True)]


def _is_mention(text: str, remains: Remains, beside: bool) -> bool:
    """``beside`` says that remains of another kind stand in the same line, but not against it."""
    left, right = text[remains.start - 1 : remains.start], text[remains.end : remains.end + 1]
    window = _window(text, remains.start, remains.end)
    quoted, trade = left + right in _QUOTES, _has_trade(window)
    if remains.kind == "mark":
        return False
    one = remains.exact and _units(remains) <= 1
    if remains.is_fill:
        short = remains.units < LONG_FILL
        return trade or beside or (short and (quoted or _prose(window)[0] > 1))
    if quoted and (trade or one):
        return True
    if not one and not (trade and remains.exact):
        return False
    # of a word; where remains stand against an ideograph of a double-byte script, nothing tells
    inside = (left.isalpha() or right.isalpha()) and remains.kind in ("replaced", "shown")
    if not inside and (beside or (trade and _is_listed(text, remains))):
        return True
    return _is_in_prose(window, remains.kind, trade and not inside)


def _units(remains: Remains) -> int:
    """How often the shortest form stands there: 锟斤拷 is two U+FFFD, � one."""
    return remains.units if remains.kind in ("replaced", "shown") else remains.units // 2


def _is_listed(text: str, remains: Remains) -> bool:
    """Whether remains are an item of a list, or all of their line."""
    left = text[max(0, remains.start - 4) : remains.start].rstrip(" ")[-1:] or "\n"
    right = text[remains.end : remains.end + 4].lstrip(" ")[:1] or "\n"
    return left in _LISTING or right in _LISTING or left == right == "\n"


def _is_in_prose(window: str, kind: str, trade: bool) -> bool:
    """Whether a whole sentence stands around remains.

    Text that was read in the wrong encoding has no sentences of a double-byte script, so that for
    the remains met there a few letters and no second loss are enough.
    """
    letters, words, remains = _prose(window)
    if kind == "gb18030" and letters >= PROSE:
        return trade or remains <= 1
    return trade and words >= WORDS and remains <= 1


@cache
def _any_remains() -> re.Pattern[str]:
    shown = "|".join(map(re.escape, renderings()))
    return re.compile(
        f"(?:锟斤拷)++|[锟嚙][\u3400-\u9fff]{{0,2}}|(?:占쏙옙)++|{REPLACEMENT}++|{shown}"
    )


@lru_cache(64)
def _prose(window: str) -> tuple[int, int, int]:
    """How many letters of double-byte scripts, words, and remains of text a window holds."""
    rest, remains = _any_remains().subn(" ", window)
    letters = sum(char not in fills() for char in _double().findall(rest))
    return letters, len(rest.split()), remains
