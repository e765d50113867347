"""Which language UTF-8 that was misread with losses is in, and what its writer wrote."""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import add

from fixenc.model import Model, pairs_of
from fixenc.model.format import UNIT
from fixenc.repair.damage import vanished
from fixenc.repair.damage.byte_pairs import is_simple
from fixenc.repair.finders.lost.islands import Layout, is_alphabetic
from fixenc.repair.finders.lost.readers import reader
from fixenc.repair.finders.lost.writers import Writer, layered, utf8
from fixenc.repair.undoing import score
from fixenc.repair.undoing.align import UTF8, Unit, align, encoder

# Bits up to which other languages are tried for what is left of a line, and how many.
LIKE, MOST_LIKE = 10.0, 3
LANGUAGE = {"cp932": "ja", "euc_jp": "ja", "cp949": "ko"}  # where such readers are at home
NATIVE = {
    "cp932": re.compile("[\u3041-\u30fe]"),
    "euc_jp": re.compile("[\u3041-\u30fe]"),
    "cp949": re.compile("[\uac00-\ud7a3]"),
}
_CHINESE_LANGUAGES = ("zh-hans", "zh-hant")
CLEARLY = 20.0  # bits by which a line that no letter ties to its reader's home is from elsewhere
_HAN, _HANGUL = frozenset(range(0xE4, 0xEA)), frozenset(range(0xEA, 0xEE))
# Where nothing can be undone, as in the home of such readers.
_AT_HOME = {"cp949": _HANGUL, "gb18030": _HAN}
_KANA = 0xE3
# What is left of a kana of which a byte vanished. Of E3 80, marks of Chinese, nothing can be told.
_HALF_A_KANA = re.compile(rb"\xe3[\x81-\xbf](?![\x80-\xbf])")
_LETTERS = frozenset(range(0xC2, 0xE0))
_ALPHABETS = frozenset(range(0xC4, 0xE0))
_CHINESE = (*range(0xE2, 0xEA), 0xEF)  # first bytes of hanzi, kana, and their punctuation
_UTF8 = re.compile(UTF8, re.DOTALL)


def language_and_writer(known: Model, line: str, plan: Layout, read: str) -> tuple[int, Writer]:
    """The number of the language that a line was in, by what can be undone; and its writer."""
    after = "".join(unit.after for unit in plan.units or plan.broken)
    leads = {c.encode("utf-8", "surrogatepass")[0] for c in after if c > "\x7f"}
    is_kana = encoder(read).single and _HALF_A_KANA.search(b"".join(plan.parts)) is not None
    if is_kana:
        leads |= {*_HAN, _KANA}
    if not leads:
        leads = set(_AT_HOME.get(read, ()))
    if leads & _HAN:
        leads |= set(_CHINESE)
    if leads & _HANGUL:
        leads |= _HANGUL
    if leads & (_HAN | _HANGUL):
        # the fewer may be there by chance, and are hardly ever what was lost
        leads -= _HAN | _HANGUL if is_alphabetic(after) else _ALPHABETS
    if encoder(read).single:  # a first byte that is never seen, next to one that is
        leads |= {b for b in reader(read).alone & _LETTERS if {b - 1, b + 1} & leads}
    if _is_layered(known, after, read):
        number = known.best(pairs_of(_undone(after, read)))[1]
        return number, layered(utf8(_CHINESE), read)
    if not after and read == vanished.READER:
        return known.languages.index(_CHINESE_LANGUAGES[0]), utf8(tuple(sorted(leads)))
    if is_kana:
        return known.languages.index("ja"), utf8(tuple(sorted(leads)))
    return _language(known, line, plan.units, after, read), utf8(tuple(sorted(leads)))


def _language(known: Model, line: str, units: Sequence[Unit], after: str, read: str) -> int:
    if read in LANGUAGE:
        home = known.languages.index(LANGUAGE[read])
        if (not after and read == "cp949") or NATIVE[read].search(after):
            return home
        if any(c >= "\u3040" for c in after):
            # ideographs alone: of Chinese, if they are far likelier there
            totals = known.totals(pairs_of(after))
            best = min(range(len(totals)), key=totals.__getitem__)
            return best if totals[best] + CLEARLY * UNIT < totals[home] else home
    if 2 * sum(c > "\u024f" for c in after) > len(after):
        number = known.best(pairs_apart(line, units))[1]
        simplified, *others = map(known.languages.index, (*_CHINESE_LANGUAGES, "ja"))
        is_kana = NATIVE["cp932"].search(after) is not None
        if number in others and read == vanished.READER and not is_kana:
            # a few characters are the same in all, and GBK is at home there
            return simplified if all(map(is_simple, after)) else number
        return number
    return known.best(pairs_of(score.undo_units(line, units)))[1]


def others_like(known: Model, line: str, units: Sequence[Unit], number: int) -> list[int]:
    """The numbers of the languages that a line may nearly as well be in, the best first.

    Where a third of the letters is gone, what is left is as usual in the languages beside it.
    """
    totals = known.totals(pairs_apart(line, units))
    most = totals[number] + LIKE * UNIT
    others = sorted(
        (cost, one) for one, cost in enumerate(totals) if cost <= most and one != number
    )
    return [one for _, one in others[:MOST_LIKE]]


def pairs_apart(line: str, units: Sequence[Unit]) -> list[str]:
    """The pairs of what units become, without those beside garble that is left.

    Some languages of Cyrillic letters write a Latin one among them, as garble seems to.
    """
    found: list[str] = []
    for start, end, after in score.regions(units):
        left, right = line[start - 1 : start] or " ", line[end : end + 1]
        within = left * left.isascii() + after + right * right.isascii()
        found += map(add, within, within[1:])
    return found


def _is_layered(known: Model, after: str, read: str) -> bool:
    """Whether what comes of a misread is garbled in the same way again."""
    encode = encoder(read)
    data = b"".join([encode[char] for char in after if char > "\x7f"])
    matched = sum(map(len, _UTF8.findall(data)))
    if matched < 6 or matched < 0.6 * len(data):
        return False
    # kana in GBK may look like UTF-8, too; what would come of that is no text
    return known.best(pairs_of(_undone(after, read)))[0] > known.best(pairs_of(after))[0]


def _undone(text: str, read: str) -> str:
    """A text with what of it was garbled undone."""
    encode = encoder(read)
    return score.undo_units(text, align(text, [encode[char] for char in text], "utf-8"))
