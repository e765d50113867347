"""Text garbled twice, signs, and dashes, of which bytes vanished without a mark."""

from __future__ import annotations

import pytest

from fixenc import STANDARD, Policy, fix, is_suspicious, repair
from fixenc.repair.damage import halved_signs
from fixenc.repair.finders import sign, sunken
from fixenc.repair.finders.misread import dashes
from fixenc.spans import Certainty
from tests.oracles.garble import garble

UNSEEN = dict.fromkeys((0x81, 0x8D, 0x8F, 0x90, 0x9D))


def misread(text: str) -> str:
    """UTF-8 read as cp1252; what that lacks is a control."""
    return "".join(
        chr(byte) if byte in UNSEEN else bytes([byte]).decode("cp1252") for byte in text.encode()
    )


def once(text: str) -> str:
    """The same, without the controls."""
    return misread(text).translate(UNSEEN)


def twice(text: str) -> str:
    """Misread twice; the controls and soft hyphens vanish from the second layer."""
    return misread(misread(text)).translate(UNSEEN | {0xAD: None})


@pytest.mark.parametrize(
    "written",
    [
        "the ferry — if it sails — leaves at nine",
        "“Bring the ladder”, she said",
        "a saída fica no balcão",
        "// ─── Configuração ────",
        "✅ paid ❌ open",
        "═══ Rates ═══",
        "请按照说明书的步骤安装打印机。",
    ],
)
def test_what_was_garbled_twice_comes_back(written: str) -> None:
    garbled = twice(written)
    report = repair(garbled)
    assert report.text == written
    assert report.undo() == garbled
    assert any(edit.certainty is Certainty.INFERRED for edit in report.edits)


def test_spaces_that_were_bytes_are_told_from_spaces() -> None:
    assert fix(twice("Step 1 → Step 2").replace("\xa0", " ")) == "Step 1 → Step 2"
    assert fix(twice("⚠️ Wet paint").replace("\xa0", " ")) == "⚠️ Wet paint"
    assert fix("Ã¢â‚¬Å“BreadÃ¢â‚¬Â and butter") == "“Bread” and butter"


@pytest.mark.parametrize(
    "written",
    [
        "❌ The door is shut",
        'print("❌ no such door")',
        "we ❤️ rain",
        "⏰ 10:30",
        "⏱️ two minutes",
        "🏆 first prize",
        "👍 agreed",
        "🔍 Look for a street",
        "# ═════════",
        "╔═══╗",
        "╚═══╝",
    ],
)
def test_signs_come_back(written: str) -> None:
    garbled = once(written)
    assert garbled != misread(written)
    assert is_suspicious(garbled)
    report = repair(garbled)
    assert report.text == written
    assert report.undo() == garbled


@pytest.mark.parametrize("written", ["😁 or 😍", "📝 notes", "🌐 net"])
def test_signs_that_leave_the_same_are_not_told(written: str) -> None:
    assert written not in fix(once(written))


@pytest.mark.parametrize("clean", ["gâteau â", "România", "câ°e", 'é shows up as "âŒ" there'])
def test_what_else_looks_so_stays(clean: str) -> None:
    assert fix(clean) == clean
    assert not halved_signs.stands_in("câ°e")


def test_what_is_shown_is_named_by_the_policy() -> None:
    without = Policy(exclude=frozenset({"cp1252"}))
    for find in (sunken.find, sign.find):
        assert not find("Ã¢â‚¬â€ and âŒ no", without).proposals
        assert find("Ã¢â‚¬â€ and âŒ no", STANDARD).proposals


@pytest.mark.parametrize("written", ["the north–south line", "North–South", "so–called", "a—b"])
def test_dashes_between_words_come_back(written: str) -> None:
    assert fix(misread(written)) == written


def test_dashes_are_looked_for_between_words_alone() -> None:
    assert not list(dashes.found("â€“ word"))
    assert not list(dashes.found("north–south"))


@pytest.mark.parametrize("written", ["└── lib", "│   └── main.py", "    └─ notes"])
def test_trees_of_folders_come_back(written: str) -> None:
    assert fix(misread(written)) == written


def test_a_letter_before_closing_marks_is_no_corner() -> None:
    assert fix("„elle est lâ””") == "„elle est lâ””"


def test_a_rare_reader_does_not_make_a_bullet_doubtful() -> None:
    written = "<li>• Dois lugares disponíveis</li>"
    assert fix(misread(written)) == written


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("// ─── {} ────────", "Configuração"),
        ("-- ══════ {} ══════", "Última versión"),
        ("// ─── {} ────────────", "Información"),
    ],
)
def test_a_ruler_does_not_hide_a_word(line: str, word: str) -> None:
    assert fix(line.format(misread(word))) == line.format(word)


@pytest.mark.parametrize(
    "written", ["• первый пункт", "– второй – третий пункт", "Он сказал — и ушёл домой."]
)
def test_marks_by_themselves_are_no_capitals_of_another_table(written: str) -> None:
    assert fix(written.encode("cp1251").decode("cp1252")) == written


@pytest.mark.parametrize("clean", ["Das deutsche »Ä« ist ein Laut.", "kirjain »Ä» puuttuu"])
def test_a_letter_in_reversed_marks_is_quoted(clean: str) -> None:
    assert fix(clean) == clean


@pytest.mark.parametrize(
    ("chain", "written"),
    [
        ("utf-8>iso8859-1>utf-8>iso8859-1", "在 C 盘里备份 “重要数据”"),
        ("utf-8>iso8859-1>utf-8>iso8859-1>utf-8>iso8859-1", "“Salin dahulu” – lalu pasang"),
        ("utf-8>mac-roman>utf-8>mac-roman", "bhuail dhá leoraí faoina chéile"),
    ],
)
def test_layers_of_which_nothing_vanished_come_back(chain: str, written: str) -> None:
    garbled = garble(written, chain)
    assert garbled is not None
    assert repair(garbled).text == written
