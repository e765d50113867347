"""The catalogue of encodings against Python's codecs and the WHATWG Encoding Standard."""

from __future__ import annotations

import codecs as python
import itertools
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fixenc import codecs
from fixenc.codecs import Encoding, Kind
from fixenc.errors import EncodingNotFound, FixencError
from tests import clock
from tests.oracles import whatwg

ENTRIES = codecs.catalogue()
NAMES = [entry.name for entry in ENTRIES]
SINGLE = [entry for entry in ENTRIES if entry.kind is Kind.SINGLE]
MULTI = [entry for entry in ENTRIES if entry.kind is Kind.MULTI]
BYTES = [bytes([byte]) for byte in range(256)]
PAIRS = [bytes(pair) for pair in itertools.product(range(0x81, 256), range(0x30, 256))]

any_bytes = st.one_of(
    st.binary(max_size=60),
    # Bytes that meet often in multi-byte encodings, and escape sequences.
    st.lists(
        st.sampled_from(
            [
                *(b"A", b"<", b"0", b"\n", b"!!", b"-!", b"~", b"+", b"-", b"~{", b"~}"),
                *(b"\x80", b"\x81", b"\x8e", b"\x8f", b"\xa1", b"\xa4\xd4", b"\xfe", b"\xff"),
                *(b"\x1b", b"\x1b$B", b"\x1b(B", b"\x1b(I", b"\x0e"),
                *(b"\xd8\x00", b"\x00\xdc", b"\xef\xbb\xbf", b"\xff\xfe"),
            ]
        ),
        max_size=40,
    ).map(b"".join),
)
any_text = st.text(st.characters(), max_size=40)
names = st.sampled_from(NAMES)


def read(data: bytes, name: str, *, holes: bool = True) -> str | None:
    try:
        return codecs.decode(data, name, holes=holes)
    except UnicodeDecodeError:
        return None


def write(text: str, name: str) -> bytes | None:
    try:
        return codecs.encode(text, name)
    except UnicodeEncodeError:
        return None


def of(name: str) -> Encoding:
    return codecs.lookup(name)


# Names and labels


def test_names_are_those_of_python() -> None:
    assert len(set(NAMES)) == len(NAMES)
    for name in NAMES:
        assert python.lookup(name).name == name


def test_every_label_is_of_one_encoding() -> None:
    for entry in ENTRIES:
        assert entry.description and entry.source
        for label in entry.labels:
            assert label == label.lower()
            for spelling in (label, label.upper(), label.replace("-", "_"), f" {label} "):
                assert of(spelling) is entry


def test_python_knows_no_text_encoding_by_another_name() -> None:
    aliases = {alias: python.lookup(alias).name for alias in _python_aliases()}
    for alias, name in aliases.items():
        if name in NAMES:
            assert of(alias).name in (name, "gbk"), alias


def _python_aliases() -> list[str]:
    from encodings.aliases import aliases

    return [alias for alias in aliases if alias not in ("mbcs", "oem") and _is_codec(alias)]


def _is_codec(name: str) -> bool:
    try:
        python.lookup(name)
    except LookupError:  # mbcs and oem are on Windows only
        return False
    return True


@pytest.mark.parametrize(("label", "name"), whatwg.NAMES.items())
def test_names_of_the_standard(label: str, name: str) -> None:
    assert of(label).name == name


@pytest.mark.parametrize(("label", "standard"), whatwg.LABELS.items())
def test_labels_of_the_standard(label: str, standard: str) -> None:
    entry, expected = of(label), whatwg.NAMES[standard]
    reader = whatwg.READ_BY.get(standard, expected)
    assert expected == entry.name or reader in (entry.name, entry.superset)


def test_unknown_label_names_close_ones() -> None:
    with pytest.raises(EncodingNotFound, match=r"did you mean .*cp1252") as caught:
        of("window-1252")
    assert isinstance(caught.value, FixencError)
    assert isinstance(caught.value, LookupError)
    for label in ("", "?", "\udc80", "x" * 10_000, "日本語"):
        with pytest.raises(EncodingNotFound):
            of(label)


def test_wrong_types() -> None:
    with pytest.raises(TypeError):
        codecs.decode("text", "utf-8")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        codecs.decode_with_defects("text", "utf-8")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        codecs.encode(b"bytes", "utf-8")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        of(b"utf-8")  # type: ignore[arg-type]


def test_nothing_is_registered() -> None:
    with pytest.raises(LookupError):
        python.lookup("windows-1252-holes")
    for label in ("windows-31j", "x-sjis", "koi8-ru"):
        assert of(label)
        with pytest.raises(LookupError):
            python.lookup(label)


# Single bytes


@pytest.mark.parametrize("entry", SINGLE, ids=lambda entry: entry.name)
def test_single_byte_table(entry: Encoding) -> None:
    table, strict = codecs.charmap(entry.name), codecs.charmap(entry.name, holes=False)
    assert len(table) == len(strict) == 256
    for byte, data in enumerate(BYTES):
        try:
            expected = data.decode(entry.name)
        except UnicodeDecodeError:
            assert byte in entry.holes
            assert strict[byte] == "\ufffe"
            assert table[byte] in (chr(byte), chr(0xF700 + byte), "\u05ba")
        else:
            assert byte not in entry.holes
            assert table[byte] == strict[byte] == expected
    assert codecs.decode(bytes(range(256)), entry.name) == table


@pytest.mark.parametrize("entry", SINGLE, ids=lambda entry: entry.name)
def test_filled_holes_can_be_written(entry: Encoding) -> None:
    table = codecs.charmap(entry.name)
    repeated = {c for c in table if table.count(c) > 1}
    assert not repeated or entry.name in ("mac-arabic", "mac-farsi", "cp1006")
    for byte, character in enumerate(table):
        written = codecs.encode(character, entry.name)
        assert written == BYTES[byte] or character in repeated


def test_charmap_is_for_single_bytes() -> None:
    with pytest.raises(ValueError, match="gb18030 is not"):
        codecs.charmap("gb18030")


# Several bytes


@pytest.mark.parametrize("entry", MULTI, ids=lambda entry: entry.name)
def test_what_python_reads_stays(entry: Encoding) -> None:
    renamed = set()
    codec = "gb18030" if entry.superset == "gb18030" else entry.name
    for data in BYTES + PAIRS:
        try:
            expected = data.decode(codec)
        except UnicodeDecodeError:
            continue
        assert codecs.decode(data, entry.name, holes=False) == expected
        if codecs.decode(data, entry.name) != expected and len(expected) == 1:
            renamed.add(expected)
    # Editions of GB 18030, Big5 as browsers have it, 0xA0 in code page 932.
    allowed = {"gb18030": 19, "gbk": 19, "gb2312": 19, "big5hkscs": 9, "cp932": 1}
    assert len(renamed) == allowed.get(entry.name, 0)


@pytest.mark.parametrize("entry", MULTI, ids=lambda entry: entry.name)
def test_what_is_read_can_be_written(entry: Encoding) -> None:
    for data in BYTES + PAIRS:
        text = read(data, entry.name)
        if text is None:
            continue
        written = write(text, entry.name)
        if written is None:
            continue  # some pairs can only be read
        # Several pairs may stand for one character, and two code points for one pair.
        back = read(written, entry.name)
        assert back is not None
        assert back == text or codecs.encode(back, entry.name) == written, data


@pytest.mark.parametrize(("label", "data", "text"), whatwg.READINGS)
def test_readings_of_the_standard(label: str, data: str, text: str | None) -> None:
    assert read(bytes.fromhex(data), whatwg.READ_BY.get(label, label)) == text


def test_every_pair_of_gbk_there_and_back() -> None:
    trails = [*range(0x40, 0x7F), *range(0x80, 0xFF)]
    data = b"".join(bytes(pair) for pair in itertools.product(range(0x81, 0xFF), trails))
    text = codecs.decode(data, "gbk")
    assert len(text) == 126 * 190
    assert codecs.encode(text, "gbk") == data
    # The private code points of older editions are written as the same bytes.
    assert codecs.encode(data.decode("gb18030"), "gbk") == data


def test_euro_in_gbk() -> None:
    assert codecs.decode(b"\x80\xa2\xe3\x81\x80", "gb2312") == "€€亐"
    assert codecs.encode("a€b€", "gbk") == b"a\xa2\xe3b\xa2\xe3"
    assert codecs.encode("a€b€", "gbk", euro80=True) == b"a\x80b\x80"
    assert codecs.encode("é€", "cp1252", euro80=True) == b"\xe9\x80"
    with pytest.raises(UnicodeDecodeError):
        codecs.decode(b"\x80", "gbk", holes=False)
    with pytest.raises(UnicodeEncodeError) as caught:
        codecs.encode("€€a\udc80", "gbk", euro80=True)
    assert (caught.value.start, caught.value.end) == (3, 4)
    with pytest.raises(UnicodeDecodeError) as misread:
        codecs.decode(b"\xef\xbb\xbfa\xff", "utf-8-sig")
    assert (misread.value.start, misread.value.end) == (4, 5)


def test_two_code_points_for_the_same_bytes() -> None:
    for characters, name, data in (
        ("～〜", "cp932", b"\x81\x60"),
        ("～〜", "euc_jp", b"\xa1\xc1"),
        ("－−", "euc_jp", b"\xa1\xdd"),
        ("‧•", "big5hkscs", b"\xa1\x45"),
        ("︐\ue78d", "gb18030", b"\xa6\xd9"),
        ("ў╝", "koi8-u", b"\xae"),
        ("\xa0\uf8f0", "cp932", b"\xa0"),
    ):
        assert [codecs.encode(c, name) for c in characters] == [data, data]


def test_private_areas_of_windows() -> None:
    for name, data, code in (
        ("cp950", "fa40", 0xE000),
        ("cp950", "fefe", 0xE310),
        ("cp950", "8e40", 0xE311),
        ("cp950", "a0fe", 0xEEB7),
        ("cp950", "8140", 0xEEB8),
        ("cp950", "8dfe", 0xF6B0),
        ("cp950", "c8fe", 0xF848),
        ("cp949", "c9a1", 0xE000),
        ("cp949", "fefe", 0xE0BB),
        ("cp932", "f040", 0xE000),
        ("cp932", "f9fc", 0xE757),
        ("gb18030", "aaa1", 0xE000),
        ("gb18030", "a7a0", 0xE765),
    ):
        assert codecs.decode(bytes.fromhex(data), name) == chr(code)
        assert codecs.encode(chr(code), name).hex() == data


def test_mail_from_japan() -> None:
    assert codecs.decode(b"\x1b$B-!\x1b(I1\x1b(B", "iso-2022-jp") == "①ｱ"
    assert codecs.encode("日本", "iso-2022-jp") == "日本".encode("iso2022_jp")


# Supersets

# Pairs that are another character in the superset, and another pair when that is written: the
# rows C6A1-C7FC of Big5, kana and Cyrillic letters in another order.
ELSEWHERE = {"big5": 249}


@pytest.mark.parametrize("entry", [e for e in ENTRIES if e.superset], ids=lambda entry: entry.name)
def test_supersets(entry: Encoding) -> None:
    assert entry.superset is not None
    assert of(entry.superset).superset is None
    differing = 0
    for data in BYTES if entry.kind is Kind.SINGLE else BYTES + PAIRS:
        text = read(data, entry.name, holes=False)
        if text is None:
            continue
        wider = read(data, entry.superset)
        assert wider is not None
        c1 = entry.kind is Kind.SINGLE and "\x80" <= text <= "\x9f"
        differing += wider != text and not c1 and codecs.encode(text, entry.superset) != data
    assert differing == ELSEWHERE.get(entry.name, 0)


# Any bytes, any text


@given(any_bytes, names)
@example(b"\xa4\xd4\xa4", "euc_kr")
@example(b"\x1b$B!", "iso2022_jp")
@example(b"~{!", "hz")
@example(b"+2AA-", "utf-7")
@example(b"\xff\xfe\x00", "utf-16")
@example(b"\x0e!", "iso2022_kr")
def test_defects(data: bytes, name: str) -> None:
    text, defects = codecs.decode_with_defects(data, name)
    ends = [0]
    for start, end in defects:
        assert ends[-1] <= start < end <= len(data)
        ends.append(end)
    assert text.count("\ufffd") >= len(defects)
    strict = read(data, name)
    assert (strict == text) if strict is not None else defects
    if of(name).kind is Kind.MULTI and not name.startswith("gb"):
        for start, end in defects:
            assert not any(byte < 0x80 for byte in data[start + 1 : end])


@pytest.mark.parametrize(("label", "data", "text"), whatwg.DAMAGED)
def test_defects_of_the_standard(label: str, data: str, text: str) -> None:
    raw = bytes.fromhex(data)
    found, defects = codecs.decode_with_defects(raw, whatwg.READ_BY.get(label, label))
    assert found == text
    assert len(defects) == text.count("\ufffd")


def test_positions() -> None:
    for data, name, expected in (
        (b"ab\xff", "utf-8", ((2, 3),)),
        (b"\xef\xbb\xbfa\xff", "utf-8-sig", ((4, 5),)),
        (b"\xff\xfea\x00\x00\xd8b\x00", "utf-16", ((4, 6),)),
        (b"\xfe\xff\x00a\xd8\x00", "utf-16", ((4, 6),)),
        (b"\xb0\xa1\xb0<\xb0\xa1", "euc_kr", ((2, 3),)),
        (b"a\x1b$B!!\xff!!\x1b(Bb", "iso-2022-jp", ((6, 7),)),
        (b"\x1b$B!!~~!!\x1b$\x1b(Bb", "iso-2022-jp", ((5, 7), (9, 10), (10, 11))),
        (b"a\xff+AGE-", "utf-7", ((1, 2),)),
        (b"a\xe9", "ascii", ((1, 2),)),
    ):
        assert codecs.decode_with_defects(data, name)[1] == expected


def test_defects_far_apart() -> None:
    # Longer than the windows in which damaged bytes are read, at every offset.
    character = "한".encode("cp949")
    for before in (*range(240, 270), 65_530, 65_531):
        data = character * (before // 2) + b"a" * (before % 2) + b"\xff" + character * 40_000
        text, defects = codecs.decode_with_defects(data, "cp949")
        assert defects == ((before, before + 1),)
        assert text.count("한") == before // 2 + 40_000


@given(any_text, names)
def test_there_and_back(text: str, name: str) -> None:
    data = write(text, name)
    if data is None:
        return
    if of(name).kind is Kind.STATEFUL:
        return  # escapes in the text are read as escapes
    back = read(data, name)
    if back is not None and back != text:
        # Two code points for the same bytes; see docs/encodings.md.
        assert codecs.encode(back, name) == data


@given(any_text, names)
def test_error_positions(text: str, name: str) -> None:
    try:
        codecs.encode(text, name)
    except UnicodeEncodeError as error:
        assert error.object == text
        assert 0 <= error.start < error.end <= len(text)
        assert write(text[: error.start], name) is not None


@given(any_bytes, names)
def test_decoding_error_positions(data: bytes, name: str) -> None:
    try:
        codecs.decode(data, name)
    except UnicodeDecodeError as error:
        assert 0 <= error.start < error.end <= len(data)


def test_garbled_utf8_comes_back() -> None:
    text = "Größe – “naïve” – 中文字符，测试。 Привет €"
    for entry in (*SINGLE, *MULTI):
        if entry.name in ("mac-arabic", "mac-farsi", "cp1006"):
            continue
        garbled = read(text.encode(), entry.name)
        if garbled is not None and entry.kind is Kind.SINGLE:
            assert codecs.encode(garbled, entry.name) == text.encode(), entry.name


@pytest.mark.parametrize("name", ["utf-8", "gb18030", "euc_jp", "hz", "utf-7", "utf-16-le"])
@pytest.mark.parametrize("unit", [b"\xff", b"\x00\xd8", b"+\x1b~"])
def test_time_is_linear(name: str, unit: bytes) -> None:
    def decoding(length: int) -> Callable[[], object]:
        data = unit * (length // len(unit))
        return lambda: codecs.decode_with_defects(data, name)

    # 16 times the bytes: 16 times the time, and 256 times if it were quadratic.
    assert clock.ratio(decoding(160_000), decoding(10_000), limit=64) <= 64


def test_documented(root: Path) -> None:
    text = (root / "docs" / "encodings.md").read_text("utf-8")
    listed = dict(re.findall(r"^\| `([^`]+)` \| ([^|]+) \|", text, re.MULTILINE))
    assert listed == {entry.name: entry.description for entry in ENTRIES}
