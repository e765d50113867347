"""Characters that are others in a normal form: half-width kana, ligatures of print, single accents.

``ﾊﾝｶｸ`` is 保狂 in EUC-JP, and ハンカク as others type it; ``reﬂect`` has what Mac OS shows for ß,
and is reflect. ``ﾆ・ﾋﾜ`` is 日本 and no word, and ``Straﬂe`` is Straße. Vietnamese in its code page
has accents behind letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from operator import add
from unicodedata import combining, normalize

from fixenc.model import Model
from fixenc.repair.undoing.align import Unit
from fixenc.repair.undoing.score import undo_units

# Bits by which what comes of kana must be likelier than the same in full width. 日本 is by 57.
OF_KANA = 15.0
OF_YO = 15.0  # the same of ё, for which most write е
_RUSSIAN = re.compile("[а-яё]+")
_KANA = re.compile("[\uff65-\uff9f]+")
_LIGATURES = re.compile("[ﬀ-ﬄ]+")
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*+")


def are_typed(model: Model, text: str, units: Sequence[Unit]) -> bool:
    """Whether all that changes is such characters, and as likely as letters of other text.

    >>> from fixenc import model
    >>> are_typed(model.load(), "ﾊﾝｶｸ", [Unit(0, 2, "保"), Unit(2, 4, "狂")])
    True
    >>> are_typed(model.load(), "reﬂect", [Unit(2, 3, "ß")])
    True
    >>> are_typed(model.load(), "Straﬂe", [Unit(4, 5, "ß")])
    False
    >>> are_typed(model.load(), "viê\u0323c", [Unit(3, 4, "ò")])
    True
    """
    single = all(unit.end - unit.start == 1 for unit in units)
    if single and any(combining(text[unit.start]) for unit in units):
        return _are_as_likely(model, text, units, 0.0)
    shown = "".join(text[unit.start : unit.end] for unit in units)
    if "ё" in shown and _RUSSIAN.fullmatch(shown):
        return _are_as_likely(model, text, units, OF_YO)
    for kind, due in ((_KANA, OF_KANA), (_LIGATURES, 0.0)):
        if kind is _KANA and any(_touches_letters(text, unit) for unit in units):
            continue  # ﾃ･t is åt
        if all(kind.fullmatch(text, unit.start, unit.end) for unit in units):
            return _are_as_likely(model, text, units, due)
    return False


def _are_as_likely(model: Model, text: str, units: Sequence[Unit], due: float) -> bool:
    words = list(_words(text, units))
    typed = sum(_cost(model, normalize("NFKC", before).replace("ё", "е")) for before, _ in words)
    return bool(words) and sum(_cost(model, after) for _, after in words) + due > typed


def _touches_letters(text: str, unit: Unit) -> bool:
    beside = text[max(0, unit.start - 1) : unit.start] + text[unit.end : unit.end + 1]
    return any(char.isascii() and char.isalpha() for char in beside)


def _words(text: str, units: Sequence[Unit]) -> Iterator[tuple[str, str]]:
    """The words that units are in, as they stand and as they become."""
    done = 0
    for word in _WORD.finditer(text):
        start, end = word.span()
        inner = []
        while done < len(units) and units[done].start < start:
            done += 1
        while done < len(units) and units[done].start < end:
            unit = units[done]
            inner.append(Unit(unit.start - start, unit.end - start, unit.after))
            done += 1
        if inner:
            yield word[0], undo_units(word[0], inner)


def _cost(model: Model, word: str) -> float:
    """The bits of a word, in the language that it fits best."""
    alone = f" {word} "
    return -model.best(map(add, alone, alone[1:]))[0]
