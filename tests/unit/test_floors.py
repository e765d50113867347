"""Floors rise and never fall."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import floors, gate, measures
from benchmarks.floors import Figure


def use(monkeypatch: pytest.MonkeyPatch, *figures: Figure) -> None:
    monkeypatch.setattr(measures, "parts", lambda *, sample: {"part": lambda: list(figures)})


def test_the_gate_fails_without_a_floor_and_below_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = ["--floors", str(tmp_path / "floors.toml")]
    use(monkeypatch, Figure("share", 0.9), Figure("errors", 3, more=False))
    assert gate.main(file) == 1
    assert "has no floor" in capsys.readouterr().err
    assert gate.main([*file, "--update"]) == 0
    assert gate.main(file) == 0
    use(monkeypatch, Figure("share", 0.89), Figure("errors", 4, more=False))
    assert gate.main(file) == 1
    errors = capsys.readouterr().err
    assert "below its floor" in errors
    assert "above its ceiling" in errors


def test_update_raises_and_refuses_to_lower(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "floors.toml"
    file = ["--floors", str(path), "--update"]
    use(monkeypatch, Figure("share", 0.9), Figure("ratio", 10.0, slack=0.5))
    assert gate.main(file) == 0
    use(monkeypatch, Figure("share", 0.95), Figure("ratio", 8.0, slack=0.5))
    assert gate.main(file) == 0
    assert floors.load("full", path).least == {"share": 0.95, "ratio": 5.0}
    before = path.read_text()
    use(monkeypatch, Figure("share", 0.94), Figure("ratio", 20.0, slack=0.5))
    assert gate.main(file) == 1
    assert path.read_text() == before


def test_what_is_no_longer_measured_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = ["--floors", str(tmp_path / "floors.toml")]
    use(monkeypatch, Figure("share", 0.9), Figure("other", 1.0))
    assert gate.main([*file, "--update"]) == 0
    use(monkeypatch, Figure("share", 0.9))
    assert gate.main(file) == 1
    assert "other: was not measured" in capsys.readouterr().err


def test_scales_do_not_mix(tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    floors.save("full", floors.Floors({"a": 0.5}, {}), path)
    floors.save("sampled", floors.Floors({"a": 0.25}, {"b": 0}), path)
    assert floors.load("full", path) == floors.Floors({"a": 0.5}, {})
    assert floors.load("sampled", path) == floors.Floors({"a": 0.25}, {"b": 0})


def test_the_file_of_floors_has_both_sides() -> None:
    known = floors.load("sampled")
    assert known.least
    assert known.most


def test_a_short_figure_of_time_is_measured_again_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = ["--floors", str(tmp_path / "floors.toml")]
    use(monkeypatch, Figure("ratio", 2.0, timed=True), Figure("share", 0.5))
    assert gate.main([*file, "--update"]) == 0

    def part(*rounds: tuple[float, float]) -> list[tuple[float, float]]:
        left = list(rounds)

        def measure() -> list[Figure]:
            ratio, share = left.pop(0)
            return [Figure("ratio", ratio, timed=True), Figure("share", share)]

        monkeypatch.setattr(measures, "parts", lambda *, sample: {"part": measure})
        return left

    left = part((1.0, 0.5), (2.1, 0.5), (9.0, 0.5))
    assert gate.main(file) == 0
    assert len(left) == 1  # the second round was enough
    left = part((1.0, 0.5), (1.5, 0.5), (1.9, 0.5))
    assert gate.main(file) == 1
    assert left == []
    assert "ratio: 1.9000 is below its floor 2" in capsys.readouterr().err
    left = part((2.0, 0.4), (2.0, 0.5))
    assert gate.main(file) == 1
    assert len(left) == 1  # what is no matter of time is measured once
