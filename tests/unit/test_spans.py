"""Sets of edits: applied, undone, fused and composed."""

from __future__ import annotations

import pytest

from fixenc.composition import compose
from fixenc.spans import (
    MANY,
    Alternative,
    Certainty,
    Damage,
    Edit,
    Evidence,
    Kind,
    apply,
    check,
    fuse,
    joined,
    undo,
)


def of(text: str, start: int, end: int, after: str, chain: str = "") -> Edit:
    return Edit(start, end, text[start:end], after, chain=chain)


# -- check, apply, undo -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edits", "length"),
    [
        ([Edit(0, 2, "ab", "x"), Edit(2, 3, "c", "y")], 3),  # they touch
        ([Edit(1, 3, "bc", "x"), Edit(2, 4, "cd", "y")], 4),  # they overlap
        ([Edit(3, 4, "d", "x"), Edit(0, 1, "a", "y")], 4),  # out of order
        ([Edit(-1, 1, "ab", "x")], 4),
        ([Edit(2, 5, "cde", "x")], 4),
        ([Edit(2, 1, "", "x")], 4),
        ([Edit(0, 2, "a", "x")], 4),  # holds less than its range
    ],
)
def test_what_is_no_set_of_edits_is_refused(edits: list[Edit], length: int) -> None:
    with pytest.raises(ValueError):
        check(edits, length)


def test_a_set_of_edits_may_reach_to_the_end_and_no_further() -> None:
    edits = [Edit(0, 1, "a", "x"), Edit(2, 4, "cd", "y"), Edit(5, 5, "", "z")]
    check(edits, 5)
    with pytest.raises(ValueError, match="out of range"):
        check(edits, 4)
    with pytest.raises(ValueError):
        apply("a", (Edit(2, 2, "", "x"),))  # behind the end there is nothing, not even an insertion
    with pytest.raises(ValueError):
        undo("a", (Edit(2, 3, "b", ""),))


def test_parts_are_joined_of_whatever_kind_of_row_and_however_many() -> None:
    parts = [str(number) for number in range(3 * MANY + 1)]
    assert joined(parts) == joined(iter(parts)) == "".join(parts)


def test_edits_are_applied_and_undone() -> None:
    text = "abcdef"
    edits = (of(text, 0, 1, "ÄÄ"), of(text, 2, 2, "+"), of(text, 4, 6, ""))
    assert apply(text, edits) == "ÄÄb+cd"
    assert undo("ÄÄb+cd", edits) == text


def test_edits_are_not_applied_to_another_text() -> None:
    with pytest.raises(ValueError):
        apply("xyz", (Edit(0, 1, "a", "b"),))
    with pytest.raises(ValueError):
        apply("", (Edit(0, 1, "a", "b"),))


@pytest.mark.parametrize("text", ["xyz", "", "b" * 9])
def test_edits_are_not_undone_from_another_text(text: str) -> None:
    with pytest.raises(ValueError):
        undo(text, (Edit(0, 1, "a", "c"),))


def test_undoing_checks_the_order_too() -> None:
    with pytest.raises(ValueError):
        undo("ba", (Edit(1, 2, "y", "a"), Edit(0, 1, "x", "b")))


def test_no_edits_change_nothing() -> None:
    assert apply("text", ()) == undo("text", ()) == "text"


def test_the_margin_is_the_evidence_summed() -> None:
    edit = Edit(0, 1, "a", "b", evidence=(Evidence("model", 12.5), Evidence("prior", -2.0)))
    assert edit.margin == 10.5
    assert Edit(0, 1, "a", "b").margin == 0


# -- fuse ---------------------------------------------------------------------------------------


def test_edits_that_touch_are_joined() -> None:
    text = "abcdefgh"
    edits = [of(text, 4, 5, "E"), of(text, 0, 2, "x"), of(text, 2, 3, "C"), of(text, 7, 8, "H")]
    assert [(e.start, e.end, e.before, e.after) for e in fuse(edits)] == [
        (0, 3, "abc", "xC"),
        (4, 5, "e", "E"),
        (7, 8, "h", "H"),
    ]


def test_an_insertion_touches_what_stands_at_its_place() -> None:
    text = "abcd"
    for place, after in ((1, "+B"), (2, "B+")):
        (edit,) = fuse([of(text, 1, 2, "B"), of(text, place, place, "+")])
        assert (edit.start, edit.end, edit.after) == (1, 2, after)


def test_edits_that_change_nothing_are_dropped() -> None:
    text = "abcd"
    assert fuse([of(text, 1, 2, "b")]) == ()
    # and so are two that change nothing together
    assert fuse([of(text, 0, 2, "a"), of(text, 2, 3, "bc")]) == ()


def test_edits_that_overlap_cannot_be_fused() -> None:
    with pytest.raises(ValueError):
        fuse([of("abcd", 0, 2, "x"), of("abcd", 1, 3, "y")])
    with pytest.raises(ValueError):  # with the last of a run, not with the first of it
        fuse([of("abcdef", 0, 2, "x"), of("abcdef", 2, 4, "y"), of("abcdef", 3, 5, "z")])


def test_a_joined_edit_is_no_surer_than_its_parts() -> None:
    left = Edit(
        0,
        1,
        "a",
        "x",
        "utf-8>cp1252",
        confidence=0.99,
        evidence=(Evidence("model", 7.0),),
        alternatives=(Alternative("y", "utf-8>cp1250", 0.01),),
    )
    right = Edit(
        1,
        2,
        "b",
        "z",
        "koi8-r>cp1251",
        kind=Kind.LOST,
        certainty=Certainty.INFERRED,
        confidence=0.8,
        evidence=(Evidence("model", 5.0), Evidence("prior", -1.0)),
    )
    assert fuse([left, right]) == (
        Edit(
            0,
            2,
            "ab",
            "xz",
            "utf-8>cp1252+koi8-r>cp1251",
            kind=Kind.LOST,
            certainty=Certainty.INFERRED,
            confidence=0.8,
            evidence=(Evidence("model", 12.0), Evidence("prior", -1.0)),
        ),
    )


def test_a_chain_that_stands_beside_others_already_is_named_once_too() -> None:
    edits = [of("ab", 0, 1, "x", "p>q+r>s"), of("ab", 1, 2, "x", "r>s")]
    assert [edit.chain for edit in fuse(edits)] == ["p>q+r>s"]


def test_a_chain_is_named_once() -> None:
    text = "abcd"
    edits = [of(text, i, i + 1, "x", chain) for i, chain in enumerate(["p>q", "", "p>q", "r>s"])]
    assert [edit.chain for edit in fuse(edits)] == ["p>q+r>s"]


# -- compose ------------------------------------------------------------------------------------


def composed(text: str, first: list[Edit], second: list[Edit]) -> list[tuple[int, int, str, str]]:
    edits = compose(text, first, second)
    middle = apply(text, first)
    assert apply(text, edits) == apply(middle, second)
    assert undo(apply(text, edits), edits) == text
    return [(e.start, e.end, e.after, e.chain) for e in edits]


def test_nothing_before_or_after() -> None:
    edits = [of("abc", 1, 2, "x", "p>q")]
    assert compose("abc", [], []) == ()
    assert compose("abc", edits, []) == compose("abc", [], edits) == tuple(edits)


def test_positions_of_the_second_are_those_of_the_text_between() -> None:
    text = "abcdefgh"
    first = [of(text, 1, 3, "WXYZ", "p>q")]  # aWXYZdefgh
    second = [Edit(0, 1, "a", "A", "r>s"), Edit(7, 8, "f", "F", "r>s")]
    assert composed(text, first, second) == [(0, 3, "AWXYZ", "r>s+p>q"), (5, 6, "F", "r>s")]


def test_a_chain_goes_on_where_all_went_through_both() -> None:
    text = "ÃƒÂ©t, ÃƒÂ©"
    first = [of(text, 0, 4, "Ã©", "p>q"), of(text, 7, 11, "Ã©", "p>q")]
    second = [Edit(0, 2, "Ã©", "é", "r>s"), Edit(5, 7, "Ã©", "é", "r>s")]
    assert composed(text, first, second) == [(0, 4, "é", "r>s>p>q"), (7, 11, "é", "r>s>p>q")]
    # ASCII between passes every chain, so it does not matter which of the two spans it
    second = [Edit(0, 7, "Ã©t, Ã©", "ét, é", "r>s")]
    assert composed(text, first, second) == [(0, 11, "ét, é", "r>s>p>q")]


def test_chains_stand_side_by_side_where_a_part_went_through_one() -> None:
    text = "ÃƒÂ© ä"
    first = [of(text, 0, 4, "Ã©", "p>q")]
    second = [Edit(0, 4, "Ã© ä", "é a", "r>s")]
    assert composed(text, first, second) == [(0, 6, "é a", "r>s>p>q+r>s")]
    first = [of(text, 0, 6, "¿ Ã©", "p>q")]
    second = [Edit(2, 4, "Ã©", "é", "p>q")]  # the same chain twice is not the same as once
    assert composed(text, first, second) == [(0, 6, "¿ é", "p>q>p>q+p>q")]


def test_two_that_meet_in_a_third() -> None:
    text = "abcdef"
    first = [of(text, 0, 2, "X", "p>q"), of(text, 4, 6, "YZ", "t>u")]  # XcdYZ
    second = [Edit(0, 4, "XcdY", "!", "r>s")]
    assert composed(text, first, second) == [(0, 6, "!Z", "r>s+p>q+t>u")]


def test_what_the_second_takes_back_is_no_edit() -> None:
    text = "abc"
    assert composed(text, [of(text, 1, 2, "XY")], [Edit(1, 3, "XY", "b")]) == []


def test_an_insertion_into_an_insertion() -> None:
    text = "ab"
    assert composed(text, [of(text, 1, 1, "XY")], [Edit(2, 2, "", "-")]) == [(1, 1, "X-Y", "")]


def test_insertions_at_both_ends_of_an_insertion() -> None:
    text = "ab"
    second = [Edit(1, 1, "", "<"), Edit(3, 3, "", ">")]
    assert composed(text, [of(text, 1, 1, "XY")], second) == [(1, 1, "<XY>", "")]


def test_around_a_deletion() -> None:
    text = "abcd"
    first = [of(text, 1, 3, "")]  # ad
    assert composed(text, first, [Edit(0, 2, "ad", "!")]) == [(0, 4, "!", "")]
    assert composed(text, first, [Edit(1, 1, "", "!")]) == [(1, 3, "!", "")]
    assert composed(text, first, [Edit(0, 1, "a", "A")]) == [(0, 3, "A", "")]
    assert composed(text, first, [Edit(1, 2, "d", "D")]) == [(1, 4, "D", "")]


def test_an_edit_that_meets_none_keeps_all_it_says() -> None:
    text = "abcdefgh"
    alone = Edit(
        6,
        7,
        "g",
        "G",
        "r>s",
        confidence=0.9,
        alternatives=(Alternative("g", "", 0.1),),
        evidence=(Evidence("model", 9.0),),
    )
    edits = compose(text, [of(text, 0, 1, "XYZ")], [alone])
    assert edits[1].alternatives == alone.alternatives
    assert (edits[1].start, edits[1].end, edits[1].evidence) == (4, 5, alone.evidence)


def test_composing_takes_time_in_proportion_to_the_edits() -> None:
    """Twenty thousand edits; anything quadratic would take minutes."""
    text = "ab" * 20_000
    first = [Edit(i, i + 1, "a", "xy") for i in range(0, len(text), 2)]
    second = [Edit(i, i + 3, "xyb", "c") for i in range(0, 3 * 20_000, 6)]
    edits = compose(text, first, second)
    assert apply(text, edits) == apply(apply(text, first), second)
    assert len(fuse([of(text, i, i + 1, "z") for i in range(len(text))])) == 1


@pytest.mark.parametrize("kind", list(Kind))
def test_what_is_joined_is_of_the_kind_that_is_not_a_misread(kind: Kind) -> None:
    misread = Edit(0, 1, "a", "x", kind=Kind.MISREAD)
    other = Edit(1, 2, "b", "y", kind=kind)
    assert [edit.kind for edit in fuse([misread, other])] == [kind]


def test_an_edit_that_says_nothing_of_its_confidence_is_even_odds() -> None:
    assert Edit(0, 1, "a", "b").confidence == 0.5


@pytest.mark.parametrize("before", ["b", "A", "ab", ""])
def test_an_edit_of_another_text_is_not_applied(before: str) -> None:
    with pytest.raises(ValueError):
        apply("abc", (Edit(0, 1, before, "x"),))


def test_an_edit_to_an_equal_text_is_dropped() -> None:
    same = "".join(["a", "b"])
    assert same is not "".join(["a", "b"])
    assert fuse([Edit(0, 2, "ab", same)]) == ()


@pytest.mark.parametrize(("first", "second"), [("", "koi8-r>cp1251"), ("koi8-r>cp1251", "")])
def test_a_chain_on_an_edit_without_one_stands_alone(first: str, second: str) -> None:
    edits = compose("a", (Edit(0, 1, "a", "b", first),), (Edit(0, 1, "b", "c", second),))
    assert [edit.chain for edit in edits] == ["koi8-r>cp1251"]


def test_parts_of_an_edit_stay_as_they_are() -> None:
    for value, name in ((Evidence("model", 1.0), "bits"), (Alternative("a", "", 0.1), "after")):
        with pytest.raises(AttributeError):
            setattr(value, name, None)


@pytest.mark.parametrize("span", [Damage(0, 1, "lost"), Edit(0, 1, "a", "b")])
def test_what_is_told_stays_as_it_is(span: Damage | Edit) -> None:
    with pytest.raises(AttributeError):
        span.start = 1  # type: ignore[misc]


def test_damage_is_beyond_repair_unless_it_says_otherwise() -> None:
    assert Damage(0, 1, "lost").lost == 1.0


def test_a_long_edit_is_a_set_of_edits() -> None:
    text = "é" * 1000
    assert apply(text, (Edit(0, 1000, text, "x"),)) == "x"


@pytest.mark.parametrize("before", ["", "ab"])
def test_what_an_edit_replaces_is_as_long_as_its_span(before: str) -> None:
    with pytest.raises(ValueError):
        check((Edit(0, 1, before, "x"),), 2)


def test_an_edit_that_changes_nothing_does_not_stretch_its_neighbour() -> None:
    same = "".join(["a", "b"])
    assert [edit.start for edit in fuse([Edit(0, 2, "ab", same), Edit(2, 3, "c", "x")])] == [2]


@pytest.mark.parametrize("one", list(Certainty))
@pytest.mark.parametrize("other", list(Certainty))
def test_what_is_joined_is_inferred_where_a_part_is(one: Certainty, other: Certainty) -> None:
    edits = (Edit(0, 1, "a", "x", certainty=one), Edit(1, 2, "b", "y", certainty=other))
    inferred = Certainty.INFERRED in (one, other)
    wanted = Certainty.INFERRED if inferred else Certainty.LOSSLESS
    assert [edit.certainty for edit in fuse(edits)] == [wanted]


@pytest.mark.parametrize(
    ("text", "first", "second", "chain"),
    [
        # all of it went through both, but for ASCII
        ("-----ba", Edit(6, 7, "a", "é", "one"), Edit(5, 7, "bé", "x", "two"), "two>one"),
        ("-----ab", Edit(5, 6, "a", "é", "one"), Edit(5, 7, "éb", "x", "two"), "two>one"),
        ("-----ab", Edit(5, 7, "ab", "éb", "one"), Edit(5, 6, "é", "x", "two"), "two>one"),
        # "ä" went through the one only
        ("-----äa", Edit(6, 7, "a", "é", "one"), Edit(5, 7, "äé", "x", "two"), "two>one+two"),
        ("-----aä", Edit(5, 6, "a", "é", "one"), Edit(5, 7, "éä", "x", "two"), "two>one+two"),
        ("-----ab", Edit(5, 7, "ab", "éä", "one"), Edit(5, 6, "é", "x", "two"), "two>one+one"),
        ("-----ab", Edit(5, 7, "ab", "éä", "one"), Edit(6, 7, "ä", "x", "two"), "two>one+one"),
        # what is put in before an edit, or taken out there, is no part of it
        ("ab", Edit(0, 1, "a", "", "one"), Edit(0, 1, "b", "x", "two"), "one+two"),
        ("a", Edit(0, 1, "a", "é", "one"), Edit(0, 0, "", "x", "two"), "two+one"),
    ],
)
def test_the_chain_of_what_is_composed_anywhere(
    text: str, first: Edit, second: Edit, chain: str
) -> None:
    assert [edit.chain for edit in compose(text, (first,), (second,))] == [chain]
