"""What browsers and Windows read and write beyond Python's multi-byte codecs.

A patch adds three things to a codec: byte sequences it cannot read (``read``), characters it
cannot write or writes otherwise (``write``), and characters it reads by an older edition of
the standard (``rename``). Sources are named where each patch is built.
"""

import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from fixenc.codecs import big5_more


@dataclass(frozen=True)
class Patch:
    """The additions to one codec; ``write`` goes before the codec, ``read`` after it."""

    read: dict[bytes, str]
    write: dict[str, bytes]
    rename: dict[str, str]

    # Compiled at first use: few repairs need more than one of a codec's patterns.
    @functools.cached_property
    def written(self) -> re.Pattern[str]:
        """One character of ``write``, as a group."""
        return _any_of(self.write)

    @functools.cached_property
    def renamed(self) -> re.Pattern[str]:
        """One character of ``rename``."""
        return _any_of(self.rename)

    @functools.cached_property
    def outside(self) -> re.Pattern[str]:
        """All before the first character between the lowest and the highest of ``rename``."""
        return _outside(self.rename)


@functools.cache
def patch_of(codec: str, *, euro80: bool = False) -> Patch | None:
    """The patch of that Python codec, if there is one.

    ``euro80``: that of GB 18030 writes the euro sign as 0x80.
    """
    build = _BUILDERS.get(codec)
    if build is None:
        return None
    patch = build()
    if euro80 and codec == "gb18030":
        return Patch(patch.read, {**patch.write, "\u20ac": b"\x80"}, patch.rename)
    return patch


def _any_of(characters: dict[str, bytes] | dict[str, str]) -> re.Pattern[str]:
    # "(?!)" matches nowhere.
    return re.compile(f"([{re.escape(''.join(sorted(characters)))}])" if characters else "(?!)")


def _outside(characters: dict[str, str]) -> re.Pattern[str]:
    # One range and a possessive count: 5.4 ms for 5 million code points, where a search for
    # the characters themselves took 14 ms and decoding them 29 ms.
    if not characters:
        return re.compile("(?s:.*+)")
    return re.compile(f"[^{re.escape(min(characters))}-{re.escape(max(characters))}]*+")


def _readable(pair: bytes, codec: str) -> str | None:
    try:
        return pair.decode(codec)
    except UnicodeDecodeError:
        return None


# GB 18030 pairs, Python's code point (the edition of 2000), that of the editions of 2005 and
# 2022 and of browsers. Found by comparing every pair of CPython 3.11 with the WHATWG index.
_GB18030_LATER = """
A6D9:E78D:FE10 A6DA:E78E:FE12 A6DB:E78F:FE11 A6DC:E790:FE13 A6DD:E791:FE14 A6DE:E792:FE15
A6DF:E793:FE16 A6EC:E794:FE17 A6ED:E795:FE18 A6F3:E796:FE19 A8BC:E7C7:1E3F FE59:E81E:9FB4
FE61:E826:9FB5 FE66:E82B:9FB6 FE67:E82C:9FB7 FE6D:E832:9FB8 FE7E:E843:9FB9 FE90:E854:9FBA
FEA0:E864:9FBB
"""


def _renamings(table: str) -> tuple[dict[str, bytes], dict[str, str]]:
    write, rename = {}, {}
    for item in table.split():
        pair, old, new = item.split(":")
        write[chr(int(new, 16))] = bytes.fromhex(pair)
        rename[chr(int(old, 16))] = chr(int(new, 16))
    return write, rename


def _gb18030() -> Patch:
    # 0x80 is the euro sign in Windows-936 and in the WHATWG gb18030 decoder. It is written
    # as A2 E3, unless the caller asks for 0x80.
    write, rename = _renamings(_GB18030_LATER)
    return Patch({b"\x80": "\u20ac"}, write, rename)


def _cp932() -> Patch:
    # Microsoft's best-fit table of code page 932 has 0xA0 = U+00A0; Python has U+F8F0. 0x80
    # and 0xFD-0xFF (U+F8F1-F8F3) are alike in both.
    return Patch({}, {"\xa0": b"\xa0"}, {"\uf8f0": "\xa0"})


def _euc_jp() -> Patch:
    # NEC's row 13 (lead AD) and the IBM characters in NEC's rows 89-92 (leads F9-FC), as the
    # WHATWG jis0208 index and Windows-51932 have them: code page 932 has the same rows.
    read: dict[bytes, str] = {}
    write: dict[str, bytes] = {}
    for row in (13, *range(89, 93)):
        for cell in range(1, 95):
            pair = bytes([0xA0 + row, 0xA0 + cell])
            character = _readable(_shift(row, cell), "cp932")
            if character is None or _readable(pair, "euc_jp") is not None:
                continue
            read[pair] = character
            if _writable(character, "euc_jp") is None:
                write.setdefault(character, pair)
    # Six signs of rows 1 and 2 have other code points on Windows (U+FF5E for U+301C).
    for row, cell in ((1, 33), (1, 34), (1, 61), (1, 81), (1, 82), (2, 44)):
        character = _shift(row, cell).decode("cp932")
        write[character] = bytes([0xA0 + row, 0xA0 + cell])
    return Patch(read, write, {})


def _iso2022_jp() -> Patch:
    # The same rows, seven bits; mail programs on Windows (code page 50220) write them.
    seven = {bytes(b & 0x7F for b in pair): sign for pair, sign in _euc_jp().read.items()}
    return Patch(seven, {}, {})


def _shift(row: int, cell: int) -> bytes:
    """Shift_JIS bytes of a row and cell (both from 1) of JIS X 0208 and its extensions."""
    lead = (row - 1) // 2 + (0x81 if row <= 62 else 0xC1)
    if row % 2 == 0:
        return bytes([lead, cell + 0x9E])
    return bytes([lead, cell + (0x3F if cell < 64 else 0x40)])


def _writable(character: str, codec: str) -> bytes | None:
    try:
        return character.encode(codec)
    except UnicodeEncodeError:
        return None


def _big5hkscs() -> Patch:
    write, rename = _renamings(big5_more.OTHER_CHARACTER)
    write |= big5_more.TWO_SLASHES
    pairs = [bytes([0x87, trail]) for trail in (*range(0x7A, 0x7F), *range(0xA1, 0xE0))]
    added = dict(zip(pairs, big5_more.HKSCS_2008, strict=True))
    added |= {bytes([0xA3, 0xC0 + i]): sign for i, sign in enumerate(big5_more.ETEN)}
    for pair, character in added.items():
        if _writable(character, "big5hkscs") is None:
            write[character] = pair
    for item in big5_more.DUPLICATES.split():
        pair, code = bytes.fromhex(item[:4]), int(item[5:], 16)
        added[pair] = chr(code)
    return Patch(added, write, rename)


def _private(codec: str, pairs: Iterator[tuple[bytes, int]]) -> Patch:
    # 0x80 is U+0080 in Microsoft's best-fit tables of 949 and 950.
    read = {b"\x80": "\x80"}
    read |= {pair: chr(code) for pair, code in pairs if _readable(pair, codec) is None}
    return Patch(read, {character: pair for pair, character in read.items()}, {})


def _cp949() -> Patch:
    # User-defined rows C9 and FE of Windows-949.
    rows = ((0xC9, 0xE000), (0xFE, 0xE05E))
    return _private(
        "cp949",
        ((bytes([lead, 0xA1 + i]), first + i) for lead, first in rows for i in range(94)),
    )


def _cp950() -> Patch:
    # User-defined rows of Windows-950, each run from its first private code point on. Python
    # reads C6A1-C7FC as kana and Cyrillic, which Windows has as user-defined too.
    trails = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    runs = ((0xFA, 0xFE, 0xE000), (0x8E, 0xA0, 0xE311), (0x81, 0x8D, 0xEEB8), (0xC7, 0xC8, 0xF70F))

    def pairs() -> Iterator[tuple[bytes, int]]:
        for first, last, code in runs:
            for lead in range(first, last + 1):
                for i, trail in enumerate(trails):
                    yield bytes([lead, trail]), code + (lead - first) * len(trails) + i
        for i in range(94):
            yield bytes([0xC6, 0xA1 + i]), 0xF6B1 + i

    return _private("cp950", pairs())


_BUILDERS: dict[str, Callable[[], Patch]] = {
    "gb18030": _gb18030,
    "cp932": _cp932,
    "euc_jp": _euc_jp,
    "iso2022_jp_ext": _iso2022_jp,
    "big5hkscs": _big5hkscs,
    "cp949": _cp949,
    "cp950": _cp950,
}
