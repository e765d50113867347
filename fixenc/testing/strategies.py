"""The strategies: hypothesis makes the choices that ``samples`` asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from fixenc.chains import Chain
from fixenc.testing import catalogues, pages, samples, words
from fixenc.testing.chooser import Chooser
from fixenc.testing.kinds import Chunked, Garbled
from fixenc.testing.samples import Bounds

Made = TypeVar("Made")

# What repairs hang on: holes, brackets, letters that lead and trail bytes turn into, controls,
# ends of line of all kinds, marks, characters beyond the first plane.
TELLING = (
    "?\ufffd()（）？；\n\r\t\x85\u2028\xa0\xad\x80\x9dÃÂâ€™©¶Ð±РСЃ╨├锟斤拷鈥縺챕ǎāí"
    "\u0301\u200d\u202e\ufeff\U0001f600\U0010ffff\0 '\"<>&aZ0"
)
SURROGATES = "\ud800\udbff\udc00\udc80\udfff"


class _Drawn:
    """Choices that hypothesis makes, and shrinks towards 0."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def below(self, limit: int) -> int:
        return self._draw(_numbers(limit))


@cache
def _numbers(limit: int) -> SearchStrategy[int]:
    return st.integers(0, limit - 1)


def _made(maker: Callable[[Chooser], Made]) -> SearchStrategy[Made]:
    @st.composite
    def drawn(draw: st.DrawFn) -> Made:
        return maker(_Drawn(draw))

    return drawn()


def clean_texts(
    languages: Iterable[str] | None = None,
    scripts: Iterable[str] = (),
    *,
    min_size: int = 1,
    max_size: int = 60,
) -> SearchStrategy[str]:
    """Text as somebody might have written it, of ``min_size`` to ``max_size`` code points.

    ``languages`` are names such as ``"de"`` or ``"zh-hans"``, all of the model's when left out;
    their letters follow each other as in the language. ``scripts`` are names such as ``"greek"``
    (what Unicode's names of the letters begin with), whose letters come in any order.
    ``ValueError`` for a name that nothing is known of, and for sizes that cannot be.

    >>> from hypothesis import find
    >>> find(clean_texts(["de"]), lambda text: True)
    'a'
    """
    spoken = words.chosen(languages) if languages is not None or not scripts else ()
    written = tuple(scripts)
    bounds = _bounds(min_size, max_size)
    pools = [lambda name=name: samples.language_vocabulary(name) for name in spoken]
    pools += [lambda name=name: samples.script_vocabulary(name) for name in written]
    for script in written:
        words.letters(script)
    return _made(
        lambda chooser: samples.sentence(chooser, pools[chooser.below(len(pools))](), bounds)
    )


def any_texts(max_size: int = 60) -> SearchStrategy[str]:
    """Clean texts, garbled, lossy and mixed ones; and any code points at all, lone surrogates too.

    Garbled ones are so once, or twice alike. ``max_size`` is in code points, of the originals.

    >>> from hypothesis import find
    >>> find(any_texts(), lambda text: True)
    ''
    """
    return st.one_of(
        _any_characters(max_size),
        clean_texts(max_size=max_size),
        garbled_texts(max_size=max_size).map(_text_of),
        garbled_texts(chains=catalogues.layers(), max_size=max_size).map(_text_of),
        lossy_texts(max_size=max_size).map(_text_of),
        mixed_lines(max_size=max_size // 2).map(_text_of),
    )


def _any_characters(max_size: int) -> SearchStrategy[str]:
    # Not st.text: of 2,000 texts by an alphabet of these together, 11 held a lone surrogate.
    one = st.one_of(st.characters(), st.sampled_from(TELLING), st.sampled_from(SURROGATES))
    return st.lists(one, max_size=max_size).map("".join)


def _text_of(garbled: Garbled) -> str:
    return garbled.text


def encodings() -> SearchStrategy[str]:
    """The names of the encodings that fixenc knows and that keep no state, UTF-8 the simplest.

    >>> from hypothesis import find
    >>> find(encodings(), lambda name: True)
    'utf-8'
    """
    return st.sampled_from(catalogues.encoding_names())


def chains(max_depth: int = 1, *, lossless: bool | None = None) -> SearchStrategy[Chain]:
    """The chains of up to ``max_depth`` misreads that files are found with.

    With ``lossless``, only those that no text loses anything in; with False, only the others.
    ``ValueError`` for a depth below 1.

    >>> from hypothesis import find
    >>> str(find(chains(2), lambda chain: len(chain.misreads) == 2))
    'utf-8>cp1252>utf-8>cp1252'
    """
    if max_depth < 1:
        raise ValueError(f"max_depth must be at least 1, not {max_depth}")
    return st.sampled_from(catalogues.chain_names(max_depth, lossless)).map(Chain.parse)


def garbled_texts(
    languages: Iterable[str] | None = None,
    chains: Iterable[Chain | str] | None = None,
    *,
    max_depth: int = 1,
    min_size: int = 1,
    max_size: int = 60,
) -> SearchStrategy[Garbled]:
    """Texts that a chain garbled without loss; ``text`` and ``original`` always differ.

    ``chains`` are those of the catalogue of up to ``max_depth`` misreads when left out. Sizes are
    those of the original, in code points. ``ValueError`` for what cannot be, also when it only
    shows in drawing that no word of the languages can pass.

    >>> from hypothesis import find
    >>> find(garbled_texts(["fr"], ["utf-8>cp1252"]), lambda made: True).text
    'Ã\\xa0'
    """
    spelt = _chains(chains, max_depth)
    spoken, bounds = words.chosen(languages), _bounds(min_size, max_size)
    return _made(lambda chooser: samples.garbled_text(chooser, spelt, spoken, bounds))


def lossy_texts(
    languages: Iterable[str] | None = None,
    misreads: Iterable[Chain | str] | None = None,
    *,
    min_size: int = 1,
    max_size: int = 60,
) -> SearchStrategy[Garbled]:
    """Texts that a misread garbled and took bytes from, in one of the manners of readers.

    Sizes are those of the original, in code points; ``ValueError`` as for ``garbled_texts``.

    >>> from hypothesis import find
    >>> find(lossy_texts(["ja"], ["utf-8>gb18030"]), lambda made: True).lossless
    False
    """
    spelt = catalogues.misreads() if misreads is None else catalogues.spelt(misreads)
    spoken, bounds = words.chosen(languages), _bounds(min_size, max_size)
    return _made(lambda chooser: samples.lossy_text(chooser, spelt, spoken, bounds))


def byte_edited_pages(*, max_size: int = 40) -> SearchStrategy[Garbled]:
    """Pages of traditional Chinese in GBK that an editor put readings into byte by byte.

    Where the bytes it looked for straddled two characters, bytes were lost and what follows is
    shifted. ``max_size`` is the size of a sentence in code points.

    >>> from hypothesis import find
    >>> find(byte_edited_pages(), lambda made: True).text != ""
    True
    """
    bounds = _bounds(1, max_size)
    return _made(lambda chooser: pages.edited_page(chooser, bounds))


def mixed_lines(
    languages: Iterable[str] | None = None,
    chains: Iterable[Chain | str] | None = None,
    *,
    max_size: int = 40,
) -> SearchStrategy[Garbled]:
    """Texts of several lines: clean, garbled, and clean up to a garbled run.

    ``max_size`` is the size in code points of each part of a line.

    >>> from hypothesis import find
    >>> "\\n" in find(mixed_lines(["de"]), lambda made: "\\n" in made.text).text
    True
    """
    spelt, spoken, bounds = _chains(chains, 1), words.chosen(languages), _bounds(1, max_size)
    return _made(lambda chooser: samples.mixed_lines(chooser, spelt, spoken, bounds))


def mixed_files(
    languages: Iterable[str] | None = None, *, max_size: int = 40
) -> SearchStrategy[bytes]:
    """Files of lines in UTF-8 and in another encoding of the same language.

    ``max_size`` is the size of a line in code points.

    >>> from hypothesis import find
    >>> find(mixed_files(["ru"]), lambda data: True).count(b"\\n") > 0
    True
    """
    spoken, bounds = words.chosen(languages), _bounds(1, max_size)
    return _made(lambda chooser: samples.mixed_file(chooser, spoken, bounds))


def chunkings(data: bytes) -> SearchStrategy[list[bytes]]:
    """Ways to cut bytes into pieces, empty ones too; joined they are the bytes again.

    >>> from hypothesis import find
    >>> b"".join(find(chunkings(b"abc"), lambda pieces: len(pieces) > 1))
    b'abc'
    """
    return _made(lambda chooser: samples.chunking(chooser, data))


def chunked_files() -> SearchStrategy[Chunked]:
    """Files of all sorts, cut into pieces.

    >>> from hypothesis import given, settings
    >>> @settings(max_examples=3)
    ... @given(chunked_files())
    ... def test_pieces(file):
    ...     assert b"".join(file.pieces) == file.data
    >>> test_pieces()
    """
    texts = any_texts().map(lambda text: text.encode("utf-8", "surrogatepass"))
    whole = st.one_of(mixed_files(), texts, st.binary(max_size=60))
    return whole.flatmap(chunkings).map(lambda pieces: Chunked(tuple(pieces)))


def _chains(chains: Iterable[Chain | str] | None, max_depth: int) -> Sequence[str]:
    if chains is None:
        return catalogues.chain_names(max_depth)
    spelt = catalogues.spelt(chains)
    if not spelt:
        raise ValueError("no chains to garble with")
    return spelt


def _bounds(least: int, most: int) -> Bounds:
    if not 0 <= least <= most:
        raise ValueError(f"sizes from {least} to {most} cannot be")
    return Bounds(least, most)


st.register_type_strategy(Garbled, garbled_texts())
st.register_type_strategy(Chain, chains(max_depth=2))
