"""Lines and columns: counted from 1, in code points, and only a newline ends a line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fixenc.places import places


@given(st.text("a\n\r\x85\u2028\U0001f600"), st.data())
def test_places_are_those_that_one_counts(text: str, data: st.DataObject) -> None:
    positions = data.draw(st.lists(st.integers(0, len(text))))
    found = places(text, positions)
    assert found.keys() == set(positions)
    for position, (line, column) in found.items():
        before = text[:position].split("\n")
        assert (line, column) == (len(before), len(before[-1]) + 1)


def test_many_places_on_one_line_take_linear_time() -> None:
    text = "a" * 1_000_000  # a search for the newline before each place would look at 10^12 of them
    assert places(text, range(0, 1_000_000, 5))[999_995].column == 999_996
