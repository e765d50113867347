"""The laws as assertions about any function.

Each takes the function, tries it on examples, and raises ``LawBroken`` (an ``AssertionError``)
with the smallest example that breaks the law. ``examples`` and ``seed`` are the plugin's options
when left out; the same numbers try the same examples.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from hypothesis.strategies import SearchStrategy

from fixenc.chains import Chain
from fixenc.testing import strategies
from fixenc.testing.corpus import garbled_corpus
from fixenc.testing.defaults import resolve
from fixenc.testing.kinds import Garbled, Rate
from fixenc.testing.trial import always, mostly, shown

TextFunction = Callable[[str], str]


def assert_clean_unchanged(
    fn: TextFunction,
    *,
    texts: SearchStrategy[str] | None = None,
    examples: int | None = None,
    seed: int | None = None,
) -> None:
    """Clean text comes back as it was.

    ``texts`` are ``clean_texts()`` when left out: sentences in the letters of 133 languages.

    >>> assert_clean_unchanged(str, examples=20)
    """

    def breaks(text: str) -> str | None:
        return _differs(fn, text, text)

    texts = strategies.clean_texts() if texts is None else texts
    _always("clean text must come back as it was", breaks, texts, examples, seed)


def assert_idempotent(
    fn: TextFunction,
    *,
    texts: SearchStrategy[str] | None = None,
    examples: int | None = None,
    seed: int | None = None,
) -> None:
    """Doing it twice is doing it once: ``fn(fn(text)) == fn(text)``.

    ``texts`` are ``any_texts()`` when left out.

    >>> assert_idempotent(str.strip, examples=20)
    """

    def breaks(text: str) -> str | None:
        once, problem = _called(fn, text)
        if problem is None and (problem := _differs(fn, once, once)) is not None:
            problem = f"of {shown(once)}, which it had given, it {problem}"
        return problem

    law = "doing it twice must give the same as doing it once"
    _always(law, breaks, texts, examples, seed)


def assert_takes_any_text(
    fn: TextFunction,
    *,
    texts: SearchStrategy[str] | None = None,
    examples: int | None = None,
    seed: int | None = None,
) -> None:
    """No text makes it raise, lone surrogates included, and text gives text.

    >>> assert_takes_any_text(str.swapcase, examples=20)
    """

    def breaks(text: str) -> str | None:
        return _called(fn, text)[1]

    _always("any text must be taken", breaks, texts, examples, seed)


def assert_recovers(
    fn: TextFunction,
    *,
    min_rate: float,
    languages: Iterable[str] | None = None,
    chains: Iterable[Chain | str] | None = None,
    min_size: int = 20,
    max_size: int = 60,
    examples: int | None = None,
    seed: int | None = None,
) -> Rate:
    """Garbled text comes back as first written, at least at this rate, which is returned.

    Some garbled texts are past deciding, so this is a rate, and it must be sure: the lower end of
    its interval at 95 % has to reach ``min_rate``, for which 200 examples are few. Sizes are those
    of the originals in code points.

    >>> from fixenc import fix
    >>> assert_recovers(fix, min_rate=0.8, chains=["utf-8>cp1252"], examples=60).total
    60
    """

    def breaks(garbled: Garbled) -> str | None:
        return _differs(fn, garbled.text, garbled.original)

    law = "garbled text must come back as first written"
    sizes = {"min_size": min_size, "max_size": max_size}
    return _mostly(law, breaks, min_rate, languages, chains, sizes, examples, seed)


def assert_all_or_nothing(
    fn: TextFunction,
    *,
    min_rate: float = 0.97,
    languages: Iterable[str] | None = None,
    chains: Iterable[Chain | str] | None = None,
    min_size: int = 20,
    max_size: int = 60,
    examples: int | None = None,
    seed: int | None = None,
) -> Rate:
    """Garbled text comes back as first written or as it is, and never as something between.

    A half-repaired text is worse than a garbled one: what told how it was garbled is gone. Two or
    three garbled characters may look like good text of another kind, so this is a rate as well;
    see ``assert_recovers``.

    >>> assert_all_or_nothing(str, examples=150).value
    1.0
    """

    def breaks(garbled: Garbled) -> str | None:
        found, problem = _called(fn, garbled.text)
        if problem is None and found not in (garbled.text, garbled.original):
            problem = f"gave {shown(found)}, which is neither"
        return problem

    law = "garbled text must come back as first written or as it is"
    sizes = {"min_size": min_size, "max_size": max_size}
    return _mostly(law, breaks, min_rate, languages, chains, sizes, examples, seed)


def assert_undoable(
    fn: Callable[[str], Any],
    *,
    undo: Callable[[Any], str] | None = None,
    texts: SearchStrategy[str] | None = None,
    examples: int | None = None,
    seed: int | None = None,
) -> None:
    """What was done can be taken back exactly.

    ``undo`` gets what ``fn`` gave and must give the text. When it is left out, what ``fn`` gives
    must have a method ``undo()``, as fixenc's reports do; if it has ``replay(text)`` as well, that
    must give its ``text`` again.

    >>> from fixenc import repair
    >>> assert_undoable(repair, examples=20)
    """

    def breaks(text: str) -> str | None:
        try:
            result = fn(text)
            back = result.undo() if undo is None else undo(result)
            again = result.replay(text) if undo is None and hasattr(result, "replay") else None
        except Exception as error:
            return f"raised {error!r}"
        if back != text:
            return f"undone, it gave {shown(back)}"
        if again is not None and again != result.text:
            return f"replayed, it gave {shown(again)}, not {shown(result.text)}"
        return None

    _always("what was done must be undone exactly", breaks, texts, examples, seed)


def _always(
    law: str,
    breaks: Callable[[str], str | None],
    texts: SearchStrategy[str] | None,
    examples: int | None,
    seed: int | None,
) -> None:
    """Raise ``LawBroken`` where one of ``texts`` breaks the law; any texts when left out."""
    count, seed = resolve(examples, seed)
    always(law, breaks, strategies.any_texts() if texts is None else texts, count, seed)


def _mostly(
    law: str,
    breaks: Callable[[Garbled], str | None],
    min_rate: float,
    languages: Iterable[str] | None,
    chains: Iterable[Chain | str] | None,
    sizes: dict[str, int],
    examples: int | None,
    seed: int | None,
) -> Rate:
    """The rate at which garbled texts keep the law; ``LawBroken`` unless it is high enough."""
    count, seed = resolve(examples, seed)
    known = None if languages is None else tuple(languages)
    spelt = None if chains is None else tuple(chains)
    sample = garbled_corpus(count, seed=seed, languages=known, chains=spelt, **sizes)
    strategy = strategies.garbled_texts(known, spelt, **sizes)
    return mostly(law, breaks, sample, strategy, min_rate, seed)


def _called(fn: TextFunction, text: str) -> tuple[str, str | None]:
    """What a function gives, and what is wrong with that it gives it at all."""
    try:
        found = fn(text)
    except Exception as error:
        return "", f"raised {error!r}"
    if not isinstance(found, str):
        return "", f"gave {shown(found)}, which is no text"
    return found, None


def _differs(fn: TextFunction, text: str, wanted: str) -> str | None:
    found, problem = _called(fn, text)
    if problem is None and found != wanted:
        problem = f"gave {shown(found)}"
    return problem
