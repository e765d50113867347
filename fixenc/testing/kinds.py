"""What flows through the harness: garbled texts, rates, and the error that a broken law raises."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

Z95 = 1.959964  # the normal distribution holds 95 % within so many standard deviations


@dataclass(frozen=True, slots=True)
class Garbled:
    """A garbled text and what it was.

    ``chain`` spells the misreads that garbled it, as in ``utf-8>cp1252``, several joined by ``+``
    where lines went through different ones, and is empty for damage that no chain describes.
    ``lossless`` tells whether the text alone fixes the original: undoing the chain gives it back,
    which was tried with the standard library's codecs, not with those of fixenc.

    >>> from random import Random
    >>> from fixenc.testing import garbled_corpus
    >>> one = garbled_corpus(1, seed=1)[0]
    >>> one.text != one.original, one.lossless
    (True, True)
    """

    text: str
    original: str
    chain: str = ""
    lossless: bool = False


@dataclass(frozen=True, slots=True)
class Rate:
    """``hits`` of ``total`` trials, with Wilson's score interval at 95 %.

    >>> rate = Rate(95, 100)
    >>> rate.value, round(rate.low, 3), round(rate.high, 3)
    (0.95, 0.888, 0.978)
    """

    hits: int
    total: int

    @property
    def value(self) -> float:
        """The share of hits; 1.0 of no trials."""
        return self.hits / self.total if self.total else 1.0

    @property
    def low(self) -> float:
        """The lower end of the interval; 0.0 of no trials."""
        return self._bounds()[0]

    @property
    def high(self) -> float:
        """The upper end of the interval; 1.0 of no trials."""
        return self._bounds()[1]

    def _bounds(self) -> tuple[float, float]:
        # E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
        # JASA 22 (1927): right at rates near 0 and 1, where the plain interval leaves [0, 1].
        if not self.total:
            return 0.0, 1.0
        share, n, square = self.value, self.total, Z95 * Z95
        middle = share + square / (2 * n)
        width = Z95 * sqrt(share * (1 - share) / n + square / (4 * n * n))
        scale = 1 + square / n
        return max(0.0, (middle - width) / scale), min(1.0, (middle + width) / scale)

    def __str__(self) -> str:
        return f"{self.hits} of {self.total}, {self.value:.1%} ({self.low:.1%} to {self.high:.1%})"


@dataclass(frozen=True, slots=True)
class Chunked:
    """Bytes in pieces, some of them empty.

    >>> Chunked((b"ca", b"", b"f\\xc3")).data
    b'caf\\xc3'
    """

    pieces: tuple[bytes, ...]

    @property
    def data(self) -> bytes:
        """The pieces joined."""
        return b"".join(self.pieces)


@dataclass(frozen=True, slots=True)
class Bin:
    """The repairs whose confidence lies from ``low`` to below ``high``.

    ``claimed`` is their mean confidence, ``rate`` how many were right.

    >>> Bin(0.9, 1.0, claimed=0.94, rate=Rate(9, 10)).rate.value
    0.9
    """

    low: float
    high: float
    claimed: float
    rate: Rate


class LawBroken(AssertionError):
    """A function breaks a law; the message holds the smallest example that was found.

    >>> from fixenc.testing import assert_clean_unchanged
    >>> assert_clean_unchanged(str.upper, examples=5)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    fixenc.testing.kinds.LawBroken: clean text must come back as it was
      problem   gave 'A'
      text      'a'
    ...
    """
