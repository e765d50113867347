"""How fast the gate is on clean text, and how much of it the gate stops.

``python -m benchmarks gate_speed``. The text is the project's own sentences and pages, repeated, in
lines as they stand there. Beside it ``bytes.decode`` and one class of characters that never
matches, in the same run: read ratios, not MB/s. No garbled text is measured, the finders take over
from there.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from benchmarks import clock
from fixenc.repair.gate import look, patterns

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "corpus" / "cases"
RESULTS = Path(__file__).parent / "results" / "gate_speed.json"

SIZE = 2_000_000  # bytes of UTF-8
RUNS = 5  # the best of
NEVER = re.compile("[\x01\u9fff]")  # the cheapest pass there is

# Name: languages of the sentences, pattern of the pages.
TEXTS = {
    "English": (("en",), ""),
    "Chinese": (("zh-hans", "zh-hant"), "*.txt"),
    "Japanese": (("ja",), ""),
    "Korean": (("ko",), ""),
    "Russian": (("ru",), ""),
    "French+German": (("fr", "de"), ""),
    "Spanish+Portuguese": (("es", "pt"), ""),
    "Polish+Czech": (("pl", "cs"), ""),
    "Arabic+Hebrew": (("ar", "he"), ""),
    "Greek": (("el",), ""),
    "Vietnamese": (("vi",), ""),
}
FLOORS = {"Chinese": 300, "Russian": 150, "French+German": 60}  # MB/s of the pattern alone


def text_of(languages: tuple[str, ...], pages: str) -> str:
    """Lines of clean text, about ``SIZE`` bytes."""
    rows = (CASES / "sentences.jsonl").read_text(encoding="utf-8").split("\n")
    found = [json.loads(row) for row in rows if row]
    text = "\n".join(row["text"] for row in found if row["lang"] in languages)
    for path in sorted((CASES / "pages").glob(pages)) if pages else ():
        text += "\n" + path.read_text(encoding="utf-8")
    return (text + "\n") * (SIZE // len(text.encode()) + 1)


def measure(text: str) -> dict[str, float]:
    """The speeds on one text, and the share of its lines that are stopped."""
    data = text.encode()
    lines = text.count("\n")
    sides: dict[str, Callable[[], object]] = {
        "decode": data.decode,
        "class": lambda: NEVER.search(text),
        "pattern": lambda: sum(1 for _ in patterns.pattern().finditer(text)),
        "signs": lambda: _signs(text),
        "gate": lambda: sum(1 for _ in look.lines_to_look_at(text)),
    }
    return {
        **{name: clock.speed(work, len(data), RUNS) for name, work in sides.items()},
        "stopped": sum(1 for _ in look.lines_to_look_at(text)) / lines,
    }


def _signs(text: str) -> int:
    """All signs, as the gate looks for them: one a line."""
    signs = look.Signs(text)
    at = found = 0
    while (sign := signs.first(at)) < len(text):
        found += 1
        at = text.find("\n", sign)
        if at < 0:
            break
    return found


def compile_time() -> float:
    """Milliseconds until the pattern is read and compiled, the best of some runs."""

    def compiled() -> None:
        re.purge()
        patterns.pattern.cache_clear()
        patterns.pattern()

    return clock.least(compiled, RUNS, perf_counter) * 1e3


def main(arguments: list[str]) -> int:
    """Print the table; exit code 1 when a floor is missed."""
    if arguments:
        print("usage: python -m benchmarks gate_speed", file=sys.stderr)
        return 2
    print(f"pattern compiled in {compile_time():.1f} ms; speeds in MB/s of UTF-8")
    found = {name: measure(text_of(*sources)) for name, sources in TEXTS.items()}
    columns = ("decode", "class", "pattern", "signs", "gate", "stopped")
    print(f"{'':20}" + "".join(f"{column:>9}" for column in columns))
    for name, row in found.items():
        cells = "".join(f"{row[column]:9.0f}" for column in columns[:-1])
        print(f"{name:20}{cells}{row['stopped']:9.1%}")
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    slow = [name for name, floor in FLOORS.items() if found[name]["pattern"] < floor]
    if slow:
        print(f"below the floor: {', '.join(slow)}")
    return int(bool(slow))
