"""The hand-written case files are well formed: the form is tested here, the engine elsewhere."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

CASES = Path(__file__).resolve().parents[2] / "corpus" / "cases"
PAGES = sorted((CASES / "pages").glob("*.txt"))

FIELDS = {
    "sentences.jsonl": {"id": str, "lang": str, "text": str},
    "clean.jsonl": {"id": str, "lang": str, "text": str, "reason": str},
    "readings.jsonl": {"id": str, "text": str, "strip": bool, "reason": str},
}
# The encoding that every page whose name begins so fits into.
PAGE_ENCODINGS = {"mainland-trad": "gbk", "mainland-simp": "gb2312", "taiwan": "big5"}
# A sentence of Han or Hangul carries about twice the words that its length has elsewhere.
DENSE = {"zh-hans", "zh-hant", "ja", "ko"}
PER_LANGUAGE = 12
# Fewer of any kind would mean that cases were lost; the files held 912, 709 and 126.
AT_LEAST = {"sentences.jsonl": 720, "clean.jsonl": 400, "readings.jsonl": 80}


def load(name: str) -> list[dict[str, object]]:
    text = (CASES / name).read_text(encoding="utf-8")
    assert text.endswith("\n")
    return [json.loads(line) for line in text[:-1].split("\n")]


@pytest.mark.parametrize("name", FIELDS)
def test_every_row_has_exactly_its_fields(name: str) -> None:
    for row in load(name):
        assert {key: type(value) for key, value in row.items()} == FIELDS[name], row
        assert all(str(value).strip() for value in row.values()), row


@pytest.mark.parametrize("name", FIELDS)
def test_ids_and_texts_are_unique(name: str) -> None:
    rows = load(name)
    for field in ("id", "text"):
        assert [x for x, n in Counter(row[field] for row in rows).items() if n > 1] == []


@pytest.mark.parametrize("name", FIELDS)
def test_the_file_is_not_shrunk(name: str) -> None:
    assert len(load(name)) >= AT_LEAST[name]


@pytest.mark.parametrize("name", FIELDS)
def test_text_is_nfc_unless_the_id_says_otherwise(name: str) -> None:
    for row in load(name):
        text, exempt = str(row["text"]), str(row["id"]).startswith("not-nfc-")
        assert unicodedata.is_normalized("NFC", text) != exempt, row


def test_sentences_are_twelve_for_each_language() -> None:
    rows = load("sentences.jsonl")
    counts = Counter(row["lang"] for row in rows)
    assert set(counts.values()) == {PER_LANGUAGE}
    assert len(counts) >= 60
    for row in rows:
        language, _, number = str(row["id"]).rpartition("-")
        assert language == row["lang"]
        assert 1 <= int(number) <= PER_LANGUAGE


def test_sentences_keep_to_their_length_and_are_not_ascii() -> None:
    for row in load("sentences.jsonl"):
        text = str(row["text"])
        low, high = (15, 80) if row["lang"] in DENSE else (30, 160)
        assert low <= len(text) <= high, row
        assert sum(not char.isascii() for char in text) >= 2, row
        assert "\n" not in text and "\N{REPLACEMENT CHARACTER}" not in text, row


def test_clean_lines_are_single_lines() -> None:
    assert [row["id"] for row in load("clean.jsonl") if "\n" in str(row["text"])] == []


def test_readings_are_never_stripped() -> None:
    for row in load("readings.jsonl"):
        assert row["strip"] is False
        assert any(bracket in str(row["text"]) for bracket in "(（【"), row


def test_each_kind_of_page_is_present() -> None:
    kinds = Counter(path.name.rsplit("-", 2)[0] for path in PAGES)
    assert kinds == {"mainland-trad": 8, "mainland-simp": 10, "taiwan": 2}
    assert sum("<p>" in p.read_text(encoding="utf-8") for p in PAGES if "trad" in p.name) == 2


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_page_fits_its_encoding(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    kind = next(kind for kind in PAGE_ENCODINGS if path.name.startswith(kind))
    assert text.encode(PAGE_ENCODINGS[kind]).decode(PAGE_ENCODINGS[kind]) == text
    assert unicodedata.is_normalized("NFC", text)
    assert 600 <= len(text) <= 1500
    assert text.count("<p>") == text.count("</p>")


def test_each_difference_to_ftfy_has_a_verdict_and_a_reason() -> None:
    rows = load("ftfy.jsonl")
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        assert row["verdict"] in ("better", "left", "half", "worse"), row
        assert len(str(row["reason"])) > 40, row
        assert ("right" in row) == (row["verdict"] == "better"), row
