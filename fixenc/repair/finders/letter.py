"""Finder of letters and quotation marks in Latin text that lost their last byte.

What is left of them tells. A first byte leaves five letters or so to choose from, of which one
gives a word that is known: ``osam naveÄ�er``, since cp1252 has nothing for 81, 8D, 8F, 90 and 9D.
The side that a quotation mark stands on tells which it is: ``he said.â€�``. Where more is gone, the
search of ``lost`` weighs all of it together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby, product
from math import exp

from fixenc import codecs, model
from fixenc.chains import Misread
from fixenc.model import pairs_of
from fixenc.policy import Policy
from fixenc.repair.finders.lost.readers import reader
from fixenc.repair.finders.mended import Mended, mended
from fixenc.repair.finders.misread import allows, by_line
from fixenc.repair.lists.lexicon import WORD, knows
from fixenc.repair.proposal import Findings
from fixenc.repair.quoted import is_quoted
from fixenc.repair.undoing.align import Unit, encoder
from fixenc.spans import Certainty, Edit, Evidence, Kind, moved

# Readers of UTF-8 that show Latin text, the commonest first: the first that gives a word.
_READERS = (
    *("cp1252", "cp1250", "cp1254", "cp1257", "cp1258", "cp1251", "cp1253"),
    *("iso8859-1", "iso8859-2"),
)
_LEADS = (0xC3, 0xC4, 0xC5)  # first bytes of Latin letters
_OPENING, _CLOSING, _WITHIN = "“‘„", "”", "‘’"
_LEADING = frozenset("âãäåæçèéêëìíîï")  # first bytes of three as they are shown
_MARK = "\N{REPLACEMENT CHARACTER}"
MOST = 3  # letters of a word that are looked for together
# Letters of a word that tells by itself, and in a line that holds other UTF-8.
LETTERS, LEAST = 4, 3
# Confidence in a known word, and at most in what pairs of letters tell: of 1,200 edits in Latin
# sentences, phrases and words 97 % of the ones came to the text as written, 90 % of the others.
KNOWN, LIKELY = 0.97, 0.85
TWINS = 6.0  # bits by which the likelier of two known words is ahead
# Bits by which a letter is ahead of the others where no word is known: of 77 such in words of the
# sentences of the project 57 were, all of them right, and 15 of the 20 others.
DUE = 4.0
BESIDE = 24  # code points on either side that are scored
_LATIN = "\u0250"  # Latin letters are below


@dataclass(frozen=True, slots=True)
class _Place:
    """``line[start:end]``: first bytes as they are shown, and a mark for the last one, or nothing.

    In the mended line that is ``at:stop``.
    """

    start: int
    end: int
    at: int
    stop: int
    before: str
    mark: str

    @property
    def shown(self) -> str:
        """What is shown of the bytes that are left."""
        return self.before[: len(self.before) - len(self.mark)]

    def edit(self, after: str, read: str, confidence: float, bits: float) -> Edit:
        """The edit that fills it in."""
        return Edit(
            self.start,
            self.end,
            self.before,
            after,
            chain=str(Misread("utf-8", read)),
            kind=Kind.LOST,
            certainty=Certainty.INFERRED,
            confidence=confidence,
            evidence=(Evidence("model", round(bits, 2)),),
        )


def find(text: str, policy: Policy) -> Findings:
    """Propose the letters that words ask for, and the quotation marks.

    >>> from fixenc.policy import STANDARD
    >>> [edit.after for edit in find("osam naveÄ\\ufffder", STANDARD).proposals]
    ['č']
    """
    proposals: list[Edit] = []
    for offset, line, exact in by_line(text, policy):
        if _shown().search(line) is None:
            continue
        around = mended(line, exact)
        places = list(_places(line, exact, around))
        chains = [Misread(*edit.chain.split(">")) for edit in exact]
        seen = frozenset(misread.read for misread in chains if misread.written == "utf-8")
        for edit in (*_letters(around, places, seen), *_quotes(around, places, seen)):
            misread = Misread(*edit.chain.split(">"))
            unit = Unit(edit.start, edit.end, edit.after)
            if allows(misread, policy) and not is_quoted(line, [unit], misread):
                proposals.append(moved(edit, offset))
    return Findings(tuple(proposals))


@cache
def _lost(read: str, *, marked: bool) -> frozenset[int]:
    """The last bytes of UTF-8 that a reader loses, with or without a mark."""
    known = reader(read)
    lost = known.alone - known.unseen if marked else known.alone
    return lost & frozenset(range(0x80, 0xC0))


@cache
def _fills(shown: str, read: str, *, marked: bool) -> str:
    """The letters and quotation marks of which a reader shows all but the last byte so."""
    table = codecs.charmap(read)
    found = []
    for head in (*(bytes([lead]) for lead in _LEADS), b"\xe2\x80"):
        if "".join(table[byte] for byte in head) == shown:
            chars = ((head + bytes([byte])).decode() for byte in sorted(_lost(read, marked=marked)))
            found += [char for char in chars if char.isalpha() or char in _OPENING + _CLOSING]
    return "".join(found)


@cache
def _shown() -> re.Pattern[str]:
    """What readers show of letters and marks but for the last byte, and what stands for that."""
    tables = [codecs.charmap(read) for read in _READERS]
    leads = "".join(sorted({table[lead] for table in tables for lead in _LEADS}))
    marks = "|".join(
        sorted({table[0xE2] + table[0x80] for table in tables if table[0x80] > "\x9f"})
    )
    return re.compile(f"(?:{marks})[{_MARK}?]?|[{leads}](?:{_MARK}|[?](?=[a-zß-ž]))?")


def _places(line: str, exact: Sequence[Edit], around: Mended) -> Iterator[_Place]:
    """The places of a line that nothing exact explains, from left to right."""
    taken = {at for edit in exact for at in range(edit.start, edit.end)}
    for match in _shown().finditer(line):
        start, end = match.span()
        mark = match[0][-1] if match[0][-1] in "?" + _MARK else ""
        whole = not mark and line[end : end + 1] > "\x7f"  # that may be the last byte
        if taken.isdisjoint(range(start, end)) and not whole:
            yield _Place(start, end, around.place(start), around.place(end), match[0], mark)


def _letters(around: Mended, places: Sequence[_Place], seen: frozenset[str]) -> Iterator[Edit]:
    """The letters that words ask for; ``seen`` are the readers of other UTF-8 in the line."""
    singles = [place for place in places if len(place.shown) == 1]
    within = {at for place in singles for at in range(place.at, place.stop)}

    def word_at(place: _Place) -> tuple[int, int]:
        start, end = place.at, place.stop
        while start and (start - 1 in within or _is_letter(around.text[start - 1])):
            start -= 1
        while end < len(around.text) and (end in within or _is_letter(around.text[end])):
            end += 1
        return start, end

    for (start, end), group in groupby(singles, word_at):
        parts = list(group)
        if len(parts) > MOST or not _is_odd(around.text[start:end], parts, seen):
            continue
        if parts[-1].mark or parts[-1].stop < end or not _goes_on(around.text, start, end, seen):
            yield from _of_word(around, start, end, parts, seen)


def _goes_on(text: str, start: int, end: int, seen: frozenset[str]) -> bool:
    """Whether the space behind a word may be the byte: ``hoĂ n`` is a word of Vietnamese."""
    behind = WORD.match(text, end + 1)
    if text[end : end + 1] != " " or behind is None:
        return False
    shown = text[end - 1]
    singles = (read for read in seen if encoder(read).single)
    fills = (fill for read in singles for fill in _fills(shown, read, marked=False))
    spaces = (fill for fill in fills if fill.encode()[-1] == 0xA0)
    return any(knows(text[start : end - 1] + fill + behind[0]) for fill in spaces)


def _is_letter(char: str) -> bool:
    return char < _LATIN and char.isalpha()


def _is_odd(word: str, places: Sequence[_Place], seen: frozenset[str]) -> bool:
    """Whether a word may have lost the letters: what marks it, and what else stands in the line."""
    letters = len(word) - sum(len(place.mark) for place in places)
    if letters < (LEAST if seen else LETTERS):
        return False
    if all(place.mark for place in places):
        return bool(seen) or all(place.mark == _MARK for place in places) or letters > LETTERS
    # nobody writes a capital within a small word
    return (bool(seen) or (letters > LETTERS and word[0].islower())) and not knows(word)


def _of_word(
    around: Mended, start: int, end: int, places: Sequence[_Place], seen: frozenset[str]
) -> Iterator[Edit]:
    """The letters of one word, if it is known with some of them, or likely with one alone."""
    text = around.text
    bounds = [start, *(at for place in places for at in (place.at, place.stop)), end]
    gaps = [text[a:b] for a, b in zip(bounds[::2], bounds[1::2], strict=True)]
    before, behind = text[max(0, start - BESIDE) : start], text[end : end + BESIDE]
    loaded = model.load()

    def bits(word: str) -> float:
        return loaded.best(pairs_of(before + word + behind))[0]

    for read in (read for read in _READERS if not seen or read in seen):
        options = [_fills(place.shown, read, marked=bool(place.mark)) for place in places]
        words = {
            gaps[0] + "".join(fill + gap for fill, gap in zip(fills, gaps[1:], strict=True)): fills
            for fills in product(*options)
        }
        likely = sorted(((bits(word), word) for word in words if _is_cased(word)), reverse=True)
        known = [entry for entry in likely if knows(entry[1])]
        if not (ranked := known or (likely if read in (seen or _READERS[:1]) else ())):
            continue
        ahead = ranked[0][0] - ranked[1][0] if ranked[1:] else 2 * DUE
        if ahead < (TWINS if known else DUE) or not (known or all(p.mark for p in places)):
            return
        sure = KNOWN if known else LIKELY / (1.0 + exp(-ahead / 2))
        for place, fill in zip(places, words[ranked[0][1]], strict=True):
            edit = place.edit(fill, read, sure, ranked[0][0] - bits(text[start:end]))
            behind = text[place.stop : place.stop + 2]
            if fill.encode()[-1] == 0xA0 and behind[:1] == " " and not behind[1:].isalnum():
                # of two spaces one was the byte, and so was one that no word follows
                edit = replace(edit, end=edit.end + 1, before=edit.before + " ")
            yield edit
        return


def _is_cased(word: str) -> bool:
    """Whether capitals stand in a word as they are written: first, or throughout."""
    return word[1:].islower() or word.isupper()


def _quotes(around: Mended, places: Sequence[_Place], seen: frozenset[str]) -> Iterator[Edit]:
    """The quotation marks that lost their last byte, by the side on which they stand."""
    for place in places:
        if len(place.shown) == 1:
            continue
        left, right = around.text[place.at - 1 : place.at], around.text[place.stop : place.stop + 1]
        opens = not left.strip() and right.isalnum()
        closes = left.strip() != "" and left < _LATIN and not right.isalnum()
        # of what cp1252 shows no other has its last byte there, so that it may be garble in turn
        closes = closes or (place.mark == _MARK and left in _LEADING)
        within = bool(place.mark) and _is_letter(left or " ") and _is_letter(right or " ")
        if not within and not (
            (opens or closes) and (place.mark or _is_open(around.text[: place.at]))
        ):
            continue
        fits = _WITHIN if within else _OPENING if opens else _CLOSING
        for read in (read for read in _READERS if not seen or read in seen):
            fills = _fills(place.shown, read, marked=bool(place.mark))
            # Finnish and Swedish begin with ” as well
            found = [fill for fill in fills if fill in fits] or ([] if within else list(fills))
            if found:
                yield place.edit(found[-1], read, KNOWN if len(found) == 1 else LIKELY / 2, DUE)
            if fills:
                break  # the commonest reader that shows it so is the one


def _is_open(text: str) -> bool:
    """Whether a quotation was begun and not ended."""
    return text.rfind("“") > text.rfind("”")
