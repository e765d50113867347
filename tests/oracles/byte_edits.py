"""A simulator of byte-edited GBK and Big5 pages, on the standard library alone.

It damages a clean page in the order in which the damage seems to have come about:

1. ``lose_before``: a full-width mark (``A3 xx``) is looked for byte by byte. Where the pair
   straddles two characters, the byte before it is overwritten with ``?``.
2. ``annotate``: for each character of a list, in the order of the list, every occurrence of its
   two bytes is followed by ``(reading)``, again without regard to where characters begin. A
   later character of the list also meets the bytes that an earlier one left behind: 數 is
   annotated in 當地時間 before 當 is, and so both are.
3. ``read``: the bytes are decoded in the manner of a ``Decoder``. PHP's gives one mark for a pair
   of bytes that is no character, so that a lead byte swallows the ``(`` or ``<`` that was put or
   pushed behind it; others spare what is ASCII.
4. ``fold``: full-width forms may become ASCII, all of them (NFKC) or the commonest.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from enum import Enum, auto

ROW = 0xA3  # the first byte of GBK's full-width forms
MARKS = "；？！"
# What converters turn into ASCII while they leave ！ and ； alone.
COMMON = str.maketrans("，：（）？", ",:()?")

# Traditional characters, none of them in GB 2312, with a reading each.
ANNOTATIONS: tuple[tuple[str, str], ...] = tuple(
    (char, reading)
    for line in (
        "數shù 現xiàn 當dāng 團tuán 達dá 領lǐng 據jù 統tǒng 結jié 實shí 進jìn 戰zhàn 構gòu 導dǎo",
        "認rèn 擴kuò 聯lián 機jī 務wù 礎chǔ 調tiáo 應yīng 遠yuǎn 負fù 嚴yán 強qiáng 設shè 備bèi",
        "確què 際jì 環huán 測cè 師shī 會huì 發fā 動dòng 電diàn 單dān 體tǐ 個gè 產chǎn 業yè 經jīng",
        "濟jì 學xué 術shù 種zhǒng 變biàn 遞dì 視shì 觀guān 計jì 劃huà 組zǔ 織zhī 級jí 別bié 報bào",
        "識shí 議yì 訪fǎng 擇zé 試shì 驗yàn 質zhì 錄lù 標biāo 準zhǔn 線xiàn 網wǎng 絡luò 險xiǎn",
        "護hù 臺tái 廠chǎng 場chǎng 醫yī 療liáo 藥yào 類lèi 豐fēng 歷lì 夠gòu 檢jiǎn 開kāi 關guān",
        "闡chǎn 盡jìn 隊duì 勵lì 殺shā 轉zhuǎn 載zài 輸shū 軟ruǎn 劑jì 補bǔ 彈dàn 嶺lǐng 譯yì",
    )
    for entry in line.split()
    for char, reading in [(entry[0], entry[1:])]
    if ord(char) > 0x7F
)


def grid(data: bytes) -> list[int]:
    """Where each character of well-formed GBK begins, in bytes, and the end."""
    starts, at = [], 0
    while at < len(data):
        starts.append(at)
        at += 2 if data[at] > 0x80 else 1
    return [*starts, len(data)]


def lose_before(data: bytes, marks: str = MARKS) -> bytes:
    """Overwrite the byte before each full-width mark that straddles two characters."""
    starts = set(grid(data))
    found = bytearray(data)
    for mark in marks:
        pair = mark.encode("gbk")
        at = data.find(pair)
        while at >= 0:
            if at not in starts:
                found[at - 1] = ord("?")
            at = data.find(pair, at + 1)
    return bytes(found)


def annotate(data: bytes, annotations: Iterable[tuple[str, str]], encoding: str = "gbk") -> bytes:
    """Put ``(reading)`` behind every occurrence of each character's two bytes."""
    spelt = "gb18030" if encoding == "gbk" else encoding
    for char, reading in annotations:
        pair = char.encode(encoding)
        data = data.replace(pair, pair + f"({reading})".encode(spelt))
    return data


class Decoder(Enum):
    """What decoders do with bytes that are no character, seen by feeding random bytes to each.

    GBK leaves some pairs to its users: first bytes AA to AF and F8 to FE, and A2 to A7 before 40 to
    A0. All of these but Python's make private-use characters of them.
    """

    PHP = auto()  # mbstring 8.2, "GBK" and "CP936": one mark for a bad lead byte and what follows
    BROWSER = auto()  # WHATWG, and Java, ICU, Perl and Python's gb18030: ASCII is spared
    PYTHON = auto()  # Python's gbk: a pair of users is refused, by its first byte alone
    # As PHP, but pairs of users are refused whole. No decoder tried does so; the hardest case.
    REFUSING = auto()


def read(data: bytes, hole: str = "?", decoder: Decoder = Decoder.PHP, table: str = "gbk") -> str:
    """Decode GBK, or Big5 as ``table``; what is no character becomes ``hole``."""
    if decoder is Decoder.PYTHON:
        return data.decode(table, "replace").replace("\ufffd", hole)
    wide = table == "gbk" and decoder is not Decoder.REFUSING
    parts, at = [], 0
    while at < len(data):
        byte = data[at]
        pair = data[at : at + 2]
        if byte < 0x80:
            parts.append(chr(byte))
        elif wide and byte in _SINGLE:
            parts.append(_SINGLE[byte])
        elif char := _decoded(pair, "gb18030" if wide else table):
            parts.append(char)
            at += 1
        else:
            parts.append(hole)
            spared = decoder is Decoder.BROWSER and pair[1:] < b"\x80"
            at += not (byte in (0x80, 0xFF) or spared)
        at += 1
    return "".join(parts)


_SINGLE = {0x80: "€", 0xFF: "\uf8f5"}  # as Windows and PHP have it


def _decoded(pair: bytes, table: str) -> str:
    try:
        return pair.decode(table) if len(pair) == 2 else ""
    except UnicodeDecodeError:
        return ""


def fold(text: str, how: str) -> str:
    """``"nfkc"``, ``"common"`` or ``"none"``."""
    if how == "nfkc":
        return unicodedata.normalize("NFKC", text)
    return text.translate(COMMON) if how == "common" else text


def damage(
    text: str,
    annotations: Sequence[tuple[str, str]] = ANNOTATIONS,
    *,
    marks: str = MARKS,
    hole: str = "?",
    decoder: Decoder = Decoder.PHP,
    folded: str = "none",
) -> str:
    """A clean page as the edit would leave it; ``UnicodeEncodeError`` if GBK cannot hold it."""
    data = annotate(lose_before(text.encode("gbk"), marks), annotations)
    return fold(read(data, hole, decoder), folded)


def spelling(annotations: Iterable[tuple[str, str]], how: str) -> list[tuple[str, str]]:
    """The list in another spelling: ``"toneless"``, ``"spaced"`` or ``"marked"`` (as it is)."""
    if how == "spaced":
        return [(char, reading + " ") for char, reading in annotations]
    if how == "toneless":
        return [(char, _bare(reading)) for char, reading in annotations]
    return list(annotations)


def _bare(reading: str) -> str:
    marks = dict.fromkeys(map(ord, "\u0300\u0301\u0304\u030c"))
    bare = unicodedata.normalize("NFD", reading).translate(marks)
    return unicodedata.normalize("NFC", bare)


def damage_big5(
    text: str,
    annotations: Sequence[tuple[str, str]],
    hole: str = "?",
    decoder: Decoder = Decoder.PHP,
) -> str:
    """A Big5 page with readings put in, without their tones, for which Big5 has no letters.

    No full-width mark of Big5 ends in a byte that begins a character, so that none is straddled.
    """
    notes = spelling(annotations, "toneless")
    return read(annotate(text.encode("big5"), notes, "big5"), hole, decoder, table="big5")
