"""The promises, on whatever hypothesis can think of."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import count, pairwise

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from fixenc import Certainty, Policy, Report, Verdict, detect, is_suspicious, repair, repair_bytes
from fixenc.chains import Chain
from fixenc.composition import compose
from fixenc.spans import Edit, Kind, apply, check, fuse, undo
from tests import clock
from tests.oracles.garble import garble
from tests.properties import strategies as own

FEW = settings(max_examples=100)
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


# -- one repair ---------------------------------------------------------------------------------


@FEW
@given(own.texts(), own.policies())
@example("\ud800Ã©\udfff", Policy())
@example("\n\n\r\n", Policy())
@example("", Policy())
def test_a_report_is_undone_and_replayed_exactly(text: str, policy: Policy) -> None:
    report = repair(text, policy=policy)
    assert report.undo() == text
    assert report.replay(text) == report.text
    assert report.changed == (report.text != text)


@FEW
@given(own.texts(), own.policies())
def test_edits_are_sorted_apart_and_in_range(text: str, policy: Policy) -> None:
    report = repair(text, policy=policy)
    check(report.edits, len(text))
    for edit in report.edits:
        assert text[edit.start : edit.end] == edit.before != edit.after
        assert 0.0 <= edit.confidence <= 1.0
        assert edit.confidence < 1.0 or edit.certainty is Certainty.LOSSLESS
        filled = edit.certainty is Certainty.INFERRED  # it may be fused of edits of several kinds
        assert edit.confidence >= policy.due(Kind.LOST if filled else edit.kind)
        assert policy.allow_inferred or edit.certainty is Certainty.LOSSLESS
    for damage in report.damage:
        assert 0 <= damage.start <= damage.end <= len(report.text)
        assert 0.0 <= damage.lost <= 1.0 and damage.reason
    for held in report.suggestions:
        assert 0 <= held.start <= held.end <= len(text)
        assert text[held.start : held.end] == held.before


@FEW
@given(own.texts())
def test_what_no_edit_covers_stands_as_it_was(text: str) -> None:
    report = repair(text)
    at = here = 0  # in the input, in the output
    for edit in report.edits:
        kept = edit.start - at
        assert report.text[here : here + kept] == text[at : edit.start]
        here += kept + len(edit.after)
        at = edit.end
    assert report.text[here:] == text[at:]


@FEW
@given(own.texts(), own.policies())
def test_repairing_twice_is_repairing_once(text: str, policy: Policy) -> None:
    once = repair(text, policy=policy).text
    assert repair(once, policy=policy).text == once


@FEW
@given(own.texts(), own.policies())
def test_the_same_input_gives_the_same_report(text: str, policy: Policy) -> None:
    assert repair(text, policy=policy) == repair(text, policy=policy)


@FEW
@given(own.texts(), own.policies())
def test_what_the_gate_lets_pass_is_clean(text: str, policy: Policy) -> None:
    if not is_suspicious(text):
        report = repair(text, policy=policy)
        assert report == Report(text) and report.verdict is Verdict.CLEAN


# Thai in codes of four bytes of GB18030, read as Windows-1254 and cut in the middle of one: of
# some only the digits were to stay, and that was called lossless.
CUT_CODES = (
    "2Ñ0\x812Ô2\x812Ï5\x812Ñ4\x812Ö1\x812Ó8\x812Ñ3\x812Ó1\x812Ò3\x812Ô3\x812Ó3\x812Ò2\x812Ó7\x812Ï5"
    " \x812Õ2\x812Ò2\x812Õ9\x812Ñ3\x812Ñ3\x812Ô1\x812Ö1\x812Õ6\x812Ñ5\x812Î9\x812Ô0\x812Ñ3\x812Î9"
    "\x812Ö3\x812Ò7\x812Ò2\x812Õ2\x812Ð9\x812Ô1\x812Ö3\x812Ò2\x812"
)


@settings(max_examples=150)
@given(own.garbled())
@example(CUT_CODES)
def test_a_lossless_edit_is_garbled_again_to_what_was_there(text: str) -> None:
    for edit in repair(text).edits:
        if edit.certainty is Certainty.LOSSLESS and edit.chain and "+" not in edit.chain:
            assert garble(edit.after, edit.chain) in (edit.before, None)
            assert Chain.parse(edit.chain).undo(edit.before) == edit.after


@FEW
@given(own.texts(), own.policies())
def test_a_report_survives_json(text: str, policy: Policy) -> None:
    assume(not _PAIR.search(text))  # JSON cannot tell it from the one character
    report = repair(text, policy=policy)
    assert Report.from_dict(json.loads(json.dumps(report.to_dict()))) == report


@FEW
@given(own.files())
@example(b"\xff\xfe")
@example(b"\x00\x01\x02\x03")
@example("Ã©".encode("utf-16"))
def test_any_bytes_give_a_report(data: bytes) -> None:
    report = repair_bytes(data)
    found = report.detection
    assert found is not None and found.encoding == detect(data).encoding
    assert report.undo() == found.decode()
    assert 0.0 <= report.confidence <= 1.0
    if not _PAIR.search(report.undo()):
        copy = Report.from_dict(json.loads(json.dumps(report.to_dict())))
        assert copy == replace(report, detection=replace(found, data=b""))
        assert copy.verdict is report.verdict and copy.policy == report.policy


# -- sets of edits ------------------------------------------------------------------------------


@settings(max_examples=300)
@given(st.data())
def test_composing_is_applying_one_after_the_other(data: st.DataObject) -> None:
    text = data.draw(st.text("abcdéß", max_size=14))
    first = data.draw(own.edit_sets(text))
    middle = apply(text, first)
    second = data.draw(own.edit_sets(middle))
    both = compose(text, first, second)
    check(both, len(text))
    assert all(edit.before != edit.after for edit in both)
    assert apply(text, both) == apply(middle, second)
    assert undo(apply(text, both), both) == text
    if both:
        assert min(e.confidence for e in both) >= min(e.confidence for e in first + second)


@settings(max_examples=100)
@given(st.data())
def test_composing_three_is_the_same_either_way(data: st.DataObject) -> None:
    text = data.draw(st.text("abé", max_size=10))
    first = data.draw(own.edit_sets(text))
    middle = apply(text, first)
    second = data.draw(own.edit_sets(middle))
    third = data.draw(own.edit_sets(apply(middle, second)))
    left = compose(text, compose(text, first, second), third)
    right = compose(text, first, compose(middle, second, third))
    assert apply(text, left) == apply(text, right)


@settings(max_examples=100)
@given(st.data())
def test_fusing_changes_nothing_but_the_number(data: st.DataObject) -> None:
    text = data.draw(st.text("abcdéß", max_size=14))
    places = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=8)))
    edits = [
        Edit(start, end, text[start:end], data.draw(st.text("xyab", max_size=3)))
        for start, end in pairwise(places)
        if start < end
    ]
    wanted, at = [], 0
    for edit in edits:
        wanted += [text[at : edit.start], edit.after]
        at = edit.end
    fused = fuse(data.draw(st.permutations(edits)))
    check(fused, len(text))
    assert apply(text, fused) == "".join(wanted) + text[at:]


# -- time ---------------------------------------------------------------------------------------

LONG = {
    # name: what is repeated, code points of the shorter text
    "question marks": ("?", 50_000),
    "replacement characters": ("\ufffd", 20_000),
    "one ideograph": ("字", 4_000),
    "lone surrogates": ("\ud800", 4_000),
    "controls": ("\x85", 1_000),
    "one lead byte": ("Ã", 1_000),
    "ideographs and holes": ("字?", 40),
    "readings": ("字(zì)", 2_000),
    "clean Russian": ("Дул тёплый ветер, и пахло морем. ", 4_000),
    "garbled Russian": (garble("Дул тёплый ветер. ", "utf-8>cp1252") or "", 1_000),
    "garbled lines": (garble("über 5 €\n", "utf-8>cp1252") or "", 400),
}


_SALT = count()


def _long(name: str, size: int) -> str:
    """A text of ``size`` code points, never the same, so that no cache can answer for it."""
    unit = LONG[name][0]
    part = unit * (200 // len(unit) or 1)
    parts = [f"{part}{next(_SALT)} " for _ in range(size // len(part) + 1)]
    return "".join(parts)[:size]


def _repairing(name: str, size: int) -> Callable[[], object]:
    return lambda: repair(_long(name, size))


@pytest.mark.parametrize("name", LONG)
def test_time_grows_as_the_text_does(name: str) -> None:
    size = LONG[name][1]
    repair(_long(name, size))  # loads what is loaded at first use
    # in quadratic time it would be 64 times; a longer line costs some memory and sorting, too
    assert clock.ratio(_repairing(name, 8 * size), _repairing(name, size), limit=16) <= 16


@pytest.mark.parametrize("name", LONG)
def test_no_text_runs_away(name: str) -> None:
    """Beside a run of garbled text: a search without bounds took 80 times as long, 11 since."""
    repair(_long(name, 400))
    assert clock.ratio(_repairing(name, 400), _repairing("one lead byte", 400), limit=25) <= 25


@pytest.mark.parametrize("unit", ["a", "?", "字", "Дул ветер, и пахло морем. "])
def test_a_line_of_a_million_characters(unit: str) -> None:
    text = (unit * 1_000_000)[:1_000_000]
    report = repair(text)
    assert report.undo() == text
