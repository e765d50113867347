"""From a repaired file and its report back to the file that was, byte for byte."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fixenc import FormatError, Policy, ReplayError, repair_bytes
from fixenc.cli.output import to_json
from fixenc.formats.text import emit
from fixenc.reports import entry, undo
from fixenc.reports.entry import CONTEXT, EXCERPT, document
from tests import reports
from tests.properties import strategies as own

GARBLED = "Le musÃ©e rouvre aprÃ¨s deux ans de travaux.\nRien.\n".encode()


def repaired(data: bytes, name: str = "a.txt", **options: Any) -> tuple[bytes, dict[str, Any]]:
    report = repair_bytes(data, **options)
    output = emit(data, report)
    return output, reports.listed(entry.entry(name, data, output, report))


def there_and_back(plain: dict[str, Any]) -> dict[str, Any]:
    (found,) = undo.read(to_json(document([plain])))
    return found


@given(own.files(), own.policies())
@example(b"", Policy())
@example(b"\xef\xbb\xbf" + GARBLED + b"\xff\r\n", Policy())
@example("Le musée, déjà vu, après.\n".encode("cp1252"), Policy())
@example("Ã©".encode("utf-16"), Policy(min_confidence=0.0))
@example(b"\xed\xa0\xbd\xed\xb8\x80 caf\xc3\x83\xc2\xa9 \xed\xa0\xbd\xed\xb8\x80", Policy())
@example("数据已经".encode("gb18030")[1:] + GARBLED, Policy())
@settings(max_examples=150)
def test_any_file_comes_back(data: bytes, policy: Policy) -> None:
    output, plain = repaired(data, policy=policy)
    assert undo.restore(output, there_and_back(plain)) == data


@pytest.mark.parametrize(
    "name", "utf-8-sig utf-16 utf-16-be cp1252 iso8859-1 cp1251 gb18030 cp932 euc_jp utf-7".split()
)
def test_garble_in_a_file_of_any_encoding_comes_back(name: str) -> None:
    data = "Le musÃ©e\r\nrouvre aprÃ¨s\rdeux\n".encode(name, "replace") + b"\xff"
    output, plain = repaired(data, encoding=name)
    assert output != data
    assert undo.restore(output, there_and_back(plain)) == data


def test_tidied_text_comes_back() -> None:
    data = "the ﬁrst &amp; “last”\r\n".encode()
    output, plain = repaired(data, policy=Policy(tidy=True))
    assert output == b'the first & "last"\n'
    assert undo.restore(output, there_and_back(plain)) == data


def test_a_report_holds_no_more_than_edits_and_context() -> None:
    secret = "the word is swordfish " * 4
    data = f"{secret}un dÃ©but {secret}\n{secret}\n".encode() + secret.encode() + b"\xff\n"
    output, plain = repaired(data)
    assert plain["edits"] and output != data
    text = json.dumps(plain, ensure_ascii=False)
    assert text.count("swordfish") <= 2  # once on either side of the edit
    for edit in plain["edits"]:
        assert max(len(edit["left"]), len(edit["right"])) <= CONTEXT
    assert all(len(damage["excerpt"]) <= EXCERPT for damage in plain["damage"])
    converted = repaired((secret + "déjà vu\n").encode("cp1252"), encoding="cp1252")[1]
    assert "swordfish" not in json.dumps(converted)


def test_context_ends_with_the_line_and_with_the_next_edit() -> None:
    _, plain = repaired("a\nun dÃ©jÃ\xa0 vu\nb\n".encode())
    first, second = plain["edits"]
    assert (first["line"], first["column"], first["byte_start"], first["byte_end"]) == (2, 5, 6, 10)
    assert (first["left"], first["right"]) == ("un d", "j")
    assert (second["left"], second["right"]) == ("j", " vu")


def test_another_file_is_refused() -> None:
    output, plain = repaired(GARBLED)
    for other in (b"", GARBLED, output + b" ", output[:-1]):
        with pytest.raises(ReplayError):
            undo.restore(other, plain)
    with pytest.raises(ReplayError, match="changed since"):
        undo.choose([plain], "a.txt", output + b" ")
    with pytest.raises(undo.AlreadyUndone):
        undo.choose([plain], "a.txt", GARBLED)


def broken() -> list[dict[str, Any]]:
    _, plain = repaired(GARBLED + "é".encode("cp1252"), encoding="utf-8")
    found = []
    for change in (
        {"edits": []},
        {"edits": None},
        {"edits": [{}]},
        {"source": None},
        {"source": [{}]},
        {"source": plain["source"][:-1]},
        {"source": [{"start": 0, "end": 9, "encoding": "no such"}]},
        {"source": [{"start": 0, "end": 9, "bytes": "xyz"}]},
        {"source": [{"start": 0, "end": None, "encoding": "ascii"}]},
        {"input": {"sha256": "0" * 64, "size": 1}},
        {"output": {**plain["output"], "mark": 2}},
        {"output": {**plain["output"], "mark": "2"}},
    ):
        found.append({**copy.deepcopy(plain), **change})
    return found


@pytest.mark.parametrize("plain", broken())
def test_a_broken_report_gives_nothing_back(plain: dict[str, Any]) -> None:
    output, _ = repaired(GARBLED + "é".encode("cp1252"), encoding="utf-8")
    with pytest.raises(FormatError):
        undo.restore(output, plain)


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.data())
@settings(max_examples=300)
def test_whatever_a_report_says_nothing_else_comes_back(data: st.DataObject) -> None:
    output, plain = repaired(GARBLED + b"\xff", encoding="utf-8")
    plain = copy.deepcopy(plain)
    at: Any = plain
    while True:  # some value, however deep, becomes another
        key = data.draw(st.sampled_from(sorted(at) if isinstance(at, dict) else range(len(at))))
        if not isinstance(at[key], dict | list) or not at[key] or data.draw(st.booleans()):
            at[key] = data.draw(PLAIN)
            break
        at = at[key]
    try:
        found = undo.choose(undo.read(json.dumps(plain).encode()), "", output)
        before = undo.restore(output, found)
    except (FormatError, ReplayError):
        return
    assert before == GARBLED + b"\xff"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"{",
        b"[]",
        b"null",
        b"[" * 100_000,
        b'{"schema": 1, "files": []}',
        b'{"schema": 2, "files": 1}',
        b'{"schema": 2, "files": [1]}',
        b'{"schema": 2, "file": "a", "input": {}, "output": {}}',
        json.dumps(repair_bytes(GARBLED).to_dict()).encode(),
    ],
)
def test_what_is_no_report_of_files_is_refused(data: bytes) -> None:
    with pytest.raises(FormatError):
        if not undo.read(data):
            raise FormatError("no files")


def test_the_fitting_report_is_chosen() -> None:
    one, first = repaired("déjà vu\n".encode("cp1252"), "one", encoding="cp1252")
    two, second = repaired("dÃ©jÃ\xa0 vu\n".encode(), "two")
    three, third = repaired(GARBLED, "three")
    assert one == two != three
    entries = [first, second, third]
    assert undo.choose(entries, "./two", two) is second
    assert undo.choose(entries, "one", one) is first
    assert undo.choose(entries, "moved", three) is third
    with pytest.raises(ReplayError, match="several files"):
        undo.choose(entries, "moved", one)
    assert undo.choose([first, first], "moved", one) is first


def test_lines_of_json_are_read_too() -> None:
    entries = [repaired(GARBLED, name)[1] for name in ("a", "b")]
    lines = b"".join(to_json(plain) for plain in entries)
    assert [found["file"] for found in undo.read(lines)] == ["a", "b"]
    assert undo.read(json.dumps(entries[0], indent=2).encode()) == entries[:1]
