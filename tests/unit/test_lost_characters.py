"""Text that lost characters, not bytes: the marks in it are no part of any garble."""

from __future__ import annotations

import pytest

import fixenc
from fixenc.policy import EAGER, STANDARD

LOST = (
    "Обо��о��яй",
    "��立一",
    "على الم�ي� أن تذه� إلى ا��وق",
    "Хор��о, что вы пр��ли",
    "今天?前?开会，大家都?了。",
    "他们?行?到很多人",
)


@pytest.mark.parametrize("policy", [STANDARD, EAGER], ids=["standard", "eager"])
@pytest.mark.parametrize("text", LOST)
def test_characters_that_were_lost_are_not_made_up(text: str, policy: fixenc.Policy) -> None:
    report = fixenc.repair(text, policy=policy)
    assert report.text == text, [(edit.before, edit.after, edit.chain) for edit in report.edits]


def test_what_is_told_stays_told_beside_many_holes() -> None:
    """Two thirds of the Korean letters are gone; those that are told are no chance."""
    garbled = "| 400 | ?섎せ???붿껌 ?먮뒗 ?좏슚 |"
    assert {"못", "청"} <= set(fixenc.repair(garbled).text)
