"""Reliability diagrams by matplotlib."""

from __future__ import annotations

from pathlib import Path

from benchmarks.calibration.figures import DETECTION, REPAIRS

Points = list[dict[str, float]]


def draw(data: dict[str, Points], folder: Path) -> None:
    """Write ``reliability.png``: repairs and detection, the share right over the confidence."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, 2, figsize=(9, 4.4), layout="constrained")
    for axis, name, title in zip(axes, (REPAIRS, DETECTION), ("repairs", "detection"), strict=True):
        points = data[name]
        axis.plot([0, 1], [0, 1], color="0.75", linewidth=1)
        axis.plot(
            [p["confidence"] for p in points],
            [p["right"] for p in points],
            color="#1f5fa8",
            linewidth=1,
            zorder=2,
        )
        axis.scatter(
            [p["confidence"] for p in points],
            [p["right"] for p in points],
            s=[12 + 6 * p["number"] ** 0.5 for p in points],
            color="#1f5fa8",
            alpha=0.8,
            zorder=3,
        )
        axis.set(title=f"{title}: {sum(int(p['number']) for p in points):,} answers")
        axis.set(xlabel="confidence", ylabel="share right", xlim=(0, 1.02), ylim=(0, 1.02))
        axis.grid(color="0.92")
    figure.savefig(folder / "reliability.png", dpi=110, metadata={"Software": None})
    pyplot.close(figure)
