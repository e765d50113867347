"""Families of misreads, by what Python's own codecs say of the encodings; and which are rare."""

from __future__ import annotations

import unicodedata

import pytest

from fixenc.chains import Misread, misreads
from fixenc.codecs import Kind, catalogue, lookup
from fixenc.repair.undoing.families import EAST_ASIAN, LATIN, WINDOWS, Family, family, prior

NAMES = {name for misread in misreads() for name in (misread.written, misread.read)} - {"utf-8"}


def is_latin(encoding: str) -> bool:
    """Whether most letters of the upper half of a table are Latin."""
    upper = bytes(range(0x80, 0x100)).decode(encoding, "ignore")
    names = [unicodedata.name(char) for char in upper if char.isalpha()]
    return 2 * sum(name.startswith("LATIN") for name in names) > len(names)


@pytest.mark.parametrize("name", sorted(NAMES))
def test_an_encoding_is_of_one_script_or_of_several_bytes(name: str) -> None:
    several = lookup(name).kind is Kind.MULTI
    assert (name in EAST_ASIAN) is several
    assert (name in LATIN) is (not several and is_latin(name))


def test_the_code_pages_of_windows() -> None:
    single = {entry.name for entry in catalogue() if entry.kind is Kind.SINGLE}
    assert {name for name in single if name.startswith("cp125")} | {"cp874"} == WINDOWS


OF = {
    ("utf-8", "cp1251"): Family.UTF8_SINGLE,
    ("utf-8", "iso8859-7"): Family.UTF8_SINGLE,
    ("utf-8", "cp949"): Family.UTF8_CJK,
    ("big5hkscs", "gb18030"): Family.CJK_CJK,
    ("cp932", "cp1250"): Family.CJK_LATIN,
    ("euc_jp", "cp1253"): Family.CJK_SINGLE,
    ("cp1252", "gb18030"): Family.SINGLE_CJK,
    ("cp1251", "gb18030"): Family.SINGLE_CJK,
    ("cp1251", "mac-roman"): Family.SINGLE_LATIN,
    ("cp866", "cp1251"): Family.SINGLE_SINGLE,
    ("cp1257", "cp1251"): Family.LATIN_SINGLE,
    ("cp1254", "iso8859-1"): Family.LATIN_LATIN,
}


@pytest.mark.parametrize(("pair", "wanted"), OF.items(), ids=lambda value: ">".join(value))
def test_what_is_written_counts_before_what_is_read(pair: tuple[str, str], wanted: Family) -> None:
    assert family(Misread(*pair)) is wanted


RARER = [  # than what stands beside it, as what was written and as what was read
    ("mac-cyrillic", "cp1251"),
    ("mac-roman", "cp1252"),
    ("cp437", "cp1252"),
    ("cp850", "cp437"),
    ("cp852", "cp1250"),
    ("cp857", "cp1254"),
    ("cp1258", "cp1252"),
    ("koi8-u", "koi8-r"),
    ("iso8859-15", "iso8859-1"),
    ("iso8859-15", "cp1252"),
]


@pytest.mark.parametrize(("rare", "usual"), RARER)
def test_a_rare_encoding_costs_more(rare: str, usual: str) -> None:
    assert prior(Misread("utf-8", rare)) >= prior(Misread("utf-8", usual))
    assert prior(Misread(rare, "gb18030")) > prior(Misread(usual, "gb18030"))


@pytest.mark.parametrize("usual", ["cp1252", "cp1251", "koi8-r", "gb18030", "cp932", "cp1250"])
def test_a_usual_one_costs_nothing(usual: str) -> None:
    assert prior(Misread("utf-8", usual)) == prior(Misread(usual, "cp1254")) == 0.0


@pytest.mark.parametrize(
    ("twin", "of"),
    [
        ("iso8859-1", "cp1252"),
        ("cp1258", "cp1252"),
        ("koi8-u", "koi8-r"),
        ("iso8859-9", "cp1254"),
    ],
)
def test_a_twin_read_loses_to_the_commoner_and_to_nothing_else(twin: str, of: str) -> None:
    assert 0 == prior(Misread("utf-8", of)) < prior(Misread("utf-8", twin)) < 1


def test_both_ends_count() -> None:
    both = prior(Misread("cp852", "mac-roman"))
    assert both == prior(Misread("cp852", "cp1252")) + prior(Misread("cp1250", "mac-roman"))
    assert prior(Misread("iso8859-5", "cp1252")) > 0 == prior(Misread("utf-8", "iso8859-5"))
