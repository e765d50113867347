"""Stages 4 to 6 together: bytes that are neither ASCII nor clean Unicode nor binary."""

from __future__ import annotations

import re
from dataclasses import replace

from fixenc import codecs, model
from fixenc.detect import mixed, witnesses
from fixenc.detect.clues import Clues
from fixenc.detect.confidence import of_length, of_margin
from fixenc.detect.detection import Defect, Detection, Guess, Segment, defects_of
from fixenc.detect.lanes import pairs_above_ascii
from fixenc.detect.legacy import rank, rank_file
from fixenc.detect.race import Ranked
from fixenc.detect.sample import ASCII, pieces
from fixenc.detect.suspects import is_gb2312
from fixenc.detect.utf8 import RUN, damaged_utf8

# Bits in favour of the encoding that a file declares. Every third legacy file declares a wrong
# one, so it settles only what is in doubt.
DECLARED = 8.0
# Share of the bytes above 0x7F in runs of UTF-8 from which it is taken for the main encoding.
MOSTLY_UTF8 = 0.4
LEFT = 4  # bytes above 0x7F that must be left beside runs of UTF-8 for them to be left out
# Bits for a pair of characters beyond which the text is unlike any that the model knows, and we
# are less sure than the margin says: real text costs 4 to 12, misread text 13 to 24.
READABLE = 13.5
# A run of so many bytes above ASCII, all alike, is a filler and no text.
FILLER = 16
GUESSES = 5  # alternatives kept

_HIGH = re.compile("[^\x00-\x7f]")


def look(clues: Clues) -> Detection:
    """The detection of bytes above 0x7F that are not all UTF-8."""
    data = clues.data
    found = pieces(data)
    high = _count_high(found)
    rests = found
    if RUN.search(b"\n".join(found)):
        rests = [RUN.sub(b" ", piece) for piece in found]
    left = _count_high(rests)
    if high - left > MOSTLY_UTF8 * high:
        utf8 = [piece.decode("utf-8", "ignore").encode() for piece in found]
        detection = _mostly_utf8(clues, rank(utf8, only=("utf-8",)))
        if detection is not None:
            return detection
    ranked = _ranked(clues, rests if left > LEFT else found)
    return _mostly_utf8(clues, ranked) or _mostly_legacy(clues, ranked)


def _count_high(found: list[bytes]) -> int:
    return sum(len(piece.translate(None, ASCII)) for piece in found)


def _ranked(clues: Clues, found: list[bytes]) -> list[Ranked]:
    favours: dict[str, float] = {}
    for name in (clues.said, clues.told):
        if name is not None:
            favours[codecs.lookup(name).superset or name] = DECLARED
    ranked = rank_file(clues.data, found, favours)
    if (
        clues.witnesses
        and len(clues.data) <= witnesses.LONGEST
        and _margin(ranked) < witnesses.MARGIN
    ):
        for name, bits in witnesses.favours(clues.data).items():
            favours[name] = favours.get(name, 0.0) + bits
        ranked = rank_file(clues.data, found, favours)
    return ranked


def _mostly_utf8(clues: Clues, ranked: list[Ranked]) -> Detection | None:
    """UTF-8 with defects or with parts in other encodings; None where it is the lesser part."""
    if not ranked or ranked[0].encoding != "utf-8":
        return None
    data, best = clues.data, ranked[0]
    mixture = mixed.find(data, "utf-8", best.text, "", ())
    if mixture is not None:
        return _mixed(clues, mixture)
    read = damaged_utf8(data)
    if len(ranked) == 1 and len(data) - len(read.text) < 2 * len(read.defects):
        return None
    detection = _plain(clues, ranked, read.text, read.defects)
    return replace(detection, cut=read.cut)


def _mostly_legacy(clues: Clues, ranked: list[Ranked]) -> Detection:
    data, best = clues.data, ranked[0]
    text = _plain_chinese(data) if best.encoding == "gb18030" else None
    if text is not None:
        return _plain(clues, ranked, text, ())
    text, ranges = codecs.decode_with_defects(data, best.encoding)
    mixture = mixed.find(data, best.encoding, best.text, text, [start for start, _ in ranges])
    if mixture is not None:
        return _mixed(clues, mixture)
    return _plain(clues, ranked, text, defects_of(data, ranges))


def _plain(clues: Clues, ranked: list[Ranked], text: str, defects: tuple[Defect, ...]) -> Detection:
    """The detection of a file in one encoding."""
    best = ranked[0]
    margin, cost = _margin(ranked), _cost_of_pair(best)
    sure = of_margin(margin, cost)
    sure *= min(1.0, READABLE / max(cost, 1.0)) ** 6
    sure *= of_length(len(clues.data))
    if _is_filler(best.text):
        sure *= 0.3
    return Detection(
        clues.data,
        best.encoding,
        sure,
        language=best.language,
        declared=clues.said,
        defects=defects,
        alternatives=_guesses(ranked),
        evidence=(("margin", margin), ("pair", round(cost, 2))),
        decoded=text,
    )


def _is_filler(text: str) -> bool:
    """Whether all that stands above ASCII is one character over and over."""
    high = _HIGH.search(text)
    if high is None or high[0] * FILLER not in text:
        return False
    return text.replace(high[0], "").isascii()


def _cost_of_pair(best: Ranked) -> float:
    """What a pair that is not all ASCII costs in the sample, in bits."""
    pairs = pairs_above_ascii(best.text)
    return -model.load().best(pairs)[0] / len(pairs) if pairs else 0.0


def _plain_chinese(data: bytes) -> str | None:
    """The text when it is all of GB 2312: then nothing in it is strange, or read otherwise."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    return text if is_gb2312(text) else None


def _margin(ranked: list[Ranked]) -> float:
    """Bits between the best two texts."""
    best = ranked[0]
    return next((r.cost for r in ranked if r.key != best.key), best.cost + 80.0) - best.cost


def _guesses(ranked: list[Ranked]) -> tuple[Guess, ...]:
    best = ranked[0]
    keys = {best.key}
    guesses: list[Guess] = []
    for other in ranked[1:]:
        if other.key not in keys:
            keys.add(other.key)
            share = 1 - of_margin(other.cost - best.cost)
            guesses.append(Guess(other.encoding, share, other.language))
    return tuple(guesses[:GUESSES])


def _mixed(clues: Clues, mixture: mixed.Mixture) -> Detection:
    data = clues.data
    names = [reader.encoding for reader in mixture.readers]
    segments = tuple(
        Segment(start, end, names[number], of_margin(margin))
        for start, end, number, margin in mixture.parts
    )
    text: list[str] = []
    ranges: list[tuple[int, int]] = []
    high = dict.fromkeys(names, 0)
    for segment in segments:
        part = data[segment.start : segment.end]
        piece, bad = codecs.decode_with_defects(part, segment.encoding)
        text.append(piece)
        ranges += [(segment.start + start, segment.start + end) for start, end in bad]
        high[segment.encoding] += len(part.translate(None, ASCII))
    most = max(high, key=lambda name: high[name])
    return Detection(
        data,
        most,
        of_margin(mixture.gain),
        language=mixture.readers[names.index(most)].lane.language,
        declared=clues.said,
        defects=defects_of(data, ranges),
        # A further encoding may turn out to read all of it.
        segments=segments if len(segments) > 1 else (),
        evidence=(("mixture", round(mixture.gain, 2)),),
        decoded="".join(text),
    )
