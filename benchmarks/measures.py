"""The figures that have floors, by part; each part measures one thing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from statistics import mean

from benchmarks import (
    clean,
    cold,
    damage_bytes,
    damage_lost,
    damage_pages,
    detect,
    repair,
    speed,
)
from benchmarks import filter as filtering
from benchmarks.calibration import figures as calibration
from benchmarks.calibration import texts
from benchmarks.calibration.gather import gather
from benchmarks.floors import Figure
from benchmarks.menders import menders
from benchmarks.peers import readers
from fixenc.policy import STANDARD

Measure = Callable[[], list[Figure]]
SEED = "1"
# The share of a figure of a small sample that a better finder may cost by turning one text over.
SMALL = 0.01
NOISE = 0.5  # the share of a ratio of speeds that a busy machine may take


def parts(*, sample: bool) -> dict[str, Measure]:
    """The parts by name."""
    slack = SMALL if sample else 0.0
    found = _parts(sample)
    return {name: lambda m=m: [_loosened(f, slack) for f in m()] for name, m in found.items()}


def _loosened(figure: Figure, slack: float) -> Figure:
    return replace(figure, slack=max(slack, figure.slack)) if figure.more else figure


def _parts(sample: bool) -> dict[str, Measure]:
    return {
        "repair": lambda: _repair(1 if sample else 3),
        "clean text": lambda: _clean(0 if sample else None),
        "detect": lambda: _detect(sample),
        "damage": lambda: _damage(sample),
        "calibrate": lambda: _calibrate(sample),
        "speed": lambda: _speed(sample),
        "filter": lambda: _filter(sample),
        "arrow": lambda: _arrow(3_000 if sample else 20_000),
        "cold": lambda: _cold(5 if sample else cold.ROUNDS),
    }


def _repair(number: int) -> list[Figure]:
    tools = menders(STANDARD)[:1]
    found: list[Figure] = []
    for name, (source, times) in repair.SECTIONS.items():
        tally = repair.measure(source(round(number * times), SEED), tools, [])[tools[0].name]
        right = repair.share(tally.all) if name == repair.BY_ITEM else tally.mean_over_chains
        found.append(Figure(f"{name}: right", right))
        found.append(Figure(f"{name}: made wrong", repair.share(tally.all, "wrong"), more=False))
    return found


def _clean(number: int | None) -> list[Figure]:
    tools = menders(STANDARD)[:1]
    found = repair.untouched(clean.lines(number, SEED), tools, [])
    rows = {name: row for name, row in found.items() if row["items"]}
    return [
        Figure(f"{name}: changed", row[tools[0].name], more=False) for name, row in rows.items()
    ]


def _detect(sample: bool) -> list[Figure]:
    peers = dict(list(readers().items())[:1])
    short = next(row for name, row in detect.measure_short(peers).items() if name != "cuts")
    found = [Figure(f"cuts of {size} bytes: read right, %", short[size]) for size in detect.SIZES]
    damaged = detect.measure_damaged(peers)
    share = damaged["exact offsets"] / damaged["cases"]
    found.append(Figure("damaged UTF-8: offsets exact", share))
    if not sample:
        total = detect.measure_mixed()["total"]
        found += [Figure(f"mixed files, {k}: lines right, %", v) for k, v in total.items()]
    return found


def _damage(sample: bool) -> list[Figure]:
    lost = damage_lost.measure(6 if sample else 60)
    unshown = damage_lost.measure_unshown(24 if sample else 60)
    found = []
    for name, figures in (("lost bytes", lost), ("unshown controls", unshown)):
        good, count = figures.sure
        recovered, exact = (
            mean(c.engine for c in figures.chains),
            mean(c.exact for c in figures.chains),
        )
        found += [
            Figure(f"{name}: characters recovered, %", recovered),
            Figure(f"{name}: lines exact, %", exact),
            Figure(f"{name}: edits at 0.9 right", good / max(1, count)),
        ]
    for name, value in damage_pages.measure().items():
        if name.endswith("changed"):
            found.append(Figure(f"pages: {name}", value, more=False))
        elif name in ("shifted sentences, zh-hant", "shifted sentences, zh-hans"):
            found.append(Figure(f"pages: {name}", value))
    if not sample:
        rows = damage_bytes.measure()
        ours = [v for k, v in rows.items() if "one byte in" in k and "decoder" not in k]
        found.append(Figure("files with lost bytes: characters right", mean(ours)))
    return found


def _calibrate(sample: bool) -> list[Figure]:
    half = texts.OWN if sample or not texts.SENTENCES.exists() else texts.CHECK
    every = 4 if sample else 1
    rows = calibration.groups(gather(1, half, check=True, processes=2, every=every))
    found: list[Figure] = []
    for name in (calibration.REPAIRS, calibration.DETECTION):
        figures = calibration.figures(rows[name])
        found.append(Figure(f"{name}: calibration error", figures.ece, more=False))
        found.append(Figure(f"{name}: precision at 0.99", figures.precision_sure))
        found.append(Figure(f"{name}: kept at 0.99", figures.kept_sure))
        found.append(Figure(f"{name}: kept at 0.9", figures.kept_likely))
    return found


def _speed(sample: bool) -> list[Figure]:
    found: list[Figure] = []
    for name, row in speed.measure(rounds=3 if sample else 7, quick=sample, own=sample).items():
        for key, value in row.items():
            if key.startswith("times "):
                found.append(Figure(f"{name}: {key}", value, slack=NOISE, timed=True))
            elif "MB" in key and "itself" not in key:
                found.append(Figure(f"{name}: {key}", value, more=False, slack=0.1))
    return found


def _filter(sample: bool) -> list[Figure]:
    rows = filtering.table_of(filtering.SIZE // (10 if sample else 1), own=sample)
    found: list[Figure] = []
    for name, side in (*filtering.FLOORS, ("ASCII", "decode")):
        times = rows[name]["fixenc"] / rows[name][side]
        found.append(Figure(f"filter, {name}: times {side}", times, slack=NOISE, timed=True))
    return found


def _arrow(rows: int) -> list[Figure]:
    from benchmarks import arrow  # on demand: the tests of floors have no pyarrow

    found = arrow.measure(arrow.Rows(), rows, tell=lambda line: None)
    ratios = arrow.ratios(found)
    return [Figure(f"arrow: {key}", of, slack=NOISE, timed=True) for key, of in ratios.items()]


def _cold(rounds: int) -> list[Figure]:
    times = cold.times_chardet(rounds)
    return [Figure("a first answer of detect: times chardet", times, slack=NOISE, timed=True)]
