"""UTF-8 read as GB 18030 over and over, with losses each time: 闂備礁鎼ˇ顐﹀疾….

One such misread without a loss can be undone, and is, elsewhere. What comes here is what was left:
dense runs of rare ideographs whose bytes are UTF-8 for the most part, and which undoing makes no
better, since a character lost in one round cost its neighbours in the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import add

from fixenc import model
from fixenc.repair.finders._mention import speaks_of_encodings
from fixenc.spans import Damage

READER = "gb18030"
# UTF-8 sequences of three bytes, three in a row: 9 in 10 characters of Chinese UTF-8 are such.
_DENSE = re.compile(rb"(?:[\xe2-\xef][\x80-\xbf]{2}){3}")
_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2}"
)
_RUN = re.compile("(?:[^\x00-\x7f]|(?<=[^\x00-\x7f])[?](?=[^\x00-\x7f]))+")
_HAN = re.compile("[\u3400-\u9fff]")

SHORTEST = 4  # ideographs of a run
# Share of a run's bytes that are UTF-8: garbled runs have 0.8 and more even with losses.
COVERED = 0.75
# Bits an ideograph: rare ideographs in a row cost 20 to 22, Chinese prose 5 to 9, lists of rare
# characters 15 and more (but their bytes are no UTF-8).
UNLIKELY = 15.0
LIKELY = 11.5  # bits a character below which undone text can be read
ROUNDS = 8
_LANGUAGES = ("zh-hans", "zh-hant", "ja", "ko")


def find_layers(text: str) -> Iterator[Damage]:
    """The runs of ``text`` that were read wrongly and that no undoing makes readable."""
    if _DENSE.search(text.encode(READER, "ignore")) is None:
        return
    for found in _RUN.finditer(text):
        run = found[0]
        if len(_HAN.findall(run)) < SHORTEST or not _is_misread(run):
            continue
        if _cost(run) < UNLIKELY or _is_whole(run) or speaks_of_encodings(text, *found.span()):
            continue
        yield _damage(found.start(), run)


def _is_misread(run: str) -> bool:
    data = run.encode(READER, "ignore")
    return _DENSE.search(data) is not None and _covered(data) >= COVERED


def _covered(data: bytes) -> float:
    return sum(len(found[0]) for found in _SEQUENCE.finditer(data)) / max(1, len(data))


def _is_whole(run: str) -> bool:
    """Whether a run can be undone without loss: then it is no business of this finder."""
    try:
        return _cost(run.encode(READER).decode("utf-8")) < LIKELY
    except UnicodeError:
        return False


def _cost(text: str) -> float:
    """Bits a character in the likeliest East Asian language."""
    mind = model.load()
    pairs = [*map(add, "。" + text[:-1], text)]
    return min(sum(mind.pair_cost(p, lang) for p in pairs) for lang in _LANGUAGES) / len(pairs)


def _damage(start: int, run: str) -> Damage:
    text, rounds = run, 0
    while rounds < ROUNDS:
        undone = text.encode(READER, "ignore").decode("utf-8", "ignore")
        if not undone or not _HAN.search(undone):
            break
        text, rounds = undone, rounds + 1
        if _cost(text) < LIKELY or not _is_misread(text):
            break
    times = "once" if rounds < 2 else f"{rounds} times or more"
    # two characters of GB 18030 were three bytes of a character of UTF-8
    stood = max(1, round(len(run) * (2 / 3) ** max(1, rounds)))
    readable = _cost(text) < LIKELY
    kept = min(1.0, len(text) / stood) if readable else 0.0
    reason = f"UTF-8 read as {READER} {times}, with losses; about {stood} characters stood here"
    return Damage(start, start + len(run), reason, round(1 - kept, 2) if readable else 1.0)
