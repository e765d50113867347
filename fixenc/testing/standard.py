"""The standard laws: what ``pytest.mark.encoding_safe`` tries a function on."""

from __future__ import annotations

from collections.abc import Callable

from fixenc.testing import laws

TextFunction = Callable[[str], str]

STANDARD: dict[str, Callable[[TextFunction], object]] = {
    "takes_any_text": laws.assert_takes_any_text,
    "clean_unchanged": laws.assert_clean_unchanged,
    "idempotent": laws.assert_idempotent,
    "all_or_nothing": laws.assert_all_or_nothing,
}
