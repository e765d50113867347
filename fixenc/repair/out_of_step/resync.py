"""Bytes in multi-byte encodings that lost their step: one byte is missing, too many or wrong.

Where a byte is lost from GBK, its neighbour pairs with the next character's first byte, and so on
until something of one byte comes: a line of a novel is gone for one byte. A decoder sees nothing
wrong, or only at the end. Here the text is searched for stretches that look it, and of each the
likeliest way through its bytes is taken, in which a byte may stand alone: there the byte was lost,
and all around it is right. UTF-8 keeps its step; there only the lost characters are looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from fixenc import codecs, model
from fixenc.repair.out_of_step import broken_utf8
from fixenc.repair.out_of_step.orphans import REPLACEMENT, Costs
from fixenc.repair.out_of_step.reread import AROUND, Range, Reader
from fixenc.repair.out_of_step.trails import apart, find_trails
from fixenc.spans import Edit

# A stretch is looked at where a character that costs RARE bits by itself touches one that costs
# ODD, or one that costs ODD stands before a single ASCII sign: 0.2 to 3 % of the characters of
# clean text, and all but 1 in 20 of stretches with two wrong characters or more. Of those, where
# the four characters there cost STRANGE bits (clean text: 1 in 5 of them).
RARE, ODD, STRANGE = 18.0, 14.0, 52.0
WIDEST = 2000  # characters of a stretch; a longer one is read piece by piece
SAMPLE = 4000  # characters that the language is told by


@dataclass(frozen=True, slots=True)
class Resynced:
    """The text of bytes, brought back into step.

    ``text`` has one U+FFFD for each of ``defects``: sorted, half-open ranges of bytes that stand
    alone or do not decode. ``fills`` is a set of edits of ``text``: of U+FFFD, and of ASCII that
    is what is left of a character, where the surroundings tell what stood there (or, where a byte
    was put in, that nothing did); all are inferred.
    """

    text: str
    defects: tuple[Range, ...]
    fills: tuple[Edit, ...] = ()


def resync(data: bytes, encoding: str) -> Resynced:
    """The text of ``data``, with the stretches that lost their step read right.

    Bytes without defects come back as ``codecs.decode`` has them. Takes time in proportion to the
    bytes. Never raises for any bytes; raises ``EncodingNotFound`` for an unknown name.

    >>> data = "学而时习之，不亦说乎？有朋自远方来，不亦乐乎？".encode("gbk")
    >>> found = resync(data[:5] + data[6:], "gbk")
    >>> found.text, found.defects
    ('学而�习之，不亦说乎？有朋自远方来，不亦乐乎？', ((4, 5),))
    """
    entry = codecs.lookup(encoding)
    text, ranges = codecs.decode_with_defects(data, entry.name)
    if entry.name == "utf-8":
        if not ranges:
            return Resynced(text, ())
        return Resynced(*broken_utf8.mended(data, ranges, _costs(_language(text))))
    if entry.kind is not codecs.Kind.MULTI or data.isascii():
        return Resynced(text, ranges)
    costs = _costs(_language(text))
    reader = Reader(data, entry.name, text, ranges, costs)
    for start, end in _stretches(text, costs):
        reader.read_again(start, end)
    text = reader.finish()
    fills = apart((*reader.fills, *find_trails(text, entry.name, costs)))
    return Resynced(text, tuple(reader.defects), tuple(fills))


_costs = lru_cache(8)(Costs)


def _language(text: str) -> str:
    """The language of what is not ASCII; of all, where words hold both."""
    sample: list[str] = []
    size = 0
    for found in re.finditer("[^\x00-\x7f]+", text):
        sample.append(found[0])
        size += len(found[0])
        if size >= SAMPLE:
            break
    if size < 2 * len(sample):
        return model.load().language(text[:SAMPLE])
    return model.load().language(" ".join(sample))


def _stretches(text: str, costs: Costs) -> Iterator[Range]:
    """The stretches of ``text``, in code points and within lines, that may be out of step."""
    start = end = -1
    for found in _strange(text, costs).finditer(text):
        first, last = max(0, found.start() - 1), found.end() + 1
        if found[0] != REPLACEMENT:
            before = text[first - 1] if first else "\n"
            if costs.of(text[first:last], before) < STRANGE:
                continue
        near = 0 <= found.start() - end <= 2 * AROUND and found.end() - start < WIDEST
        if start < 0 or not near or "\n" in text[end : found.start()]:
            if start >= 0:
                yield start, end
            start = found.start()
        end = found.end()
    if start >= 0:
        yield start, end


def _strange(text: str, costs: Costs) -> re.Pattern[str]:
    """Two characters of ``text`` that are rare in its language, and U+FFFD."""
    chars = sorted(char for char in set(text) - {REPLACEMENT} if char > "\x7f")
    odd = "".join(char for char in chars if costs.alone(char) >= ODD)
    rare = "".join(char for char in odd if costs.alone(char) >= RARE)
    if not rare:
        return re.compile(REPLACEMENT)
    odd, rare = f"[{re.escape(odd)}]", f"[{re.escape(rare)}]"
    return re.compile(f"{rare}{odd}|{odd}{rare}|{odd}[!-~](?=[^\x00-\x7f])|{REPLACEMENT}")
