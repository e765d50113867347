"""What of a run is filled in, what is left to holes, and how sure all of it is then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from fixenc.policy import LIKELIER_THAN_NOT, Policy
from fixenc.repair.finders.lost.confidence import (
    SUREST,
    Fills,
    Signs,
    among_others,
    probability,
    signs,
)
from fixenc.repair.finders.lost.costs import Costs
from fixenc.repair.finders.lost.moves import HOLE
from fixenc.repair.finders.lost.states import SHARPNESS, Reading, Stretch
from fixenc.repair.finders.lost.utf8 import Found
from fixenc.repair.gate.patterns import MARKS
from fixenc.repair.undoing import score
from fixenc.repair.undoing.align import align, encoder
from fixenc.spans import Kind

PAIRS_ALONE = 0.6  # of those bits where the model has no longer runs: of 40 fills 5 were wrong
# Bits a character that a reading may cost, with so many characters filled in, in alphabets and in
# CJK. Right ones cost 1 to 4 and 1 to 8, wrong ones 5 and 10 and more.
MUCH, SENSE, SENSE_CJK = 3, 4.8, 8.5
LEAST_CLEAN = 4  # characters in a row that are clean text rather than remains of the garble
# What the search itself must make of fills: in Chinese and Japanese its doubts are of one place
# among some that are sure, and the curve knows better.
IDEOGRAPHIC = frozenset({"zh-hans", "zh-hant", "ja", "ko"})
DUE_OF_IDEOGRAPHS = 0.4
# Shares of the places that are left to holes at a time, so that long lines take no longer each.
PARTS = (0.0, 0.1, 0.25, 0.5, 1.0)
# Of a line whose places all became holes where U+FFFD says that bytes are missing: it is given,
# since holes are no worse than garble, and claims no more than that.
MARKED = LIKELIER_THAN_NOT
# Encodings that are out of step, or in odd characters, where a byte of them is missing.
SHOWING = frozenset({"utf-8", "cp932"})
NEARLY_SURE = 0.995  # of a place whose doubtful characters were left to holes


def doubted(line: str, found: Found) -> tuple[Stretch, ...]:
    """The stretches of a run without remains of the garble beside their holes.

    Their readings are nearer to each other where only pairs were weighed.
    """
    sharp = 1.0 if found.costs.reach > 1 else PAIRS_ALONE
    return tuple(
        replace(
            stretch,
            readings=tuple(
                Reading(best + sharp * (r.cost - best), *_cleared(r, shown, found.costs))
                for r in stretch.readings
            ),
        )
        for stretch in found.stretches
        for best in (stretch.readings[0].cost,)
        for shown in (frozenset(line[stretch.start : stretch.end]),)
    )


def _cleared(reading: Reading, shown: frozenset[str], costs: Costs) -> tuple[str, tuple[int, ...]]:
    """The text and the places of a reading, with holes for what of the garble stands beside one.

    ``shown`` are the characters of the garble. Those of alphabets may be letters of the text too.
    """
    if HOLE not in reading.text or shown.isdisjoint(reading.text):
        return reading.text, reading.filled
    chars, filled = list(reading.text), set(reading.filled)
    clean = _clean(reading.text, shown, costs)
    for i in (*range(len(chars)), *reversed(range(len(chars)))):
        char = chars[i]
        if i in clean:
            continue
        is_letter = char >= "\u2e80" and char.isalpha()
        beside = HOLE in chars[max(0, i - 1) : i + 2]
        if char in shown and beside and (is_letter or (char > "\x7f" and costs.is_rare(char))):
            chars[i] = HOLE
            filled.add(i)
    return "".join(chars), tuple(sorted(filled))


def _clean(text: str, shown: frozenset[str], costs: Costs) -> frozenset[int]:
    """The indices of clean text that a search left as it stood: it is as likely as text is."""
    found: list[int] = []
    start = 0
    for end in range(len(text) + 1):
        if end == len(text) or text[end] not in shown:
            size = end - start
            if size >= LEAST_CLEAN and costs.of(text[start:end]) <= SENSE_CJK * size:
                found += range(start, end)
            start = end + 1
    return frozenset(found)


def shares(readings: Sequence[Reading]) -> list[float]:
    """The probabilities of readings, by their costs."""
    raw = [2.0 ** (SHARPNESS * (readings[0].cost - r.cost)) for r in readings]
    total = sum(raw)
    return [weight / total for weight in raw]


def settled(
    line: str, stretches: Sequence[Stretch], policy: Policy, run: Found
) -> tuple[list[str], Signs, float]:
    """The text of each stretch, and the probability that all of it but the holes is right.

    The surest are filled in first, as long as the whole stays as sure as the policy wants it.
    In most older encodings all are: where nothing shows that a byte is missing, a hole would be
    worse.
    Between the two are the signs of the probability.
    """
    shows = run.misread.written in SHOWING
    due = max(policy.due(Kind.LOST), LIKELIER_THAN_NOT) if shows else 0.0
    texts = [stretch.readings[0].text for stretch in stretches]
    weights = [shares(stretch.readings) for stretch in stretches]
    kept: dict[int, float] = {}  # how sure each stretch is that is filled in, the surest first
    total = SUREST
    single = encoder(run.misread.read).single  # of five bytes or so all are weighed
    due_by_search = DUE_OF_IDEOGRAPHS if run.costs.language in IDEOGRAPHIC else due
    for i in sorted(range(len(stretches)), key=lambda i: -weights[i][0]):
        best, sure = stretches[i].readings[0], weights[i][0]
        if not best.filled:
            continue
        before = texts[i - 1] if i else line[: stretches[i].start][-1:]
        behind = (*texts, line[stretches[-1].end :][:1])[i + 1]
        if _is_miscased(best, before[-1:], behind[:1]) or not (single or _makes_sense(best)):
            texts[i] = _emptied(best)
            continue
        if total * sure < min(due, due_by_search):
            texts[i], sure = _marked(stretches[i].readings, weights[i], due / total)
        total *= sure
        kept[i] = sure
    found, sure = _rated(line, stretches, texts, kept, run)
    # What is found right less often than it seems is left to holes, the least sure first: where
    # readings differ, and then all of it.
    doubtful = tuple(reversed(kept))
    for emptied in (False, True):
        done = 0
        for part in PARTS:
            if sure >= due or done == len(doubtful):
                break
            upto = max(done + 1, round(part * len(doubtful)))
            for i in doubtful[done:upto]:
                if emptied:
                    del kept[i]
                    texts[i] = _emptied(stretches[i].readings[0])
                else:
                    texts[i], kept[i] = _marked(stretches[i].readings, weights[i], NEARLY_SURE)
            done = upto
            found, sure = _rated(line, stretches, texts, kept, run)
    # what U+FFFD leaves is given whatever became of the rest
    if not kept and HOLE in line and sure <= MARKED:
        return texts, found, MARKED
    return texts, found, among_others(sure) if kept else sure


def _rated(
    line: str,
    stretches: Sequence[Stretch],
    texts: Sequence[str],
    kept: Mapping[int, float],
    run: Found,
) -> tuple[Signs, float]:
    """The signs of a run that comes to ``texts``, and its probability."""
    fills = Fills()
    for i, sure in kept.items():
        fills = _more(fills, sure, line, stretches[i], texts[i])
    marked = not frozenset(MARKS).isdisjoint(line[run.start : run.end])
    found = signs(
        _judged("".join(texts), run),
        fills,
        run.costs,
        run.misread,
        layered=run.layered,
        marked=marked,
    )
    return found, probability(found, fills)


def _judged(text: str, run: Found) -> str:
    """What a run is judged by that comes to ``text``: that, or what lies under it."""
    if not run.layered:
        return text
    encode = encoder(run.misread.read)
    return score.undo_units(text, align(text, [encode[char] for char in text], "utf-8"))


def _emptied(reading: Reading) -> str:
    """A reading with holes for what was filled in."""
    return "".join(HOLE if i in reading.filled else c for i, c in enumerate(reading.text))


def _more(before: Fills, sure: float, line: str, stretch: Stretch, text: str) -> Fills:
    """The fills with those of another stretch, which comes to ``text`` with that probability."""
    at = [i for i in stretch.readings[0].filled if text[i : i + 1] not in ("", HOLE)]
    eaten = sum(text[i].isascii() for i in at)
    return Fills(
        before.total * sure,
        min(before.worst, sure),
        before.filled + len(at) - eaten,
        before.eaten + eaten,
        before.silent + frozenset(MARKS).isdisjoint(line[stretch.start : stretch.end]),
        before.places + sum(i - 1 not in at for i in at),
    )


def _is_miscased(best: Reading, before: str, behind: str) -> bool:
    """Whether a capital is filled in behind a small letter, or a small one between capitals.

    The letter that stood there is one that the language has no use for. ß is no capital anywhere.
    """
    text, at = before + best.text + behind, len(before)
    for i in best.filled:
        left, char, right = text[: i + at][-1:], text[i + at : i + at + 1], text[i + at + 1 :][:1]
        if char.isupper() and left.islower():
            return True
        if char.islower() and len(char.upper()) == 1 and left.isupper() and right.isupper():
            return True
    return False


def _makes_sense(best: Reading) -> bool:
    """Whether a reading of which much was filled in is as likely as text is.

    Of so many only few are kept, so that it is not enough to be the likeliest of those.
    """
    filled = sum(best.text[i] > "\x7f" and best.text[i] != HOLE for i in best.filled)
    if filled < MUCH:
        return True
    cjk = 2 * sum(char >= "\u2e80" for char in best.text) > len(best.text)
    return best.cost <= len(best.text) * (SENSE_CJK if cjk else SENSE)


def _marked(readings: Sequence[Reading], weights: Sequence[float], due: float) -> tuple[str, float]:
    """The likeliest reading with holes where others differ, until what is left is sure enough.

    Of the readings that differ, those go first that add most probability for a hole.
    """
    text = readings[0].text
    others = [
        (_differing(text, reading.text), weight)
        for reading, weight in zip(readings[1:], weights[1:], strict=True)
    ]
    doubtful: set[int] = set()
    total = weights[0]
    while others and total < due:
        best = max(others, key=lambda other: other[1] / max(0.5, len(other[0] - doubtful)))
        doubtful |= best[0]
        total += sum(weight for places, weight in others if places <= doubtful)
        others = [other for other in others if not other[0] <= doubtful]
    marked = "".join(HOLE if i in doubtful else c for i, c in enumerate(text))
    return marked, min(total, SUREST)


def _differing(text: str, other: str) -> set[int]:
    """The indices of ``text`` at which ``other`` has something else; none if it only goes on."""
    if other.startswith(text):
        return set()  # in ASCII that the last byte took along
    if len(text) == len(other):
        return {i for i, (a, b) in enumerate(zip(text, other, strict=True)) if a != b}
    same: set[int] = set()
    ends: list[int] = []
    for at, _, size in SequenceMatcher(None, text, other, autojunk=False).get_matching_blocks():
        same.update(range(at, at + size))
        ends.append(at + size - 1)
    # where ``other`` has more, what stands before that is in doubt
    return set(range(len(text))) - same or {max(0, ends[0])}
