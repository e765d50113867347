"""Letters and quotation marks of Latin text that lost their last byte."""

from __future__ import annotations

import pytest

from fixenc import STANDARD, Policy, fix, repair
from fixenc.repair.finders.letter import find
from fixenc.spans import Certainty, Kind


@pytest.mark.parametrize(
    ("garbled", "written"),
    [
        # a mark for the byte, in a line with other UTF-8 and by itself
        ("Vrt Ä‡e biti zaprt do veÄ\ufffderi.", "Vrt će biti zaprt do večeri."),
        ("razliÄ\ufffdico", "različico"),
        ("PÃ\ufffdIRC", "PÁIRC"),
        ("hora de la nÃ\ufffdmina en Ă\ufffdfrica", "hora de la nÃ\ufffdmina en África"),
        # nothing in its place: a soft hyphen that was taken out, or a byte that has no character
        ("Tornou ao dÃa seguinte, cara Ã¡ maÃ±Ã¡.", "Tornou ao día seguinte, cara á mañá."),
        ("Cerraron la baterÃa vieja", "Cerraron la batería vieja"),
        # quotation marks
        ("Mari pulang,â€\ufffd kata ibu.", "Mari pulang,” kata ibu."),
        ("“Kom tuis,â€? het sy gesê.", "“Kom tuis,” het sy gesê."),
        ("“Bye now!â€ she said.", "“Bye now!” she said."),
        ("â€\ufffdKom hemâ€\ufffd, sade hon.", "”Kom hem”, sade hon."),
        # ... and between letters the apostrophe of Uzbek, the one mark that cp1251 lacks
        ("KoвЂ\ufffdl boвЂ\ufffdyida sovuq edi.", "Ko‘l bo‘yida sovuq edi."),
    ],
)
def test_what_was_lost_comes_back(garbled: str, written: str) -> None:
    report = repair(garbled)
    assert report.text == written
    filled = [edit for edit in report.edits if edit.kind is Kind.LOST]
    assert filled
    assert all(edit.certainty is Certainty.INFERRED for edit in filled)
    assert report.undo() == garbled


@pytest.mark.parametrize(
    "clean",
    [
        "Ålands hav och Ärtholmen",
        "IRMÃ, MÃE E AVÓ",
        "Was it TVÅ? or ETT?",
        "a dagger† and “a quotation",
        "Ein Bär? Nein.",
        '[("â€œ", "“"), ("â€¦", "…")]',
        # of cp1252 the one mark would be ”, which stands in no word
        "nomâ€\ufffdlum",
    ],
)
def test_clean_text_stays(clean: str) -> None:
    assert fix(clean) == clean


def test_a_space_that_may_be_the_byte_is_not_kept_beside_it() -> None:
    assert fix("thá»ƒ hoĂ n tĂ¡c") == "thể hoàn tác"
    assert fix("cáº£ nhĂ  chĂ¡u") == "cả nhà cháu"


def test_readers_of_pairs_have_no_such_byte() -> None:
    assert fix("hoĂ n KLUCZﾃ展 zimy") == "hoĂ n KLUCZÓW zimy"


def test_a_policy_that_bars_the_encoding_bars_the_edit() -> None:
    text = "razliÄ\ufffdico"
    assert find(text, STANDARD).proposals
    assert not find(text, Policy(encodings=frozenset({"utf-8", "cp437"}))).proposals
