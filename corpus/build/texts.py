"""Training text: ``train/<language>.txt`` in the cache, one paragraph a line.

Paragraphs are NFC, in the order of the sources and of the sorted paths inside them, each
once. Left out: what was never translated, what holds control characters or U+FFFD, and, in
languages that are not written with Latin letters, what is mostly ASCII.
"""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from corpus.build.archives import read_members
from corpus.build.extract import READERS
from corpus.build.fetch import Layout, Source, SourceError, Sources, archive_path
from corpus.build.languages import NON_LATIN, language_code

# C0 and C1 controls, lone surrogates and U+FFFD: damage, or no text.
UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffd]")
# Words that no other language here writes; two of them in an ASCII paragraph mean English.
ENGLISH = re.compile(r"\b(?:the|and|with|from|this|that|which|your|been|are|not|click)\b")
NON_ASCII_LETTER = re.compile(r"[^\W\d_A-Za-z]")
# Under this share of non-ASCII among all characters a paragraph of a non-Latin script is code,
# names or English: whole sentences of these scripts lie above 0.5 even with Latin names inside.
NON_LATIN_SHARE = 0.4
# Texts below this many bytes make no reliable frequencies.
LEAST_BYTES = 20_000
# In code points. A list gives every word once, so a whole one would outweigh running text; this
# much shows a language's letters and their neighbours.
WORD_LIST_LIMIT = 200_000


def paragraphs(source: Source, layout: Layout, cache: Path) -> Iterator[tuple[str, str]]:
    """(language, paragraph) of one package, NFC, without what UNFIT names."""
    archive = archive_path(source, cache)
    if archive is None:
        raise SourceError(f"{source.name} {source.version} is not in the cache; fetch first")
    reader = READERS[layout.reader]
    for member in read_members(archive, layout):
        language = source.language or language_of(source, layout, member.path)
        if not language:
            continue
        for paragraph in reader(member.data, source.encoding):
            text = unicodedata.normalize("NFC", paragraph)
            if not UNFIT.search(text):
                yield language, text


def language_of(source: Source, layout: Layout, path: str) -> str | None:
    """The language of one file of a package, as its layout says; None leaves the file out."""
    how, _, what = layout.language.partition(":")
    stem = PurePosixPath(path).name.split(".", 1)[0]
    if layout.names:
        return dict(layout.names).get(stem)
    if how == "name":
        return language_code(source.name.removeprefix(what))
    if how == "path":
        return language_code(path.split("/")[int(what)])
    return language_code(stem) if how == "stem" else None


def is_foreign(text: str, language: str) -> bool:
    """True when a paragraph that claims to be in ``language`` is untranslated, or code."""
    if language == "en":
        return False
    beyond = len(text) - len(text.encode("ascii", "ignore"))
    if language in NON_LATIN and beyond < NON_LATIN_SHARE * len(text):
        return True
    return not NON_ASCII_LETTER.search(text) and len(ENGLISH.findall(text)) >= 2


def collect_training(sources: Sources, cache: Path) -> dict[str, dict[str, None]]:
    """The training paragraphs by language, each once, in the order they were first seen."""
    collected: dict[str, dict[str, None]] = {}
    for source, layout in sources.of_role("train"):
        found: dict[str, list[str]] = {}
        for language, text in paragraphs(source, layout, cache):
            if language in sources.languages and not is_foreign(text, language):
                found.setdefault(language, []).append(text)
        for language, texts in found.items():
            kept = sample_words(texts) if source.words else texts
            collected.setdefault(language, {}).update(dict.fromkeys(kept))
    english = collected.get("en", {})
    return {
        language: texts
        if language == "en"
        else {text: None for text in texts if text not in english}
        for language, texts in collected.items()
    }


def sample_words(words: list[str]) -> list[str]:
    """Every n-th word, n the least that keeps the sample within WORD_LIST_LIMIT code points.

    >>> sample_words(["a", "b"])
    ['a', 'b']
    """
    total = sum(len(word) + 1 for word in words)
    return words[:: max(1, -(-total // WORD_LIST_LIMIT))]


def build_training_text(sources: Sources, cache: Path) -> dict[str, int]:
    """Write every language's file; the number of code points by language.

    Raises SourceError when a package is missing.
    """
    folder = cache / "train"
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.txt"):
        path.unlink()
    sizes: dict[str, int] = {}
    for language, texts in sorted(collect_training(sources, cache).items()):
        body = "".join(f"{text}\n" for text in texts)
        if len(body.encode()) >= LEAST_BYTES:
            (folder / f"{language}.txt").write_text(body, encoding="utf-8", newline="\n")
            sizes[language] = len(body)
    return sizes
