"""Where a line is hot, and where runs of characters of several bytes begin."""

from __future__ import annotations

import pytest

import fixenc
from fixenc import model
from fixenc.policy import PRESETS
from fixenc.repair.finders.misread.confidence import NEAR, SMALL
from fixenc.repair.finders.misread.signs import is_in_capitals, signs_of
from fixenc.repair.search.anywhere import runs_anywhere
from fixenc.repair.search.candidates import candidates
from fixenc.repair.search.heat import WINDOW, heat, heats
from fixenc.repair.search.windows import of_utf8
from fixenc.repair.undoing.align import Clusters, Unit, encoder
from fixenc.repair.undoing.score import undo_units

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


def test_what_explains_all_of_a_line_is_not_tried_in_readers_that_lack_some_of_it() -> None:
    clean = "Снег — как всегда в январе — шёл «до утра», и дороги замело…"
    line = clean.encode("cp1251").decode("cp1252")
    found = {str(c.misread): c for c in candidates(KNOWN, line) if c.refusal is None}
    assert undo_units(line, found["cp1251>cp1252"].units) == clean
    assert "cp1251>iso8859-1" not in found  # which has no dashes and dots


def test_what_gains_far_less_where_a_line_is_hottest_is_not_tried_once_all_is_explained() -> None:
    line = "我们在山上的小屋里住了三天，每天早上都能看见云海。".encode("gb18030").decode("cp1252")
    tried = {c.misread.written for c in candidates(KNOWN, line)}
    assert tried == {"gb18030"}
    assert any(gain > 0 for gain, _ in of_utf8(KNOWN, line, heat(KNOWN, line)))


def test_utf8_is_tried_beside_what_explains_more_where_it_is_a_word_of_a_line() -> None:
    inner = "Déjà vu à Genève".encode().decode("cp1252")
    line = f"Погода сегодня хорошая, {inner}, а завтра будет дождь.".replace("\xa0", " ")
    found = [c for c in candidates(KNOWN, line) if c.refusal is None]
    assert any(c.misread.written == "utf-8" for c in found)


def test_what_may_be_in_either_case_is_taken_for_small_letters_and_not_for_sure() -> None:
    found = [c for c in candidates(KNOWN, "ЪРХжжР Т") if c.refusal is None]
    small, capitals = (
        next(c for c in found if undo_units("ЪРХжжР Т", c.units) == text)
        for text in ("каецца в", "КАЕЦЦА В")
    )
    assert small.rank > capitals.rank
    assert abs(small.rank_in_any_case - capitals.rank_in_any_case) < NEAR


def test_capitals_of_the_same_words_are_no_rival_but_a_doubt() -> None:
    garbled = "ТЮФРвР"  # водата or ВОДАТА, by one of two tables or the other
    found = [c for c in candidates(KNOWN, garbled) if c.refusal is None]
    small = max(found, key=lambda c: c.rank)
    others = [c for c in found if is_in_capitals(c, small)]
    assert small.after == "водата" and [c.after for c in others] == ["ВОДАТА"]
    assert not is_in_capitals(small, others[0])
    assert signs_of(KNOWN, garbled, small, found).ahead > 2 * NEAR
    edit = fixenc.repair(garbled).edits[0]
    assert edit.after == "водата" and edit.confidence == SMALL


@pytest.mark.parametrize(
    ("garbled", "written"),
    [
        ("Czekam pod księgarnią. ĞÑÏÓÏ×Ç! Ç ÅÉÓÏÄÏÓ", "Czekam pod księgarnią. ΠΡΟΣΟΧΗ! Η ΕΙΣΟΔΟΣ"),
        ("HUOMIO! PддSY KIELLETTY", "HUOMIO! PÄÄSY KIELLETTY"),
    ],
)
def test_capitals_among_other_words(garbled: str, written: str) -> None:
    assert fixenc.repair(garbled, policy=PRESETS["eager"]).text == written
