"""What cannot be undone is named; texts about it are clean; nothing is ever edited."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from fixenc import data
from fixenc.policy import STANDARD
from fixenc.repair.damage import cycles, remains
from fixenc.repair.finders.unrecoverable import find, hopeless
from fixenc.repair.finders.unrecoverable.layers import find_layers
from fixenc.spans import Damage
from tests import clock

CASES = Path(__file__).resolve().parents[2] / "corpus" / "cases"


def rows(name: str) -> list[dict[str, str]]:
    text = (CASES / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


def damage(text: str) -> tuple[Damage, ...]:
    found = find(text, STANDARD)
    assert found.proposals == ()
    at = 0
    for one in found.damage:
        assert at <= one.start < one.end <= len(text)
        assert one.reason
        assert 0.0 <= one.lost <= 1.0
        at = one.end
    return found.damage


@pytest.mark.parametrize("row", rows("unrecoverable.jsonl"), ids=lambda row: row["id"])
def test_cases(row: dict[str, str]) -> None:
    assert bool(damage(row["text"])) == row["flagged"], row["reason"]


def test_the_cases_are_enough() -> None:
    found = rows("unrecoverable.jsonl")
    assert len(found) >= 80
    assert sum(1 for row in found if row["flagged"]) >= 40
    assert len({row["text"] for row in found}) == len(found)


@pytest.mark.parametrize("name", ["clean.jsonl", "readings.jsonl", "sentences.jsonl"])
def test_clean_lines_are_clean(name: str) -> None:
    assert [row["text"] for row in rows(name) if damage(row["text"])] == []


@pytest.mark.parametrize("path", sorted((CASES / "pages").glob("*.txt")), ids=lambda p: p.stem)
def test_clean_pages_are_clean(path: Path) -> None:
    assert damage(path.read_text(encoding="utf-8")) == ()


def test_wild_cases_of_the_family_are_flagged(shared: Path) -> None:
    lines = (shared / "wild" / "dev.jsonl").read_text("utf-8").split("\n")
    found = [json.loads(line) for line in lines if line]
    for row in found:
        if row.get("gold") is None:
            assert damage(row["garbled"]), row["id"]
        else:
            assert damage(row["gold"]) == (), row["id"]
            assert hopeless(row["garbled"]) == (), row["id"]


@pytest.mark.parametrize(
    ("text", "spans", "lost"),
    [
        ("a 锟斤拷锟斤拷 b", [(2, 8)], 1.0),
        ("锟截凤拷", [(0, 4)], 0.75),
        ("x�׳�y", [(1, 4)], 2 / 3),
        ("烫烫烫烫烫屯屯屯屯屯", [(0, 5), (5, 10)], 1.0),
        ("# ?????????(???????????)", [(2, 23)], 1.0),
        ("M??nchen und K??ln", [(0, 8), (13, 18)], 0.25),
        ("锘縯est", [(0, 2)], 0.0),
    ],
)
def test_spans_and_shares(text: str, spans: list[tuple[int, int]], lost: float) -> None:
    found = damage(text)
    assert [(one.start, one.end) for one in found] == spans
    assert found[0].lost == pytest.approx(lost)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("锟斤拷锟斤拷", "4 times U+FFFD read as gb18030, where 2 to 4 characters were lost"),
        ("ï¿½", "U+FFFD read as cp1252, where a character was lost"),
        ("占쏙옙", "read as cp949"),
        ("屯屯屯屯屯", "0xCD"),
        ("?????? (???)", "up to 9 characters"),
        ("闂備礁鎼ˇ顐﹀疾濠婂牆钃熼柕濞垮剭", "times or more, with losses; about"),
        ("閿熸枻鎷烽敓鏂ゆ嫹", "U+FFFD read as gb18030 2 times"),
    ],
)
def test_reasons_say_what_and_how_much(text: str, words: str) -> None:
    assert words in damage(text)[0].reason


def test_an_example_of_a_form_that_the_text_names_is_clean() -> None:
    article = "为什么会出现“锟斤拷”？\n锟斤拷\n这是编码问题。"
    assert damage(article) == ()
    assert damage("锟斤拷\n这是编码问题。") != ()


def test_lines_of_question_marks_agree() -> None:
    text = "??????? ????? ?????\n????????\n?? ????? ????????"
    assert len(damage(text)) == 3
    assert damage("One\n????????\nTwo") == ()


def test_what_can_be_undone_is_left_to_others() -> None:
    garbled = "请求数据失败".encode().decode("gb18030")
    assert garbled == "璇锋眰鏁版嵁澶辫触"
    assert damage(garbled) == ()
    assert list(find_layers(garbled)) == []


def test_lists_of_rare_ideographs_are_no_layers() -> None:
    rare = "".join(map(chr, range(0x9A00, 0x9F00)))
    assert damage(rare) == ()


def test_what_holds_no_damage_shares_one_answer() -> None:
    assert find("plain", STANDARD) is find("naïve", STANDARD)


@pytest.mark.parametrize(
    "text", ["", "?", "\udc80\ud800", "锟\udc80拷", "\0锘", "�" * 3, "??\n" * 3]
)
def test_no_text_makes_it_fail(text: str) -> None:
    damage(text)


@pytest.mark.parametrize(
    "unit",
    [
        "锟斤拷 ",
        "� a",
        "烫烫烫 锟斤拷 ",
        "?a?a",
        "?? abcde???? ",
        "闂備礁鎼ˇ顐﹀疾濠婂牆钃熼柕濞垮剭 ",
        "锟",
        "?",
        "鍙",
    ],
)
def test_time_is_linear(unit: str) -> None:
    def looking(size: int) -> Callable[[], object]:
        text = unit * (size // len(unit))
        return lambda: damage(text)

    assert clock.ratio(looking(160_000), looking(20_000), limit=24) <= 24


def test_the_data_file_is_what_the_codecs_say() -> None:
    from corpus.build.remains import tables

    assert json.loads(data.read("remains.json")) == tables()


def test_whatever_two_neighbours_of_a_cycle_hold_is_looked_at() -> None:
    for cycle in remains.cycles().values():
        for i in range(3):
            # a run that holds the second and the third must hold the first, too, to be found
            pair = cycle[i] + cycle[(i + 1) % 3] + (cycle[0] if i == 1 else "")
            assert cycles.RARE.search(pair), pair
