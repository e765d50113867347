"""The steps from packages to texts, on tiny packages made here: no network, no cache."""

import hashlib
import io
import json
import struct
import tarfile
from pathlib import Path

import pytest

from corpus.build import cleanlines, evaluation, extract, fetch, pin, texts
from corpus.build.archives import read_members
from corpus.build.languages import language_code


def make_catalogue(pairs: dict[str, str], order: str = "<") -> bytes:
    """A compiled gettext catalogue, as msgfmt would lay it out."""
    header = {"": "Content-Type: text/plain; charset=UTF-8\n"}
    entries = [(key.encode(), value.encode()) for key, value in sorted((header | pairs).items())]
    count = len(entries)
    offset = 28 + 16 * count
    body, tables = b"", [b"", b""]
    for side in (0, 1):
        for entry in entries:
            tables[side] += struct.pack(f"{order}2I", len(entry[side]), offset + len(body))
            body += entry[side] + b"\0"
    head = struct.pack(f"{order}7I", extract.MO_MAGIC, 0, count, 28, 28 + 8 * count, 0, offset)
    return head + tables[0] + tables[1] + body


def make_archive(path: Path, files: dict[str, bytes]) -> str:
    """Write a tar archive; its SHA-256."""
    with tarfile.open(path, "w:gz") as tar:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return hashlib.sha256(path.read_bytes()).hexdigest()


def make_source(name: str, role: str, kind: str = "npm", sha256: str = "") -> fetch.Source:
    return fetch.Source(
        kind=kind,
        name=name,
        version="1.0",
        sha256=sha256,
        licence="MIT",
        role=role,
        layout="lines",
    )


def paragraphs_of(reader: str, data: bytes | str) -> list[str]:
    return list(extract.READERS[reader](data.encode() if isinstance(data, str) else data, "utf-8"))


def test_markup_keeps_inline_text_and_parts_blocks() -> None:
    page = (
        "<html><head><title>Hilfe</title><style>p { x }</style></head><body>"
        '<input type="search"><p>Ein <b>fett</b>es&nbsp;Wort:<br/>die <code>Zeile</code></p>'
        "<!-- <p>nicht</p> --><script>if (a<b) c()</script><pre>code</pre><li>Punkt"
    )
    assert paragraphs_of("markup", page) == [
        "Hilfe",
        "Ein fettes\N{NO-BREAK SPACE}Wort:",
        "die Zeile",
        "Punkt",
    ]


@pytest.mark.parametrize("page", ["<", "<p", "<!--", "<!-- <p>", "<>x", "</", "<script>x", ""])
def test_markup_survives_broken_pages(page: str) -> None:
    assert all("\n" not in text for text in paragraphs_of("markup", page))


def test_a_broken_line_joins_without_a_space_only_between_cjk() -> None:
    assert paragraphs_of("blocks", "漢字\n  かな\n\nzwei\nWörter\n\n中\nb") == [
        "漢字かな",
        "zwei Wörter",
        "中 b",
    ]


@pytest.mark.parametrize("order", ["<", ">"])
def test_catalogue_leaves_out_header_context_and_untranslated(order: str) -> None:
    data = make_catalogue(
        {
            "menu\x04_File": "_Datei",
            "Save <b>all</b>": "<b>Alles</b> sichern\nJetzt",
            "OK": "OK",
            "%d file\0%d files": "%d Datei\0%d Dateien",
            "empty": "",
        },
        order,
    )
    assert sorted(paragraphs_of("catalogue", data)) == [
        "%d Datei",
        "%d Dateien",
        "Alles sichern",
        "Datei",
        "Jetzt",
    ]
    assert "_Datei" in paragraphs_of("raw-catalogue", data)


def test_a_file_that_is_no_catalogue_is_an_error() -> None:
    with pytest.raises(ValueError, match="not a compiled gettext catalogue"):
        extract.read_catalogue(b"\x7fELF" + bytes(40))


def test_other_readers() -> None:
    messages = {"@metadata": {"a": "b"}, "x": "'''Salve''' [[mundo]]", "y": "$1 est", "z": "{{a}}"}
    assert paragraphs_of("json", json.dumps(messages)) == ["Salve mundo"]
    assert paragraphs_of("fortune", "eins\nzwei\n%\n\x1b[1mdrei\x1b[0m\n%\n") == [
        "eins zwei",
        "drei",
    ]
    assert paragraphs_of("dictionary", "2\nord/AB\n# nota\nå\tpo:n\n") == ["ord", "å"]
    assert paragraphs_of("examples", 'sentences = ["Uno.", "Dos."]\nother = ["no"]') == [
        "Uno.",
        "Dos.",
    ]
    page = '.\\" note\nDie \\fBoption\\fR \\-a\n.BI "f" \\&g\nist neu.\n.nf\ncode\n.fi\nEnde\n'
    assert paragraphs_of("manual", page) == ["Die option -a f g ist neu.", "Ende"]


def test_language_codes() -> None:
    names = ["C", "pt_BR", "zh_TW", "zh-cn", "sr@latin", "ca@valencia", "en_GB", "de_DE.UTF-8"]
    assert [language_code(name) for name in names] == [
        *["en", "pt", "zh-hant", "zh-hans", "sr-latn", "ca", "en", "de"]
    ]
    assert language_code("en@shaw") is None


def test_untranslated_text_is_foreign() -> None:
    assert texts.is_foreign("Click the button with this", "de")
    assert not texts.is_foreign("Alles klar", "de")
    assert texts.is_foreign("GNU General Public License: лицензия", "ru")
    assert not texts.is_foreign("Эта программа под GNU GPL", "ru")


def build(tmp_path: Path, files: dict[str, dict[str, bytes]]) -> fetch.Sources:
    """Archives of the names train, eval and clean in the cache, and the sources to read them."""
    (tmp_path / "packages").mkdir()
    for name, members in files.items():
        make_archive(tmp_path / "packages" / f"{name}-1.0.tgz", members)
    layout = fetch.Layout(include=("*/text",), reader="lines", language="path:0")
    packages = tuple(make_source(name, name) for name in files)
    return fetch.Sources(frozenset({"de", "en"}), {"lines": layout}, packages)


def test_training_text_is_nfc_unique_and_translated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(texts, "LEAST_BYTES", 1)
    lines = "Schön\nScho\N{COMBINING DIAERESIS}n\nUntranslated\nbad\ufffd\nSchluss\n"
    sources = build(
        tmp_path,
        {"train": {"de/text": lines.encode(), "en/text": b"Untranslated\n", "xx/text": b"x\n"}},
    )
    assert texts.build_training_text(sources, tmp_path) == {"de": 14, "en": 13}
    assert (tmp_path / "train" / "de.txt").read_text(encoding="utf-8") == "Schön\nSchluss\n"


def test_evaluation_shares_nothing_with_the_training_text(tmp_path: Path) -> None:
    known = "Dieser schöne Satz steht auch in der Übung und ist daher verbraucht."
    fresh = [f"Frische Sätze, Nummer {'x' * number}, über Bäume." for number in range(1, 9)]
    longer = f"Er sagt: {known} Punkt."
    sources = build(tmp_path, {"eval": {"de/text": "\n".join([known, longer, *fresh]).encode()}})
    (tmp_path / "train").mkdir()
    (tmp_path / "train" / "de.txt").write_text(known + "\n", encoding="utf-8")
    assert evaluation.build_evaluation(sources, tmp_path) == {"de": 8}
    written = (tmp_path / "eval" / "sentences.jsonl").read_text(encoding="utf-8")
    sentences = [json.loads(line) for line in written.split("\n")[:-1]]
    assert {sentence["text"] for sentence in sentences} == set(fresh)
    leaked = [evaluation.Sentence("de", longer, "eval")]
    with pytest.raises(fetch.SourceError, match="stands in the training text"):
        evaluation.check_disjoint(leaked, tmp_path / "train")


def test_a_shared_run_is_found_wherever_it_begins() -> None:
    letters = [chr(0x4E00 + number) for number in range(300)]
    windows = evaluation.training_windows(["".join(letters)])
    for start in range(300 - evaluation.SHARED_RUN):
        run = "".join(letters[start : start + evaluation.SHARED_RUN])
        assert evaluation.shares_run(f"甲{run}乙", windows)
    assert not evaluation.shares_run("".join(letters[: evaluation.WINDOW - 1]), windows)


def test_clean_lines_stand_as_written(tmp_path: Path) -> None:
    lines = "_Öffnen…\n  <b>Größe</b>\u00a0: %d\ngarbled\u0096\nfÃ¼r alle\nOPCIÓ…\nOPCIÓ…\n"
    sources = build(tmp_path, {"clean": {"de/text": lines.encode()}})
    assert cleanlines.build_clean_lines(sources, tmp_path) == (3, 1)
    written = (tmp_path / "clean" / "lines.jsonl").read_text(encoding="utf-8")
    assert [json.loads(line)["text"] for line in written.split("\n")[:-1]] == [
        "_Öffnen…",
        "<b>Größe</b>\u00a0: %d",
        "OPCIÓ…",
    ]


def test_a_package_that_is_not_the_pinned_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "packages").mkdir()
    source = make_source("some-name", "train")
    path = tmp_path / "packages" / "some-name-1.0.tgz"
    digest = make_archive(path, {"de/text": b"Wort\n"})
    with pytest.raises(fetch.SourceError, match=digest):
        fetch.fetch_all([source], tmp_path)
    fetch.fetch_all([make_source("some-name", "train", sha256=digest)], tmp_path)


def test_a_version_that_is_not_served_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "APT_GET", ("false",))
    source = make_source("some-name", "train", kind="deb")
    with pytest.raises(fetch.SourceError, match=r"corpus\.build pin"):
        fetch.fetch_all([source], tmp_path)


def test_members_come_sorted_and_without_links(tmp_path: Path) -> None:
    path = tmp_path / "a.tgz"
    make_archive(path, {"./b/text": b"2", "./a/text": b"1", "./a/other": b"3"})
    layout = fetch.Layout(include=("*/text",), reader="lines", language="path:0")
    assert [member.path for member in read_members(path, layout)] == ["a/text", "b/text"]


def test_the_pins_are_well_formed() -> None:
    sources = fetch.load_sources()
    assert len(sources.languages) >= 75
    roles: dict[str, set[str]] = {}
    for source in sources.packages:
        assert source.kind in {"deb", "pypi", "npm"}
        assert len(source.sha256) == 64
        assert source.licence
        roles.setdefault(source.name, set()).add(source.role)
    assert all(len(found) == 1 for found in roles.values()), "a package serves one purpose only"
    for layout in sources.layouts.values():
        assert layout.reader in extract.READERS


def test_a_pin_is_replaced_and_nothing_else() -> None:
    text = fetch.SOURCES.read_text(encoding="utf-8")
    source = fetch.load_sources().packages[0]
    changed = pin.replace_pin(text, source, "9.9", "f" * 64)
    assert changed.replace("9.9", source.version, 1).replace("f" * 64, source.sha256) == text
