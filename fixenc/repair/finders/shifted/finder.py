"""Characters shifted by one byte: GBK and Big5 pages that were edited without regard to characters.

A byte was lost or pushed aside, and from there on every pair of bytes is made of the end of one
character and the start of the next, up to where the text falls in step again. A ``?`` stands for
the lost byte. ``docs/finders/shifted.md`` tells the story.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from fixenc import codecs
from fixenc.chains import Misread
from fixenc.policy import Annotations, Policy
from fixenc.repair.damage.byte_pairs import BIG5, GBK, Coding
from fixenc.repair.finders import misread
from fixenc.repair.finders.shifted.edits import edit_of, is_told, unexplained
from fixenc.repair.finders.shifted.page import Page
from fixenc.repair.finders.shifted.runs import Run, runs_of
from fixenc.repair.gate.look import has_anchors
from fixenc.repair.proposal import NOTHING, Findings
from fixenc.repair.undoing.families import EAST_ASIAN
from fixenc.spans import Edit

EXPLAINED = 0.67  # share of the readings behind holes that the encoding of a page must explain
BELIEVED = 0.5  # confidence of a misread from which on it keeps what stands near from being shifted
# The same of older encodings, of which shifted runs themselves look a little.
BELIEVED_OF_PAIRS = 0.9
# Share of a line beyond ASCII that must be UTF-8 for all of its marks to be of that. Of 818 marks
# in lines of UTF-8 read as GBK 807 stand in lines of more than a quarter.
GARBLED = 0.25
# This share of the marks beside ideographs must lie in runs where no reading tells of these.
MARKS_EXPLAINED = 0.5
_MARK = re.compile("(?<=[\u3400-\u9fff])[?\ufffd]|[?\ufffd](?=[\u3400-\u9fff])")
_BESIDE = 12  # characters that may stand between a run and garbled UTF-8 that it is part of


def find(text: str, policy: Policy) -> Findings:
    """Propose repairs of shifted runs; each edit is inferred, with up to three alternatives.

    Linear in the length of ``text``. Nothing is proposed unless it beats the text as it stands
    by 15 bits, or by 8 on a page that a machine annotated.

    >>> from fixenc.policy import STANDARD
    >>> [edit.after for edit in find("當(dāng)?shù)貢r間下午三點", STANDARD).proposals]
    ['地時']
    """
    if not has_anchors(text):
        return NOTHING
    codings = [coding for coding in (GBK, BIG5) if _allowed(policy, coding)]
    if not codings:
        return NOTHING
    garbled = _garbled(text, policy)
    page, runs = _read(text, codings, policy, garbled)
    if runs and not page.brackets and not page.keys:
        misreads = _misreads(text, policy)
        runs = [run for run in runs if is_told(run) and not _meets(run, misreads)]
        alone = len(runs) == 1 and not _has_letters(text, runs[0])
        if alone or not _explain(text, runs):
            runs = []  # 的??，? is lost text, and what of is anyone's guess
    edits = tuple(edit_of(page, run, policy) for run in runs)
    return Findings(edits, tuple(unexplained(page, edits)))


def _read(
    text: str, codings: list[Coding], policy: Policy, garbled: Sequence[tuple[int, int]]
) -> tuple[Page, list[Run]]:
    """The page in the encoding that explains most of it, and its runs.

    Another than the first is tried only where that leaves readings behind holes unexplained.
    """
    keep = policy.strip_annotations is Annotations.NEVER
    page = Page(text, codings[0], garbled)
    runs = runs_of(page, keep=keep)
    for coding in codings[1:]:
        known, wanted = _explained(page, runs), EXPLAINED * len(page.keys)
        if not page.keys or known >= wanted:
            break
        other = Page(text, coding, garbled)
        others = runs_of(other, keep=keep)
        if _explained(other, others) >= max(wanted, 1.5 * known):
            page, runs = other, others
    return page, runs


def _explained(page: Page, runs: list[Run]) -> int:
    """How many readings behind holes lie in runs."""
    spans = [(run.start, run.outcome.end) for run in runs]
    return sum(
        at > 0 and start < spans[at - 1][1]
        for start in page.keys
        for at in (bisect_left(spans, (start + 1, 0)),)
    )


def _garbled(text: str, policy: Policy) -> list[tuple[int, int]]:
    """The lines of which much is UTF-8 that was misread: no run begins at their marks."""
    return [
        (offset, offset + len(line))
        for offset, line, found in misread.by_line(text, policy)
        if sum(_beyond_ascii(edit.before) for edit in found if _is_utf8(edit))
        > GARBLED * _beyond_ascii(line)
    ]


def _is_utf8(edit: Edit) -> bool:
    return edit.chain.startswith("utf-8>") and edit.confidence >= BELIEVED


def _beyond_ascii(text: str) -> int:
    return sum(char > "\x7f" for char in text)


def _misreads(text: str, policy: Policy) -> list[tuple[int, int]]:
    """Where UTF-8 or pairs were misread: garble of another kind, and with holes of its own."""
    return sorted(
        (offset + edit.start, offset + edit.end)
        for offset, _, found in misread.by_line(text, policy)
        for edit in found
        if edit.confidence >= (BELIEVED if edit.chain.startswith("utf-8>") else BELIEVED_OF_PAIRS)
        and _is_of_pairs(Misread(*edit.chain.split(">")))
    )


def _is_of_pairs(misread: Misread) -> bool:
    """Whether a misread makes of text what two bytes a character make of it."""
    return misread.written == "utf-8" or {misread.written, misread.read} <= EAST_ASIAN


def _has_letters(text: str, run: Run) -> bool:
    """Whether a run shows more than marks, as some do where text is shifted elsewhere, too."""
    return any(map(str.isalpha, text[run.start : run.outcome.end]))


def _explain(text: str, runs: Sequence[Run]) -> bool:
    """Whether so many of the marks beside ideographs lie in runs that the others may be questions.

    Text that lost characters has such marks all over, and some beside what could be shifted.
    """
    within = sum(len(_MARK.findall(text, run.start, run.outcome.end)) for run in runs)
    return within >= MARKS_EXPLAINED * len(_MARK.findall(text))


def _meets(run: Run, places: list[tuple[int, int]]) -> bool:
    """Whether a run lies in or beside any of the places, which are in order and apart."""
    at = bisect_left(places, (run.outcome.end + _BESIDE, 0))
    return at > 0 and run.start <= places[at - 1][1] + _BESIDE


def _allowed(policy: Policy, coding: Coding) -> bool:
    """Whether the policy lets an encoding be named; GB 2312 and GBK are read as GB 18030."""
    named = {_widest(label) for label in policy.encodings}
    return (not named or coding.name in named) and coding.name not in map(_widest, policy.exclude)


def _widest(label: str) -> str:
    encoding = codecs.lookup(label)
    while encoding.superset is not None:
        encoding = codecs.lookup(encoding.superset)
    return encoding.name
