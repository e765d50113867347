"""Bounds: what a repair may take of memory and time, and what a report may tell."""

from __future__ import annotations

import importlib
import inspect
import json
import os
import pkgutil
import re
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from functools import partial

import pytest

import fixenc
from fixenc.filter import Filter
from fixenc.testing import pace
from tests import clock

# Bytes of memory that finders may take for the section that they look at; 4 to 7 MB were measured.
SECTION = 10_000_000
SMALL = 16_000  # code points; quadratic time is a second, a search that is linear 0.1 to 1 ms
# Code points of the longest adversary; by hand 10,000,000, which takes minutes.
LARGE = int(os.environ.get("FIXENC_ADVERSARY", 1_000_000))
# Seconds of a code point below which it is the memory that takes the time: 0.3 ns were measured in
# texts that caches hold, 0.5 ns in longer ones.
READ = 1.5e-9
QUICK = 0.01  # seconds below which a search is not worth timing again


def garbled(lines: int) -> str:
    line = "Le musée rouvre après deux ans, à l’automne {}.\n".encode().decode("cp1252")
    return "".join(line.format(number) for number in range(lines))


TEXTS: dict[str, Callable[[], str]] = {
    "plain": lambda: "plain text, as it is.\n" * 100_000,
    "chinese": lambda: "今天上午发布暴雨黄色预警，夜间降水量将超过。\n" * 20_000,
    "russian": lambda: "Дул тёплый ветер, и пахло морем.\n" * 10_000,
    "questions": lambda: "?" * 1_000_000,
}
DENSE: dict[str, Callable[[], str]] = {
    "garbled": lambda: garbled(5000),
    "lost words": lambda: "".join(f"Le ????? est ???? plus ??????? {i}.\n" for i in range(9000)),
    "remains": lambda: "".join(f"锟斤拷文字锟斤拷，今天天气很好 {i % 97}\n" for i in range(12_000)),
}


@pytest.fixture
def traced() -> Iterator[Callable[[], int]]:
    """Gives the most memory in bytes that was taken since."""
    fixenc.fix(garbled(50))  # loads the model, and what it keeps of pairs that are common
    tracemalloc.start()
    begun = tracemalloc.get_traced_memory()[0]
    yield lambda: tracemalloc.get_traced_memory()[1] - begun
    tracemalloc.stop()


@pytest.mark.parametrize("name", TEXTS)
def test_a_repair_takes_six_times_the_text(name: str, traced: Callable[[], int]) -> None:
    text = TEXTS[name]()
    fixenc.repair(text)
    assert traced() <= 6 * sys.getsizeof(text) + 1_000_000


@pytest.mark.parametrize("name", DENSE)
def test_where_all_is_garbled_too(name: str, traced: Callable[[], int]) -> None:
    """Edits and damage as they are would take 20 to 80 times the text."""
    text = DENSE[name]()
    report = fixenc.repair(text)
    assert len(report.edits) + len(report.damage) >= 10_000
    assert traced() <= 6 * sys.getsizeof(text) + SECTION
    before = tracemalloc.get_traced_memory()[0]
    del report
    assert before - tracemalloc.get_traced_memory()[0] <= 3 * sys.getsizeof(text)


@pytest.mark.parametrize("format", ["text", "jsonl"])
def test_a_filter_takes_no_more_for_a_longer_stream(format: str, traced: Callable[[], int]) -> None:
    lines = "今天上午发布暴雨黄色预警，夜间降水量将超过。\n" * 200
    data = lines.encode() if format == "text" else (json.dumps({"text": lines}) + "\n").encode()
    sieve = Filter(format=format)
    for _ in range(12_000_000 // len(data)):
        sieve.feed(data)
    sieve.close()
    assert sieve.counts.bytes_in > 11_000_000
    assert traced() <= 10_000_000


# -- patterns -----------------------------------------------------------------------------------


def patterns() -> dict[str, re.Pattern[str]]:
    """Every pattern of the package: those of its modules, and what its functions give."""
    found: dict[str, re.Pattern[str]] = {}
    for module in pkgutil.walk_packages(fixenc.__path__, "fixenc."):
        if module.name.startswith(("fixenc.integrations", "fixenc.cli.__main__")):
            continue
        names = vars(importlib.import_module(module.name))
        for name, value in list(names.items()):
            if inspect.isfunction(getattr(value, "__wrapped__", value)):
                asked = inspect.signature(value)
                if asked.parameters or "Pattern" not in str(asked.return_annotation):
                    continue
                value = value()
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                found.setdefault(f"{name} {value.pattern[:30]!r}", value)
    return found


PATTERNS = patterns()


def adversaries(pattern: str) -> Iterator[str]:
    """What may keep a search busy: the pattern's own characters, alone and in twos, over and over.

    And a few of them behind a long run of one, so that every start of the run fails at its end.
    """
    own = list(dict.fromkeys(c for c in pattern if c.isalnum() or c > "\x7f" or c in "(?&%#; \n'"))
    telling = [*own[:: max(1, len(own) // 12)], "(", "?", "a", "0", "字", "Ã", "\ufffd", "\xa0"]
    for one in telling:
        yield one
        yield one + telling[0]
    yield from pace.UNITS


def search(pattern: re.Pattern[str], unit: str, size: int) -> float:
    text = unit * (size // len(unit))
    start = time.process_time()
    for _ in pattern.finditer(text):
        pass
    return time.process_time() - start


def assert_linear(pattern: re.Pattern[str], unit: str) -> None:
    short, long = (partial(search, pattern, unit, size) for size in (SMALL, 4 * SMALL))
    assert clock.ratio(long, short, limit=8, rounds=3) <= 8, unit


def test_the_patterns_are_found() -> None:
    assert len(PATTERNS) >= 25


# Patterns that are only matched where a record begins, by their names.
ANCHORED = ("_CUE",)


@pytest.mark.parametrize("name", [name for name in PATTERNS if not name.startswith(ANCHORED)])
def test_no_pattern_backtracks(name: str) -> None:
    pattern = PATTERNS[name]
    for unit in adversaries(pattern.pattern):
        if search(pattern, unit, SMALL) > QUICK:
            assert_linear(pattern, unit)


@pytest.mark.parametrize("name", [name for name in PATTERNS if not name.startswith(ANCHORED)])
def test_long_texts_keep_no_pattern_busy(name: str) -> None:
    """The two units that keep it busiest: sixty times the text takes sixty times as long."""
    pattern = PATTERNS[name]
    units = {unit: search(pattern, unit, SMALL) for unit in adversaries(pattern.pattern)}
    for unit in sorted(units, key=units.__getitem__)[-2:]:
        if units[unit] > QUICK:
            assert_linear(pattern, unit)  # for hours, if not
        part = LARGE // 60
        short, long = (partial(search, pattern, unit, size) for size in (part, LARGE))
        if long() > READ * LARGE:
            # 3,600 if it went back over text; a text of megabytes is no longer in the cache
            assert clock.ratio(long, short, limit=300, rounds=3) <= 300, unit


def test_a_pattern_that_backtracks_would_be_told() -> None:
    bad = re.compile("(?:a+)+b|a*c")
    short, long = (search(bad, "a", size) for size in (14, 20))
    assert long > 4 * short


# -- reports ------------------------------------------------------------------------------------


def test_a_report_tells_only_the_edits_and_their_surroundings() -> None:
    secrets = [f"secret{number} is in this sentence, which is clean." for number in range(40)]
    spoilt = "Die Tür ist offen".encode().decode("cp1252")
    text = "\n".join([*secrets[:20], spoilt, *secrets[20:]])
    report = fixenc.repair(text)
    assert report.changed
    told = json.dumps(report.to_dict(text=False), ensure_ascii=False)
    assert "Ã¼" in told
    assert "secret" not in told
