"""The engine: who may change text, in what order, and when it stops."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise

import pytest

from fixenc import EAGER, SAFE, STANDARD, Certainty, Damage, Edit, Evidence, Policy
from fixenc.repair import engine
from fixenc.repair.proposal import NOTHING, Finder, Findings


def edit(
    start: int,
    before: str,
    after: str,
    bits: float = 10.0,
    confidence: float = 0.95,
    certainty: Certainty = Certainty.LOSSLESS,
) -> Edit:
    return Edit(
        start,
        start + len(before),
        before,
        after,
        chain="utf-8>cp1252",
        certainty=certainty,
        confidence=confidence,
        evidence=(Evidence("model", bits),),
    )


def replacing(before: str, after: str, **terms: float) -> Finder:
    """A finder that would replace the first of its kind."""

    def find(text: str, policy: Policy) -> Findings:
        at = text.find(before)
        return NOTHING if at < 0 else Findings((edit(at, before, after, **terms),))

    return find


# -- settling overlaps --------------------------------------------------------------------------


def places(edits: tuple[Edit, ...]) -> list[tuple[int, int, str]]:
    return [(e.start, e.end, e.after) for e in edits]


def test_more_evidence_goes_first() -> None:
    found = [edit(0, "abc", "x", 10), edit(2, "cde", "y", 11), edit(4, "ef", "z", 10)]
    assert places(engine.settle(found)) == [(2, 5, "y")]


def test_then_the_longer_span_then_the_earlier() -> None:
    assert places(engine.settle([edit(1, "b", "x"), edit(1, "bc", "y")])) == [(1, 3, "y")]
    assert places(engine.settle([edit(1, "bc", "x"), edit(0, "ab", "y")])) == [(0, 2, "y")]
    assert places(engine.settle([edit(0, "ab", "y"), edit(0, "ab", "x")])) == [(0, 2, "x")]


def test_what_only_touches_is_joined() -> None:
    found = [edit(2, "c", "y"), edit(0, "ab", "x"), edit(4, "e", "z")]
    assert places(engine.settle(found)) == [(0, 3, "xy"), (4, 5, "z")]


def test_the_order_of_the_proposals_does_not_matter() -> None:
    dice = random.Random(7)
    text = "abcdefghijkl"
    for _ in range(200):
        found = []
        for _ in range(dice.randrange(6)):
            start = dice.randrange(len(text))
            end = dice.randrange(start + 1, len(text) + 1)
            bits = dice.choice([5.0, 6.0])
            found.append(edit(start, text[start:end], dice.choice("XYZ"), bits))
        settled = engine.settle(found)
        dice.shuffle(found)
        assert engine.settle(found) == settled
        for left, right in pairwise(settled):
            assert left.end < right.start


def test_many_proposals_are_settled_in_time() -> None:
    """Forty thousand; anything quadratic would take minutes."""
    found = [edit(3 * i, "ab", "x", bits=i % 7) for i in range(40_000)]
    assert len(engine.settle(found)) == 40_000


# -- what a policy lets through -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("policy", "confidence", "certainty", "allowed"),
    [
        (STANDARD, 0.9, Certainty.LOSSLESS, True),
        (STANDARD, 0.8999, Certainty.LOSSLESS, False),
        (STANDARD, 0.95, Certainty.INFERRED, True),
        (SAFE, 0.9999, Certainty.INFERRED, False),
        (SAFE, 0.98, Certainty.LOSSLESS, False),
        (SAFE, 0.99, Certainty.LOSSLESS, True),
        (EAGER, 0.5, Certainty.INFERRED, True),
        (EAGER, 0.49, Certainty.LOSSLESS, False),
    ],
)
def test_a_policy_permits(
    policy: Policy, confidence: float, certainty: Certainty, allowed: bool
) -> None:
    proposal = edit(0, "a", "b", confidence=confidence, certainty=certainty)
    assert engine.permits(policy, proposal) is allowed


def test_what_the_policy_withholds_is_a_suggestion() -> None:
    finders = (replacing("b", "B", confidence=0.6),)
    outcome = engine.run("abc", STANDARD, finders)
    assert outcome.text == "abc" and outcome.edits == ()
    assert places(outcome.suggestions) == [(1, 2, "B")]
    outcome = engine.run("abc", EAGER, finders)
    assert outcome.text == "aBc" and outcome.suggestions == ()


# -- rounds -------------------------------------------------------------------------------------


def test_without_finders_nothing_happens() -> None:
    assert engine.run("abc", STANDARD, ()) == engine.Outcome("abc")
    assert engine.run("", STANDARD, (replacing("a", "b"),)) == engine.Outcome("")


def test_rounds_go_on_until_nothing_is_left() -> None:
    outcome = engine.run("aXXXXXa", STANDARD, (replacing("X", "y"),))
    assert outcome.text == "ayyyyya"
    assert places(outcome.edits) == [(1, 6, "yyyyy")]


def test_the_edits_are_those_of_the_input() -> None:
    finders = (replacing("ÃƒÂ©", "Ã©"), replacing("Ã©", "é"))
    outcome = engine.run("ab ÃƒÂ© ÃƒÂ©", STANDARD, finders)
    assert outcome.text == "ab é é"
    assert places(outcome.edits) == [(3, 7, "é"), (8, 12, "é")]
    assert {e.chain for e in outcome.edits} == {"utf-8>cp1252>utf-8>cp1252"}


def test_an_earlier_finder_goes_first() -> None:
    def both(first: Finder, second: Finder) -> str:
        return engine.run("ab", STANDARD, (first, second)).text

    shorter, longer = replacing("a", "x"), replacing("ab", "y")
    assert both(shorter, longer) == "xb"
    assert both(longer, shorter) == "y"


def test_a_finder_sees_what_the_one_before_it_left() -> None:
    outcome = engine.run("abab", STANDARD, (replacing("a", "c"), replacing("cbcb", "!")))
    assert outcome.text == "!"


@pytest.mark.parametrize(
    "finders",
    [
        (replacing("a", "b"), replacing("b", "a")),  # round and round
        (replacing("a", "aa"),),  # longer and longer
    ],
)
def test_what_never_settles_is_left_alone(finders: tuple[Finder, ...]) -> None:
    text = "xax"
    outcome = engine.run(text, STANDARD, finders)
    assert outcome.text == text
    assert outcome.edits == ()
    assert all(0 <= d.start < d.end <= len(text) for d in outcome.damage)


def test_six_layers_are_not_too_many() -> None:
    finders = tuple(replacing(str(i), str(i - 1)) for i in range(1, 7))
    assert engine.run("x6", STANDARD, finders).text == "x0"


# -- damage -------------------------------------------------------------------------------------


def seeing(mark: str) -> Callable[[str, Policy], Findings]:
    def find(text: str, policy: Policy) -> Findings:
        at = text.find(mark)
        return NOTHING if at < 0 else Findings((), (Damage(at, at + 1, "a mark", 1.0),))

    return find


def test_damage_is_where_it_is_in_the_output() -> None:
    outcome = engine.run("ÃƒÂ© #", STANDARD, (seeing("#"), replacing("ÃƒÂ©", "é")))
    assert outcome.text == "é #"
    assert [(d.start, d.end) for d in outcome.damage] == [(2, 3)]


def test_damage_that_was_repaired_is_none() -> None:
    outcome = engine.run("#", STANDARD, (seeing("#"), replacing("#", "!")))
    assert outcome.text == "!" and outcome.damage == ()


# -- sections -----------------------------------------------------------------------------------

LINES = (
    "Le cafÃ© est Ã\xa0 cÃ´tÃ© de la forÃªt.\n",
    "Rien ici, pas mÃªme un mot.\n",
    "plain text\n",
    "锟斤拷文字锟斤拷\n",
    "鍛ㄦ棩闊充箰浼氬皢浜庢櫄涓婂叓鐐瑰紑濮\n",
    "\n",
    "Дул тёплый ветер\n",
    "Le ????? est ???? plus ??????? la\n",
    "caf\ufffd et th\ufffd\n",
)


@pytest.mark.parametrize("policy", [SAFE, STANDARD, EAGER])
@pytest.mark.parametrize("size", [45, 100, 300])
def test_sections_make_no_difference(
    policy: Policy, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    dice = random.Random(size)
    text = "".join(dice.choice(LINES) for _ in range(60))
    whole = engine.run(text, policy)
    monkeypatch.setattr(engine, "SECTION", size)
    same = engine.run(text, policy) == whole
    assert same
    assert whole.damage and (whole.edits or policy is SAFE)


def test_edits_on_either_side_of_a_cut_are_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where each section is taken for garbled all over, so is the text."""

    def all_of_it(text: str, policy: Policy, *_: object) -> engine.Outcome:
        if text.isupper():
            return engine.Outcome(text)
        return engine.Outcome("CAFÉ", (Edit(0, len(text), text, "CAFÉ"),))

    monkeypatch.setattr(engine, "SECTION", 8)
    monkeypatch.setattr(engine, "_run", all_of_it)
    monkeypatch.setattr(engine, "is_suspicious", lambda part: True)
    text = "cafÃ© et cafÃ© et cafÃ©"
    outcome = engine.run(text, STANDARD)
    (only,) = outcome.edits
    assert (only.start, only.end, only.before) == (0, len(text), text)
    assert set(outcome.text) == set("CAFÉ")


def test_sections_that_never_settle_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def turned(text: str, policy: Policy, *_: object) -> engine.Outcome:
        return engine.Outcome(text[::-1], (Edit(0, len(text), text, text[::-1]),))

    monkeypatch.setattr(engine, "SECTION", 8)
    monkeypatch.setattr(engine, "_run", turned)
    monkeypatch.setattr(engine, "is_suspicious", lambda part: True)
    text = "abcdefgh\nijkl"
    assert engine.run(text, STANDARD) == engine.Outcome(text, damage=(Damage(0, 13, engine.AGAIN),))


def test_what_sections_show_when_they_begin_elsewhere_is_repaired_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A repair of a repair changes nothing, however a long text is cut."""

    def shortened(text: str, policy: Policy, *_: object) -> engine.Outcome:
        at = text.find("aa")
        if at < 0:
            return engine.Outcome(text)
        return engine.Outcome(text.replace("aa", "a", 1), (Edit(at, at + 2, "aa", "a"),))

    monkeypatch.setattr(engine, "SECTION", 8)
    monkeypatch.setattr(engine, "_run", shortened)
    monkeypatch.setattr(engine, "is_suspicious", lambda part: True)
    outcome = engine.run("aa aa b\nab aa aa\n", STANDARD)
    assert "aa" not in outcome.text
    assert engine.run(outcome.text, STANDARD).text == outcome.text


def test_holes_that_an_edit_left_are_not_those_of_shifted_runs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[str] = []

    def look(text: str, policy: Policy) -> Findings:
        seen.append(text)
        return NOTHING

    monkeypatch.setattr(engine, "_shifted", look)
    policy = Policy(min_filled=0.9)
    finders = (engine._lost, look)
    report = engine.run("闊﹁灏嗗叾鍦板浘瀛樺偍\n他说�话", policy, finders)
    assert report.text == "韦�将其地图存储\n他说�话"
    # the other hole was there before, and may be one
    assert seen[-1] == report.text.replace("韦�", "韦" + engine.ACCOUNTED)


def test_a_hole_that_was_there_before_is_any_finders() -> None:
    once = engine.run("ÔÚß@�Óß@", STANDARD).text
    assert engine.run(once, STANDARD).text == once
