"""What the detector says of a few bytes: nobody can be sure of those."""

from __future__ import annotations

import pytest

import fixenc
from fixenc.detect.confidence import FITTED, of_length


@pytest.mark.parametrize("data", [b"\xff", b"\xe9", b"\xb0", b"\xa4"])
def test_one_byte_is_a_guess(data: bytes) -> None:
    assert fixenc.detect(data).confidence <= 0.5


@pytest.mark.parametrize("data", [b"a\xffb", b"a\xe9b", b"\xe9t\xe9", b"caf\xe9"])
def test_a_few_bytes_are_never_sure(data: bytes) -> None:
    assert fixenc.detect(data).confidence < 0.97


def test_a_sentence_is_sure() -> None:
    assert fixenc.detect("Il a déjà réservé une table".encode("cp1252")).confidence > 0.99


def test_confidence_rises_with_length_and_is_whole_where_the_curve_was_fitted() -> None:
    shares = [of_length(size) for size in range(1, FITTED + 1)]
    assert shares == sorted(shares) and shares[-1] == 1.0
    assert 0 < shares[0] < shares[1] < 0.9
