"""A machine's readings go, people's stay; and the table of readings is sound."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fixenc import data, spans
from fixenc.policy import STANDARD, Policy
from fixenc.repair.finders.annotation import find
from fixenc.repair.lists import readings
from fixenc.repair.lists.readings import Match, fits, readings_of, trails
from fixenc.spans import Kind

CASES = Path(__file__).resolve().parents[2] / "corpus" / "cases"
PAGE = (
    "現(xiàn)場視頻丨新一輪談判在湖濱舉行。當(dāng)天，代表團(tuán)抵達(dá)會場，仍由國防部長率領(lǐng)。"
    "據(jù)消息人士稱，總統(tǒng)將攜草案，實(shí)現(xiàn)全面停火，推動雙方進(jìn)行戰(zhàn)俘釋放行動。"
)
WHOLE = (
    "現場視頻丨新一輪談判在湖濱舉行。當天，代表團抵達會場，仍由國防部長率領。"
    "據消息人士稱，總統將攜草案，實現全面停火，推動雙方進行戰俘釋放行動。"
)


def stripped(text: str, policy: Policy = STANDARD) -> str:
    return spans.apply(text, spans.fuse(find(text, policy).proposals))


def test_a_page_that_a_machine_annotated() -> None:
    assert stripped(PAGE) == WHOLE
    assert stripped(WHOLE) == WHOLE
    edit = find(PAGE, STANDARD).proposals[0]
    assert (edit.kind, edit.before, edit.after) == (Kind.ANNOTATION, "(xiàn)", "")
    assert 0.99 <= edit.confidence < 1.0


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(")", " )"),
        lambda text: text.replace("(xiàn)", "(xiàn)(xiàn)"),
        lambda text: text.replace("á", "a").replace("ǎ", "a").replace("à", "a"),
        lambda text: text.replace("à", "a\u0300"),
    ],
    ids=["spaced", "repeated", "toneless", "decomposed"],
)
def test_other_spellings(change: object) -> None:
    assert callable(change)
    assert stripped(change(PAGE)) == WHOLE


def test_other_brackets_on_the_page_stay() -> None:
    text = PAGE + "美國有線電視(CNN)、市場局(工商局)和重(chóng)慶的報道。"
    assert stripped(text) == PAGE_KEPT


PAGE_KEPT = WHOLE + "美國有線電視(CNN)、市場局(工商局)和重(chóng)慶的報道。"


def test_never_and_always() -> None:
    assert stripped(PAGE, Policy(strip_annotations="never")) == PAGE
    assert stripped("重(chóng)慶", Policy(strip_annotations="always")) == "重慶"
    assert stripped("技(jì)術(shí)", Policy(strip_annotations="always")) == "技術(shí)"
    assert stripped("方程(a)和(CSO)", Policy(strip_annotations="always")) == "方程(a)和(CSO)"


@pytest.mark.parametrize(
    "text",
    [
        "重(chóng)慶",
        "現(xiàn)場",
        "他的技(xiàn)術(shí)真好",
        "學(xué)而(ér)時(shí)習(xí)之(zhī)，不(bú)亦(yì)說(yuè)乎",
        "生詞：機(jī)場、護(hù)照、簽(qiān)證",
        "龜(guī)、龍(lóng)、龐(páng)、鬱(yù)、鑿(záo)、饕(tāo)、躊(chú)、齟(jǔ)",
    ],
)
def test_what_people_annotate_stays(text: str) -> None:
    assert find(text, STANDARD).proposals == ()


def test_legitimate_readings_stay() -> None:
    lines = (CASES / "readings.jsonl").read_text(encoding="utf-8").split("\n")
    cases = [json.loads(line) for line in lines if line]
    assert len(cases) >= 80
    for case in cases:
        assert find(case["text"], STANDARD).proposals == (), case["reason"]


def test_the_captured_page_needs_both(shared: Path) -> None:
    text = (shared / "seeds" / "004_6836aa4d065a267d.txt").read_bytes().decode()
    assert len(find(text, STANDARD).proposals) > 80


def test_fits() -> None:
    assert fits("數", "shù") is Match.EXACT
    assert fits("數", "shǔ") is Match.EXACT
    assert fits("數", "shu") is Match.SYLLABLE
    assert fits("數", "xiàn") is Match.NONE
    assert fits("綠", "lv") is Match.SYLLABLE
    assert fits("當", "dɑ\u0304nɡ") is Match.EXACT
    assert fits("a", "a") is Match.NONE
    assert fits("\ud800", "a") is Match.NONE
    assert readings_of("") == ()


def test_a_first_byte_and_a_reading_name_few_characters() -> None:
    found = trails(0xD8, "fù")
    assert 0x93 in [trail for trail, *_ in found]  # 負
    assert len(found) < 6


def test_the_table_holds_every_ideograph_of_gbk() -> None:
    missing = 0
    for lead in range(0xB0, 0xF8):
        for trail in range(0xA1, 0xFF):
            try:
                char = bytes((lead, trail)).decode("gb2312")
            except UnicodeDecodeError:
                continue
            missing += not readings_of(char)
    assert missing == 0


def test_a_table_survives_packing() -> None:
    table = readings.unpack(readings.pack({(0x81, 0x40): "kǎo", (0xFE, 0xFE): "a,ā"}, "a test"))
    assert table.sets[table.cells[readings.cell(0x81, 0x40)]] == "kǎo"
    assert table.sets[table.cells[readings.cell(0xFE, 0xFE)]] == "a,ā"
    assert table.sets[table.cells[readings.cell(0x82, 0x40)]] == ""
    with pytest.raises(ValueError, match="not a table"):
        readings.unpack(b"something else")


def test_the_table_is_what_its_source_gives() -> None:
    pytest.importorskip("pypinyin")
    from corpus.build.readings import collect

    table = readings.load()
    for (lead, trail), spelt in collect().items():
        assert table.sets[table.cells[readings.cell(lead, trail)]] == spelt
    assert len(data.read("readings.bin")) <= 120_000
