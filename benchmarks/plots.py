"""The plots of the documentation: ``python -m benchmarks plots``.

Draws what the last runs left in ``benchmarks/results`` into ``docs/images``, each picture with its
points beside it as JSON: ``accuracy`` from ``model``, ``throughput`` from ``speed``,
``reliability`` from ``calibrate``. A picture of which there was no run is drawn again from its
points. Needs matplotlib (the extra ``bench``).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib

from benchmarks import results
from benchmarks.calibration.figures import DETECTION, REPAIRS
from benchmarks.markdown import bare

matplotlib.use("Agg")
from matplotlib import pyplot
from matplotlib.axes import Axes
from matplotlib.figure import Figure

IMAGES = Path(__file__).parents[1] / "docs" / "images"
BLUE = "#1f5fa8"
COLOURS = (BLUE, "#d1762b", "#3f8f57", "#8a5aa8", "#777777")
Points = dict[str, Any]


def main(arguments: list[str]) -> int:
    """Draw all."""
    del arguments
    for picture, (name, points_of, draw) in PICTURES.items():
        run = results.load(name)
        path = IMAGES / f"{picture}.json"
        if run is not None:
            points = {"run": run["run"], **points_of(run["found"])}
            path.write_text(json.dumps(points, ensure_ascii=False, indent=1) + "\n", "utf-8")
        figure = draw(json.loads(path.read_text("utf-8")))
        figure.savefig(IMAGES / f"{picture}.png", dpi=110, metadata={"Software": None})
        pyplot.close(figure)
        print(f"docs/images/{picture}.png" + ("" if run else f": no run of {name}, drawn again"))
    return 0


def _accuracy_points(found: Points) -> Points:
    tools = {bare(name): shares for name, shares in found["right"].items() if name != "model"}
    return {"lengths": found["lengths"], "fragments": max(found["items"]), "right, %": tools}


def _accuracy(points: Points) -> Figure:
    figure, axis = pyplot.subplots(figsize=(7, 4.4), layout="constrained")
    places = range(len(points["lengths"]))
    for colour, (tool, shares) in zip(COLOURS, points["right, %"].items(), strict=False):
        axis.plot(places, shares, color=colour, marker="o", markersize=4, label=tool)
    axis.set_xticks(places, [str(length) for length in points["lengths"]])
    axis.set(xlabel="characters of a fragment", ylabel="decoded right, %", ylim=(0, 103))
    axis.set(title=f"detection by length, up to {points['fragments']:,} fragments each")
    return _finished(figure, axis, "lower right")


def _throughput_points(found: Points) -> Points:
    rows = {name: row for name, row in found.items() if "bytes a line" in row}
    return {
        "MB/s": {
            name.removeprefix("clean lines, "): {
                tool.removesuffix(" us"): round(row["bytes a line"] / row[tool], 4)
                for tool in row
                if tool.endswith(" us")
            }
            for name, row in rows.items()
        }
    }


def _throughput(points: Points) -> Figure:
    figure, axis = pyplot.subplots(figsize=(8, 4.4), layout="constrained")
    rows = points["MB/s"]
    tools = list(next(iter(rows.values())))
    width = 0.8 / len(tools)
    for number, tool in enumerate(tools):
        places = [place + (number - (len(tools) - 1) / 2) * width for place in range(len(rows))]
        speeds = [row[tool] for row in rows.values()]
        axis.bar(places, speeds, width, color=COLOURS[number], label=tool)
    axis.set_xticks(range(len(rows)), [_label(name) for name in rows])
    axis.set_yscale("log")
    axis.set(ylabel="MB/s of UTF-8, a call a line", title="clean text by script, and garbled lines")
    return _finished(figure, axis, "upper right")


def _label(name: str) -> str:
    return "all lines\ngarbled" if name == "garbled" else name.replace("+", ",\n")


def _finished(figure: Figure, axis: Axes, place: str) -> Figure:
    axis.grid(color="0.92")
    axis.set_axisbelow(True)
    axis.legend(loc=place, frameon=False)
    return figure


def _reliability_points(found: Points) -> Points:
    return {"points": found["points"]}


def _reliability(points: Points) -> Figure:
    """The share right over the confidence; the area of a point grows with its answers."""
    figure, axes = pyplot.subplots(1, 2, figsize=(9, 4.4), layout="constrained")
    for axis, name, title in zip(axes, (REPAIRS, DETECTION), ("repairs", "detection"), strict=True):
        bins = points["points"][name]
        confidences, shares = ([p[key] for p in bins] for key in ("confidence", "right"))
        sizes = [12 + 6 * p["number"] ** 0.5 for p in bins]
        axis.plot([0, 1], [0, 1], color="0.75", linewidth=1)
        axis.plot(confidences, shares, color=BLUE, linewidth=1, zorder=2)
        axis.scatter(confidences, shares, s=sizes, color=BLUE, alpha=0.8, zorder=3)
        axis.set(title=f"{title}: {sum(int(p['number']) for p in bins):,} answers")
        axis.set(xlabel="confidence", ylabel="share right", xlim=(0, 1.02), ylim=(0, 1.02))
        axis.grid(color="0.92")
    return figure


# Name of the picture: the benchmark, its points, and how they are drawn.
PICTURES: dict[str, tuple[str, Callable[[Points], Points], Callable[[Points], Figure]]] = {
    "accuracy": ("model", _accuracy_points, _accuracy),
    "throughput": ("speed", _throughput_points, _throughput),
    "reliability": ("calibrate", _reliability_points, _reliability),
}
