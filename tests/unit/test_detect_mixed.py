"""Files in several encodings, by line and inside lines."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest

import fixenc
from fixenc.detect import mixed, suspects
from fixenc.detect.lanes import Lane, pairs_above_ascii
from fixenc.detect.lattice import badly_read, best_way, step_of
from fixenc.detect.mixed import reader_of
from tests.oracles import mixed_files

CASES = Path(__file__).parents[2] / "corpus" / "cases" / "sentences.jsonl"


@pytest.fixture(scope="module")
def sentences() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in CASES.read_text("utf-8").split("\n"):
        if line:
            case = json.loads(line)
            found.setdefault(case["lang"], []).append(case["text"])
    return found


PAIRS = [pair for pair in mixed_files.PAIRS if pair[:3:2] != ("cp1251", "koi8-r")]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair[0]}+{pair[2]}")
@pytest.mark.parametrize("make", [mixed_files.by_line, mixed_files.inside_lines])
@pytest.mark.parametrize("share", [0.05, 0.4])
def test_pairs(
    sentences: dict[str, list[str]], pair: tuple[str, str, str, str], make, share: float
) -> None:
    first, language, second, other = pair
    made = make(
        Random(11),
        (first, sentences[language]),
        (second, sentences[other]),
        share=share,
        count=60,
    )
    found = fixenc.detect(made.data)
    read = found.decode().split("\n")
    right = sum(a == b for a, b in zip(read, made.lines, strict=True))
    assert right >= 0.98 * len(made.lines)
    assert found.segments[0].start == 0 and found.segments[-1].end == len(made.data)
    for one, two in zip(found.segments, found.segments[1:], strict=False):
        assert one.end == two.start and one.encoding != two.encoding


def test_without_a_space_between(sentences: dict[str, list[str]]) -> None:
    lines = [
        a.encode() + b.encode("gbk")
        for a, b in zip(sentences["zh-hans"], sentences["zh-hans"][1:], strict=False)
    ]
    found = fixenc.detect(b"\n".join(lines))
    want = [a + b for a, b in zip(sentences["zh-hans"], sentences["zh-hans"][1:], strict=False)]
    assert found.decode().split("\n") == want


def test_three_encodings(sentences: dict[str, list[str]]) -> None:
    french, russian = sentences["fr"], sentences["ru"]
    parts = [line.encode() for line in russian] * 3
    parts += [line.encode("cp1251") for line in russian]
    parts += [line.encode("cp1252") for line in french if mixed_files.fits(line, "cp1252")]
    found = fixenc.detect(b"\n".join(parts))
    assert {segment.encoding for segment in found.segments} == {"utf-8", "cp1251", "cp1252"}


def test_ascii_lines_go_with_their_neighbours(sentences: dict[str, list[str]]) -> None:
    chinese = "\n".join(sentences["zh-hans"])
    data = b"plain\n" + chinese.encode() + b"\nplain\nplain\n" + chinese.encode("gbk") + b"\nplain"
    found = fixenc.detect(data)
    assert [segment.encoding for segment in found.segments] == ["utf-8", "gb18030"]
    assert found.segments[0].start == 0 and found.segments[1].end == len(data)


def test_one_encoding_has_no_segments(sentences: dict[str, list[str]]) -> None:
    for language, encoding in (("zh-hans", "gbk"), ("ja", "shift_jis"), ("ru", "koi8-r")):
        data = "\n".join(s for s in sentences[language] if mixed_files.fits(s, encoding))
        assert fixenc.detect(data.encode(encoding)).segments == ()


def test_a_quotation_is_no_second_encoding(sentences: dict[str, list[str]]) -> None:
    # Japanese and Greek are in GB 2312 too, and are strange in a Chinese file.
    text = "\n".join(sentences["zh-hans"] * 2 + ["これはひらがなです。", "Ωμέγα και άλφα"])
    text = "".join(char for char in text if mixed_files.fits(char, "gbk"))
    found = fixenc.detect(text.encode("gbk"))
    assert (found.encoding, found.segments, found.decode()) == ("gb18030", (), text)


def test_scattered_defects_are_no_second_encoding(sentences: dict[str, list[str]]) -> None:
    lines = [line.encode() for line in sentences["ko"]]
    data = b"\xff\n".join(lines)
    found = fixenc.detect(data)
    assert (found.encoding, found.segments) == ("utf-8", ())
    assert len(found.defects) == len(lines) - 1


def test_defects_inside_segments(sentences: dict[str, list[str]]) -> None:
    chinese = "\n".join(sentences["zh-hans"]) + "\n"
    data = chinese.encode() * 2 + chinese.encode("gbk") + "好".encode() + b"\xff\n"
    found = fixenc.detect(data)
    assert len(found.segments) == 3
    assert [defect.offset for defect in found.defects] == [len(data) - 2]


def test_units_are_lines_and_parts_of_long_ones() -> None:
    data = b"a\n" + b"word " * 400 + b"\nz"
    found = list(suspects.units(data, 0, len(data)))
    assert b"".join(data[start:end] for start, end in found) == data
    assert all(end - start <= 2 * suspects.LONGEST for start, end in found)
    assert found[0] == (0, 2) and found[-1] == (len(data) - 1, len(data))


def test_units_that_are_not_utf_8() -> None:
    data = "grün\n".encode() + b"gr\xfcn\nplain\n" + "größer – schöner\n".encode()
    assert [data[s:e] for s, e in suspects.not_utf8(data)] == ["grün\n".encode(), b"gr\xfcn\n"]


def test_what_is_strange(sentences: dict[str, list[str]]) -> None:
    russian = sentences["ru"][0]
    data = b"\n".join([russian.encode("cp1251"), russian.encode(), russian.encode("koi8-r")])
    found = suspects.strange(data, "cp1251", "", ())
    assert [data[s:e].strip(b"\n") for s, e in found] == [
        russian.encode(),
        russian.encode("koi8-r"),
    ]


def test_lanes() -> None:
    lane = Lane("fr")
    assert lane["ab"] == 0.0 and lane["a\ufffd"] == 0.0
    assert lane["\ufffdé"] == lane[" é"] > 0
    cost, pairs = lane.cost("café")
    assert pairs == 2 and cost == lane["fé"] + lane["é\n"]
    assert pairs_above_ascii("") == []


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5hkscs", "cp932", "euc_jp", "cp949"])
def test_steps_take_one_character(encoding: str) -> None:
    step = step_of(encoding)
    data = "あ".encode(encoding)
    assert step(data, 0) == ("あ", len(data))
    assert step(b"\xff" if encoding != "cp932" else b"\xfc\x20", 0) is None


def test_the_best_way_and_the_worst_stretch() -> None:
    readers = [reader_of("utf-8", "Привет, мир и покой"), reader_of("cp1251", "Привет, мир")]
    data = "Привет, ".encode() + "Москва и ".encode("cp1251") + "мир".encode()
    way = best_way(data, readers)
    assert way.parts[0][0] == 0 and way.parts[-1][1] == len(data)
    text = "".join(data[s:e].decode(readers[n].encoding) for s, e, n in way.parts)
    assert text == "Привет, Москва и мир"
    assert badly_read(data, readers[0]) == "Москва и".encode("cp1251")
    assert best_way(b"", readers).parts == ()


def test_a_reader_takes_the_language_of_most_lines() -> None:
    reader = reader_of("utf-8", "Это очень вкусный пирог\nСпасибо, было хорошо\n漢字\n")
    assert reader.lane.language == "ru"
    assert reader_of("utf-8", "").usual == mixed.USUAL_AT_MOST[0]
