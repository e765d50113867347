"""Finder of lost bytes: misreads that cannot be undone exactly, because bytes of them are gone.

Looks at one line at a time. What can be undone is undone; what was lost is searched for, and filled
in where one reading stands out, or else marked as a hole.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from fixenc import model
from fixenc.chains import Misread
from fixenc.model import Model
from fixenc.policy import Policy
from fixenc.repair.damage import resaved, truncated, unshown, vanished
from fixenc.repair.finders import misread
from fixenc.repair.finders.lost.again import resaved_edits
from fixenc.repair.finders.lost.beam import MOVES, Budget
from fixenc.repair.finders.lost.edits import (
    DUE,
    Signed,
    deeper,
    edits,
    filled_unit,
    gain,
)
from fixenc.repair.finders.lost.islands import has_mark, has_twin
from fixenc.repair.finders.lost.legacy import read_legacy, run_of
from fixenc.repair.finders.lost.moves import HOLE, PER_HOLE
from fixenc.repair.finders.lost.readers import holds
from fixenc.repair.finders.lost.scripts import is_foreign, is_latin, is_of_several
from fixenc.repair.finders.lost.spelling import are_known, unknown
from fixenc.repair.finders.lost.states import Stretch
from fixenc.repair.finders.lost.utf8 import Found, likeliest, read_as
from fixenc.repair.gate import look
from fixenc.repair.gate.bound import may_have_lost
from fixenc.repair.gate.patterns import MARKS, hides_losses
from fixenc.repair.proposal import Findings
from fixenc.repair.quoted import is_quoted
from fixenc.repair.undoing import score
from fixenc.repair.undoing.align import Unit, encoder
from fixenc.repair.undoing.families import EAST_ASIAN
from fixenc.spans import Damage, Edit, Kind, moved

# Moves that a line may take for each of its code points where a text has much to search, so that
# what becomes of a line hangs neither on those before it nor on the round. Of 49 Japanese lines
# read as Shift_JIS 25 make 23 right, 50 make 26, 100 make 29. UTF-8 read as Big5 wants 1,466.
EACH = 50
# Letters told in a line, below which it may be no garble at all; and from which on it is, though as
# many again are left to holes: of Cyrillic and Greek that Windows-949 showed half is lost.
TOLD, MANY = 4, 12
DUE_OVER_EXACT = 10.0  # bits that filling in gains over undoing without
SPOILT = 12.0  # bits that a part of a run may lose where nothing is filled in
DUE_LEGACY = 6.0  # the same in older encodings, where the misread itself is beyond doubt
# Bits for a single half-width kana at other text: what is left of a pair whose first byte is gone.
HALF_WIDTH = 6.0
# ... for two bytes of a full-width mark with one for the third, which no one writes: ``锛?``.
HALF_A_MARK = 12.0
TAKEN = 12.0  # bits for a mark that was taken for the bytes of ・, which end 、 and begin E
# First bytes by themselves from which on Latin-1 was the reader: each is 2.7 bits for it, since of
# 32 bytes that it shows as controls cp1252 lacks five, and the line has none of the others.
CLEAR = 3
_HALVED = re.compile("[锛銆竊嚗][?\ufffd]")  # EF BC and E3 80 in GBK, EF BC in cp949 and Big5
_LONE_HALF = re.compile("(?<![\uff61-\uff9f])[\uff61-\uff9f](?![\uff61-\uff9f])")


def find(text: str, policy: Policy) -> Findings:
    """Propose the undoing of misreads in ``text`` that lost bytes.

    >>> from fixenc.policy import STANDARD
    >>> found = find("杈撳嚭缂撳啿鍖?", STANDARD)
    >>> found.proposals[0].after, found.proposals[0].certainty.value
    ('输出缓冲区', 'inferred')
    """
    proposed, damage = signed_edits(text, policy)
    return Findings(tuple(signed.edit for signed in proposed), tuple(damage))


def signed_edits(text: str, policy: Policy) -> tuple[list[Signed], list[Damage]]:
    """What ``find`` proposes, with the signs that its confidences were made of, and the damage."""
    proposed: list[Signed] = []
    damage: list[Damage] = []
    lines = [
        (offset, line)
        for offset, line, exact in misread.by_line(text, policy)
        if exact or has_mark(line) or hides_losses(line)
    ]
    # of all lines together, if they are few
    each = max(EACH, MOVES // max(1, sum(map(len, {line for _, line in lines}))))
    # messages, headings and rows of tables come again and again
    known: dict[str, tuple[Sequence[Signed], Sequence[Damage]]] = {}
    for offset, line in lines:
        if line not in known:
            known[line] = _searched(line, policy, each * len(line))
        some, damaged = known[line]
        proposed += (Signed(moved(one.edit, offset), one.signs) for one in some)
        damage += (replace(one, start=one.start + offset, end=one.end + offset) for one in damaged)
    return proposed, damage


# The next round looks at every line again, and most have not changed.
@lru_cache(maxsize=512)
def _searched(line: str, policy: Policy, moves: int) -> tuple[Sequence[Signed], Sequence[Damage]]:
    """What is proposed in one line and its damage, for so many moves."""
    proposed, damage = _of_line(line, misread.of_line(line, policy), policy, Budget(moves))
    return tuple(proposed), tuple(damage)


def _of_line(
    line: str, exact: Sequence[Edit], policy: Policy, budget: Budget
) -> tuple[list[Signed], list[Damage]]:
    """What is proposed in one line, and its damage; positions are in the line."""
    if resaved.sign().search(line) and (again := _resaved(line, policy, budget)):
        return again, []
    proposed: list[Signed] = []
    damage: list[Damage] = []
    runs = _found(model.load(), line, exact, policy, budget)
    if not runs and budget.moves <= 0:
        # not to be searched in the next round either
        proposed = [Signed(edit, None) for edit in exact]
    for found, bits in runs:
        some, damaged = edits(line, found, bits, policy)
        proposed += some
        damage += damaged
    if runs:
        # in the next round what is exact would be searched with the holes that were left here
        spans_of = [(one.edit.start, one.edit.end) for one in proposed]
        spans_of += [(found.start, found.end) for found, _ in runs]
        proposed += [
            Signed(edit, None)
            for edit in exact
            if all(edit.end <= start or end <= edit.start for start, end in spans_of)
        ]
    return _but_marks(proposed, policy.hole), damage


def _but_marks(proposed: list[Signed], hole: str) -> list[Signed]:
    """What is proposed in a line, without what would fill in clean text, or leave holes in it.

    Text that lost characters has marks in it, and no bytes behind them: ``م�ي�`` is no ``��``.
    Where few are told, and no more than are left to holes, each edit must tell letters that were
    not there; where hardly any is, as many as holes.
    """
    proposed = [one for one in proposed if one.edit.kind is not Kind.LOST or _changes(one.edit)]
    told = sum(_told(one.edit).total() for one in proposed)
    holes = sum(one.edit.after.count(hole) for one in proposed)
    if not hole or told > holes or (told >= MANY and 2 * told >= holes):
        return proposed
    few = told < TOLD
    return [
        one for one in proposed if one.edit.kind is not Kind.LOST or _tells(one.edit, hole, few)
    ]


def _changes(edit: Edit) -> bool:
    """Whether no more letters beyond ASCII stay than come: of garbled ones hardly any stays."""
    after = Counter(char for char in edit.after if char > "\x7f" and char.isalpha())
    new = (after - Counter(edit.before)).total()
    return after.total() - new <= max(new, 1)


def _tells(edit: Edit, hole: str, few: bool) -> bool:
    """Whether an edit tells letters of one script."""
    told, holes = _told(edit).total(), edit.after.count(hole)
    if not holes:
        return told > 0 or (not few and any(map(str.isalpha, edit.before)))
    least = holes if few else 1
    return told >= least and not is_of_several("".join(filter(str.isalpha, edit.after)))


def _told(edit: Edit) -> Counter[str]:
    """The letters of an edit that were not there before."""
    return Counter(filter(str.isalpha, edit.after)) - Counter(edit.before)


def _resaved(line: str, policy: Policy, budget: Budget) -> list[Signed]:
    """What is proposed where the line was saved after a misread."""

    def undo(shown: str, exact: Sequence[Edit]) -> list[Signed]:
        return _of_line(shown, exact, policy, budget)[0]

    return list(resaved_edits(line, policy, undo))


def _found(
    known: Model, line: str, exact: Sequence[Edit], policy: Policy, budget: Budget
) -> list[tuple[Found, float]]:
    """The runs of a line that lost bytes, under the reader that explains them best.

    ``exact`` are the edits that would undo what can be undone without filling in.
    """
    chains = [Misread(*edit.chain.split(">")) for edit in exact]
    readers = list(dict.fromkeys(m.read for m in chains if m.written == "utf-8"))
    legacy = run_of(line, exact)
    if has_mark(line):
        if not exact and not may_have_lost(line):
            return []
        readers = list(dict.fromkeys([*likeliest(line), *readers]))
    elif _is_explained(line, exact):
        if readers:
            legacy = None  # UTF-8 is its own proof
        # where a byte of UTF-8 vanished, others of it are left over; twins of hanja tell nothing
        readers = [read for read in readers if has_twin(line, read)]
    for sign in (vanished, truncated, unshown):
        if sign.stands_in(line) and sign.READER not in readers:
            readers.append(sign.READER)
    if "cp1252" in readers and unshown.has_lone_lead(line) and unshown.READER not in readers:
        readers.append(unshown.READER)
    if (
        "cp1252" in readers
        and "cp1254" not in readers
        and truncated.stands_in(line)
        and holds("cp1254", line)
    ):
        readers.append("cp1254")
    if unshown.READER in readers and unshown.lone_leads(line) >= CLEAR:
        # whatever the others lack it lacks as well
        readers = [
            read for read in readers if read == unshown.READER or not _shows_same(line, read)
        ]
    best: list[tuple[Found, float]] = []
    if not readers and legacy is None:
        return best
    sure = [edit for edit in exact if edit.confidence >= policy.min_confidence]
    most, mended = DUE_OVER_EXACT, misread.undone(line, exact, policy)
    for read in readers:
        if not misread.allows(Misread("utf-8", read), policy):
            continue
        found = list(_worth(known, line, read_as(known, line, read, budget)))
        if found and (gained := _over_exact(line, sure, mended, found)) > most:
            best, most = [(run, bits) for run, bits, _ in found], gained
    if best or legacy is None or (not has_mark(line) and are_known(line, sure)):
        return best
    most = min(most, DUE_LEGACY)
    for worth in _worth(known, line, read_legacy(known, line, legacy, budget)):
        gained = _over_exact(line, sure, mended, [worth])
        if gained > most and misread.allows(worth[0].misread, policy):
            best, most = [worth[:2]], gained
    return best


def _shows_same(line: str, read: str) -> bool:
    """Whether a reader and Latin-1 show all of a line for the same bytes."""
    own, other = encoder(read), encoder(unshown.READER)
    return own.single and all(own[char] == other[char] for char in line if char not in MARKS)


def _is_explained(line: str, exact: Sequence[Edit]) -> bool:
    """Whether the edits cover all of a line that is not ASCII."""
    at = 0
    for edit in sorted(exact, key=lambda edit: edit.start):
        if not line[at : edit.start].isascii():
            return False
        at = edit.end
    return line[at:].isascii()


def _over_exact(
    line: str, sure: Sequence[Edit], mended: str, found: Sequence[tuple[Found, float, Unit]]
) -> float:
    """The bits that filling in gains over a line with all undone that can be without.

    ``sure`` are the edits that do so: those beside what is filled in stand in either.
    """
    costs = found[0][0].costs
    units = [unit for _, _, unit in found]
    beside = [
        Unit(edit.start, edit.end, edit.after)
        for edit in sure
        if all(edit.end <= unit.start or unit.end <= edit.start for unit in units)
    ]
    filled = score.undo_units(line, sorted([*units, *beside]))
    due = sum(run.prior + PER_HOLE * unit.after.count(HOLE) for run, _, unit in found)
    alone = len(_LONE_HALF.findall(mended)) - len(_LONE_HALF.findall(filled))
    taken = len(resaved.pattern().findall(mended)) - len(resaved.pattern().findall(filled))
    gained = costs.of(mended) - costs.of(filled.replace(HOLE, " ")) - due
    if found[0][0].misread.written not in {"utf-8", *EAST_ASIAN}:
        gained += unknown(mended) - unknown(filled)
    halves = len(_HALVED.findall(mended)) - len(_HALVED.findall(filled))
    return gained + HALF_WIDTH * alone + HALF_A_MARK * halves + TAKEN * taken


def _worth(known: Model, line: str, found: Iterable[Found]) -> Iterator[tuple[Found, float, Unit]]:
    """The runs that gain enough, with the bits they gain and what they come to."""
    runs = list(found)
    ends = [0, *(place for run in runs for place in (run.start, run.end)), len(line)]
    clean = "".join(line[a:b] for a, b in zip(ends[::2], ends[1::2], strict=True))
    for run in runs:
        lossy = any(s.readings[0].filled or _took_space(line, s) for s in run.stretches)
        if not lossy and not has_twin(line[run.start : run.end], run.misread.read):
            continue
        unit = filled_unit(line, run)
        if unit is None or _is_glued(line, unit, clean) or _spoils(known, line, run):
            continue
        # older encodings make words of what is not theirs: "Phase‚ª would be Phas� and が
        language = run.costs.language if run.misread.written == "utf-8" else ""
        filled = gain(known, line, unit, language)
        under = unit
        if filled < DUE and run.misread.written == "utf-8":
            under = deeper(line, unit, run.misread.read)
            filled = max(filled, gain(known, line, under, language))
        bits = max(filled, run.exact_bits)
        if bits >= DUE and not is_quoted(line, [unit], run.misread):
            yield run, bits, under


def _took_space(line: str, stretch: Stretch) -> bool:
    """Whether a space of the line was the byte A0 of a character: ``ж №`` is 根."""
    return line.count(" ", stretch.start, stretch.end) > stretch.readings[0].text.count(" ")


def _spoils(known: Model, line: str, run: Found) -> bool:
    """Whether clean text is read as something less likely, where nothing is filled in."""
    for before, after in _unfilled(line, run):
        if after == before or look.is_odd(before):
            continue
        if known.score(before) - known.score(after) > SPOILT:
            return True
    return False


def _unfilled(line: str, run: Found) -> Iterator[tuple[str, str]]:
    """What stands where nothing is filled in, and what it is read as.

    In older encodings ASCII may be the second byte of what stands before it.
    """
    start, after = run.start, ""
    for stretch in run.stretches:
        best = stretch.readings[0]
        if best.filled or run.misread.written == "utf-8":
            if after:
                yield line[start : stretch.start], after
            start, after = stretch.end, ""
            if not best.filled:
                yield line[stretch.start : stretch.end], best.text
        else:
            after += best.text
    if after:
        yield line[start : run.end], after


def _is_glued(line: str, unit: Unit, clean: str) -> bool:
    """Whether a unit would put single other letters beside Latin ones, where none else are.

    ``clean`` is what of the line is in no run.
    """
    if any(map(is_foreign, clean)):
        return False
    text = f" {line[: unit.start][-1:]}{unit.after}{line[unit.end : unit.end + 1]} "
    glued = {
        any(map(is_latin, (before, behind))) and not any(map(is_foreign, (before, behind)))
        for before, char, behind in zip(text, text[1:], text[2:], strict=False)
        if is_foreign(char)
    }
    return glued == {True}
