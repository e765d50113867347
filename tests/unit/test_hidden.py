"""Words that are known once a misread is undone."""

from __future__ import annotations

import pytest

from fixenc.repair.gate.hidden import has_known


@pytest.mark.parametrize(
    "text",
    [" Fran‡ois ", "(Espa±a)", " RenŽ\n", " FranÁois Martin", "x informaci¢n x"],
)
def test_words_that_a_misread_hides(text: str) -> None:
    assert has_known(text)


@pytest.mark.parametrize(
    "text",
    [
        "Fran‡ois",  # which may go on at both ends
        " François ",
        " Fran±ois ",
        " 25 ± 3 ",
        " plain words ",
        " tal‡que ",
        " ñ±¢‡ ",
        " a£ ",
    ],
)
def test_words_that_hide_nothing(text: str) -> None:
    assert not has_known(text)
