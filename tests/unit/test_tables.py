"""What the misreads of single bytes make of a text, told for all of them at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixenc import chains, model
from fixenc.chains import Chain
from fixenc.model.format import UNIT
from fixenc.repair.undoing.align import substitution
from fixenc.repair.undoing.tables import tables

GARBLED = "Сведения о погоде на завтра", "Κοίταξε τον ουρανό", "Żółta łódź płynie wśród gęstej mgły"


def cost(text: str) -> int:
    least = model.load().least
    return sum(round(UNIT * least[char]) for char in text)


@given(st.text(st.characters(min_codepoint=0x80, max_codepoint=0x4FF), max_size=40))
def test_sums_are_those_of_the_texts(text: str) -> None:
    known = {text.translate(table) for table in tables().distinct}
    most = cost(text)
    assert {*tables().texts(text, most)} == {
        other for other in known if other != text and cost(other) <= most
    }


@given(st.text(st.characters(min_codepoint=0x80, max_codepoint=0x4FF), max_size=40))
def test_the_likeliest_are_those_that_cost_least(text: str) -> None:
    likely = tables().likely(text, 0.0)
    found = {m: text.translate(table) for m in chains.misreads() if (table := substitution(m))}
    costs = {m: cost(other) for m, other in found.items() if other != text}
    assert likely == {tables().number(m) for m in costs if costs[m] == min(costs.values())}


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        (GARBLED[0], "cp1251>koi8-r"),
        (GARBLED[0], "koi8-r>cp1252"),
        (GARBLED[1], "cp1253>cp1252"),
        (GARBLED[2], "cp1250>cp1252"),
    ],
)
def test_the_misread_that_a_text_came_by_is_likely(text: str, chain: str) -> None:
    (step,) = Chain.parse(chain).misreads
    assert tables().number(step) in tables().likely(
        Chain.parse(chain).garble(text), 2.0 * len(text)
    )


def test_a_misread_that_changes_nothing_is_never_likely() -> None:
    assert not tables().likely("abc", 100.0)
    assert not tables().likely("漢字", 100.0)
