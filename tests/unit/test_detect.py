"""The detector, stage by stage."""

from __future__ import annotations

import codecs as python_codecs

import pytest

import fixenc
from fixenc.detect import binary, bom, declared, escapes, sample, shape, utf8, witnesses
from fixenc.detect.confidence import of_margin
from fixenc.detect.detection import Defect, Detection
from fixenc.detect.legacy import rank
from fixenc.errors import EncodingNotFound

FRENCH = "Le chien a mangé la moitié du gâteau pendant que nous étions à la fenêtre.\n"
RUSSIAN = "Собака съела половину пирога, пока мы стояли у окна и смотрели на снег.\n"
CHINESE = "我们站在窗边看雪的时候，小狗把桌上的蛋糕吃掉了一半。\n"
TAIWANESE = "我們站在窗邊看雪的時候，小狗把桌上的蛋糕吃掉了一半。\n"
JAPANESE = "窓から雪を眺めているあいだに、犬がケーキを半分食べてしまった。\n"
KOREAN = "우리가 창가에서 눈을 바라보는 동안 강아지가 케이크를 절반이나 먹었다.\n"
GREEK = "Ο σκύλος έφαγε τη μισή τούρτα όσο εμείς κοιτούσαμε το χιόνι.\n"


def test_only_bytes_are_taken() -> None:
    with pytest.raises(TypeError, match="not str"):
        fixenc.detect("text")  # type: ignore[arg-type]
    assert fixenc.detect(bytearray(b"text")).encoding == "ascii"  # type: ignore[arg-type]


def test_nothing_is_ascii() -> None:
    found = fixenc.detect(b"")
    assert (found.encoding, found.decode(), found.confidence) == ("ascii", "", 1.0)


def test_an_encoding_is_taken_at_its_word() -> None:
    found = fixenc.detect(b"caf\xe9 \xff", encoding="UTF8")
    assert (found.encoding, found.confidence) == ("utf-8", 1.0)
    assert found.defects == (Defect(3, b"\xe9"), Defect(5, b"\xff"))
    assert fixenc.detect(RUSSIAN.encode("koi8-r"), encoding="koi8").decode() == RUSSIAN
    with pytest.raises(EncodingNotFound):
        fixenc.detect(b"", encoding="no such thing")


@pytest.mark.parametrize(
    ("mark", "name", "codec"),
    [
        (b"\xef\xbb\xbf", "utf-8-sig", "utf-8"),
        (b"\xff\xfe", "utf-16", "utf-16-le"),
        (b"\xfe\xff", "utf-16", "utf-16-be"),
        (b"\xff\xfe\0\0", "utf-32", "utf-32-le"),
        (b"\0\0\xfe\xff", "utf-32", "utf-32-be"),
        (b"\x84\x31\x95\x33", "gb18030", "gb18030"),
    ],
)
def test_byte_order_marks(mark: bytes, name: str, codec: str) -> None:
    data = mark + CHINESE.encode(codec)
    found = fixenc.detect(data)
    assert (found.encoding, found.bom, found.decode()) == (name, mark, CHINESE)
    # The same without the text that the detector kept.
    assert Detection(data, name, 1.0, bom=mark).decode() == CHINESE


def test_a_mark_that_the_rest_belies() -> None:
    assert bom.find(b"\xff\xfe\0\0ab") is not None
    assert bom.find(b"\xff\xfe\0\0ab").encoding == "utf-16"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b'<?xml version="1.0" encoding="windows-1251"?>', "cp1251"),
        (b'<html><head><META content="text/html; charset=gb2312">', "gb2312"),
        (b'@charset "iso-8859-2";', "iso8859-2"),
        (b"#!/usr/bin/env python\n# -*- coding: koi8-r -*-\n", "koi8-r"),
        (b"Subject: hi\nContent-Type: text/plain; charset=Shift_JIS\n", "shift_jis"),
        (b'"Content-Type: text/plain; charset=EUC-KR\\n"', "euc_kr"),
        (b"# vim: set fileencoding=big5 :", "big5"),
        (b"charset=nonsense", None),
        (b'<meta charset="nonsense">', None),
        (b"plain text", None),
    ],
)
def test_declarations(head: bytes, name: str | None) -> None:
    assert declared.declared_in(head) == name
    assert fixenc.detect(head).declared == name


def test_a_declaration_is_no_verdict() -> None:
    data = b'<meta charset="utf-8">\n' + CHINESE.encode("gbk")
    found = fixenc.detect(data)
    assert (found.encoding, found.declared) == ("gb18030", "utf-8")


def test_a_declaration_settles_what_is_in_doubt() -> None:
    # Both read well; nothing but the declaration tells them apart.
    text = "fünf"
    plain = fixenc.detect(text.encode("cp850"))
    told = fixenc.detect(b"# coding: cp850\n" + text.encode("cp850"))
    assert told.encoding == "cp850"
    assert told.confidence > plain.confidence or plain.encoding != "cp850"


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", [FRENCH, RUSSIAN, CHINESE, JAPANESE, KOREAN, "plain text"])
def test_wide_without_a_mark(codec: str, text: str) -> None:
    found = fixenc.detect(text.encode(codec))
    assert (found.encoding, found.decode()) == (codec, text)


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("iso2022_jp", JAPANESE),
        ("iso2022_kr", KOREAN),
        ("hz", CHINESE),
        ("utf-7", FRENCH + RUSSIAN),
    ],
)
def test_seven_bits(codec: str, text: str) -> None:
    found = fixenc.detect(text.encode(codec))
    assert (found.encoding, found.decode()) == (codec, text)


@pytest.mark.parametrize(
    "data",
    [
        b"a+b=c, x+abc+y",
        b"aGVsbG8gd29ybGQ+aGVsbG8/d29ybGQrYWJjZGVmZ2hpamtsbW5vcA==",
        b"~{ and ~} are braces with tildes",
        b"\x1b[31mred\x1b[0m",
        b"+" * 5000,
        b"~{" * 5000,
    ],
)
def test_ascii_that_looks_like_more(data: bytes) -> None:
    assert fixenc.detect(data).encoding == "ascii"
    assert escapes.seven_bit(data) is None


def test_cesu_8_and_modified_utf_8() -> None:
    pair = "\U0001f600".encode("utf-16-be")
    halves = b"".join(
        chr(int.from_bytes(pair[i : i + 2])).encode("utf-8", "surrogatepass") for i in (0, 2)
    )
    found = fixenc.detect("tête ".encode() + halves)
    assert (found.variant, found.decode()) == ("cesu-8", "tête \U0001f600")
    found = fixenc.detect("tête ".encode() + halves + b"\xc0\x80")
    assert (found.variant, found.decode()) == ("modified-utf-8", "tête \U0001f600\0")


def test_half_a_pair_is_a_defect() -> None:
    data = FRENCH.encode() + b"\xed\xa0\x80" + FRENCH.encode()
    found = fixenc.detect(data)
    assert (found.encoding, found.variant) == ("utf-8", None)
    assert found.defects == (Defect(len(FRENCH.encode()), b"\xed\xa0\x80"),)


@pytest.mark.parametrize("text", [FRENCH, RUSSIAN, CHINESE, JAPANESE, KOREAN, GREEK])
def test_one_bad_byte_in_utf_8_is_a_defect(text: str) -> None:
    data = (text * 4).encode()
    found = fixenc.detect(data[:60] + b"\xff" + data[60:])
    assert found.encoding == "utf-8" and not found.segments
    offsets = [defect.offset for defect in found.defects]
    assert offsets in ([60], [59, 60], [59], [58]), offsets


def test_cut_characters_are_no_defects() -> None:
    data = CHINESE.encode()
    found = fixenc.detect(data[1:-2])
    assert (found.encoding, found.defects, found.cut) == ("utf-8", (), (2, 2))
    assert found.decode() == "\ufffd" + CHINESE[1:-2] + "\ufffd"
    assert utf8.cut_of(b"\x80\x80\x80\x80") == (0, 0)


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (CHINESE, "gbk", "gb18030"),
        (TAIWANESE, "big5", "big5hkscs"),
        (TAIWANESE, "gbk", "gb18030"),
        (JAPANESE, "shift_jis", "cp932"),
        (JAPANESE, "euc_jp", "euc_jp"),
        (KOREAN, "euc_kr", "cp949"),
        (KOREAN, "johab", "johab"),
        (RUSSIAN, "cp1251", "cp1251"),
        (RUSSIAN, "koi8-r", "koi8-r"),
        (RUSSIAN, "cp866", "cp866"),
        (RUSSIAN, "iso8859-5", "iso8859-5"),
        (RUSSIAN, "mac-cyrillic", "mac-cyrillic"),
        (FRENCH, "latin-1", "cp1252"),
        (FRENCH, "mac-roman", "mac-roman"),
        (FRENCH, "cp850", "cp850"),
        (GREEK, "cp1253", "cp1253"),
    ],
)
def test_legacy(text: str, codec: str, name: str) -> None:
    found = fixenc.detect(text.encode(codec))
    assert found.decode() == text
    assert found.encoding == name
    assert found.confidence > 0.95
    assert found.segments == () and found.defects == ()


@pytest.mark.parametrize(
    ("text", "codec"),
    [("ΑΠΑΓΟΡΕΥΕΤΑΙ Η ΣΤΑΘΜΕΥΣΗ", "cp1253"), ("СТОЯНКА ЗАПРЕЩЕНА", "koi8-r")],
)
def test_capitals(text: str, codec: str) -> None:
    assert fixenc.detect(text.encode(codec)).decode() == text


def test_markup_in_another_language() -> None:
    page = '<div class="entry-content"><span title="author">{}</span></div>\n' * 5
    text = page.format(*RUSSIAN.split()[:5])
    assert fixenc.detect(text.encode("cp1251")).decode() == text


def test_a_byte_far_from_the_sample_counts() -> None:
    # 0xA1 and 0xA2 tell windows-1253 from ISO 8859-7, and stand in one place only.
    text = GREEK * 200 + "Άγγελος\n" + GREEK * 200
    for codec in ("cp1253", "iso8859-7"):
        assert fixenc.detect(text.encode(codec)).decode() == text


def test_a_stray_byte_in_chinese() -> None:
    data = (CHINESE * 5).encode("gbk")
    found = fixenc.detect(data[:100] + b"\xff" + data[100:])
    assert found.encoding == "gb18030"


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(20),
        b"\x1f\x8b\x08\0abc",
        b"\x7fELF\x02\x01\x01",
        bytes(range(256)) * 2,
        bytes(100),
    ],
)
def test_binary(data: bytes) -> None:
    found = fixenc.detect(data)
    assert (found.encoding, found.reason) == (None, "binary")
    assert found.decode() == data.decode("latin-1")


def test_text_with_a_hole_is_text() -> None:
    assert fixenc.detect(bytes(100) + b"This is plain text after a hole.").encoding == "ascii"
    assert binary.control_share(b"") == 0.0


def test_a_filler_is_not_sure() -> None:
    assert fixenc.detect(b"\xff" * 100).confidence < 0.5


def test_noise_without_controls_is_not_sure() -> None:
    noise = bytes((i * 73 + i * i * 31) % 128 + 128 for i in range(3000))
    assert fixenc.detect(noise).confidence < 0.5


def test_confidence_grows_with_the_margin() -> None:
    margins = [of_margin(m) for m in (-5, 0, 1, 4, 10, 40, 1e9)]
    assert margins == sorted(margins)
    assert margins[0] >= 0 and margins[-1] < 1


def test_the_text_is_kept_for_those_who_want_it() -> None:
    found = fixenc.detect(RUSSIAN.encode("cp1251"))
    assert found.decode() is found.decode()
    bare = Detection(found.data, found.encoding, found.confidence)
    assert bare.decode() == RUSSIAN


def test_ranking_is_an_order() -> None:
    ranked = rank([FRENCH.encode("cp1252")])
    assert ranked[0].encoding == "cp1252"
    assert [r.cost for r in ranked] == sorted(r.cost for r in ranked)


def test_pieces_cut_no_character() -> None:
    for codec in ("gb18030", "big5", "shift_jis", "euc_jp", "cp949"):
        text = {"big5": TAIWANESE, "cp949": KOREAN}.get(codec, JAPANESE)
        data = (text * 300).encode(codec)
        found = sample.pieces(data)
        assert 8 <= len(found) <= sample.PIECES
        for piece in found:
            assert piece.decode(codec) in text * 3
        assert b"".join(sample.rounds(found, (16, 48))) == b"".join(found)


def test_shapes() -> None:
    assert shape.kind_of("é") == "l"
    assert shape.kinds_of(b"a\xc0", "cp1251") == b"aC"
    right, wrong = shape.costs_of_pairs(
        b"".join(b" \xef\xef\xf0" for _ in "ab"), ("cp1251", "cp437")
    )
    assert right < wrong


def test_witnesses_are_asked_only_when_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bytes] = []

    def favours(data: bytes) -> dict[str, float]:
        asked.append(data)
        return {"cp850": 40.0}

    monkeypatch.setattr(witnesses, "favours", favours)
    data = "Milá babič".encode("cp1250")
    assert fixenc.detect(data).evidence[0][1] < witnesses.MARGIN
    assert not asked
    assert fixenc.detect(data, witnesses=True).encoding == "cp850"
    assert asked == [data]
    # Not where we are sure.
    fixenc.detect(RUSSIAN.encode("cp1251"), witnesses=True)
    assert asked == [data]


def test_witnesses_answer_with_our_names() -> None:
    said = witnesses.ask(RUSSIAN.encode("cp1251"))
    assert set(said) <= {"chardet", "charset-normalizer"}
    assert all(python_codecs.lookup(name) for name in said.values() if name)
    assert witnesses.canonical("no-such-label") == "no-such-label"
    assert witnesses.canonical(None) is None
    assert all(bits > 0 for bits in witnesses.favours("naïve".encode("cp1252")).values())


def test_a_declaration_that_came_with_the_data_is_evidence() -> None:
    data = "Zażółć".encode("cp1250")
    assert fixenc.detect(data, declaration="windows-1250").encoding == "cp1250"
    assert fixenc.detect(data, declaration="windows-1250").declared == "cp1250"
    assert fixenc.detect(data, declaration="no-such-charset") == fixenc.detect(data)
    russian = "Встречаемся у входа в музей".encode("koi8-r")
    assert fixenc.detect(russian, declaration="utf-8").encoding == "koi8-r"
    assert fixenc.detect(b'<meta charset="cp866">x', declaration="cp1251").declared == "cp866"
