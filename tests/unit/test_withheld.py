"""What the policy withheld, at places of the input."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fixenc import EAGER, Edit, Policy, repair, repair_bytes
from fixenc.repair.withheld import carried_back
from fixenc.spans import apply
from tests.properties import strategies as own


@given(st.data())
def test_a_suggestion_stands_where_it_says(data: st.DataObject) -> None:
    text = data.draw(st.text("abcdéß", max_size=14))
    made = data.draw(own.edit_sets(text))
    middle = apply(text, made)
    held = data.draw(own.edit_sets(middle))
    found = list(carried_back(made, held))
    for edit in found:
        assert text[edit.start : edit.end] == edit.before
        assert all(edit.end <= m.start or m.end <= edit.start for m in made)
    # Nothing is left out but what overlaps an edit.
    starts, shift = [], 0
    for edit in made:
        starts.append((edit.start + shift, edit.start + shift + len(edit.after)))
        shift += len(edit.after) - len(edit.before)
    clear = [e for e in held if all(e.end <= low or high <= e.start for low, high in starts)]
    assert [(e.before, e.after) for e in found] == [(e.before, e.after) for e in clear]


def test_withheld_edits_are_told_beside_others() -> None:
    text = "Le musÃ©e rouvre aprÃ¨s deux ans de travaux.\n" * 2 + "naÃ¯ve\n"
    confidences = sorted({edit.confidence for edit in repair(text, policy=EAGER).edits})
    assert len(confidences) > 1
    report = repair(text, policy=Policy(min_confidence=confidences[-1]))
    assert report.edits and report.suggestions
    assert all(edit.confidence < confidences[-1] for edit in report.suggestions)
    before = report.undo()
    assert before == text
    assert all(before[e.start : e.end] == e.before for e in report.suggestions)
    assert repair_bytes(text.encode(), policy=Policy(min_confidence=confidences[-1])) is not None


def test_places_move_with_what_was_made_before_them() -> None:
    made = (Edit(0, 2, "Ã©", "é"), Edit(5, 5, "", "xyz"))
    held = [Edit(0, 1, "é", "É"), Edit(1, 2, "a", "A"), Edit(8, 9, "c", "C")]
    assert [(edit.start, edit.end) for edit in carried_back(made, held)] == [(2, 3), (6, 7)]
