"""Wide marks that took half of a pair of signs along, in a line with nothing else garbled."""

from __future__ import annotations

import pytest

from fixenc import Policy, fix, is_suspicious, repair
from tests.oracles.garble import garble

CHAIN = "utf-8>gb18030"
WRITTEN = [
    "- Start：`make serve`",
    "Build：`make`；`make test`",
    "- `Order`：`id, total, paid`",
    "<p>{title}（{count}</p>",
    "Output：{path}",
    "print(x)；[1, 2]",
]
KEPT = [
    "锛歚",
    "锛歚 and no more",
    "`锛歚`",
    "` 锛歚",  # the other half would have to stand behind
    "{锛歿}",
    "{a} 锛歿",
    "铁锛歚 一种工具`",  # a line of Chinese
]


@pytest.mark.parametrize("written", WRITTEN)
def test_the_mark_and_the_sign_come_back(written: str) -> None:
    garbled = garble(written, CHAIN)
    assert garbled is not None
    assert garbled != written
    assert is_suspicious(garbled)
    report = repair(garbled)
    assert report.text == written
    assert {(edit.chain, edit.certainty.name) for edit in report.edits} == {(CHAIN, "LOSSLESS")}
    assert report.undo() == garbled


@pytest.mark.parametrize("text", KEPT)
def test_no_half_of_a_pair_is_missing(text: str) -> None:
    assert fix(text) == text


def test_another_policy_excludes_the_reader() -> None:
    garbled = garble(WRITTEN[0], CHAIN)
    assert garbled is not None
    assert repair(garbled, policy=Policy(exclude=frozenset({"gb18030"}))).text == garbled
