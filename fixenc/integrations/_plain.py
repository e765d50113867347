"""Texts and edits as UTF-8 and other people's formats can hold them."""

from __future__ import annotations

from typing import Any

from fixenc.spans import Edit


def sound(text: str) -> str:
    """``text`` as UTF-8 can hold it: pairs of surrogates joined, lone ones U+FFFD.

    >>> sound("a\\ud800b"), sound("\\ud83d\\ude00")
    ('a\ufffdb', '😀')
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def edit_to_dict(edit: Edit) -> dict[str, Any]:
    """An edit as plain values, without its evidence and alternatives."""
    return {
        "start": edit.start,
        "end": edit.end,
        "before": sound(edit.before),
        "after": sound(edit.after),
        "chain": edit.chain,
        "kind": edit.kind.value,
        "certainty": edit.certainty.value,
        "confidence": edit.confidence,
    }
