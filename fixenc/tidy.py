"""Tidying: ftfy's cosmetic fixes, made after the repair and only when asked for.

ftfy does the work (entities, terminal escapes, ligatures, letter widths, quotation marks, line
breaks, surrogates, control characters, NFC); this module finds out what it changed, so that the
report can undo it. ftfy gives back whole strings, and comparing those in general takes quadratic
time. But it works line by line, and none of its fixes looks farther than a word. So it is given a
line; if the line changes, its halves, down to single words; and a word that changes becomes an
edit. Should two halves not give what the whole gave, the whole becomes one edit.

The only importer of ftfy, which is loaded when the first text is tidied.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

from fixenc.composition import compose
from fixenc.repair.engine import Outcome
from fixenc.spans import Certainty, Edit, Kind, apply, fuse

# Code points of a line that ftfy is given at once. It repeats its fixes until nothing changes,
# which nested entities (&amp;amp;amp;…) draw out to a quarter of the length.
STRETCH = 1000
_ENTITY = 27  # code points of the longest that ftfy looks for, as in &CounterClockwise…;
_MARKS = 32  # combining marks that are kept together with their letter, more than any text has

# Text that people wrote is done after two turns, and one more to see that nothing is left.
TURNS = 16

# What was asked for is certain, but 1.0 is never claimed where garbling does not lead back.
CONFIDENCE = 0.9999

_PIECES = re.compile(r"\s+|\S+")

Fix = Callable[[str], str]


def tidy(text: str, keep: Iterable[tuple[int, int]] = ()) -> tuple[Edit, ...]:
    """What ``ftfy.fix_text(text, fix_encoding=False)`` would change, as a set of edits.

    The edits are of kind ``TIDY``, in code points of ``text``. The ranges of ``keep`` (half open)
    stay as they are. As in ftfy, entities are left alone from the first line on that holds ``<``.
    Takes time in proportion to the text.

    >>> [(edit.before, edit.after) for edit in tidy("the ﬁrst &amp; last")]
    [('ﬁrst', 'first'), ('&amp;', '&')]
    """
    edits: list[Edit] = []
    entities = True
    for start, end in _lines(text, sorted(keep)):
        entities = entities and "<" not in text[start:end]
        fix = _ftfy(entities)
        for left, right in _stretches(text, start, end):
            edits += _changed(text[left:right], left, fix)
    return fuse(edits)


def after(text: str, repair: Callable[[str], Outcome]) -> Outcome:
    """What ``repair`` makes of ``text``, tidied; positions as in ``Outcome``.

    Entities may hide garble (``&Atilde;&copy;``), so it goes by turns until neither changes
    anything. Damage stays as it is, and so do spans whose repair was withheld. A text that still
    changes after sixteen turns is repaired but not tidied.
    """
    first = outcome = repair(text)
    edits = first.edits
    for _ in range(TURNS):
        keep = [(damage.start, damage.end) for damage in outcome.damage]
        if not outcome.edits:
            keep += [(held.start, held.end) for held in outcome.suggestions]
        tidied = tidy(outcome.text, keep)
        if not tidied:
            return Outcome(outcome.text, edits, outcome.damage, first.suggestions)
        edits = compose(text, edits, tidied)
        outcome = repair(apply(outcome.text, tidied))
        edits = compose(text, edits, outcome.edits)
    return first


@cache
def _ftfy(entities: bool) -> Fix:
    """ftfy's fixes but that of encodings, with or without entities."""
    import ftfy

    config = ftfy.TextFixerConfig(fix_encoding=False, unescape_html=entities, explain=False)
    return lambda text: str(ftfy.fix_text_segment(text, config))


def _lines(text: str, keep: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The parts of each line that lie outside of ``keep``, newline included."""
    at = i = 0
    while at < len(text):
        end = text.find("\n", at) + 1 or len(text)
        while i < len(keep) and keep[i][0] < end:
            if at < keep[i][0]:
                yield at, keep[i][0]
            at = max(at, keep[i][1])
            i += 1
        if at < end:
            yield at, end
        at = max(at, end)


def _stretches(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """``text[start:end]`` in stretches of at most ``STRETCH``, cut between words if it can be."""
    while start < end:
        stop = end
        if end - start > STRETCH:
            space = text.rfind(" ", start + STRETCH // 2, start + STRETCH) + 1
            stop = space or _seam(text, start + STRETCH)
        yield start, stop
        start = stop


def _seam(text: str, at: int) -> int:
    """A place shortly before ``at`` where nothing is cut that ftfy would take together."""
    entity = text.rfind("&", at - _ENTITY, at)
    if entity >= 0 and text.find(";", entity, at) < 0:
        at = entity
    for _ in range(_MARKS):
        if not (
            unicodedata.combining(text[at]) or text[at] == "\n" or "\udc00" <= text[at] <= "\udfff"
        ):
            break
        at -= 1
    return at


def _changed(text: str, offset: int, fix: Fix) -> list[Edit]:
    """The edits that make of ``text``, a line or less at ``offset``, what ``fix`` does."""
    fixed = fix(text)
    if fixed == text:
        return []
    return list(_narrowed([match[0] for match in _PIECES.finditer(text)], fixed, offset, fix))


def _narrowed(words: Sequence[str], fixed: str, offset: int, fix: Fix) -> Iterator[Edit]:
    """The words that change, found by halves: few change in most lines.

    Should the halves not add up to ``fixed``, all of the words are one edit.
    """
    half = len(words) // 2
    left, right = "".join(words[:half]), "".join(words[half:])
    if half and (first := fix(left)) + (second := fix(right)) == fixed:
        if first != left:
            yield from _narrowed(words[:half], first, offset, fix)
        if second != right:
            yield from _narrowed(words[half:], second, offset + len(left), fix)
        return
    yield Edit(
        offset,
        offset + len(left) + len(right),
        left + right,
        fixed,
        kind=Kind.TIDY,
        certainty=Certainty.INFERRED,
        confidence=CONFIDENCE,
    )
