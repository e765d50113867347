"""Tidying: what ftfy does, in edits that can be undone, and never on what is damaged."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import ftfy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fixenc
from fixenc import Damage, Edit, Kind, Policy, spans, tidy
from fixenc.repair.engine import Outcome

ROOT = Path(__file__).resolve().parents[2]
TIDY = Policy(tidy=True)

# What ftfy looks for, in pieces, and what parts of it turn into other things when they meet.
PIECES = [
    *("&amp;", "&lt;", "&eacute;", "&am", "p;", "&", "<", ";", "&#x41;", "amp;"),
    *(" ", "  ", "\n", "\r", "\r\n", "\t", "\x85", "\u2028", "\u3000", "\xa0"),
    *("ﬁ", "“", "”", "’", "Ａ", "ﾊ", "ﾞ", "e", "\u0301", "é", "ᄀ", "ᅡ", "가", "plain"),
    *("\ud83d", "\udca9", "💩", "\x1b[31m", "\x1b", "\x00", "\x80", "\ufeff", "\ufffc"),
]
texts = st.lists(st.sampled_from(PIECES), max_size=20).map("".join)


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("caf&eacute; &amp; bar", "café & bar"),
        ("a <b> &amp; c", "a <b> &amp; c"),
        ("the ﬁrst ﬂoor", "the first floor"),
        ("“so”, he said: ‘it’s late’", "\"so\", he said: 'it's late'"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("\ud83d\udca9 and \ud83d", "💩 and \ufffd"),
        ("a\x00b\ufeffc", "abc"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("ＬＯＵＤ　ﾊﾞ", "LOUD バ"),
        ("e\u0301", "é"),
        ("", ""),
    ],
)
def test_what_is_tidied(text: str, after: str) -> None:
    report = fixenc.repair(text, policy=TIDY)
    assert report.text == after
    assert report.undo() == text
    assert report.replay(text) == after


def test_one_edit_for_each_word() -> None:
    edits = tidy.tidy("the ﬁrst and the ﬂoor\r\n")
    assert [(e.start, e.end, e.before, e.after) for e in edits] == [
        (4, 8, "ﬁrst", "first"),
        (17, 23, "ﬂoor\r\n", "floor\n"),
    ]
    assert {edit.kind for edit in edits} == {Kind.TIDY}


def test_entities_stay_from_the_first_tag_on() -> None:
    text = "&amp;\n<p>&amp;\n&amp;"
    assert spans.apply(text, tidy.tidy(text)) == "&\n<p>&amp;\n&amp;"


@given(texts)
def test_it_is_what_ftfy_does(text: str) -> None:
    after = spans.apply(text, tidy.tidy(text))
    assert after == ftfy.fix_text(text, fix_encoding=False)


@given(st.text(max_size=60))
def test_it_is_what_ftfy_does_to_any_text(text: str) -> None:
    after = spans.apply(text, tidy.tidy(text))
    assert after == ftfy.fix_text(text, fix_encoding=False)


@given(texts, st.lists(st.tuples(st.integers(0, 40), st.integers(0, 5)), max_size=4))
def test_what_is_kept_stays(text: str, places: list[tuple[int, int]]) -> None:
    keep = [(start, start + length) for start, length in places]
    for edit in tidy.tidy(text, keep):
        assert all(edit.end <= start or end <= edit.start for start, end in keep if start < end)


@given(texts)
@settings(max_examples=50)
def test_undo_replay_and_a_second_time(text: str) -> None:
    report = fixenc.repair(text, policy=TIDY)
    assert report.undo() == text
    assert report.replay(text) == report.text
    assert fixenc.repair(report.text, policy=TIDY).text == report.text


def test_after_the_repair() -> None:
    report = fixenc.repair("le “cafÃ©” â€œfermÃ©â€\x9d", policy=TIDY)
    assert report.text == 'le "café" "fermé"'
    assert "utf-8>cp1252" in report.edits[0].chain


def test_garble_hidden_in_entities() -> None:
    text = "&Atilde;&copy;t&Atilde;&copy;"
    report = fixenc.repair(text, policy=TIDY)
    assert (report.text, report.undo()) == ("été", text)


def test_damage_stays() -> None:
    def repair(text: str) -> Outcome:
        at = text.index("“ï¿½”")
        return Outcome(text, damage=(Damage(at, at + 5, "lost"),))

    outcome = tidy.after("&amp; “ï¿½” “so”", repair)
    assert outcome.text == '& “ï¿½” "so"'
    assert outcome.damage == (Damage(2, 7, "lost"),)


def test_what_was_withheld_stays() -> None:
    held = Edit(0, 3, "â€™", "’", chain="utf-8>cp1252")

    def repair(text: str) -> Outcome:
        return Outcome(text, suggestions=(held,) if text.startswith("â€™") else ())

    outcome = tidy.after("â€™ ’", repair)
    assert outcome.text == "â€™ '"
    assert outcome.suggestions == (held,)


def test_what_never_settles_is_not_tidied() -> None:
    def repair(text: str) -> Outcome:
        return Outcome(text + "ﬁ", (Edit(len(text), len(text), "", "ﬁ"),))

    assert tidy.after("", repair).text == "ﬁ"


def test_linear_in_the_length() -> None:
    nested = ("&" + "amp;" * 249 + " ") * 20
    assert spans.apply(nested, tidy.tidy(nested)) == "& " * 20
    long = "ﬁ" * 20_000
    assert spans.apply(long, tidy.tidy(long)) == "fi" * 20_000


@pytest.mark.parametrize("seam", ["&amp;", "\r\n", "e\u0301", "\ud83d\udca9"])
def test_long_words_are_not_cut_where_it_shows(seam: str) -> None:
    for length in range(tidy.STRETCH - 30, tidy.STRETCH + 2):
        text = "x" * length + seam + "y"
        after = spans.apply(text, tidy.tidy(text))
        assert after == ftfy.fix_text(text, fix_encoding=False)


def test_off_by_default_and_nothing_is_loaded() -> None:
    program = (
        "import sys, fixenc\n"
        "assert fixenc.fix('“ﬁ” cafÃ©') == '“ﬁ” café'\n"
        "print('ftfy' in sys.modules, end=' ')\n"
        "fixenc.repair('“', policy=fixenc.Policy(tidy=True))\n"
        "print('ftfy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.split() == ["False", "True"], done.stderr
