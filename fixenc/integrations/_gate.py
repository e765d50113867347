"""The gate of ``fixenc.repair.gate`` inside Arrow, before any Python string is made.

Arrow searches with RE2: no look-around, no backtracking, and one pass however many signs there
are. The patterns here are made from the same data as the gate's own and never miss what those stop
(the tests compare them); what they stop, the gate looks at again.
"""

from __future__ import annotations

import re
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

from fixenc.repair.damage import byte_pairs, cycles, emoji_by_pairs, remains, single_signs, vanished
from fixenc.repair.gate import look, patterns, short_lines

# To compile the patterns takes 5 ms, to look at a cell 10 microseconds without them.
FEW = 400
_OTHER = patterns.OTHER
_MIXED = rf"(?:^|[^%\\$_&])[A-Za-z][{_OTHER}]|[{_OTHER}][A-Za-z]"
_LOST = r"\?\?|[A-Za-z]\?[a-z]"


def suspects(cells: pa.Array) -> pa.Array:
    """The numbers of the cells that the gate might stop, in order, as int64.

    ``cells`` is an array of type string or large_string; nulls are no suspects. Every cell that
    ``fixenc.is_suspicious`` stops is among them.

    >>> suspects(pa.array(["plain", "un café", None, "cafÃ©", "Caf? cr?me"])).to_pylist()
    [3, 4]
    """
    if len(cells) < FEW:
        return _few(cells)
    ascii_only = pc.string_is_ascii(cells)
    plain = pc.sum(ascii_only).as_py() or 0
    if plain == 0:
        return _beyond_ascii(cells)
    if plain == len(cells) - cells.null_count:
        return _within_ascii(cells)
    low = pc.indices_nonzero(ascii_only)
    high = pc.indices_nonzero(pc.invert(ascii_only))
    found = pa.concat_arrays(
        [
            low.take(_within_ascii(cells.take(low))),
            high.take(_beyond_ascii(cells.take(high))),
        ]
    ).cast(pa.int64())
    return found.take(pc.array_sort_indices(found))


def _few(cells: pa.Array) -> pa.Array:
    texts = enumerate(cells.to_pylist())
    found = [number for number, text in texts if text is not None and look.is_suspicious(text)]
    return pa.array(found, type=pa.int64())


def _within_ascii(cells: pa.Array) -> pa.Array:
    # one byte is searched for ten times as fast as a pattern
    return _sift(cells, r"\?", _LOST)


def _beyond_ascii(cells: pa.Array) -> pa.Array:
    signs, brackets = _signs()
    # brackets matter beside ideographs only, but to ask for both at once doubles the states
    found = _sift(cells, f"{signs}|{brackets}", f"{signs}|{byte_pairs.HAN.pattern}")
    short = _with_short_lines(cells)
    if not short:
        return found
    found = pc.unique(pa.concat_arrays([found, pa.array(short, type=pa.int64())]))
    return found.take(pc.array_sort_indices(found))


def _with_short_lines(cells: pa.Array) -> list[int]:
    """The numbers of the cells with short lines that are likelier otherwise, in order."""
    few = pc.less_equal(pc.utf8_length(cells), short_lines.LONGEST)
    asked = pc.indices_nonzero(pc.or_(few, pc.match_substring(cells, "\n")))
    texts = zip(asked.to_pylist(), cells.take(asked).to_pylist(), strict=True)
    return [number for number, text in texts if short_lines.are_in(text)]


def _sift(cells: pa.Array, first: str, second: str) -> pa.Array:
    """The numbers of the cells that both patterns are found in."""
    found = pc.indices_nonzero(pc.match_substring_regex(cells, first)).cast(pa.int64())
    if len(found) == 0:
        return found
    return found.take(pc.indices_nonzero(pc.match_substring_regex(cells.take(found), second)))


@cache
def _signs() -> tuple[str, str]:
    """The signs of everything but shifted and annotated text; and of those, beside ideographs."""
    known = patterns.signs()
    signs = [f"[{known['alone']}]"]
    for group in known["paired"]:
        signs += map(_branch, group["branches"])
    signs.append(f"(?:^|[{vanished.NARROW}])[{patterns.firsts_of_gaps()}][^\0-\x7f]")
    chars = single_signs.characters()
    signs.append(f"(?:^|[\0-\x7f])[{chars}](?:$|[\0-\x7f{chars}])")
    signs.append(rf"\?[{emoji_by_pairs.syllables()}]")
    signs += (patterns.HALVED_MARK, patterns.SHOWN_SIGN, _MIXED, _LOST)
    signs += (_greedy(remains.pattern()), _greedy(cycles.RARE))
    holes = f"[{byte_pairs.HOLES}]"
    brackets = [
        _greedy(byte_pairs.BRACKET),
        rf"{holes}[!-~]{{0,5}}[^\x00-\x7f]",
        rf"[^\x00-\x7f]{holes}[!-~]",
        _greedy(re.compile(byte_pairs.KEY)),
    ]
    return "|".join(signs), "|".join(brackets)


def _branch(branch: dict[str, str]) -> str:
    """A character and its neighbour, behind or before it."""
    if "after" in branch:
        return f"[{branch['chars']}][{branch['after']}]"
    return f"[{branch['before']}][{branch['chars']}]"


def _greedy(pattern: re.Pattern[str]) -> str:
    """A pattern without possessive quantifiers, which RE2 lacks: it matches all it did, or more."""
    return re.sub(r"(?<=[?*+}])\+", "", pattern.pattern)
