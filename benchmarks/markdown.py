"""Markdown tables of what the benchmarks measured, each made of the JSON of a run alone.

``TABLES`` has a function for each benchmark: the part ``found`` of its file to Markdown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

Found = dict[str, Any]
Rows = Iterable[tuple[str, ...]]


def page(name: str, result: dict[str, Any]) -> str:
    """The tables of one run under a line that says which run it was."""
    run = result["run"]
    versions = ", ".join(f"{package} {number}" for package, number in run["versions"].items())
    day = run["date"].partition("T")[0]
    head = f"`{run['command']}`, {day}, {run['machine']}; {versions}."
    return f"{head}\n\n{TABLES[name](result['found'])}"


def table(heading: tuple[str, ...], rows: Rows) -> str:
    """A table: its first column to the left, the others to the right."""
    lines = ["| " + " | ".join(heading) + " |", "| --- |" + " ---: |" * (len(heading) - 1)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def percent(share: float | None, digits: int = 1) -> str:
    """A share of 0 to 1 in per cent; nothing for None."""
    return "" if share is None else f"{100 * share:.{digits}f} %"


def figure(value: float) -> str:
    """A number in three digits or more, without an exponent."""
    if value != value or value in (float("inf"), float("-inf")):
        return str(value)
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def bare(name: str) -> str:
    """A tool's name without its version."""
    return name.partition(" ")[0]


def _model(found: Found) -> str:
    heading = (f"right of {max(found['items']):,} fragments, %", *map(str, found["lengths"]))
    rows = (
        (bare(name) if name != "model" else "fixenc's model alone", *(f"{s:.1f}" for s in shares))
        for name, shares in found["right"].items()
    )
    said = f"\nFragments of the {found['set']}, in {found['languages']} languages.\n"
    return table(heading, rows) + said


def _detect(found: Found) -> str:
    tools = [name for name in found["short"] if name != "cuts"]
    heading = ("", "texts", *map(bare, tools))
    rows: list[tuple[str, ...]] = []
    short = found["short"]
    for size, number in short["cuts"].items():
        shares = (f"{short[tool][size]:.1f} %" for tool in tools)
        rows.append((f"cuts of {size} bytes, read right", str(number), *shares))
    damaged = found["damaged"]
    stray = damaged["stray byte in CJK"]
    for label, row in (("damaged UTF-8, named right", damaged), ("stray byte, named right", stray)):
        shares = (percent(row[tool] / row["cases"]) for tool in tools)
        rows.append((label, str(row["cases"]), *shares))
    if "real" in found:
        real = found["real"]
        shares = (percent(real["right"][tool] / real["files"]) for tool in tools)
        rows.append(("real files (`../shared`), read right", str(real["files"]), *shares))
    times = found["speed"]["median ms a file"]
    if times:
        rows.append(("ms for one of them, median", "", *(f"{times[t]:.2f}" for t in tools)))
    mixed = found["mixed"]["total"]
    exact = percent(damaged["exact offsets"] / damaged["cases"])
    return table(heading, rows) + (
        f"\nOf fixenc alone: the place of the damage in UTF-8 exact in {exact}; in files of two"
        f" encodings {mixed['by line']:.1f} % of the lines right where lines alternate,"
        f" {mixed['inside lines']:.1f} % where the encoding changes inside lines.\n"
    )


SECTIONS = {
    "sentences, strict": "sentences",
    "sentences, holes as C1": "sentences, holes as controls",
    "fragments of 8 characters, strict": "fragments of 8 characters",
    "fragments of 8 characters, by item": "fragments of 8 characters, each text alike",
    "sentences inside a clean line, strict": "sentences inside a clean line",
    "words amid another script, strict": "words amid another script",
    "layers": "several misreads",
}


def family(found: Found, section: str, tool: str, wanted: Callable[[str], bool]) -> float:
    """The share right of the misreads of some families."""
    rows = [row for name, row in found[section][tool]["by family"].items() if wanted(name)]
    return float(sum(r["items"] * r["right"] for r in rows) / max(1, sum(r["items"] for r in rows)))


def _repair(found: Found) -> str:
    tools = list(found["tools"])
    rows: list[tuple[str, ...]] = []
    for section, label in SECTIONS.items():
        if section not in found:
            continue
        part = found[section]
        number = str(part[tools[0]]["items"])
        if section.endswith("by item"):
            shares = (percent(part[tool]["right"]) for tool in tools)
            rows.append((f"{label}: right", number, *shares))
        else:
            means = (percent(part[tool]["right, mean over chains"]) for tool in tools)
            rows.append((f"{label}: right, mean over chains", number, *means))
        wrong = (percent(part[tool]["wrong"]) for tool in tools)
        rows.append((f"{label}: made wrong", number, *wrong))
    attempts = [found[section] for section in SECTIONS if section in found]
    number = sum(part[tools[0]]["items"] for part in attempts)
    if number:
        spoilt = {t: sum(part[t]["items"] * part[t]["wrong"] for part in attempts) for t in tools}
        wrong = (f"{100 * spoilt[tool] / number:.2f} %" for tool in tools)
        rows.append(("all of these: made wrong", f"{number:,}", *wrong))
    strict = found.get("sentences, strict", {tools[0]: {"by family": {}}})
    for name, row in strict[tools[0]]["by family"].items():
        shares = (percent(strict[tool]["by family"][name]["right"]) for tool in tools)
        rows.append((f"sentences, {name}: right", str(row["items"]), *shares))
    for source, row in found.get("clean text", {}).items():
        rows.append((f"{source}: changed", f"{row['items']:,}", *(str(row[t]) for t in tools)))
    for source, row in found.get("other collections", {}).items():
        rows.append((f"`../shared`, {source}", str(row["items"]), *(str(row[t]) for t in tools)))
    return table(("", "texts", *tools), rows)


def _damage(found: Found) -> str:
    lost, unshown = found["lost"], found["unshown"]
    shares = [
        (name + c["read"], c["naive"], c["engine"], c["exact"])
        for name, figures in (("", lost), ("without controls, ", unshown))
        for c in figures["chains"]
    ]
    parts = [
        table(
            ("UTF-8 read as, bytes lost", "naive, % of characters", "fixenc", "lines exact, %"),
            ((name, *(f"{value:.1f}" for value in values)) for name, *values in shares),
        )
    ]
    good, sure = map(sum, zip(lost["sure"], unshown["sure"], strict=True))
    right, wild = lost["wild"]
    parts.append(
        f"\nInferred edits of confidence 0.9 and more: {good} of {sure} right."
        + (f" Real lines (`../shared`): {right} of {wild} exactly right.\n" if wild else "\n")
    )
    pages = found["pages"]
    rows = [
        (
            name,
            str(pages[f"{name}, number"]),
            percent(value),
            percent(pages.get(f"{name}, offered")),
        )
        for name, value in pages.items()
        if f"{name}, number" in pages
    ]
    parts.append("\n" + table(("pages edited byte by byte", "number", "right", "offered"), rows))
    changed = sum(value for name, value in pages.items() if name.endswith("changed"))
    parts.append(f"\nClean texts changed by these finders: {changed:g}.\n")
    files = found["bytes"]
    kinds = ("lost", "put in", "changed")
    cells: dict[str, dict[str, str]] = {}
    for name, value in files.items():
        text, _, kind = name.partition(", one byte in ")
        if kind and not kind.endswith("alone"):
            alone = files[f"{name}, decoder alone"]
            row = cells.setdefault(text, {})
            row[kind.partition(" ")[2]] = f"{100 * value:.2f} ({100 * alone:.2f})"
    rows = [(text, *(row.get(kind, "") for kind in kinds)) for text, row in cells.items()]
    heading = ("one byte in 2,000 …, % of characters right (decoder alone)", *kinds)
    parts.append("\n" + table(heading, rows))
    return "".join(parts)


def _calibrate(found: Found) -> str:
    heading = "answers|right|ECE|precision at 0.99|kept|precision at 0.9|kept".split("|")
    rows = (
        (
            name,
            f"{row['number']:,}",
            percent(row["right"], 2),
            f"{row['ece']:.4f}",
            *(percent(row[key], 2) for key in list(row)[3:]),
        )
        for name, row in found["figures"].items()
    )
    return table(("", *heading), rows)


def _filter(found: Found) -> str:
    sides = [s for s in ("decode", "json.loads", "plsfix", "ftfy") if _any(found, s)]
    rows = (
        (
            name,
            f"{row['fixenc']:,.0f}",
            *(f"{row['fixenc'] / row[s]:.2f}" if s in row else "" for s in sides),
        )
        for name, row in found.items()
    )
    return table(("", "fixenc, MB/s", *(f"times {s}" for s in sides)), rows)


def _any(found: Found, key: str) -> bool:
    return any(key in row for row in found.values())


def _arrow(found: Found) -> str:
    names = "string_is_ascii|NFC inside Arrow|the gate inside Arrow|fixenc, clean"
    names += "|fixenc, 1 % garbled|ftfy.fix_encoding"
    rows = [(name, f"{found[name]:,.0f}") for name in names.split("|")]
    stopped, garbled = (f"{1e3 * found[f's, {kind}']:.2f}" for kind in ("stopped", "garbled"))
    return table(("rows of 430 bytes, mixed", "rows/s"), rows) + (
        f"\nThe gate stops {percent(found['stopped'])} of the clean rows, at {stopped} ms"
        f" each; a garbled one takes {garbled} ms.\n\n"
        + table(
            ("share of rows garbled", "core hours a TB"),
            ((name, f"{hours:,.0f}") for name, hours in found["core hours a TB"].items()),
        )
        + "\n"
        + table(
            ("the gate alone", "MB/s", "stopped"),
            (
                (name, f"{row['MB/s']:,.0f}", percent(row["stopped"]))
                for name, row in found["languages"].items()
            ),
        )
    )


def _speed(found: Found) -> str:
    calls = {name: row for name, row in found.items() if "fixenc us" in row}
    others = [key[6:] for key in next(iter(calls.values())) if key.startswith("times ")]
    rows = [
        (
            name,
            percent(row["stopped"]),
            figure(row["fixenc us"]),
            *(figure(row[f"times {side}"]) for side in others),
        )
        for name, row in calls.items()
    ]
    parts = [
        table(("a call a line", "stopped", "fixenc, µs", *(f"times {s}" for s in others)), rows)
    ]
    detection = found["detection"]
    rows = [
        (key[6:], figure(value)) for key, value in detection.items() if key.startswith("times ")
    ]
    heading = (f"detection of 200 bytes, {detection['fixenc ms']:.2f} ms", "times fixenc's")
    parts.append(table(heading, rows))
    rest = [
        (name, figure(value))
        for part in ("size", "import", "memory")
        for name, value in found.get(part, {}).items()
    ]
    parts.append(table(("", "fixenc"), rest))
    return "\n".join(parts)


def _cold(found: Found) -> str:
    rows = ((name, f"{value:.0f}") for name, value in found.items())
    return table(("a fresh process, median", "ms"), rows)


def _engines(found: Found) -> str:
    rows = ((name, *(figure(v) for v in row.values())) for name, row in found.items())
    return table(("", *next(iter(found.values()))), rows)


def _scale(found: Found) -> str:
    memory = found["memory"]
    said = (
        f"{memory['GB']:g} GB through a pipe took {memory['seconds of processor']:.0f} s of"
        f" processor time and {memory['resident MB']:.0f} MB of memory at most.\n\n"
    )
    sides = {name: row for name, row in found.items() if name != "memory"}
    rows = ((name, *(f"{value:.2f}" for value in row.values())) for name, row in sides.items())
    return said + (table(("two beside one", *next(iter(sides.values()))), rows) if sides else "")


TABLES: dict[str, Callable[[Found], str]] = {
    "model": _model,
    "detect": _detect,
    "repair": _repair,
    "damage": _damage,
    "calibrate": _calibrate,
    "filter": _filter,
    "arrow": _arrow,
    "speed": _speed,
    "cold": _cold,
    "engines": _engines,
    "scale": _scale,
}
