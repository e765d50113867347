"""Finder of what nothing can bring back: 锟斤拷, 烫烫烫, ``?????? (???)``, U+FFFD, 闂備礁鎼….

It proposes no edits. It names the damage, with a reason and an estimate of the loss, so that a
text full of it is not called clean. ``docs/finders/unrecoverable.md`` says what is told apart.
"""

from __future__ import annotations

from collections.abc import Iterator

from fixenc.policy import Policy
from fixenc.repair.damage.cycles import find_cycles
from fixenc.repair.damage.remains import MARK, find_remains
from fixenc.repair.finders.unrecoverable.layers import find_layers
from fixenc.repair.finders.unrecoverable.mention import mentions, speaks_of_encodings
from fixenc.repair.finders.unrecoverable.questions import find_losses
from fixenc.repair.gate.look import excerpt, remains_in
from fixenc.repair.proposal import NOTHING, Findings
from fixenc.spans import Damage


def find(text: str, policy: Policy) -> Findings:
    """Name the damage in ``text`` that cannot be undone; never propose an edit.

    Linear in the length of ``text``; never raises.

    >>> from fixenc.policy import STANDARD
    >>> [(d.start, d.end, d.reason) for d in find("Town: ?????? (???).", STANDARD).damage]
    [(6, 17, '9 question marks where words stood; up to 9 characters were lost')]
    >>> find("“锟斤拷” is U+FFFD twice, read as GBK.", STANDARD).damage
    ()
    """
    found = [*_questions(text)]
    if not text.isascii():
        found += [*_remains(text), *(run.damage for run in find_layers(text))]
    return Findings(damage=tuple(_apart(found))) if found else NOTHING


def hopeless(text: str) -> tuple[tuple[int, int], ...]:
    """The stretches, as sorted half-open ranges, in which an edit does nothing but harm.

    These are runs garbled many times over that no undoing makes readable, where a step back gives
    another garble; and U+FFFD read in other encodings, where it gives U+FFFD back and hides how.

    >>> hopeless("闂備礁鎼ˇ顐﹀疾濠婂牆钃熼柕濞垮剭"), hopeless("璇锋眰鏁版嵁")
    (((0, 17),), ())
    >>> hopeless("ï¿½ï¿½ cafÃ©")
    ((0, 6),)
    """
    if text.isascii():
        return ()
    found = [(r.start, r.end) for r in find_layers(text) if r.text and r.rounds > 1 and r.lost == 1]
    if next(remains_in(text), None) is not None:
        found += [(r.start, r.end) for r in find_remains(text) if r.kind == "shown"]
        found += [(r.start, r.end) for r in find_cycles(text)]
    return tuple(sorted(found))


def _apart(found: list[Damage]) -> Iterator[Damage]:
    """The damage from left to right, of two that overlap the longer."""
    taken: list[Damage] = []
    for damage in sorted(found, key=lambda d: (d.start, -d.end)):
        if taken and damage.start < taken[-1].end:
            if damage.end - damage.start > taken[-1].end - taken[-1].start:
                taken[-1] = damage
            continue
        taken.append(damage)
    yield from taken


def _questions(text: str) -> Iterator[Damage]:
    for loss in find_losses(text):
        if speaks_of_encodings(text, loss.start, loss.end):
            continue
        length = sum(char.isalnum() or char == "?" for char in text[loss.start : loss.end])
        where = "words" if 2 * loss.marks > length else "letters"
        reason = (
            f"{loss.marks} question marks where {where} stood;"
            f" up to {loss.marks} characters were lost"
        )
        yield Damage(loss.start, loss.end, reason, loss.marks / length)


def _remains(text: str) -> Iterator[Damage]:
    close = excerpt(text).text
    if MARK not in close and next(remains_in(close), None) is None:
        return
    found = sorted((*find_remains(text), *find_cycles(text)), key=lambda r: r.start)
    named = mentions(text, found)
    # where a text names 锟斤拷 once, its other examples of the same form are no loss either
    known = {text[r.start : r.end] for r, is_named in zip(found, named, strict=True) if is_named}
    for remains in found:
        if text[remains.start : remains.end] not in known:
            yield Damage(remains.start, remains.end, remains.reason, remains.share)
