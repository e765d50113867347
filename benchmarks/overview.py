"""The table of the README: what fixenc reaches beside the others, made of five runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from benchmarks.markdown import bare, family, figure, percent, table

REPAIRERS = ("fixenc", "ftfy", "plsfix")
DETECTORS = ("fixenc", "chardet", "charset-normalizer")
LINES = ("Chinese", "Russian", "French+German", "ASCII")
Found = dict[str, Any]


def overview(runs: dict[str, Found]) -> str:
    """Two tables: of those that repair text, and of those that name encodings."""
    return f"{_repairing(runs)}\n{_detecting(runs)}"


def _repairing(runs: dict[str, Found]) -> str:
    repair, speed = runs["repair"], runs["speed"]
    tools = [tool for tool in REPAIRERS if tool in repair["tools"]]
    rows: list[tuple[str, ...]] = []

    def shares(label: str, share: Callable[[str], float]) -> None:
        rows.append((label, *(percent(share(tool)) for tool in tools)))

    def mean(section: str) -> Callable[[str], float]:
        return lambda tool: float(repair[section][tool]["right, mean over chains"])

    whole, inner = "sentences, strict", "sentences inside a clean line, strict"
    chains = len(repair[whole][tools[0]]["by chain"])
    shares(f"sentences put right, mean over {chains} chains", mean(whole))
    shares(
        "of these UTF-8 read as a single-byte encoding",
        lambda tool: family(repair, whole, tool, "utf-8>single-byte".__eq__),
    )
    shares(
        "of these with an East Asian encoding in it",
        lambda tool: family(repair, whole, tool, lambda name: "cjk" in name),
    )
    shares("inside a clean line", mean(inner))
    shares("8 characters alone", mean("fragments of 8 characters, strict"))
    shares("made something wrong", lambda tool: float(repair[whole][tool]["wrong"]))
    clean = [row for name, row in repair["clean text"].items() if name.startswith("the project's")]
    more = [row for row in repair["clean text"].values() if row not in clean]
    tempting, found = "clean texts of the project, many chosen to tempt", "clean texts as found"
    for label, some in ((tempting, clean), (found, more)):
        number = sum(row["items"] for row in some)
        if number:
            counts = (f"{sum(row[tool] for row in some):,}" for tool in tools)
            rows.append((f"changed of {number:,} {label}", *counts))
    for name in LINES:
        row = speed[f"clean lines, {name}"]
        rows.append((f"a clean line, {name.replace('+', ', ')}", *_times(row, tools)))
    rows.append(("a garbled line", *_times(speed["garbled"], tools)))
    return table(("", *tools), rows)


def _times(row: Found, tools: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{figure(row[f'{tool} us'])} µs" for tool in tools)


def _detecting(runs: dict[str, Found]) -> str:
    short, model, speed = runs["detect"]["short"], runs["model"], runs["speed"]["detection"]
    names = {bare(name): name for name in short if name != "cuts"}
    tools = [tool for tool in DETECTORS if tool in names]
    rows = [
        (f"{size} bytes read right", *(f"{short[names[tool]][size]:.1f} %" for tool in tools))
        for size in ("10", "20", "100")
    ]
    lengths = dict(zip(model["lengths"], range(len(model["lengths"])), strict=True))
    for length in (8, 32):
        fragments = (f"{model['right'][names[tool]][lengths[length]]:.1f} %" for tool in tools)
        rows.append((f"{length} characters of any language", *fragments))
    rows.append(("200 bytes", *(f"{figure(speed[f'{tool} ms'])} ms" for tool in tools)))
    cold = runs["cold"]
    first = {"fixenc": cold["detect"], "chardet": cold["detect, chardet"]}
    first_ms = (f"{first[tool]:.0f} ms" if tool in first else "" for tool in tools)
    rows.append(("a first answer, import included", *first_ms))
    return table(("", *tools), rows)
