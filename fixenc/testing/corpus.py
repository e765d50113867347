"""Samples by a seed, for rates and for whoever wants a list rather than a strategy."""

from __future__ import annotations

from collections.abc import Iterable

from fixenc.chains import Chain
from fixenc.testing import catalogues, samples, words
from fixenc.testing.chooser import RandomChooser
from fixenc.testing.kinds import Garbled
from fixenc.testing.samples import Bounds


def garbled_corpus(
    count: int,
    *,
    seed: int = 0,
    languages: Iterable[str] | None = None,
    chains: Iterable[Chain | str] | None = None,
    min_size: int = 20,
    max_size: int = 60,
) -> tuple[Garbled, ...]:
    """``count`` texts garbled without loss; the same seed gives the same ones.

    Languages and chains as in ``garbled_texts``; sizes in code points of the originals, of which
    a chain may leave most as they are. What is shorter than about 20 is often past deciding.

    >>> one = garbled_corpus(1, seed=3, languages=["ru"], chains=["koi8-r>cp1251"])[0]
    >>> one.text.encode("cp1251").decode("koi8-r") == one.original
    True
    """
    spelt = catalogues.chain_names() if chains is None else catalogues.spelt(chains)
    spoken = words.chosen(languages)
    bounds = Bounds(min_size, max_size)
    return tuple(
        samples.garbled_text(RandomChooser(f"{seed} {number}"), spelt, spoken, bounds)
        for number in range(count)
    )


def clean_corpus(
    count: int,
    *,
    seed: int = 0,
    languages: Iterable[str] | None = None,
    min_size: int = 1,
    max_size: int = 60,
) -> tuple[str, ...]:
    """``count`` clean texts; the same seed gives the same ones.

    >>> len(clean_corpus(3, languages=["fr", "el"]))
    3
    """
    spoken = words.chosen(languages)
    bounds = Bounds(min_size, max_size)
    found: list[str] = []
    for number in range(count):
        chooser = RandomChooser(f"{seed} {number}")
        language = spoken[chooser.below(len(spoken))]
        found.append(samples.sentence(chooser, samples.language_vocabulary(language), bounds))
    return tuple(found)
