"""Makers of texts: clean, garbled, lossy and mixed. Each is given a chooser.

They do not try and reject: for a chain, those words of a language are drawn from that can pass.
Sizes count code points of the text before it is garbled.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from fixenc.testing import damage, words
from fixenc.testing.chooser import Chooser, more, pick
from fixenc.testing.damage import Manner
from fixenc.testing.kinds import Garbled

USUAL = 6  # words of a sentence; twice as many made examples slow and found no more
ENOUGH = 8  # words that a chain changes, for a language to be garbled by it
ENDS = ("", ".", "?", "!", ":", ",")
WIDE_ENDS = ("", "。", "？", "！", "，")


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long a text may be."""

    least: int = 1
    most: int = 60


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What sentences are made of: words, shortest first, what stands between them and at the end.

    ``telling`` are the words that begin a sentence: those that a chain changes. A sentence passes
    through ``chain``, if there is one, and comes back.
    """

    telling: tuple[str, ...]
    words: tuple[str, ...]
    joint: str = " "
    ends: tuple[str, ...] = ENDS
    chain: str = ""


# -- clean texts ---------------------------------------------------------------------------------


@cache
def language_vocabulary(language: str) -> Vocabulary:
    """The words of a language, set as it is written."""
    known = words.words(language)
    joint = "" if language in words.UNSPACED else " "
    ends = WIDE_ENDS if language in ("zh-hans", "zh-hant", "ja") else ENDS
    return Vocabulary(known, known, joint, ends)


@cache
def script_vocabulary(script: str) -> Vocabulary:
    """Words of any letters of a script."""
    known = words.script_words(script)
    return Vocabulary(known, known)


def sentence(chooser: Chooser, known: Vocabulary, bounds: Bounds) -> str:
    """Some words of a vocabulary; a telling one first, unless none is short enough."""
    text = ""
    words_so_far = 0
    while len(text) < bounds.least or more(chooser, words_so_far, 1, USUAL):
        joint = known.joint if words_so_far else ""
        choice = known.words if words_so_far else known.telling
        count = bisect_right(choice, bounds.most - len(text) - len(joint), key=len)
        if not count:
            break
        text += joint + choice[chooser.below(count)]
        words_so_far += 1
    text += "1" * (bounds.least - len(text))  # no word is short enough; digits pass every chain
    capital = text[:1].upper()
    if chooser.below(2) and len(capital) == 1 and _passes(capital + text[1:], known):
        text = capital + text[1:]
    ended = text + pick(chooser, known.ends)
    return ended if len(ended) <= bounds.most else text


def _passes(text: str, known: Vocabulary) -> bool:
    return not known.chain or damage.is_lossless(text, known.chain)


# -- garbled texts -------------------------------------------------------------------------------


def garbled_text(
    chooser: Chooser, chains: Sequence[str], languages: Sequence[str], bounds: Bounds
) -> Garbled:
    """A text garbled by one of the chains, which lost nothing."""
    known = _fitting(chooser, chains, languages)
    original = sentence(chooser, known, bounds)
    return Garbled(damage.garble(original, known.chain), original, known.chain, lossless=True)


def _fitting(chooser: Chooser, chains: Sequence[str], languages: Sequence[str]) -> Vocabulary:
    """The words that can pass through one of the chains, of one of the languages.

    Where a chain leaves too few words of a language, the next language is taken.
    """
    chain_at, language_at = chooser.below(len(chains)), chooser.below(len(languages))
    for chain in _from(chains, chain_at):
        for language in _from(languages, language_at):
            known = passing(language, chain)
            if len(known.telling) >= ENOUGH:
                return known
    raise ValueError("no word of these languages can pass through these chains and be changed")


def _from(items: Sequence[str], start: int) -> Iterable[str]:
    """All items once, in their order, from some place on."""
    return (items[(start + i) % len(items)] for i in range(len(items)))


@cache
def passing(language: str, chain: str) -> Vocabulary:
    """The words of a language that come back from a chain.

    Words that pass by themselves pass together, as no encoding here keeps a state.
    """
    known = language_vocabulary(language)
    if not _is_written(language, chain.partition(">")[0]):
        return Vocabulary((), (), chain=chain)
    fit = tuple(word for word in known.words if damage.is_lossless(word, chain))
    telling = tuple(word for word in fit if damage.garble(word, chain) != word)
    ends = tuple(end for end in known.ends if damage.is_lossless(end, chain))
    return Vocabulary(telling, fit, known.joint, ends, chain)


@cache
def _is_written(language: str, encoding: str) -> bool:
    """Whether files of a language are found in an encoding; any language in one that is rare."""
    if encoding == "utf-8" or encoding in words.usual(language):
        return True
    return not any(encoding in words.usual(other) for other in words.languages())


# -- texts that lost something -------------------------------------------------------------------


def lossy_text(
    chooser: Chooser, misreads: Sequence[str], languages: Sequence[str], bounds: Bounds
) -> Garbled:
    """A text garbled by one of the misreads in a way that lost bytes."""
    manner = pick(chooser, tuple(Manner))
    chain_at, language_at = chooser.below(len(misreads)), chooser.below(len(languages))
    for chain in _from(misreads, chain_at):
        for language in _from(languages, language_at):
            known = losing(language, chain, manner)
            if len(known.telling) >= ENOUGH:
                return _lost(sentence(chooser, known, bounds), known, chain, manner, bounds)
    raise ValueError("none of these misreads loses bytes of words of these languages")


def _lost(original: str, known: Vocabulary, chain: str, manner: Manner, bounds: Bounds) -> Garbled:
    """The text after the misread, or if what follows a word saved it, a word by itself."""
    written, read = chain.split(">")
    alone = [w for w in known.telling if bounds.least <= len(w) <= bounds.most] or known.telling
    for text in (original, *alone):
        lossy = damage.lose(text, written, read, manner)
        if not _comes_back(lossy, text, chain):
            return Garbled(lossy, text, chain)
    raise AssertionError("a word that loses something alone does not")  # see losing()


@cache
def losing(language: str, chain: str, manner: Manner) -> Vocabulary:
    """The words of a language that a misread takes something from, and those that it reads."""
    known = language_vocabulary(language)
    written, read = chain.split(">")
    if not _is_written(language, written):
        return Vocabulary((), ())
    fit = [word for word in known.words if _is_held(word, written)]
    telling = [w for w in fit if not _comes_back(damage.lose(w, written, read, manner), w, chain)]
    ends = tuple(end for end in known.ends if _is_held(end, written))
    return Vocabulary(tuple(telling), tuple(fit), known.joint, ends, f"{written}>{written}")


def _is_held(text: str, encoding: str) -> bool:
    try:
        damage.encode(text, encoding)
    except UnicodeEncodeError:
        return False
    return True


def _comes_back(text: str, original: str, chain: str) -> bool:
    try:
        return damage.undo(text, chain) == original
    except UnicodeError:
        return False


# -- texts and files of several lines ------------------------------------------------------------


def mixed_lines(
    chooser: Chooser, chains: Sequence[str], languages: Sequence[str], bounds: Bounds
) -> Garbled:
    """Lines that are clean, garbled whole, or garbled in the middle of a clean line."""
    texts: list[str] = []
    originals: list[str] = []
    passed: dict[str, None] = {}
    while more(chooser, len(texts), 2, 5):
        kind = chooser.below(3)
        start = "" if kind == 1 else _clean_line(chooser, languages, bounds)
        if kind:
            run = garbled_text(chooser, chains, languages, bounds)
            passed[run.chain] = None
            space = " " if start else ""
            texts.append(start + space + run.text)
            originals.append(start + space + run.original)
        else:
            texts.append(start)
            originals.append(start)
    return Garbled("\n".join(texts), "\n".join(originals), "+".join(passed), lossless=True)


def _clean_line(chooser: Chooser, languages: Sequence[str], bounds: Bounds) -> str:
    return sentence(chooser, language_vocabulary(pick(chooser, languages)), bounds)


def mixed_file(chooser: Chooser, languages: Sequence[str], bounds: Bounds) -> bytes:
    """Lines in UTF-8 and lines in another encoding of the same language."""
    language_at = chooser.below(len(languages))
    for language in _from(languages, language_at):
        if names := words.usual(language):
            encoding = pick(chooser, names)
            known = passing(language, f"{encoding}>{encoding}")
            held = Vocabulary(known.words, known.words, known.joint, known.ends, known.chain)
            if held.words:
                break
    else:
        raise ValueError("none of these languages has an encoding besides UTF-8")
    lines: list[bytes] = []
    while more(chooser, len(lines), 2, 6):
        line = sentence(chooser, held, bounds)
        lines.append(damage.encode(line, "utf-8" if chooser.below(2) else encoding))
    return b"\n".join(lines)


def chunking(chooser: Chooser, data: bytes) -> list[bytes]:
    """The bytes cut into pieces, some of them empty; all in one piece is the simplest."""
    pieces: list[bytes] = []
    at = 0
    while more(chooser, len(pieces), 0, 8):
        end = at + min(len(data) - at, chooser.below(min(len(data) - at, 64) + 1))
        pieces.append(data[at:end])
        at = end
    return [*pieces, data[at:]]
