"""How well the finders for byte-edited GBK pages do on simulated damage.

``python -m benchmarks.damage_pages`` prints the figures; ``measure`` gives them. Every clean page
of ``corpus/cases/pages`` is damaged by ``tests/oracles/byte_edits.py`` in several manners and
repaired by the two finders alone; a sentence is right when every character of it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from fixenc import spans
from fixenc.policy import STANDARD, Policy
from fixenc.repair.finders import annotation, shifted
from tests.oracles.byte_edits import ANNOTATIONS, damage, fold, spelling

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
    swallow: bool = True
    folded: str = "none"


MANNERS = (
    Manner("plain"),
    Manner("nfkc", folded="nfkc"),
    Manner("common", folded="common"),
    Manner("toneless", spelling="toneless", marks="；！"),
    Manner("spaced", spelling="spaced", marks="？"),
    Manner("replacement", hole="\ufffd"),
    Manner("spared", hole="\ufffd", swallow=False),
)


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
    for left, right in zip(blocks, blocks[1:], strict=False):
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
    return [
        all(after[start:end]) for start, end in sentences(clean) if not all(before[start:end])
    ]


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


def _share(good: int, all_: int) -> float:
    return good / all_ if all_ else 1.0


def measure(clean_pages: dict[str, str] | None = None) -> dict[str, float]:
    """Shares of what was put right, and counts of what was changed wrongly."""
    clean_pages = pages() if clean_pages is None else clean_pages
    right = total = plain_right = plain_total = 0
    figures: dict[str, float] = {}
    for manner in MANNERS:
        of_manner: list[bool] = []
        notes = spelling(ANNOTATIONS, manner.spelling)
        for clean in clean_pages.values():
            broken = damage(
                clean,
                notes,
                marks=manner.marks,
                hole=manner.hole,
                swallow=manner.swallow,
                folded=manner.folded,
            )
            target = fold(clean, manner.folded)
            # what a run hides is not folded, and so neither is what comes out of it
            repaired = fold(repair(broken), manner.folded)
            of_manner += compare(target, broken, repaired, notes)
            for char, reading in notes:
                note = f"{char}({reading})"
                plain_total += broken.count(note)
                plain_right += broken.count(note) - repaired.count(note)
        figures[f"shifted sentences, {manner.name}"] = _share(sum(of_manner), len(of_manner))
        right += sum(of_manner)
        total += len(of_manner)
    figures["shifted sentences"] = _share(right, total)
    figures["plain annotations"] = _share(plain_right, plain_total)
    figures["shifted sentences, number"] = total
    figures["plain annotations, number"] = plain_total
    figures["clean pages changed"] = sum(repair(clean) != clean for clean in clean_pages.values())
    figures |= _untouched()
    return figures


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


if __name__ == "__main__":
    for figure, value in measure().items():
        print(f"{figure:45} {value:.4g}")
