"""Pages of traditional characters in GBK that were edited byte by byte; see ``finders/shifted``.

An editor put readings behind characters, and lost a byte before full-width marks, by looking for
their two bytes wherever these stood, in the middle of two characters too.
"""

from __future__ import annotations

from functools import cache

from fixenc.testing.chooser import Chooser, more, pick
from fixenc.testing.damage import Manner, lose
from fixenc.testing.kinds import Garbled
from fixenc.testing.samples import WIDE_ENDS, Bounds, Vocabulary, language_vocabulary, sentence

MARKS = ("；", "？", "！")
# Traditional characters that GB 2312 lacks, and how they are mostly read.
READINGS = {
    pair[0]: pair[1:]
    for pair in (
        "這zhè 時shí 來lái 說shuō 國guó 對duì 過guò 還hái 問wèn 間jiān 頁yè 選xuǎn 檔dàng 項xiàng"
        " 將jiāng 為wéi 個gè 們men 會huì 發fā 電diàn 學xué 種zhǒng 變biàn 報bào 議yì 開kāi 關guān"
        " 點diǎn 書shū 現xiàn 當dāng 實shí 進jìn 機jī 設shè 體tǐ 經jīng 數shù 網wǎng"
    ).split()
}


def edited_page(chooser: Chooser, bounds: Bounds) -> Garbled:
    """A page of some sentences, in which at least one reading was put."""
    known = _vocabulary()
    sentences = [sentence(chooser, known, bounds)]
    while more(chooser, len(sentences), 1, 6):
        sentences.append(sentence(chooser, known, bounds))
    joint = "\n" if chooser.below(2) else ""
    original = joint.join(sentences)
    found = [char for char in READINGS if char in original]
    kept = [char for char in found if not chooser.below(4)] or found
    marks = MARKS[: chooser.below(len(MARKS) + 1)]
    spelling = pick(chooser, ("({})", "({} )"))
    data = original.encode("gbk")
    for mark in marks:
        data = _lose_before(data, mark.encode("gbk"))
    for char in kept:
        pair = char.encode("gbk")
        data = data.replace(pair, pair + spelling.format(READINGS[char]).encode("gb18030"))
    return Garbled(lose(data.decode("latin-1"), "latin-1", "gbk", Manner.QUESTION), original)


def _lose_before(data: bytes, pair: bytes) -> bytes:
    """Overwrite the byte before each pair that is half of one character and half of another."""
    edited = bytearray(data)
    at = 0
    while at < len(data):
        width = 1 if data[at] < 0x80 else 2
        if width == 2 and data[at + 1 : at + 3] == pair:
            edited[at] = ord("?")
        at += width
    return bytes(edited)


@cache
def _vocabulary() -> Vocabulary:
    words = [word for word in language_vocabulary("zh-hant").words if _is_gbk(word)]
    telling = [word for word in words if any(char in READINGS for char in word)]
    return Vocabulary(tuple(telling), tuple(words), "", (*WIDE_ENDS[1:], *MARKS[:1]))


def _is_gbk(word: str) -> bool:
    try:
        return len(word.encode("gbk")) == 2 * len(word)
    except UnicodeEncodeError:
        return False
