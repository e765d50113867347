"""Shifted runs are put in step again; genuine question marks stay."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fixenc import spans
from fixenc.policy import STANDARD, Policy
from fixenc.repair.finders.annotation import find as find_annotations
from fixenc.repair.finders.shifted import find, page, runs
from fixenc.repair.finders.shifted.edits import confidence
from fixenc.repair.finders.shifted.quotation import weigh
from fixenc.repair.finders.shifted.runs import runs_of
from fixenc.spans import Certainty, Kind
from tests.oracles.byte_edits import Decoder, damage, damage_big5

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "corpus" / "cases"


def mended(text: str, policy: Policy = STANDARD) -> str:
    return spans.apply(text, spans.fuse(find(text, policy).proposals))


def test_a_reading_names_the_lost_byte() -> None:
    # 數 (94 B5) straddles 當地 (AE 94, B5 D8), and was annotated before 當 was
    assert mended("當(dāng)?shù)貢r間下午三點") == "當(dāng)地時間下午三點"
    # 負 (D8 93) straddles 重損 (D6 D8, 93 70)
    assert mended("受到嚴(yán)重?fù)p害。") == "受到嚴(yán)重損害。"


@pytest.mark.parametrize("reading", ["shù", "shu", "shù ", " shù", "shu\u0300", "shù)(shù"])
def test_readings_in_every_spelling(reading: str) -> None:
    first = mended(f"當(dāng)?{reading})貢r間下午三點")
    assert first in ("當(dāng)地時間下午三點", "當(dāng)地時間下午三點")


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("提出了一份草案和其他?；鹛嶙h。", "提出了一份草案和其他停火提議。"),
        ("提出了一份草案和其他?;鹛嶙h。", "提出了一份草案和其他停火提議。"),
        ("提出了一份草案和其他\ufffd；鹛嶙h。", "提出了一份草案和其他停火提議。"),
        ("双方都要求?；鹛嵋閇1]", "双方都要求停火提议[1]"),
    ],
)
def test_a_mark_stands_where_a_byte_was_lost(broken: str, whole: str) -> None:
    found = find(broken, STANDARD).proposals
    assert len(found) == 1
    offered = [found[0].after, *(other.after for other in found[0].alternatives)]
    assert any(broken.replace(found[0].before, after) == whole for after in offered)


def test_a_swallowed_bracket_comes_back() -> None:
    text = (
        "帶來一份草案和其他?；鹛嶙h。\n三大訴求：\n要求實現全面無條件?；穑?/p>\n"
        "推動雙方進行戰俘釋放；\n確保兒童能夠返回。\n作為?；饤l件，要求撤軍。\n"
    )
    assert "停火；</p>\n" in mended(text)


def test_runs_that_are_alike_are_judged_together() -> None:
    alone = "雙方同意?；疬M行談判。"
    assert mended(alone) == "雙方同意\ufffd火進行談判。"  # a full stop is as likely as 停
    text = "帶來一份草案和其他?；鹛嶙h。\n作為?；饤l件，要求撤軍。\n" + alone
    assert mended(text) == (
        "帶來一份草案和其他停火提議。\n作為停火條件，要求撤軍。\n雙方同意停火進行談判。"
    )


def test_what_is_not_sure_becomes_a_hole() -> None:
    found = find("雙方同意?；疬M行談判。", Policy(hole="□")).proposals[0]
    assert found.after == "□火進"
    assert "停火進" in [other.after for other in found.alternatives]
    eager = find("雙方同意?；疬M行談判。", Policy(min_confidence=0.3)).proposals[0]
    assert eager.after in ("停火進", "。火進")
    assert eager.confidence < found.confidence


MACHINE = (
    "\n當(dāng)前，實(shí)踐中產(chǎn)生了各種看法，"
    "有助于推進(jìn)國家戰(zhàn)略和數(shù)據(jù)共享。\n"
)


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("發(fā)揮恰當(dāng)?shù)淖饔?/p>", "發(fā)揮恰當(dāng)的作用</p>"),
        # two readings behind holes, one behind the other: 僅 or 謹 (D694), then 數 (94B5)
        ("各地統(tǒng)計局?jǐn)?shù)據(jù)顯示", "各地統(tǒng)計局數據(jù)顯示"),
        # the digit behind 為 is gone for good
        ("占總?cè)丝诘谋戎貫?7.9%", "占總人口的比重為\ufffd7.9%"),
        # 。” and 。科 hold the bytes of ！ and of ？
        ("讓社會價值大大提高?！痹谌A東師范大學", "讓社會價值大大提高。”在華東師范大學"),
    ],
)
def test_runs_of_every_kind(broken: str, whole: str) -> None:
    assert mended(MACHINE + broken + MACHINE) == MACHINE + whole + MACHINE


def test_a_run_may_end_at_a_mark() -> None:
    # 停火前夜: the second byte of 夜 is gone, and the comma behind it is whole
    text = MACHINE + "雙方在?；鹎耙?，兩軍都沒有行動。" + MACHINE
    assert re.search("雙方在停火前[夜\ufffd]，兩軍都沒有行動。", mended(text))


def test_an_edit_says_what_it_rests_on() -> None:
    text = "當(dāng)?shù)貢r間下午三點"
    (edit,) = find(text, STANDARD).proposals
    assert edit.kind is Kind.SHIFTED
    assert edit.certainty is Certainty.INFERRED
    assert edit.chain == "gb18030>gb18030"
    assert text[edit.start : edit.end] == edit.before
    assert {term.name for term in edit.evidence} == {"model", "reading"}
    assert edit.margin >= 15
    assert len(edit.alternatives) <= 3
    assert 0.9 < edit.confidence < 1.0


def test_an_annotation_inside_a_run_stays_if_the_policy_says_so() -> None:
    # 停火數字: shifted behind 停, and the reading of 數 (94 B5) follows a hole
    text = "雙方都公布了?；饠?shù)字，並且討論了很久。"
    assert mended(text).endswith("火數字，並且討論了很久。")
    kept = mended(text, Policy(strip_annotations="never"))
    assert kept.endswith("火數(shù)字，並且討論了很久。")


def test_the_policy_may_rule_gbk_out() -> None:
    text = "當(dāng)?shù)貢r間下午三點"
    assert find(text, Policy(exclude=frozenset({"gbk"}))).proposals == ()
    assert find(text, Policy(encodings=frozenset({"utf-8"}))).proposals == ()
    assert find(text, Policy(encodings=frozenset({"gb2312"}))).proposals


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "你去哪里?我在家。",
        "你說什麼?他沒有來!",
        "他问?shù)到底怎么读",
        "真的嗎??我不信",
        "為什麼?？",
        "what?；好的",
        "價格?元",
        "???；???",
        "這是一個?？的問題",
        "请问?（可以吗）",
        "電話：???-????",
    ],
)
def test_genuine_question_marks_stay(text: str) -> None:
    assert find(text, STANDARD).proposals == ()


@pytest.mark.parametrize("name", ["clean", "sentences", "readings"])
def test_clean_cases_stay(name: str) -> None:
    lines = (CASES / f"{name}.jsonl").read_text(encoding="utf-8").split("\n")
    for line in filter(None, lines):
        text = json.loads(line)["text"]
        for asked in (text, text.replace("？", "?").replace("。", "?")):
            assert find(asked, STANDARD).proposals == (), text


def test_a_reading_that_nothing_explains_is_named() -> None:
    found = find("他們的團?zz)隊和團?qiú)隊", STANDARD)
    assert found.proposals == ()
    assert [d.reason for d in found.damage] == ["a byte is missing before this reading"]


def test_confidence_rises_and_never_reaches_one() -> None:
    steps = [confidence(bits) for bits in (-1.0, 0.0, 1.0, 4.0, 8.0, 100.0, 1e9)]
    assert steps == sorted(steps)
    assert steps[0] > 0.0
    assert steps[-1] < 1.0


def test_the_sample_page(samples: Path) -> None:
    text = (samples / "news-page.txt").read_text(encoding="utf-8")
    gold = (samples / "news-page.gold.txt").read_text(encoding="utf-8")
    text = mended(text)
    text = spans.apply(text, spans.fuse(find_annotations(text, STANDARD).proposals))
    assert text == gold


def test_the_captured_page(shared: Path) -> None:
    folder = shared / "seeds"
    text = (folder / "004_6836aa4d065a267d.txt").read_bytes().decode()
    text = mended(text)
    text = spans.apply(text, spans.fuse(find_annotations(text, STANDARD).proposals))
    assert text == (folder / "004.gold.txt").read_bytes().decode()
    for clean in folder.glob("00[0-3]*.txt"):
        assert find(clean.read_bytes().decode(), STANDARD).proposals == ()


def test_text_without_a_hole_costs_next_to_nothing() -> None:
    text = "雙方就停火條件舉行了會談，沒有提問。\n" * 20_000
    start = time.process_time()
    find(text, STANDARD)
    assert time.process_time() - start < 0.2


@pytest.mark.parametrize(
    "unit", ["?", "他?", "?；鹛嶙", "?；鹛嶙h", "當?shù)", "?x他", "他?!?", "他("]
)
def test_hostile_text_takes_linear_time(unit: str) -> None:
    start = time.process_time()
    find(unit * (20_000 // len(unit)), STANDARD)
    assert time.process_time() - start < 10  # up to 1.5 s; without a budget, an hour


def test_holes_in_clean_text_are_no_shifted_run() -> None:
    text = "市气象台今天上午发布暴雨黄色预\ufffd，\ufffd计\ufffd天夜里有大雨。"
    assert find(text, STANDARD).proposals == ()


@pytest.mark.parametrize(
    "text", ["老师\ufffd说\ufffd这本书值得再读一遍。", "两岸的灯光\ufffd照\ufffd水面，船都回来了。"]
)
def test_two_holes_with_a_character_between_take_few_steps(text: str) -> None:
    """All that may begin at the first was tried at the second: 12,000 to 18,000 steps."""
    looked_at = page.Page(text)
    before = looked_at.budget
    runs_of(looked_at, keep=False)
    assert before - looked_at.budget < 4000


def test_no_run_begins_in_a_line_of_misread_utf8(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[int] = []
    monkeypatch.setattr(runs, "_run", lambda page, start, *_, **__: begun.append(start))
    garbled = "输出缓冲区(an)已满，请先保存文件再试。".encode().decode("gbk", "replace")
    text = f"{garbled}\n嚴重損害?；鹛嶙h\n"
    find(text, STANDARD)
    assert "\ufffd" in garbled
    assert set(begun) == {text.index("?")}


def test_two_holes_side_by_side_do_not_end_a_run() -> None:
    clean = "专家在山上开了两天的会，最后判断没有喷发的危险。“那两天我们谁也没有睡，”老崔说。"
    broken = damage(clean, (), marks="！", decoder=Decoder.REFUSING)
    assert "??" in broken
    (edit,) = find(broken, STANDARD).proposals
    assert "那两天我们" in edit.after
    assert "老崔说" in edit.after


def test_big5_is_read_where_gbk_explains_nothing() -> None:
    # 礎 (C2 A6) straddles 舊衣 (C2 C2, A6 E7)
    broken = damage_big5("天冷了，再塞進一些舊衣服。", (("礎", "chǔ"),))
    assert broken == "天冷了，再塞進一些舊?chu)蝒A。"
    (edit,) = find(broken, STANDARD).proposals
    assert (edit.after, edit.chain) == ("衣服", "big5hkscs>big5hkscs")
    assert find(broken, Policy(exclude=frozenset({"big5"}))).proposals == ()


@pytest.mark.parametrize("decoder", [Decoder.PHP, Decoder.BROWSER, Decoder.PYTHON])
def test_big5_comes_back_from_each_decoder(decoder: Decoder) -> None:
    notes = (("礎", "chǔ"), ("進", "jìn"), ("舊", "jiù"), ("機", "jī"))
    clean = "天冷了，再塞進一些舊衣服。\n進門的時候，舊衣服和舊機器都不見了。\n"
    broken = damage_big5(clean, notes, "\ufffd", decoder)
    assert "舊衣" not in broken
    assert re.sub(r"\([a-z]+\)", "", mended(broken)) == clean


def test_every_process_repairs_alike() -> None:
    page = sorted((CASES / "pages").glob("mainland-simp-01*"))[0]
    code = (
        "import sys, fixenc\n"
        "from tests.oracles.byte_edits import Decoder, damage\n"
        "clean = open(sys.argv[1], encoding='utf-8').read()\n"
        "broken = damage(clean, (), marks='，；：？！（）', decoder=Decoder.REFUSING)\n"
        "report = fixenc.repair(broken)\n"
        "print([(e.start, e.after, e.confidence) for e in report.edits])\n"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code, str(page)],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(told) == 1 and len(told.pop()) > 100


@pytest.mark.parametrize("decoder", [Decoder.PHP, Decoder.BROWSER, Decoder.PYTHON])
def test_what_each_decoder_leaves_comes_back(decoder: Decoder) -> None:
    clean = "她停下来说：“这条路我走了三十年。”大家都笑了，他也笑了。\n第二天早上，雨停了。\n"
    broken = damage(clean, (), hole="\ufffd", decoder=decoder)
    assert broken != clean
    assert mended(broken) == clean


def test_two_characters_before_marks_side_by_side() -> None:
    clean = "搞育种的人一年四季忙个不停。“暑假考种，寒假春节还要天天在温室里干。”他说。\n"
    broken = damage(clean, ())
    assert "不??！" in broken
    assert mended(broken, Policy(min_confidence=0.3)).startswith(
        "搞育种的人一年四季忙个不停。“暑假"
    )


def test_every_character_that_makes_no_pair_is_tried_where_python_went_on_in_step() -> None:
    # 停 ends and 靠 begins in A3BF, ？; 二 (B6FE) ends in what GBK leaves to its users before 十
    clean = "三百多公里的路要走九个多小时，停靠二十六个车站。\n票价不高。\n"
    broken = damage(clean, (), marks="，？", hole="\ufffd", decoder=Decoder.PYTHON)
    assert mended(broken) == clean


def test_a_reading_behind_the_end_of_a_run_speaks_for_it() -> None:
    # 現 is AC 46: behind 。, a run of two characters ends in F, and the reading is that of 現
    clean = "其他干部的住房全部安排好了。現在只有局長一人住舊房子。"
    broken = damage(clean, (("現", "xiàn"),), marks="，")
    assert "?，F(xiàn)" in broken
    assert mended(broken) == clean.replace("現", "現(xiàn)")


def test_paragraphs_stand_as_far_apart_as_elsewhere() -> None:
    clean = (
        "“地就干净了。”\n\n“路也修好了。”\n\n他们都说：“这下好了。”\n\n"
        "第二天大家来帮忙，忙到很晚。\n\n完了。\n"
    )
    broken = damage(clean, (), marks="，！")
    assert broken.count("\n\n") < clean.count("\n\n")
    assert mended(broken) == clean
    # 0.92 if a newline alone were as likely
    assert all(edit.confidence > 0.97 for edit in find(broken, STANDARD).proposals)


def test_no_full_stop_stands_behind_an_opening_mark() -> None:
    for opener in "“《（":
        assert weigh(opener, opener, "。", 5.0) > 14 < weigh(opener, opener, "，", 5.0)


def test_what_was_found_before_the_budget_ran_out_is_proposed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pages = sorted((CASES / "pages").glob("mainland-simp-0[1-4]*"))
    clean = "\n".join(path.read_text(encoding="utf-8") for path in pages)
    broken = damage(clean, (), marks="，；：？！（）", hole="\ufffd", decoder=Decoder.PYTHON)
    whole = len(find(broken, STANDARD).proposals)
    monkeypatch.setattr(page, "STEPS", 0)
    monkeypatch.setattr(page, "STEPS_EACH", 1)  # of the two that this page takes
    assert 0 < len(find(broken, STANDARD).proposals) < whole
