"""``fixenc detect`` and ``fixenc encodings``: tables for people, lines and JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

import fixenc
from fixenc import codecs
from fixenc.detect.detection import Detection, Guess

Run = Callable[..., Result]


@pytest.fixture
def folder(run: Run) -> None:
    Path("utf8.txt").write_bytes("déjà vu".encode())
    Path("old.txt").write_bytes("déjà vu".encode("cp1252"))
    Path("bad.txt").write_bytes(b"ok \xff")
    Path("mixed.txt").write_bytes(b"mixed: \xe9\xe9\xe9")
    Path("binary").write_bytes(b"\0\1\2")


ALL = ("utf8.txt", "old.txt", "bad.txt", "mixed.txt", "binary")


def test_lines_with_tabs(run: Run, folder: None) -> None:
    result = run("detect", *ALL)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.split("\n") == [
        "utf8.txt\tutf-8\t-\t1.000\t0\t-",
        "old.txt\tcp1252\tfr\t0.800\t0\t-",
        "bad.txt\tutf-8\t-\t0.900\t1\t-",
        "mixed.txt\tutf-8\t-\t0.800\t0\t0-5:utf-8,5-10:cp1252",
        "binary\tbinary\t-\t0.900\t0\t-",
        "",
    ]


def test_minimal(run: Run, folder: None) -> None:
    result = run("detect", "--minimal", *ALL)
    assert result.stdout.split() == ["utf-8", "cp1252", "utf-8", "utf-8", "binary"]


def test_json(run: Run, folder: None) -> None:
    result = run("detect", "--json", *ALL)
    found = [json.loads(line) for line in result.stdout.removesuffix("\n").split("\n")]
    assert [item["file"] for item in found] == list(ALL)
    assert found[1]["language"] == "fr"
    assert found[2]["defects"] == [{"offset": 3, "bytes": "ff"}]
    assert [segment["encoding"] for segment in found[3]["segments"]] == ["utf-8", "cp1252"]
    assert (found[4]["encoding"], found[4]["reason"]) == (None, "binary")


def test_compare(run: Run, folder: None) -> None:
    result = run("detect", "--compare", "utf8.txt", "binary")
    assert (result.exit_code, result.stderr) == (0, "")
    rows = [line.split("\t") for line in result.stdout.removesuffix("\n").split("\n")]
    assert [row[:2] for row in rows] == [["utf8.txt", "utf-8"], ["binary", "binary"]]
    assert rows[0][2:] == ["utf-8"] * (len(rows[0]) - 2)
    found = json.loads(run("detect", "--compare", "--json", "utf8.txt").stdout)
    assert set(found["others"].values()) == {"utf-8"}


def test_compare_stands_alone(run: Run, folder: None) -> None:
    result = run("detect", "--compare", "--minimal", "utf8.txt")
    assert result.exit_code == 2
    assert "--compare" in result.stderr


def test_top(run: Run, folder: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def detect(data: bytes) -> Detection:
        guesses = (Guess("cp1250", 0.1, "cs"), Guess("cp1257", 0.05))
        return Detection(data, "cp1252", 0.8, language="fr", alternatives=guesses)

    monkeypatch.setattr(fixenc, "detect", detect)
    assert run("detect", "--top", "2", "old.txt").stdout.split("\n") == [
        "old.txt\tcp1252\tfr\t0.800\t0\t-",
        "old.txt\tcp1250\tcs\t0.100\t-\t-",
        "",
    ]
    assert run("detect", "--minimal", "--top", "9", "old.txt").stdout == "cp1252 cp1250 cp1257\n"


def test_standard_input(run: Run) -> None:
    assert run("detect", stdin=b"plain").stdout == "standard input\tutf-8\t-\t1.000\t0\t-\n"


def test_encodings_as_lines(run: Run) -> None:
    result = run("encodings")
    rows = [line.split("\t") for line in result.stdout.removesuffix("\n").split("\n")]
    assert [row[0] for row in rows] == [encoding.name for encoding in codecs.catalogue()]
    assert all(len(row) == 4 for row in rows)


def test_encodings_as_json(run: Run) -> None:
    found = json.loads(run("encodings", "--json").stdout)
    assert [item["name"] for item in found] == [encoding.name for encoding in codecs.catalogue()]
    for item in found:
        for label in item["labels"]:
            assert codecs.lookup(label).name == item["name"]
