"""All samples of a half, by several processes; the same whatever their number."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import chain as chained

from benchmarks import detect as detection
from benchmarks.calibration import samples, texts
from benchmarks.calibration.samples import Sample
from benchmarks.damage_bytes import WANTED
from benchmarks.damage_lost import READERS, UNSHOWN
from fixenc import calibration, chains
from fixenc.repair.finders.lost.confidence import FAMILIES, FILLED
from tests.oracles import lossy

SIZES = (10, 20, 50, 100, 200, 1000)
CHINESE = ("zh-hant", "zh-hans")
# Curves that go on top of a finder's own estimate: left out while that is gathered.
ON_TOP = ("annotation", "gap", "shifted")
# Bytes are lost most often in East Asian text and Russian, by few readers, who write a mark for
# them. To the even sample of all languages, readers and manners comes so many times as much of
# these, so that the curves are right where they are used.
HOME = {"gbk": ("zh-hans", "zh-hant"), "cp932": ("ja",), "cp949": ("ko",), "cp1251": ("ru", "uk")}
HOME["big5"] = ("zh-hant",)
HOME["cp1252"] = (*HOME["gbk"], "ja", "ko", "ru", "th", "vi", "el", "ar")
HOME["iso8859-1"] = ("ru", "uk", "bg", "el", "pl", "cs", "tr", "de", "fr", "es")
MET = ("replace", "question", "private")
OFTEN = 6
TWICE = ("gbk", "cp1252")  # what text is read as a second time

# What is to be gathered, of what, how many of each, of which half, for the fit or for the check.
Task = tuple[str, tuple[str, ...], int, int, bool]


def tasks(number: int, half: int, *, check: bool) -> list[Task]:
    """What to gather: ``number`` texts of each misread in each place."""
    found: list[Task] = [
        ("misread", (str(known.misread),), number, half, check) for known in chains.catalogue()
    ]
    found += [
        ("lost", (read, manner), 2 * number, half, check)
        for read in (*READERS, *UNSHOWN)
        for manner in lossy.MANNERS
        if manner != "private" or read in lossy.MULTIBYTE
    ]
    found += [
        ("lost twice", (read, manner), 4 * number, half, check)
        for read in TWICE
        for manner in MET
        if manner != "private" or read in lossy.MULTIBYTE
    ]
    found += [
        ("pages", (language,), 20 * number, half, check) for language in ("zh-hant", "zh-hans")
    ]
    found += [("files", pair, 6 * number, half, check) for pair in detection.USUAL]
    found += [("gaps", pair, 2 * number, half, check) for pair in WANTED]
    return found


def gather(
    number: int, half: int, *, check: bool, processes: int, every: int = 1, only: str = ""
) -> list[Sample]:
    """The samples of a half, in the order of the tasks; of one task in ``every``.

    ``only`` those of one kind of task, if that is given.
    """
    todo = [task for task in tasks(number, half, check=check) if only in ("", task[0])][::every]
    with ProcessPoolExecutor(processes, initializer=None if check else _without) as workers:
        return list(chained.from_iterable(workers.map(_run, todo, chunksize=4)))


def _without() -> None:
    for name in (*ON_TOP, FILLED, *FAMILIES):
        calibration.curves().pop(name, None)


def _run(task: Task) -> list[Sample]:
    return list(_samples(*task))


def _samples(
    kind: str, names: tuple[str, ...], number: int, half: int, check: bool
) -> Iterator[Sample]:
    if kind == "misread":
        look = samples.of_report if check else samples.of_misread
        for item in texts.misread(names[0], number, half):
            yield from look(item)
    elif kind == "lost":
        for item in texts.lost(names[0], names[1], number, half):
            yield from (samples.of_fills if check else samples.of_lost)(item)
        if not check and names[0] in HOME and names[1] in MET:
            for item in texts.lost(names[0], names[1], OFTEN * number, half, HOME[names[0]]):
                yield from samples.of_lost(item)
    elif kind == "lost twice":
        # the first round is worth what comes of both together
        look = samples.of_fills if check else samples.of_layers
        home = HOME[names[0]]
        for item in texts.lost(*names, number, half, home, twice=True):
            yield from look(item)
    elif kind == "pages":
        for item in texts.pages(names[0], number, half):
            yield from samples.of_fills(item)
    elif kind == "files":
        for file in texts.files(names[0], names[1], SIZES, number, half):
            yield from samples.of_detection(file)
    else:
        for file in texts.broken_files(names[0], names[1], number, half):
            yield from samples.of_gaps(file)
