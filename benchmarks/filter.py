"""How fast the filter is, beside ``bytes.decode``, ftfy.fix_encoding, plsfix and ``json.loads``.

``python -m benchmarks filter [--quick]``. Each line of text is put together from
pieces of clean text at random, so that none comes twice: those that ``python -m corpus.build
clean`` gathers, if it was run, or else the project's sentences and pages. One line in a hundred is
garbled for the second table. Others are given line by line, as they are used. Everything is timed
in one run, in processor time, the best of some, each on lines of its own: read ratios, not MB/s.
``python -m benchmarks scale`` measures memory and workers.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks import clock, results
from benchmarks.gate_speed import TEXTS, text_of
from fixenc.filter import Filter

ROOT = Path(__file__).resolve().parents[1]
LINES = ROOT / "corpus" / ".cache" / "clean" / "lines.jsonl"

SIZE = 2_000_000  # bytes of each text
LINE = 200  # code points, about
CHUNK = 1 << 18
RUNS = 3  # the best of
SLOW = 20  # others get this part of the text

LANGUAGES = {
    "Chinese": (("zh-hans",), "utf-8", "latin-1"),
    "Russian": (("ru",), "utf-8", "cp1251"),
    "French+German": (("fr", "de"), "utf-8", "cp1252"),
}
GARBLED = 0.01  # of the lines

# What is to be reached: the speed of the filter over that of another, by text.
FLOORS = {
    ("Chinese", "decode"): 0.4,
    ("Chinese", "plsfix"): 8.0,
    ("Russian", "plsfix"): 8.0,
    ("French+German", "plsfix"): 8.0,
    ("Chinese, 1 % garbled", "plsfix"): 4.0,
    ("Russian, 1 % garbled", "plsfix"): 4.0,
    ("French+German, 1 % garbled", "plsfix"): 4.0,
    ("JSON lines", "json.loads"): 0.6,
    ("JSON lines, escaped", "json.loads"): 0.6,
}
ASCII = 2000.0  # MB/s

Row = dict[str, float]


def pieces(name: str, *, own: bool) -> list[str]:
    """Clean stretches of text in the languages of that name; ``own`` are the project's."""
    wanted = LANGUAGES[name][0]
    if LINES.exists() and not own:
        with LINES.open(encoding="utf-8", newline="\n") as file:
            rows = map(json.loads, file)
            found = [row["text"] for row in rows if row["lang"] in wanted]
        if found:
            return found
    return [line for line in dict.fromkeys(text_of(*TEXTS[name]).split("\n")) if line]


def lines(name: str, seed: int, *, total: int = SIZE, own: bool = False) -> list[str]:
    """Lines of clean text, no two alike, about ``total`` bytes."""
    chance = random.Random(seed)
    known = pieces(name, own=own)
    gap = "" if name == "Chinese" else " "
    found: list[str] = []
    size = 0
    while size < total:
        parts: list[str] = []
        while sum(map(len, parts)) < LINE:
            parts.append(chance.choice(known))
        found.append(gap.join(parts))
        size += len(found[-1].encode()) + 1
    return found


def garbled(clean: list[str], name: str) -> list[str]:
    """The same with one line in a hundred misread."""
    _, written, read = LANGUAGES[name]
    found = list(clean)
    wanted = int(len(found) * GARBLED)
    for i in random.Random(1).sample(range(len(found)), len(found)):
        try:
            misread = found[i].encode(written).decode(read)
        except UnicodeDecodeError:  # it would not come back whole
            continue
        if misread != found[i] and wanted > 0:
            found[i] = misread
            wanted -= 1
    return found


def cut_up(data: bytes) -> list[bytes]:
    """Bytes in chunks, as they are read."""
    return [data[start : start + CHUNK] for start in range(0, len(data), CHUNK)]


def filtered(chunks: list[bytes], format: str = "text") -> Filter:
    """Run the filter over some bytes, a chunk at a time."""
    sieve = Filter(format=format)
    for chunk in chunks:
        sieve.feed(chunk)
    sieve.close()
    return sieve


def others() -> dict[str, Callable[[str], str]]:
    """Other tools that mend a text, by name; those that are not installed are left out."""
    found: dict[str, Callable[[str], str]] = {}
    try:
        import plsfix

        found["plsfix"] = (
            plsfix.fix_encoding if hasattr(plsfix, "fix_encoding") else plsfix.fix_text
        )
    except ImportError:
        pass
    try:
        import ftfy

        found["ftfy"] = ftfy.fix_encoding
    except ImportError:
        pass
    return found


def measure(texts: list[list[str]]) -> Row:
    """The speeds on some lines, and the shares of them that were repaired or found damaged.

    Each run has lines of its own, so that nothing which was seen before is met again.
    """
    data = [("\n".join(some) + "\n").encode() for some in texts]
    size = sum(map(len, data)) // len(data)
    sieve = filtered(cut_up(data[0]))
    fresh = map(cut_up, data[1:])
    row = {
        "decode": clock.speed(data[0].decode, size, RUNS),
        "fixenc": clock.speed(lambda: filtered(next(fresh)), size, RUNS),
        "repaired": sieve.counts.verdicts["repaired"] / len(texts[0]),
        "damaged": sieve.counts.verdicts["damaged"] / len(texts[0]),
    }
    few = texts[0][::SLOW]
    size = len("\n".join(few).encode())
    for name, mend in others().items():
        row[name] = clock.speed(lambda mend=mend: [mend(line) for line in few], size, 2)
    return row


def as_json(texts: list[str], *, escaped: bool) -> bytes:
    """Records with some text in them."""
    rows = [
        json.dumps(
            {"id": i, "url": f"https://example.org/{i}", "text": text, "score": 0.5 + i},
            ensure_ascii=escaped,
        )
        for i, text in enumerate(texts)
    ]
    return ("\n".join(rows) + "\n").encode()


def measure_json(texts: list[list[str]], *, escaped: bool) -> Row:
    """The speed on JSON lines beside that of parsing them; new ones for each run."""
    data = [as_json(some, escaped=escaped) for some in texts]
    size = sum(map(len, data)) // len(data)
    filtered(cut_up(data[0]), "jsonl")
    fresh = map(cut_up, data[1:])
    split = data[0].split(b"\n")[:-1]
    return {
        "decode": clock.speed(data[0].decode, size, RUNS),
        "fixenc": clock.speed(lambda: filtered(next(fresh), "jsonl"), size, RUNS),
        "json.loads": clock.speed(lambda: [json.loads(line) for line in split], size, RUNS),
    }


def ascii_text() -> bytes:
    """Plain English of short lines, with a question now and then."""
    line = b"The ferry to the islands leaves at nine from the second pier, weather allowing.\n"
    return (line * 20 + b"Is there another one in the afternoon? Ask at the office.\n") * 40_000


def show(table: dict[str, Row], columns: Iterable[str]) -> None:
    """Print speeds in MB/s, and in brackets how many times as fast the filter is."""
    for name, row in table.items():
        cells = []
        for column in columns:
            if column in row:
                ratio = f" ({row['fixenc'] / row[column]:.2f})" if column != "fixenc" else ""
                cells.append(f"{column} {row[column]:.0f}{ratio}")
        shares = [f"{row[key]:.2%} {key}" for key in ("repaired", "damaged") if key in row]
        print(f"{name:28}" + "  ".join([*cells, *shares]))


def table_of(total: int = SIZE, *, own: bool = False) -> dict[str, Row]:
    """The speeds on every text of about ``total`` bytes; ``own`` is the project's alone."""
    seeds = range(RUNS + 1)
    found: dict[str, Row] = {}
    for name in LANGUAGES:
        found[name] = measure([lines(name, seed, total=total, own=own) for seed in seeds])
        clean = [lines(name, -1 - seed, total=total, own=own) for seed in seeds]
        found[f"{name}, 1 % garbled"] = measure([garbled(some, name) for some in clean])
    texts = [
        [line for name in LANGUAGES for line in lines(name, 100 + seed, total=total, own=own)[::3]]
        for seed in range(2 * len(seeds))
    ]
    found["JSON lines"] = measure_json(texts[: len(seeds)], escaped=False)
    found["JSON lines, escaped"] = measure_json(texts[len(seeds) :], escaped=True)
    data = ascii_text()
    chunks = cut_up(data)
    found["ASCII"] = {
        "decode": clock.speed(data.decode, len(data), RUNS),
        "fixenc": clock.speed(lambda: filtered(chunks), len(data), RUNS),
    }
    return found


def main(arguments: list[str]) -> int:
    """Print the table; exit code 1 when something is not reached."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks filter")
    parser.add_argument("--quick", action="store_true", help="a tenth of the text")
    options = parser.parse_args(arguments)
    print(f"text from {'lines of software' if LINES.exists() else 'the project itself'}; MB/s")
    table = table_of(SIZE // 10 if options.quick else SIZE)
    show(table, ("fixenc", "decode", *others(), "json.loads"))
    results.keep("filter", arguments, table)
    missed = [
        f"{name}: {table[name]['fixenc'] / table[name][other]:.2f} of {other}, not {floor}"
        for (name, other), floor in FLOORS.items()
        if other in table[name] and table[name]["fixenc"] < floor * table[name][other]
    ]
    if table["ASCII"]["fixenc"] < ASCII:
        missed.append(f"ASCII: {table['ASCII']['fixenc']:.0f} MB/s, not {ASCII:.0f}")
    for line in missed:
        print(f"short of the aim: {line}")
    return int(bool(missed))
