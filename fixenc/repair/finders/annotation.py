"""Readings in brackets that a machine put behind characters: 現(xiàn)場 for 現場.

A list of traditional characters was looked for in the bytes of a page, and a reading put behind
every occurrence. People put readings in brackets too, so a page must show the machine's hand
before anything is taken out. ``docs/finders/annotation.md`` says what separates the two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import log2

from fixenc import model
from fixenc.calibration import calibrated
from fixenc.policy import Annotations, Policy
from fixenc.repair.damage.byte_pairs import BRACKET, is_han, is_simple
from fixenc.repair.gate.look import has_readings
from fixenc.repair.lists.readings import Match, fits, syllables, toneless
from fixenc.repair.proposal import NOTHING, Findings
from fixenc.spans import Certainty, Edit, Evidence, Kind

CHAIN = ""  # nothing was misread; the brackets are simply there
# Bits by which the machine must be likelier than an author. The passages that people annotated
# reach 4 at most; any 500 characters of a page that a machine annotated have 39 and more.
ENOUGH = 16.0
CONFIDENCE = 0.995  # of a bracket on a page that passes; none of 6,020 on simulated pages was wrong
# What an annotation says for (above 0) or against the machine, in bits. An author who annotates
# picks characters of either set, and rare ones; he does it once for a character, and the machine
# every time.
COMMON = 2.0  # a common character outside GB 2312, that no reader needs help with
RARE = 0.5  # a rare one
RARITY = 17.5  # bits of a character by itself that separate the two: 遠 has 16.8, 龜 20.8
EVERYWHERE = 2.0  # another annotation of a character already annotated
INSIDE = -6.0  # an annotated character inside GB 2312
BARE = -3.0  # an annotated character of the page that goes without
WRONG = -6.0  # a syllable that is no reading of the character: a pun, or another language
LISTED = -3.0  # the character stands by itself, as in a list or at the head of an entry
OTHER = -4.0  # the character has another reading elsewhere on the page
_NOWHERE = "\ue000"  # a character that no text holds: what follows counts by itself
_CLOSERS = "，。、；：！？,.;:!?」』”》）)]】 \t\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A bracket with a reading: ``start:end`` is the bracket, ``char`` what stands before it."""

    start: int
    end: int
    char: str
    syllable: str
    match: Match


def find(text: str, policy: Policy) -> Findings:
    """Propose to take out the readings that a machine put in.

    With ``policy.strip_annotations`` "always" every bracket goes whose reading fits its
    character; with "auto" those of characters outside GB 2312, if the page as a whole shows the
    machine. Linear in the length of ``text``.

    >>> from fixenc.policy import STANDARD, Policy
    >>> find("重(chóng)慶", STANDARD).proposals
    ()
    >>> [e.before for e in find("重(chóng)慶", Policy(strip_annotations="always")).proposals]
    ['(chóng)']
    """
    if policy.strip_annotations is Annotations.NEVER or not has_readings(text):
        return NOTHING
    notes = list(_notes(text))
    chosen = [note for note in notes if note.match]
    bits = 0.0
    if policy.strip_annotations is Annotations.AUTO:
        bits = evidence(text, notes)
        if bits < ENOUGH:
            return NOTHING
        chosen = [note for note in chosen if not is_simple(note.char)]
    return Findings(tuple(_edit(text, note, bits) for note in chosen))


def _edit(text: str, note: Note, bits: float) -> Edit:
    return Edit(
        note.start,
        note.end,
        text[note.start : note.end],
        "",
        chain=CHAIN,
        kind=Kind.ANNOTATION,
        certainty=Certainty.INFERRED,
        confidence=calibrated("annotation", CONFIDENCE),
        evidence=(Evidence("page", bits),) if bits else (),
    )


def _notes(text: str) -> Iterator[Note]:
    """The brackets with a Mandarin syllable behind an ideograph, from left to right.

    A second bracket behind the first belongs to the same character.
    """
    known = syllables()
    char, ended = "", -1
    for found in BRACKET.finditer(text):
        start, end = found.span()
        if start != ended:
            char = text[start - 1 : start]
        ended = end
        syllable = toneless(found[1])
        if char and is_han(char) and syllable in known:
            yield Note(start, end, char, syllable, fits(char, found[1]))


def evidence(text: str, notes: list[Note]) -> float:
    """How much likelier a machine is than an author to have put the brackets in, in bits.

    >>> page = "現(xiàn)場數(shù)據(jù)顯示"
    >>> evidence(page, list(_notes(page))) < ENOUGH
    True
    """
    bits = 0.0
    seen: dict[str, str] = {}
    times: Counter[str] = Counter()
    ended = -1
    for note in notes:
        repeated = note.start == ended
        ended = note.end
        if not note.match:
            bits += WRONG
        elif is_simple(note.char):
            bits += INSIDE
        elif not repeated:
            bits += EVERYWHERE if note.char in seen else _weight(note.char)
            bits += OTHER if seen.setdefault(note.char, note.syllable) != note.syllable else 0.0
            times[note.char] += 1
            if _alone(text, note):
                bits += LISTED
    for char, count in times.items():
        bits += BARE * log2(1 + text.count(char) - count)
    return bits


def _weight(char: str) -> float:
    cost = model.load().pair_cost(_NOWHERE + char, "zh-hant")
    return COMMON if cost < RARITY else RARE


def _alone(text: str, note: Note) -> bool:
    """Whether no word goes on before or behind the annotated character."""
    before = text[note.start - 2 : note.start - 1] if note.start > 1 else "\n"
    after = text[note.end : note.end + 1] or "\n"
    return (before in _CLOSERS or before in "「『“《（([【") and after in _CLOSERS
