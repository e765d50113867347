"""Words beyond ASCII that are known, in whatever language: the packed list, and who asks it.

One letter read for another makes a word that no language has of one that many people write:
``olduđu`` of ``olduğu``. No pair of letters tells that so well. Of the commonest words of some
fifty languages of alphabets 15 bits each are kept: they tell each of them, and take one in 8,000
of other strings for known. ``corpus/build/lexicon.py`` makes the file;
``docs/adr/0021-known-words.md`` says what it is worth.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b

from fixenc import data
from fixenc.repair.lists import vocabulary
from fixenc.repair.undoing.align import Unit
from fixenc.repair.undoing.score import small, undo_units

FILE = "lexicon.bin"
MAGIC = b"fixenc lexicon 3\n"
# The cells of a binary fuse filter (Graf and Lemire 2022): three belong to a word, and what is in
# them comes to its mark. With 13 bits one string in 8,000 is taken for known that is not. Where it
# was one in 1,300, of 120,000 clean lines one changed for that.
BITS, SEGMENT = 13, 2048
FULL = (1 << BITS) - 1
# Bits by which a known word is likelier than an unknown one, besides its pairs: for each letter but
# two, and for a word at most. Of three letters one string in 25 is a word of some language.
KNOWN, MOST = 4.0, 15.0
# Bits against a known word of Latin letters that would have one of another alphabet, or a sign:
# CAFÉ is no Russian, whatever stands around it.
SPOILT = 40.0
ENOUGH, LEAST = 4, 3  # letters of words that speak for a misread, together and each
ENOUGH_OF_CAPITALS = 6  # where all of it is in capitals: abbreviations become words by chance
SHORTEST, LONGEST = 2, 24  # letters of a word that is looked up
_CYRILLIC = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюя")  # Russian has a list of its own
# Romanian in code pages has cedillas for the commas that the list has.
_COMMAS = str.maketrans("şţ", "șț")
WORD = re.compile(r"[^\W\d_]+")


def places(word: str, segments: int, seed: int) -> tuple[tuple[int, int, int], int]:
    """Where the three cells of a word are, in segments one behind the other, and its mark."""
    salt = seed.to_bytes(1, "little")
    digest = blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8, salt=salt).digest()
    bits = int.from_bytes(digest, "little")
    start = ((bits >> 47) * segments >> 17) * SEGMENT
    one, two, three = (bits >> shift & SEGMENT - 1 for shift in (14, 25, 36))
    return (start + one, start + SEGMENT + two, start + 2 * SEGMENT + three), bits & FULL


def cell(cells: bytes, place: int) -> int:
    """The number in a cell."""
    at = BITS * place
    return int.from_bytes(cells[at >> 3 : (at >> 3) + 3], "little") >> (at & 7) & FULL


def unpack(content: bytes) -> tuple[bytes, int, int]:
    """The cells of a file, in how many segments a word may begin, and the seed of the hashes.

    ``ValueError`` when it is not one.
    """
    if not content.startswith(MAGIC):
        raise ValueError("not a lexicon")
    end = content.index(b"\n", len(MAGIC))
    header = json.loads(content[len(MAGIC) : end])
    return zlib.decompress(content[end + 1 :]), header["segments"], header["seed"]


@cache
def _load() -> tuple[bytes, int, int]:
    return unpack(data.read(FILE))


@lru_cache(maxsize=1 << 14)
def knows(word: str) -> bool:
    """Whether a word is a common one of some language; in whatever letter case.

    Words of ASCII alone, of one letter and of more than 24 are not known.

    >>> knows("olduğu"), knows("Olduđu"), knows("fişier"), knows("fișier")
    (True, False, True, True)
    """
    if word.isascii() or not SHORTEST <= len(word) <= LONGEST:
        return False
    word = small(word)
    if _is_listed(word) or (word != (other := word.translate(_COMMAS)) and _is_listed(other)):
        return True
    return word[0] in _CYRILLIC and word[1:] in vocabulary.load("ru").endings[word[0]]


def _is_listed(word: str) -> bool:
    cells, segments, seed = _load()
    (one, two, three), mark = places(word, segments, seed)
    return cell(cells, one) ^ cell(cells, two) ^ cell(cells, three) == mark


@dataclass(frozen=True, slots=True)
class Change:
    """What units make of a word of a text: how it stands there, and what it becomes.

    ``first``: the number of its first unit. ``cut``: whether it may be a part of a word, since the
    text begins or ends with it.
    """

    first: int
    before: str
    after: str
    cut: bool

    @property
    def was_known(self) -> bool:
        """Whether it is a known word as it stands."""
        return _all_known(self.before)

    @property
    def is_known(self) -> bool:
        """Whether it is a known word when it is undone."""
        return _all_known(self.after)


def changes(text: str, units: Sequence[Unit]) -> Iterator[Change]:
    """The words of ``text`` that units of one character for another change, in order.

    None where units are of several characters. Linear in the length of ``text``.

    >>> [(change.before, change.after) for change in changes("bu kablý", [Unit(7, 8, "ı")])]
    [('kablý', 'kablı')]
    """
    if any(end - start != 1 or len(after) != 1 for start, end, after in units):
        return
    undone = undo_units(text, units)
    end = 0
    for number, unit in enumerate(units):
        if unit.start < end:
            continue
        start, end = unit.start, unit.end
        while start and (text[start - 1].isalpha() or undone[start - 1].isalpha()):
            start -= 1
        while end < len(text) and (text[end].isalpha() or undone[end].isalpha()):
            end += 1
        cut = start == 0 or end == len(text)
        yield Change(number, text[start:end], undone[start:end], cut)


def spells(text: str, units: Sequence[Unit], least: int = SHORTEST) -> bool:
    """Whether units make a known word, of ``least`` letters or more, of one that they change.

    >>> spells("ne olduđu belli", [Unit(7, 8, "ğ")])
    True
    """
    return any(c.is_known and len(c.after) >= least for c in changes(text, units))


def told(text: str, units: Sequence[Unit]) -> dict[int, float]:
    """What known words say of units, by the number of the first one in a word, in bits.

    Above zero where a word becomes a known one, below where it would no longer be one.
    """
    found = _told_of_pairs(text, units)
    for change in changes(text, units):
        if change.is_known == change.was_known:
            continue
        if change.was_known and _is_spoilt(change.after):
            found[change.first] = -SPOILT
        elif len(change.after) >= LEAST:
            bits = min(MOST, KNOWN * (len(change.after) - 2))
            found[change.first] = bits if change.is_known else -bits
    return found


def _told_of_pairs(text: str, units: Sequence[Unit]) -> dict[int, float]:
    """The same of units of several characters: Größe that would be Gr鲞e."""
    found = {}
    for number, (start, end, after) in enumerate(units):
        if end - start == 1 or not text[start:end].isalpha() or max(after, default="") < "\u1100":
            continue
        first, last = start, end
        while first and text[first - 1].isalpha() and end - first <= LONGEST:
            first -= 1
        while text[last : last + 1].isalpha() and last - start <= LONGEST:
            last += 1
        beside = text[first:start] + text[end:last]
        if any(map(str.isascii, beside)) and knows(text[first:last]):
            found[number] = -SPOILT
    return found


def _is_spoilt(word: str) -> bool:
    """Whether a word has letters of ASCII and of an alphabet that is not Latin, or signs in it."""
    if not any(map(str.isascii, word)):
        return False
    other = any("\u0370" <= char < "\u1e00" for char in word)
    return other or (len(word) >= ENOUGH and not word.isalpha())


def words_of(text: str, units: Sequence[Unit]) -> list[str]:
    """The words of the repaired text that units of any size are in, each once.

    Linear in the length of ``text``.

    >>> words_of("in MÃ¼nchen", [Unit(4, 6, "ü")])
    ['München']
    """
    undone = undo_units(text, units)
    found: dict[str, None] = {}
    shift = done = 0
    for start, end, after in units:
        at = start + shift
        shift += len(after) - (end - start)
        if at < done:
            continue
        first, done = at, at + len(after)
        while first and undone[first - 1].isalpha():
            first -= 1
        while done < len(undone) and undone[done].isalpha():
            done += 1
        found.update(dict.fromkeys(WORD.findall(undone, first, done)))
    return list(found)


def told_of_utf8(text: str, units: Sequence[Unit]) -> float:
    """What known words say of units of UTF-8, in bits: readers that are nearly twins differ there.

    >>> told_of_utf8("in MĂĽnchen", [Unit(4, 6, "ü")]), told_of_utf8("MĂĽnchen", [Unit(1, 3, "å")])
    (15.0, 0.0)
    """
    known = (word for word in words_of(text, units) if len(word) >= ENOUGH and knows(word))
    return min(MOST, sum((KNOWN * (len(word) - 2) for word in known), 0.0))


def are_known(text: str, units: Sequence[Unit]) -> bool:
    """Whether all words beyond ASCII that units of UTF-8 are in are known, of four letters or more.

    >>> are_known("Å’uvre", [Unit(0, 2, "Œ")]), are_known("Å’uv", [Unit(0, 2, "Œ")])
    (True, False)
    """
    words = [word for word in words_of(text, units) if not word.isascii()]
    return bool(words) and all(len(word) >= ENOUGH and knows(word) for word in words)


def vouches(text: str, units: Sequence[Unit]) -> bool:
    """Whether the words that units change become known ones, and none was known before.

    Two in three at least, with ``ENOUGH`` letters together; what may be the half of a word does not
    count.

    >>> vouches("ЖЭС", [Unit(0, 1, "и"), Unit(1, 2, "м"), Unit(2, 3, "а")])
    False
    """
    known: set[str] = set()
    unknown: set[str] = set()
    enough = ENOUGH_OF_CAPITALS
    for change in changes(text, units):
        if change.was_known:
            return False
        if not change.before.isupper():
            enough = ENOUGH
        if change.is_known and len(change.after) >= LEAST:
            known.add(small(change.after))
        elif not change.cut:
            unknown.add(small(change.after))
    return 2 * len(unknown) <= len(known) and sum(map(len, known)) >= enough


def _all_known(text: str) -> bool:
    """Whether the words beyond ASCII in a text are known, and there are any."""
    words = [word for word in WORD.findall(text) if not word.isascii()]
    return bool(words) and all(map(knows, words))
