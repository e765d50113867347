"""Finder of UTF-8 whose no-break spaces became plain ones, mostly twice: ``Ã¢â€ â€™``.

Many a character ends in the byte A0, or has it within, and the code pages of Windows show that as a
no-break space, which editors, forms and pages make a plain one. Where other UTF-8 of a line shows
by which reader it went, a space that makes a character of the bytes around it is taken for that
byte, if the line becomes likelier by it. Single letters of Latin text are ``space``'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from fixenc import model, spans
from fixenc.chains import Misread
from fixenc.model import pairs_of
from fixenc.policy import Policy
from fixenc.repair.finders import misread
from fixenc.repair.finders.lost.readers import reader
from fixenc.repair.gate import look
from fixenc.repair.proposal import Findings
from fixenc.repair.undoing.align import Unit, align, encoder
from fixenc.repair.undoing.score import undo_units
from fixenc.spans import Certainty, Edit, Kind

# A character of UTF-8 with a space for one of its bytes; none where A0 cannot stand, nor behind
# EF B8: with 8F that makes emoji, with A0 half a mark that nobody writes.
_SPACED = re.compile(
    rb"[\xc2-\xdf] |\xe0[\xa0-\xbf] |(?!\xef\xb8 )[\xe1-\xef](?: [\x80-\xbf]|[\x80-\xbf] )"
    rb"|[\xf0-\xf4](?: [\x80-\xbf]{2}|[\x80-\xbf] [\x80-\xbf]|[\x80-\xbf]{2} )"
)
_NO_BREAK = "\xa0"
_A0 = 0xA0
# First bytes of à, Š and the no-break space itself, which Latin text has by themselves.
_LATIN = b"\xc2\xc3\xc5"
# Bits by which the line becomes likelier, for each of the spaces.
DUE = 8.0
SURE = 0.97
BESIDE = 24  # code points on either side that tell whether a space stood there, too


def find(text: str, policy: Policy) -> Findings:
    """Propose to undo what becomes UTF-8 with its no-break spaces.

    >>> from fixenc.policy import STANDARD
    >>> [edit.after for edit in find("Ã¢â€ â€™ ok", STANDARD).proposals]
    ['â†’']
    """
    proposals: list[Edit] = []
    for offset, line, exact in misread.by_line(text, policy):
        if " " in line:
            proposals += (spans.moved(edit, offset) for edit in _of_line(line, exact, policy))
    return Findings(tuple(proposals))


def _of_line(line: str, exact: Sequence[Edit], policy: Policy) -> Sequence[Edit]:
    """The edits of one line, under the first reader that asks for some of its spaces."""
    chains = dict.fromkeys(Misread(*edit.chain.split(">")) for edit in exact)
    for chain in chains:
        if chain.written != "utf-8" or not encoder(chain.read).single:
            continue
        if reader(chain.read).space == _A0 and (found := _asked_for(line, chain, policy)):
            return found
    return ()


def _asked_for(line: str, chain: Misread, policy: Policy) -> Sequence[Edit]:
    """The edits that undo a misread with the spaces that it asks for, if any."""
    data, places = _asking(line, chain.read)
    for _ in range(2):  # once more without those that nothing else of the line bears out
        if not places:
            break
        layer = _layer(_restored(line, places), chain, policy)
        borne = [at for at in places if layer.bears_out(at, data[at - 1])]
        if borne == places:
            if not any(map(layer.is_garbled, places)):
                break
            gained = _bits(layer.line, policy) - _bits(line, policy)
            return list(_edits(line, layer, places)) if gained >= DUE else ()
        places = borne
    return ()


def _asking(line: str, read: str) -> tuple[bytes, list[int]]:
    """The bytes of a line, one for each character, and where a space makes a character of them."""
    encode = encoder(read)
    data = b"".join([encode[char] for char in line])
    return data, [match.start() + match[0].index(b" ") for match in _SPACED.finditer(data)]


def with_bytes(line: str, read: str) -> str:
    """A line with no-break spaces for those that make a character of the bytes around them.

    >>> with_bytes("Ð ÑƒÐºÐ¸", "cp1252")
    'Ð\xa0ÑƒÐºÐ¸'
    """
    return _restored(line, _asking(line, read)[1])


def _restored(line: str, places: Iterable[int]) -> str:
    chars = list(line)
    for at in places:
        chars[at] = _NO_BREAK
    return "".join(chars)


@dataclass(frozen=True, slots=True)
class _Layer:
    """A line with its no-break spaces, the edits that undo the misread, and what comes of it.

    ``units`` are those of the edits, each with where it is in ``text``; ``below`` are the places of
    ``text`` that the same misread garbled before.
    """

    line: str
    edits: Sequence[Edit]
    units: Mapping[int, tuple[Unit, int]]
    text: str
    below: frozenset[int]

    def bears_out(self, at: int, before: int) -> bool:
        """Whether a space that was a byte, behind the byte ``before``, makes a likely character."""
        if at not in self.units:
            return False
        return before not in _LATIN or self.is_garbled(at)

    def is_garbled(self, at: int) -> bool:
        """Whether what comes of a place was garbled twice."""
        return self.units[at][1] in self.below


def _layer(line: str, chain: Misread, policy: Policy) -> _Layer:
    edits = [edit for edit in misread.of_line(line, policy) if edit.chain == str(chain)]
    encode = encoder(chain.read)
    within = {at for edit in edits for at in range(edit.start, edit.end)}
    found = align(line, [encode[char] for char in line], chain.written)
    units = [unit for unit in found if unit.start in within]
    text = undo_units(line, units)
    places: dict[int, tuple[Unit, int]] = {}
    shift = 0
    for unit in units:
        places.update(dict.fromkeys(range(unit.start, unit.end), (unit, unit.start + shift)))
        shift += len(unit.after) - (unit.end - unit.start)
    below = align(text, [encode[char] for char in text], chain.written)
    return _Layer(line, edits, places, text, frozenset(i for u in below for i in range(*u[:2])))


def _bits(line: str, policy: Policy) -> float:
    """How likely a line is, as log2, once all that can be undone in it is."""
    exact = misread.of_line(line, policy) if look.is_odd(line) else ()
    return model.load().best(pairs_of(misread.undone(line, exact, policy)))[0]


def _edits(line: str, layer: _Layer, places: Sequence[int]) -> Iterator[Edit]:
    """The edits of a layer; those that hold a space that was a byte are inferred."""
    for edit in layer.edits:
        filled = [at for at in places if edit.start <= at < edit.end]
        if not filled:
            yield edit
            continue
        after, start = edit.after, layer.units[edit.start][1]
        for at in reversed(filled):
            unit, place = layer.units[at]
            end = place + len(unit.after)
            if at == unit.end - 1 and not layer.is_garbled(at) and _had_space(layer.text, end):
                after = after[: end - start] + " " + after[end - start :]
        yield replace(
            edit,
            before=line[edit.start : edit.end],
            after=after,
            kind=Kind.LOST,
            certainty=Certainty.INFERRED,
            confidence=min(edit.confidence, SURE),
        )


def _had_space(text: str, at: int) -> bool:
    """Whether a space at a place, which became one with the byte before, makes a text likelier."""
    loaded = model.load()
    before, behind = text[max(0, at - BESIDE) : at], text[at : at + BESIDE]
    if not behind[:1].isalnum():
        return False
    joined, apart = (loaded.best(pairs_of(before + gap + behind))[0] for gap in ("", " "))
    return apart > joined
