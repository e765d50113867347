"""Property tests for whatever touches text: strategies, laws as assertions, a pytest plugin.

Needs the extra ``testing`` (hypothesis, pytest). Importing this package loads neither of them:
each name is imported when it is first used. ``docs/testing.md`` shows how it is used.

>>> from fixenc.testing import assert_idempotent
>>> assert_idempotent(str.casefold, examples=10)
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from fixenc.testing.corpus import clean_corpus, garbled_corpus
    from fixenc.testing.kinds import Bin, Chunked, Garbled, LawBroken, Rate
    from fixenc.testing.laws import (
        assert_all_or_nothing,
        assert_clean_unchanged,
        assert_idempotent,
        assert_recovers,
        assert_takes_any_text,
        assert_undoable,
    )
    from fixenc.testing.strategies import (
        any_texts,
        byte_edited_pages,
        chains,
        chunked_files,
        chunkings,
        clean_texts,
        encodings,
        garbled_texts,
        lossy_texts,
        mixed_files,
        mixed_lines,
    )
    from fixenc.testing.streams import (
        assert_calibrated,
        assert_chunk_invariant,
        assert_linear_time,
    )

__all__ = [
    "Bin",
    "Chunked",
    "Garbled",
    "LawBroken",
    "Rate",
    "any_texts",
    "assert_all_or_nothing",
    "assert_calibrated",
    "assert_chunk_invariant",
    "assert_clean_unchanged",
    "assert_idempotent",
    "assert_linear_time",
    "assert_recovers",
    "assert_takes_any_text",
    "assert_undoable",
    "byte_edited_pages",
    "chains",
    "chunked_files",
    "chunkings",
    "clean_corpus",
    "clean_texts",
    "encodings",
    "garbled_corpus",
    "garbled_texts",
    "lossy_texts",
    "mixed_files",
    "mixed_lines",
]

_HOMES = {
    "corpus": ("clean_corpus", "garbled_corpus"),
    "kinds": ("Bin", "Chunked", "Garbled", "LawBroken", "Rate"),
    "laws": (
        "assert_all_or_nothing",
        "assert_clean_unchanged",
        "assert_idempotent",
        "assert_recovers",
        "assert_takes_any_text",
        "assert_undoable",
    ),
    "streams": ("assert_calibrated", "assert_chunk_invariant", "assert_linear_time"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'fixenc.testing' has no attribute {name!r}")
    value = getattr(import_module(f"fixenc.testing.{_HOME.get(name, 'strategies')}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
