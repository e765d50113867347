"""The detector side by side with others: ``python -m benchmarks detect [--quick]``.

Real files (an optional folder beside the repository), short cuts of the project's own sentences,
damaged and mixed files, binary ones, speed and memory. Everything is seeded; figures of speed are
the best of several runs. Prints tables; a run of all parts is kept in ``benchmarks/results``.
"""

from __future__ import annotations

import codecs
import json
import random
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import fixenc
from benchmarks import results
from benchmarks.peers import Reader, readers
from tests.oracles import mixed_files

ROOT = Path(__file__).parents[1]
REAL = ROOT.parent / "shared" / "detection" / "files"

# A label of a folder, and what may be read in its place.
SUPERSETS = {
    "gb2312": ("gb18030",),
    "gbk": ("gb18030",),
    "iso8859-1": ("cp1252",),
    "shift_jis": ("cp932",),
    "euc_kr": ("cp949",),
    "tis-620": ("cp874",),
    "big5": ("cp950", "big5hkscs"),
    "ascii": ("utf-8",),
}
# The legacy encodings usual for each language, for short cuts.
USUAL: tuple[tuple[str, str], ...] = tuple(
    (language, encoding)
    for language, encodings in {
        "zh-hans": "gb18030",
        "zh-hant": "big5",
        "ja": "cp932 euc_jp",
        "ko": "cp949",
        "ru": "cp1251 koi8-r cp866",
        "uk": "cp1251",
        "bg": "cp1251",
        "sr": "cp1251",
        "el": "cp1253 iso8859-7",
        "he": "cp1255",
        "ar": "cp1256",
        "fa": "cp1256",
        "th": "cp874",
        "tr": "cp1254",
        "pl": "cp1250 iso8859-2",
        "cs": "cp1250 iso8859-2",
        "hu": "cp1250 iso8859-2",
        "ro": "cp1250",
        "de": "cp1252",
        "fr": "cp1252",
        "es": "cp1252",
        "pt": "cp1252",
        "sv": "cp1252",
        "is": "cp1252",
        "et": "cp1257",
        "lv": "cp1257",
        "lt": "cp1257",
    }.items()
    for encoding in encodings.split()
)
SIZES = (10, 20, 50, 100, 200)
DAMAGED = ("zh-hans", "ja", "ko", "ru", "el", "ar", "th", "fr", "de", "pl")
LENGTHS = (500, 5000, 50_000)


def sentences() -> dict[str, list[str]]:
    """The project's sentences by language."""
    found: dict[str, list[str]] = {}
    with (ROOT / "corpus" / "cases" / "sentences.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            case = json.loads(line)
            found.setdefault(case["lang"], []).append(case["text"])
    return found


def real_files() -> dict[str, bytes]:
    """The real files, by folder and name; none where the folder is absent."""
    return {
        f"{path.parent.name}/{path.name}": path.read_bytes()
        for path in sorted(REAL.glob("*/*"))
        if path.is_file()
    }


def label(name: str) -> str:
    """The encoding that a folder of real files is named after."""
    folder = name.split("/")[0]
    for end in range(len(folder), 0, -1):
        try:
            return codecs.lookup(folder[:end]).name if end > 3 else folder
        except LookupError:
            continue
    return folder


def _decoded(data: bytes, name: str) -> str:
    return data.decode(name, "replace").removeprefix("\ufeff")


def accepted(data: bytes, name: str) -> set[str]:
    """The texts that count as right for a file of that name."""
    encoding = label(name)
    return {_decoded(data, e) for e in (encoding, *SUPERSETS.get(encoding, ()))}


def _read(reader: Reader, data: bytes) -> tuple[str | None, str | None]:
    text, encoding = reader(data)
    return (None if text is None else text.removeprefix("\ufeff")), encoding


def measure_real(peers: dict[str, Reader]) -> dict[str, Any]:
    """Files read right, and those that only others read right."""
    files = real_files()
    right: dict[str, set[str]] = {peer: set() for peer in peers}
    answers: dict[str, str | None] = {}
    for name, data in files.items():
        texts = accepted(data, name)
        for peer, reader in peers.items():
            text, encoding = _read(reader, data)
            if text is not None and text in texts:
                right[peer].add(name)
            elif peer.startswith("fixenc"):
                answers[name] = encoding
    ours = next(iter(right.values()))
    others = set().union(*list(right.values())[1:]) if len(right) > 1 else set()
    return {
        "files": len(files),
        "right": {peer: len(names) for peer, names in right.items()},
        "wrong": answers,
        "only others right": sorted(others - ours),
    }


def cuts(size: int, starts: int = 12) -> list[tuple[str, str, bytes, str]]:
    """Cuts of about ``size`` bytes: language, encoding, bytes, text; each holds a high byte."""
    found = []
    by_language = sentences()
    for language, encoding in USUAL:
        texts = by_language.get(language, [])
        for first in range(min(starts, len(texts))):
            words = " ".join(texts[first:] + texts[:first])
            data = b""
            text = ""
            for char in words:
                try:
                    piece = char.encode(encoding)
                except UnicodeEncodeError:
                    break
                if len(data) + len(piece) > size:
                    break
                data, text = data + piece, text + char
            if not data.isascii() and len(data) > size - 4:
                found.append((language, encoding, data, text))
    return found


def measure_short(peers: dict[str, Reader]) -> dict[str, Any]:
    """Share of cuts read right, in percent, by size."""
    table: dict[str, Any] = {"cuts": {}}
    for size in SIZES:
        made = cuts(size)
        table["cuts"][size] = len(made)
        for peer, reader in peers.items():
            right = sum(reader(data)[0] == text for _, _, data, text in made)
            table.setdefault(peer, {})[size] = round(100 * right / len(made), 1)
    return table


def _text_of(texts: list[str], length: int, rng: random.Random) -> str:
    parts: list[str] = []
    size = 0
    while size < length:
        parts.append(rng.choice(texts) + rng.choice("\n "))
        size += len(parts[-1])
    return "".join(parts)[:length]


def measure_damaged(peers: dict[str, Reader]) -> dict[str, Any]:
    """Damaged UTF-8: the encoding right, for fixenc the offsets too; damaged CJK: the family."""
    rng = random.Random(5)
    by_language = sentences()
    table: dict[str, Any] = {"cases": 0, "exact offsets": 0, "failed": []}
    for language in DAMAGED:
        for length in LENGTHS:
            text = _text_of(by_language[language], length, rng)
            for case in mixed_files.damaged_utf8(rng, text):
                table["cases"] += 1
                found = fixenc.detect(case.data)
                offsets = [d.offset for d in found.defects]
                exact = offsets == ([] if case.offset is None else [case.offset])
                table["exact offsets"] += exact and found.encoding == "utf-8"
                if not exact or found.encoding != "utf-8" or found.segments:
                    failure = (language, length, case.manner, found.encoding, offsets[:3])
                    table["failed"].append((*failure, case.offset))
                for peer, reader in peers.items():
                    named = reader(case.data)[1] in ("utf-8", "utf_8", "UTF-8")
                    table[peer] = table.get(peer, 0) + named
    table["stray byte in CJK"] = _measure_stray(peers, by_language)
    return table


def _measure_stray(peers: dict[str, Reader], by_language: dict[str, list[str]]) -> dict[str, Any]:
    rng = random.Random(6)
    families = {
        "gbk": ("zh-hans", {"gb18030", "gbk", "gb2312"}),
        "big5": ("zh-hant", {"big5", "big5hkscs", "cp950"}),
        "cp932": ("ja", {"cp932", "shift_jis"}),
        "euc_kr": ("ko", {"euc_kr", "cp949"}),
    }
    table: dict[str, Any] = {"cases": 0, "failed": []}
    for encoding, (language, family) in families.items():
        for length in (100, 500, 5000):
            for stray in (0xFF, 0x80, 0xE9, 0xA1):
                text = "".join(
                    c
                    for c in _text_of(by_language[language], length, rng)
                    if mixed_files.fits(c, encoding)
                )
                data = mixed_files.stray_byte(rng, text, encoding, stray)
                table["cases"] += 1
                for peer, reader in peers.items():
                    name = reader(data)[1]
                    right = name is not None and name.lower().replace("-", "_") in family
                    table[peer] = table.get(peer, 0) + right
                    if not right and peer.startswith("fixenc"):
                        table["failed"].append((encoding, length, stray, name))
    return table


def measure_mixed() -> dict[str, Any]:
    """Share of lines read right in files of two encodings, in percent, by pair and manner."""
    by_language = sentences()
    table: dict[str, Any] = {}
    total: dict[str, list[int]] = {"by line": [0, 0], "inside lines": [0, 0]}
    for first, first_language, second, second_language in mixed_files.PAIRS:
        one = (first, by_language[first_language])
        two = (second, by_language[second_language])
        row = table[f"{first} ({first_language}) + {second}"] = {}
        for manner, make in (
            ("by line", mixed_files.by_line),
            ("inside lines", mixed_files.inside_lines),
        ):
            rng = random.Random(7)
            for share in mixed_files.SHARES:
                right = lines = 0
                for _ in range(2):
                    made = make(rng, one, two, share=share, count=100)
                    read = fixenc.detect(made.data).decode().split("\n")
                    lines += len(made.lines)
                    right += sum(a == b for a, b in zip(read, made.lines, strict=False))
                row[f"{manner} {share}"] = round(100 * right / lines, 1)
                total[manner][0] += right
                total[manner][1] += lines
    table["total"] = {manner: round(100 * a / b, 2) for manner, (a, b) in total.items()}
    return table


def measure_binary(peers: dict[str, Reader]) -> dict[str, Any]:
    """What each says of bytes that are no text."""
    made = mixed_files.binaries(random.Random(8))
    return {
        peer: {name: reader(d)[1] for name, d in made.items()} for peer, reader in peers.items()
    }


def _best(run: Callable[[], object], times: int) -> float:
    found = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        found.append(time.perf_counter() - start)
    return min(found)


def measure_speed(peers: dict[str, Reader], *, large: bool) -> dict[str, Any]:
    """Milliseconds for a real file (median of the best of three), and for large ones."""
    files = list(real_files().values())
    table: dict[str, Any] = {"median ms a file": {}}
    for peer, reader in peers.items():
        times = [_best(lambda d=d, r=reader: r(d), 3) for d in files]  # type: ignore[misc]
        if times:
            table["median ms a file"][peer] = round(1000 * median(times), 3)
    if not large:
        return table
    by_language = sentences()
    chinese = "\n".join(by_language["zh-hans"]) + "\n"
    russian = "\n".join(by_language["ru"]) + "\n"
    samples = {
        "GBK": (chinese, "gb18030"),
        "UTF-8": (chinese, "utf-8"),
        "windows-1251": (russian, "cp1251"),
    }
    for name, (text, encoding) in samples.items():
        unit = text.encode(encoding)
        data = unit * (10_000_000 // len(unit))
        decode = _best(lambda d=data, e=encoding: d.decode(e), 5)  # type: ignore[misc]
        detect = _best(lambda d=data: fixenc.detect(d), 5)  # type: ignore[misc]
        first = data[: len(unit) * (5_000_000 // len(unit))]
        half = _best(lambda d=first: fixenc.detect(d), 3)  # type: ignore[misc]
        tracemalloc.start()
        found = fixenc.detect(data)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        table[f"10 MB {name}"] = {
            "encoding": found.encoding,
            "decode ms": round(1000 * decode, 1),
            "detect ms": round(1000 * detect, 1),
            "half of it ms": round(1000 * half, 1),
            "peak memory over input": round(peak / len(data), 2),
        }
    return table


def main(arguments: list[str]) -> int:
    """Run all of it, or the parts that are named; print, and keep a whole run."""
    peers = readers()
    parts: dict[str, Callable[[], dict[str, Any]]] = {
        "real": lambda: measure_real(peers),
        "short": lambda: measure_short(peers),
        "damaged": lambda: measure_damaged(peers),
        "mixed": measure_mixed,
        "binary": lambda: measure_binary(peers),
        "speed": lambda: measure_speed(peers, large="--quick" not in arguments),
    }
    chosen = [name for name in arguments if name in parts] or list(parts)
    if "--alone" in arguments:
        peers = dict(list(peers.items())[:1])
    if not REAL.is_dir():
        print("no real files here: that part is skipped (an optional folder beside the project)")
        chosen = [name for name in chosen if name != "real"]
    found = {name: parts[name]() for name in chosen}
    for name, table in found.items():
        print(f"\n{name}")
        _show(table, "  ")
    if set(found) >= set(parts) - {"real"}:
        results.keep("detect", arguments, found)
    return 0


def _show(table: dict[str, Any], indent: str) -> None:
    for key, value in table.items():
        if isinstance(value, dict) and any(isinstance(v, dict) for v in value.values()):
            print(f"{indent}{key}")
            _show(value, indent + "  ")
        elif isinstance(value, dict):
            cells = "  ".join(f"{k}: {v}" for k, v in value.items())
            print(f"{indent}{key:<28} {cells}")
        elif isinstance(value, list):
            print(f"{indent}{key:<28} {len(value)}")
            for item in value[:20]:
                print(f"{indent}    {item}")
        else:
            print(f"{indent}{key:<28} {value}")
