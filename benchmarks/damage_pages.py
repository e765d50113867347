"""How well the finders for byte-edited GBK pages do on simulated damage.

``python -m benchmarks damage_pages`` prints the figures; ``measure`` gives them. Every clean page
of ``corpus/cases/pages`` is damaged by ``tests/oracles/byte_edits.py`` in several manners and
repaired by the two finders alone; a sentence is right when every character of it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path

from fixenc import spans
from fixenc.policy import STANDARD, Policy
from fixenc.repair.damage.byte_pairs import is_han, is_simple
from fixenc.repair.finders import annotation, shifted
from fixenc.repair.finders.shifted.page import SIMPLIFIED, TRADITIONAL, language_of
from fixenc.repair.lists.readings import readings_of
from tests.oracles.byte_edits import ANNOTATIONS, Decoder, damage, damage_big5, fold, spelling

CASES = Path(__file__).parents[1] / "corpus" / "cases"
MARKS = "，；：？！（）"
SENTENCE = re.compile("[^。！？；\n]*[。！？；\n]?")
ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Manner:
    """One way of damaging a page."""

    name: str
    marks: str = MARKS
    spelling: str = "marked"
    hole: str = "?"
    decoder: Decoder = Decoder.PHP
    folded: str = "none"


MANNERS = (
    Manner("one mark", marks="；"),
    Manner("all marks"),
    Manner("NFKC", marks="；？", folded="nfkc"),
    Manner("common folds", marks="；？", folded="common"),
    Manner("toneless", spelling="toneless", marks="；"),
    Manner("spaced", spelling="spaced", marks="；"),
    Manner("U+FFFD", hole="\ufffd", marks="；？"),
    Manner("browser", hole="\ufffd", decoder=Decoder.BROWSER),
    Manner("Python", hole="\ufffd", decoder=Decoder.PYTHON),
)
# Not among the shares of all: one pair in eight takes two halves of characters along, which no
# decoder does that was tried.
REFUSED = Manner("pairs refused whole", decoder=Decoder.REFUSING)


def repair(text: str, policy: Policy = STANDARD, *, withhold: bool = True) -> str:
    """The two finders to a fixpoint; edits below the policy's confidence are left out."""
    for _ in range(ROUNDS):
        for find in (shifted.find, annotation.find):
            edits = [
                edit
                for edit in find(text, policy).proposals
                if not withhold or edit.confidence >= policy.min_confidence
            ]
            after = spans.apply(text, spans.fuse(edits))
            if after != text:
                text = after
                break
        else:
            return text
    return text


def matched(clean: str, repaired: str) -> list[bool]:
    """For each character of ``clean``, whether it is there in ``repaired``, in place."""
    found = [False] * len(clean)
    blocks = SequenceMatcher(None, clean, repaired, autojunk=False).get_matching_blocks()
    for at, _, size in blocks:
        found[at : at + size] = [True] * size
    # something put in between two characters makes both wrong
    for left, right in pairwise(blocks):
        if left.size and left.a + left.size == right.a and right.b > left.b + left.size:
            found[right.a - 1] = False
            if right.a < len(found):
                found[right.a] = False
    return found


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of a text, as half-open ranges of code points."""
    for found in SENTENCE.finditer(text):
        if found[0].strip():
            yield found.span()


def compare(clean: str, broken: str, repaired: str, notes: list[tuple[str, str]]) -> list[bool]:
    """For each sentence that holds a shifted run, whether it is right again."""
    shown = broken
    for char, reading in notes:
        shown = shown.replace(f"{char}({reading})", char)
    before, after = matched(clean, shown), matched(clean, repaired)
    return [all(after[start:end]) for start, end in sentences(clean) if not all(before[start:end])]


def pages(folder: Path = CASES / "pages") -> dict[str, str]:
    """The clean pages that GBK can hold, by name."""
    found = {}
    for path in sorted(folder.glob("*.txt")):
        text = path.read_bytes().decode("utf-8")
        try:
            text.encode("gbk")
        except UnicodeEncodeError:
            continue
        found[path.stem] = text
    return found


def _shares(name: str, found: list[tuple[bool, bool]]) -> dict[str, float]:
    return {
        name: _share(sum(right for right, _ in found), len(found)),
        f"{name}, offered": _share(sum(offered for _, offered in found), len(found)),
    }


def _share(good: int, all_: int) -> float:
    return good / all_ if all_ else 1.0


def measure(clean_pages: dict[str, str] | None = None) -> dict[str, float]:
    """Shares of what was put right, and counts of what was changed wrongly.

    A sentence counts as right only if the policy's confidence lets its repair through; "offered"
    counts it too when the repair is the finder's first choice.
    """
    clean_pages = pages() if clean_pages is None else clean_pages
    figures: dict[str, float] = {}
    plain = [0, 0]
    for script in (TRADITIONAL, SIMPLIFIED):
        chosen = [clean for clean in clean_pages.values() if language_of(clean) == script]
        every: list[tuple[bool, bool]] = []
        for manner in (*MANNERS, REFUSED):
            found = [both for clean in chosen for both in _sentences_right(clean, manner, plain)]
            figures |= _shares(f"shifted sentences, {script}, {manner.name}", found)
            every += found if manner is not REFUSED else []
        figures |= _shares(f"shifted sentences, {script}", every)
        figures[f"shifted sentences, {script}, number"] = len(every)
    figures |= _big5(clean_pages)
    figures["plain annotations"] = _share(plain[0], plain[1])
    figures["plain annotations, number"] = plain[1]
    figures["clean pages changed"] = sum(repair(clean) != clean for clean in clean_pages.values())
    return figures | _untouched()


def _big5(clean_pages: dict[str, str]) -> dict[str, float]:
    """The same for Big5, with every traditional character of a page annotated.

    With the list alone four sentences of all pages would be damaged.
    """
    found: list[tuple[bool, bool]] = []
    for page in clean_pages.values():
        if language_of(page) != TRADITIONAL:
            continue
        clean = page.encode("big5", "ignore").decode("big5")
        notes = spelling(
            [(c, readings_of(c)[0]) for c in sorted(set(clean)) if is_han(c) and not is_simple(c)],
            "toneless",
        )
        notes = [(char, reading) for char, reading in notes if reading.isascii()]
        broken = damage_big5(clean, notes)
        right = compare(clean, broken, repair(broken), notes)
        freely = compare(clean, broken, repair(broken, withhold=False), notes)
        found += zip(right, freely, strict=True)
    name = "shifted sentences, Big5"
    return _shares(name, found) | {f"{name}, number": len(found)}


def _sentences_right(clean: str, manner: Manner, plain: list[int]) -> list[tuple[bool, bool]]:
    """For each shifted sentence of a page: right, and right when nothing is withheld.

    Adds to ``plain`` the annotations taken out and those that there were.
    """
    notes = spelling(ANNOTATIONS, manner.spelling)
    broken = broken_by(clean, manner)
    target = fold(clean, manner.folded)
    # what a run hides is not folded, and so neither is what comes out of it
    repaired = fold(repair(broken), manner.folded)
    for char, reading in notes:
        note = f"{char}({reading})"
        plain[0] += broken.count(note) - repaired.count(note)
        plain[1] += broken.count(note)
    freely = fold(repair(broken, withhold=False), manner.folded)
    right = compare(target, broken, repaired, notes)
    return list(zip(right, compare(target, broken, freely, notes), strict=True))


def broken_by(clean: str, manner: Manner) -> str:
    """A clean page as an edit and a decoder of that manner leave it."""
    return damage(
        clean,
        spelling(ANNOTATIONS, manner.spelling),
        marks=manner.marks,
        hole=manner.hole,
        decoder=manner.decoder,
        folded=manner.folded,
    )


def _untouched() -> dict[str, float]:
    """How many texts were changed that must not be."""
    found: dict[str, float] = {}
    for name in ("readings", "clean", "sentences"):
        path = CASES / f"{name}.jsonl"
        if path.exists():
            lines = path.read_bytes().decode("utf-8").split("\n")
            texts = [json.loads(line)["text"] for line in lines if line]
            found[f"{name} changed"] = sum(repair(text) != text for text in texts)
            asked = [text.replace("？", "?").replace("。", "?") for text in texts]
            found[f"question marks in {name} changed"] = sum(
                shifted.find(text, STANDARD).proposals != () for text in asked
            )
    return found


def main(arguments: list[str]) -> int:
    """Print the figures."""
    for figure, value in measure().items():
        print(f"{figure:64} {value:.4g}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main([]))
