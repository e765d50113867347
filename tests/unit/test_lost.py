"""The finder of lost bytes: what it fills in, what it marks, what it leaves alone."""

from __future__ import annotations

import json
import random
from difflib import SequenceMatcher
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fixenc
from fixenc import model
from fixenc.model import longer
from fixenc.policy import STANDARD, Policy
from fixenc.repair.finders import lost, shifted
from fixenc.repair.finders.lost.beam import Budget, Search
from fixenc.repair.finders.lost.costs import Costs, costs_of
from fixenc.repair.finders.lost.fills import Fills
from fixenc.repair.finders.lost.finder import _searched
from fixenc.repair.finders.lost.gone import Gone
from fixenc.repair.finders.lost.islands import has_mark, parts_of
from fixenc.repair.finders.lost.readers import reader
from fixenc.repair.finders.lost.utf8 import read_as
from fixenc.repair.finders.lost.writers import legacy
from fixenc.spans import Certainty, Kind
from tests import clock
from tests.oracles import lossy

CASES = Path(__file__).resolve().parents[2] / "corpus" / "cases"
SAVE = "请先保存文件，再关闭窗口。"


def sentences(language: str) -> list[str]:
    lines = (CASES / "sentences.jsonl").read_text("utf-8").split("\n")
    rows = [json.loads(line) for line in lines if line]
    return [row["text"] for row in rows if row["lang"] == language]


def test_the_odd_last_byte_is_filled_in() -> None:
    report = fixenc.repair(lossy.garble(SAVE, "utf-8", "gbk", "question"))
    assert report.text == SAVE
    (edit,) = report.edits
    assert edit.kind is Kind.LOST
    assert edit.certainty is Certainty.INFERRED
    assert 0.9 <= edit.confidence < 1.0
    assert edit.alternatives
    assert all(other.after != edit.after for other in edit.alternatives)


def test_a_safe_policy_fills_nothing_in() -> None:
    garbled = lossy.garble(SAVE, "utf-8", "gbk", "question")
    report = fixenc.repair(garbled, policy=Policy(allow_inferred=False))
    assert all(edit.certainty is Certainty.LOSSLESS for edit in report.edits)
    assert report.text.endswith("?")


@pytest.mark.parametrize("hole", ["\ufffd", "?", "□"])
def test_what_cannot_be_told_is_marked_and_its_share_said(hole: str) -> None:
    # a name: nothing around it tells 韦诺 from 韦请
    policy = Policy(hole=hole, min_filled=0.9)
    report = fixenc.repair("闊﹁灏嗗叾鍦板浘瀛樺偍", policy=policy)
    assert report.text == f"韦{hole}将其地图存储"
    (damage,) = report.damage
    assert report.text[damage.start : damage.end].count(hole) == report.text.count(hole)
    assert 0.1 < damage.lost < 0.5
    assert "utf-8>gb18030" in damage.reason


def test_a_space_that_was_eaten_comes_back() -> None:
    garbled = lossy.garble("正在检查更新 version 2.1", "utf-8", "gbk", "question")
    assert "?version" in garbled
    assert fixenc.fix(garbled) == "正在检查更新 version 2.1"


def test_a_syllable_of_which_all_is_lost_is_named_among_the_alternatives() -> None:
    # "수 있" is EC 88 98, a space and EC 9E 88: three pairs that cp949 lacks, and half a syllable.
    # So little is left that filling it in is right too seldom for the standard policy.
    garbled = lossy.garble("사진을 볼 수 있습니다.", "utf-8", "cp949", "question")
    assert "???" in garbled
    (edit,) = fixenc.repair(garbled).edits
    assert "사진을 볼 수 있습니다" in [other.after for other in edit.alternatives]


def test_hanja_that_were_normalised_are_read_as_their_twins() -> None:
    # UTF-8 for 지 begins with EC A7, which cp949 shows as U+F9DE; NFC makes U+540F of it
    assert parts_of("吏", "cp949") == [b"\xec\xa7"]
    assert parts_of("吏", "gb18030") != [b"\xec\xa7"]


def test_letters_that_became_spaces_or_nothing() -> None:
    text = "Недостаточно памяти для запуска программы."
    assert fixenc.fix(lossy.garble(text, "cp866", "cp1251", "spaced")) == text


def test_two_bytes_lost_near_each_other_are_both_searched_for() -> None:
    text = "το πρόγραμμα περιήγησης"
    assert fixenc.fix(lossy.garble(text, "utf-8", "cp1252", "dropped")) == text


def test_what_is_explained_exactly_is_not_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*arguments: object) -> None:
        raise AssertionError("a search")

    monkeypatch.setattr(Search, "read", forbidden)
    for written, read in (("mac-cyrillic", "latin-1"), ("cp866", "latin-1"), ("utf-8", "gb18030")):
        garbled = "Вчера мы долго гуляли по городу".encode(written).decode(read)
        assert lost.find(garbled, STANDARD).proposals == ()


def test_garbled_utf8_is_not_taken_for_shifted_bytes() -> None:
    found = shifted.find("| Pass rate | 瀹屾暣 pipeline 鐢熸垚鍙敤闂鐨勬瘮渚?|", STANDARD)
    assert found.proposals == ()


@pytest.mark.parametrize("language", ["zh-hans", "ja", "ko", "ru", "fr", "th", "el", "vi", "he"])
def test_clean_questions_stay(language: str) -> None:
    for text in sentences(language):
        for end in ("?", " ?", '?"', "?)"):
            asked = text.rstrip(".。!?！？") + end
            assert lost.find(asked, STANDARD).proposals == (), asked


@pytest.mark.parametrize("read", ["cp1252", "gb18030", "cp1251"])
def test_a_line_that_lost_nothing_is_left_to_the_misread(read: str) -> None:
    for language in ("ru", "zh-hans", "fr"):
        for text in sentences(language):
            try:
                garbled = text.encode().decode(read)
            except UnicodeDecodeError:
                continue
            assert lost.find(garbled, STANDARD).proposals == (), garbled


def test_marks_count_only_beside_what_is_not_ascii() -> None:
    assert has_mark("鍖?")
    assert has_mark("?鍖")
    assert has_mark("\ufffd")
    assert not has_mark("what? 鍖")
    assert not has_mark("")


def test_undefined_bytes_are_those_of_the_tables() -> None:
    assert {0x81, 0x8D, 0x8F, 0x90, 0x9D, 0xA0, 0xAD} == reader("cp1252").alone
    assert {0xAE, 0xD2, 0xFF} <= reader("iso8859-7").alone
    assert reader("cp949").breaks(0xEC, 0x9D)
    assert not reader("cp949").breaks(0xB0, 0xA1)


def test_runs_are_packed_and_found_again() -> None:
    packed = longer.pack({"xx": {"abc": 3, "abcd": 0}, "yy": {}}, {"xx": 3, "yy": 2})
    head, _, body = packed.partition(b"\n")
    (name, size, reach), _ = json.loads(head)
    assert (name, len(body) > size, reach) == ("xx", True, 3)
    assert longer.checksum("ABC1") == longer.checksum("abc7")


def test_longer_runs_tell_letters_that_pairs_do_not() -> None:
    known = model.load()
    costs = costs_of(known, known.languages.index("ru"))
    assert costs.of("памяти") + 5 < costs.of("п мяти")
    assert costs.reach == longer.reach_of("ru") == 4
    assert costs_of(known, known.languages.index("tr")).reach == 1


def test_a_page_full_of_damage_is_read_in_bounded_time() -> None:
    chance = random.Random(4)
    texts = sentences("ko")
    rows = [f"{chance.choice(texts)} {chance.choice(texts)}" for _ in range(600)]
    lines = [lossy.garble(row, "utf-8", "cp949", "question") for row in rows]
    few, many = "\n".join(lines[:200]), "\n".join(lines)
    found = lost.find(many, STANDARD)
    assert found.proposals
    assert any("cut short" in damage.reason for damage in found.damage)
    looking = [partial(lost.find, page, STANDARD) for page in (many, few)]
    assert clock.ratio(*looking, limit=6) <= 6


@pytest.mark.parametrize(
    ("read", "text"),
    [
        ("cp949", "すべて人は、その人格の自由かつ完全な発展"),  # no Korean, though at home there
        ("cp932", "她推開木門，院子裡的茉莉花已經謝了"),  # nor Japanese
        ("cp1257", "មិនអាចរក្សាទុកឯកសារបានទេ"),  # pairs of its letters are UTF-8 in EUC-JP
    ],
)
def test_the_reader_and_the_language_are_told_by_what_comes_of_it(read: str, text: str) -> None:
    garbled = lossy.garble(text, "utf-8", read, "replace")
    told, naive = (
        sum(block.size for block in SequenceMatcher(None, text, found).get_matching_blocks())
        for found in (fixenc.fix(garbled), lossy.naive(garbled, "utf-8", read))
    )
    assert told > max(naive, len(text) // 2)


def _find_anew(text: str) -> None:
    _searched.cache_clear()
    lost.find(text, STANDARD)


def test_lines_that_have_not_changed_are_not_searched_in_the_next_round() -> None:
    chance = random.Random(6)
    rows = [" ".join(chance.choices(sentences("ja"), k=2)) for _ in range(8)]
    page = "\n".join(lossy.garble(row, "utf-8", "cp932", "question") for row in rows)
    _find_anew(page)
    seen = _searched.cache_info()
    again = lost.find(page + "\n今日は晴れです。", STANDARD)
    assert _searched.cache_info().misses == seen.misses
    assert again.proposals == lost.find(page, STANDARD).proposals


def test_what_is_kept_of_a_search_changes_nothing() -> None:
    rows = [lossy.garble(text, "utf-8", "cp949", "question") for text in sentences("zh-hans")]
    page = "\n".join(rows)
    _find_anew(page)
    kept = lost.find(page, STANDARD)
    _searched.cache_clear()
    assert lost.find(page, STANDARD) == kept


def test_a_line_of_a_long_page_is_read_whatever_stands_before_it() -> None:
    chance = random.Random(7)
    rows = [" ".join(chance.choices(sentences("ja"), k=3)) for _ in range(50)]
    rows = [lossy.garble(row, "utf-8", "cp932", "replace") for row in dict.fromkeys(rows)]
    read = [
        {
            row: [edit.after for edit in report.edits if at <= edit.start < at + len(row)]
            for row, at in zip(order, _starts(order), strict=True)
        }
        for order in (rows, rows[::-1])
        for report in (fixenc.repair("\n".join(order)),)
    ]
    assert read[0] == read[1]
    assert all(read[0].values())


def _starts(rows: list[str]) -> list[int]:
    return [sum(len(row) + 1 for row in rows[:at]) for at in range(len(rows))]


def test_a_search_gives_up_amid_characters_when_its_moves_are_gone() -> None:
    """Big5 lacks most pairs of UTF-8, so that readings hardly ever agree on where they are."""
    line = lossy.garble("山坡上的茶園飄著清香，採茶的姑娘唱著歌。" * 6, "utf-8", "big5", "replace")
    budget = Budget(2000)
    (found,) = read_as(model.load(), line, "big5hkscs", budget)
    assert budget.moves > -30_000  # no more than a step or two
    assert any(stretch.gave_up for stretch in found.stretches)


def test_a_run_that_is_kept_says_what_its_last_character_costs() -> None:
    known = model.load()
    costs = Costs(known, known.languages.index("ru"))
    costs._runs = {}
    pair, ascii_pair = costs["мя"], costs["bc"]
    costs = Costs(known, known.languages.index("ru"))
    costs._runs = {
        longer.checksum("памя"): 1,
        longer.checksum(longer.BEFORE + "ам"): 4,
        longer.checksum("abc"): 0,
        longer.checksum("яbc"): 0,
    }
    assert costs["памя"] == longer.STEP + longer.EXTRA
    assert costs["тамя"] == costs["амя"] == pair + 4 * longer.STEP  # little is left to others
    assert costs["томя"] == costs["мя"] == pair
    assert costs["abc"] == ascii_pair  # ASCII by itself is of no run
    assert costs["яbc"] == longer.EXTRA
    assert costs.once("пам", "я") == costs.behind("пам")["я"] == costs["памя"]


def test_lines_that_come_again_are_not_searched_again() -> None:
    chance = random.Random(5)
    rows = [" ".join(chance.choices(sentences("ja"), k=2)) for _ in range(8)]
    once = "\n".join(lossy.garble(row, "utf-8", "cp932", "question") for row in rows)
    often = "\n".join([once] * 20)
    looking = [partial(_find_anew, page) for page in (often, once)]
    assert clock.ratio(*looking, limit=4) <= 4
    moved = [edit.after for edit in lost.find(once, STANDARD).proposals]
    assert [edit.after for edit in lost.find(often, STANDARD).proposals] == moved * 20


ODD = st.text(alphabet=st.sampled_from("鍖?\ufffd・縺ÃÐ \xa0大吏а\ud800\n¶€銆"), max_size=40)


@settings(max_examples=60, deadline=None)
@given(ODD)
def test_no_text_breaks_it_and_its_edits_fit(text: str) -> None:
    found = lost.find(text, STANDARD)
    for edit in found.proposals:
        assert text[edit.start : edit.end] == edit.before
        assert 0.0 <= edit.confidence < 1.0
    for damage in found.damage:
        assert 0 <= damage.start < damage.end <= len(text)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(["zh-hans", "ja", "ko", "ru"]), st.integers(0, 11), st.integers(0, 3))
def test_repairing_twice_changes_nothing_more(language: str, number: int, manner: int) -> None:
    text = sentences(language)[number]
    read = {"zh-hans": "gbk", "ja": "cp932", "ko": "cp949", "ru": "cp1251"}[language]
    once = fixenc.repair(lossy.garble(text, "utf-8", read, lossy.MANNERS[manner]))
    assert fixenc.repair(once.text).text == once.text
    assert fixenc.Report.from_dict(once.to_dict()).undo() == once.undo()


def test_a_byte_that_comes_back_may_only_begin_a_character() -> None:
    # found by the fuzzer: what was filled in counted a character that the bytes did not yet give
    text = "▒Î│╔ ┼├\ufffd"
    report = fixenc.repair(text)
    assert report.undo() == text


def test_clean_words_beside_garble_are_not_read_as_bytes() -> None:
    line = "Почему в консоли «╨Ю╤И╨╕╨▒╨║╨░», а не «Ошибка»?"
    assert fixenc.fix(line) == line


@pytest.mark.parametrize("text", ["\xa0ЋЎЃ? \x8eЂ", "╝ё? ▌╒╝ ", "ÁÊÎÁ ÕÕ?"])
def test_more_holes_than_characters_are_no_repair(text: str) -> None:
    assert not [
        edit for edit in fixenc.repair(text, policy=fixenc.EAGER).edits if "\ufffd" in edit.after
    ]


@pytest.mark.parametrize(("garbled", "text"), [("ЊЌЅтът Џ", "кметът п"), ("¾ ±ýÕ‗ÓÝ", "у сметан")])
def test_a_letter_that_may_be_absent_by_chance_is_not_put_back(garbled: str, text: str) -> None:
    assert fixenc.fix(garbled) == text


def test_letters_before_shift_jis_are_no_bytes_of_it() -> None:
    assert fixenc.fix('Log("Page‚ªPage2‚É‘JˆÚ‚µ‚Ü‚·");') == 'Log("PageがPage2に遷移します");'


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Dēļ sala tīrs pūtējs vērās nōn lauku ceļā.", "cp1253"),
        ("TĪRS PŪTĒJS VĒRĀS NŌN LAUKU CEĻĀ", "cp1257"),
    ],
)
def test_letters_are_not_filled_in_in_the_wrong_case(written: str, read: str) -> None:
    """Of what ``Ε�`` may have been in Latvian only Ū is written, but not in ``nŪn``."""
    garbled = lossy.garble(written, "utf-8", read, "replace")
    assert "\ufffd" in garbled
    for word in fixenc.fix(garbled).replace("\ufffd", "").strip(".").split():
        assert word.isupper() or word[1:].islower()


def test_no_single_letter_of_another_script_is_put_into_a_latin_word() -> None:
    """``вЂ`` is Ң to ISO 8859-5, and all that stands there is ‘, of which cp1251 lost a byte."""
    text = "Bu gвЂ\ufffdoyat zarur, oвЂ\ufffdquvchilar bogвЂ\ufffdga keldi."
    assert not any("Ң" in edit.after for edit in lost.find(text, STANDARD).proposals)


def test_characters_that_a_writer_lacks_are_none_that_it_lost() -> None:
    losses = Gone(reader("gb18030"), legacy("cp949"), Fills.__new__(Fills), "", lambda char: False)
    assert losses.marked(("為",), "\ufffd", b"") == ()


def test_what_is_mostly_holes_claims_little() -> None:
    # 못 찾은 자료, 효력 없음
    edits = fixenc.repair("紐? 李얠? ?먮즺, ?⑤젰 ?놁쓬").edits
    holed = [e for e in edits if 2 * e.after.count("\ufffd") >= len(e.after.replace(" ", ""))]
    assert holed and all(edit.confidence <= 0.75 for edit in holed)
