"""Pages damaged as byte-edited pages are: what comes back, and what must hold for any text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.damage_pages import compare, pages, repair
from fixenc import spans
from fixenc.policy import Annotations, Policy
from fixenc.repair.finders import annotation, shifted
from fixenc.repair.lists.readings import Match, fits
from tests.oracles.byte_edits import ANNOTATIONS, damage, fold, spelling

PAGES = pages()
TRADITIONAL = {name: text for name, text in PAGES.items() if "trad" in name}
CHARS = st.sampled_from(
    [*"?\ufffd；，。？！（：“”<>/p(（)1 \nA停火提議鹛嶙穑當地時間貢數h", "(shù)", "shù)"]
)
TEXTS = st.lists(CHARS | st.characters(), max_size=60).map("".join)


@pytest.mark.parametrize(
    ("whole", "notes", "marks", "broken"),
    [
        ("當地時間", "數shù 當dāng", "", "當(dāng)?shù)貢r間"),
        ("嚴重損害", "負fù 嚴yán", "", "嚴(yán)重?fù)p害"),
        ("停火提議", "", "；", "?；鹛嶙h"),
        ("停火條件", "", "；", "?；饤l件"),
        ("停火；</p>", "", "；", "?；穑?/p>"),
        ("專科建設", "", "？", "?？平ㄔO"),
    ],
)
def test_the_simulator_makes_known_damage(whole: str, notes: str, marks: str, broken: str) -> None:
    annotations = [(note[0], note[1:]) for note in notes.split()]
    assert damage(whole, annotations, marks=marks) == broken


def test_the_simulators_list_is_sound() -> None:
    for char, reading in ANNOTATIONS:
        assert fits(char, reading) is Match.EXACT
        assert len(char.encode("gbk")) == 2
        with pytest.raises(UnicodeEncodeError):
            char.encode("gb2312")


@pytest.mark.parametrize("name", TRADITIONAL)
@pytest.mark.parametrize("how", ["marked", "toneless", "spaced"])
def test_pages_come_back(name: str, how: str) -> None:
    whole, notes = TRADITIONAL[name], spelling(ANNOTATIONS, how)
    broken = damage(whole, notes, marks="；")
    assert broken != whole
    assert repair(broken) == whole


@pytest.mark.parametrize("folded", ["none", "common", "nfkc"])
def test_most_shifted_sentences_come_back(folded: str) -> None:
    right: list[bool] = []
    for whole in TRADITIONAL.values():
        broken = damage(whole, marks="；？", folded=folded)
        repaired = fold(repair(broken), folded)
        right += compare(fold(whole, folded), broken, repaired, list(ANNOTATIONS))
    assert sum(right) / len(right) >= 0.7  # 0.72 to 0.76


def test_all_plain_annotations_go() -> None:
    for whole in TRADITIONAL.values():
        repaired = repair(damage(whole, marks=""))
        assert not [char for char, reading in ANNOTATIONS if f"{char}({reading})" in repaired]


@pytest.mark.parametrize("name", PAGES)
def test_clean_pages_stay(name: str) -> None:
    for text in (PAGES[name], fold(PAGES[name], "nfkc")):
        assert repair(text) == text


@pytest.mark.parametrize("name", PAGES)
def test_a_repaired_page_is_done_with(name: str) -> None:
    once = repair(damage(PAGES[name], marks="；？！"))
    assert repair(once) == once


@settings(max_examples=150)
@given(TEXTS, st.sampled_from(Annotations))
def test_any_text_gives_edits_that_fit_it(text: str, strip: Annotations) -> None:
    policy = Policy(strip_annotations=strip)
    for find in (shifted.find, annotation.find):
        found = find(text, policy)
        assert found == find(text, policy)
        at = 0
        for edit in found.proposals:
            assert at <= edit.start < edit.end
            assert edit.before == text[edit.start : edit.end]
            at = edit.end
        edits = spans.fuse(found.proposals)
        assert spans.undo(spans.apply(text, edits), edits) == text
