"""Older encodings misread with losses: bytes that were shown as nothing, or as a space.

Nothing in the bytes tells where one is missing. So the misread is taken from the candidates of the
line, and a byte may have vanished anywhere; only the model says where.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from fixenc import codecs
from fixenc.chains import Misread
from fixenc.model import Model, pairs_of
from fixenc.model.format import UNIT
from fixenc.repair.finders.lost import missed
from fixenc.repair.finders.lost.absent import put_back, told_by_words
from fixenc.repair.finders.lost.beam import Budget, Search
from fixenc.repair.finders.lost.costs import costs_of, rarity
from fixenc.repair.finders.lost.losses import losses
from fixenc.repair.finders.lost.places import (
    TRAILS,
    VANISHED,
    gaps,
    gone,
    is_whole,
    mark_zones,
    merged,
    odd_zones,
)
from fixenc.repair.finders.lost.readers import holds, reader_of
from fixenc.repair.finders.lost.states import Stretch, Zone
from fixenc.repair.finders.lost.utf8 import Found
from fixenc.repair.finders.lost.worded import weighed
from fixenc.repair.finders.lost.writers import Legacy, legacy
from fixenc.repair.gate.patterns import kana_of
from fixenc.repair.search.heat import heat
from fixenc.repair.undoing import score
from fixenc.repair.undoing.align import align, encoder
from fixenc.repair.undoing.families import EAST_ASIAN
from fixenc.spans import Edit

# Bits above what is usual that the oddest stretch of an East Asian run has at least to be searched
# where all of it can be undone.
SMOOTH = 8.0
# A space behind a run that may have been a letter. Before what stands apart it is a space.
_MAYBE_LETTER = re.compile(r" (?![\w*|=({\[/#+«-])")
HARDLY = 0.5  # bits; with 2 four more of 500 phrases came back wrong
# Languages, by the bits they may be behind the best, in which letters are put back: without its
# а and н, количество п мяти is as likely in Bulgarian.
NEAR, MOST_LANGUAGES = 12, 3
# Shift_JIS writes its marks as 81 and ASCII, and readers of Latin letters show nothing for 81: of
# 、。ー is left A, B and [. A lone such letter behind kana or kanji is one of those in far more
# texts than the model, which folds digits and letters, would say.
MARKS = {"cp932": (0x81, -20.0)}
_CONTROLS = frozenset(range(0x80, 0xA0))
# Bits for a question mark within text to be a mark for a pair: genuine ones stand there too.
GENUINE = 10.0
# Marks for a pair that the reader lacks: ー of Shift_JIS is 81 5B, of which cp949 knows nothing.
_LOST = re.compile("\ufffd|(?<=[^\0-\x7f])[?]{1,3}+(?=[^\0-\x7f])")
# Encodings whose daily characters are of bytes from A1 on (GB 2312, KS X 1001, JIS X 0208).
_HIGH = frozenset({"gb18030", "cp949", "euc_jp"})
SHOWN = 2  # marks in a line that are no chance
_REPLACED = frozenset("?\ufffd")
_JAPANESE = frozenset({"cp932", "euc_jp"})
# Readers whose tables hardly differ but in what they show of 0x80 to 0x9F.
_TWINS = {
    "iso8859-1": ("cp1252",),
    "cp1252": ("iso8859-1", "cp1254"),
    "cp1254": ("cp1252",),
    "cp1250": ("cp1252", "cp1254"),
}


@dataclass(frozen=True, slots=True)
class Run:
    """``line[start:end]`` and the misread that explains most of it."""

    misread: Misread
    start: int
    end: int


def run_of(line: str, exact: Sequence[Edit]) -> Run | None:
    """The run of a line that an older encoding explains, by the edits that would undo it.

    Or by its kana, where so many bytes are gone that nothing can be undone as it stands. None when
    no byte of it can have been lost.
    """
    by_chain: dict[str, list[Edit]] = {}
    for edit in exact:
        by_chain.setdefault(edit.chain, []).append(edit)
    runs = [
        Run(misread, min(e.start for e in found), max(e.end for e in found))
        for chain, found in by_chain.items()
        if may_lose(misread := Misread(*chain.split(">")), marked=bool(_marks_of(line)))
    ]
    if not runs and (written := kana_of(line)):
        beyond = [at for at, char in enumerate(line) if char > "\x7f"]
        return Run(Misread(written, "cp1252"), beyond[0], beyond[-1] + 1)
    return max(runs, key=lambda run: (run.end - run.start, str(run.misread)), default=None)


def read_legacy(known: Model, line: str, run: Run, budget: Budget) -> Iterator[Found]:
    """A run in an older encoding, read with losses."""
    if budget.moves <= 0:
        return  # undoing exactly is better than holes where nothing shows one
    yield from _read(known, line, run, budget)
    for twin in _TWINS.get(run.misread.read, ()):
        if holds(twin, line[slice(*_widened(line, run))]):
            misread = Misread(run.misread.written, twin)
            yield from _read(known, line, Run(misread, run.start, run.end), budget)


def _marks_of(line: str) -> frozenset[int]:
    """Where a line has marks for a pair of bytes: U+FFFD, and question marks within the text."""
    return frozenset([at for match in _LOST.finditer(line) for at in range(*match.span())])


def may_lose(misread: Misread, *, marked: bool = False) -> bool:
    """Whether bytes of a misread can vanish or turn into spaces, or be gone by a mark."""
    if misread.written == "utf-8":
        return False
    if misread.written in EAST_ASIAN and misread.read in EAST_ASIAN:
        return marked
    return codecs.lookup(misread.read).kind is codecs.Kind.SINGLE


def _widened(line: str, run: Run) -> tuple[int, int]:
    """The run and what belongs to it: letters that could not be undone, and a space at the end."""
    start, end = run.start, run.end
    of_pairs = run.misread.written in EAST_ASIAN
    while start and (line[start - 1] > "\x7f" or (of_pairs and line[start - 1] == "?")):
        start -= 1
    while of_pairs and start > 1 and _begins_pair(line[start - 2]) and line[start - 1] in TRAILS:
        start -= 2
    while end < len(line) and (
        line[end] > "\x7f" or (of_pairs and _marked_pair(line, end) and line[end + 1] > "\x7f")
    ):
        end += 1
    if of_pairs and _marked_pair(line, end):
        return start, end + 2
    if run.misread.read in EAST_ASIAN:
        marks = _marks_of(line)
        while end < len(line) and (end in marks or line[end] > "\x7f"):
            end += 1
    if run.misread.written in EAST_ASIAN:
        end += len(line[end : end + 1].strip())  # a trail byte may be ASCII
        if run.misread.written in MARKS:
            start -= line[start - 1 : start] in TRAILS
    elif _MAYBE_LETTER.match(line, end):
        end += 1
    return start, end


def _begins_pair(char: str) -> bool:
    return char == "?" or char > "\x7f"


def _marked_pair(line: str, at: int) -> bool:
    """Whether a mark may stand for the first byte of a pair."""
    behind = line[at + 1 : at + 2]
    return line[at : at + 1] in _REPLACED and (behind > "\x7f" or behind in TRAILS)


def _lone_marks(line: str, start: int, end: int) -> Iterator[int]:
    """Where marks of a run may stand for bytes that its reader lacks."""
    return (at for at in range(start, end) if _marked_pair(line, at))


def _read(known: Model, line: str, run: Run, budget: Budget) -> Iterator[Found]:
    misread = run.misread
    start, end = _widened(line, run)
    encode = encoder(misread.read)
    parts = [encode[char] for char in line]
    lossy = reader_of(misread.read, line)
    present = {p[0] for p in parts if len(p) == 1} & lossy.alone
    if any("\x80" <= char <= "\x9f" for char in line):
        present |= _CONTROLS  # where one control is shown, all are
    if misread.written in _HIGH:
        present |= {*_CONTROLS, 0xA0}
    missing = lossy.alone - present
    if not missing and lossy.single:
        return
    units = align(line[start:end], parts[start:end], misread.written)
    exact = score.undo_units(line[start:end], units)
    number = known.best(pairs_of(exact))[1]
    if misread.written in _JAPANESE:
        number = known.languages.index("ja")  # with marks between its kana it may seem Chinese
    writer, costs = legacy(misread.written), costs_of(known, number)
    mark = MARKS.get(misread.written)
    usual = (mark,) if mark is not None and mark[0] in missing else ()
    lone = [Zone(at, at + 1, False) for at in _lone_marks(line, start, end)]
    if lossy.single and len(lone) >= SHOWN:
        usual = ()  # where marks stand for such bytes none vanishes
    if not lossy.single:
        marks = _marks_of(line)
        zones = [Zone(at, at + 1, False) for at in range(start, end) if at in marks]
    elif misread.written in EAST_ASIAN:
        zones = list(mark_zones(line, units, start, end)) if usual else []
        usual = usual if zones else ()  # no letter by itself is what such a mark left
        zones += lone
        if not is_whole(line, units, start, end) or heat(known, exact).bits >= SMOOTH:
            zones += odd_zones(line, units, start, end, costs)
        zones = merged([*zones, *gaps(units, start, end, gone(known, number, misread), costs)])
    else:
        shown = _shown(writer, line[start:end], parts[start:end])
        ways = []
        for lane in _languages(known, exact):
            absent = missed.absent(known, lane, writer, lossy, missing, exact)
            if absent.vanished or absent.spaced:
                costs = costs_of(known, lane)
                bits, stretches = put_back(shown, start, absent, costs, budget)
                stretches = told_by_words(stretches)
                ways.append(
                    (bits, lane, Found(misread, tuple(stretches), missed.prior(absent), costs))
                )
        if ways:
            yield min(ways)[2]
        return
    if not zones:
        return
    is_rare, trails = rarity(known, number), frozenset(map(str.encode, TRAILS))
    lost = losses(lossy, writer, frozenset(present), is_rare, VANISHED, usual, trails)
    search = Search(line, parts, writer, lost, lossy.marks, costs, budget)
    found = tuple(search.read(start, end, zones, frozenset(range(start, end + 1))))
    prior = 0.0
    for byte, bits in usual:
        prior += bits * sum(_marks_in(s, bytes([byte]), misread.written) for s in found)
    if lossy.single:
        prior += GENUINE * any(s.readings[0].filled and "?" in line[s.start : s.end] for s in found)
    else:
        prior += GENUINE * sum(line[at] == "?" for zone in zones for at in range(*zone[:2]))
    yield Found(misread, tuple(map(_plainer, weighed(line, found, costs))), prior, costs)


def _plainer(stretch: Stretch) -> Stretch:
    """A stretch with the likeliest reading that makes nothing up first, if it is hardly behind."""
    best = stretch.readings[0]
    near = (r for r in stretch.readings if not r.filled and r.cost <= best.cost + HARDLY)
    plain = next(near, best)
    others = (r for r in stretch.readings if r != plain)
    return replace(stretch, readings=(plain._replace(cost=best.cost), *others))


def _marks_in(stretch: Stretch, lead: bytes, written: str) -> int:
    """How many marks that begin with a byte the best reading puts back."""
    best = stretch.readings[0]
    parts = [encoder(written)[best.text[i]] for i in best.filled]
    return sum(part.startswith(lead) and chr(part[-1]) in TRAILS for part in parts)


def _languages(known: Model, text: str) -> list[int]:
    """The numbers of the languages that a text with letters missing may be in, the best first."""
    totals = known.totals(pairs_of(text))
    least = min(totals) + NEAR * UNIT
    near = [number for number, total in enumerate(totals) if total <= least]
    return sorted(near, key=lambda number: totals[number])[:MOST_LANGUAGES]


def _shown(writer: Legacy, line: str, parts: Sequence[bytes]) -> str:
    """What a stretch of a line comes to, character by character; in step with it."""
    found = []
    for char, part in zip(line, parts, strict=True):
        fed = writer.feed(b"", part) if char > "\x7f" and part != b"?" else None
        found.append(fed.text if fed is not None and len(fed.text) == 1 else char)
    return "".join(found)
