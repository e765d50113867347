"""Japanese that was saved after a misread with losses: an E stands where bytes were lost."""

from __future__ import annotations

import pytest

import fixenc
from fixenc.repair.damage import resaved
from fixenc.repair.gate import look
from fixenc.spans import Certainty
from tests.oracles import lossy

WHOLE = (
    "完了",
    "データ",
    "設定の読み込みに失敗しました。",
    "コンポーネントの初期化",
    "// 画面の大きさを設定する",
    "データの表示を更新する。",
)
CLEAN = (
    "東京、EU、ESCキー",
    "始めE-mailで送る",
    "チE チE",
    "カテゴリーはA、B、Eの三つ。",
    "手順はC、D、E",
    "乁E",
)


def saved(text: str) -> str:
    """A text that Shift_JIS showed with ・ for what it lacks, saved in it and read as UTF-8."""
    shown = lossy.garble(text, "utf-8", "cp932", "question")
    assert resaved.MARK in shown
    return shown.encode("cp932").decode("utf-8", "replace")


@pytest.mark.parametrize("text", WHOLE)
def test_what_was_saved_comes_back(text: str) -> None:
    garbled = saved(text)
    assert look.is_suspicious(garbled)
    report = fixenc.repair(garbled)
    assert report.text == text
    assert {edit.certainty for edit in report.edits} == {Certainty.INFERRED}
    assert {edit.chain for edit in report.edits} == {"utf-8>cp932>cp932>utf-8"}
    assert report.undo() == garbled
    assert fixenc.repair(report.text).text == report.text


@pytest.mark.parametrize("text", CLEAN)
def test_an_e_by_itself_tells_nothing(text: str) -> None:
    assert not fixenc.repair(text, policy=fixenc.EAGER).changed


def test_what_is_gone_stays_and_the_rest_comes_back() -> None:
    # of し all bytes are gone, and the two after the E are any
    report = fixenc.repair(saved("シナリオを終了しました"))
    assert report.text.startswith("シナリオを終了")


def test_parts_are_what_was_shown() -> None:
    assert [part[2] for part in resaved.parts("完亁E")] == ["螳御ｺ・"]
    assert list(resaved.parts("Example E, 完了")) == []
    assert list(resaved.parts("\ufffd\ufffdx\ud800E")) == []


def test_a_policy_may_exclude_an_encoding() -> None:
    policy = fixenc.Policy(exclude=frozenset({"cp932"}))
    assert not fixenc.repair(saved("データ"), policy=policy).changed
