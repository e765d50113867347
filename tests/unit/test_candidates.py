"""Where a line is hot, and where runs of characters of several bytes begin."""

from __future__ import annotations

import pytest

from fixenc import model
from fixenc.repair.align import Clusters, Unit, encoder
from fixenc.repair.anywhere import runs_anywhere
from fixenc.repair.candidates import candidates
from fixenc.repair.heat import WINDOW, heat, heats
from fixenc.repair.score import undo_units

KNOWN = model.load()


@pytest.mark.parametrize(
    "line",
    [
        "Pri \x8eiline sa dnes ráno zrazili dva veľké kamióny plné dreva.",
        "Dnes ráno sa zrazili dva veľké kamióny plné dreva, a to pri \x8eiline.",
        "Dnes ráno sa pri \x8eiline zrazili dva veľké kamióny plné dreva.",
    ],
)
def test_the_window_holds_what_is_hot(line: str) -> None:
    hot = heat(KNOWN, line)
    assert hot.start <= line.index("\x8e") < hot.end <= hot.start + WINDOW


def test_a_name_does_not_hide_a_garbled_word() -> None:
    line = "Zwölf Gäste aus Llanfairpwllgwyngyll und Ystradgynlais assen KÃ¤se und tranken Wein."
    assert [next(heats(KNOWN, line)).start, *(h.start for h in heats(KNOWN, line))][1:]
    best = max(candidates(KNOWN, line), key=lambda candidate: candidate.rank)
    assert "Käse" in undo_units(line, best.units)


def test_scripts_that_no_misread_gives_are_not_hot() -> None:
    clean = "ਅੱਜ ਸਵੇਰੇ ਬਹੁਤ ਠੰਢ ਸੀ, ਪਰ ਦੁਪਹਿਰ ਨੂੰ ਧੁੱਪ ਨਿਕਲ ਆਈ।"
    line = f"{clean} {clean.encode().decode('cp437')} {clean}"
    assert "α¿" in line[heat(KNOWN, line).start : heat(KNOWN, line).end]


def test_clusters_begin_at_any_character() -> None:
    garbled = "門を開けて".encode("cp932").decode("gb18030")
    text = f"入{garbled}"
    parts = [encoder("gb18030")[char] for char in text]
    clusters = Clusters(text, parts, "cp932")
    assert clusters.at(1) == Unit(1, 2, "門")
    assert clusters.at(len(text) - 1) == Unit(len(text) - 1, len(text), "て")


@pytest.mark.parametrize("before", ["", "入口", "私は朝早く起きて、"])
@pytest.mark.parametrize("after", ["", "木。", "から外に出た。"])
def test_a_run_begins_and_ends_where_the_garble_does(before: str, after: str) -> None:
    written = "静かに門を開けて庭の花を見ていました"
    garbled = written.encode("cp932").decode("gb18030")
    text = before + garbled + after
    parts = [encoder("gb18030")[char] for char in text]
    number = KNOWN.languages.index("ja")
    runs = runs_anywhere(KNOWN, text, parts, "cp932", (number,), number)
    assert [undo_units(text, run) for run in runs] == [before + written + after]
