"""What holds of the detector for any bytes."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

import fixenc
from fixenc.detect.detection import Detection

TEXTS = st.text(st.characters(codec="utf-8"), max_size=60)
ENCODED = st.builds(
    lambda text, codec: text.encode(codec, "ignore"),
    TEXTS,
    st.sampled_from("utf-8 gb18030 big5 cp932 euc_jp cp949 cp1251 cp1252 utf-16-le utf-7".split()),
)
PIECES = st.one_of(
    ENCODED,
    st.binary(max_size=40),
    st.sampled_from(
        [b"\n", b"\xff", b"\xe4\xb8", b"\x1b$B", b"~{", b"+AO", b"\xed\xa0\x80", b"\0"]
    ),
)
BYTES = st.lists(PIECES, max_size=6).map(b"".join)


@settings(deadline=None, max_examples=150)
@given(BYTES)
def test_detection_is_in_order(data: bytes) -> None:
    found = fixenc.detect(data)
    assert found == fixenc.detect(data)
    assert 0.0 <= found.confidence <= 1.0
    assert (found.encoding is None) == (found.reason is not None)
    at = 0
    for defect in found.defects:
        assert defect.offset >= at and defect.data
        assert data[defect.offset :].startswith(defect.data)
        at = defect.offset + len(defect.data)
    if found.segments:
        assert len(found.segments) > 1
        assert found.segments[0].start == 0 and found.segments[-1].end == len(data)
        for one, two in zip(found.segments, found.segments[1:], strict=False):
            assert one.end == two.start
    assert all(0.0 <= guess.confidence <= 1.0 for guess in found.alternatives)


@settings(deadline=None, max_examples=100)
@given(BYTES)
def test_the_kept_text_is_the_decoded_one(data: bytes) -> None:
    found = fixenc.detect(data)
    again = Detection(
        data, found.encoding, found.confidence, bom=found.bom, segments=found.segments
    )
    if found.variant is None and found.cut == (0, 0):
        assert found.decode() == again.decode()


@settings(deadline=None)
@given(TEXTS)
def test_utf_8_is_utf_8(text: str) -> None:
    data = ("Ça c’est déjà 日本語 " + text).encode()
    found = fixenc.detect(data)
    if "\0" not in text and found.reason is None and found.encoding == "utf-8":
        assert found.decode() == data.decode()


@settings(deadline=None)
@given(st.binary(max_size=60))
def test_an_encoding_that_is_told_reads_everything(data: bytes) -> None:
    for name in ("utf-8", "gb18030", "cp1252", "iso2022_jp", "utf-16"):
        found = fixenc.detect(data, encoding=name)
        assert (found.encoding, found.confidence) == (name, 1.0)
        assert isinstance(found.decode(), str)
