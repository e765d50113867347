"""Two collections of others that may lie in a folder beside the repository; skipped when absent.

``../shared/ftfy-cases``: the cases of ftfy's own tests. ``../shared/wild/dev.jsonl``: garbled and
clean text as it was met, with what it should be.

``corpus/cases/ftfy.jsonl`` has a reason for each of ftfy's cases that fixenc does otherwise. Where
the reason is that ftfy's own answer lacks what can be known, the better answer counts as right, for
every tool; texts are told by their digests there.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.menders import Mender

SHARED = Path(__file__).parents[2] / "shared"
FTFY = SHARED / "ftfy-cases"
WILD = SHARED / "wild" / "dev.jsonl"
DIFFERENCES = Path(__file__).parents[1] / "corpus" / "cases" / "ftfy.jsonl"

# A case: the table's row, a text, and the texts that count as right.
Case = tuple[str, str, tuple[str, ...]]


def digest(text: str) -> str:
    """What the case file tells a text by."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def better() -> dict[str, str]:
    """The digests of answers better than ftfy's own, by the digest of the text."""
    rows = map(json.loads, DIFFERENCES.read_text("utf-8").split("\n")[:-1])
    return {row["id"]: row["right"] for row in rows if row["verdict"] == "better"}


def _ftfy() -> Iterator[Case]:
    for path in sorted(FTFY.glob("*.json")):
        for case in json.loads(path.read_text("utf-8")):
            right = case.get("fixed-encoding", case["fixed"])
            known = "" if case["expect"] == "pass" else ", that ftfy fails"
            yield f"ftfy's cases{known}: right", case["original"], (right,)


def _wild() -> Iterator[Case]:
    if not WILD.exists():
        return
    for line in WILD.read_text("utf-8").split("\n"):
        if not line:
            continue
        row: dict[str, Any] = json.loads(line)
        text = row["garbled"]
        if "none" in row["chain"]:
            yield "wild, clean: unchanged", text, (text,)
        elif row["gold"] is None:
            yield "wild, beyond repair: unchanged", text, (text,)
        else:
            right = (row["gold"], *(row.get("gold_alt") or ()))
            kind = "lossy" if row["lossy"] else "lossless"
            yield f"wild, {kind}: right", text, right
            restored = row.get("garbled_restored")
            if restored and restored != text:
                yield f"wild, {kind}, controls restored: right", restored, right


def measure(
    tools: list[Mender], failures: list[tuple[str, str, str, str, str]]
) -> dict[str, dict[str, Any]]:
    """How many of each kind each tool gets right."""
    found: dict[str, dict[str, Any]] = {}
    cases = [*_ftfy(), *_wild()]
    if not cases:
        print("../shared: not here, left out", file=sys.stderr)
    known = better()
    for name, text, right in cases:
        row = found.setdefault(name, {"items": 0, **{tool.name: 0 for tool in tools}})
        row["items"] += 1
        for tool in tools:
            outcome = tool.outcome(text, *right)
            if outcome != "right" and name.startswith("ftfy"):
                outcome = "right" if digest(tool.mend(text)) == known.get(digest(text)) else outcome
            row[tool.name] += outcome == "right"
            if tool is tools[0] and outcome != "right":
                failures.append((outcome, name, text, tool.mend(text), right[0]))
    return found
