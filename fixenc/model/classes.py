"""Classes of characters: what the model falls back on for a character it has hardly seen.

A class is a small integer; ``NAMES`` gives its name and ``FLOOR`` what an unseen character of it
costs at most, in bits.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache
from unicodedata import category

# name: (floor in bits, shared). A floor is the cost of a character of the class that no training
# text holds; 26 to 30 for what no one writes (C1 controls, private use, unassigned code points,
# U+FFFD), so that a repair which removes them gains and one which makes them loses. The classes
# that are shared are punctuation: every language may use any of it, so that a dash that some
# language's training text happens to lack is not "repaired" there.
_CLASSES: dict[str, tuple[float, bool]] = {
    "space": (12.0, True),
    "digit": (14.0, True),
    "ascii lower": (14.0, False),
    "ascii upper": (15.0, False),
    "ascii punctuation": (15.0, True),
    "control": (24.0, False),
    "c1": (26.0, False),
    "latin lower": (17.0, False),
    "latin upper": (18.0, False),
    "latin letter": (20.0, False),
    "latin symbol": (18.0, True),
    "modifier": (19.0, False),
    "combining": (20.0, False),
    "greek lower": (20.0, False),
    "greek upper": (20.0, False),
    "cyrillic lower": (19.0, False),
    "cyrillic upper": (19.0, False),
    "armenian": (20.0, False),
    "hebrew": (20.0, False),
    "hebrew mark": (20.0, False),
    "arabic": (20.0, False),
    "arabic mark": (20.0, False),
    "arabic form": (22.0, False),
    "indic": (20.0, False),
    "thai": (20.0, False),
    "south-east asian": (20.0, False),
    "georgian": (20.0, False),
    "ethiopic": (20.0, False),
    "jamo": (20.0, False),
    "general punctuation": (17.0, True),
    "symbol": (19.0, True),
    "box drawing": (20.0, True),
    "cjk punctuation": (17.0, True),
    "hiragana": (18.0, False),
    "katakana": (18.0, False),
    "bopomofo": (20.0, False),
    "han": (19.5, False),
    "rare han": (24.0, False),
    "hangul": (19.0, False),
    "full width": (18.0, True),
    "half-width katakana": (18.0, False),
    "private use": (28.0, False),
    "unassigned": (30.0, False),
    "replacement": (30.0, False),
    "format": (20.0, True),
    "astral": (22.0, False),
    "other": (22.0, False),
}
NAMES = tuple(_CLASSES)
FLOOR = tuple(floor for floor, _ in _CLASSES.values())
SHARED = frozenset(i for i, (_, shared) in enumerate(_CLASSES.values()) if shared)
_ID = {name: i for i, name in enumerate(NAMES)}

# What never becomes likely, however often a training text holds it by mistake.
UNWANTED = frozenset(_ID[n] for n in ("control", "c1", "private use", "unassigned", "replacement"))
CJK = frozenset(_ID[n] for n in ("han", "rare han", "hangul", "hiragana", "katakana"))
HAN = frozenset(_ID[n] for n in ("han", "rare han"))

# Half-open ranges of code points that are of one class whatever their category, by their start
# (source: the block list of the Unicode Character Database).
_BLOCKS: tuple[tuple[int, str], ...] = (
    (0x0250, "modifier"),
    (0x0300, "combining"),
    (0x0370, "greek"),
    (0x0400, "cyrillic"),
    (0x0530, "armenian"),
    (0x0590, "hebrew"),
    (0x0600, "arabic"),
    (0x0780, "other"),
    (0x08A0, "arabic"),
    (0x0900, "indic"),
    (0x0E00, "thai"),
    (0x0E80, "south-east asian"),
    (0x10A0, "georgian"),
    (0x1100, "jamo"),
    (0x1200, "ethiopic"),
    (0x13A0, "other"),
    (0x1780, "south-east asian"),
    (0x1800, "other"),
    (0x1C90, "georgian"),
    (0x1CC0, "other"),
    (0x1E00, "latin"),
    (0x1F00, "greek"),
    (0x2000, "general punctuation"),
    (0x2070, "symbol"),
    (0x20A0, "symbol"),
    (0x2500, "box drawing"),
    (0x25A0, "symbol"),
    (0x2C60, "latin"),
    (0x2C80, "other"),
    (0x2E80, "symbol"),
    (0x3000, "cjk punctuation"),
    (0x3040, "hiragana"),
    (0x30A0, "katakana"),
    (0x3100, "bopomofo"),
    (0x3130, "jamo"),
    (0x3190, "symbol"),
    (0x3400, "rare han"),
    (0x4DC0, "symbol"),
    (0x4E00, "han"),
    (0xA000, "other"),
    (0xA720, "latin"),
    (0xA800, "other"),
    (0xAC00, "hangul"),
    (0xD7B0, "jamo"),
    (0xD800, "unassigned"),
    (0xE000, "private use"),
    (0xF900, "rare han"),
    (0xFB00, "other"),
    (0xFB1D, "hebrew mark"),
    (0xFB50, "arabic form"),
    (0xFE00, "other"),
    (0xFE30, "full width"),
    (0xFE70, "arabic form"),
    (0xFEFF, "format"),
    (0xFF00, "full width"),
    (0xFF61, "half-width katakana"),
    (0xFFA0, "other"),
    (0xFFE0, "full width"),
    (0xFFF0, "other"),
    (0x10000, "astral"),
    (0x20000, "rare han"),
    (0x40000, "other"),
)
_STARTS = [start for start, _ in _BLOCKS]


@cache
def class_of(char: str) -> int:
    """The class of one character, an index into ``NAMES``.

    >>> NAMES[class_of("я")], NAMES[class_of("“")]
    ('cyrillic lower', 'general punctuation')
    """
    point = ord(char)
    if point < 0x80:
        return _ID[_ascii(char)]
    if point < 0xA0:
        return _ID["c1"]
    kind = category(char)
    special = {"Cn": "unassigned", "Cs": "unassigned", "Co": "private use", "Cf": "format"}.get(
        kind
    )
    if special:
        return _ID[special]
    if point == 0xFFFD:
        return _ID["replacement"]
    if char in "€™":
        return _ID["general punctuation"]
    block = _BLOCKS[bisect_right(_STARTS, point) - 1][1] if point >= 0x250 else "latin"
    return _ID[_cased(block, kind)]


def _ascii(char: str) -> str:
    if char.isalpha():
        return "ascii lower" if char.islower() else "ascii upper"
    if char.isdigit():
        return "digit"
    if char in " \t\n\r":
        return "space"
    return "ascii punctuation" if char.isprintable() else "control"


def _cased(block: str, kind: str) -> str:
    """The class of a character of ``block`` and Unicode category ``kind``."""
    if block == "latin":
        if kind in ("Ll", "Lu"):
            return f"latin {'lower' if kind == 'Ll' else 'upper'}"
        return "latin letter" if kind[0] == "L" else "latin symbol"
    if block in ("greek", "cyrillic"):
        if kind in ("Ll", "Lu"):
            return f"{block} {'lower' if kind == 'Ll' else 'upper'}"
        return "modifier"
    if block in ("hebrew", "arabic"):
        return block if kind[0] == "L" else f"{block} mark"
    return block
