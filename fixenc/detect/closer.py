"""Stages 4 to 6 together: bytes that are neither ASCII nor clean Unicode nor binary."""

from __future__ import annotations

from collections.abc import Sequence

from fixenc import codecs
from fixenc.detect import mixed, unicode
from fixenc.detect.confidence import of_margin
from fixenc.detect.detection import Defect, Detection, Guess, Segment, defects_of
from fixenc.detect.legacy import Ranked, rank, rank_file
from fixenc.detect.sample import ASCII, pieces
from fixenc.detect.suspects import is_gb2312

# Bits in favour of the encoding that a file declares. Every third legacy file declares a wrong
# one, so it settles only what is in doubt.
DECLARED = 8.0
# Share of the bytes above 0x7F in runs of UTF-8 from which it is taken for the main encoding.
MOSTLY_UTF8 = 0.4
LEFT = 4  # bytes above 0x7F that must be left beside runs of UTF-8 for them to be left out
GUESSES = 5  # alternatives kept


def look(data: bytes, said: str | None, witnesses: bool) -> Detection:
    """The detection of bytes above 0x7F that are not all UTF-8."""
    favours = {}
    if said is not None:
        favours[codecs.lookup(said).superset or said] = DECLARED
    found = pieces(data)
    high = sum(len(piece.translate(None, ASCII)) for piece in found)
    rests = found
    if unicode.RUN_OR_LONE.search(b"\n".join(found)):
        rests = [unicode.RUN_OR_LONE.sub(b" ", piece) for piece in found]
    high_rests = sum(len(rest.translate(None, ASCII)) for rest in rests)
    if high - high_rests > MOSTLY_UTF8 * high:
        utf8 = [piece.decode("utf-8", "ignore").encode() for piece in found]
        ranked = rank(utf8, only=("utf-8",))
        detection = _mostly_utf8(data, ranked, said)
        if detection is not None:
            return detection
    ranked = rank_file(data, rests if high_rests > LEFT else found, favours)
    if not ranked:
        return Detection(data, None, 0.5, reason="binary", declared=said)
    return _mostly_utf8(data, ranked, said) or _mostly_legacy(data, ranked, said)


def _mostly_utf8(data: bytes, ranked: list[Ranked], said: str | None) -> Detection | None:
    """UTF-8 with defects or with parts in other encodings; None where it is the lesser part."""
    best = ranked[0]
    if best.encoding != "utf-8":
        return None
    mixture = mixed.find(data, "utf-8", best.text, "", ())
    if mixture is not None:
        return _mixed(data, mixture, said)
    read = unicode.damaged_utf8(data)
    sequences = len(data) - len(read.text)
    if sequences < 2 * len(read.defects) and len(ranked) == 1:
        return None
    return Detection(
        data,
        "utf-8",
        of_margin(_margin(ranked)),
        language=best.language,
        declared=said,
        defects=read.defects,
        alternatives=_guesses(ranked),
        evidence=(("margin", _margin(ranked)),),
        cut=read.cut,
        decoded=read.text,
    )


def _mostly_legacy(data: bytes, ranked: list[Ranked], said: str | None) -> Detection:
    best = ranked[0]
    mixture = None
    ranges: Sequence[tuple[int, int]] = ()
    text = _plain_chinese(data) if best.encoding == "gb18030" else None
    if text is None:
        text, ranges = codecs.decode_with_defects(data, best.encoding)
        mixture = mixed.find(data, best.encoding, best.text, text, [s for s, _ in ranges])
    if mixture is not None:
        return _mixed(data, mixture, said)
    return Detection(
        data,
        best.encoding,
        of_margin(_margin(ranked)),
        language=best.language,
        declared=said,
        defects=defects_of(data, ranges),
        alternatives=_guesses(ranked),
        evidence=(("margin", _margin(ranked)),),
        decoded=text,
    )


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


def _mixed(data: bytes, mixture: mixed.Mixture, said: str | None) -> Detection:
    names = [reader.encoding for reader in mixture.readers]
    segments = tuple(
        Segment(start, end, names[number], of_margin(min(margin, 80.0)))
        for start, end, number, margin in mixture.parts
    )
    text: list[str] = []
    defects: list[Defect] = []
    high = dict.fromkeys(names, 0)
    for segment in segments:
        part = data[segment.start : segment.end]
        piece, ranges = codecs.decode_with_defects(part, segment.encoding)
        text.append(piece)
        defects += defects_of(data, ranges, segment.start)
        high[segment.encoding] += len(part) - part.isascii() * len(part)
    most = max(high, key=lambda name: high[name])
    return Detection(
        data,
        most,
        of_margin(min(mixture.gain, 80.0)),
        language=mixture.readers[names.index(most)].lane.language,
        declared=said,
        defects=tuple(defects),
        segments=segments,
        evidence=(("mixture", mixture.gain),),
        decoded="".join(text),
    )
