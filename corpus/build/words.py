"""Word lists with frequencies: wordfreq's for 42 languages, jieba's for Chinese.

Simplified lists are turned traditional twice: by words, as Taiwan writes, and character by
character, as a converted page from the mainland reads. wordfreq and opencc must be installed
(``pip install fixenc[corpus]``) in their pinned versions; jieba's list is read from the cache.
"""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterator
from functools import cache as cached
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

from corpus.build.fetch import SourceError, Sources

WordList = list[tuple[str, float]]

LISTS = ("wordfreq", "jieba", "opencc-python-reimplemented")  # the packages read here
INSTALLED = ("wordfreq", "opencc-python-reimplemented")
UNSPACED = frozenset({"zh-hans", "zh-hant", "ja"})  # written without spaces between words

_CYRILLIC = re.compile("[\u0400-\u04ff]")


def check_versions(sources: Sources) -> None:
    """Raise SourceError unless the installed packages are the pinned ones."""
    pinned = {source.name: source.version for source in sources.packages}
    for name in INSTALLED:
        try:
            found = version(name)
        except PackageNotFoundError:
            found = "nothing"
        if found != pinned.get(name):
            raise SourceError(
                f"{name} {pinned.get(name)} is pinned, but {found} is installed:"
                " run 'pip install fixenc[corpus]'"
            )


def word_lists(language: str, name: str | None, cache: Path) -> Iterator[WordList]:
    """The word lists of a language; ``name`` is wordfreq's name for it."""
    if name is not None:
        yield _wordfreq(language, name)
    if language in ("zh-hans", "zh-hant"):
        yield _jieba(language, cache)
    if language == "zh-hant":
        yield [(_by_character(word), share) for word, share in _jieba("zh-hans", cache)]


def _wordfreq(language: str, name: str) -> WordList:
    import wordfreq

    size = "large" if name in wordfreq.available_languages("large") else "small"
    words = sorted(wordfreq.get_frequency_dict(name, size).items())
    # one list holds both scripts of Serbian, "sh"
    if language == "sr":
        return [(word, share) for word, share in words if _CYRILLIC.search(word)]
    if name == "sh":
        return [(word, share) for word, share in words if not _CYRILLIC.search(word)]
    if language == "zh-hant":
        return [(_by_word(word), share) for word, share in words]
    return words


def _jieba(language: str, cache: Path) -> WordList:
    found = sorted((cache / "packages").glob("jieba-*.tar.gz"))
    if not found:
        raise SourceError("jieba is not in the cache: run 'python -m corpus.build fetch'")
    with tarfile.open(found[0]) as archive:
        member = next(m for m in archive.getmembers() if m.name.endswith("/jieba/dict.txt"))
        stream = archive.extractfile(member)
        assert stream is not None
        lines = stream.read().decode("utf-8").split("\n")
    words = [(fields[0], float(fields[1])) for line in lines if len(fields := line.split()) > 1]
    if language == "zh-hant":
        return [(_by_word(word), share) for word, share in words]
    return words


@cached
def _converter() -> object:
    from opencc import OpenCC

    return OpenCC("s2tw")


def _by_word(word: str) -> str:
    return str(_converter().convert(word))  # type: ignore[attr-defined]


@cached
def _characters() -> dict[int, str]:
    table = files("opencc").joinpath("dictionary", "STCharacters.txt").read_text(encoding="utf-8")
    pairs = (line.split("\t") for line in table.split("\n") if "\t" in line)
    return {ord(simplified): other.split(" ")[0] for simplified, other in pairs}


def _by_character(word: str) -> str:
    return word.translate(_characters())
